"""Criteria on which a unit and the working group still differ after round 2: what the Council
may want to look at.
"""

from dataclasses import dataclass

from submissions.dossier.queries.decisions import claimed_in
from submissions.dossier.queries.trails import NO_TRAIL, Sight, Trail, Trails, trails_of
from submissions.enums import Round
from submissions.models import Answer, Campaign
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

    One query, three where there are any.
    """
    trails = _contested(campaign, reader)
    kept = [answer for answer, trail in trails.items() if _is_kept(trail)]
    if not kept:
        return ContestedList((), 0)
    answers = Answer.objects.filter(pk__in=kept[:SHOWN]).select_related(
        "submission__unit", "criterion__group"
    )
    rows = tuple(
        _contested_row(answer, trails[answer.pk]) for answer in answers.in_official_order()
    )
    return ContestedList(rows, len(kept))


def _contested(campaign: Campaign, reader: User) -> Trails:
    """In official order."""
    contested = Answer.objects.filter(
        where_may(reader, SEE, prefix="submission__"),
        CONTESTING.where("reply__"),
        submission__campaign=campaign,
    )
    keys = list(contested.in_official_order().values_list("pk", flat=True))
    sight = Sight(rounds=frozenset(Round), replies=True)
    trails = trails_of({"pk__in": keys}, sight) if keys else {}
    return {key: trails.get(key, NO_TRAIL) for key in keys}


def _is_kept(trail: Trail) -> bool:
    """Compared here and not by the database: points are NULL where there are none."""
    second = trail.decision(Round.SECOND)
    return second is not None and second.keeps(trail.decision(Round.FIRST))


def _contested_row(answer: Answer, trail: Trail) -> ContestedRow:
    claimed = claimed_in(answer)
    return ContestedRow(
        answer=answer.pk,
        unit=answer.submission.unit.code,
        unit_name=answer.submission.short_name,
        criterion=f"{answer.criterion.group.code} {answer.criterion.code}. {answer.criterion.name}",
        claimed=claimed.in_words if claimed else "",
        first=trail.in_words(Round.FIRST),
        asked=trail.reply.asked_in_words if trail.reply else "",
        second=trail.in_words(Round.SECOND),
        council=trail.in_words(Round.COUNCIL),
    )
