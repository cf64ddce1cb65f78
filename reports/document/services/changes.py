"""Deciding about passages and headings that the data have left behind: take what the application
writes now, or keep what is printed.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import StaleState
from reports.document.queries.draft import ReportDraft, drafts_of
from reports.document.queries.rights import right_to_edit
from reports.document.services.rows import (
    arrange,
    change_row,
    drafted,
    hold_to_write,
    insert_after,
    record,
)
from reports.document.text.comparison import ChangeKind, TextChange
from reports.document.text.drafts import SectionDraft
from reports.models import Passage, Section
from submissions.models import Campaign
from units import audit
from units.access import require
from units.models import User

DRAFT_TAKEN = audit.name_act("report.draft_taken", "Dùng đoạn ứng dụng soạn lại khi số liệu đổi")
DRAFT_DECLINED = audit.name_act("report.draft_declined", "Giữ đoạn đang in khi số liệu đổi")

NOT_GIVEN = "Số liệu hiện có không còn cho ra mục này."
MOVED_ON = "Số liệu hoặc lời văn vừa thay đổi thêm lần nữa. Xem lại hai bản rồi quyết định."


class WordingChoice(models.TextChoices):
    """What to print from now on."""

    TAKE = "take", "Dùng lời ứng dụng soạn nay"
    KEEP = "keep", "Giữ lời đang in"


@dataclass(frozen=True, slots=True)
class _Decider:
    """Who decides, and when."""

    by: User
    at: datetime


def mark_of(change: TextChange) -> str:
    """Names a change with both of its texts: a decision about it holds only while neither has
    moved on.
    """
    stored, draft = change.stored, change.draft
    section = change.of.key if change.of else change.section and change.section.pk
    row = change.section if change.is_heading else stored
    texts = (row.pk, row.version, change.printed) if row else ()
    parts = (
        change.kind,
        change.is_heading,
        section,
        draft.key if draft else "",
        change.after,
        *texts,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


@transaction.atomic
def decide(
    *, campaign: Campaign, mark: str, choice: WordingChoice, by: User, now: datetime | None = None
) -> None:
    """Take or keep. `mark` is that of the change as the person saw it.

    Raises NotAllowed, Http404, or StaleState where it is not that any more.
    """
    held = hold_to_write(campaign.pk, by)
    drafts = drafts_of(held)
    change = next((change for change in drafts.changes if mark_of(change) == mark), None)
    if change is None:
        raise StaleState(MOVED_ON)
    _require(held, change, by)
    changes = _decided(held, drafts, change, choice, _Decider(by, now or timezone.now()))
    act = DRAFT_TAKEN if choice == WordingChoice.TAKE else DRAFT_DECLINED
    record(act, held, by, changes)


@transaction.atomic
def take_unedited(
    *, campaign: Campaign, marks: Iterable[str], by: User, now: datetime | None = None
) -> int:
    """Take the new words of everything among these that nobody has edited by hand; answers with
    their number.

    Raises NotAllowed or StaleState as `decide` does; then none is taken.
    """
    held, now = hold_to_write(campaign.pk, by), now or timezone.now()
    wanted, drafts = set(marks), drafts_of(held)
    found = [change for change in drafts.changes if mark_of(change) in wanted]
    if not wanted or len(found) != len(wanted) or any(change.is_by_hand for change in found):
        raise StaleState(MOVED_ON)
    rows: list[audit.Change] = []
    for change in found:
        _require(held, change, by)
        rows += _decided(held, drafts, change, WordingChoice.TAKE, _Decider(by, now))
    record(DRAFT_TAKEN, held, by, rows)
    return len(found)


def _require(held: Campaign, change: TextChange, by: User) -> None:
    part = change.section.part if change.section else change.of.part if change.of else ""
    require(by, right_to_edit(part), held)


def _decided(
    held: Campaign, drafts: ReportDraft, change: TextChange, choice: WordingChoice, hand: _Decider
) -> list[audit.Change]:
    if change.is_heading:
        return [_retitled(change, choice)]
    match change.kind:
        case ChangeKind.NEW:
            return _added(held, drafts, change, choice, hand)
        case ChangeKind.GONE:
            left = {"is_left_out": True} if choice == WordingChoice.TAKE else {"is_edited": True}
            return [_rewritten(change, hand, generated="", figures={}, **left)]
    now = change.draft
    if now is None:
        raise Http404
    taken = {"text": now.html, "form": now.form, "is_edited": False}
    if not change.before:
        taken["is_left_out"] = False
    values = taken if choice == WordingChoice.TAKE else {"is_edited": True}
    return [_rewritten(change, hand, generated=now.html, figures=now.figures, **values)]


def _retitled(change: TextChange, choice: WordingChoice) -> audit.Change:
    """A heading that the data no longer give is hidden, or stays as a heading that nobody asks
    about again.
    """
    if change.section is None:
        raise Http404
    row = Section.objects.get(pk=change.section.pk)
    if change.of is None:
        left = {"is_left_out": True, "left_out_reason": NOT_GIVEN}
        return change_row(
            row, **(left if choice == WordingChoice.TAKE else {"generated_title": ""})
        )
    title = {"title": change.of.title} if choice == WordingChoice.TAKE else {}
    return change_row(row, generated_title=change.of.title, **title)


def _rewritten(change: TextChange, hand: _Decider, **values: object) -> audit.Change:
    if change.stored is None:
        raise Http404
    return change_row(
        Passage.objects.get(pk=change.stored.pk), changed_by=hand.by, changed_at=hand.at, **values
    )


def _added(
    held: Campaign, drafts: ReportDraft, change: TextChange, choice: WordingChoice, hand: _Decider
) -> list[audit.Change]:
    """A passage that was not there; kept out, it is stored as left out, so that it is not
    offered again.
    """
    if change.draft is None or change.of is None:
        raise Http404
    section, changes = _section_of(held, drafts, change.of)
    passage = drafted(section, change.draft, hand.by, hand.at)
    passage.is_left_out = choice == WordingChoice.KEEP
    return [
        *changes,
        *insert_after(section, _before(section, change.of, change.draft.key), [passage]),
    ]


def _section_of(
    held: Campaign, drafts: ReportDraft, draft: SectionDraft
) -> tuple[Section, list[audit.Change]]:
    """The section; where it was not there yet, stored behind the one that the application writes
    before it, and the headings above it likewise.
    """
    rows = list(Section.objects.filter(campaign=held, part=draft.part))
    changes: list[audit.Change] = []
    for each in _with_those_above(drafts.sections, draft):
        if all(row.key != each.key for row in rows):
            changes += _put_section(held, rows, drafts, each)
    return next(row for row in rows if row.key == draft.key), changes


def _put_section(
    held: Campaign, rows: list[Section], drafts: ReportDraft, draft: SectionDraft
) -> list[audit.Change]:
    section = Section(
        campaign=held,
        part=draft.part,
        key=draft.key,
        level=draft.level,
        title=draft.title,
        generated_title=draft.title,
    )
    rows.insert(_place_of(rows, drafts.sections, draft), section)
    return arrange(rows)


def _with_those_above(drafts: Iterable[SectionDraft], draft: SectionDraft) -> list[SectionDraft]:
    """The headings that lead to a section, the highest first, and the section itself."""
    way: list[SectionDraft] = []
    for each in drafts:
        if each.part == draft.part and each.level:
            way = [*(above for above in way if above.level < each.level), each]
        if each.key == draft.key:
            break
    return way


def _place_of(rows: list[Section], drafts: Iterable[SectionDraft], new: SectionDraft) -> int:
    places = {row.key: place for place, row in enumerate(rows, start=1) if row.key}
    last = 0
    for draft in drafts:
        if draft.key == new.key:
            break
        last = places.get(draft.key, last)
    return last


def _before(section: Section, draft: SectionDraft, key: str) -> Passage | None:
    """The stored passage that the application writes before the new one."""
    stored = {passage.key: passage for passage in section.passages.all() if passage.key}
    last = None
    for passage in draft.passages:
        if passage.key == key:
            break
        last = stored.get(passage.key, last)
    return last
