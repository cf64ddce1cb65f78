"""Where the appraised points are furthest from what the unit gave itself, largest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from submissions.appraisal.pages.inbox import SEE
from submissions.dossier.queries.gaps import ClaimGap, gaps_in
from submissions.enums import Round
from submissions.models import Campaign
from submissions.models.capacities import where_may

PAGE_SIZE = 50


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
    seen = where_may(user, SEE, prefix="answer__submission__")
    found = sorted(
        gaps_in(campaign, which, seen),
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


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict(pairs).items())


def desk_url(campaign: Campaign, gap: ClaimGap) -> str:
    return f"{reverse('appraisal_desk', args=[campaign.code, gap.unit, gap.group])}#tc-{gap.answer}"
