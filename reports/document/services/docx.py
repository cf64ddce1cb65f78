"""The whole document as a Word file: the same blocks as the PDF, on the styles of the template that
the secretary keeps.

The template (`templates/print/report.docx`) holds decision and head of the report with names in
double braces; what is filled in is never read as template again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Emu, Mm
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment
from resvg_py import svg_to_bytes

from ictindex.lib.office_files import settled
from ictindex.lib.text import clean_line, legible
from reports.document.queries.report import ReportDocument
from reports.layout.blocks import (
    Appendix,
    Block,
    FigureCell,
    FigureRow,
    FigureTable,
    Grid,
    Heading,
    Items,
    Paragraph,
    Picture,
    PicturePart,
    Run,
    Seal,
    Wide,
)
from reports.layout.docx_parts import DocxCell, DocxRun, entry, paragraph, table
from reports.layout.pdf import Progress

UPRIGHT_MM: Final = 163
ACROSS_MM: Final = 250
_MOST_HIGH_MM: Final = 215
_MOST_HIGH_ACROSS_MM: Final = 130
#: 250 dots per inch where a chart is as wide as the text.
_PIXELS_WIDE: Final = 1600
_RANK, _UNIT, _AVERAGE = "Hạng", "Đơn vị", "Trung bình"


def make_docx(document: ReportDocument, *, progress: Progress | None = None) -> bytes:
    """The file.

    The same document gives the same bytes; `progress` hears a step in Vietnamese and a percentage.
    """
    writer = _DocxWriter(_filled(document), document, progress or (lambda _step, _percent: None))
    writer.contents()
    writer.all(document.blocks)
    file = BytesIO()
    writer.file.save(file)
    return settled(
        file.getvalue(), date.fromisoformat(document.created) if document.created else None
    )


def template_path() -> Path:
    return Path(settings.BASE_DIR) / "templates/print/report.docx"


def _filled(document: ReportDocument) -> Any:
    """Decision and head of the report, from the template."""
    template = DocxTemplate(template_path())
    names = ("subject", "ministry", "attached_to", "author", "notice")
    context = {name: clean_line(getattr(document, name)) for name in names}
    context["decision"] = _one_line_each(asdict(document.decision))
    template.render(context, SandboxedEnvironment(autoescape=True), autoescape=True)
    return template.docx


def _one_line_each(value: Any) -> Any:
    """The template's language knows letters for new lines and pages; texts bring none of them."""
    if isinstance(value, str):
        return clean_line(value)
    if isinstance(value, dict):
        return {key: _one_line_each(each) for key, each in value.items()}
    return [_one_line_each(each) for each in value]


@dataclass(frozen=True, slots=True)
class _TableStyle:
    """The styles of a table of figures, and the room beside its letters in twentieths of a
    point.
    """

    head: str
    name: str
    figure: str
    margin: int


_LOOKS: Final = {
    "roomy": _TableStyle("ictCellHead", "ictCell", "ictCellMid", 70),
    "close": _TableStyle("ictCloseHead", "ictCloseName", "ictClose", 25),
    "tight": _TableStyle("ictSmallHead", "ictSmallName", "ictSmall", 15),
}


