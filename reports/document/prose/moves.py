"""Which criteria of a unit got other points than in the year before: outcomes given in two
campaigns of one framework.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Subquery

from reports.document.prose.facts import CriterionMove
from scoring.reconciliation.queries.prints import reports_itself
from submissions.enums import Ground, OutcomeKind
from submissions.models import Appraisal, Campaign

_COLUMNS = (
    "answer__submission__campaign_id", "answer__submission__unit__code", "answer__criterion_id",
    "answer__criterion__group__code", "answer__criterion__name", "answer__criterion__is_sample",
    "outcome", "points", "ground", "is_reconstructed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _CountedOutcome:
    """The outcome that counts; `points` None: it gives none, or none that somebody awarded."""

    group: str
    criterion: str
    points: Decimal | None
    ground: str


def moves_of(campaign: Campaign) -> tuple[CriterionMove, ...]:
    """Every criterion of every unit whose points are not what they were. Two queries; none where no
    year is compared with.

    Reconstructed points were chosen to fit the group scores, not awarded: they tell of no change.
    Nor does a criterion that does not apply in one of the years. Two frameworks have no criterion
    in common, whatever corresponds between their groups.
    """
    if campaign.previous_year is None or reports_itself(campaign, campaign.previous_year):
        return ()
    now, before = _finals(campaign)
    moves = (_move(key[0], before[key], final) for key, final in now.items() if key in before)
    return tuple(move for move in moves if move)


def _finals(
    campaign: Campaign,
) -> tuple[dict[tuple[str, int], _CountedOutcome], dict[tuple[str, int], _CountedOutcome]]:
    """Of this campaign and of the one before, by unit and criterion; a later round overrules an
    earlier one.
    """
    published = Campaign.objects.of_year_before(campaign)
    latest = Campaign.objects.filter(
        pk=Subquery(published.order_by("-pk").values("pk")[:1]), framework=campaign.framework_id
    )
    either = Q(answer__submission__campaign=campaign) | Q(answer__submission__campaign__in=latest)
    rows = (
        Appraisal.objects.final().filter(either).order_by("round", "answer__criterion__order", "pk")
    )
    now: dict[tuple[str, int], _CountedOutcome] = {}
    before: dict[tuple[str, int], _CountedOutcome] = {}
    for of_campaign, unit, criterion, *rest in rows.values_list(*_COLUMNS):
        (now if of_campaign == campaign.pk else before)[unit, criterion] = _final(rest)
    return now, before


def _final(row: Sequence[Any]) -> _CountedOutcome:
    group, criterion, is_sample, outcome, points, ground, is_reconstructed = row
    awarded = Decimal(0) if outcome == OutcomeKind.REFUSED else points
    name = f"{criterion} (mẫu)" if is_sample else criterion
    return _CountedOutcome(
        group, name, None if is_reconstructed else awarded, Ground(ground).label if ground else ""
    )


def _move(unit: str, before: _CountedOutcome, now: _CountedOutcome) -> CriterionMove | None:
    if before.points is None or now.points is None or before.points == now.points:
        return None
    return CriterionMove(unit, now.group, now.criterion, before.points, now.points, now.ground)
