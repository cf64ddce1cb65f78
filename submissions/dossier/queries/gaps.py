"""Where an outcome is worth other points than the unit gave itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import F, Q

from ictindex.lib.numbers import show
from scoring.core.amounts import plain
from submissions.enums import Ground, OutcomeKind, Round
from submissions.models import Appraisal, Campaign

_COLUMNS = (
    *(
        "answer_id",
        "answer__submission__unit__code",
        "answer__submission__name",
        "answer__submission__order",
    ),
    *(
        "answer__criterion__group__code",
        "answer__criterion__group__name",
        "answer__criterion__code",
    ),
    *(
        "answer__criterion__name",
        "answer__criterion__maximum",
        "answer__self_points",
        "outcome",
        "points",
        "ground",
        "reason",
    ),
)


@dataclass(frozen=True, slots=True)
class ClaimGap:
    """One criterion of one unit.

    `difference` is appraised less claimed; `share` of the maximum, by which gaps are ordered.
    """

    unit: str
    unit_name: str
    group: str
    group_name: str
    code: str
    name: str
    maximum: Decimal
    claimed: Decimal
    appraised: Decimal
    outcome: str
    ground: str
    reason: str
    order: int
    answer: int

    @property
    def difference(self) -> Decimal:
        return self.appraised - self.claimed

    @property
    def share(self) -> Fraction:
        """Nothing of a criterion that is worth nothing."""
        return (
            abs(Fraction(self.difference)) / Fraction(self.maximum) if self.maximum else Fraction(0)
        )

    @property
    def claimed_in_words(self) -> str:
        return show(self.claimed)

    @property
    def appraised_in_words(self) -> str:
        """«7,50», or the ground of a refusal, which is worth 0."""
        if self.outcome == OutcomeKind.REFUSED:
            return f"0,00 (không chấp nhận: {str(Ground(self.ground).label).lower()})"
        return show(self.appraised)

    @property
    def difference_in_words(self) -> str:
        sign = "+" if self.difference > 0 else "−"
        return f"{sign}{show(abs(self.difference))}"

    @property
    def share_in_words(self) -> str:
        return f"{show(self.share * 100)} %"

    @property
    def maximum_in_words(self) -> str:
        return plain(self.maximum)


def gaps_in(campaign: Campaign, which: Round, seen: Q) -> Iterator[ClaimGap]:
    """In no order. One query. `seen`: the outcomes that the reader may see."""
    differing = (
        Appraisal.objects.filter(seen, answer__submission__campaign=campaign)
        .filter(
            round=which,
            outcome__in=[OutcomeKind.SCORED, OutcomeKind.REFUSED],
            answer__self_outcome=OutcomeKind.SCORED,
        )
        .exclude(outcome=OutcomeKind.SCORED, points=F("answer__self_points"))
    )
    for row in differing.order_by().values_list(*_COLUMNS):
        answer, unit, unit_name, order, *rest, outcome, points, ground, reason = row
        group, group_name, code, name, maximum, claimed = rest
        appraised = points if outcome == OutcomeKind.SCORED else Decimal(0)
        if appraised != claimed:
            yield ClaimGap(
                *(unit, unit_name, group, group_name, code, name, maximum),
                *(claimed, appraised, outcome, ground, reason, order, answer),
            )
