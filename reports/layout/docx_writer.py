"""Writes Word files: blocks of the printed page, and what stands around them, in the styles of the
template that the secretary keeps. The only importer of python-docx and docxtpl.

The template (`templates/print/report.docx`) holds decision and head of the report with names in
double braces; what is filled in is never read as template again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any, Final, Self

from django.conf import settings
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.shared import Emu, Mm
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment
from resvg_py import svg_to_bytes

from ictindex.lib.office_files import settled
from ictindex.lib.text import clean_line, legible
from reports.layout.blocks import (
    Appendix,
    Block,
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
    flattened,
)
from reports.layout.docx_parts import DocxLine, DocxRun, columns, entry, paragraph
from reports.layout.docx_tables import caption_of, figure_table, grid_table
from reports.layout.pdf import Progress

UPRIGHT_MM: Final = 163
ACROSS_MM: Final = 250
_MOST_HIGH_MM: Final = 215
_MOST_HIGH_ACROSS_MM: Final = 130
#: 250 dots per inch where a chart is as wide as the text.
_PIXELS_WIDE: Final = 1600
_LONGEST_TITLE: Final = 250


def template_path() -> Path:
    return Path(settings.BASE_DIR) / "templates/print/report.docx"


class DocxWriter:
    """Writes one thing after the other at the end of a file.

    It starts with the template, filled in or emptied. The same values give the same bytes.
    """

    def __init__(self, file: Any, *, width_mm: int) -> None:
        self._file = file
        #: Of the text on the page as it lies now.
        self.width_mm = width_mm
        self._marks = count(1)
        self._tell: Progress = _tell_nobody
        self._drawn = self._pictures = 0

    @classmethod
    def on_filled_template(cls, texts: Mapping[str, Any]) -> Self:
        """After decision and head of the report, which say `texts`."""
        template = DocxTemplate(template_path())
        template.render(
            _one_line_each(texts), SandboxedEnvironment(autoescape=True), autoescape=True
        )
        return cls(template.docx, width_mm=UPRIGHT_MM)

    @classmethod
    def on_empty_page(cls, title: str, *, is_across: bool = False) -> Self:
        """With the styles and the page of the report, and nothing of what it says."""
        file = Document(str(template_path()))
        for element in [each for each in file.element.body if not each.tag.endswith("}sectPr")]:
            file.element.body.remove(element)
        section = file.sections[0]
        for footer in (section.footer, section.first_page_footer):
            footer.paragraphs[0].clear()
        if is_across:
            _lay(section, WD_ORIENT.LANDSCAPE)
        properties = file.core_properties
        properties.title, properties.author = legible(title)[:_LONGEST_TITLE], "ictindex"
        return cls(file, width_mm=ACROSS_MM if is_across else UPRIGHT_MM)

    def content(self, day: date | None) -> bytes:
        """The file as of that day."""
        content = BytesIO()
        self._file.save(content)
        return settled(content.getvalue(), day)

    def line(self, style: str, text: str, *, anchor: str = "") -> None:
        """A paragraph of one look, which `anchor` leads to."""
        self._put(paragraph(style, (DocxRun(text),), mark=self._mark(anchor)))

    def entries(self, lines: Iterable[tuple[str, str]]) -> None:
        """Lines of a table of contents: a text, and the anchor that it leads to."""
        for text, anchor in lines:
            self._put(entry("ictEntry", text, anchor, right_mm=UPRIGHT_MM))

    def page_break(self) -> None:
        self._file.add_page_break()

    def columns(self, *cells: Sequence[DocxLine], widths_mm: Sequence[float]) -> None:
        """Lines beside each other, as in the head of a letter."""
        self._put(columns(widths_mm, cells))

    def table(self, xml: str) -> None:
        """One that `docx_parts.table` made."""
        self._put(xml)

    def blocks(self, blocks: Sequence[Block], *, progress: Progress | None = None) -> None:
        """Blocks in reading order, each on pages that lie as it wants; `progress` hears a step in
        Vietnamese and a percentage.
        """
        pictures = [block for block in flattened(blocks) if isinstance(block, Picture)]
        self._pictures = sum(len(picture.parts) for picture in pictures)
        self._tell = progress or _tell_nobody
        for block in blocks:
            self._turn(is_across=isinstance(block, Wide | Appendix))
            self.block(block)

    def block(self, block: Block) -> None:
        """On the page as it lies."""
        _WRITERS[type(block)](self, block)

    def _heading(self, block: Heading) -> None:
        text = f"{block.label} {block.title}".strip()
        self.line(f"Heading{block.level}", text, anchor=block.anchor)

    def _text(self, block: Paragraph) -> None:
        self._put(paragraph("Normal", _letters(block.spans)))

    def _seal(self, block: Seal) -> None:
        self.line(
            "ictSeal",
            f"Số liệu của Báo cáo này ở dạng dữ liệu mở có mã kiểm tra SHA-256: {block.sha256}",
        )

    def _items(self, block: Items) -> None:
        for line in block.lines:
            letters = (DocxRun(f"{line.label} "), *_letters(line.spans))
            self._put(paragraph("ictDeeper" if line.level else "Normal", letters))

    def _grid(self, block: Grid) -> None:
        self._put(grid_table(block, self.width_mm))
        self.line("ictCell", "")

    def _figures(self, block: FigureTable) -> None:
        self.line("ictCaption", caption_of(block), anchor=block.anchor)
        self._put(figure_table(block, self.width_mm))
        for note in block.notes:
            self.line("ictNote", note)
        self.line("ictCell", "")

    def _picture(self, block: Picture) -> None:
        for part in block.parts:
            self._drawn += 1
            self._tell(
                f"Đang vẽ biểu đồ {self._drawn} trên {self._pictures}",
                10 + 80 * self._drawn // max(self._pictures, 1),
            )
            self._draw(block, part)
            anchor = block.anchor if part is block.parts[0] else ""
            self.line("ictLegend", f"Biểu đồ {block.number}. {part.title}", anchor=anchor)
        if block.note:
            self.line("ictNote", block.note)

    def _draw(self, block: Picture, part: PicturePart) -> None:
        where = self._file.add_paragraph()
        where.style = next(each for each in self._file.styles if each.style_id == "ictPicture")
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

    def _across(self, block: Wide) -> None:
        for each in block.blocks:
            self.block(each)

    def _appendix(self, block: Appendix) -> None:
        self.line("ictTitle", "PHỤ LỤC", anchor=block.anchor)
        self.line("ictPlain", block.title)
        self.line("ictAttached", f"({block.belongs_to})")
        for each in block.blocks:
            self.block(each)

    def _turn(self, *, is_across: bool) -> None:
        if (self.width_mm == ACROSS_MM) is is_across:
            return
        section = self._file.add_section(WD_SECTION.NEW_PAGE)
        _lay(section, WD_ORIENT.LANDSCAPE if is_across else WD_ORIENT.PORTRAIT)
        section.different_first_page_header_footer = False
        self.width_mm = ACROSS_MM if is_across else UPRIGHT_MM

    def _put(self, xml: str) -> None:
        """Before the settings of the last section, which end the file."""
        element, body = parse_xml(xml), self._file.element.body
        insert = body._insert_p if element.tag.endswith("}p") else body._insert_tbl
        insert(element)

    def _mark(self, anchor: str) -> tuple[int, str] | None:
        return (next(self._marks), anchor) if anchor else None


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


def _lay(section: Any, orientation: WD_ORIENT) -> None:
    """On its other side."""
    section.orientation = orientation
    section.page_width, section.page_height = section.page_height, section.page_width


def _letters(runs: Iterable[Run]) -> Iterator[DocxRun]:
    return (DocxRun(run.text, is_bold=run.is_bold, is_italic=run.is_italic) for run in runs)


def _one_line_each(value: Any) -> Any:
    """The template's language knows letters for new lines and pages; texts bring none of them."""
    if isinstance(value, str):
        return clean_line(value)
    if isinstance(value, Mapping):
        return {key: _one_line_each(each) for key, each in value.items()}
    return [_one_line_each(each) for each in value]


def _tell_nobody(_step: str, _percent: int) -> None:
    pass


_WRITERS: Final[dict[type, Callable[[DocxWriter, Any], None]]] = {
    Heading: DocxWriter._heading,
    Paragraph: DocxWriter._text,
    Items: DocxWriter._items,
    Grid: DocxWriter._grid,
    FigureTable: DocxWriter._figures,
    Picture: DocxWriter._picture,
    Seal: DocxWriter._seal,
    Wide: DocxWriter._across,
    Appendix: DocxWriter._appendix,
}
