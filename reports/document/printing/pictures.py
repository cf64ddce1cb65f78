"""Biểu đồ as the print sets them: in the fonts of the document, and in pieces where one page
cannot hold all units.
"""

from reports.drawing.paper import drawing
from reports.drawing.shapes import Layout
from reports.drawing.svg import description, svg
from reports.frame.phrases import listed
from reports.frame.values import Chart, ChartForm
from reports.layout.blocks import Picture, PicturePart
from reports.results.queries.charts import pieces
from reports.results.queries.rank_order import PERCENT
from scoring.core.results import TOTAL

FONTS = "ICT Sans"
#: Units of a chart that a page holds at the full width of the text; groups stand in bands of six,
#: one under the other.
_UNITS_ON_PAGE = 30
_GROUPS_IN_BAND = 6


def picture(chart: Chart) -> Picture:
    """Set one Biểu đồ.

    Where it is about years, a line below names the units whose figures the rule does not give.
    """
    parts = pieces(chart, most_units=_units_on_page(chart))
    return Picture(
        number=chart.number,
        title=chart.title,
        anchor=f"bieu-do-{chart.number}",
        parts=tuple(
            _part(part, id_prefix=f"phan-{place}") for place, part in enumerate(parts, start=1)
        ),
        note=_note(chart),
    )


def _part(chart: Chart, *, id_prefix: str) -> PicturePart:
    return PicturePart(
        title=chart.title,
        drawing=drawing(chart, id_prefix=id_prefix, fonts=FONTS),
        svg=svg(chart, layout=Layout.PAPER, id_prefix=id_prefix),
        told=description(chart),
    )


def _note(chart: Chart) -> str:
    """A mark beside a bar would be taken for part of its value, so a line below the chart says
    it.
    """
    shown = (
        [series.measure for series in chart.series if series.measure]
        if chart.form is ChartForm.YEARS
        else []
    )
    measures = [(TOTAL if code == PERCENT else code, year) for code, year in shown]
    units = [
        unit.short_name
        for unit in chart.categories
        if any(unit.figure(*measure).differs for measure in measures)
    ]
    again = (
        f"Theo số đã công bố; số tính lại theo quy tắc của {listed(units)} khác số này (xem Phụ "
        "lục)."
        if units
        else ""
    )
    return " ".join(text for text in (chart.note, again) if text)


def _units_on_page(chart: Chart) -> int:
    bands = -(-len(chart.series) // _GROUPS_IN_BAND) if chart.form is ChartForm.GROUPS else 1
    return max(_UNITS_ON_PAGE // max(bands, 1), 1)
