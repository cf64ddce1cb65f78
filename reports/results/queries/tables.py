"""Bảng 1 to 1 + 2k of a report on k kinds of units, and the lists of units its text names, as
values: no queries, no HTML.

Number and captions follow from the framework. Captions come without their number, which is
`Table.number`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from reports.frame.values import AverageSplit, BandList, FigureColumn, Table, UnitFigureRow
from reports.results.queries.comparability import caveat
from reports.results.queries.rank_order import (
    PERCENT,
    RankedUnits,
    classed_on,
    is_ranked_on_percent,
    joint_standing,
    name_units_of,
    percent_figure,
    standing_of_kind,
    units_in_rank_order,
)
from scoring.core.aggregate import mean
from scoring.core.bands import band_of
from scoring.core.ranks import ranked
from scoring.core.results import (
    SELF,
    TOTAL,
    Average,
    CampaignResults,
    Figure,
    KindResults,
    Measure,
    UnitResults,
)
from scoring.core.types import RankingScale

_TOTALS = "Kết quả đánh giá, xếp hạng mức độ ứng dụng CNTT của"


def tables(results: CampaignResults) -> tuple[Table, ...]:
    """Bảng 1 of all units, then for each kind its totals and its group scores."""
    made = [_joint_table(results)]
    for kind in results.kinds:
        made.append(_totals_of_kind(results, kind, number=len(made) + 1))
        made.append(_groups_of_kind(results, kind, number=len(made) + 1))
    return tuple(made)


def band_lists(results: CampaignResults) -> tuple[BandList, ...]:
    """For each kind, each letter group with its units in rank order; a group without units is
    there, and empty.
    """
    return tuple(
        BandList(
            kind=kind.code,
            kind_name=kind.name,
            band=band,
            units=tuple(
                unit
                for unit in _in_rank_order(results, kind)
                if band_of(classed_on(results, unit), results.bands) == band
            ),
        )
        for kind in results.kinds
        for band in results.bands
    )


def units_without_band(results: CampaignResults) -> tuple[UnitResults, ...]:
    """Units with a final score in no letter group, because the framework leaves a gap there; in
    official order.

    Where it has no letter groups at all, nobody is left out of them.
    """
    if not results.bands:
        return ()
    classed = {unit.code for listed in band_lists(results) for unit in listed.units}
    return tuple(
        unit
        for unit in results.units
        if classed_on(results, unit) is not None and unit.code not in classed
    )


def units_without_final_score(results: CampaignResults) -> tuple[UnitResults, ...]:
    """Units that cannot be ranked, in official order: something is undecided, or no group
    applies to them.
    """
    return tuple(
        unit for unit in results.units if unit.figure(TOTAL, results.year).official is None
    )


def above_and_below_average(results: CampaignResults) -> tuple[AverageSplit, ...]:
    """For each kind, this year's total and then each group, where there is an average.

    An average is the exact mean of official figures, so it is these that are set against it: of
    equal ones none is above.
    """
    return tuple(
        _against_average(kind, (measure, results.year), name, average)
        for kind in results.kinds
        for measure, name in ((TOTAL, "Tổng điểm"), *kind.groups)
        if (average := kind.averages.get((measure, results.year))) is not None
        and average.figure.official is not None
    )


def _against_average(
    kind: KindResults, measure: Measure, name: str, average: Average
) -> AverageSplit:
    base = average.figure.ranked_on
    standing = ranked(
        kind.units,
        value=lambda unit: unit.figure(*measure).ranked_on,
        order=lambda unit: unit.order,
    )
    distances = [
        (unit, Fraction(value) - base)
        for unit in units_in_rank_order(standing)
        if base is not None and (value := unit.figure(*measure).official) is not None
    ]
    return AverageSplit(
        kind=kind.code,
        kind_name=kind.name,
        measure=measure,
        measure_name=name,
        average=average,
        above=tuple(unit for unit, distance in distances if distance > 0),
        at_average=tuple(unit for unit, distance in distances if distance == 0),
        below=tuple(unit for unit, distance in distances if distance < 0),
    )


def _in_rank_order(results: CampaignResults, kind: KindResults) -> tuple[UnitResults, ...]:
    return units_in_rank_order(standing_of_kind(results, kind))


def _joint_table(results: CampaignResults) -> Table:
    return _table(
        1,
        f"{_TOTALS} các đơn vị năm {results.year}",
        kind=None,
        columns=_total_columns(
            results, results.units, with_percent=results.ranking is RankingScale.PERCENT
        ),
        standing=joint_standing(results),
        averages=results.averages,
    )


def _totals_of_kind(results: CampaignResults, kind: KindResults, *, number: int) -> Table:
    return _table(
        number,
        f"{_TOTALS} {name_units_of(kind)} năm {results.year}",
        kind=kind.code,
        columns=_total_columns(
            results, kind.units, with_percent=is_ranked_on_percent(results, kind)
        ),
        standing=standing_of_kind(results, kind),
        averages=kind.averages,
    )


def _groups_of_kind(results: CampaignResults, kind: KindResults, *, number: int) -> Table:
    years = " và ".join(f"năm {year}" for year in _years(results))
    return _table(
        number,
        f"Điểm các nhóm tiêu chí của {name_units_of(kind)}, {years}",
        kind=kind.code,
        columns=tuple(_group_columns(results, kind)),
        standing=standing_of_kind(results, kind),
        averages=kind.averages,
    )


def _table(
    number: int,
    title: str,
    *,
    kind: str | None,
    columns: tuple[FigureColumn, ...],
    standing: RankedUnits,
    averages: Mapping[Measure, Average],
) -> Table:
    units = [unit for _, unit in standing]
    return Table(
        number=number,
        title=title,
        kind=kind,
        columns=columns,
        rows=tuple(
            UnitFigureRow(rank, unit, tuple(_figure(unit, column) for column in columns))
            for rank, unit in standing
        ),
        averages=tuple(_average(column, units, averages) for column in columns),
    )


def _total_columns(
    results: CampaignResults, units: Sequence[UnitResults], *, with_percent: bool
) -> tuple[FigureColumn, ...]:
    year, previous = results.year, results.previous_year
    columns = [
        FigureColumn(f"self_{year}", f"Tự chấm {year}", (SELF, year)),
        FigureColumn(f"final_{year}", f"Thẩm định {year}", (TOTAL, year)),
    ]
    if previous is not None:
        columns.insert(
            0,
            FigureColumn(
                f"total_{previous}",
                f"Năm {previous}",
                (TOTAL, previous),
                caveat=caveat(results, units, TOTAL),
            ),
        )
    if with_percent:
        columns.append(FigureColumn(f"{PERCENT}_{year}", "% điểm tối đa", (PERCENT, year)))
    return tuple(columns)


def _group_columns(results: CampaignResults, kind: KindResults) -> Iterator[FigureColumn]:
    for code, name in kind.groups:
        for year in _years(results):
            why = caveat(results, kind.units, code) if year != results.year else ""
            yield FigureColumn(
                f"{code}_{year}", f"{code} {year}", (code, year), heading=name, caveat=why
            )


def _years(results: CampaignResults) -> tuple[int, ...]:
    """The years that stand beside each other, the earlier first."""
    return (
        (results.year,) if results.previous_year is None else (results.previous_year, results.year)
    )


def _figure(unit: UnitResults, column: FigureColumn) -> Figure:
    measure, year = column.measure
    return percent_figure(unit) if measure == PERCENT else unit.figure(measure, year)


def _average(
    column: FigureColumn, units: Iterable[UnitResults], averages: Mapping[Measure, Average]
) -> Average | None:
    average = (
        _average_percent(units) if column.measure[0] == PERCENT else averages.get(column.measure)
    )
    return average if average is not None and average.figure.official is not None else None


def _average_percent(units: Iterable[UnitResults]) -> Average:
    shares = [unit.percent for unit in units if unit.percent is not None]
    return Average(Figure(exact=mean(shares)), n=len(shares), n_recomputed=len(shares))
