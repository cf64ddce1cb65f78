"""Bảng as the print sets them: every figure as text, marks and their notes, widths of columns."""

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from ictindex.lib.numbers import show
from reports.frame.phrases import MARK, marked
from reports.frame.values import FigureColumn, Table, UnitFigureRow
from reports.layout.blocks import FigureCell, FigureRow, FigureTable
from reports.results.queries.caveats import APART, caveat_notes, marked_label
from scoring.core.results import Average, Figure, UnitResults

#: More figures than this in a row need the long side of the paper.
UPRIGHT_COLUMNS = 8
#: More than this not even the long side can hold.
_COLUMNS_ACROSS = 20
#: Letters of a name that takes three lines.
_LONGEST_NAME = 110
_NO_DATA = "…"
_DASH = "–"


def print_table(table: Table) -> tuple[FigureTable, ...]:
    """Set one Bảng; where even the long side is too short, in several tables of whole groups of
    columns.
    """
    parts = _parts(table.columns)
    return tuple(_print_part(table, part, is_first=part is parts[0]) for part in parts)


def _print_part(table: Table, part: slice, *, is_first: bool) -> FigureTable:
    columns = table.columns[part]
    count = len(columns)
    return FigureTable(
        number=table.number,
        title=table.title if is_first else f"{table.title} (tiếp theo)",
        anchor=f"bang-{table.number}" if is_first else "",
        is_wide=len(table.columns) > UPRIGHT_COLUMNS,
        size="roomy" if count <= 3 else "close" if count <= 14 else "tight",
        widths=_widths(count),
        headings=_headings(columns),
        labels=tuple(_label(column) for column in columns),
        rows=tuple(_figure_row(table, row, part) for row in table.rows),
        averages=tuple(map(_average_cell, table.averages[part], columns)),
        notes=_notes(table, part),
    )


def _parts(columns: Sequence[FigureColumn]) -> list[slice]:
    """Runs of columns that fit the long side, never parting those under one heading."""
    starts, end = [0], 0
    for _, span in _spans(columns):
        if end > starts[-1] and end + span - starts[-1] > _COLUMNS_ACROSS:
            starts.append(end)
        end += span
    return [slice(*bounds) for bounds in pairwise([*starts, end])]


def _figure_row(table: Table, row: UnitFigureRow, part: slice) -> FigureRow:
    rank = "" if row.rank is None else str(row.rank)
    cells = (
        _cell(figure, column)
        for figure, column in zip(row.figures[part], table.columns[part], strict=True)
    )
    return FigureRow(rank, _unit_name(table, row.unit), tuple(cells))


def _unit_name(table: Table, unit: UnitResults) -> str:
    """A full name that would take more than a few lines makes way for the short one."""
    return (
        unit.name
        if len(table.columns) <= 4 and len(unit.name) <= _LONGEST_NAME
        else unit.short_name or unit.name
    )


def _widths(count: int) -> tuple[str, ...]:
    """Rank, name and figures, in percent of the table."""
    rank_width = 8 if count <= UPRIGHT_COLUMNS else 5
    name_width = 46 if count <= 3 else 38 if count == 4 else 24 if count <= UPRIGHT_COLUMNS else 18
    each = (100 - rank_width - name_width) / count if count else 0
    return (f"{rank_width}%", f"{name_width}%", *(f"{each:.3f}%" for _ in range(count)))


def _spans(columns: Iterable[FigureColumn]) -> list[tuple[str, int]]:
    """Headings with the number of neighbours under each; a column without one stands for itself."""
    runs = groupby(enumerate(columns), key=lambda item: item[1].heading or item[0])
    return [
        (heading if isinstance(heading, str) else "", len(list(members)))
        for heading, members in runs
    ]


def _headings(columns: Sequence[FigureColumn]) -> tuple[tuple[str, int], ...]:
    """None where no column has one."""
    return tuple(_spans(columns)) if any(column.heading for column in columns) else ()


def _label(column: FigureColumn) -> str:
    return marked_label(str(column.measure[1]) if column.heading else column.label, column)


def _cell(figure: Figure, column: FigureColumn) -> FigureCell:
    if figure.official is None and figure.applies:
        return FigureCell(APART if column.caveat else _NO_DATA)
    return FigureCell(marked(figure), f"[{show(figure.recomputed)}]" if figure.differs else "")


def _average_cell(average: Average | None, column: FigureColumn) -> FigureCell:
    return FigureCell("") if average is None else _cell(average.figure, column)


def _notes(table: Table, part: slice) -> tuple[str, ...]:
    figures = [figure for row in table.rows for figure in row.figures[part]]
    averages = [average.figure for average in table.averages[part] if average is not None]
    notes = (
        ("Trong cùng một hạng, các đơn vị xếp theo thứ tự chính thức.", _has_ties(table)),
        (
            (
                f"{MARK} Số đã công bố, được giữ nguyên; số trong ngoặc vuông là số tính lại theo "
                "quy tắc (xem Phụ lục)."
            ),
            any(figure.differs for figure in (*figures, *averages)),
        ),
        (
            f"{_DASH} Không áp dụng; khác với 0,00 là có áp dụng và đạt 0 điểm.",
            any(not figure.applies for figure in figures),
        ),
        (f"{_NO_DATA} Chưa có số liệu.", _lacks_figures(table, part)),
    )
    caveats = (f"{APART} {note}" for note in caveat_notes(table.columns[part]))
    return (*(text for text, is_needed in notes if is_needed), *caveats)


def _lacks_figures(table: Table, part: slice) -> bool:
    return any(
        figure.official is None and figure.applies and not column.caveat
        for row in table.rows
        for figure, column in zip(row.figures[part], table.columns[part], strict=True)
    )


def _has_ties(table: Table) -> bool:
    ranks = [row.rank for row in table.rows if row.rank is not None]
    return len(set(ranks)) < len(ranks)
