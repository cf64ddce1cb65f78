"""The page of one group as finished rows, in a fixed number of queries whatever the number of
criteria.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from submissions.answers.pages.rows import EntryRow, RowSayings, row_of
from submissions.answers.queries.summary import EntrySummary, summary_of
from submissions.dossier.queries.files import (
    EntryDesk,
    GroupState,
    desk_of,
    group_or_404,
    groups_of,
)
from submissions.dossier.queries.lacks import NO_LACKS, Lacks, by_answer, lacks_of
from submissions.dossier.queries.reader import CriterionSection, dossier_of, sections
from submissions.dossier.queries.trails import Sight
from submissions.frame.form_rows import RowMessage
from submissions.models import Submission
from units.access import may

COMPARE = "self.compare_with_last_year_of_U"


@dataclass(frozen=True, slots=True)
class EntryGroupPage:
    """Everything the page of a group shows.

    `year_before`: the year that stands beside this one, if there is one.
    """

    desk: EntryDesk
    group: GroupState
    sections: tuple[CriterionSection[EntryRow], ...]
    summary: EntrySummary
    problems: tuple[tuple[str, str], ...]
    lack: str
    year_before: str
    before: GroupState | None
    after: GroupState | None


def group_page(
    submission: Submission,
    code: str,
    user: Any,
    *,
    now: datetime,
    told: Mapping[int, RowMessage] | None = None,
    keep_inputs: bool = False,
    is_checked: bool = False,
) -> EntryGroupPage:
    """Six queries. `told`: what to say about rows, by answer; `keep_inputs`: show inputs though
    nothing can be saved.

    `is_checked`: say beside each criterion what the summary before handing in says about it, for
    one query more.
    """
    desk, groups = desk_of(submission, user, now=now), groups_of(submission)
    group = group_or_404(groups, code)
    sight = Sight(claims=True, evidence=True, earlier=bool(may(user, COMPARE, submission)))
    dossier = dossier_of(submission, [group], sight)
    lacks = lacks_of(submission, [group]) if is_checked else NO_LACKS
    said = _sayings(told or {}, lacks)
    shows_inputs = (desk.can_edit or keep_inputs) and not group.is_absent
    rows = {
        line.pk: row_of(line, said.get(line.answer.pk, RowSayings()), can_edit=shows_inputs)
        for line in dossier.lines
    }
    place = groups.index(group)
    return EntryGroupPage(
        desk=desk,
        group=group,
        sections=sections(dossier, rows),
        summary=summary_of(group, dossier.asked_in(group.pk)),
        problems=tuple(problem for row in rows.values() for problem in _problems(row)),
        lack=next((lack.sentence for lack in lacks.blocking if lack.answer is None), ""),
        year_before=str(submission.campaign.previous_year or ""),
        before=groups[place - 1] if place else None,
        after=groups[place + 1] if place + 1 < len(groups) else None,
    )


def group_summary(submission: Submission, code: str) -> EntrySummary:
    """How far the group has come now. Three queries."""
    group = group_or_404(groups_of(submission), code)
    dossier = dossier_of(submission, [group], Sight(claims=True))
    return summary_of(group, dossier.asked_in(group.pk))


def _sayings(told: Mapping[int, RowMessage], lacks: Lacks) -> dict[int, RowSayings]:
    """By answer."""
    blocking, advised = by_answer(lacks.blocking), by_answer(lacks.advised)
    return {
        answer: RowSayings(told.get(answer), blocking.get(answer, ()), advised.get(answer, ()))
        for answer in {*told, *blocking, *advised}
    }


def _problems(row: EntryRow) -> Iterable[tuple[str, str]]:
    """For the list above the form: where, and the words that stand beside the field."""
    yield from ((control.id, control.problem) for control in row.controls if control.problem)
    if row.theirs:
        yield row.controls[0].id, row.theirs
