"""Legal bases: rows with the days between which they are in force, and which of them the
decision of a campaign rests on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.http import Http404

from ictindex.lib.errors import StaleState
from ictindex.lib.text import clean_line
from reports.document.queries.rights import DECISION
from reports.document.services.rows import InvalidText, arrange, hold_campaign
from reports.models import ChosenBasis, LegalBasis
from submissions.models import Campaign
from submissions.models.capacities import PUBLIC
from units import audit
from units.access import require
from units.models import User

BASIS_ADDED = audit.name_act("report.basis_added", "Thêm căn cứ pháp lý")
BASIS_EDITED = audit.name_act("report.basis_edited", "Sửa căn cứ pháp lý")
BASIS_CHOSEN = audit.name_act("report.basis_chosen", "Chọn căn cứ cho quyết định")
BASIS_DROPPED = audit.name_act("report.basis_dropped", "Bỏ căn cứ khỏi quyết định")
BASIS_MOVED = audit.name_act("report.basis_moved", "Đổi thứ tự căn cứ")

LONGEST_TEXT, LONGEST_NUMBER = 600, 60
STALE = "Người khác vừa sửa căn cứ này. Những gì Ông/Bà nhập chưa được lưu."


@dataclass(frozen=True, slots=True)
class BasisEntry:
    """A legal basis as somebody enters it.

    `text` is the whole sentence, with or without «Căn cứ».
    """

    text: str
    number: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def add_basis(*, campaign: Campaign, entry: BasisEntry, by: User) -> LegalBasis:
    """A new row, chosen for this campaign at once. Raises NotAllowed, Http404 or InvalidText."""
    held = _hold(campaign, by)
    values = _checked(entry)
    if LegalBasis.objects.filter(text=values["text"]).exists():
        raise InvalidText("Căn cứ này đã có trong danh mục. Chọn từ danh mục.")
    basis = LegalBasis.objects.create(**values)
    chosen = ChosenBasis.objects.create(campaign=held, basis=basis, order=_next_place(held))
    _record(BASIS_ADDED, held, by, basis, [audit.inserted(basis), audit.inserted(chosen)])
    return basis


@transaction.atomic
def edit_basis(
    *, campaign: Campaign, basis: LegalBasis, version: int, entry: BasisEntry, by: User
) -> LegalBasis:
    """Other words or days. What a published decision rests on only ends; its words stay.

    Raises NotAllowed, Http404, InvalidText or StaleState.
    """
    held = _hold(campaign, by)
    row = _stored(basis.pk)
    values = _checked(entry)
    if row.version != version:
        raise StaleState(STALE)
    _require_words_kept(row, values, held)
    before = audit.row_of(row)
    written = values | {"version": version + 1}
    if not LegalBasis.objects.filter(pk=row.pk, version=version).update(**written):
        raise StaleState(STALE)
    row.refresh_from_db()
    _record(BASIS_EDITED, held, by, row, [audit.updated(before, row)])
    return row


@transaction.atomic
def choose_basis(*, campaign: Campaign, basis: LegalBasis, by: User) -> ChosenBasis:
    """Let the decision rest on it, behind those chosen before.

    Raises InvalidText where it is not in force then.
    """
    held = _hold(campaign, by)
    row = _stored(basis.pk)
    if held.decided_on and not row.is_in_force(held.decided_on):
        raise InvalidText(
            f"Căn cứ này không có hiệu lực vào ngày quyết định, {held.decided_on:%d/%m/%Y}."
        )
    if held.chosen_bases.filter(basis=row).exists():
        raise StaleState("Căn cứ này đã được chọn.")
    chosen = ChosenBasis.objects.create(campaign=held, basis=row, order=_next_place(held))
    _record(BASIS_CHOSEN, held, by, row, [audit.inserted(chosen)])
    return chosen


@transaction.atomic
def drop_basis(*, campaign: Campaign, basis: LegalBasis, by: User) -> None:
    """The decision does not rest on it any more; the row stays for others."""
    held = _hold(campaign, by)
    chosen = _chosen(held, basis)
    change = audit.deleted(audit.row_of(chosen), ChosenBasis, chosen.pk)
    chosen.delete()
    _record(BASIS_DROPPED, held, by, basis, [change])


@transaction.atomic
def move_basis(*, campaign: Campaign, basis: LegalBasis, by_places: int, by: User) -> None:
    """Up (-1) or down (1) among the chosen ones; at the end nothing changes."""
    held = _hold(campaign, by)
    rows = list(held.chosen_bases.all())
    place = rows.index(_chosen(held, basis))
    target = min(max(place + by_places, 0), len(rows) - 1)
    if target == place:
        return
    rows.insert(target, rows.pop(place))
    _record(BASIS_MOVED, held, by, basis, arrange(rows))


def _hold(campaign: Campaign, by: User) -> Campaign:
    held = hold_campaign(campaign.pk)
    require(by, DECISION, held)
    if not held.sections.exists():
        raise StaleState("Lời văn chưa được lấy ra để soạn. Bấm «Bắt đầu soạn» trước.")
    return held


def _stored(pk: int) -> LegalBasis:
    try:
        return LegalBasis.objects.get(pk=pk)
    except LegalBasis.DoesNotExist as nowhere:
        raise Http404 from nowhere


def _chosen(held: Campaign, basis: LegalBasis) -> ChosenBasis:
    chosen = held.chosen_bases.filter(basis=basis.pk).first()
    if chosen is None:
        raise StaleState("Căn cứ này đã được bỏ khỏi quyết định.")
    return chosen


def _next_place(held: Campaign) -> int:
    last = held.chosen_bases.last()
    return last.order + 10 if last else 10


def _checked(entry: BasisEntry) -> dict[str, object]:
    text, number = clean_line(entry.text).rstrip(" ;,."), clean_line(entry.number)
    if not text:
        raise InvalidText("Ghi câu căn cứ.")
    if len(text) > LONGEST_TEXT or len(number) > LONGEST_NUMBER:
        raise InvalidText(
            f"Câu căn cứ dài nhất {LONGEST_TEXT} chữ; số, ký hiệu dài nhất {LONGEST_NUMBER} chữ."
        )
    if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
        raise InvalidText("Ngày hết hiệu lực phải từ ngày có hiệu lực trở đi.")
    return {
        "text": text,
        "number": number,
        "issued_on": entry.issued_on,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
    }


def _require_words_kept(row: LegalBasis, values: Mapping[str, object], held: Campaign) -> None:
    is_published = row.uses.filter(PUBLIC.where("campaign__")).exclude(campaign=held).exists()
    if is_published and any(
        getattr(row, name) != value for name, value in values.items() if name != "valid_to"
    ):
        raise InvalidText(
            "Một quyết định đã ban hành dùng căn cứ này nên chỉ sửa được ngày hết hiệu lực. Thêm "
            "căn cứ khác nếu cần."
        )


def _record(
    act: audit.ActCode, held: Campaign, by: User, basis: LegalBasis, changes: list[audit.Change]
) -> None:
    audit.record(act=act, by=by, campaign=held, subject=basis, changes=changes)
