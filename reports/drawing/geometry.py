"""Where everything of a chart of horizontal bars lies. Nothing is written here: `svg` turns the
marks into SVG.

Names, bars and values lie on one grid of lines: a unit takes `ChartPlan.lines` of them, each
`ChartPlan.pitch` high, and a bar takes one. Lengths are whole pixels, tenths where a value gives
them.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from ictindex.lib.numbers import show
from reports.drawing.letters import width_of, wrap
from reports.drawing.names import full_name, name_of
from reports.drawing.shapes import (
    Bar,
    BarArea,
    ChartPlan,
    Label,
    Layout,
    Mark,
    PlotArea,
    Sketch,
    Strip,
    TextRole,
)
from reports.frame.values import Chart, ChartForm, Series

#: Heights of letters.
LETTERS = 11
CAPTION_LETTERS = 14
_CAPTION_PITCH = 19
#: From the base line of a text down to the end of its line.
_DESCENT = 3

_WIDE, _NARROW = 720, 340
PITCH = 15  # the height of a line
_THICKNESS = 11
_MOST_STRIPS = 6
_SHORTEST = 20
#: Half of a tick's «0» stands left of the ground.
_MARGIN = 4
_HEADROOM, _TICKROOM = 22, 16
_TENTH = Decimal("0.1")

#: The name of each unit in lines, and the strips of bars that lie side by side.
_NameLines = tuple[tuple[str, ...], ...]
_SeriesBand = Sequence[tuple[Series, ...]]


def sketch(chart: Chart, layout: Layout, *, caption: str = "") -> Sketch:
    """The whole chart with its text, below its caption if one is given."""
    plan = _PLANS[layout](chart)
    marks: list[Mark] = list(_caption(plan, caption))
    top = len(marks) * _CAPTION_PITCH + _CAPTION_PITCH // 2 if marks else 0
    for band in plan.bands:
        heading = list(_heading(chart, band, top))
        marks += heading
        top += _HEADROOM if heading else 0
        marks += _names(plan, top)
        for strip in band:
            marks += _bars(chart, plan, strip, top=top)
            marks += _texts(chart, plan, strip, top=top)
        top += plan.field_height + _TICKROOM
    return Sketch(plan.width, top, tuple(marks))


def _bars(chart: Chart, plan: ChartPlan, strip: Strip, *, top: int) -> Iterator[Mark]:
    """The ground and the bars of one strip."""
    ticks = tuple(
        _length(tick, scale, strip)
        for scale in _common_scale(chart, strip)
        for tick in _ticks_to(scale)
    )
    yield PlotArea(strip.x, top, strip.width, plan.field_height, ticks)
    for place, series in enumerate(strip.series):
        tone = place if chart.form is ChartForm.YEARS else 0
        for row, value in enumerate(series.values):
            length = _length(value, _scale_of(chart, series), strip)
            if length:
                yield Bar(
                    strip.x,
                    _middle(plan, strip, top, row, place) - plan.thickness // 2,
                    length,
                    plan.thickness,
                    tone,
                )


def reaches(chart: Chart, layout: Layout) -> Iterator[BarArea]:
    """The stretch of each bar in a sketch without a caption, from the ground's start to the end
    of the longest value.
    """
    plan = _PLANS[layout](chart)
    top = 0
    for band in plan.bands:
        top += _HEADROOM if any(True for _ in _heading(chart, band, top)) else 0
        for strip in band:
            yield from _reaches_in(chart, plan, strip, top=top)
        top += plan.field_height + _TICKROOM


def _reaches_in(chart: Chart, plan: ChartPlan, strip: Strip, *, top: int) -> Iterator[BarArea]:
    width = strip.width + _value_room(chart) - LETTERS
    for place, series in enumerate(strip.series):
        which = next(number for number, other in enumerate(chart.series) if other is series)
        for row in range(len(series.values)):
            y = _middle(plan, strip, top, row, place) - plan.pitch // 2
            yield BarArea(row, which, strip.x, y, width, plan.pitch)


def _strips_beside(chart: Chart) -> tuple[tuple[Series, ...], ...]:
    """The series of each strip where names stand beside the bars: years share one, this year on
    top; groups have one each.
    """
    if chart.form is ChartForm.GROUPS:
        return tuple((series,) for series in chart.series)
    return (tuple(reversed(chart.series)),)


def _bands_of(strips: Sequence[tuple[Series, ...]]) -> tuple[Sequence[tuple[Series, ...]], ...]:
    """Rows of at most six strips, as long as each other."""
    rows = -(-len(strips) // _MOST_STRIPS)
    step = -(-len(strips) // rows) if rows else 1
    return tuple(strips[start : start + step] for start in range(0, len(strips), step))


def _value_room(chart: Chart) -> int:
    """The room behind a bar that the longest value needs."""
    values = (show(value) for series in chart.series for value in series.values)
    return max((width_of(value, LETTERS) for value in values), default=0) + LETTERS


def _scale_of(chart: Chart, series: Series) -> Decimal:
    """What a bar over the whole ground stands for."""
    return chart.maximum if series.maximum is None else series.maximum


def _ticks_to(maximum: Decimal) -> tuple[Decimal, ...]:
    """From 0 to the maximum in four, five, three or two whole steps, or else in one."""
    steps = next((steps for steps in (4, 5, 3, 2) if maximum % steps == 0), 1)
    return tuple(maximum * place / steps for place in range(steps + 1))


def plain(value: Decimal) -> str:
    """A number of a scale, without places it does not need: «100», «112,5»."""
    return f"{value.normalize():f}".replace(".", ",")


def _plan_wide(chart: Chart) -> ChartPlan:
    most = 180 if chart.form is ChartForm.GROUPS else 230
    names, beside = _names_beside([name_of(unit) for unit in chart.categories], most)
    return _plan_beside(
        chart, names, gap=4, place=lambda band: _place(chart, band, left=beside + 10, width=_WIDE)
    )


def _plan_paper(chart: Chart) -> ChartPlan:
    most = 170 if chart.form is ChartForm.GROUPS else 250
    names, beside = _names_beside(
        [full_name(unit, width=most, size=LETTERS) for unit in chart.categories], most
    )
    width = _WIDE - LETTERS
    return _plan_beside(
        chart,
        names,
        gap=0,
        place=lambda band: _place(chart, band, left=beside + 6, width=width, has_columns=True),
    )


def _names_beside(names: Sequence[str], most: int) -> tuple[_NameLines, int]:
    """The names on at most two lines, and how wide the column is that they need."""
    width = min(max((width_of(name, LETTERS) for name in names), default=0), most)
    return tuple(wrap(name, width=width, size=LETTERS, lines=2) for name in names), width


def _plan_beside(
    chart: Chart, names: _NameLines, *, gap: int, place: Callable[[_SeriesBand], tuple[Strip, ...]]
) -> ChartPlan:
    """Names stand to the left of the bars."""
    strips = _strips_beside(chart)
    bars, lines = max(map(len, strips), default=1), max(map(len, names), default=1)
    return ChartPlan(
        width=_WIDE,
        pitch=PITCH,
        thickness=_THICKNESS,
        names=names,
        above=0,
        lines=max(bars, lines),
        lead=max(lines - bars, 0) * PITCH // 2,
        gap=gap,
        bands=tuple(place(band) for band in _bands_of(strips)),
    )


def _plan_narrow(chart: Chart) -> ChartPlan:
    # Bold letters are wider than `wrap` knows.
    names = tuple(
        wrap(name_of(unit), width=_NARROW * 9 // 10, size=LETTERS, lines=2)
        for unit in chart.categories
    )
    tagged = chart.form is ChartForm.GROUPS
    return ChartPlan(
        width=_NARROW,
        pitch=PITCH,
        thickness=_THICKNESS,
        names=names,
        above=max(map(len, names), default=1),
        lines=max(1, len(chart.series)),
        lead=0,
        gap=10,
        bands=(
            _place_tagged(chart)
            if tagged
            else _place(chart, _strips_beside(chart), left=_MARGIN, width=_NARROW),
        ),
    )


def _place(
    chart: Chart,
    band: Sequence[tuple[Series, ...]],
    *,
    left: int,
    width: int,
    has_columns: bool = False,
) -> tuple[Strip, ...]:
    slot = (width - left) // len(band)
    between = LETTERS if len(band) > 1 else 0
    room = _value_room(chart)
    long = max(slot - room - between, _SHORTEST)
    starts = [left + place * slot + room * has_columns for place in range(len(band))]
    return tuple(
        Strip(series, start, long, values_x=start - 5 if has_columns else None)
        for start, series in zip(starts, band, strict=True)
    )


def _place_tagged(chart: Chart) -> tuple[Strip, ...]:
    """All groups on one ground, each bar behind its group's code."""
    left = min(max((width_of(series.name, LETTERS) for series in chart.series), default=0), 110) + 6
    return (Strip(chart.series, left, _NARROW - left - _value_room(chart), tags_x=0),)


