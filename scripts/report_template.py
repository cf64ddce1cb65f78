"""Makes templates/print/report.docx, the Word template of decision and report, in the measures of
Decree 30/2020/NĐ-CP.

Run it after changing measures here: `.venv/bin/python scripts/report_template.py`. The template may
as well be edited in Word: what matters are its styles, its page set-up, and the names in double
braces.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).resolve().parent.parent / "templates" / "print" / "report.docx"
FACE = "Times New Roman"
CENTER, JUSTIFY, LEFT, RIGHT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
)
#: Style id → name, size, bold, italic, alignment, first-line indent (mm), space before and after
#: (pt).
STYLES = {
    "ictHead": ("Đầu văn bản", 12, True, False, CENTER, 0, 0, 0),
    "ictMotto": ("Tiêu ngữ", 13, True, False, CENTER, 0, 0, 0),
    "ictNumber": ("Số, ký hiệu", 13, False, False, CENTER, 0, 0, 0),
    "ictPlace": ("Địa danh, ngày tháng", 13, False, True, CENTER, 0, 0, 0),
    "ictTitle": ("Tên loại văn bản", 14, True, False, CENTER, 0, 18, 4),
    "ictSubject": ("Trích yếu", 14, True, False, CENTER, 0, 0, 14),
    "ictAttached": ("Kèm theo", 13, False, True, CENTER, 0, 0, 8),
    "ictAuthority": ("Thẩm quyền ban hành", 13, True, False, CENTER, 0, 12, 12),
    "ictBasis": ("Căn cứ", 13, False, True, JUSTIFY, 11, 0, 6),
    "ictTo": ("Nơi nhận", 12, True, True, LEFT, 0, 0, 0),
    "ictRecipient": ("Danh sách nơi nhận", 11, False, False, LEFT, 0, 0, 0),
    "ictSigned": ("Chữ ký", 13, True, False, CENTER, 0, 0, 0),
    "ictPlain": ("Đề mục không đánh số", 13, True, False, CENTER, 0, 12, 6),
    "ictEntry": ("Dòng mục lục", 12, False, False, LEFT, 0, 0, 3),
    "ictDeeper": ("Gạch đầu dòng cấp hai", 13, False, False, JUSTIFY, 18, 0, 6),
    "ictCaption": ("Tên bảng", 13, True, False, CENTER, 0, 10, 4),
    "ictPicture": ("Biểu đồ", 13, False, False, CENTER, 0, 8, 4),
    "ictLegend": ("Tên biểu đồ", 13, True, False, CENTER, 0, 0, 12),
    "ictNote": ("Ghi chú số liệu", 11, False, True, LEFT, 0, 0, 2),
    "ictCell": ("Ô chữ", 12, False, False, LEFT, 0, 0, 0),
    "ictCellMid": ("Ô giữa", 12, False, False, CENTER, 0, 0, 0),
    "ictCellHead": ("Ô đầu cột", 12, True, False, CENTER, 0, 0, 0),
    "ictClose": ("Ô số gần nhau", 11, False, False, CENTER, 0, 0, 0),
    "ictCloseHead": ("Ô đầu cột gần nhau", 11, True, False, CENTER, 0, 0, 0),
    "ictCloseName": ("Ô tên gần nhau", 11, False, False, LEFT, 0, 0, 0),
    "ictSmall": ("Ô số hẹp", 9, False, False, CENTER, 0, 0, 0),
    "ictSmallHead": ("Ô đầu cột hẹp", 9, True, False, CENTER, 0, 0, 0),
    "ictSmallName": ("Ô tên hẹp", 9, False, False, LEFT, 0, 0, 0),
    "ictSeal": ("Mã kiểm tra", 10, False, False, LEFT, 0, 14, 0),
}
HEADINGS = {"Heading 1": (14, False), "Heading 2": (10, False), "Heading 3": (10, True)}
COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def main() -> None:
    document = Document()
    set_page(document)
    set_styles(document)
    write_decision(document)
    write_report_head(document)
    document.core_properties.author = "{{ author }}"
    document.core_properties.title = "{{ subject }}"
    document.core_properties.comments = document.core_properties.keywords = ""
    document.save(str(TARGET))


def set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(22),
        Mm(20),
        Mm(30),
        Mm(17),
    )
    section.header_distance, section.footer_distance = Mm(10), Mm(9)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    number.paragraph_format.first_line_indent = Mm(0)
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    number._p.append(parse_xml(field))
    for footer in (section.footer, section.first_page_footer):
        note = footer.paragraphs[0]
        note.alignment = CENTER
        note.paragraph_format.first_line_indent = Mm(0)
        run = note.add_run("{{ notice }}")
        run.italic, run.font.size = True, Pt(9)


def set_styles(document: Any) -> None:
    normal = document.styles["Normal"]
    set_face(normal)
    normal.font.size = Pt(13)
    shape = normal.paragraph_format
    shape.alignment, shape.first_line_indent, shape.line_spacing = JUSTIFY, Mm(11), 1.15
    shape.space_after, shape.widow_control = Pt(6), True
    for name, (before, italic) in HEADINGS.items():
        style = document.styles[name]
        set_face(style)
        style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = (
            Pt(13),
            True,
            italic,
            RGBColor(0, 0, 0),
        )
        shape = style.paragraph_format
        shape.alignment, shape.first_line_indent, shape.keep_with_next = LEFT, Mm(11), True
        shape.space_before, shape.space_after = Pt(before), Pt(6)
    for key, looks in STYLES.items():
        add_style(document, key, looks)
    for key in ("ictCaption", "ictPicture", "ictPlain"):
        next(
            style for style in document.styles if style.style_id == key
        ).paragraph_format.keep_with_next = True


def add_style(
    document: Any, key: str, looks: tuple[str, int, bool, bool, Any, int, int, int]
) -> None:
    name, size, bold, italic, align, indent, before, after = looks
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), key)
    style.base_style, style.quick_style = document.styles["Normal"], True
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    shape = style.paragraph_format
    shape.alignment, shape.first_line_indent = align, Mm(indent)
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    if key.startswith(("ictCell", "ictClose", "ictSmall", "ictHead", "ictMotto", "ictRecipient")):
        shape.line_spacing = 1.0


def set_face(style: Any) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FACE)


def write_decision(document: Any) -> None:
    write_head(document)
    left, right = columns(document, 65, 98)
    put(left, ("ictNumber", "{{ decision.number }}"))
    put(right, ("ictPlace", "{{ decision.place_and_day }}"))
    say(document, "ictTitle", "QUYẾT ĐỊNH")
    say(document, "ictSubject", "{{ decision.subject }}")
    say(document, "ictAuthority", "{{ decision.authority }}")
    repeat(document, "basis in decision.bases", "ictBasis", "{{ basis }}")
    say(document, "ictAuthority", "QUYẾT ĐỊNH:")
    say(document, "Normal", "{%p for label, text in decision.articles %}")
    article = say(document, "Normal", "")
    article.add_run("{{ label }}").bold = True
    article.add_run(" {{ text }}")
    say(document, "Normal", "{%p endfor %}")
    left, right = columns(document, 73, 90)
    put(
        left,
        ("ictTo", "Nơi nhận:"),
        *loop("line in decision.recipients", "ictRecipient", "{{ line }}"),
    )
    put(
        right,
        *loop("line in decision.signed_as", "ictSigned", "{{ line }}"),
        *[("ictSigned", "")] * 4,
    )
    put(right, ("ictSigned", "{{ decision.signer }}"), is_first=False)


def write_report_head(document: Any) -> None:
    say(document, "ictPlain", "").paragraph_format.page_break_before = True
    write_head(document)
    say(document, "ictTitle", "BÁO CÁO")
    say(document, "ictSubject", "{{ subject }}")
    say(document, "ictAttached", "({{ attached_to }})")


def write_head(document: Any) -> None:
    left, right = columns(document, 65, 98)
    put(left, ("ictHead", "{{ ministry }}"), ("ictHead", "––––––"))
    put(right, ("ictHead", COUNTRY), ("ictMotto", MOTTO), ("ictHead", "––––––––––––––––––––"))


def columns(document: Any, *widths: int) -> list[Any]:
    """A row without lines, as wide as given in mm."""
    table = document.add_table(rows=1, cols=len(widths))
    table.autofit = False
    for cell, column, width in zip(table.rows[0].cells, table.columns, widths, strict=True):
        cell.width = column.width = Mm(width)
    say(document, "ictCell", "")
    return list(table.rows[0].cells)


def loop(what: str, style: str, text: str) -> list[tuple[str, str]]:
    return [(style, f"{{%p for {what} %}}"), (style, text), (style, "{%p endfor %}")]


def repeat(document: Any, what: str, style: str, text: str) -> None:
    for key, line in loop(what, style, text):
        say(document, key, line)


def say(document: Any, style: str, text: str) -> Any:
    paragraph = document.add_paragraph(text)
    paragraph.style = next(each for each in document.styles if each.style_id == style)
    return paragraph


def put(cell: Any, *lines: tuple[str, str], is_first: bool = True) -> None:
    styles = {each.style_id: each for each in cell.part.document.styles}
    for number, (style, text) in enumerate(lines):
        paragraph = cell.paragraphs[0] if is_first and number == 0 else cell.add_paragraph()
        paragraph.text, paragraph.style = text, styles[style]


if __name__ == "__main__":
    main()
