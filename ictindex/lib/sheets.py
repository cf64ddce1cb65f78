"""Workbooks (.xlsx) from people: read safely into plain cells, and values put into cells so that
none becomes a formula.

What the cells mean is the affair of who reads them. Numbers stay exact: at most 15 digits, as many
as office programs keep.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from ictindex.lib.sheet_package import (
    BROKEN,
    NotAWorkbook,
    Package,
    WorkbookLimits,
    WorkbookRefused,
    too_large,
)
from ictindex.lib.sheet_parts import (
    CellsReader,
    ContentsReader,
    FormatsReader,
    LinksReader,
    PartTooLarge,
    SheetListing,
    StoredCell,
    TextsReader,
    hear,
    unescape,
)
from ictindex.lib.text import legible, one_line

if TYPE_CHECKING:
    from openpyxl.cell import Cell as WrittenCell

__all__ = [
    "Book",
    "CellKind",
    "NotAWorkbook",
    "Sheet",
    "SheetCell",
    "WorkbookLimits",
    "WorkbookRefused",
    "fits_a_cell",
    "looks_computed",
    "place",
    "put_number",
    "put_text",
    "read_book",
    "sheet_title",
    "stored_text",
    "too_large",
]

_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?"
)
_AS_SHOWN: Final = Context(prec=15)
_FARTHEST: Final = 20
_DAY_ZERO, _DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
_ISO_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00:00(?:\.0+)?Z?)?")
_DATE_FORMATS: Final = frozenset(
    str(number) for number in [*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)]
)
_PERCENT_FORMATS: Final = frozenset({"9", "10"})
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]|general', re.IGNORECASE)

_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\n\t]")
_LONGEST_TITLE: Final = 31
#: A text that begins like this is computed by office programs when it is typed in or imported
#: without a type.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class CellKind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TRUTH = "truth"
    ERROR = "error"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that holds something. Numbers are plain text («72.57», a percentage as its part of
    one).

    Days are ISO text, and no text where the cell holds a time of day or no day at all.
    """

    kind: CellKind
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its cells by row and column, both from 1, and its merged areas («B2:C3»)."""

    title: str
    cells: Mapping[tuple[int, int], SheetCell]
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets in order, hidden ones among them."""

    sheets: tuple[Sheet, ...]

    def sheet(self, title: str) -> Sheet | None:
        """By its title, as office programs compare titles."""
        return next(
            (sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold()), None
        )


def read_book(file: BinaryIO, limits: WorkbookLimits | None = None) -> Book:
    """All cells of a workbook.

    Raises WorkbookRefused, before much is read, for what is too large, unsafe or no workbook.
    """
    limits = limits or WorkbookLimits()
    package = Package(file, limits)
    main = _main_part(package, limits)
    contents, links = ContentsReader(limits), LinksReader(limits)
    _hear(contents, package, main, "Danh sách trang của tệp")
    _hear(links, package, _links_of(main), "Danh sách trang của tệp")
    reader = _WorkbookReader(package, limits, main, links.targets, _day_zero(contents))
    return Book(tuple(reader.sheet(listed) for listed in contents.sheets))


