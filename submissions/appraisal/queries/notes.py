"""Internal notes as the working group reads them beside a file or a criterion of it.

Never on a page that a unit opens.
"""

from typing import Any

from submissions.dossier.queries.trails import NoteRow, notes_of
from submissions.models import Answer, Submission
from units.access import may

READ = "appraise.read_internal_note_on_U"


def all_notes_of(submission: Submission, user: Any) -> tuple[NoteRow, ...]:
    """In the order in which they were written; nothing for who may not read them. One query."""
    if not may(user, READ, submission):
        return ()
    rows = [row for rows in notes_of(submission).values() for row in rows]
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