class _DocxWriter:
    """Writes block after block at the end of the file."""

    def __init__(self, file: Any, document: ReportDocument, tell: Progress) -> None:
        self.file = file
        self.document = document
        self.tell = tell
        self.width_mm = UPRIGHT_MM
        self._is_inside = False
        self._marks = count(1)
        self._drawn = 0
        self._pictures = sum(len(picture.parts) for picture in document.pictures)

    def contents(self) -> None:
        """What is where, with the numbers of pages for Word to fill in."""
        of = self.document
        self.say("ictPlain", "MỤC LỤC")
        self.entries((f"{block.label} {block.title}", block.anchor) for block in of.sections)
        for title, kind, listed in (
            ("DANH MỤC BẢNG", "Bảng", of.figure_tables),
            ("DANH MỤC BIỂU ĐỒ", "Biểu đồ", of.pictures),
        ):
            if listed:
                self.say("ictPlain", title)
                self.entries(
                    (f"{kind} {block.number}. {block.title}", block.anchor) for block in listed
                )
        self.file.add_page_break()

    def entries(self, lines: Iterable[tuple[str, str]]) -> None:
        for text, anchor in lines:
            self.put(entry("ictEntry", text, anchor, right_mm=UPRIGHT_MM))

    def all(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        if isinstance(block, Wide | Appendix):
            self.turn(is_across=True)
        elif not self._is_inside:
            self.turn(is_across=False)
        _WRITERS[type(block)](self, block)

    def heading(self, block: Heading) -> None:
        self.say(
            f"Heading{block.level}", f"{block.label} {block.title}".strip(), anchor=block.anchor
        )

    def text(self, block: Paragraph) -> None:
        self.put(paragraph("Normal", _letters(block.spans)))

    def seal(self, block: Seal) -> None:
        self.say(
            "ictSeal",
            f"Số liệu của Báo cáo này ở dạng dữ liệu mở có mã kiểm tra SHA-256: {block.sha256}",
        )

    def items(self, block: Items) -> None:
        for line in block.lines:
            letters = (DocxRun(f"{line.label} "), *_letters(line.spans))
            self.put(paragraph("ictDeeper" if line.level else "Normal", letters))

    def grid(self, block: Grid) -> None:
        head = [[DocxCell((DocxRun(text),), "ictCellHead") for text in block.head]]
        rows = [
            [DocxCell((DocxRun(text),), "ictCellMid" if mid else "ictCell") for text, mid in row]
            for row in block.cells
        ]
        widths = [self.width_mm * width / 100 for width in block.widths]
        self.put(table(widths, head, rows, told=block.name))
        self.say("ictCell", "")

    def figures(self, block: FigureTable) -> None:
        looks = _LOOKS[block.size]
        mark = (next(self._marks), block.anchor) if block.anchor else None
        self.put(
            paragraph("ictCaption", (DocxRun(f"Bảng {block.number}. {block.title}"),), mark=mark)
        )
        widths = [self.width_mm * float(width.rstrip("%")) / 100 for width in block.widths]
        head = list(_figure_head(block, looks.head))
        rows = [_figure_row(row, looks) for row in block.rows]
        rows.append(_figure_row(FigureRow("", _AVERAGE, block.averages), looks, is_bold=True))
        told = f"Bảng {block.number}. {block.title}"
        self.put(
            table(widths, head, rows, told=told, margin=looks.margin, is_whole=block.fits_page)
        )
        for note in block.notes:
            self.say("ictNote", note)
        self.say("ictCell", "")

    def picture(self, block: Picture) -> None:
        for part in block.parts:
            self._drawn += 1
            self.tell(
                f"Đang vẽ biểu đồ {self._drawn} trên {self._pictures}",
                10 + 80 * self._drawn // max(self._pictures, 1),
            )
            self.draw(block, part)
            is_first = part is block.parts[0]
            mark = (next(self._marks), block.anchor) if is_first else None
            self.put(
                paragraph(
                    "ictLegend", (DocxRun(f"Biểu đồ {block.number}. {part.title}"),), mark=mark
                )
            )
        if block.note:
            self.say("ictNote", block.note)

    def draw(self, block: Picture, part: PicturePart) -> None:
        where = self.file.add_paragraph()
        where.style = next(style for style in self.file.styles if style.style_id == "ictPicture")
        picture = where.add_run().add_picture(BytesIO(as_png(part.svg)))
        most = _MOST_HIGH_MM if self.width_mm == UPRIGHT_MM else _MOST_HIGH_ACROSS_MM
        share = min(Mm(UPRIGHT_MM) / picture.width, Mm(most) / picture.height)
        picture.width, picture.height = (
            Emu(round(picture.width * share)),
            Emu(round(picture.height * share)),
        )
        about = picture._inline.docPr
        about.set("name", f"Biểu đồ {block.number}")
        about.set("descr", legible(f"Biểu đồ {block.number}. {part.title}. {part.told}"))

    def across(self, block: Wide) -> None:
        """On pages that lie on the long side; the next block outside turns them back."""
        self._is_inside = True
        self.all(block.blocks)
        self._is_inside = False

    def appendix(self, block: Appendix) -> None:
        self.put(
            paragraph("ictTitle", (DocxRun("PHỤ LỤC"),), mark=(next(self._marks), block.anchor))
        )
        self.say("ictPlain", block.title)
        self.say("ictAttached", f"({block.belongs_to})")
        self._is_inside = True
        self.all(block.blocks)
        self._is_inside = False

    def turn(self, *, is_across: bool) -> None:
        if (self.width_mm == ACROSS_MM) is is_across:
            return
        section = self.file.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if is_across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = section.page_height, section.page_width
        section.different_first_page_header_footer = False
        self.width_mm = ACROSS_MM if is_across else UPRIGHT_MM

    def say(self, style: str, text: str, *, anchor: str = "") -> None:
        self.put(
            paragraph(style, (DocxRun(text),), mark=(next(self._marks), anchor) if anchor else None)
        )

    def put(self, element: Any) -> None:
        """Before the settings of the last section, which end the file."""
        self.file.element.body._insert_p(element) if element.tag.endswith(
            "}p"
        ) else self.file.element.body._insert_tbl(element)


def as_png(svg: str) -> bytes:
    """A drawing in the vendored fonts, whatever fonts the machine has."""
    fonts = sorted((Path(settings.BASE_DIR) / "static" / "fonts").glob("LiberationSans-*.ttf"))
    made = svg_to_bytes(
        svg_string=svg,
        width=_PIXELS_WIDE,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=[str(font) for font in fonts],
    )
    return bytes(made)


def _letters(runs: Iterable[Run]) -> Iterator[DocxRun]:
    return (DocxRun(run.text, is_bold=run.is_bold, is_italic=run.is_italic) for run in runs)


def _figure_head(block: FigureTable, style: str) -> Iterator[list[DocxCell]]:
    labels = [DocxCell((DocxRun(label),), style) for label in block.labels]
    if not block.headings:
        yield [DocxCell((DocxRun(_RANK),), style), DocxCell((DocxRun(_UNIT),), style), *labels]
        return
    over = [DocxCell((DocxRun(text),), style, across=span) for text, span in block.headings]
    yield [DocxCell((DocxRun(text),), style, is_top=True) for text in (_RANK, _UNIT)] + over
    yield [DocxCell((), style, is_under=True) for _ in range(2)] + labels


def _figure_row(row: FigureRow, looks: _TableStyle, *, is_bold: bool = False) -> list[DocxCell]:
    return [
        DocxCell((DocxRun(row.rank, is_bold=is_bold),), looks.figure),
        DocxCell((DocxRun(row.name, is_bold=is_bold),), looks.name),
        *(DocxCell(tuple(_figure(cell, is_bold=is_bold)), looks.figure) for cell in row.cells),
    ]


def _figure(cell: FigureCell, *, is_bold: bool) -> Iterator[DocxRun]:
    yield DocxRun(cell.text, is_bold=is_bold)
    if cell.beside:
        yield DocxRun(cell.beside, is_italic=True)


_WRITERS: Final[dict[type, Callable[[_DocxWriter, Any], None]]] = {
    Heading: _DocxWriter.heading,
    Paragraph: _DocxWriter.text,
    Items: _DocxWriter.items,
    Grid: _DocxWriter.grid,
    FigureTable: _DocxWriter.figures,
    Picture: _DocxWriter.picture,
    Seal: _DocxWriter.seal,
    Wide: _DocxWriter.across,
    Appendix: _DocxWriter.appendix,
}
