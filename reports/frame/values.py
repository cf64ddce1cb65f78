"""Tables and charts of a report as values: what `tables` and `charts` make, and every form of
output shows.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from scoring.core.results import Average, Figure, Measure, UnitResults
from scoring.core.types import BandSpec


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of figures. `key` is stable and machine-readable («total_2019», «HTKT_2020»).

    Neighbours with the same `heading` (a group's name) stand under it together; empty: the column
    stands alone. `caveat`: why its figures, of the year before, must not be set against those of
    this year.
    """

    key: str
    label: str
    measure: Measure
    heading: str = ""
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class UnitFigureRow:
    """A unit in a table, `figures` in the order of the columns.

    No rank: the unit has no final score.
    """

    rank: int | None
    unit: UnitResults
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One Bảng. `kind` is None where all units stand together; `averages` follow the columns."""

    number: int
    title: str
    kind: str | None
    columns: tuple[FigureColumn, ...]
    rows: tuple[UnitFigureRow, ...]
    averages: tuple[Average | None, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Bars of one colour, in the order of the categories; None is not applicable or no data, never
    0.

    `maximum`: its bars run to that instead of the chart's maximum. `measure`: what they show, of
    their year.
    """

    name: str
    values: tuple[Decimal | None, ...]
    maximum: Decimal | None = None
    measure: Measure | None = field(default=None, compare=False)


class ChartForm(StrEnum):
    """What the series of a chart are."""

    YEARS = "years"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class Chart:
    """One Biểu đồ.

    Bars run from 0 to `maximum`. `note`: why the year before is not there, or is there in shares.
    """

    number: int
    title: str
    kind: str | None
    categories: tuple[UnitResults, ...]
    series: tuple[Series, ...]
    maximum: Decimal
    form: ChartForm = ChartForm.YEARS
    note: str = ""


@dataclass(frozen=True, slots=True)
class BandList:
    """The units of one kind in one letter group, in rank order; empty groups are kept."""

    kind: str
    kind_name: str
    band: BandSpec
    units: tuple[UnitResults, ...]


@dataclass(frozen=True, slots=True)
class AverageSplit:
    """The units of one kind above, exactly at and below the official average of one measure,
    each from high to low.
    """

    kind: str
    kind_name: str
    measure: Measure
    measure_name: str
    average: Average
    above: tuple[UnitResults, ...]
    at_average: tuple[UnitResults, ...]
    below: tuple[UnitResults, ...]