def place(row: int, column: int) -> str:
    """(12, 2) → «B12»."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def sheet_title(text: str, taken: set[str] | frozenset[str] = frozenset()) -> str:
    """A title that office programs take: at most 31 characters, none of []:*?/\\, and none that
    is `taken` (case folded).
    """
    clean = (
        one_line(_NOT_IN_TITLES.sub("-", legible(text))).strip("'")[:_LONGEST_TITLE].strip("' ")
        or "Trang"
    )
    if clean.casefold() == "history":  # Excel keeps this one for itself
        clean += "-"
    number, title = 1, clean
    while title.casefold() in taken:
        number += 1
        end = f" ({number})"
        title = clean[: _LONGEST_TITLE - len(end)] + end
    return title


def put_text(cell: "WrittenCell", text: str) -> None:
    """A text that stays a text, whatever it begins with."""
    cell.value = stored_text(text) or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = looks_computed(text)


def put_number(cell: "WrittenCell", number: Decimal, number_format: str = "0.00") -> None:
    """A number as a number, shown in that format; one of more digits than a cell keeps is put
    as a text, to stay exact.
    """
    if not fits_a_cell(number):
        put_text(cell, f"{number:f}".replace(".", ","))
        return
    cell.value = number
    cell.number_format = number_format


def stored_text(text: str) -> str:
    """The text as a cell stores it: what only looks escaped is escaped, and what is not
    clean is left out.
    """
    return _LOOKS_ESCAPED.sub("_x005F_", legible(text))


def looks_computed(text: str) -> bool:
    """Office programs would compute it if it were typed in."""
    return text.startswith(_FORMULA_STARTS)


def fits_a_cell(number: Decimal) -> bool:
    """It has no more digits than a cell keeps."""
    return _AS_SHOWN.create_decimal(number) == number


class _WorkbookReader:
    """Reads sheet after sheet of one workbook; texts and formats are read once."""

    def __init__(
        self,
        package: Package,
        limits: WorkbookLimits,
        main: str,
        links: Mapping[str, str],
        day_zero: date,
    ) -> None:
        self.package, self.limits, self.main, self.links, self.day_zero = (
            package,
            limits,
            main,
            links,
            day_zero,
        )
        texts, formats = TextsReader(limits), FormatsReader(limits)
        for part, name in ((texts, "sharedStrings.xml"), (formats, "styles.xml")):
            path = self._beside(name)
            if path in package:
                _hear(part, package, path, "Bảng chữ hoặc bảng định dạng của tệp")
        self.texts, self.formats = texts.texts, formats.of_styles

    def sheet(self, listed: SheetListing) -> Sheet:
        part = CellsReader(self.limits)
        _hear(
            part,
            self.package,
            self._beside(self.links.get(listed.link, "")),
            f"Trang «{listed.title[:40]}»",
        )
        cells = {(raw.row, raw.column): self._cell(raw) for raw in part.cells}
        return Sheet(unescape(listed.title), cells, tuple(part.merged))

    def _beside(self, target: str) -> str:
        """The full path of what the workbook part names: from its own folder, or from the root."""
        return posixpath.normpath(posixpath.join("/", posixpath.dirname(self.main), target)).lstrip(
            "/"
        )

    def _cell(self, raw: StoredCell) -> SheetCell:
        if raw.is_formula:
            return SheetCell(CellKind.FORMULA, "")
        match raw.kind:
            case "s" | "str" | "inlineStr":
                return SheetCell(
                    CellKind.TEXT, unescape(self._shared(raw.text) if raw.kind == "s" else raw.text)
                )
            case "b":
                return SheetCell(CellKind.TRUTH, raw.text)
            case "d":
                return _iso_day(raw.text)
            case "n":
                return self._number(raw)
            case _:
                return SheetCell(CellKind.ERROR, raw.text[:40])

    def _shared(self, number: str) -> str:
        if not (
            number.isascii()
            and number.isdigit()
            and len(number) < 8
            and int(number) < len(self.texts)
        ):
            raise NotAWorkbook(BROKEN)
        return self.texts[int(number)]

    def _number(self, raw: StoredCell) -> SheetCell:
        number = _exact(raw.text.strip())
        if number is None:
            return SheetCell(CellKind.ERROR, raw.text.strip()[:40])
        code = self.formats[raw.style] if raw.style < len(self.formats) else ""
        if _is_date(code):
            return _day(number, self.day_zero)
        return SheetCell(CellKind.PERCENT if _is_percent(code) else CellKind.NUMBER, f"{number:f}")


def _hear(part: Any, package: Package, path: str, called: str) -> None:
    try:
        hear(part, package.pieces(path))
    except PartTooLarge as problem:
        raise WorkbookRefused(
            f"{called} có nhiều dòng, nhiều cột hoặc nhiều chữ hơn mức cho phép. Xóa phần thêm "
            "vào, hoặc tải lại tệp của đơn vị "
            "rồi nhập vào tệp đó."
        ) from problem


def _main_part(package: Package, limits: WorkbookLimits) -> str:
    links = LinksReader(limits)
    _hear(links, package, "_rels/.rels", "Danh sách thành phần của tệp")
    if not links.main:
        raise NotAWorkbook(BROKEN)
    return posixpath.normpath(posixpath.join("/", links.main)).lstrip("/")


def _links_of(path: str) -> str:
    return posixpath.join(posixpath.dirname(path), "_rels", f"{posixpath.basename(path)}.rels")


def _day_zero(contents: ContentsReader) -> date:
    return _DAY_ZERO_1904 if contents.counts_from_1904 else _DAY_ZERO


def _exact(text: str) -> Decimal | None:
    """The number that the office program shows: what it stores as 72.569999999999993 is 72.57.

    None for what is no number.
    """
    if not _NUMBER.fullmatch(text):
        return None
    try:
        number = _AS_SHOWN.create_decimal(text)
    except InvalidOperation:
        return None
    if number and abs(number.adjusted()) > _FARTHEST:
        return None
    return number.normalize(_AS_SHOWN) if number else Decimal(0)


def _day(number: Decimal, day_zero: date) -> SheetCell:
    if not 0 < number <= (date.max - day_zero).days or number != int(number):
        return SheetCell(CellKind.DATE, "")
    return SheetCell(CellKind.DATE, (day_zero + timedelta(days=int(number))).isoformat())


def _iso_day(text: str) -> SheetCell:
    match = _ISO_DAY.fullmatch(text)
    return SheetCell(CellKind.DATE, match[1] if match else "")


def _is_date(code: str) -> bool:
    return code in _DATE_FORMATS or (
        not code.isdigit() and bool(re.search("[dmyhs]", _NOT_FORMAT.sub("", code.lower())))
    )


def _is_percent(code: str) -> bool:
    return code in _PERCENT_FORMATS or "%" in _NOT_FORMAT.sub("", code)
