"""Minutes as a Word file, in the measures of Decree 30/2020/NĐ-CP, to be edited and signed on
paper.
"""

from collections.abc import Iterator
from typing import Final

from reports.council.queries.minutes import Minutes, MinutesPart, MinutesTable
from reports.layout.blocks import Block, Grid, Heading, Paragraph
from reports.layout.docx_parts import DocxLine
from reports.layout.docx_writer import DocxWriter

#: In mm: the two halves of the head, and of what is signed.
_HEAD, _FOOT = (62, 101), (81.5, 81.5)
#: Where a hand signs.
_ROOM: Final = (DocxLine("ictSigned", ""),) * 3


def minutes_as_docx(minutes: Minutes) -> bytes:
    """The whole file. Whatever the texts hold comes out as text."""
    writer = DocxWriter.on_empty_page(f"{minutes.title} – {minutes.subject}")
    writer.columns(*_head(minutes), widths_mm=_HEAD)
    writer.line("ictTitle", minutes.title)
    writer.line("ictSubject", minutes.subject)
    writer.blocks([*_blocks(minutes)])
    writer.columns(
        _signature("THƯ KÝ", minutes.secretary),
        _signature("CHỦ TỌA", minutes.chair),
        widths_mm=_FOOT,
    )
    writer.line("ictSeal", minutes.source)
    return writer.content(None)


def _head(minutes: Minutes) -> Iterator[tuple[DocxLine, DocxLine]]:
    yield (
        DocxLine("ictCellMid", minutes.ministry.upper()),
        DocxLine("ictHead", "HỘI ĐỒNG ĐÁNH GIÁ"),
    )
    yield (
        DocxLine("ictHead", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        DocxLine("ictMotto", "Độc lập - Tự do - Hạnh phúc"),
    )


def _signature(title: str, name: str) -> tuple[DocxLine, ...]:
    return (DocxLine("ictSigned", title), *_ROOM, DocxLine("ictSigned", name))


def _blocks(minutes: Minutes) -> Iterator[Block]:
    for part in minutes.parts:
        yield from _part(part)
    yield Paragraph(minutes.closing)


def _part(part: MinutesPart) -> Iterator[Block]:
    yield Heading(2, "", part.title, "")
    for text in part.paragraphs:
        yield Paragraph(text)
    if part.grid:
        yield _grid(part.title, part.grid)


def _grid(name: str, grid: MinutesTable) -> Grid:
    """All columns of one width, in whole percent; the first has what is left over."""
    width, left_over = divmod(100, len(grid.heads))
    widths = (width + left_over, *[width] * (len(grid.heads) - 1))
    return Grid(name, grid.heads, widths, grid.rows)
