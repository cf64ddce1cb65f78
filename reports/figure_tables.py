"""Bảng as the print sets them: every figure as text, marks and their notes, widths of columns."""

from collections.abc import Iterable
from itertools import groupby

from ictindex.lib.numbers import show
from reports.blocks import FigureCell, FigureRow, FigureTable
from reports.phrases import MARK, marked
from reports.values import Column, Table
from scoring.core.results import Average, Figure, UnitResults

#: More figures than this in a row need the long side of the paper.
UPRIGHT_COLUMNS = 8
_NO_DATA = "…"
_DASH = "–"


def print_table(table: Table) -> FigureTable:
    """Set one Bảng."""
    count = len(table.columns)
    name_width = 46 if count <= 4 else 24 if count <= UPRIGHT_COLUMNS else 18
    return FigureTable(
        number=table.number,
        title=table.title,
        anchor=f"bang-{table.number}",
        is_wide=count > UPRIGHT_COLUMNS,
        size=_letter_size(count),
        widths=_widths(count, name_width),
        headings=_headings(table.columns),
        labels=tuple(_label(column) for column in table.columns),
        rows=tuple(
            FigureRow("" if row.rank is None else str(row.rank), _unit_name(table, row.unit), tuple(map(_cell, row.figures)))
            for row in table.rows
        ),
        averages=tuple(_average_cell(average) for average in table.averages),
        notes=_notes(table),
    )


def _unit_name(table: Table, unit: UnitResults) -> str:
    return unit.name if len(table.columns) <= 4 else unit.short_name


def _letter_size(count: int) -> str:
    return "roomy" if count <= 4 else "close" if count <= 14 else "tight"


def _widths(count: int, name_width: int) -> tuple[str, ...]:
    """Rank, name and figures, in percent of the table."""
    rank_width = 8 if count <= UPRIGHT_COLUMNS else 5
    each = (100 - rank_width - name_width) / count if count else 0
    return (f"{rank_width}%", f"{name_width}%", *(f"{each:.3f}%" for _ in range(count)))


def _headings(columns: Iterable[Column]) -> tuple[tuple[str, int], ...]:
    """Neighbours under one heading; none where no column has one."""
    found = tuple((heading, len(list(members))) for heading, members in groupby(columns, key=lambda column: column.heading))
    return found if any(heading for heading, _ in found) else ()


def _label(column: Column) -> str:
    return str(column.measure[1]) if column.heading else column.label


def _cell(figure: Figure) -> FigureCell:
    if figure.official is None and figure.applies:
        return FigureCell(_NO_DATA)
    return FigureCell(marked(figure), f"[{show(figure.recomputed)}]" if figure.differs else "")


def _average_cell(average: Average | None) -> FigureCell:
    return FigureCell("") if average is None else _cell(average.figure)


def _notes(table: Table) -> tuple[str, ...]:
    figures = [figure for row in table.rows for figure in row.figures]
    averages = [average.figure for average in table.averages if average is not None]
    notes = (
        ("Trong cùng một hạng, các đơn vị xếp theo thứ tự chính thức.", _has_ties(table)),
        (f"{MARK} Số đã công bố, được giữ nguyên; số trong ngoặc vuông là số tính lại theo quy tắc (xem Phụ lục).",
         any(figure.differs for figure in (*figures, *averages))),
        (f"{_DASH} Không áp dụng; khác với 0,00 là có áp dụng và đạt 0 điểm.", any(not figure.applies for figure in figures)),
        (f"{_NO_DATA} Chưa có số liệu.", any(figure.official is None and figure.applies for figure in figures)),
    )  # fmt: skip
    return tuple(text for text, is_needed in notes if is_needed)


def _has_ties(table: Table) -> bool:
    ranks = [row.rank for row in table.rows if row.rank is not None]
    return len(set(ranks)) < len(ranks)
