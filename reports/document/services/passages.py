"""Taking the report's text over for editing, and editing its passages. Headings are in `headings`;
what to do about passages that the data have left behind is in `changes`.

Every write holds the campaign, so that two people who add or move things never give two of them one
place.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import count

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import StaleState
from reports.document.printing.decision import DraftBasis
from reports.document.queries.draft import drafts_of
from reports.document.queries.history import PASSAGE_REMOVED
from reports.document.services.rows import (
    GAP,
    InvalidText,
    arrange,
    change_row,
    drafted,
    hold_passage,
    hold_section,
    hold_to_write,
    insert_after,
    record,
    require_version,
    require_whole,
)
from reports.document.text.drafts import PassageDraft, SectionDraft
from reports.document.text.markup import WordBlock, block_of, form_of, html_of
from reports.enums import DocumentPart
from reports.models import ChosenBasis, LegalBasis, Passage, Section
from submissions.models import Campaign
from units import audit
from units.models import User

TEXT_BEGUN = audit.name_act("report.text_begun", "Lấy lời văn báo cáo ra để soạn")
PASSAGE_EDITED = audit.name_act("report.passage_edited", "Sửa đoạn của báo cáo")
PASSAGE_ADDED = audit.name_act("report.passage_added", "Thêm đoạn vào báo cáo")
PASSAGE_LEFT_OUT = audit.name_act("report.passage_left_out", "Bỏ in một đoạn của báo cáo")
PASSAGE_PRINTED = audit.name_act("report.passage_printed", "In lại một đoạn của báo cáo")
PASSAGE_RESTORED = audit.name_act("report.passage_restored", "Lấy lại đoạn ứng dụng soạn")
PASSAGE_MOVED = audit.name_act("report.passage_moved", "Đổi thứ tự đoạn của báo cáo")


@transaction.atomic
def begin_text(*, campaign: Campaign, by: User, now: datetime | None = None) -> int:
    """Store what the application would write now, so that it can be edited; answers with the number
    of passages.

    Raises NotAllowed, Http404, or StaleState where that was done before.
    """
    held = hold_to_write(campaign.pk, by)
    if held.sections.exists():
        raise StaleState("Lời văn của báo cáo đã được lấy ra để soạn từ trước.")
    drafts = drafts_of(held)
    sections = Section.objects.bulk_create(_new_sections(held, drafts.sections))
    of_key = {section.key: section for section in sections}
    passages = Passage.objects.bulk_create(
        passage
        for draft in drafts.sections
        if draft.level
        for passage in _new_passages(of_key[draft.key], draft.passages, by, now or timezone.now())
    )
    bases, chosen = _choose_drafted(held, drafts.bases)
    record(
        TEXT_BEGUN,
        held,
        by,
        [audit.inserted(row) for row in (*sections, *passages, *bases, *chosen)],
    )
    return len(passages)


@transaction.atomic
def edit_passage(
    *,
    passage: Passage,
    version: int,
    blocks: Sequence[WordBlock],
    by: User,
    now: datetime | None = None,
) -> Passage:
    """Put other words in its place. The first block takes the place; what else was typed or pasted
    follows it as new passages.

    Raises NotAllowed, Http404, InvalidText or StaleText.
    """
    held = hold_passage(passage.pk, by)
    require_whole(blocks)
    require_version(held, version)
    now = now or timezone.now()
    first, *others = blocks
    html = html_of(first)
    change = change_row(
        held,
        text=html,
        form=form_of(first),
        is_edited=html != held.generated,
        changed_by=by,
        changed_at=now,
    )
    added = insert_after(
        held.section, held, [_by_hand(held.section, block, by, now) for block in others]
    )
    record(PASSAGE_EDITED, held.section.campaign, by, [change, *added], subject=held)
    return held


@transaction.atomic
def add_passages(
    *,
    section: Section,
    after: Passage | None,
    blocks: Sequence[WordBlock],
    by: User,
    now: datetime | None = None,
) -> list[Passage]:
    """Write new passages behind one of the section, or at its head.

    Raises NotAllowed, Http404 or InvalidText.
    """
    held = hold_section(section.pk, by)
    require_whole(blocks)
    if after is not None and after.section_id != held.pk:
        raise Http404
    new = [_by_hand(held, block, by, now or timezone.now()) for block in blocks]
    record(PASSAGE_ADDED, held.campaign, by, insert_after(held, after, new), subject=held)
    return new


@transaction.atomic
def print_passage(
    *, passage: Passage, version: int, is_left_out: bool, by: User, now: datetime | None = None
) -> Passage:
    """Leave a passage out of the document, or print it again; its words are kept.

    Raises as `edit_passage` does.
    """
    held = hold_passage(passage.pk, by)
    require_version(held, version)
    change = change_row(
        held, is_left_out=is_left_out, changed_by=by, changed_at=now or timezone.now()
    )
    record(
        PASSAGE_LEFT_OUT if is_left_out else PASSAGE_PRINTED,
        held.section.campaign,
        by,
        [change],
        subject=held,
    )
    return held


@transaction.atomic
def restore_passage(
    *, passage: Passage, version: int, by: User, now: datetime | None = None
) -> Passage:
    """Put back what the application wrote.

    Raises as `edit_passage` does; InvalidText for what was written by hand.
    """
    held = hold_passage(passage.pk, by)
    require_version(held, version)
    if not held.generated:
        raise InvalidText("Đoạn này do người soạn viết; ứng dụng không có đoạn nào để lấy lại.")
    block = block_of(held.generated)
    change = change_row(
        held,
        text=held.generated,
        form=form_of(block),
        is_edited=False,
        changed_by=by,
        changed_at=now or timezone.now(),
    )
    record(PASSAGE_RESTORED, held.section.campaign, by, [change], subject=held)
    return held


@transaction.atomic
def remove_passage(*, passage: Passage, version: int, by: User) -> None:
    """Take out what was added by hand.

    What the application wrote is only left out, so that it is not written again.
    """
    held = hold_passage(passage.pk, by)
    require_version(held, version)
    if held.key:
        raise InvalidText(
            "Đoạn do ứng dụng soạn không xóa được. Chọn «Không in» để bỏ khỏi bản in."
        )
    change, campaign = audit.deleted(audit.row_of(held), Passage, held.pk), held.section.campaign
    held.delete()
    record(PASSAGE_REMOVED, campaign, by, [change])


@transaction.atomic
def move_passage(*, passage: Passage, version: int, by_places: int, by: User) -> Passage:
    """Up (-1) or down (1) within its section; at the end of the section nothing changes."""
    held = hold_passage(passage.pk, by)
    require_version(held, version)
    rows = list(held.section.passages.all())
    place = [row.pk for row in rows].index(held.pk)
    target = min(max(place + by_places, 0), len(rows) - 1)
    if target == place:
        return held
    rows.insert(target, rows.pop(place))
    changes = arrange(rows)
    record(PASSAGE_MOVED, held.section.campaign, by, changes, subject=held)
    return held


def _new_sections(campaign: Campaign, drafts: Iterable[SectionDraft]) -> list[Section]:
    places: dict[str, Iterable[int]] = {part: count(GAP, GAP) for part in DocumentPart.values}
    return [
        Section(
            campaign=campaign,
            part=draft.part,
            key=draft.key,
            level=draft.level,
            title=draft.title,
            generated_title=draft.title,
            order=next(iter(places[draft.part])),
        )
        for draft in drafts
        if draft.level
    ]


def _new_passages(
    section: Section, drafts: Iterable[PassageDraft], by: User, now: datetime
) -> list[Passage]:
    passages = [drafted(section, draft, by, now) for draft in drafts]
    for passage, place in zip(passages, count(GAP, GAP), strict=False):
        passage.order = place
    return passages


def _by_hand(section: Section, block: WordBlock, by: User, now: datetime) -> Passage:
    return Passage(
        section=section,
        form=form_of(block),
        text=html_of(block),
        is_edited=True,
        changed_by=by,
        changed_at=now,
    )


def _choose_drafted(
    campaign: Campaign, drafts: Sequence[DraftBasis]
) -> tuple[list[LegalBasis], list[ChosenBasis]]:
    """The rows that the data name, those that other campaigns have made already among them."""
    new: list[LegalBasis] = []
    chosen: list[ChosenBasis] = []
    for place, draft in enumerate(drafts, start=1):
        basis = LegalBasis.objects.filter(text=draft.text).first()
        if basis is None:
            basis = LegalBasis.objects.create(
                number=draft.number, text=draft.text, issued_on=draft.issued_on, order=place
            )
            new.append(basis)
        if all(basis.pk != each.basis_id for each in chosen):
            chosen.append(ChosenBasis.objects.create(campaign=campaign, basis=basis, order=place))
    return new, chosen
