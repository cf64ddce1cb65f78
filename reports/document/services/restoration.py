"""Taking back what was done to the text, from what the record keeps: earlier wordings, and what
was removed.
"""

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import StaleState
from reports.document.queries.history import (
    BROUGHT_BACK,
    OF,
    Removal,
    Wording,
    part_of,
    removed_from,
    wordings_of,
)
from reports.document.queries.rights import right_to_edit
from reports.document.services.rows import (
    GAP,
    InvalidText,
    arrange,
    change_row,
    hold_campaign,
    hold_passage,
    hold_section,
    record,
    require_version,
)
from reports.document.text.markup import block_of, form_of
from reports.models import Passage, Section
from submissions.models import Campaign
from units import audit
from units.access import require
from units.models import User

WORDING_RESTORED = audit.name_act("report.wording_restored", "Lấy lại lời cũ của một đoạn báo cáo")
TITLE_RESTORED = audit.name_act("report.title_restored", "Lấy lại đề mục cũ của báo cáo")


@transaction.atomic
def restore_wording(
    *, passage: Passage, version: int, sequence: int, by: User, now: datetime | None = None
) -> Passage:
    """Print the words again that the passage had after that entry of the record.

    Raises NotAllowed, StaleText, or Http404 where it never had other words then.
    """
    held = hold_passage(passage.pk, by)
    require_version(held, version)
    words = _wording(wordings_of(held, held.section.campaign), sequence).words
    change = change_row(
        held,
        text=words,
        form=form_of(block_of(words)),
        is_edited=words != held.generated,
        changed_by=by,
        changed_at=now or timezone.now(),
    )
    record(WORDING_RESTORED, held.section.campaign, by, [change], subject=held)
    return held


@transaction.atomic
def restore_title(*, section: Section, version: int, sequence: int, by: User) -> Section:
    """The same for a heading."""
    held = hold_section(section.pk, by)
    require_version(held, version)
    change = change_row(held, title=_wording(wordings_of(held, held.campaign), sequence).words)
    record(TITLE_RESTORED, held.campaign, by, [change], subject=held)
    return held


@transaction.atomic
def bring_back(
    *, campaign: Campaign, sequence: int, by: User, now: datetime | None = None
) -> Section:
    """Put back what the entry removed, where it stood, under the keys it had; answers with the
    section it stands in.

    Raises NotAllowed, StaleState where that was done before, or InvalidText for a passage whose
    section was removed since.
    """
    held = hold_campaign(campaign.pk)
    removed = next((each for each in removed_from(held) if each.sequence == sequence), None)
    parts = dict(held.sections.values_list("pk", "part"))
    part = part_of(removed, parts) if removed else None
    require(by, right_to_edit(part or ""), held)
    if removed is None:
        raise StaleState("Phần này đã được lấy lại, hoặc chưa từng bị xóa.")
    if part is None:
        raise InvalidText("Mục chứa đoạn này đã bị xóa. Lấy lại mục trước, rồi lấy lại đoạn.")
    section, changes = _section(held, removed)
    changes += _passages(section, removed, by, now or timezone.now())
    record(BROUGHT_BACK, held, by, changes, facts={OF: sequence})
    return section


def _wording(found: tuple[Wording, ...], sequence: int) -> Wording:
    wording = next((each for each in found if each.sequence == sequence), None)
    if wording is None:
        raise Http404
    return wording


def _section(held: Campaign, removed: Removal) -> tuple[Section, list[audit.Change]]:
    row = removed.section
    if row is None:
        return held.sections.get(pk=removed.passages[0].section), []
    section = Section(
        pk=row.pk,
        campaign=held,
        part=row.part,
        key=row.key,
        level=row.level,
        title=row.title,
        is_left_out=row.is_left_out,
        left_out_reason=row.left_out_reason,
        version=row.version + 1,
    )
    return section, _insert(list(held.sections.filter(part=section.part)), section, row.order)


def _passages(section: Section, removed: Removal, by: User, now: datetime) -> list[audit.Change]:
    changes: list[audit.Change] = []
    for row in removed.passages:
        passage = Passage(
            pk=row.pk,
            section=section,
            form=row.form,
            text=row.text,
            is_edited=True,
            is_left_out=row.is_left_out,
            version=row.version + 1,
            changed_by=by,
            changed_at=now,
        )
        changes += _insert(list(section.passages.all()), passage, row.order)
    return changes


def _insert(
    rows: list[Section] | list[Passage], new: Section | Passage, order: int
) -> list[audit.Change]:
    """At the place it had among the others."""
    place = max(order // GAP - 1, 0)
    return arrange([*rows[:place], new, *rows[place:]])
