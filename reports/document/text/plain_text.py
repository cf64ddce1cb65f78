"""Words as they are typed where no script runs: a line is a paragraph, «- » an item, «| » a row of
a table, ==bold==, ~~italic~~.

What is typed is letters, never HTML. A backslash before a mark makes it a letter.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby

from reports.document.text.html_reader import joined_runs
from reports.document.text.markup import WordBlock, clean, html_of
from reports.layout.blocks import Grid, Items, Paragraph, Run

_BOLD, _ITALIC = "==", "~~"
_TOKEN = re.compile(r"\\.|==|~~", re.DOTALL)
_LISTS = ("dashes", "numbers")
_ITEM = re.compile(r"[-+#] ")
#: What would be read as a mark: pairs anywhere, single signs only at the head of a line.
_MARKS = re.compile(r"\\|==|~~")
_HEAD_MARK = re.compile(r"^(?:[-+#] |\||\s)", re.MULTILINE)
_CELL_END = re.compile(r"(?<!\\)((?:\\\\)*)\|")


def typed_of(blocks: Iterable[WordBlock]) -> str:
    """The blocks as somebody would type them."""
    return "\n".join(_typed(block) for block in blocks)


def blocks_of_typed(text: str) -> tuple[WordBlock, ...]:
    """What the typed lines say.

    Never raises; lines of one kind that follow one another make one list or table.
    """
    lines = [line for line in _whole_lines(text) if line.strip()]
    kinds = accumulate(map(_kind, lines), _kind_after)
    runs = groupby(zip(kinds, lines, strict=True), key=lambda line: line[0])
    found = [block for kind, group in runs for block in _blocks(kind, [line for _, line in group])]
    return tuple(cleaned for block in found for cleaned in clean(html_of(block)))


def _typed(block: WordBlock) -> str:
    match block:
        case Grid():
            return "\n".join(
                f"| {' | '.join(map(_typed_cell, row))} |" for row in (block.head, *block.rows)
            )
        case Items():
            first = "#" if block.is_numbered else "-"
            return "\n".join(
                f"{'+' if line.level else first} {_typed_runs(line.spans, inside=True)}"
                for line in block.lines
            )
    return _typed_runs(block.spans)


def _typed_cell(cell: str) -> str:
    return _MARKS.sub(r"\\\g<0>", cell).replace("|", "\\|").replace("\n", "\\n")


def _typed_runs(runs: Iterable[Run], *, inside: bool = False) -> str:
    """A line end inside a paragraph or an item becomes a line that starts with two blanks."""
    text = "".join(map(_typed_run, runs))
    head, *others = text.split("\n")
    if not inside:
        head = _HEAD_MARK.sub(r"\\\g<0>", head)
    return "\n  ".join((head, *others))


def _typed_run(run: Run) -> str:
    text = _MARKS.sub(r"\\\g<0>", run.text)
    text = f"{_ITALIC}{text}{_ITALIC}" if run.is_italic else text
    return f"{_BOLD}{text}{_BOLD}" if run.is_bold else text


def _whole_lines(text: str) -> Iterator[str]:
    """Lines with those that continue them."""
    whole: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.startswith("  ") and line.strip() and whole:
            whole.append(line.strip())
            continue
        if whole:
            yield "\n".join(whole)
        whole = [line]
    yield "\n".join(whole)


def _kind(line: str) -> str:
    if line.startswith("|"):
        return "table"
    if _ITEM.match(line):
        return "numbers" if line.startswith("#") else "deeper" if line.startswith("+") else "dashes"
    return "words"


def _kind_after(last: str, kind: str) -> str:
    """A deeper item belongs to the list it stands in."""
    return last if kind == "deeper" and last in _LISTS else kind


def _blocks(kind: str, lines: list[str]) -> Iterator[WordBlock]:
    match kind:
        case "words":
            yield from (_paragraph(line) for line in lines)
        case "table":
            yield _grid([_cells(line) for line in lines])
        case _:
            yield _items(lines, is_numbered=kind == "numbers")


def _paragraph(line: str) -> Paragraph:
    runs = joined_runs(_runs(line))
    return Paragraph("".join(run.text for run in runs), runs)


def _items(lines: list[str], *, is_numbered: bool) -> Items:
    runs = tuple(joined_runs(_runs(line[2:])) for line in lines)
    levels = tuple(1 if line.startswith("+") else 0 for line in lines)
    return Items(
        tuple("".join(run.text for run in each) for each in runs), runs, levels, is_numbered
    )


def _cells(line: str) -> tuple[str, ...]:
    found = _CELL_END.split(line)
    parts = [text + slashes for text, slashes in zip(found[::2], [*found[1::2], ""], strict=True)]
    parts = parts[1:-1] if not parts[-1].strip() else parts[1:]
    return tuple(_letters(part.strip().replace("\\n", "\n").replace("\\|", "|")) for part in parts)


def _letters(text: str) -> str:
    return "".join(run.text for run in _runs(text))


def _grid(rows: list[tuple[str, ...]]) -> Grid:
    count = max(map(len, rows))
    head, *others = (row + ("",) * (count - len(row)) for row in rows)
    return Grid("", head, (), tuple(others))


def _runs(text: str) -> Iterator[Run]:
    """A mark that is never closed is a letter."""
    pieces = [*_pieces(text)]
    open_left = {
        mark: sum(is_mark and piece == mark for piece, is_mark in pieces) // 2 * 2
        for mark in (_BOLD, _ITALIC)
    }
    look = {_BOLD: False, _ITALIC: False}
    for piece, is_mark in pieces:
        if is_mark and open_left[piece]:
            open_left[piece] -= 1
            look[piece] = not look[piece]
        else:
            yield Run(piece, look[_BOLD], look[_ITALIC])


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Letters, and what may be a mark."""
    end = 0
    for token in _TOKEN.finditer(text):
        yield text[end : token.start()], False
        yield (token[0][1:], False) if token[0].startswith("\\") else (token[0], True)
        end = token.end()
    yield text[end:], False
