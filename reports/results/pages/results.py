"""The page of a campaign's results: what stands out, the tables, the letter groups, the charts
and the way to each.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ictindex.lib.numbers import show
from reports.drawing.shapes import Layout
from reports.drawing.svg import svg
from reports.frame.addresses import source_url, unit_url
from reports.frame.values import BandList, Chart, Series
from reports.results.pages.bar_links import ways
from reports.results.pages.order import TableOrder
from reports.results.pages.tables import PageTable, short_title, table_shown
from reports.results.queries.cells import DASH, trimmed, units_in_words
from reports.results.queries.charts import charts
from reports.results.queries.tables import (
    band_lists,
    tables,
    units_without_band,
    units_without_final_score,
)
from scoring.core.results import TOTAL, Average, CampaignResults, UnitResults
from scoring.core.types import BandSpec, RankingScale


@dataclass(frozen=True, slots=True)
class SummaryFigure:
    """A figure that says much; `again` is its recomputed value where that differs."""

    label: str
    value: str
    note: str
    again: str = ""


@dataclass(frozen=True, slots=True)
class UnitLink:
    """A unit and the page with the working of its score."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class BandRow:
    """One letter group of one kind of units: its bounds in words and its units in rank order."""

    label: str
    bounds: str
    units: tuple[UnitLink, ...]


@dataclass(frozen=True, slots=True)
class KindBands:
    """The letter groups of one kind of units."""

    kind: str
    bands: tuple[BandRow, ...]


@dataclass(frozen=True, slots=True)
class BarValue:
    """A number of a chart, and where it comes from."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A unit's numbers in a chart, in the order of the series."""

    unit: str
    values: tuple[BarValue, ...]


@dataclass(frozen=True, slots=True)
class PageChart:
    """One Biểu đồ: the drawing for wide and for narrow screens, where to download it, and the
    same values as a table of texts.
    """

    number: int
    anchor: str
    title: str
    short_title: str
    wide: SafeString
    narrow: SafeString
    url: str
    columns: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """Everything the page shows.

    `has_marks`: some printed figure differs from the recomputed one.
    """

    summaries: tuple[SummaryFigure, ...]
    tables: tuple[PageTable, ...]
    kinds: tuple[KindBands, ...]
    without_band: tuple[UnitLink, ...]
    without_score: tuple[UnitLink, ...]
    charts: tuple[PageChart, ...]
    has_marks: bool

    @property
    def has_bands(self) -> bool:
        return bool(self.kinds)


def results_page(
    results: CampaignResults,
    order: TableOrder | None = None,
    *,
    drawn: tuple[PageChart, ...] | None = None,
) -> ResultsPage:
    """The whole page from one set of results, one table in the order asked for; `drawn` are its
    charts, if they are there.

    No queries.
    """
    shown = tuple(table_shown(table, results, order) for table in tables(results))
    return ResultsPage(
        summaries=_summaries(results),
        tables=shown,
        kinds=_kinds(results),
        without_band=_links(units_without_band(results), results.code),
        without_score=_links(units_without_final_score(results), results.code),
        charts=charts_shown(results) if drawn is None else drawn,
        has_marks=any(_has_marks(table) for table in shown),
    )


def _summaries(results: CampaignResults) -> tuple[SummaryFigure, ...]:
    joint = results.averages.get((TOTAL, results.year))
    made = [_summary("Điểm trung bình chung", joint)] if joint else []
    for kind in results.kinds:
        average = kind.averages.get((TOTAL, results.year))
        if average:
            made.append(_summary(f"Trung bình: {kind.name[:1].lower()}{kind.name[1:]}", average))
    return tuple(made)


def _summary(label: str, average: Average) -> SummaryFigure:
    figure = average.figure
    return SummaryFigure(
        label,
        show(figure.official),
        units_in_words(average.n),
        show(figure.recomputed) if figure.differs else "",
    )


def _kinds(results: CampaignResults) -> tuple[KindBands, ...]:
    """None where the framework has no letter groups."""
    if not results.bands:
        return ()
    lists = band_lists(results)
    return tuple(
        KindBands(
            kind.name, tuple(_band(listed, results) for listed in lists if listed.kind == kind.code)
        )
        for kind in results.kinds
    )


def _band(listed: BandList, results: CampaignResults) -> BandRow:
    measured_in = "%" if results.ranking is RankingScale.PERCENT else "điểm"
    return BandRow(
        listed.band.label,
        bounds_in_words(listed.band, measured_in),
        _links(listed.units, results.code),
    )


def bounds_in_words(band: BandSpec, measured_in: str) -> str:
    """«từ 65 đến dưới 80 điểm»; the lower bound is inside, the upper one outside."""
    if band.upper is None:
        return f"từ {trimmed(band.lower)} {measured_in} trở lên"
    lower = f"từ {trimmed(band.lower)} đến " if band.lower else ""
    return f"{lower}dưới {trimmed(band.upper)} {measured_in}"


def _links(units: tuple[UnitResults, ...], campaign_code: str) -> tuple[UnitLink, ...]:
    return tuple(UnitLink(unit.short_name, unit_url(campaign_code, unit.code)) for unit in units)


def charts_shown(results: CampaignResults) -> tuple[PageChart, ...]:
    """Every chart, drawn.

    Of each kind its totals come first, then all groups, then each group in order.
    """
    subjects = {
        kind.code: iter(["Tổng điểm", "Các nhóm", *(name for _, name in kind.groups)])
        for kind in results.kinds
    }
    return tuple(
        _chart(
            chart,
            results.code,
            short_title(next(subjects[chart.kind]) if chart.kind else "", chart.kind, results),
        )
        for chart in charts(results)
    )


def _chart(chart: Chart, campaign_code: str, short: str) -> PageChart:
    return PageChart(
        number=chart.number,
        anchor=f"bieu-do-{chart.number}",
        title=chart.title,
        short_title=short,
        wide=_drawn(chart, Layout.WIDE, campaign_code),
        narrow=_drawn(chart, Layout.NARROW, campaign_code),
        url=reverse("chart_svg", args=[campaign_code, chart.number]),
        columns=tuple(series.name for series in chart.series),
        rows=tuple(
            ChartRow(
                unit.short_name,
                tuple(_bar_value(series, place, unit, campaign_code) for series in chart.series),
            )
            for place, unit in enumerate(chart.categories)
        ),
        note=chart.note,
    )


def _bar_value(series: Series, place: int, unit: UnitResults, campaign_code: str) -> BarValue:
    url = source_url(campaign_code, unit.code, series.measure) if series.measure else ""
    return BarValue(show(series.values[place], missing=DASH), url)


def _drawn(chart: Chart, layout: Layout, campaign_code: str) -> SafeString:
    """The drawing, with a way from each bar to where its figure comes from; by keyboard the
    table of numbers has the same.
    """
    drawing = svg(chart, layout=layout)
    return mark_safe(drawing + ways(chart, layout, campaign_code))  # noqa: S308 - both escape every text


def _has_marks(table: PageTable) -> bool:
    return any(cell.is_marked for row in table.rows for cell in row.cells) or any(
        mean.again for mean in table.averages
    )
