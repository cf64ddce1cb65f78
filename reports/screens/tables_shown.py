"""The tables of a report as rows of texts for the screen, with two rows of headings where columns belong together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from reports.screens.cells import AverageCell, Cell, average_cell_of, cell_of
from reports.values import Column, Row, Table
from scoring.core.results import TOTAL, CampaignResults


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading over one or more columns."""

    text: str
    span: int = 1
    is_first_of_group: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A unit's row; `rank` is empty where the unit has no final score."""

    rank: str
    code: str
    name: str
    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TableShown:
    """One Bảng. `headings` stand over `columns`, or are empty where every column stands alone.

    `short_title` tells it from the others in a contents list.
    """

    number: int
    anchor: str
    title: str
    short_title: str
    headings: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    averages: tuple[AverageCell, ...]


def table_shown(table: Table, results: CampaignResults) -> TableShown:
    """The table with its texts and addresses."""
    headings = _headings(table.columns)
    starts = _group_starts(table.columns) if headings else frozenset()
    return TableShown(
        number=table.number,
        anchor=f"bang-{table.number}",
        title=table.title,
        short_title=short_title("Điểm các nhóm" if headings else "Tổng điểm", table.kind, results),
        headings=headings,
        columns=tuple(_column(column, place, starts) for place, column in enumerate(table.columns)),
        rows=tuple(_row(row, table.columns, starts, results) for row in table.rows),
        averages=tuple(average_cell_of(mean, is_first_of_group=place in starts) for place, mean in enumerate(table.averages)),
    )


def unit_url(campaign_code: str, unit_code: str) -> str:
    return reverse("unit_result", args=[campaign_code, unit_code])


def short_title(what: str, kind_code: str | None, results: CampaignResults) -> str:
    """«Tổng điểm, đơn vị thuộc Bộ»; without a kind it is about all units."""
    kind = next((kind.name for kind in results.kinds if kind.code == kind_code), "")
    return f"{what}, {kind[:1].lower()}{kind[1:]}" if kind else "Tất cả đơn vị"


def _headings(columns: Sequence[Column]) -> tuple[Heading, ...]:
    if not any(column.heading for column in columns):
        return ()
    return tuple(Heading(text, len(list(same)), True) for text, same in groupby(columns, key=lambda column: column.heading))


def _group_starts(columns: Sequence[Column]) -> frozenset[int]:
    """The places of the columns that begin a group."""
    before = [None, *(column.heading for column in columns)]
    return frozenset(place for place, column in enumerate(columns) if column.heading != before[place])


def _column(column: Column, place: int, starts: frozenset[int]) -> Heading:
    """Under a common heading the year is enough."""
    return Heading(str(column.measure[1]) if column.heading else column.label, 1, place in starts)


def _row(row: Row, columns: Sequence[Column], starts: frozenset[int], results: CampaignResults) -> TableRow:
    cells = (
        cell_of(figure, is_strong=column.measure == (TOTAL, results.year), is_first_of_group=place in starts)
        for place, (column, figure) in enumerate(zip(columns, row.figures, strict=True))
    )
    return TableRow(
        rank="" if row.rank is None else str(row.rank),
        code=row.unit.code,
        name=row.unit.short_name,
        url=unit_url(results.code, row.unit.code),
        cells=tuple(cells),
    )