def _caption(plan: ChartPlan, caption: str) -> Iterator[Label]:
    if caption:
        for place, line in enumerate(
            wrap(caption, width=plan.width, size=CAPTION_LETTERS, lines=4), start=1
        ):
            yield Label(TextRole.CAPTION, 0, place * _CAPTION_PITCH - 4, line)


def _heading(chart: Chart, band: Sequence[Strip], top: int) -> Iterator[Mark]:
    """What the bars are: the groups' codes over their strips, or a key to the years."""
    for strip in band:
        if chart.form is ChartForm.YEARS:
            yield from _key(strip, top)
        elif strip.tags_x is None:
            room = strip.width + (_value_room(chart) - LETTERS) * (strip.values_x is None)
            yield Label(
                TextRole.HEADING,
                strip.x,
                top + 15,
                *wrap(strip.series[0].name, width=room, size=LETTERS, lines=1),
            )


def _key(strip: Strip, top: int) -> Iterator[Mark]:
    for tone, series in enumerate(strip.series):
        x = strip.x + tone * 90
        yield Bar(x, top + 4, Decimal(18), 10, tone)
        yield Label(TextRole.TAG, x + 24, top + 13, f"Năm {series.name}")


def _names(plan: ChartPlan, top: int) -> Iterator[Label]:
    """Beside the bars in the middle of them, or right above and then as a heading."""
    role = TextRole.HEADING if plan.above else TextRole.NAME
    for row, lines in enumerate(plan.names):
        lead = (
            (plan.above - len(lines)) * plan.pitch
            if plan.above
            else (plan.lines - len(lines)) * plan.pitch // 2
        )
        for place, line in enumerate(lines, start=1):
            yield Label(
                role, 0, top + row * plan.row_height + lead + place * plan.pitch - _DESCENT, line
            )


