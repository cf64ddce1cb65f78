"""The figures in a passage: each number with the words that lead to it, so that a change of
data is told figure by figure.
"""

import re
from collections.abc import Iterable

from reports.layout.blocks import Grid, Items, Paragraph

_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*%?\*?")
_SENTENCE_END = re.compile(r"[.;:]\s|\n")
#: What only closes the number before: «63,86 điểm (tính trên 23 …».
_CLOSING = re.compile(r"^(?:điểm phần trăm|điểm|đơn vị|tiêu chí|năm|%)\b")
_BLANK_BEFORE = re.compile(r"\s+([,;])")
_MOST_LETTERS = 80


def figures_in(block: Paragraph | Items | Grid) -> dict[str, str]:
    """Name → as shown, in reading order. Every number of the passage is there."""
    if isinstance(block, Grid):
        return _numbered_apart(_figures_of_grid(block))
    texts = block.items if isinstance(block, Items) else (block.text,)
    return _numbered_apart(found for text in texts for found in _figures_of_text(text))


def numbers_in(text: str) -> list[str]:
    """The numbers of a text, as shown."""
    return _NUMBER.findall(text)


def _figures_of_text(text: str) -> Iterable[tuple[str, str]]:
    """Each number is named by the words since the one before it; a lone preposition takes the
    words of its forerunner along.
    """
    end, base = 0, ""
    for found in _NUMBER.finditer(text):
        name = _name(text[end : found.start()])
        if len(name.split()) > 1:
            base = name
        elif base:
            name = f"{base}, {name}" if name else base
        yield (name or "số"), found[0]
        end = found.end()


def _name(lead: str) -> str:
    last = _SENTENCE_END.split(lead)[-1]
    plain = " ".join(last.replace("(", " ").replace(")", " ").strip(" ,;:.–-«»/").split())
    named = _CLOSING.sub("", plain).strip(" ,;:")
    return _shortened(_BLANK_BEFORE.sub(r"\1", named or plain))


def _shortened(name: str) -> str:
    """The last words, where there are many."""
    words = name.split()
    while len(words) > 1 and sum(map(len, words)) + len(words) - 1 > _MOST_LETTERS:
        words = words[1:]
    return " ".join(words)[-_MOST_LETTERS:]


def _figures_of_grid(grid: Grid) -> Iterable[tuple[str, str]]:
    """A cell with a digit is named by the first words of its row and by its column."""
    for row in grid.rows:
        words = [place for place, cell in enumerate(row) if cell and not _is_number(cell)][:2]
        for place, (heading, cell) in enumerate(zip(grid.head, row, strict=True)):
            if any(letter.isdigit() for letter in cell):
                about = ", ".join(row[other][:_MOST_LETTERS] for other in words if other != place)
                yield f"{about}: {heading}" if about else heading, cell


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell.strip()))


def _numbered_apart(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names that come again get their turn: «từ (2)»."""
    figures: dict[str, str] = {}
    counts: dict[str, int] = {}
    for name, shown in found:
        counts[name] = counts.get(name, 0) + 1
        figures[name if counts[name] == 1 else f"{name} ({counts[name]})"] = shown
    return figures
