"""The XML parts of a workbook, read piece by piece: its list of sheets, its texts, its number
formats and the cells of one sheet.

Nothing is built but what is asked for, and no part may define entities. Meaning is given to the
cells in `sheets`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from xml.sax import ContentHandler, SAXException

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from ictindex.lib.sheet_package import BROKEN, NotAWorkbook, WorkbookLimits, WorkbookRefused
from ictindex.lib.text import clean_letters

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FIRST_OWN_FORMAT: Final = 164
#: Elements within elements; real parts have about ten.
_DEEPEST: Final = 100
_MAIN_PART: Final = "officeDocument"


class PartTooLarge(Exception):
    """A part holds more than its limit; whoever knows the name of the part says so."""


@dataclass(frozen=True, slots=True)
class StoredCell:
    """One cell as it is stored.

    `kind` is as in the file («n», «s», «str», «inlineStr», «b», «e», «d»), `style` a number.
    """

    row: int
    column: int
    kind: str
    text: str
    style: int
    is_formula: bool


class PartReader(ContentHandler):
    """Hears one part.

    Names come without their prefix; character data is kept only while a handler asks for it.
    """

    def __init__(self, limits: WorkbookLimits) -> None:
        super().__init__()
        self.limits = limits
        self._text: list[str] | None = None
        self._length = self._depth = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the name that the parser calls
        self._depth += 1
        if self._depth > _DEEPEST:
            raise PartTooLarge
        self.open(
            name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attrs.items()}
        )

    def endElement(self, name: str) -> None:  # noqa: N802 - the name that the parser calls
        self._depth -= 1
        self.close(name.rpartition(":")[2])

    def characters(self, content: str) -> None:
        if self._text is None:
            return
        self._length += len(content)
        if self._length > self.limits.text:
            raise PartTooLarge
        self._text.append(content)

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def close(self, name: str) -> None:
        """An element ends."""

    def listen(self) -> None:
        """Keep what is said until `heard`; what was kept before is kept on."""
        if self._text is None:
            self._text, self._length = [], 0

    def heard(self) -> str:
        text = "".join(self._text or ())
        self._text = None
        return text


def hear(part: PartReader, pieces: Iterable[bytes]) -> None:
    """Raises NotAWorkbook for a broken part, PartTooLarge for one beyond its limits."""
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(part)
    try:
        for piece in pieces:
            parser.feed(piece)
        parser.close()
    except (SAXException, DefusedXmlException, ValueError, LookupError) as problem:
        raise NotAWorkbook(BROKEN) from problem


class LinksReader(PartReader):
    """The parts that a part points to, by the identifier it uses for them;

    `main` is the workbook among those of the package.
    """

    def __init__(self, limits: WorkbookLimits) -> None:
        super().__init__(limits)
        self.targets: dict[str, str] = {}
        self.main = ""

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
        if attributes.get("Type", "").endswith(f"/{_MAIN_PART}"):
            self.main = attributes.get("Target", "")


@dataclass(frozen=True, slots=True)
class SheetListing:
    """A sheet in the list of the workbook: title, state and the identifier of its part."""

    title: str
    state: str
    link: str


class ContentsReader(PartReader):
    """The sheets in order, and from which day dates are counted."""

    def __init__(self, limits: WorkbookLimits) -> None:
        super().__init__(limits)
        self.sheets: list[SheetListing] = []
        self.counts_from_1904 = False

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904", "") in ("1", "true")
        if name == "sheet":
            self.sheets.append(
                SheetListing(
                    attributes.get("name", ""),
                    attributes.get("state", "visible"),
                    attributes.get("id", ""),
                )
            )
            if len(self.sheets) > self.limits.sheets:
                raise WorkbookRefused(
                    f"Tệp có hơn {self.limits.sheets} trang tính. Tải lại tệp của đơn vị rồi nhập "
                    "vào tệp đó."
                )


class TextsReader(PartReader):
    """The texts that cells share, by number.

    Pronunciations, which East Asian editions add, are no part of them.
    """

    def __init__(self, limits: WorkbookLimits) -> None:
        super().__init__(limits)
        self.texts: list[str] = []
        self._runs: list[str] = []
        self._is_phonetic = False
        self._total = 0

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "si":
            self._runs = []
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "t" and not self._is_phonetic:
            self.listen()

    def close(self, name: str) -> None:
        if name == "rPh":
            self._is_phonetic = False
        elif name == "t" and not self._is_phonetic:
            self._runs.append(self.heard())
        elif name == "si":
            self._keep("".join(self._runs))

    def _keep(self, text: str) -> None:
        self._total += len(text)
        if len(self.texts) >= self.limits.cells or self._total > self.limits.unpacked_bytes // 2:
            raise PartTooLarge
        self.texts.append(text)


class FormatsReader(PartReader):
    """The number format of each style of cells: its code, or for built-in ones its number as
    text.
    """

    def __init__(self, limits: WorkbookLimits) -> None:
        super().__init__(limits)
        self.of_styles: list[str] = []
        self._codes: dict[str, str] = {}
        self._is_inside = False

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]
        elif name == "cellXfs":
            self._is_inside = True
        elif name == "xf" and self._is_inside:
            number = attributes.get("numFmtId", "0")
            self.of_styles.append(self._codes.get(number, number if _is_built_in(number) else ""))
            if len(self.of_styles) > self.limits.cells:
                raise PartTooLarge

    def close(self, name: str) -> None:
        if name == "cellXfs":
            self._is_inside = False


@dataclass(slots=True)
class _OpenCell:
    """The cell that is being heard."""

    row: int
    column: int
    kind: str
    style: int
    is_formula: bool = False
    texts: list[str] = field(default_factory=list)


class CellsReader(PartReader):
    """The cells of one sheet that hold something, and its merged areas.

    What the sheet says about its own size is not asked.
    """

    def __init__(self, limits: WorkbookLimits) -> None:
        super().__init__(limits)
        self.cells: list[StoredCell] = []
        self.merged: list[str] = []
        self._row = self._column = self._rows = self._seen = 0
        self._now: _OpenCell | None = None

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            self._open_row(attributes)
        elif name == "c":
            self._open_cell(attributes)
        elif name == "f" and self._now is not None:
            self._now.is_formula = True
        elif name in ("v", "t") and self._now is not None:
            self.listen()
        elif name == "mergeCell" and len(self.merged) < self.limits.rows:
            self.merged.append(attributes.get("ref", "")[:30])

    def close(self, name: str) -> None:
        if name in ("v", "t") and self._now is not None:
            self._now.texts.append(self.heard())
        elif name == "c" and self._now is not None:
            self._keep(self._now)
            self._now = None

    def _open_row(self, attributes: Mapping[str, str]) -> None:
        self._rows += 1
        if (
            self._rows > self.limits.rows * 2
        ):  # empty rows that only carry a height are no offence by themselves
            raise PartTooLarge
        self._row = _whole(attributes.get("r", str(self._row + 1)))
        self._column = 0

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        self._seen += 1
        if self._seen > self.limits.cells:
            raise PartTooLarge
        reference = attributes.get("r")
        row, column = place_of(reference) if reference else (self._row, self._column + 1)
        self._column = column
        self._now = _OpenCell(
            row, column, attributes.get("t", "n"), _whole(attributes.get("s", "0"))
        )

    def _keep(self, cell: _OpenCell) -> None:
        text = "".join(cell.texts)
        if not (text or cell.is_formula):
            return
        if cell.row > self.limits.rows or cell.column > self.limits.columns:
            raise PartTooLarge
        self.cells.append(
            StoredCell(cell.row, cell.column, cell.kind, text, cell.style, cell.is_formula)
        )


def place_of(reference: str) -> tuple[int, int]:
    """«B12» → (12, 2). Raises NotAWorkbook."""
    match = _PLACE.fullmatch(reference)
    if not match:
        raise NotAWorkbook(BROKEN)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def unescape(text: str) -> str:
    """Read what office programs write as «_x000D_» because XML would not keep it; what is not
    clean is left out.
    """
    return clean_letters(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))


def _is_built_in(number: str) -> bool:
    return number.isascii() and number.isdigit() and int(number[:6]) < _FIRST_OWN_FORMAT


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise NotAWorkbook(BROKEN)
    return int(text)
