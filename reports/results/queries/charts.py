"""The Biểu đồ of a report as values: no queries, no drawing. With k kinds of units and g groups in
all there are 1 + 2k + g.

Units stand in the order of their final rank in every chart, so that a unit is found in the same
place. A chart's values are the official ones, or shares where the points of two years cannot be
compared; years run from the earlier to the later. Captions come without their number.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from ictindex.lib.numbers import half_up
from reports.frame.values import Chart, ChartForm, Series
from reports.results.queries.comparability import (
    Comparability,
    ComparisonBasis,
    basis_of,
    share_before,
    share_now,
)
from reports.results.queries.rank_order import (
    PERCENT,
    joint_standing,
    name_of_group,
    name_units_of,
    percent_figure,
    standing_of_kind,
    units_in_rank_order,
)
from scoring.core.results import TOTAL, CampaignResults, KindResults, UnitResults
from scoring.core.types import GroupAggregation, RankingScale

ChartUnits = tuple[UnitResults, ...]

_HUNDRED = Decimal(100)


def charts(results: CampaignResults) -> tuple[Chart, ...]:
    """All units; then for each kind: its totals, its group scores side by side, and each of its
    groups by itself.
    """
    made = [_chart_of_all(results)]
    for kind in results.kinds:
        made.append(_chart_of_kind(results, kind, number=len(made) + 1))
        made.append(_chart_of_groups(results, kind, number=len(made) + 1))
        for code, name in kind.groups:
            made.append(_chart_of_group(results, kind, code, name, number=len(made) + 1))
    return tuple(made)


def pieces(chart: Chart, *, most_units: int) -> tuple[Chart, ...]:
    """The chart in about equal runs of at most `most_units` units, for pages that end; later
    ones say so in their title.
    """
    count = len(chart.categories)
    step = max(1, -(-count // max(1, -(-count // most_units))))
    return tuple(_run(chart, start, start + step) for start in range(0, max(1, count), step))


def _run(chart: Chart, start: int, end: int) -> Chart:
    return replace(
        chart,
        title=f"{chart.title} (tiếp theo)" if start else chart.title,
        categories=chart.categories[start:end],
        series=tuple(replace(one, values=one.values[start:end]) for one in chart.series),
    )


def _chart_of_all(results: CampaignResults) -> Chart:
    units = units_in_rank_order(joint_standing(results))
    if results.ranking is RankingScale.PERCENT:
        return _chart_of_percent(results, units)
    title = "Kết quả đánh giá các đơn vị"
    return _chart_of_years(
        results,
        units,
        TOTAL,
        title,
        number=1,
        kind=None,
        maximum=_maximum_of_totals(results, units),
    )


def _chart_of_percent(results: CampaignResults, units: ChartUnits) -> Chart:
    """Points out of different maxima cannot be compared: shares, of the year before too where
    all of them are known.
    """
    basis = basis_of(results, units)
    before = (
        _shares(results, units, TOTAL)[:1]
        if basis.is_paired and _are_shares_known(results, units)
        else ()
    )
    shares = Series(
        str(results.year),
        tuple(percent_figure(unit).official for unit in units),
        measure=(PERCENT, results.year),
    )
    compared = f" so với năm {results.previous_year}" if before else ""
    title = (
        f"Tỷ lệ điểm đạt được so với điểm tối đa của các đơn vị năm {results.year}{compared} (%)"
    )
    note = _note(results, basis) if basis.way is Comparability.APART else ""
    return Chart(
        1, title, kind=None, categories=units, series=(*before, shares), maximum=_HUNDRED, note=note
    )


def _are_shares_known(results: CampaignResults, units: ChartUnits) -> bool:
    """Printed points alone do not say out of how many."""
    year = results.previous_year or 0
    return all(
        unit.percent_before is not None
        for unit in units
        if unit.figure(TOTAL, year).official is not None
    )


def _chart_of_kind(results: CampaignResults, kind: KindResults, *, number: int) -> Chart:
    units = units_in_rank_order(standing_of_kind(results, kind))
    title = f"Kết quả đánh giá {name_units_of(kind)}"
    maximum = _maximum_of_totals(results, units)
    return _chart_of_years(
        results, units, TOTAL, title, number=number, kind=kind.code, maximum=maximum
    )


def _chart_of_groups(results: CampaignResults, kind: KindResults, *, number: int) -> Chart:
    """One series for each group; groups may be worth different points, so each series has its
    own scale.
    """
    units = units_in_rank_order(standing_of_kind(results, kind))
    title = f"Điểm các nhóm tiêu chí của {name_units_of(kind)} năm {results.year}"
    series = tuple(_series_of_group(units, code, results.year) for code, _ in kind.groups)
    maximum = max((one.maximum for one in series if one.maximum is not None), default=_HUNDRED)
    return Chart(number, title, kind.code, units, series, maximum, ChartForm.GROUPS)


def _chart_of_group(
    results: CampaignResults, kind: KindResults, code: str, name: str, *, number: int
) -> Chart:
    units = units_in_rank_order(standing_of_kind(results, kind))
    title = f"Điểm nhóm {name_of_group(name)} của {name_units_of(kind)}"
    maximum = _maximum_of_group(units, code)
    return _chart_of_years(
        results, units, code, title, number=number, kind=kind.code, maximum=maximum
    )


def _chart_of_years(
    results: CampaignResults,
    units: ChartUnits,
    measure: str,
    title: str,
    *,
    number: int,
    kind: str | None,
    maximum: Decimal,
) -> Chart:
    """This year, beside the year before where the two may stand side by side; in shares where
    their points may not.
    """
    basis = basis_of(results, units, measure)
    compared = f" so với năm {results.previous_year}" if basis.is_paired else ""
    title = f"{title} năm {results.year}{compared}"
    if basis.way is Comparability.SHARES:
        series = _shares(results, units, measure)
        title, maximum = f"{title} (% điểm tối đa)", _HUNDRED
    else:
        years = (
            (results.year,)
            if basis.way is Comparability.APART
            else (results.previous_year, results.year)
        )
        series = tuple(_series_of_year(units, measure, year) for year in years if year is not None)
    notes = (_nothing_drawn(results, units, measure), _note(results, basis))
    note = " ".join(text for text in notes if text)
    return Chart(number, title, kind, units, series, _scale(maximum, series), note=note)


def _series_of_year(units: ChartUnits, measure: str, year: int) -> Series:
    return Series(str(year), _values(units, measure, year), measure=(measure, year))


def _shares(results: CampaignResults, units: ChartUnits, measure: str) -> tuple[Series, ...]:
    """The year before, then this year, each of what the unit could reach then (0 to 100)."""
    pairs = ((results.previous_year or 0, share_before), (results.year, share_now))
    return tuple(
        Series(
            str(year),
            tuple(_rounded(share(results, unit, measure)) for unit in units),
            measure=(measure, year),
        )
        for year, share in pairs
    )


def _rounded(value: Fraction | None) -> Decimal | None:
    return None if value is None else half_up(value)


def _nothing_drawn(results: CampaignResults, units: ChartUnits, measure: str) -> str:
    """Why this year has no bar at all."""
    figures = [unit.figure(measure, results.year) for unit in units]
    if not figures or any(figure.official is not None for figure in figures):
        return ""
    is_absent = not any(figure.applies for figure in figures)
    return (
        f"Năm {results.year} không áp dụng với đơn vị nào."
        if is_absent
        else f"Chưa có số liệu năm {results.year}."
    )


def _note(results: CampaignResults, basis: ComparisonBasis) -> str:
    if basis.way is Comparability.APART:
        return (
            f"Năm {results.previous_year} không so sánh được với năm {results.year} nên không "
            f"được vẽ. {basis.reason}"
        )
    if basis.way is Comparability.UNKNOWN and results.previous_year is not None:
        return f"Không có số liệu năm {results.previous_year} để so sánh."
    return basis.reason


def _series_of_group(units: ChartUnits, code: str, year: int) -> Series:
    bare = Series(code, _values(units, code, year), measure=(code, year))
    return replace(bare, maximum=_scale(_maximum_of_group(units, code), (bare,)))


def _values(units: ChartUnits, measure: str, year: int) -> tuple[Decimal | None, ...]:
    return tuple(unit.figure(measure, year).official for unit in units)


def _scale(maximum: Decimal, series: Iterable[Series]) -> Decimal:
    """The end of the axis: the maximum, unless something printed lies beyond it."""
    return max(
        chain([maximum], (value for one in series for value in one.values if value is not None))
    )


def _maximum_of_totals(results: CampaignResults, units: ChartUnits) -> Decimal:
    """The most that a unit among these can reach."""
    maxima = [[group.maximum for group in unit.groups] for unit in units if unit.groups]
    if results.aggregation is GroupAggregation.SUM_OF_POINTS:
        return max((sum(of_unit, Decimal(0)) for of_unit in maxima), default=_HUNDRED)
    return max(chain.from_iterable(maxima), default=_HUNDRED)


def _maximum_of_group(units: ChartUnits, code: str) -> Decimal:
    return max(
        (group.maximum for unit in units for group in unit.groups if group.code == code),
        default=_HUNDRED,
    )
