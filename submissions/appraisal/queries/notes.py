"""Internal notes as the working group reads them beside a file or a criterion of it.

Never on a page that a unit opens.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from submissions.models import Answer, InternalNote, Submission
from units.access import may

READ = "appraise.read_internal_note_on_U"


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note; `group` and `code` name the criterion that it is about, if any."""

    pk: int
    text: str
    by: str
    at: datetime
    answer: int | None
    group: str
    code: str


def notes_of(
    submission: Submission, user: Any, *, group: str = ""
) -> dict[int | None, tuple[NoteRow, ...]]:
    """By answer, under None those about the file as a whole; with a group only what belongs to it.
    One query.

    Nothing for who may not read them.
    """
    if not may(user, READ, submission):
        return {}
    notes = (
        InternalNote.objects.filter(submission=submission)
        .select_related("by", "answer__criterion__group")
        .order_by("pk")
    )
    found: dict[int | None, tuple[NoteRow, ...]] = {}
    for note in notes:
        row = _row(note)
        if not group or row.group in ("", group):
            found[note.answer_id] = (*found.get(note.answer_id, ()), row)
    return found


def all_notes_of(submission: Submission, user: Any) -> tuple[NoteRow, ...]:
    """In the order in which they were written. One query."""
    rows = [row for rows in notes_of(submission, user).values() for row in rows]
    return tuple(sorted(rows, key=lambda row: row.pk))


def criteria_to_note(submission: Submission) -> tuple[tuple[str, tuple[tuple[int, str], ...]], ...]:
    """What a note can be about: by name of the group, keys of answers with code and name of the
    criterion. One query.
    """
    rows = Answer.objects.filter(submission=submission).order_by(
        "criterion__group__order", "criterion__order"
    )
    columns = ("criterion__group__name", "pk", "criterion__code", "criterion__name")
    found: dict[str, tuple[tuple[int, str], ...]] = {}
    for group, key, code, name in rows.values_list(*columns):
        found[group] = (*found.get(group, ()), (key, f"{code}. {name}"))
    return tuple(found.items())


def _row(note: InternalNote) -> NoteRow:
    criterion = note.answer.criterion if note.answer else None
    return NoteRow(
        pk=note.pk,
        text=note.text,
        by=str(note.by),
        at=note.at,
        answer=note.answer_id,
        group=criterion.group.code if criterion else "",
        code=criterion.code if criterion else "",
    )
