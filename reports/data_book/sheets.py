"""How the sheets of the data workbook look, and how a row of plain values becomes a row of cells. Knows no figures."""

from collections.abc import Iterable, Sequence
from copy import copy
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter

from ictindex.lib.sheets import put_number, put_text, sheet_title, writable

_FACE: Final = "Times New Roman"
_LINE = Side(style="thin", color="B8C2D0")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
TITLE, NOTE, PLAIN, HEAD, BODY, STRONG = "Tên bảng", "Ghi chú số liệu", "Chữ", "Đầu cột", "Ô số liệu", "Trung bình"
_STYLES: Final = {
    TITLE: {"font": Font(name=_FACE, size=14, bold=True, color="0F2747")},
    NOTE: {"font": Font(name=_FACE, size=11, italic=True)},
    PLAIN: {"font": Font(name=_FACE, size=11), "alignment": Alignment(vertical="top", wrap_text=True)},
    HEAD: {
        "font": Font(name=_FACE, size=11, bold=True, color="FFFFFF"),
        "fill": PatternFill("solid", fgColor="0F2747"),
        "alignment": Alignment(vertical="center", horizontal="center", wrap_text=True),
        "border": _BORDER,
    },
    BODY: {"font": Font(name=_FACE, size=11), "border": _BORDER},
    STRONG: {"font": Font(name=_FACE, size=11, bold=True), "border": _BORDER},
}
#: A cell keeps no more letters.
_LONGEST: Final = 32_767
_CUT: Final = "… (còn nữa)"
_HEAD_HEIGHT: Final = 48
#: The number that office programs know the size of paper by.
_A4: Final = 9

Value = str | int | Decimal | None


class Book:
    """A workbook that is written from the first row of the first sheet to the last, which takes little memory."""

    def __init__(self, title: str) -> None:
        self.made = Workbook(write_only=True)
        self.made.properties.creator = self.made.properties.lastModifiedBy = "ictindex"
        self.made.properties.title = writable(title)[:250]
        for name, looks in _STYLES.items():
            self.made.add_named_style(NamedStyle(name, **looks))
        self._taken: set[str] = set()

    def sheet(self, title: str, widths: Sequence[int], *, frozen: str = "") -> "Sheet":
        """`widths` in letters; `frozen`: the first cell that moves when one scrolls."""
        made = self.made.create_sheet(sheet_title(title, self._taken))
        self._taken.add(made.title.casefold())
        for number, width in enumerate(widths, start=1):
            made.column_dimensions[get_column_letter(number)].width = width
        made.freeze_panes = frozen or None
        made.page_setup.orientation, made.page_setup.paperSize = "landscape", _A4
        made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
        made.sheet_properties.pageSetUpPr.fitToPage = True
        made.oddFooter.right.text = "Trang &P/&N"
        return Sheet(made)


class Sheet:
    """One sheet; rows are written one below the other."""

    def __init__(self, made: Any) -> None:
        self.made = made
        self.row = 0
        self._known: dict[tuple[str, str], Any] = {}

    def say(self, text: str, style: str = PLAIN) -> None:
        self._write([text], style)

    def skip(self) -> None:
        self.made.append([])
        self.row += 1

    def head(self, labels: Sequence[str], *, is_filtered: bool = False) -> None:
        """Headings of columns; filtered: people may choose among what stands below."""
        self.made.row_dimensions[self.row + 1].height = _HEAD_HEIGHT
        self._write(labels, HEAD)
        if is_filtered:
            self.made.auto_filter.ref = f"A{self.row}:{get_column_letter(len(labels))}{self.row}"

    def add(self, values: Iterable[Value], style: str = BODY) -> None:
        """Numbers as numbers with two places, whole numbers without, texts as texts whatever they begin with."""
        self._write(values, style)

    def _write(self, values: Iterable[Value], style: str) -> None:
        self.made.append([self._cell(value, style) for value in values])
        self.row += 1

    def _cell(self, value: Value, style: str) -> Any:
        """What holds nothing is no cell at all: most of a large sheet is empty."""
        if value is None or value == "":
            return None
        cell = WriteOnlyCell(self.made)
        if isinstance(value, str):
            cell._style = copy(self._looks(style, ""))
            put_text(cell, value if len(value) <= _LONGEST else value[: _LONGEST - len(_CUT)] + _CUT)
            return cell
        places = "0.00" if isinstance(value, Decimal) else "0"
        cell._style = copy(self._looks(style, places))
        put_number(cell, Decimal(value), places)
        return cell

    def _looks(self, style: str, places: str) -> Any:
        """Looked up once: openpyxl compares all looks of the book for each cell that is given one by name."""
        if (style, places) not in self._known:
            cell = WriteOnlyCell(self.made)
            cell.style = style
            if places:
                cell.number_format = places
            self._known[style, places] = cell._style
        return self._known[style, places]
