"""What is stored about the criteria of one group of a file, for the desk: each in one query
whatever the number of criteria.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf

from criteria.models import Criterion
from submissions.dossier.queries.decisions import Decision, EnteredAnswer
from submissions.dossier.queries.rows import COLUMNS, CriterionAnswer, EntryRow
from submissions.enums import OutcomeKind, Round
from submissions.models import Answer, Appraisal, EvidenceUse, Submission

_BESIDE = (
    *("own__on_site_check__declared", "own__on_site_check__checked_on", "own__on_site_check__note"),
    *("own__reply__stance", "own__reply__text", "own__reply__asked_points"),
)
_OUTCOME = ("answer_id", "round", "outcome", "points", "ground", "reason")


@dataclass(frozen=True, slots=True)
class StoredOutcome:
    """What is stored for an answer in one round."""

    decision: Decision | None
    version: int
    by: str
    at: datetime | None


NOTHING = StoredOutcome(None, 0, "", None)


#: By answer and round.
StoredOutcomes = Mapping[tuple[int, int], StoredOutcome]


def criteria_on_desk(submission: Submission, group: int) -> tuple[EntryRow, ...]:
    """As `dossier.queries.rows.criteria_of`, with what was counted on the spot and what the
    unit replied.
    """
    own = FilteredRelation("answers", condition=Q(answers__submission=submission.pk))
    rows = Criterion.objects.filter(group=group).annotate(own=own).order_by("order", "pk")
    return tuple(rows.values(*COLUMNS, *_BESIDE))


def outcomes_of(submission: Submission, group: int) -> StoredOutcomes:
    """Every round's. A row that was opened and left without an outcome keeps its version."""
    rows = Appraisal.objects.filter(answer__submission=submission, answer__criterion__group=group)
    name = Coalesce(NullIf("by__full_name", Value("")), "by__username", output_field=CharField())
    listed = (
        rows.annotate(who=name).order_by("round").values(*_OUTCOME, "version", "who", "changed_at")
    )
    return {(row["answer_id"], row["round"]): _decided(row) for row in listed}


def proofs_of(submission: Submission, group: int) -> dict[int, list[dict[str, Any]]]:
    """The files in force by answer; `is_new`: handed in after round 1."""
    uses = EvidenceUse.objects.in_force().filter(
        answer__submission=submission, answer__criterion__group=group
    )
    columns = {
        "pk": "evidence_id",
        "name": "evidence__name",
        "page": "page",
        "number": "evidence__document_number",
        "summary": "evidence__summary",
        "is_new": "evidence__is_supplementary",
    }
    found: dict[int, list[dict[str, Any]]] = {}
    for answer, *values in uses.order_by("evidence_id").values_list("answer_id", *columns.values()):
        found.setdefault(answer, []).append(dict(zip(columns, values, strict=True)))
    return found


def stated_in(asked: CriterionAnswer) -> EnteredAnswer:
    columns = asked.columns
    return EnteredAnswer(
        answer=columns["own__pk"],
        criterion=columns["pk"],
        rule_kind=columns["rule_kind"],
        rule=columns["rule"],
        maximum=columns["maximum"],
        declared=columns["own__declared"] or {},
        self_outcome=columns["own__self_outcome"],
        self_points=columns["own__self_points"],
    )


def decided_in(outcomes: StoredOutcomes, answer: int, which: Round) -> StoredOutcome:
    return outcomes.get((answer, which), NOTHING)


def _decided(row: EntryRow) -> StoredOutcome:
    outcome = row["outcome"]
    decision = (
        None
        if outcome == OutcomeKind.MISSING
        else Decision(outcome, row["points"], row["ground"], row["reason"])
    )
    return StoredOutcome(decision, row["version"], row["who"] or "", row["changed_at"])


def next_open(decided: Appraisal) -> int | None:
    """The answer after the decided one in its group that has no outcome of the round yet, else the
    first such; None: none left.

    One query.
    """
    here = decided.answer
    done = Appraisal.objects.decided().filter(answer=OuterRef("pk"), round=decided.round)
    left = Answer.objects.filter(
        ~Exists(done), submission=here.submission_id, criterion__group=here.criterion.group_id
    )
    rows = list(
        left.order_by("criterion__order", "criterion_id").values_list(
            "criterion__order", "criterion_id", "pk"
        )
    )
    place = (here.criterion.order, here.criterion_id)
    later = [row for row in rows if row[:2] > place]
    return next((pk for *_, pk in [*later, *rows]), None)
