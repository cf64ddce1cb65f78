"""Paragraphs and tables of a Word file as XML: every text is escaped here, whatever it holds.
Styles are the template's own.

Knows no report; which block becomes which part is told in `docx_writer`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from ictindex.lib.text import legible

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
#: Word measures widths in twentieths of a point.
_TWIPS_PER_MM: Final = 1440 / 25.4
_LINE: Final = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")
#: Word knows marks by names of at most so many letters.
_LONGEST_MARK: Final = 40


@dataclass(frozen=True, slots=True)
class DocxRun:
    """Letters of one look. A line end is kept."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class DocxLine:
    """A paragraph of one look."""

    style: str
    text: str


@dataclass(frozen=True, slots=True)
class DocxCell:
    """A cell: paragraphs of letters in one style.

    `across` columns wide; `is_top` starts one of many rows, `is_under` goes on.
    """

    lines: tuple[DocxRun, ...]
    style: str
    across: int = 1
    is_top: bool = False
    is_under: bool = False


def paragraph(
    style: str, letters: Iterable[DocxRun], *, mark: tuple[int, str] | None = None
) -> str:
    """A paragraph; `mark` (number, name) is what cross-references find."""
    return _paragraph(style, letters, mark=mark, spaces=_W)


def entry(style: str, text: str, mark: str, *, right_mm: int) -> str:
    """A line of a table of contents: leads to the mark and ends in the number of its page,
    which Word fills in.
    """
    name = mark_name(mark)
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{_twips(right_mm)}"/></w:tabs>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>…</w:t></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r>'
    )
    return (
        f'<w:p {_W}><w:pPr><w:pStyle w:val="{style}"/>{tabs}</w:pPr><w:hyperlink '
        f'w:anchor="{name}" w:history="1">'
        f"{_run(DocxRun(text))}<w:r><w:tab/></w:r>{field}</w:hyperlink></w:p>"
    )


def table(
    widths_mm: Sequence[float],
    head: Sequence[Sequence[DocxCell]],
    rows: Sequence[Sequence[DocxCell]],
    *,
    told: str,
    margin: int = 70,
    is_whole: bool = False,
) -> str:
    """A table with lines; its head comes again on every page and no row is torn apart. `told`: what
    it is, for who cannot see.

    `margin`: the room beside its letters in twentieths of a point. `is_whole`: kept on one page;
    else only its last two rows.
    """
    widths = [_twips(width) for width in widths_mm]
    borders = "".join(f"<w:{side} {_LINE}/>" for side in _SIDES)
    margins = f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
    kept = range(0 if is_whole else len(rows) - 2, len(rows) - 1)
    body = "".join(
        [
            *(_table_row(row, widths, is_head=True, keeps=True) for row in head),
            *(_table_row(row, widths, keeps=number in kept) for number, row in enumerate(rows)),
        ]
    )
    return (
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{borders}</w:tblBorders><w:tblLayout "
        f'w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        "<w:tblDescription "
        f'w:val="{_escaped(told)}"/></w:tblPr>{_grid(widths)}{body}</w:tbl>'
    )


def columns(widths_mm: Sequence[float], cells: Sequence[Sequence[DocxLine]]) -> str:
    """Lines beside each other, never torn apart: a row without lines around it."""
    widths = [_twips(width) for width in widths_mm]
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        + "".join(_paragraph(line.style, (DocxRun(line.text),)) for line in lines)
        + "</w:tc>"
        for width, lines in zip(widths, cells, strict=True)
    )
    return (
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr>{_grid(widths)}'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{made}</w:tr></w:tbl>"
    )


def mark_name(anchor: str) -> str:
    """«muc-1-2» → «muc_1_2»: Word allows letters, digits and underscores."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in anchor)[
        :_LONGEST_MARK
    ]


def _paragraph(
    style: str,
    letters: Iterable[DocxRun],
    *,
    mark: tuple[int, str] | None = None,
    keeps: bool = False,
    spaces: str = "",
) -> str:
    runs = "".join(_run(each) for each in letters)
    if mark:
        number, name = mark
        runs = (
            f'<w:bookmarkStart w:id="{number}" w:name="{mark_name(name)}"/>{runs}<w:bookmarkEnd '
            f'w:id="{number}"/>'
        )
    keep = "<w:keepNext/>" if keeps else ""
    return f'<w:p {spaces}><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>{runs}</w:p>'


def _run(letters: DocxRun) -> str:
    looks = ("<w:b/>" if letters.is_bold else "") + ("<w:i/>" if letters.is_italic else "")
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{_escaped(line)}</w:t>' for line in letters.text.split("\n")
    )
    return f"<w:r>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}{lines}</w:r>"


def _table_row(
    cells: Sequence[DocxCell], widths: Sequence[int], *, keeps: bool, is_head: bool = False
) -> str:
    made, start = [], 0
    for cell in cells:
        made.append(_cell(cell, sum(widths[start : start + cell.across]), keeps=keeps))
        start += cell.across
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(made)}</w:tr>"


def _cell(cell: DocxCell, width: int, *, keeps: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    merge = '<w:vMerge w:val="restart"/>' if cell.is_top else "<w:vMerge/>" if cell.is_under else ""
    lines = "".join(
        _paragraph(cell.style, (line,), keeps=keeps) for line in cell.lines or (DocxRun(""),)
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign '
        f'w:val="center"/></w:tcPr>{lines}</w:tc>'
    )


def _grid(widths: Sequence[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _escaped(text: str) -> str:
    return escape(legible(text))


def _twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS_PER_MM)
