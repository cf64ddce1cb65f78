"""Criteria on which a unit and the working group still differ after round 2: what the Council
may want to look at.
"""

from dataclasses import dataclass

from submissions.council.queries.score import claimed_in
from submissions.dossier.queries.decisions import Decision, decision_in
from submissions.enums import OutcomeKind, Round
from submissions.models import Answer, Appraisal, Campaign
from submissions.models.capacities import where_may
from submissions.models.replies import CONTESTING
from units.models import User

SEE = "appraise.view_round2_scores_of_U"
SHOWN = 100


@dataclass(frozen=True, slots=True)
class ContestedRow:
    """One criterion of one unit with its values in words;

    `council` is empty until the Council decides otherwise.
    """

    answer: int
    unit: str
    unit_name: str
    criterion: str
    claimed: str
    first: str
    asked: str
    second: str
    council: str


@dataclass(frozen=True, slots=True)
class ContestedList:
    """The first rows, and how many there are."""

    rows: tuple[ContestedRow, ...]
    count: int


def contested_in(campaign: Campaign, reader: User) -> ContestedList:
    """What a unit contested and round 2 kept as in round 1, in official order.

    Two queries, three where there are any.
    """
    kept = _kept_keys(campaign, reader)
    answers = Answer.objects.filter(pk__in=kept[:SHOWN]).select_related(
        "submission__unit", "criterion__group", "reply"
    )
    if not kept:
        return ContestedList((), 0)
    decided = _decided(kept[:SHOWN])
    rows = (_row(answer, decided.get(answer.pk, {})) for answer in answers.in_official_order())
    return ContestedList(tuple(rows), len(kept))


def _kept_keys(campaign: Campaign, reader: User) -> list[int]:
    """Compared here and not by the database: points are NULL where there are none."""
    contested = Answer.objects.filter(
        where_may(reader, SEE, prefix="submission__"),
        CONTESTING.where("reply__"),
        submission__campaign=campaign,
    )
    keys = list(contested.in_official_order().values_list("pk", flat=True))
    decided = _decided(keys) if keys else {}
    return [key for key in keys if _is_kept(decided.get(key, {}))]


def _is_kept(rounds: dict[int, Decision]) -> bool:
    second = rounds.get(Round.SECOND)
    return second is not None and second.keeps(rounds.get(Round.FIRST))


def _decided(keys: list[int]) -> dict[int, dict[int, Decision]]:
    found: dict[int, dict[int, Decision]] = {}
    for row in Appraisal.objects.filter(answer__in=keys):
        if decision := decision_in(row):
            found.setdefault(row.answer_id, {})[row.round] = decision
    return found


def _row(answer: Answer, rounds: dict[int, Decision]) -> ContestedRow:
    asked = answer.reply.asked_points
    return ContestedRow(
        answer=answer.pk,
        unit=answer.submission.unit.code,
        unit_name=answer.submission.short_name,
        criterion=f"{answer.criterion.group.code} {answer.criterion.code}. {answer.criterion.name}",
        claimed=_in_words(claimed_in(answer)),
        first=_in_words(rounds.get(Round.FIRST)),
        asked=Decision(OutcomeKind.SCORED, asked).in_words if asked is not None else "",
        second=_in_words(rounds.get(Round.SECOND)),
        council=_in_words(rounds.get(Round.COUNCIL)),
    )


def _in_words(decision: Decision | None) -> str:
    return decision.in_words if decision else ""
