"""How the workbook looks: fonts, fills, borders, print set-up and protection of its sheets.

Knows no criteria.
"""

from collections.abc import Sequence
from typing import Final

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ictindex.lib.text import legible

_FACE: Final = "Times New Roman"
_LINE = Side(style="thin", color="B8C2D0")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
TOP = Alignment(vertical="top", wrap_text=True)
TOP_CENTRE = Alignment(vertical="top", horizontal="center", wrap_text=True)
TOP_RIGHT = Alignment(vertical="top", horizontal="right", indent=1)
_MIDDLE = Alignment(vertical="center", horizontal="center", wrap_text=True)
_OPEN = Protection(locked=False)

BODY = Font(name=_FACE, size=11)
BOLD = Font(name=_FACE, size=11, bold=True)
QUIET = Font(name=_FACE, size=11, color="475467")
TITLE = Font(name=_FACE, size=15, bold=True, color="0F2747")
_HEAD_FONT = Font(name=_FACE, size=11, bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="0F2747")
_HEADING_FILL = PatternFill("solid", fgColor="E6EBF2")
_INPUT_FILL = PatternFill("solid", fgColor="FFF8DB")
_UNUSED_FILL = PatternFill("solid", fgColor="EEF0F3")

_LINE_HEIGHT: Final = 15
_MOST_HEIGHT: Final = 400


def style_head(cell: Cell) -> None:
    """A heading of a column."""
    cell.font, cell.fill, cell.alignment, cell.border = _HEAD_FONT, _HEAD_FILL, _MIDDLE, _BORDER


def style_heading(cell: Cell, *, is_number: bool = False) -> None:
    """A cell of a main criterion's row."""
    cell.font, cell.fill, cell.border = BOLD, _HEADING_FILL, _BORDER
    cell.alignment = TOP_RIGHT if is_number else TOP


def style_text(cell: Cell) -> None:
    """What is only read."""
    cell.font, cell.alignment, cell.border = BODY, TOP, _BORDER


def style_number(cell: Cell) -> None:
    """A number that is only read."""
    cell.font, cell.alignment, cell.border = BODY, TOP_RIGHT, _BORDER


def style_input(cell: Cell, *, is_text: bool = False) -> None:
    """What is filled in."""
    cell.font, cell.fill, cell.border, cell.protection = BODY, _INPUT_FILL, _BORDER, _OPEN
    cell.alignment = TOP if is_text else TOP_CENTRE


def style_unused(cell: Cell) -> None:
    """A cell that the criterion of its row does not ask for."""
    cell.fill, cell.border = _UNUSED_FILL, _BORDER


def set_widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    """In letters, from the first column."""
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def height_of(texts: Sequence[str], widths: Sequence[int]) -> int:
    """The height of a row, in points, in which each text fits its column: office programs do
    not find it by themselves.
    """
    lines = [_lines(text, width) for text, width in zip(texts, widths, strict=True)]
    return min(_LINE_HEIGHT * max(lines, default=1) + 3, _MOST_HEIGHT)


def _lines(text: str, width: int) -> int:
    """A width counts digits of a wider face: a line takes about a quarter more letters, words
    that are kept whole included.
    """
    return sum(max(1, -(-len(line) * 4 // (width * 5))) for line in text.split("\n"))


def protect(sheet: Worksheet) -> None:
    """Without a password: against slips, not against people.

    Columns and rows may be made wider, sorted and filtered.
    """
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)


def set_print(sheet: Worksheet, *, header_row: int | None = None, footer: str = "") -> None:
    """Landscape A4, one page wide, the header row on every page, «Trang 1/3» at the foot."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.3, 0.3
    if header_row:
        sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.oddFooter.left.text = legible(footer).replace("&", "&&")
    sheet.oddFooter.right.text = "Trang &P/&N"
