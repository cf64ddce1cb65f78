"""Between stored text (clean HTML of a few marks) and the blocks that are printed; and whatever is
pasted, cleaned to the same.

Letters, bold, italic, line ends, lists of two levels and plain tables come through; of everything
else only the words.
"""

import re
from collections.abc import Iterable, Sequence

import nh3
from django.utils.html import escape

from reports.document.text.html_reader import FoundBlock, FoundList, FoundTable, read_html
from reports.enums import PassageForm
from reports.layout.blocks import Grid, Items, Paragraph, Run

WordBlock = Paragraph | Items | Grid

_BLOCKS = {
    "p",
    "div",
    "blockquote",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "br",
}
_TABLES = {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
_LOOKS = {"b", "strong", "i", "em", "span"}
#: «del» are words that somebody has taken out, in a file that keeps track of changes.
_NOT_WORDS = {
    "script",
    "style",
    "title",
    "head",
    "xml",
    "noscript",
    "template",
    "svg",
    "math",
    "object",
    "iframe",
    "del",
}
#: Read for what Word hides in them (which look, which list, how many columns); none of them is
#: stored.
_ATTRIBUTES = {
    "*": {"style", "class"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "style"},
    "li": {"data-level"},
}
#: Percent of the table that the narrowest column gets.
_NARROWEST = 8


def clean(html: str) -> tuple[WordBlock, ...]:
    """What somebody typed in the editor or pasted from Word, as blocks in reading order.

    Never raises.
    """
    safe = nh3.clean(
        html,
        tags=_BLOCKS | _TABLES | _LOOKS,
        clean_content_tags=_NOT_WORDS,
        attributes=_ATTRIBUTES,
        link_rel=None,
    )
    return tuple(_block(found) for found in read_html(safe))


def block_of(html: str, like: WordBlock | None = None) -> WordBlock:
    """A stored text as the block that is printed.

    `like` is what the application drafts there: its table lends the widths.
    """
    found = read_html(html)
    block = _block(found[0]) if found else Paragraph("")
    if isinstance(block, Grid) and isinstance(like, Grid) and len(block.head) == len(like.head):
        return Grid(like.name, block.head, like.widths, block.rows, like.centred)
    return block


def html_of(block: WordBlock) -> str:
    """A block as it is stored."""
    match block:
        case Grid():
            return _html_of_grid(block)
        case Items():
            return _html_of_list(block)
    return f"<p>{_html_of_runs(block.spans)}</p>"


def form_of(block: WordBlock) -> PassageForm:
    match block:
        case Grid():
            return PassageForm.TABLE
        case Items():
            return PassageForm.LIST
    return PassageForm.PARAGRAPH


def letters_of(block: WordBlock) -> str:
    """All words of a block without looks, a line for each paragraph, item or row."""
    match block:
        case Grid():
            return "\n".join(" | ".join(row) for row in (block.head, *block.rows))
        case Items():
            return "\n".join(block.items)
    return block.text


def _block(found: FoundBlock) -> WordBlock:
    match found:
        case FoundTable(rows):
            return _grid(rows)
        case FoundList(items, is_numbered):
            return _items(items, is_numbered=is_numbered)
    return Paragraph(_letters(found.runs), _looks(found.runs))


def _items(items: Sequence[tuple[tuple[Run, ...], int]], *, is_numbered: bool) -> Items:
    texts = tuple(_letters(runs) for runs, _ in items)
    is_plain = not any(_looks(runs) for runs, _ in items)
    levels = tuple(level for _, level in items)
    return Items(
        texts,
        () if is_plain else tuple(runs for runs, _ in items),
        levels if any(levels) else (),
        is_numbered,
    )


def _grid(rows: Sequence[tuple[str, ...]]) -> Grid:
    count = max(map(len, rows))
    head, *others = (row + ("",) * (count - len(row)) for row in rows)
    return Grid("", head, _widths(rows, count), tuple(others), _columns_of_numbers(others, count))


def _widths(rows: Sequence[tuple[str, ...]], count: int) -> tuple[int, ...]:
    """Percent by the longest cell of each column, none so narrow that it cannot be read;
    together 100.
    """
    longest = [
        min(max((len(row[place]) for row in rows if place < len(row)), default=1), 60) + 4
        for place in range(count)
    ]
    least = min(_NARROWEST, 100 // count)
    spare = 100 - least * count
    widths = [least + spare * length // sum(longest) for length in longest]
    widths[longest.index(max(longest))] += 100 - sum(widths)
    return tuple(widths)


def _columns_of_numbers(rows: Sequence[tuple[str, ...]], count: int) -> frozenset[int]:
    """Columns where every cell is a number or a dash are set in the middle."""
    number = re.compile(r"[\d.,/%*–-]*")
    return frozenset(
        place
        for place in range(count)
        if rows and all(number.fullmatch(row[place]) for row in rows)
    )


def _letters(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def _looks(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """None where all letters are plain."""
    return runs if any(run.is_bold or run.is_italic for run in runs) else ()


def _html_of_runs(runs: Iterable[Run]) -> str:
    return "".join(map(_html_of_run, runs))


def _html_of_run(run: Run) -> str:
    text = escape(run.text).replace("\n", "<br>")
    text = f"<i>{text}</i>" if run.is_italic else text
    return f"<b>{text}</b>" if run.is_bold else text


def _html_of_list(block: Items) -> str:
    tag = "ol" if block.is_numbered else "ul"
    levels = [(line.level, _html_of_runs(line.spans)) for line in block.lines]
    return f"<{tag}>{''.join(_html_of_items(levels))}</{tag}>"


def _html_of_items(lines: Sequence[tuple[int, str]]) -> Iterable[str]:
    """Lines of the second level lie in a list of their own inside the one before; a first line
    has nothing to lie in.
    """
    last = -1
    for asked, text in lines:
        level = min(asked, last + 1)
        yield {(0, 0): "</li>", (0, 1): "<ul>", (1, 0): "</li></ul></li>", (1, 1): "</li>"}.get(
            (last, level), ""
        )
        yield f"<li>{text}"
        last = level
    yield "</li>" if last == 0 else "</li></ul></li>"


def _html_of_grid(grid: Grid) -> str:
    head = "".join(f"<th>{_html_of_cell(cell)}</th>" for cell in grid.head)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_html_of_cell(cell)}</td>' for cell in row)}</tr>"
        for row in grid.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _html_of_cell(cell: str) -> str:
    return escape(cell).replace("\n", "<br>")
