"""Tables and charts of a report as values: what `tables` and `charts` make, and every form of output shows."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.core.results import Average, Figure, Measure, UnitResults
from scoring.core.types import BandSpec


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures. `key` is stable and machine-readable («total_2019», «HTKT_2020»)."""

    key: str
    label: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Row:
    """A unit in a table, `figures` in the order of the columns. No rank: the unit has no final score."""

    rank: int | None
    unit: UnitResults
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One Bảng. `kind` is None where all units stand together; `averages` follow the columns."""

    number: int
    title: str
    kind: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    averages: tuple[Average | None, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Bars of one colour, in the order of the categories; None is not applicable or no data, never 0."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One Biểu đồ. Bars run from 0 to `maximum`."""

    number: int
    title: str
    kind: str | None
    categories: tuple[UnitResults, ...]
    series: tuple[Series, ...]
    maximum: Decimal


@dataclass(frozen=True, slots=True)
class BandList:
    """The units of one kind in one letter group, in rank order; empty groups are kept."""

    kind: str
    kind_name: str
    band: BandSpec
    units: tuple[UnitResults, ...]
