"""Biểu đồ as the print sets them: in the fonts of the document, and in pieces where one page cannot hold all units."""

from collections.abc import Sequence

from reports.drawing.geometry import Layout
from reports.drawing.paper import drawing
from reports.drawing.svg import description, svg
from reports.figures.charts import pieces
from reports.figures.values import Chart, ChartForm
from reports.printing.blocks import Picture, PicturePart
from reports.prose.phrases import listed
from scoring.core.results import Measure

FONTS = "ICT Sans"
#: Units of a chart that a page holds at the full width of the text; groups stand in bands of six, one under the other.
_UNITS_ON_PAGE = 30
_GROUPS_IN_BAND = 6


def picture(chart: Chart, measures: Sequence[Measure] = ()) -> Picture:
    """Set one Biểu đồ. `measures`: what it shows, to name the units whose figures the rule does not give."""
    parts = pieces(chart, most_units=_units_on_page(chart))
    return Picture(
        number=chart.number,
        title=chart.title,
        anchor=f"bieu-do-{chart.number}",
        parts=tuple(_part(part, id_prefix=f"phan-{place}") for place, part in enumerate(parts, start=1)),
        note=_note(chart, measures),
    )


def _part(chart: Chart, *, id_prefix: str) -> PicturePart:
    return PicturePart(
        title=chart.title,
        drawing=drawing(chart, id_prefix=id_prefix, fonts=FONTS),
        svg=svg(chart, layout=Layout.PAPER, id_prefix=id_prefix),
        told=description(chart),
    )


def _note(chart: Chart, measures: Sequence[Measure]) -> str:
    """A mark beside a bar would be taken for part of its value, so a line below the chart says it."""
    units = [unit.short_name for unit in chart.categories if any(unit.figure(*measure).differs for measure in measures)]
    return f"Theo số đã công bố; số tính lại theo quy tắc của {listed(units)} khác số này (xem Phụ lục)." if units else ""


def _units_on_page(chart: Chart) -> int:
    bands = -(-len(chart.series) // _GROUPS_IN_BAND) if chart.form is ChartForm.GROUPS else 1
    return max(_UNITS_ON_PAGE // max(bands, 1), 1)
