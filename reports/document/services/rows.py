"""What the services of the report's text share: holding what is changed, versions, places,
limits and the record.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count

from django.http import Http404

from ictindex.lib.errors import DomainError, StaleState
from reports.document.queries.rights import DECISION, NARRATIVE, right_to_edit
from reports.document.text.drafts import PassageDraft
from reports.document.text.markup import WordBlock, letters_of
from reports.layout.blocks import Grid
from reports.models import ChosenBasis, Passage, Section
from submissions.models import Campaign
from units import audit
from units.access import may, require
from units.models import User

#: What one form may bring: more is a mistake, or meant to stop the application.
MOST_LETTERS, MOST_BLOCKS, MOST_ROWS, MOST_COLUMNS = 60_000, 200, 300, 12
#: Between two places, as they are numbered.
GAP = 10


class InvalidText(DomainError):
    """What was typed cannot be stored; nothing was."""


class StaleText(StaleState):
    """Somebody saved the same thing since; `current` is what is stored now."""

    def __init__(self, current: Passage | Section) -> None:
        super().__init__("Người khác vừa sửa nội dung này. Những gì Ông/Bà nhập chưa được lưu.")
        self.current = current


def hold_campaign(pk: int) -> Campaign:
    return Campaign.objects.select_for_update(no_key=True).select_related("framework").get(pk=pk)


def hold_to_write(pk: int, by: User) -> Campaign:
    """The campaign, after asking for the right to edit one part of the document at least.

    Raises NotAllowed or Http404.
    """
    held = hold_campaign(pk)
    if not may(by, NARRATIVE, held):
        require(by, DECISION, held)
    return held


def hold_section(pk: int, by: User) -> Section:
    """The section as it is now, its campaign held, after asking for the right.

    Raises NotAllowed or Http404.
    """
    try:
        campaign = hold_campaign(Section.objects.values_list("campaign_id", flat=True).get(pk=pk))
        section = Section.objects.get(pk=pk)
    except Section.DoesNotExist as nowhere:
        raise Http404 from nowhere
    section.campaign = campaign
    require(by, right_to_edit(section.part), campaign)
    return section


def hold_passage(pk: int, by: User) -> Passage:
    """The passage as it is now, its campaign held, after asking for the right.

    Raises NotAllowed or Http404.
    """
    try:
        section = hold_section(Passage.objects.values_list("section_id", flat=True).get(pk=pk), by)
        passage = Passage.objects.get(pk=pk)
    except Passage.DoesNotExist as nowhere:
        raise Http404 from nowhere
    passage.section = section
    return passage


def require_version(held: Passage | Section, version: int) -> None:
    if held.version != version:
        raise StaleText(held)


def require_whole(blocks: Sequence[WordBlock]) -> None:
    """There are words, and not more than a report can hold. Raises InvalidText."""
    if not any(letters_of(block).strip() for block in blocks):
        raise InvalidText("Chưa có chữ nào. Muốn bỏ một đoạn khỏi bản in, chọn «Không in».")
    if len(blocks) > MOST_BLOCKS or sum(len(letters_of(block)) for block in blocks) > MOST_LETTERS:
        raise InvalidText(
            f"Nội dung quá dài: nhiều nhất {MOST_BLOCKS} đoạn và {MOST_LETTERS:,} chữ "
            "một lần.".replace(",", ".")
        )
    if any(
        isinstance(block, Grid) and (len(block.head) > MOST_COLUMNS or len(block.rows) > MOST_ROWS)
        for block in blocks
    ):
        raise InvalidText(f"Bảng quá lớn: nhiều nhất {MOST_COLUMNS} cột và {MOST_ROWS} dòng.")


def change_row(held: Passage | Section, **values: object) -> audit.Change:
    """Write new values and the next version by a conditional UPDATE. Raises StaleText."""
    before = audit.row_of(held)
    for name, value in values.items():
        setattr(held, name, value)
    held.version += 1
    model = type(held)
    written = {**values, "version": held.version}
    if not model.objects.filter(pk=held.pk, version=held.version - 1).update(**written):
        raise StaleText(model.objects.get(pk=held.pk))
    return audit.updated(before, held)


def arrange(rows: Iterable[Passage | Section | ChosenBasis]) -> list[audit.Change]:
    """Give rows the places in which they are listed: new ones are stored there, others move.

    No words change, so no version.
    """
    changes = []
    for row, place in zip(list(rows), count(GAP, GAP), strict=False):
        before = None if row._state.adding else audit.row_of(row)
        is_moved, row.order = row.order != place, place
        if before is None:
            row.save(force_insert=True)
            changes.append(audit.inserted(row))
        elif is_moved:
            type(row).objects.filter(pk=row.pk).update(order=place)
            changes.append(audit.updated(before, row))
    return changes


def insert_after(
    section: Section, after: Passage | None, new: Sequence[Passage]
) -> list[audit.Change]:
    """Behind that passage, or at the head."""
    rows = list(section.passages.all()) if new else []
    place = [row.pk for row in rows].index(after.pk) + 1 if after and new else 0
    return arrange([*rows[:place], *new, *rows[place:]])


def drafted(section: Section, draft: PassageDraft, by: User, now: datetime) -> Passage:
    """A passage as the application writes it now; not stored yet."""
    return Passage(
        section=section,
        key=draft.key,
        form=draft.form,
        text=draft.html,
        generated=draft.html,
        figures=draft.figures,
        changed_by=by,
        changed_at=now,
    )


def record(
    act: audit.ActCode,
    campaign: Campaign,
    by: User,
    changes: Sequence[audit.Change],
    *,
    subject: Passage | Section | None = None,
    reason: str = "",
    facts: Mapping[str, int] | None = None,
) -> None:
    audit.record(
        act=act,
        by=by,
        campaign=campaign,
        subject=subject or campaign,
        changes=changes,
        reason=reason,
        facts=facts,
    )
