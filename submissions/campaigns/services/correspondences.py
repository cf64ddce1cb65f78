"""Writing down what of a campaign's framework can be compared with what of another one, and why."""

import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from criteria.correspondences import WHOLE, groups_of, in_order
from criteria.models import Correspondence, Framework
from ictindex.lib.errors import DomainError, StaleState
from ictindex.lib.text import clean_line
from submissions.models import Campaign
from units import audit
from units.access import require
from units.models import User

CORRESPONDENCE_WRITTEN = audit.name_act(
    "framework.correspondence_written", "Ghi dòng tương ứng giữa hai bộ tiêu chí"
)
CORRESPONDENCE_REMOVED = audit.name_act(
    "framework.correspondence_removed", "Bỏ dòng tương ứng giữa hai bộ tiêu chí"
)

EDIT = "period.edit_correspondences"
_MOST_LETTERS = 500
STALE = (
    "Người khác vừa sửa dòng này. Nội dung Ông/Bà nhập chưa được lưu; xem lại nội dung hiện nay "
    "rồi ghi lại."
)
TAKEN = "Cặp nội dung này đã có một dòng. Mở dòng đó để sửa."


class InvalidCorrespondence(DomainError):
    """What was typed makes no row."""


@dataclass(frozen=True, slots=True)
class GroupPair:
    """A group of the earlier framework and one of the later; `WHOLE` on both sides: the totals."""

    older: str
    newer: str
    is_comparable: bool
    reason: str


@transaction.atomic
def write_correspondence(
    *, campaign: Campaign, other: Framework, pair: GroupPair, version: str, by: User
) -> Correspondence:
    """A new row where `version` is empty, else a change of the row that has it. What did not change
    is not recorded.

    Raises NotAllowed, InvalidCorrespondence, or StaleState when somebody else wrote the row in the
    meantime.
    """
    campaign = _held(campaign)
    require(by, EDIT, campaign)
    older, newer = _frameworks(campaign, other)
    reason = clean_line(pair.reason)
    _require_whole(pair, reason, older, newer)
    row = _stored(older, newer, pair)
    before = audit.row_of(row) if row.pk else None
    if version != (correspondence_version(row) if row.pk else ""):
        raise StaleState(TAKEN if not version else STALE)
    row.is_comparable, row.reason = pair.is_comparable, reason
    if before == audit.row_of(row):
        return row
    _save(row)
    change = audit.updated(before, row) if before else audit.inserted(row)
    audit.record(
        act=CORRESPONDENCE_WRITTEN,
        by=by,
        campaign=campaign,
        subject=row,
        reason=reason,
        changes=[change],
    )
    return row


@transaction.atomic
def remove_correspondence(
    *, campaign: Campaign, row: Correspondence, version: str, by: User
) -> None:
    """Without a row the two are not comparable. Raises NotAllowed or StaleState."""
    campaign = _held(campaign)
    require(by, EDIT, campaign)
    stored = Correspondence.objects.select_for_update().filter(pk=row.pk).first()
    if stored is None or version != correspondence_version(stored):
        raise StaleState(STALE)
    before, key = audit.row_of(stored), stored.pk
    audit.record(
        act=CORRESPONDENCE_REMOVED,
        by=by,
        campaign=campaign,
        subject=stored,
        changes=[audit.deleted(before, Correspondence, key)],
    )
    stored.delete()


def correspondence_version(row: Correspondence) -> str:
    """What a form about the row carries."""
    return hashlib.sha256(repr([row.pk, row.is_comparable, row.reason]).encode()).hexdigest()[:16]


def _held(campaign: Campaign) -> Campaign:
    return (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("framework")
        .get(pk=campaign.pk)
    )


def _frameworks(campaign: Campaign, other: Framework) -> tuple[Framework, Framework]:
    if other.pk == campaign.framework_id:
        raise InvalidCorrespondence(
            "Một bộ tiêu chí luôn so sánh được với chính nó. Chọn một bộ tiêu chí khác."
        )
    return in_order(campaign.framework, other)


def _require_whole(pair: GroupPair, reason: str, older: Framework, newer: Framework) -> None:
    if (pair.older == WHOLE) != (pair.newer == WHOLE):
        raise InvalidCorrespondence(
            "Tổng điểm chỉ so sánh được với tổng điểm, một nhóm chỉ so sánh được với một nhóm."
        )
    for framework, code in ((older, pair.older), (newer, pair.newer)):
        if code != WHOLE and code not in groups_of(framework):
            raise InvalidCorrespondence(
                f"Bộ tiêu chí «{framework.code}» không có nhóm «{code}». Chọn một nhóm trong danh "
                "sách."
            )
    if not reason:
        raise InvalidCorrespondence(
            "Ghi căn cứ hoặc lý do: người đọc báo cáo cần biết vì sao so sánh được hay không."
        )
    if len(reason) > _MOST_LETTERS:
        raise InvalidCorrespondence(
            f"Căn cứ, lý do dài {len(reason)} ký tự. Rút gọn còn nhiều nhất {_MOST_LETTERS} ký tự."
        )


def _stored(older: Framework, newer: Framework, pair: GroupPair) -> Correspondence:
    """The row on the pair whichever framework it calls the older, or a new one."""
    rows = Correspondence.objects.select_for_update()
    as_said = rows.filter(
        older=older, newer=newer, older_group=pair.older, newer_group=pair.newer
    ).first()
    turned = (
        as_said
        or rows.filter(
            older=newer, newer=older, older_group=pair.newer, newer_group=pair.older
        ).first()
    )
    return turned or Correspondence(
        older=older, newer=newer, older_group=pair.older, newer_group=pair.newer
    )


def _save(row: Correspondence) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as problem:
        raise StaleState(TAKEN) from problem
