"""A campaign's results as values.

Rows come from `gather`, the arithmetic from `scoring.core`; here units are put into kinds and
averages beside them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from scoring.core.figures import PrintedValue, average_of
from scoring.core.results import (
    SELF,
    TOTAL,
    Average,
    CampaignResults,
    KindResults,
    Measure,
    UnitResults,
)
from scoring.core.types import UnitSpec
from scoring.results.figures import unit_results
from scoring.results.rows import CampaignRows, UnitRows, gather
from scoring.results.scores import scored_units
from scoring.results.year_before import PreviousYear, year_before
from submissions.models import Campaign


def campaign_results(campaign: Campaign) -> CampaignResults:
    """All figures of a campaign in 7 queries whatever its size (11 when the year before had
    another framework).
    """
    rows, before = gather(campaign)
    return results_of(rows, year_before(rows, before))


def results_of(rows: CampaignRows, before: PreviousYear) -> CampaignResults:
    """The results from rows already gathered. No queries."""
    campaign = rows.campaign
    units = [unit_results(campaign, scored, before) for scored in scored_units(rows)]
    averages = _averages(units, _measures(rows.units, campaign), rows.averages.get(None, {}))
    return CampaignResults(
        code=campaign.code,
        title=campaign.title,
        framework=campaign.framework.code,
        year=campaign.year,
        previous_year=campaign.previous_year
        if _is_known(units, rows, campaign.previous_year)
        else None,
        ranking=rows.specs.ranking,
        bands=rows.specs.bands,
        kinds=tuple(_kinds(rows, units)),
        averages=averages,
        aggregation=rows.specs.aggregation,
        counterparts=before.counterparts,
    )


def _is_known(units: Iterable[UnitResults], rows: CampaignRows, year: int | None) -> bool:
    """Whether there is any figure of that year."""
    of_units = (
        figure
        for unit in units
        for (_, known_year), figure in unit.figures.items()
        if known_year == year
    )
    printed = (
        figure
        for figures in rows.averages.values()
        for (_, known_year), figure in figures.items()
        if known_year == year
    )
    return any(figure.official is not None for figure in of_units) or any(
        figure.value is not None for figure in printed
    )


def _kinds(rows: CampaignRows, units: Sequence[UnitResults]) -> Iterator[KindResults]:
    """In the order of the annexes they answer: the directory's own order may come from an
    earlier campaign.
    """
    first = {
        unit.kind: _annex_order(unit) for unit in sorted(rows.units, key=_annex_order, reverse=True)
    }
    for _, code, name in sorted(first, key=lambda kind: (first[kind], kind)):
        of_kind = [unit for unit in rows.units if unit.kind[1] == code]
        results = tuple(unit for unit in units if unit.kind == code)
        averages = _averages(
            results, _measures(of_kind, rows.campaign), rows.averages.get(code, {})
        )
        yield KindResults(
            code=code, name=name, groups=_groups(of_kind), units=results, averages=averages
        )


def _averages(
    units: Sequence[UnitResults],
    measures: Iterable[Measure],
    printed: Mapping[Measure, PrintedValue],
) -> dict[Measure, Average]:
    """Of every measure that some unit has, or that was printed."""
    averages = {
        measure: average_of((unit.figure(*measure) for unit in units), printed.get(measure))
        for measure in dict.fromkeys([*measures, *printed])
    }
    return {measure: average for measure, average in averages.items() if average is not None}


def _measures(units: Sequence[UnitRows], campaign: Campaign) -> Iterator[Measure]:
    years = (
        [campaign.year]
        if campaign.previous_year is None
        else [campaign.previous_year, campaign.year]
    )
    for measure in (TOTAL, SELF, *(code for code, _ in _groups(units))):
        yield from ((measure, year) for year in years)


def _groups(units: Sequence[UnitRows]) -> tuple[tuple[str, str], ...]:
    """Code and name of every group some of the units are asked, in the order of the annexes."""
    specs = [unit.spec for unit in sorted(units, key=_annex_order)]
    return tuple(_first_names(specs).items())


def _first_names(specs: Sequence[UnitSpec]) -> dict[str, str]:
    names: dict[str, str] = {}
    for spec in specs:
        for group in spec.groups:
            names.setdefault(group.code, group.name)
    return names


def _annex_order(unit: UnitRows) -> tuple[int, int]:
    """By annex, and units with groups of another annex after those without."""
    return (unit.annex_order, len(unit.annex.overrides)) if unit.annex else (0, 0)
