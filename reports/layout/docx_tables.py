"""Tables of words and of figures as parts of a Word file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reports.layout.blocks import FigureCell, FigureRow, FigureTable, Grid
from reports.layout.docx_parts import DocxCell, DocxRun, table

_RANK, _UNIT, _AVERAGE = "Hạng", "Đơn vị", "Trung bình"


@dataclass(frozen=True, slots=True)
class _TableStyle:
    """The styles of a table of figures, and the room beside its letters in twentieths of a
    point.
    """

    head: str
    name: str
    figure: str
    margin: int


_LOOKS: Final = {
    "roomy": _TableStyle("ictCellHead", "ictCell", "ictCellMid", 70),
    "close": _TableStyle("ictCloseHead", "ictCloseName", "ictClose", 25),
    "tight": _TableStyle("ictSmallHead", "ictSmallName", "ictSmall", 15),
}


def grid_table(block: Grid, width_mm: int) -> str:
    head = [[DocxCell((DocxRun(text),), "ictCellHead") for text in block.head]]
    rows = [
        [DocxCell((DocxRun(text),), "ictCellMid" if mid else "ictCell") for text, mid in row]
        for row in block.cells
    ]
    widths = [width_mm * width / 100 for width in block.widths]
    return table(widths, head, rows, told=block.name)


def figure_table(block: FigureTable, width_mm: int) -> str:
    looks = _LOOKS[block.size]
    widths = [width_mm * float(width.rstrip("%")) / 100 for width in block.widths]
    head = list(_figure_head(block, looks.head))
    rows = [_figure_row(row, looks) for row in block.rows]
    rows.append(_figure_row(FigureRow("", _AVERAGE, block.averages), looks, is_bold=True))
    return table(
        widths, head, rows, told=caption_of(block), margin=looks.margin, is_whole=block.fits_page
    )


def caption_of(block: FigureTable) -> str:
    return f"Bảng {block.number}. {block.title}"


def _figure_head(block: FigureTable, style: str) -> Iterator[list[DocxCell]]:
    labels = [DocxCell((DocxRun(label),), style) for label in block.labels]
    if not block.headings:
        yield [DocxCell((DocxRun(_RANK),), style), DocxCell((DocxRun(_UNIT),), style), *labels]
        return
    over = [DocxCell((DocxRun(text),), style, across=span) for text, span in block.headings]
    yield [DocxCell((DocxRun(text),), style, is_top=True) for text in (_RANK, _UNIT)] + over
    yield [DocxCell((), style, is_under=True) for _ in range(2)] + labels


def _figure_row(row: FigureRow, looks: _TableStyle, *, is_bold: bool = False) -> list[DocxCell]:
    return [
        DocxCell((DocxRun(row.rank, is_bold=is_bold),), looks.figure),
        DocxCell((DocxRun(row.name, is_bold=is_bold),), looks.name),
        *(DocxCell(tuple(_figure(cell, is_bold=is_bold)), looks.figure) for cell in row.cells),
    ]


def _figure(cell: FigureCell, *, is_bold: bool) -> Iterator[DocxRun]:
    yield DocxRun(cell.text, is_bold=is_bold)
    if cell.beside:
        yield DocxRun(cell.beside, is_italic=True)
