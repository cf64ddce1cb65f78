"""Text in a drawing: about how wide it is, where it breaks into lines, and how it becomes text of
an XML document.

Widths are those of Arial and the faces made to its measure (Liberation Sans); no font is opened.
"""

import unicodedata
from html import escape

from ictindex.lib.text import in_xml, is_mark

#: Width of letters in thousandths of the letter size; tones and marks add nothing.
_WIDTHS = {
    letter: width
    for width, letters in {
        191: "'",
        222: "ijl",
        278: " !,./:;I[\\]ft",
        333: "()-`r",
        389: '"*',
        500: "ckJsvxyz",
        556: "0123456789abdeghnopquđL_?$#–",
        584: "+<=>~^|{}",
        611: "FTZ",
        667: "ABEKPSVXY&",
        722: "CDĐHNRUw",
        778: "GOQ",
        833: "Mm",
        944: "W",
    }.items()
    for letter in letters
}
_UNKNOWN = 1000


def as_xml(text: str) -> str:
    """The text as content of an XML element or of a quoted attribute."""
    return escape(in_xml(text))


def width_of(text: str, size: int) -> int:
    """About how wide the text is when its letters are `size` high, in the same unit, rounded up."""
    return -(-sum(_width(letter) for letter in text) * size // 1000)


def wrap(text: str, *, width: int, size: int, lines: int) -> tuple[str, ...]:
    """The text in at least one and at most `lines` lines of `width`; what is left over is cut
    with «…».
    """
    left = in_xml(text)
    made: list[str] = []
    while left and len(made) < lines:
        line, left = _split(left, width=width, size=size)
        made.append(line)
    if left:
        made[-1] = _shorten(f"{made[-1]} {left}", width=width, size=size)
    return tuple(made) or ("",)


def _split(text: str, *, width: int, size: int) -> tuple[str, str]:
    """What fits on the line, broken between words if that is possible, and the rest."""
    fitting = _fitting(text, width=width, size=size)
    if fitting == len(text):
        return text, ""
    space = text.rfind(" ", 0, fitting + 1)
    end = space if space > 0 else fitting
    return text[:end].rstrip(), text[end:].lstrip()


def _shorten(text: str, *, width: int, size: int) -> str:
    return text[: _fitting(text, width=width - size, size=size)].rstrip() + "…"


def _fitting(text: str, *, width: int, size: int) -> int:
    """How many letters fit, at least one."""
    room = width * 1000
    for place, letter in enumerate(text):
        room -= _width(letter) * size
        if room < 0:
            return max(place, 1)
    return len(text)


def _width(letter: str) -> int:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if is_mark(letter):
        return 0
    return _WIDTHS.get(unicodedata.normalize("NFD", letter)[0], _UNKNOWN)
