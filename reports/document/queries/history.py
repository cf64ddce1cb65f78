"""What the record keeps of a campaign's text: earlier wordings of a passage or heading, and
what was removed. Read only.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reports.enums import DocumentPart
from reports.models import Passage, Section
from submissions.models import Campaign
from units import audit
from units.models import AuditEntry
from units.record.queries.filters import touching

SECTION_REMOVED = audit.name_act("report.section_removed", "Xóa mục tự thêm của báo cáo")
PASSAGE_REMOVED = audit.name_act("report.passage_removed", "Xóa đoạn tự thêm của báo cáo")
BROUGHT_BACK = audit.name_act("report.removal_undone", "Lấy lại phần đã xóa của báo cáo")
#: Which entry a removal was undone of, in the facts of the undoing.
OF = "of"


@dataclass(frozen=True, slots=True)
class RemovedSection:
    """A section as the record has it. Older entries do not know why it was left out."""

    pk: int
    part: str
    key: str
    level: int
    title: str
    is_left_out: bool
    left_out_reason: str
    order: int
    version: int


@dataclass(frozen=True, slots=True)
class RemovedPassage:
    """A passage as the record has it."""

    pk: int
    section: int
    form: str
    text: str
    is_left_out: bool
    order: int
    version: int


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that were stored once: HTML of a passage or letters of a heading, by which entry of
    the record, whose and when.
    """

    sequence: int
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Removal:
    """What one act removed: a section with its passages, or a passage."""

    sequence: int
    by: str
    at: datetime
    section: RemovedSection | None
    passages: tuple[RemovedPassage, ...]

    @property
    def title(self) -> str:
        return self.section.title if self.section else ""

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(passage.text for passage in self.passages)


def wordings_of(row: Passage | Section, campaign: Campaign) -> tuple[Wording, ...]:
    """Every other wording that it ever had, the latest first, each once. One query."""
    column, now = ("text", row.text) if isinstance(row, Passage) else ("title", row.title)
    found: dict[str, Wording] = {}
    for entry in touching(_of_text(campaign), [(row._meta.db_table, str(row.pk))]).order_by(
        "-sequence"
    ):
        words = _words_in(entry, row, column)
        if words and words != now:
            found.setdefault(words, Wording(entry.sequence, words, entry.actor_name, entry.at))
    return tuple(found.values())


def removed_from(campaign: Campaign) -> tuple[Removal, ...]:
    """What was removed and not brought back, the latest first. One query."""
    entries = (
        _of_text(campaign)
        .filter(act__in=[SECTION_REMOVED, PASSAGE_REMOVED, BROUGHT_BACK])
        .order_by("-sequence")
    )
    back: set[int] = set()
    found = []
    for entry in entries:
        if entry.act == BROUGHT_BACK:
            back.add(json.loads(entry.facts)[OF])
        elif entry.sequence not in back:
            found.append(_removed(entry))
    return tuple(found)


def part_of(removed: Removal, sections: Mapping[int, str]) -> DocumentPart | None:
    """Where it stood.

    `sections`: part by key of the section's row; None: its section is gone itself.
    """
    if removed.section:
        return DocumentPart(removed.section.part)
    found = sections.get(removed.passages[0].section)
    return DocumentPart(found) if found else None


def _of_text(campaign: Campaign) -> Any:
    return AuditEntry.objects.filter(campaign_code=campaign.code, act__startswith="report.")


def _words_in(entry: AuditEntry, row: Passage | Section, column: str) -> str:
    """What the entry made of the row's words; empty: it left them."""
    own = (
        change["after"] or {}
        for change in _changes(entry, row._meta.db_table)
        if change["key"] == str(row.pk)
    )
    return next((after[column] for after in own if after.get(column)), "")


def _removed(entry: AuditEntry) -> Removal:
    sections = [
        _removed_section(change["before"]) for change in _changes(entry, Section._meta.db_table)
    ]
    passages = [
        _removed_passage(change["before"])
        for change in _changes(entry, Passage._meta.db_table)
        if change["after"] is None
    ]
    return Removal(
        entry.sequence, entry.actor_name, entry.at, next(iter(sections), None), tuple(passages)
    )


def _removed_section(row: Mapping[str, str | None]) -> RemovedSection:
    return RemovedSection(
        pk=int(row["id"] or 0),
        part=row["part"] or "",
        key=row["key"] or "",
        level=int(row["level"] or 1),
        title=row["title"] or "",
        is_left_out=row["is_left_out"] == "true",
        left_out_reason=row.get("left_out_reason") or "",
        order=int(row["order"] or 0),
        version=int(row["version"] or 1),
    )


def _removed_passage(row: Mapping[str, str | None]) -> RemovedPassage:
    return RemovedPassage(
        pk=int(row["id"] or 0),
        section=int(row["section_id"] or 0),
        form=row["form"] or "",
        text=row["text"] or "",
        is_left_out=row["is_left_out"] == "true",
        order=int(row["order"] or 0),
        version=int(row["version"] or 1),
    )


def _changes(entry: AuditEntry, table: str) -> Iterator[Any]:
    return (change for change in json.loads(entry.changes) if change["table"] == table)
