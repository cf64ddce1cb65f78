"""One unit's scores turned into its figures, beside those of the year before. No queries."""

from fractions import Fraction

from scoring.core.figures import printed_figures, scored_figures
from scoring.core.results import TOTAL, Figure, Measure, UnitResults
from scoring.results.rows import UnitRows
from scoring.results.scores import ScoredUnit, percent_of
from scoring.results.year_before import PreviousUnit, PreviousYear
from submissions.models import Campaign


def unit_results(campaign: Campaign, scored: ScoredUnit, before: PreviousYear) -> UnitResults:
    """The unit with all its figures, of the year that was assessed and of the year before."""
    rows, earlier = scored.rows, before.units.get(scored.rows.code)
    figures = scored_figures(
        campaign.year, scored.final, scored.claimed, rows.printed
    ) | _figures_before(campaign, rows, before)
    return UnitResults(
        code=rows.code,
        name=rows.name,
        short_name=rows.short_name,
        kind=rows.kind[1],
        order=rows.order,
        groups=rows.spec.groups,
        figures=figures,
        percent=percent_of(figures[TOTAL, campaign.year], scored.final.maximum),
        is_late=rows.is_late,
        maxima_before=_maxima_before(rows, before, earlier) if earlier else {},
        percent_before=earlier.percent if earlier else None,
    )


def _figures_before(
    campaign: Campaign, rows: UnitRows, before: PreviousYear
) -> dict[Measure, Figure]:
    """As this campaign printed them, else as the campaign of that year has them, for what is
    still asked.
    """
    year = campaign.previous_year
    if year is None:
        return {}
    if rows.code not in before.units:
        return printed_figures(year, rows.spec, rows.printed)
    known = before.units[rows.code].figures
    pairs = ((measure, before.code_of(measure)) for measure in _asked(rows))
    return {
        (measure, year): known[code, year]
        for measure, code in pairs
        if code and (code, year) in known
    }


def _maxima_before(
    rows: UnitRows, before: PreviousYear, earlier: PreviousUnit
) -> dict[str, Fraction]:
    pairs = ((measure, before.code_of(measure)) for measure in _asked(rows))
    return {
        measure: earlier.maxima[code] for measure, code in pairs if code and code in earlier.maxima
    }


def _asked(rows: UnitRows) -> tuple[str, ...]:
    return TOTAL, *(group.code for group in rows.spec.groups)
