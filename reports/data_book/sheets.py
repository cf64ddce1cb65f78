"""How the sheets of the data workbook look, and how a row of plain values becomes a row of cells.
Knows no figures.

Openpyxl makes the workbook with its styles and settings; the rows are written here, which takes a
fraction of its time.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from html import escape
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins

from ictindex.lib.office_files import settled
from ictindex.lib.sheets import fits_a_cell, looks_computed, sheet_title, stored_text
from ictindex.lib.text import legible

_FACE: Final = "Times New Roman"
_LINE = Side(style="thin", color="B8C2D0")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
TITLE, NOTE, PLAIN, HEAD, BODY, STRONG = (
    "Tên bảng",
    "Ghi chú số liệu",
    "Chữ",
    "Đầu cột",
    "Ô số liệu",
    "Trung bình",
)
_STYLES: Final = {
    TITLE: {"font": Font(name=_FACE, size=14, bold=True, color="0F2747")},
    NOTE: {"font": Font(name=_FACE, size=11, italic=True)},
    PLAIN: {
        "font": Font(name=_FACE, size=11),
        "alignment": Alignment(vertical="top", wrap_text=True),
    },
    HEAD: {
        "font": Font(name=_FACE, size=11, bold=True, color="FFFFFF"),
        "fill": PatternFill("solid", fgColor="0F2747"),
        "alignment": Alignment(vertical="center", horizontal="center", wrap_text=True),
        "border": _BORDER,
    },
    BODY: {
        "font": Font(name=_FACE, size=11),
        "border": _BORDER,
        "alignment": Alignment(vertical="top", wrap_text=True),
    },
    STRONG: {
        "font": Font(name=_FACE, size=11, bold=True),
        "border": _BORDER,
        "alignment": Alignment(vertical="top"),
    },
}
#: Away from the text in the next column.
_NUMBER: Final = Alignment(horizontal="right", vertical="top", indent=1)
#: A cell keeps no more letters.
_LONGEST: Final = 32_767
_CUT: Final = "… (còn nữa)"
#: Heights in points; no office program shows a row of more than 409.
_HEAD_HEIGHT, _LINE_HEIGHT, _MOST_LINES = 48, 15, 27
#: The numbers that office programs know sizes of paper by.
_A3, _A4 = 8, 9
_MARGIN_INCHES: Final = 0.5
_DAY_ZERO: Final = date(1899, 12, 30)
_WHOLE, _PLACES, _DAY, _COMPUTED = "0", "0.00", "dd/mm/yyyy", "@"
#: Rows of more octets than this wait on disk.
_MOST_IN_MEMORY: Final = 1 << 20
_COLUMNS: Final = tuple(get_column_letter(number) for number in range(1, 101))
_NO_ROWS: Final = b"<sheetData></sheetData>"

SheetValue = str | int | Decimal | date | None


class BookWriter:
    """A workbook that is written from the first row of the first sheet to the last, which takes
    little memory.
    """

    def __init__(self, title: str) -> None:
        self._made = Workbook(write_only=True)
        self._made.properties.creator = self._made.properties.lastModifiedBy = "ictindex"
        self._made.properties.title = legible(title)[:250]
        for name, looks in _STYLES.items():
            self._made.add_named_style(NamedStyle(name, **looks))
        self._taken: set[str] = set()
        self._sheets: list[SheetWriter] = []

    def sheet(
        self,
        title: str,
        widths: Sequence[int],
        *,
        frozen: str = "",
        pages_wide: int = 1,
        repeated: str = "",
    ) -> "SheetWriter":
        """`widths` in letters; `frozen`: the first cell that moves when one scrolls.

        `pages_wide`: on how many pages beside each other it is printed, more than one on A3;
        `repeated`: columns that each shows.
        """
        made = self._made.create_sheet(sheet_title(title, self._taken))
        self._taken.add(made.title.casefold())
        for number, width in enumerate(widths, start=1):
            made.column_dimensions[get_column_letter(number)].width = width
        made.freeze_panes = frozen or None
        made.page_setup.orientation, made.page_setup.paperSize = (
            "landscape",
            _A4 if pages_wide == 1 else _A3,
        )
        made.page_setup.fitToWidth, made.page_setup.fitToHeight = pages_wide, 0
        made.sheet_properties.pageSetUpPr.fitToPage = True
        made.page_margins = PageMargins(
            *[_MARGIN_INCHES] * 4, header=_MARGIN_INCHES / 2, footer=_MARGIN_INCHES / 2
        )
        made.print_title_cols = repeated or None
        made.oddFooter.left.text, made.oddFooter.right.text = "&A", "Trang &P/&N"
        self._sheets.append(SheetWriter(made, widths))
        return self._sheets[-1]

    def packed(self, day: date | None) -> bytes:
        """The file, as if it had been made on that day. Nothing can be written afterwards."""
        file = BytesIO()
        self._made.save(file)
        filled = {
            f"xl/worksheets/sheet{number}.xml": sheet.filled
            for number, sheet in enumerate(self._sheets, start=1)
        }
        return settled(file.getvalue(), day, filled=filled)


class SheetWriter:
    """One sheet; rows are written one below the other."""

    def __init__(self, made: Any, widths: Sequence[int]) -> None:
        self._made = made
        self._widths = widths
        self._row = 0
        self._known: dict[tuple[str, str], str] = {}
        self._written: IO[bytes] = SpooledTemporaryFile(_MOST_IN_MEMORY)  # noqa: SIM115 - open until its rows are packed

    def say(self, text: str, style: str = PLAIN) -> None:
        """A line of its own, which may run over the columns beside it."""
        self._write([text], style)

    def skip(self) -> None:
        self._row += 1

    def head(self, labels: Sequence[str], *, is_filtered: bool = False) -> None:
        """Headings of columns, which each printed page repeats; filtered: people may choose
        among what stands below.
        """
        self._write(labels, HEAD, height=_HEAD_HEIGHT)
        self._made.print_title_rows = f"{self._row}:{self._row}"
        if is_filtered:
            self._made.auto_filter.ref = f"A{self._row}:{get_column_letter(len(labels))}{self._row}"

    def add(self, values: Iterable[SheetValue], style: str = BODY) -> None:
        """Numbers as numbers with two places, whole numbers without, days as days, texts as
        texts whatever they begin with.
        """
        row = list(values)
        self._write(row, style, height=self._lines(row) * _LINE_HEIGHT)

    def filled(self, part: bytes) -> Iterator[bytes]:
        """The part of the file for this sheet with its rows."""
        before, _, after = part.partition(_NO_ROWS)
        yield before + b"<sheetData>"
        with self._written as written:
            written.seek(0)
            yield from iter(partial(written.read, _MOST_IN_MEMORY), b"")
        yield b"</sheetData>" + after

    def _lines(self, row: Sequence[SheetValue]) -> int:
        """About how many lines the longest text of a row takes; office programs do not reckon it
        themselves on opening.

        A column holds a fifth more letters than its width says, which is in digits.
        """
        texts = [
            (value, width * 6 // 5)
            for value, width in zip(row, self._widths, strict=False)
            if isinstance(value, str)
        ]
        long = (
            sum(len(line) // width + 1 for line in text.split("\n"))
            for text, width in texts
            if len(text) > width
        )
        return min(max(long, default=1), _MOST_LINES)

    def _write(
        self, values: Iterable[SheetValue], style: str, *, height: int = _LINE_HEIGHT
    ) -> None:
        """What holds nothing is no cell at all: most of a large sheet is empty.

        `height` in points.
        """
        self._row += 1
        shape = f' ht="{height}" customHeight="1"' if height != _LINE_HEIGHT else ""
        cells = (
            self._cell(f"{letters}{self._row}", value, style)
            for letters, value in zip(_COLUMNS, values, strict=False)
            if value is not None and value != ""
        )
        self._written.write(f'<row r="{self._row}"{shape}>{"".join(cells)}</row>'.encode())

    def _cell(self, place: str, value: SheetValue, style: str) -> str:
        match value:
            case str():
                return self._text(place, value, style)
            case date():
                return (
                    f'<c r="{place}" '
                    f's="{self._looks(style, _DAY)}"><v>{(value - _DAY_ZERO).days}</v></c>'
                )
            case Decimal() if not fits_a_cell(value):
                return self._text(place, f"{value:f}".replace(".", ","), style)
            case Decimal():
                return f'<c r="{place}" s="{self._looks(style, _PLACES)}"><v>{value:f}</v></c>'
        return f'<c r="{place}" s="{self._looks(style, _WHOLE)}"><v>{value}</v></c>'

    def _text(self, place: str, text: str, style: str) -> str:
        kept = text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT
        looks = self._looks(style, _COMPUTED if looks_computed(kept) else "")
        return (
            f'<c r="{place}" s="{looks}" t="inlineStr"><is><t '
            f'xml:space="preserve">{escape(stored_text(kept))}</t></is></c>'
        )

    def _looks(self, style: str, kind: str) -> str:
        """The number of these looks in the book, looked up once."""
        if (style, kind) not in self._known:
            cell = WriteOnlyCell(self._made)
            cell.style = style
            if kind == _COMPUTED:
                cell.quotePrefix = True
            elif kind:
                cell.number_format, cell.alignment = kind, _NUMBER
            self._known[style, kind] = str(cell.style_id)
        return self._known[style, kind]
