"""One unit's rows turned into its scores and figures. No queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.core.aggregate import unit_score
from scoring.core.figures import printed_figures, scored_figures
from scoring.core.results import TOTAL, Figure, Measure, UnitResults
from scoring.core.types import UnitScore
from scoring.gather import CampaignRows, UnitRows
from submissions.models import Campaign

#: The figures of the year before, of each unit by its code, where another campaign holds them.
FiguresByUnit = Mapping[str, Mapping[Measure, Figure]]


@dataclass(frozen=True, slots=True)
class ScoredUnit:
    """A unit with what its final outcomes and what its own claims come to."""

    rows: UnitRows
    final: UnitScore
    claimed: UnitScore


def scored_units(rows: CampaignRows) -> tuple[ScoredUnit, ...]:
    """Every unit of the campaign, in official order."""
    return tuple(_scored(unit) for unit in rows.units)


def figures_of_year_before(before: CampaignRows | None) -> FiguresByUnit:
    """The final figures of another campaign's own year."""
    if before is None:
        return {}
    year = before.campaign.year
    return {
        scored.rows.code: scored_figures(year, scored.final, scored.claimed, scored.rows.printed)
        for scored in scored_units(before)
    }


def unit_results(campaign: Campaign, scored: ScoredUnit, before: FiguresByUnit) -> UnitResults:
    """The unit with all its figures, of the year that was assessed and of the year before."""
    rows = scored.rows
    figures = scored_figures(campaign.year, scored.final, scored.claimed, rows.printed) | _figures_before(campaign, rows, before)
    return UnitResults(
        code=rows.code,
        name=rows.name,
        short_name=rows.short_name,
        kind=rows.kind[1],
        order=rows.order,
        groups=rows.spec.groups,
        figures=figures,
        percent=_percent(figures[TOTAL, campaign.year], scored.final.maximum),
        is_late=rows.is_late,
    )


def _scored(rows: UnitRows) -> ScoredUnit:
    return ScoredUnit(
        rows=rows,
        final=unit_score(rows.spec, rows.final, absent=rows.absent),
        claimed=unit_score(rows.spec, rows.claimed, absent=rows.absent),
    )


def _figures_before(campaign: Campaign, rows: UnitRows, before: FiguresByUnit) -> dict[Measure, Figure]:
    """As this campaign printed them, else as the campaign of that year has them, for the groups that are still asked."""
    if campaign.previous_year is None:
        return {}
    if rows.code not in before:
        return printed_figures(campaign.previous_year, rows.spec, rows.printed)
    asked = {TOTAL} | {group.code for group in rows.spec.groups}
    return {measure: figure for measure, figure in before[rows.code].items() if measure[0] in asked}


def _percent(total: Figure, maximum: Fraction) -> Fraction | None:
    return total.ranked_on * 100 / maximum if total.ranked_on is not None and maximum else None
