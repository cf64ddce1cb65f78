"""Charts as the print sets them: bars as a drawing, unit names and values as texts over it.

Laying out text inside a drawing takes the print as long as all the rest of a report; a text of
evenly spaced lines takes a fraction of it. Lengths are in parts of the letter size («em»), so that
the style decides how large a chart is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from math import gcd

from ictindex.lib.text import in_xml
from reports.drawing.geometry import LETTERS, PITCH, sketch
from reports.drawing.shapes import Label, Layout, Mark, PlotArea, Sketch, TextRole
from reports.drawing.svg import draw
from reports.frame.values import Chart

#: The letter size in points at which a chart fills the width of the text, and the height that a
#: page has for it.
POINTS = Decimal("7.05")
_MOST_POINTS_HIGH = 636
#: Names and values are set as texts; scale, key and headings stay in the drawing.
_SET_AS_TEXT = (TextRole.NAME, TextRole.COLUMN)
#: From the middle of a line down to the base line of its letters, in thousandths of the letter size
#: (Liberation Sans).
_BASE_LINE = 347
#: A column of values takes this much to the left of where it ends.
_COLUMN_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Column:
    """A text of evenly spaced lines over a drawing; lengths in em of the drawing.

    `is_end`: lines end at `left` + `width`.
    """

    left: str
    top: str
    width: str
    pitch: str
    text: str
    is_end: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart for the print; lengths in em.

    `points`: the letter size where the page is too low for the usual one.
    """

    svg: str
    width: str
    height: str
    columns: tuple[Column, ...]
    points: str = ""


def drawing(chart: Chart, *, id_prefix: str, fonts: str) -> Drawing:
    """Set a chart for the print."""
    laid_out = sketch(chart, Layout.PAPER)
    bare = replace(laid_out, marks=tuple(mark for mark in laid_out.marks if not _is_text(mark)))
    high = laid_out.height * POINTS / LETTERS
    return Drawing(
        svg=draw(bare, chart, ids=f"{id_prefix}-{chart.number}", fonts=fonts),
        width=_em(laid_out.width),
        height=_em(laid_out.height),
        columns=tuple(_columns(laid_out)),
        points=f"{POINTS * _MOST_POINTS_HIGH / high:.2f}" if high > _MOST_POINTS_HIGH else "",
    )


def _is_text(mark: Mark) -> bool:
    return isinstance(mark, Label) and mark.role in _SET_AS_TEXT


def _columns(laid_out: Sketch) -> Iterator[Column]:
    """One for the labels of each role and place; of each band of strips, where they lie one under
    the other; and of names of one line apart from those of two, which do not lie on the same lines.
    """
    found: dict[tuple[TextRole, int, int, int], list[Label]] = {}
    bands = _starts_of_bands(laid_out.marks)
    for mark in laid_out.marks:
        if isinstance(mark, Label) and mark.role in _SET_AS_TEXT:
            band = sum(start <= mark.y for start in bands)
            found.setdefault((mark.role, int(mark.x), band, mark.y % PITCH), []).append(mark)
    return (_column(labels) for labels in found.values())


def _starts_of_bands(marks: Iterable[Mark]) -> list[int]:
    return sorted({mark.y for mark in marks if isinstance(mark, PlotArea)})


def _column(labels: list[Label]) -> Column:
    lines: Mapping[int, str] = {label.y: in_xml(label.text) for label in labels}
    first, last = min(lines), max(lines)
    pitch = reduce(gcd, (y - first for y in lines)) or PITCH
    is_end, x = labels[0].role is TextRole.COLUMN, int(labels[0].x)
    return Column(
        left=_em(x - _COLUMN_WIDTH if is_end else x),
        top=_em(first - Decimal(pitch) / 2 - Decimal(_BASE_LINE * LETTERS) / 1000),
        width=_em(_COLUMN_WIDTH) if is_end else "",
        pitch=_em(pitch),
        text="\n".join(lines.get(y, "") for y in range(first, last + 1, pitch)),
        is_end=is_end,
    )


def _em(pixels: int | Decimal) -> str:
    return f"{Decimal(pixels) / LETTERS:.3f}"