def _texts(chart: Chart, plan: ChartPlan, strip: Strip, *, top: int) -> Iterator[Label]:
    """Values behind their bars, tags before them, and the scale below."""
    for place, series in enumerate(strip.series):
        for row, value in enumerate(series.values):
            y = _middle(plan, strip, top, row, place) + plan.pitch // 2 - _DESCENT
            if strip.values_x is None:
                yield Label(
                    TextRole.VALUE,
                    strip.x + 4 + _length(value, _scale_of(chart, series), strip),
                    y,
                    show(value),
                )
            else:
                yield Label(
                    TextRole.COLUMN, strip.values_x, y - _together(strip, place), show(value)
                )
            if strip.tags_x is not None:
                yield Label(
                    TextRole.TAG,
                    strip.tags_x,
                    y,
                    *wrap(series.name, width=strip.x - 6, size=LETTERS, lines=1),
                )
    for scale in _common_scale(chart, strip):
        for tick in (Decimal(0), scale) if chart.form is ChartForm.GROUPS else _ticks_to(scale):
            yield Label(
                TextRole.TICK,
                strip.x + _length(tick, scale, strip),
                top + plan.field_height + 12,
                plain(tick),
            )


def _common_scale(chart: Chart, strip: Strip) -> tuple[Decimal, ...]:
    """The one scale of all bars on the ground, or none."""
    scales = {_scale_of(chart, series) for series in strip.series}
    return tuple(scales) if len(scales) == 1 else ()


def _middle(plan: ChartPlan, strip: Strip, top: int, row: int, place: int) -> int:
    """The height of a bar's middle; the bars of one unit are drawn a little together."""
    line = (
        top
        + row * plan.row_height
        + plan.lead
        + (plan.above + place) * plan.pitch
        + plan.pitch // 2
    )
    return line + _together(strip, place)


def _together(strip: Strip, place: int) -> int:
    return len(strip.series) - 1 - 2 * place if strip.tags_x is None else 0


def _length(value: Decimal | None, scale: Decimal, strip: Strip) -> Decimal:
    """How long a bar of that value is: never beyond the ground, never backwards."""
    if value is None or scale <= 0:
        return Decimal(0)
    return (min(max(value, Decimal(0)), scale) * strip.width / scale).quantize(
        _TENTH, ROUND_HALF_UP
    )


_PLANS = {Layout.WIDE: _plan_wide, Layout.NARROW: _plan_narrow, Layout.PAPER: _plan_paper}
