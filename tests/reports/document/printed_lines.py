"""Reads a PDF as lines with their place, size and face, in millimetres and points, to hold a
page against a form of documents.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4


@dataclass(frozen=True)
class PrintedLetter:
    """One letter; `base` is the height of its baseline above the foot of the page, in points."""

    text: str
    left: float
    right: float
    base: float
    size: float
    face: str


@dataclass(frozen=True)
class PrintedLine:
    """Letters on one baseline.

    Places are millimetres from the left and from the top of the page.
    """

    text: str
    left: float
    right: float
    top: float
    sizes: frozenset[float]
    faces: frozenset[str]

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def size(self) -> float:
        """Of a line in one size."""
        (size,) = self.sizes
        return size


def lines_of(page: pypdfium2.PdfPage) -> list[PrintedLine]:
    """The lines of a page from top to bottom; what stands beside each other with a wide gap is
    two lines.
    """
    _, height = page.get_size()
    letters = sorted(
        _letters(page.get_textpage()), key=lambda letter: (-round(letter.base), letter.left)
    )
    found = []
    for _, group in groupby(letters, key=lambda letter: round(letter.base)):
        found += [_line(run, height) for run in _runs(list(group))]
    return [line for line in found if line.text.strip()]


def _letters(words: pypdfium2.PdfTextPage) -> Iterator[PrintedLetter]:
    for place in range(words.count_chars()):
        text = chr(pdfium.FPDFText_GetUnicode(words.raw, place))
        if text.isspace() or pdfium.FPDFText_IsGenerated(words.raw, place) == 1:
            continue
        left, _, right, _ = words.get_charbox(place, loose=True)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(words.raw, place, x, y)
        yield PrintedLetter(text, left, right, y.value, _size(words, place), _face(words, place))


def _size(words: pypdfium2.PdfTextPage, place: int) -> float:
    """As printed: the size that the text has, times the scale that the page draws it with."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(words.raw, place, matrix)
    return round(pdfium.FPDFText_GetFontSize(words.raw, place) * abs(matrix.d or matrix.b), 1)


def _face(words: pypdfium2.PdfTextPage, place: int) -> str:
    buffer, flags = ctypes.create_string_buffer(100), ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(words.raw, place, buffer, 100, flags)
    return buffer.raw[: max(length - 1, 0)].decode().split("+")[-1]


def _runs(letters: list[PrintedLetter]) -> Iterator[list[PrintedLetter]]:
    run: list[PrintedLetter] = []
    for letter in letters:
        if run and letter.left - run[-1].right > 2 * letter.size:
            yield run
            run = []
        run.append(letter)
    yield run


def _line(letters: list[PrintedLetter], height: float) -> PrintedLine:
    text = ""
    for before, letter in zip([None, *letters], letters, strict=False):
        is_apart = before is not None and letter.left - before.right > 0.12 * letter.size
        text += (" " if is_apart else "") + letter.text
    return PrintedLine(
        text=text,
        left=letters[0].left / MM,
        right=max(letter.right for letter in letters) / MM,
        top=(height - letters[0].base) / MM,
        sizes=frozenset(letter.size for letter in letters),
        faces=frozenset(letter.face for letter in letters),
    )
