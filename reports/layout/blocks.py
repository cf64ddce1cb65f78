"""The pieces a printed report is made of, in reading order, with finished text.

Each names the template that prints it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import ClassVar

from reports.drawing.paper import Drawing

LETTERS = (
    "a",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "g",
    "h",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "v",
    "x",
    "y",
)
"""Points are lettered in the Vietnamese alphabet, «đ» after «d», without f, j, w and z (Decree
30/2020).
"""

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Heading:
    """«I. TITLE» (level 1), «1. Title» (2) or «a) Title» (3)."""

    template: ClassVar[str] = "print/heading.html"
    level: int
    label: str
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look inside a paragraph. A line end in it is printed as one."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text` is all of its letters; `runs` the same with their looks, empty where all are plain."""

    template: ClassVar[str] = "print/paragraph.html"
    text: str
    runs: tuple[Run, ...] = ()

    @property
    def spans(self) -> tuple[Run, ...]:
        """What to print, one look after the other."""
        return self.runs or (Run(self.text),)


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of a list: its dash or number, its letters, and how deep it stands (0 or 1)."""

    label: str
    spans: tuple[Run, ...]
    level: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list with dashes or numbers.

    `runs` and `levels` follow `items`; empty: all plain, all on the first level.
    """

    template: ClassVar[str] = "print/items.html"
    items: tuple[str, ...]
    runs: tuple[tuple[Run, ...], ...] = ()
    levels: tuple[int, ...] = ()
    is_numbered: bool = False

    @property
    def lines(self) -> tuple[ListLine, ...]:
        """What to print: «- …» and below it «+ …», or «1. …» and below it «- …»."""
        looks = self.runs or tuple((Run(item),) for item in self.items)
        levels = self.levels or (0,) * len(self.items)
        numbers = accumulate(int(level == 0) for level in levels)
        return tuple(
            ListLine(self._label(level, number), spans, level)
            for spans, level, number in zip(looks, levels, numbers, strict=True)
        )

    def _label(self, level: int, number: int) -> str:
        if self.is_numbered:
            return "-" if level else f"{number}."
        return "+" if level else "-"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of words. `widths` are percent; columns in `centred` are set in the middle."""

    template: ClassVar[str] = "print/grid.html"
    name: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    centred: frozenset[int] = frozenset()

    @property
    def columns(self) -> tuple[tuple[str, int, bool], ...]:
        """Heading, width and whether it is centred, for each column."""
        return tuple((text, self.widths[i], i in self.centred) for i, text in enumerate(self.head))

    @property
    def cells(self) -> tuple[tuple[tuple[str, bool], ...], ...]:
        """The rows, each cell with whether it is centred."""
        return tuple(
            tuple((text, i in self.centred) for i, text in enumerate(row)) for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A figure as printed; `beside` is what the rule gives where that differs."""

    text: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    rank: str
    name: str
    cells: tuple[FigureCell, ...]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A Bảng, or a later part of one (without anchor).

    `headings` (text, columns spanned) stand over `labels`; none: one row of headings.
    """

    template: ClassVar[str] = "print/figure_table.html"
    number: int
    title: str
    anchor: str
    is_wide: bool
    size: str
    widths: tuple[str, ...]
    headings: tuple[tuple[str, int], ...]
    labels: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    averages: tuple[FigureCell, ...]
    notes: tuple[str, ...]

    @property
    def fits_page(self) -> bool:
        """Short enough to be kept on one page."""
        return len(self.rows) <= (14 if self.is_wide else 26)


@dataclass(frozen=True, slots=True)
class PicturePart:
    """A drawing with its caption: as the print sets it, whole as SVG (escaped by its maker),
    and told to who cannot see it.
    """

    title: str
    drawing: Drawing
    svg: str
    told: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A Biểu đồ: a caption and a drawing, or several where it goes on over pages."""

    template: ClassVar[str] = "print/picture.html"
    number: int
    title: str
    anchor: str
    parts: tuple[PicturePart, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """The SHA-256 of the figures, by which a reader finds the same figures as open data."""

    template: ClassVar[str] = "print/seal.html"
    sha256: str


@dataclass(frozen=True, slots=True)
class Wide:
    """Blocks on pages of their own that lie on the long side."""

    template: ClassVar[str] = "print/wide.html"
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix with its own heading and blocks; it starts a page and lies on the long side."""

    template: ClassVar[str] = "print/appendix.html"
    label: str
    title: str
    belongs_to: str
    anchor: str
    blocks: tuple["Paragraph | Grid", ...]


Block = Heading | Paragraph | Items | Grid | FigureTable | Picture | Seal | Wide | Appendix


def flattened(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block in reading order, those inside others after them."""
    for block in blocks:
        yield block
        if isinstance(block, Wide | Appendix):
            yield from flattened(block.blocks)


@dataclass(slots=True)
class BlockWriter:
    """Collects blocks in reading order and gives headings their numbers and anchors."""

    blocks: list[Block] = field(default_factory=list)
    _counts: list[int] = field(default_factory=lambda: [0, 0, 0])

    def head(self, level: int, title: str) -> None:
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (3 - level)
        anchor = "muc-" + "-".join(str(count) for count in self._counts[:level])
        shown = title.upper() if level == 1 else title
        self.blocks.append(Heading(level, label(level, self._counts[level - 1]), shown, anchor))

    def say(self, *sentences: str) -> None:
        self.blocks.extend(Paragraph(sentence) for sentence in sentences)

    def add(self, *blocks: Block) -> None:
        self.blocks.extend(blocks)

    def turn(self, start: int) -> None:
        """Put what was written since `start` (a length of `blocks`) on pages that lie on the
        long side.
        """
        self.blocks[start:] = [Wide(tuple(self.blocks[start:]))]

    def list(self, items: tuple[str, ...]) -> None:
        if items:
            self.blocks.append(Items(items))


def label(level: int, count: int) -> str:
    """«IV.», «2.», «đ)»; past the alphabet points go on «y1)»."""
    if level == 1:
        return f"{roman(count)}."
    if level == 2:
        return f"{count}."
    return (
        f"{LETTERS[count - 1]})"
        if count <= len(LETTERS)
        else f"{LETTERS[-1]}{count - len(LETTERS)})"
    )


def roman(number: int) -> str:
    """1 to 39 as I to XXXIX."""
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
