"""The tables of a report as rows of texts for the screen, with two rows of headings where
columns belong together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from reports.frame.addresses import average_url, source_url, unit_url
from reports.frame.values import FigureColumn, Table, UnitFigureRow
from reports.results.pages.order import RANK, UNIT, TableOrder, rows_in_order, sort_url, sorted_as
from reports.results.queries.caveats import APART, caveat_notes
from reports.results.queries.cells import AverageCell, PageFigure, average_cell_of, cell_of
from scoring.core.results import NO_FIGURE, TOTAL, CampaignResults, Figure

_FIXED = ((RANK, "Hạng"), (UNIT, "Đơn vị"))


@dataclass(frozen=True, slots=True)
class TableHeading:
    """A heading over one or more columns. `sort_url` sorts by the column; `sort` is how it is
    sorted now, as `aria-sort` says.

    `is_apart`: its figures must not be set against those of this year, a note below the table says
    why.
    """

    text: str
    span: int = 1
    is_first_of_group: bool = False
    sort_url: str = ""
    sort: str = ""
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class PageTableRow:
    """A unit's row;

    `rank` is empty where the unit has no final score, and `rank_url` leads to what it is a rank of.
    """

    rank: str
    rank_url: str
    code: str
    name: str
    url: str
    cells: tuple[PageFigure, ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """One Bảng. `headings` stand over `columns`, or are empty where every column stands alone;
    `fixed` are rank and unit.

    `short_title` tells it from the others in a contents list.
    """

    number: int
    anchor: str
    title: str
    short_title: str
    headings: tuple[TableHeading, ...]
    fixed: tuple[TableHeading, ...]
    columns: tuple[TableHeading, ...]
    rows: tuple[PageTableRow, ...]
    averages: tuple[AverageCell, ...]
    notes: tuple[str, ...] = ()


def table_shown(
    table: Table, results: CampaignResults, order: TableOrder | None = None
) -> PageTable:
    """The table with its texts and addresses, in the order asked for."""
    headings = _headings(table.columns)
    starts = _group_starts(table.columns) if headings else frozenset()
    return PageTable(
        number=table.number,
        anchor=f"bang-{table.number}",
        title=table.title,
        short_title=short_title("Điểm các nhóm" if headings else "Tổng điểm", table.kind, results),
        headings=headings,
        fixed=tuple(
            _sortable(TableHeading(text), table.number, key, order) for key, text in _FIXED
        ),
        columns=tuple(
            _sortable(_column(column, place, starts), table.number, column.key, order)
            for place, column in enumerate(table.columns)
        ),
        rows=tuple(
            _unit_row(row, table.columns, starts, results) for row in rows_in_order(table, order)
        ),
        averages=_averages(table, starts, results),
        notes=caveat_notes(table.columns),
    )


def short_title(what: str, kind_code: str | None, results: CampaignResults) -> str:
    """«Tổng điểm, đơn vị thuộc Bộ»; without a kind it is about all units."""
    kind = next((kind.name for kind in results.kinds if kind.code == kind_code), "")
    return f"{what}, {kind[:1].lower()}{kind[1:]}" if kind else "Tất cả đơn vị"


def _headings(columns: Sequence[FigureColumn]) -> tuple[TableHeading, ...]:
    if not any(column.heading for column in columns):
        return ()
    return tuple(
        TableHeading(text, len(list(same)), True)
        for text, same in groupby(columns, key=lambda column: column.heading)
    )


def _group_starts(columns: Sequence[FigureColumn]) -> frozenset[int]:
    """The places of the columns that begin a group."""
    before = [None, *(column.heading for column in columns)]
    return frozenset(
        place for place, column in enumerate(columns) if column.heading != before[place]
    )


def _sortable(
    heading: TableHeading, table: int, key: str, order: TableOrder | None
) -> TableHeading:
    return replace(heading, sort_url=sort_url(table, key, order), sort=sorted_as(table, key, order))


def _averages(
    table: Table, starts: frozenset[int], results: CampaignResults
) -> tuple[AverageCell, ...]:
    return tuple(
        average_cell_of(
            mean,
            is_first_of_group=place in starts,
            url=average_url(results.code, column.measure, kind=table.kind),
        )
        for place, (column, mean) in enumerate(zip(table.columns, table.averages, strict=True))
    )


def _column(column: FigureColumn, place: int, starts: frozenset[int]) -> TableHeading:
    """Under a common heading the year is enough."""
    text = str(column.measure[1]) if column.heading else column.label
    return TableHeading(text, 1, place in starts, is_apart=bool(column.caveat))


def _unit_row(
    row: UnitFigureRow,
    columns: Sequence[FigureColumn],
    starts: frozenset[int],
    results: CampaignResults,
) -> PageTableRow:
    cells = (
        _cell_of(
            figure,
            column,
            is_strong=column.measure == (TOTAL, results.year),
            is_first_of_group=place in starts,
            url=source_url(results.code, row.unit.code, column.measure),
        )
        for place, (column, figure) in enumerate(zip(columns, row.figures, strict=True))
    )
    return PageTableRow(
        rank="" if row.rank is None else str(row.rank),
        rank_url=source_url(results.code, row.unit.code, (TOTAL, results.year)),
        code=row.unit.code,
        name=row.unit.short_name,
        url=unit_url(results.code, row.unit.code),
        cells=tuple(cells),
    )


def _cell_of(figure: Figure, column: FigureColumn, **looks: Any) -> PageFigure:
    """A year before in which nothing corresponds has no figure: that is neither a lack of data
    nor a dash.
    """
    cell = cell_of(figure, **looks)
    return (
        replace(cell, text=APART, spoken="không so sánh được")
        if column.caveat and figure == NO_FIGURE
        else cell
    )
