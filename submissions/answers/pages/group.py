"""The page of one group as finished rows, in a fixed number of queries whatever the number of
criteria.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from submissions.answers.pages.rows import row_of
from submissions.answers.queries.summary import EntrySummary, summary_of
from submissions.dossier.queries.files import (
    EntryDesk,
    GroupState,
    desk_of,
    group_or_404,
    groups_of,
)
from submissions.dossier.queries.lacks import NO_LACKS, Lacks, by_answer, lacks_of
from submissions.dossier.queries.rows import (
    CriterionAnswer,
    CriterionSection,
    EntryRow,
    asked_in,
    criteria_of,
    sections,
)
from submissions.dossier.queries.year_before import EarlierAnswer, year_before
from submissions.frame.form_rows import RowMessage
from submissions.frame.markup import earlier_html
from submissions.models import EvidenceUse, Submission
from units.access import may

COMPARE = "self.compare_with_last_year_of_U"


@dataclass(frozen=True, slots=True)
class EntryGroupPage:
    """Everything the page of a group shows.

    `year_before`: the year that stands beside this one, if there is one.
    """

    desk: EntryDesk
    group: GroupState
    sections: tuple[CriterionSection, ...]
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
    criteria = criteria_of(submission, group.pk)
    asked = asked_in(criteria, [group.pk])
    earlier = year_before(submission, code) if may(user, COMPARE, submission) else {}
    proofs = evidence_of(submission, group.pk)
    shows_inputs = (desk.can_edit or keep_inputs) and not group.is_absent
    rows = {
        key: _row(each, told or {}, earlier, proofs, can_edit=shows_inputs)
        for key, each in asked.items()
    }
    lacks = lacks_of(submission, [group]) if is_checked else NO_LACKS
    _say_what_is_lacking(rows.values(), lacks)
    place = groups.index(group)
    return EntryGroupPage(
        desk=desk,
        group=group,
        sections=sections(criteria, rows),
        summary=summary_of(group, asked.values()),
        problems=tuple(problem for row in rows.values() for problem in _problems(row)),
        lack=next((lack.sentence for lack in lacks.blocking if lack.answer is None), ""),
        year_before=str(submission.campaign.previous_year or ""),
        before=groups[place - 1] if place else None,
        after=groups[place + 1] if place + 1 < len(groups) else None,
    )


def group_summary(submission: Submission, code: str) -> EntrySummary:
    """How far the group has come now. Three queries."""
    group = group_or_404(groups_of(submission), code)
    return summary_of(group, asked_in(criteria_of(submission, group.pk), [group.pk]).values())


def evidence_of(submission: Submission, group: int) -> dict[int, list[dict[str, Any]]]:
    """The files in force by answer. One query."""
    uses = EvidenceUse.objects.in_force().filter(
        answer__submission=submission, answer__criterion__group=group
    )
    found: dict[int, list[dict[str, Any]]] = {}
    columns = (
        "answer_id",
        "evidence_id",
        "evidence__name",
        "page",
        "evidence__document_number",
        "evidence__summary",
    )
    for answer, pk, name, page, number, summary in uses.order_by("evidence_id").values_list(
        *columns
    ):
        found.setdefault(answer, []).append(
            {"pk": pk, "name": name, "page": page, "number": number, "summary": summary}
        )
    return found


def _row(
    asked: CriterionAnswer,
    told: Mapping[int, RowMessage],
    earlier: Mapping[tuple[str, str], EarlierAnswer],
    proofs: Mapping[int, list[dict[str, Any]]],
    *,
    can_edit: bool,
) -> EntryRow:
    columns = asked.columns
    row = row_of(
        asked,
        told=told.get(columns["own__pk"]),
        can_edit=can_edit and columns["own__pk"] is not None,
    )
    before = earlier.get((columns["code"], columns["name"]))
    row["earlier"] = _earlier(before, asked) if before else ""
    row["evidence"] = proofs.get(columns["own__pk"], [])
    return row


def _earlier(before: EarlierAnswer, asked: CriterionAnswer) -> str:
    return earlier_html(
        before.in_words(asked.rule), before.points, is_reconstructed=before.is_reconstructed
    )


def _say_what_is_lacking(rows: Iterable[EntryRow], lacks: Lacks) -> None:
    blocking, advised = by_answer(lacks.blocking), by_answer(lacks.advised)
    for row in rows:
        row["lacks"], row["advice"] = (
            blocking.get(row["answer"], ()),
            advised.get(row["answer"], ()),
        )


def _problems(row: EntryRow) -> Iterable[tuple[str, str]]:
    """For the list above the form: where, and the words that stand beside the field."""
    yield from ((control.id, control.problem) for control in row["controls"] if control.problem)
    if row["theirs"]:
        yield row["controls"][0].id, row["theirs"]
