"""Tables in another order than that of the ranks, asked for in the address, so that it works
without JavaScript too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar
from urllib.parse import urlencode

from ictindex.lib.numbers import parse_whole
from ictindex.lib.text import fold
from reports.frame.values import Table, UnitFigureRow
from reports.results.queries.tables import tables
from scoring.core.results import CampaignResults

TABLE, COLUMN, DIRECTION = "bang", "cot", "chieu"
UP, DOWN = "tang", "giam"
_MOST_TABLES = 999
RANK, UNIT = "hang", "don-vi"
#: What `aria-sort` says.
WORDS = {UP: "ascending", DOWN: "descending"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TableOrder:
    """One table by one of its columns."""

    table: int
    column: str
    direction: str


def order_asked(query: Mapping[str, str]) -> TableOrder | None:
    """What the address asks for; anything else than a whole request is none."""
    number, column, direction = (
        query.get(TABLE, ""),
        query.get(COLUMN, ""),
        query.get(DIRECTION, ""),
    )
    table = parse_whole(number, most=_MOST_TABLES)
    if table is None or not column or direction not in WORDS:
        return None
    return TableOrder(table, column, direction)


def known_order(results: CampaignResults, order: TableOrder | None) -> TableOrder | None:
    """The order, if there is such a table with such a column; there are no more orders than
    these to keep.
    """
    if order is None:
        return None
    table = next((table for table in tables(results) if table.number == order.table), None)
    is_known = table is not None and order.column in {
        RANK,
        UNIT,
        *(column.key for column in table.columns),
    }
    return order if is_known else None


def sort_url(table: int, column: str, order: TableOrder | None) -> str:
    """Where a press on the heading leads: figures from high to low first, ranks and names from
    the start, then the other way.
    """
    first, other = (UP, DOWN) if column in (RANK, UNIT) else (DOWN, UP)
    direction = other if order == TableOrder(table, column, first) else first
    return f"?{urlencode({TABLE: table, COLUMN: column, DIRECTION: direction})}#bang-{table}"


def sorted_as(table: int, column: str, order: TableOrder | None) -> str:
    """The word of `aria-sort`, empty where the table is not sorted by the column."""
    return (
        WORDS[order.direction] if order and (order.table, order.column) == (table, column) else ""
    )


def rows_in_order(table: Table, order: TableOrder | None) -> tuple[UnitFigureRow, ...]:
    """Rows that are equal stay in the order of the ranks; those without a figure come last,
    whatever the direction.
    """
    value = _value_of(table, order) if order and order.table == table.number else None
    if value is None or order is None:
        return table.rows
    return tuple(in_order(table.rows, value, direction=order.direction))


def in_order(items: "tuple[T, ...]", value: Callable[[T], Any], *, direction: str) -> list[T]:
    """By a value, stable; without one last."""
    known = [item for item in items if value(item) is not None]
    rest = [item for item in items if value(item) is None]
    return sorted(known, key=value, reverse=direction == DOWN) + rest


def _value_of(table: Table, order: TableOrder | None) -> Callable[[UnitFigureRow], Any] | None:
    column = order.column if order else ""
    if column == RANK:
        return lambda row: row.rank
    if column == UNIT:
        return lambda row: fold(row.unit.short_name)
    place = next((place for place, other in enumerate(table.columns) if other.key == column), None)
    return None if place is None else lambda row: _shown(row, place)


def _shown(row: UnitFigureRow, place: int) -> Fraction | None:
    official = row.figures[place].official
    return None if official is None else Fraction(official)
