"""Charts as SVG: for a page or the print, and to take away as a file.

Only presentation attributes are used, which a strict content security policy allows. The same chart
gives the same characters. `geometry` knows where everything lies.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ictindex.lib.numbers import show
from reports.drawing.geometry import CAPTION_LETTERS, LETTERS, plain, sketch
from reports.drawing.letters import as_xml
from reports.drawing.names import name_of
from reports.drawing.shapes import Bar, Label, Layout, Mark, PlotArea, Sketch, TextRole
from reports.frame.values import Chart, ChartForm, Series
from scoring.core.results import UnitResults

FONTS = "Liberation Sans, Arial, sans-serif"
#: Filled dark, outlined light, outlined white: told apart without colour, on paper too.
_TONES = (
    'fill="#1f4e79" stroke="#1f4e79"',
    'fill="#dce8f4" stroke="#1f4e79"',
    'fill="#fff" stroke="#1f4e79" stroke-dasharray="3 2"',
)
_TEXTS = {
    TextRole.CAPTION: f'font-size="{CAPTION_LETTERS}" font-weight="bold" fill="#1b1b1b"',
    TextRole.NAME: f'font-size="{LETTERS}" fill="#1b1b1b"',
    TextRole.HEADING: f'font-size="{LETTERS}" font-weight="bold" fill="#1b1b1b"',
    TextRole.TAG: f'font-size="{LETTERS}" fill="#3d3d3d"',
    TextRole.VALUE: f'font-size="{LETTERS}" fill="#1b1b1b"',
    TextRole.COLUMN: f'font-size="{LETTERS}" fill="#1b1b1b" text-anchor="end"',
    TextRole.TICK: f'font-size="{LETTERS - 2}" fill="#5c5c5c" text-anchor="middle"',
}


def svg(
    chart: Chart, *, layout: Layout = Layout.WIDE, id_prefix: str = "bieu-do", fonts: str = FONTS
) -> str:
    """The chart with all its text, to stand in a page. `id_prefix` keeps ids apart where a page
    shows a chart twice.

    Narrow is made for 360 pixels, wide for 720 and paper. Both scale; under a caption of the page,
    so without a visible one.
    """
    return draw(
        sketch(chart, layout),
        chart,
        ids=f"{as_xml(id_prefix)}-{chart.number}-{layout}",
        fonts=fonts,
    )


def standalone_svg(chart: Chart) -> str:
    """The chart as a file of its own, with its caption on a white ground."""
    laid_out = sketch(chart, Layout.WIDE, caption=caption(chart))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + draw(
        laid_out, chart, ids=f"bieu-do-{chart.number}", margin=16
    )


def caption(chart: Chart) -> str:
    return f"Biểu đồ {chart.number}. {chart.title}"


def description(chart: Chart) -> str:
    """What a reader who cannot see the chart is told: its make, and each series' highest and
    lowest value.
    """
    made = (
        f"Biểu đồ thanh ngang, {len(chart.categories)} đơn vị theo thứ tự xếp hạng, thang từ 0 "
        f"đến {plain(chart.maximum)}."
    )
    return " ".join([made, *(_summary(chart, series) for series in chart.series)])


def _summary(chart: Chart, series: Series) -> str:
    named = f"Năm {series.name}" if chart.form is ChartForm.YEARS else series.name
    known = [
        (value, unit)
        for value, unit in zip(series.values, chart.categories, strict=True)
        if value is not None
    ]
    if not known:
        return f"{named}: không có số liệu."
    highest, lowest = max(known, key=_value), min(known, key=_value)
    if highest[0] == lowest[0]:
        return f"{named}: {_all_equal(known)}{_without(series, known)}."
    return (
        f"{named}: cao nhất {_told(highest)}, thấp nhất {_told(lowest)}{_without(series, known)}."
    )


def _all_equal(known: Sequence[tuple[Decimal, UnitResults]]) -> str:
    return (
        _told(known[0]) if len(known) == 1 else f"cả {len(known)} đơn vị cùng {show(known[0][0])}"
    )


def _without(series: Series, known: Sequence[object]) -> str:
    without = len(series.values) - len(known)
    return f"; {without} đơn vị không áp dụng hoặc không có số liệu" if without else ""


def _value(pair: tuple[Decimal, UnitResults]) -> Decimal:
    return pair[0]


def _told(pair: tuple[Decimal, UnitResults]) -> str:
    return f"{show(pair[0])} ({name_of(pair[1])})"


def draw(laid_out: Sketch, chart: Chart, *, ids: str, fonts: str = FONTS, margin: int = 0) -> str:
    """The marks of a sketch, with what a reader who cannot see the chart is told."""
    width, height = laid_out.width + 2 * margin, laid_out.height + 2 * margin
    ground = (
        f'<path fill="#fff" d="M{-margin} {-margin}h{width}v{height}h{-width}z"/>' if margin else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-margin} {-margin} {width} {height}"'
        f' width="{width}" height="{height}" class="bars" font-family="{as_xml(fonts)}"'
        f' role="img" aria-labelledby="{ids}-title {ids}-desc">'
        f'<title id="{ids}-title">{as_xml(caption(chart))}</title><desc '
        f'id="{ids}-desc">{as_xml(description(chart))}</desc>'
        f"{ground}{''.join(_draw_shapes(laid_out.marks))}"
        f"{''.join(_draw_texts(laid_out.marks))}</svg>"
    )


def _draw_shapes(marks: Iterable[Mark]) -> Iterator[str]:
    """Grounds, then one path for all bars of a tone."""
    bars: dict[int, list[str]] = {}
    for mark in marks:
        if isinstance(mark, PlotArea):
            yield from _field(mark)
        elif isinstance(mark, Bar):
            bars.setdefault(mark.tone, []).append(
                f"M{mark.x} {mark.y}h{_number(mark.width)}v{mark.height}h-{_number(mark.width)}z"
            )
    for tone, paths in sorted(bars.items()):
        yield f'<path {_TONES[min(tone, len(_TONES) - 1)]} stroke-width=".8" d="{"".join(paths)}"/>'


def _field(field: PlotArea) -> Iterator[str]:
    yield (
        f'<path fill="#f5f6f8" d="M{field.x} '
        f'{field.y}h{field.width}v{field.height}h-{field.width}z"/>'
    )
    lines = "".join(f"M{_number(field.x + tick)} {field.y}v{field.height}" for tick in field.ticks)
    yield (
        '<path stroke="#c3c8ce" stroke-width=".6" '
        f'd="{lines or f"M{field.x} {field.y}v{field.height}"}"/>'
    )


def _draw_texts(marks: Iterable[Mark]) -> Iterator[str]:
    labels = [mark for mark in marks if isinstance(mark, Label)]
    for role, attributes in _TEXTS.items():
        texts = "".join(
            f'<text x="{_number(it.x)}" y="{it.y}">{as_xml(it.text)}</text>'
            for it in labels
            if it.role is role
        )
        if texts:
            yield f"<g {attributes}>{texts}</g>"


def _number(value: Decimal | int) -> str:
    """As short as it can be: «73.1», «73»."""
    return f"{Decimal(value).normalize():f}"
