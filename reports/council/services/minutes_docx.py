"""Minutes as a Word file, in the measures of Decree 30/2020/NĐ-CP, to be edited and signed on
paper.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ictindex.lib.text import legible
from reports.council.queries.minutes import Minutes, MinutesTable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FACE = "Times New Roman"
#: Of the text, in mm.
_WIDTH = 163
_CENTER, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def minutes_as_docx(minutes: Minutes) -> bytes:
    """The whole file. Whatever the texts hold comes out as text."""
    document = Document()
    _lay_out(document)
    _head(document, minutes)
    _line(document, minutes.title, size=14, bold=True, align=_CENTER, before=12)
    _line(document, minutes.subject, size=14, bold=True, align=_CENTER, after=12)
    for part in minutes.parts:
        _line(document, part.title, bold=True, indent=11, keep=True)
        for paragraph in part.paragraphs:
            _line(document, paragraph, indent=11)
        if part.grid:
            _grid(document, part.grid)
    _line(document, minutes.closing, indent=11, before=6)
    _signatures(document, minutes)
    _line(document, minutes.source, size=10, before=12, align=WD_ALIGN_PARAGRAPH.LEFT)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _lay_out(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(17)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = _CENTER
    _page_number(number)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(13)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    document.core_properties.author = "ictindex"


def _page_number(paragraph: Any) -> None:
    """Arabic, in the middle of the top margin, not on the first page."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _head(document: Any, minutes: Minutes) -> None:
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    _set_widths(table, 62, _WIDTH - 62)
    _lines(left, (minutes.ministry.upper(), 12, False), ("HỘI ĐỒNG ĐÁNH GIÁ", 12, True))
    _lines(
        right,
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True),
        ("Độc lập - Tự do - Hạnh phúc", 13, True),
    )


def _signatures(document: Any, minutes: Minutes) -> None:
    table = document.add_table(rows=1, cols=2)
    for cell, title, name in zip(
        table.rows[0].cells, ("THƯ KÝ", "CHỦ TỌA"), (minutes.secretary, minutes.chair), strict=True
    ):
        _lines(
            cell,
            (title, 13, True),
            ("", 13, False),
            ("", 13, False),
            ("", 13, False),
            (name, 13, True),
        )


def _lines(cell: Any, *lines: tuple[str, int, bool]) -> None:
    """Centred lines in a cell: text, size and whether bold."""
    for number, (text, size, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = _CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(legible(text))
        run.font.size, run.bold = Pt(size), bold


def _line(
    document: Any,
    text: str,
    *,
    size: int = 13,
    bold: bool = False,
    align: Any = _JUSTIFY,
    indent: int = 0,
    before: int = 0,
    after: int = 6,
    keep: bool = False,
) -> None:
    """A paragraph;

    `indent` of its first line in mm, spaces in points. `keep`: with the next one.
    """
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.first_line_indent = Mm(indent)
    shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(after), keep
    run = paragraph.add_run(legible(text))
    run.font.size, run.bold = Pt(size), bold


def _grid(document: Any, grid: MinutesTable) -> None:
    table = document.add_table(rows=1, cols=len(grid.heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, grid.heads, strict=True):
        _fill(cell, head, bold=True, align=_CENTER)
    for row in grid.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _fill(cell, text)
    _set_widths(table, *[_WIDTH // len(grid.heads)] * len(grid.heads))


def _set_widths(table: Any, *widths: int) -> None:
    """In mm. Word goes by the cells, others by the columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _fill(
    cell: Any, text: str, *, bold: bool = False, align: Any = WD_ALIGN_PARAGRAPH.LEFT
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(legible(text))
    run.font.size, run.bold = Pt(12), bold
