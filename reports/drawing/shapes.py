"""What a chart of horizontal bars is made of: bars, labels, strips, and the plan of places."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reports.frame.values import Series


class Layout(StrEnum):
    """For a screen as wide as a hand, or wider: names stand above their bars, or beside them.

    For paper: full names, and values in columns before their bars, so that both are texts of evenly
    spaced lines.
    """

    WIDE = "wide"
    NARROW = "narrow"
    PAPER = "paper"


class TextRole(StrEnum):
    """What a piece of text says."""

    CAPTION = "caption"
    NAME = "name"
    HEADING = "heading"
    TAG = "tag"
    VALUE = "value"
    COLUMN = "column"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Label:
    """Text;

    `x` is its start (a tick's: its middle; of a value in a column: its end), `y` its base line.
    """

    role: TextRole
    x: int | Decimal
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar; `tone` 0 is the darkest. None of no length is made."""

    x: int
    y: int
    width: Decimal
    height: int
    tone: int


@dataclass(frozen=True, slots=True)
class PlotArea:
    """The ground from 0 to the maximum that a column of bars lies on, with a line at each tick."""

    x: int
    y: int
    width: int
    height: int
    ticks: tuple[Decimal, ...]


Mark = Label | Bar | PlotArea


@dataclass(frozen=True, slots=True)
class BarArea:
    """The stretch that belongs to one bar, long or not: its unit and series by their place in
    the chart.
    """

    unit: int
    series: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """A chart laid out."""

    width: int
    height: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A column of bars on one ground: `series` from the top bar of each unit to the lowest.

    `tags_x`: the name of the series stands there before each of its bars. `values_x`: the values
    end there, before their bars.
    """

    series: tuple[Series, ...]
    x: int
    width: int
    tags_x: int | None = None
    values_x: int | None = None


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """The grid of a chart. `above` lines of each unit are its name's alone; its first bar lies
    `lead` below them.

    `bands` of strips lie one under the other.
    """

    width: int
    pitch: int
    thickness: int
    names: tuple[tuple[str, ...], ...]
    above: int
    lines: int
    lead: int
    gap: int
    bands: tuple[tuple[Strip, ...], ...]

    @property
    def row_height(self) -> int:
        return (self.above + self.lines) * self.pitch + self.gap

    @property
    def field_height(self) -> int:
        return len(self.names) * self.row_height
