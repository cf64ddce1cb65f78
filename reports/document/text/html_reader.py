"""Reads HTML into paragraphs, lists and tables of plain cells.

It knows what Word makes of lists, and passes over other marks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from ictindex.lib.numbers import parse_whole
from ictindex.lib.text import clean_letters
from reports.layout.blocks import Run

_PARAGRAPHS = frozenset(
    {"p", "div", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "caption"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LOOKS = frozenset({"b", "strong", "i", "em", "span", *_HEADINGS})
_CELLS = frozenset({"td", "th"})
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)")
_PLAIN = re.compile(r"font-weight\s*:\s*(normal|[1-5]00)")
_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique)")
_WORD_LEVEL = re.compile(r"mso-list\s*:.*?level(\d)")
_WORD_LABEL = re.compile(r"mso-list\s*:\s*ignore")
_NUMBERED = re.compile(r"\s*\(?[0-9]+[.)]")
_SPACES = re.compile(r"[^\S\n]+")
#: A cell over more columns or rows than any page holds is a trap.
_WIDEST_CELL, _TALLEST_CELL = 20, 100


@dataclass(frozen=True, slots=True)
class FoundParagraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class FoundList:
    """Items with their level, 0 or 1."""

    items: tuple[tuple[tuple[Run, ...], int], ...]
    is_numbered: bool


@dataclass(frozen=True, slots=True)
class FoundTable:
    """Rows of plain text; they need not be equally long."""

    rows: tuple[tuple[str, ...], ...]


FoundBlock = FoundParagraph | FoundList | FoundTable


def read_html(html: str) -> list[FoundBlock]:
    """What the HTML says, in reading order; nothing empty."""
    reader = _TagReader()
    reader.feed(html)
    reader.close()
    return reader.finished()


def tidy(text: str) -> str:
    """Composed letters and single spaces; no letters that cannot be seen or that turn the
    direction of others.
    """
    return _SPACES.sub(" ", clean_letters(text))


class _TagReader(HTMLParser):
    """One pass over the tags.

    `_runs` is what is being read: a paragraph, an item of a list or a cell.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[FoundBlock] = []
        self._runs: list[Run] = []
        self._looks: list[tuple[str, bool, bool]] = []
        self._lists: list[bool] = []
        self._items: list[tuple[tuple[Run, ...], int]] = []
        self._is_numbered = False
        self._word_level: int | None = None
        self._is_deep = False
        self._label: list[str] | None = None
        self._label_depth = 0
        self._tables = 0
        self._rows: list[list[str]] = []
        self._columns = 0
        self._lines = 0
        self._hanging: dict[int, int] = {}

    def finished(self) -> list[FoundBlock]:
        self._end_text()
        self._end_list()
        self._end_table()
        return self._found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: (value or "").lower() for name, value in attrs}
        style = values.get("style", "")
        if tag == "br":
            self._put("\n")
        elif self._label is not None or _WORD_LABEL.search(style):
            self._begin_label()
        elif tag in ("ul", "ol"):
            self._begin_list(is_numbered=tag == "ol")
        elif tag == "li":
            self._end_text()
            self._is_deep = values.get("data-level") == "1"
        elif tag in ("table", "tr") or tag in _CELLS:
            self._begin_table_part(tag, values)
        elif tag in _PARAGRAPHS:
            self._begin_paragraph(style, values.get("class", ""))
        if tag in _LOOKS:
            self._begin_look(tag, style)

    def handle_endtag(self, tag: str) -> None:
        if tag in _LOOKS:
            self._end_look(tag)
        if self._label is not None:
            self._end_label()
        elif tag in ("ul", "ol") and self._lists:
            self._end_text()
            self._lists.pop()
        elif tag == "li":
            self._end_text()
        elif tag == "table" or tag in _CELLS:
            self._end_table_part(tag)
        elif tag in _PARAGRAPHS:
            self._end_paragraph()

    def handle_data(self, data: str) -> None:
        if self._label is not None:
            self._label.append(data)
        else:
            self._put(data.replace("\n", " ").replace("\r", " "))

    def _put(self, text: str) -> None:
        is_bold = any(bold for _, bold, _ in self._looks)
        is_italic = any(italic for _, _, italic in self._looks)
        self._runs.append(Run(text, is_bold, is_italic))

    # --- looks, and the dashes and numbers that Word writes in front of items ------------

    def _begin_look(self, tag: str, style: str) -> None:
        is_bold = (
            (tag in ("b", "strong") and not _PLAIN.search(style))
            or tag in _HEADINGS
            or bool(_BOLD.search(style))
        )
        self._looks.append((tag, is_bold, tag in ("i", "em") or bool(_ITALIC.search(style))))

    def _end_look(self, tag: str) -> None:
        for place in range(len(self._looks) - 1, -1, -1):
            if self._looks[place][0] == tag:
                del self._looks[place:]
                return

    def _begin_label(self) -> None:
        self._label = self._label or []
        self._label_depth += 1

    def _end_label(self) -> None:
        self._label_depth -= 1
        if self._label_depth <= 0:
            if _NUMBERED.match("".join(self._label or ())) and not self._items:
                self._is_numbered = True
            self._label, self._label_depth = None, 0

    # --- paragraphs and lists --------------------------------------------------------------

    def _begin_paragraph(self, style: str, kind: str) -> None:
        if self._tables or self._lists:
            if self._runs:
                self._put("\n")
            return
        self._end_text()
        level = _WORD_LEVEL.search(style)
        if level or "msolistparagraph" in kind:
            self._word_level = min(int(level[1]) - 1, 1) if level else 0

    def _end_paragraph(self) -> None:
        if self._tables or self._lists:
            self._put("\n")
        else:
            self._end_text()

    def _begin_list(self, *, is_numbered: bool) -> None:
        self._end_text()
        if not self._lists and not self._tables:
            self._end_list()
            self._is_numbered = is_numbered
        self._lists.append(is_numbered)

    def _end_text(self) -> None:
        """What was read becomes an item or a paragraph; in a table it stays in its cell."""
        if self._tables:
            if self._runs:
                self._put("\n")
            return
        runs, self._runs = joined_runs(self._runs), []
        level, self._word_level = self._word_level, None
        if not runs:
            return
        if self._lists or level is not None:
            depth = min(len(self._lists) - 1 + self._is_deep, 1) if self._lists else level or 0
            self._items.append((runs, depth if self._items else 0))
            return
        self._end_list()
        self._found.append(FoundParagraph(runs))

    def _end_list(self) -> None:
        if self._items:
            self._found.append(FoundList(tuple(self._items), self._is_numbered))
        self._items, self._is_numbered = [], False

    # --- tables: a table inside a cell is words of that cell ----------------------------------

    def _begin_table_part(self, tag: str, values: dict[str, str]) -> None:
        if tag == "table":
            if not self._tables:
                self._end_text()
                self._end_list()
                self._rows = []
            self._tables += 1
        elif self._tables > 1:
            self._put(" ")
        elif self._tables == 1 and tag == "tr":
            self._fill_row()
            self._rows.append([])
        elif self._tables == 1:
            self._runs = []
            self._columns = _span(values.get("colspan", ""), _WIDEST_CELL)
            self._lines = _span(values.get("rowspan", ""), _TALLEST_CELL)

    def _end_table_part(self, tag: str) -> None:
        if tag == "table" and self._tables:
            self._tables -= 1
            if not self._tables:
                self._end_table()
        elif self._tables == 1 and tag in _CELLS and self._rows:
            text = "".join(run.text for run in joined_runs(self._runs))
            self._add_cell(text)
            self._runs = []

    def _add_cell(self, text: str) -> None:
        self._fill_row()
        row = self._rows[-1]
        for place in range(len(row), len(row) + self._columns):
            self._hanging[place] = self._lines - 1
        row += [text, *[""] * (self._columns - 1)]

    def _fill_row(self) -> None:
        """Where a cell of a row above hangs down, its place stays empty, so that no figure
        slides under another heading.
        """
        row = self._rows[-1] if self._rows else []
        while self._hanging.get(len(row), 0):
            self._hanging[len(row)] -= 1
            row.append("")

    def _end_table(self) -> None:
        rows = tuple(tuple(row) for row in self._rows if any(row))
        if rows:
            self._found.append(FoundTable(rows))
        self._rows, self._runs, self._tables, self._hanging = [], [], 0, {}


def _span(value: str, most: int) -> int:
    """Over how many columns or rows a cell says that it goes."""
    return min(parse_whole(value) or 1, most)


def joined_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours of one look as one, single spaces, no blanks at the ends or beside line ends."""
    joined: list[Run] = []
    for run in _without_blanks(runs):
        last = joined[-1] if joined else None
        if last and (last.is_bold, last.is_italic) == (run.is_bold, run.is_italic):
            joined[-1] = Run(last.text + run.text, run.is_bold, run.is_italic)
        else:
            joined.append(run)
    return tuple(joined)


def _without_blanks(runs: Iterable[Run]) -> Iterator[Run]:
    """A blank is kept only between letters, and is plain where one of the letters beside it is."""
    waiting, last = "", None
    for run in runs:
        for part in re.findall(r"\s+|\S+", tidy(run.text)):
            if part.isspace():
                waiting = "\n" if "\n" in waiting + part else " "
                continue
            if last and waiting:
                yield Run(waiting, last.is_bold and run.is_bold, last.is_italic and run.is_italic)
            yield Run(part, run.is_bold, run.is_italic)
            waiting, last = "", run
