"""Where the appraised points are furthest from what the unit gave itself, largest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.urls import reverse

from ictindex.lib.numbers import show
from scoring.core.amounts import plain
from submissions.appraisal.pages.inbox import SEE
from submissions.enums import Ground, OutcomeKind, Round
from submissions.models import Appraisal, Campaign
from submissions.models.capacities import where_may

PAGE_SIZE = 50
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


@dataclass(frozen=True, slots=True)
class GapsPage:
    """One page of the list, with the groups and units that it can be narrowed to."""

    round: Round
    gaps: "Page[ClaimGap]"
    groups: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    group: str
    unit: str


def gaps_page(
    campaign: Campaign, user: Any, *, group: str = "", unit: str = "", page: str | None = None
) -> GapsPage:
    """One query. Only where the unit gave itself points and an outcome worth points stands against
    them: what does not apply or is not decided has no difference. Equal points are no gap.
    """
    which = campaign.stands.shown_round
    found = sorted(
        _gaps(campaign, user, which),
        key=lambda gap: (-gap.share, -abs(gap.difference), gap.order, gap.answer),
    )
    shown = [gap for gap in found if group in ("", gap.group) and unit in ("", gap.unit)]
    return GapsPage(
        round=which,
        gaps=Paginator(shown, PAGE_SIZE).get_page(page),
        groups=_choices((gap.group, gap.group_name) for gap in found),
        units=_choices(
            (gap.unit, gap.unit_name) for gap in sorted(found, key=lambda gap: gap.order)
        ),
        group=group,
        unit=unit,
    )


def _gaps(campaign: Campaign, user: Any, which: Round) -> Iterator[ClaimGap]:
    differing = (
        Appraisal.objects.filter(
            where_may(user, SEE, prefix="answer__submission__"),
            answer__submission__campaign=campaign,
        )
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


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict(pairs).items())


def desk_url(campaign: Campaign, gap: ClaimGap) -> str:
    return f"{reverse('appraisal_desk', args=[campaign.code, gap.unit, gap.group])}#tc-{gap.answer}"
