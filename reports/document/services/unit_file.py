"""What became of a unit's file as a Word file to read: each criterion with its claim, both
rounds with reasons, and the reply.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT

from ictindex.lib.office_files import settled
from ictindex.lib.text import legible
from reports.document.queries.unit_file import UnitFileDocument, UnitFileSection
from reports.document.services.docx import ACROSS_MM, template_path
from reports.layout.docx_parts import DocxCell, DocxRun, paragraph, table
from reports.results.queries.source_rows import SourceRound, SourceRow
from submissions.enums import Round

_HEAD: Final = (
    "Tiêu chí",
    "Kê khai và tự chấm",
    "Thẩm định lần 1",
    "Giải trình của đơn vị",
    "Thẩm định lần 2, Hội đồng",
)
_SHARES: Final = (0.24, 0.19, 0.19, 0.19, 0.19)
_NOTHING: Final = "–"


def unit_file_docx(file: UnitFileDocument) -> bytes:
    """The same values make the same bytes. Names of who appraised are not in it."""
    document = _empty(file)
    for element in _elements(file):
        put = (
            document.element.body._insert_p
            if element.tag.endswith("}p")
            else document.element.body._insert_tbl
        )
        put(element)
    target = BytesIO()
    document.save(target)
    return settled(target.getvalue(), file.day)


def _empty(file: UnitFileDocument) -> Any:
    """The template of the report, without what it says, across the page."""
    document = Document(str(template_path()))
    body = document.element.body
    for element in list(body):
        if not element.tag.endswith("}sectPr"):
            body.remove(element)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for footer in (section.footer, section.first_page_footer):
        footer.paragraphs[0].clear()
    document.core_properties.title, document.core_properties.author = (
        legible(f"{file.title} – {file.unit}")[:250],
        "ictindex",
    )
    return document


def _elements(file: UnitFileDocument) -> Iterable[Any]:
    yield _say("ictPlain", file.title)
    yield _say("ictTitle", file.unit)
    for fact in file.facts:
        yield _say("Normal", fact)
    for group in file.groups:
        points = f" ({group.points} điểm)" if group.points else ""
        yield _say("Heading2", f"{group.name}{points}")
        if group.absence:
            yield _say("Normal", f"Nhóm không áp dụng với đơn vị: {group.absence}")
        elif group.rows:
            yield _table(group)
    yield _say("ictCell", "")


def _say(style: str, text: str) -> Any:
    return paragraph(style, (DocxRun(text),))


def _table(group: UnitFileSection) -> Any:
    head = [[DocxCell((DocxRun(text),), "ictSmallHead") for text in _HEAD]]
    rows = [_heading(row) if row.is_heading else _row(row) for row in group.rows]
    return table([ACROSS_MM * share for share in _SHARES], head, rows, told=group.name, margin=50)


def _heading(row: SourceRow) -> list[DocxCell]:
    points = f": {row.sum} trên {row.maximum} điểm" if row.sum else ""
    return [
        DocxCell(
            (DocxRun(f"{row.code}. {row.name}{points}", is_bold=True),),
            "ictSmallName",
            across=len(_HEAD),
        )
    ]


def _row(row: SourceRow) -> list[DocxCell]:
    claim, *later = row.rounds
    first = [taken for taken in later if taken.label == Round.FIRST.label]
    final = [taken for taken in later if taken.label != Round.FIRST.label]
    return [
        _cell(
            [
                f"{row.code}. {row.name}",
                f"Tối đa {row.maximum} điểm",
                *(f"Tài liệu: {_file(each)}" for each in row.files),
            ]
        ),
        _cell([*filter(None, [row.declared, row.as_of]), f"Tự chấm: {claim.points}"]),
        _cell(_lines(first)),
        _cell([row.reply or _NOTHING]),
        _cell(_lines(final)),
    ]


def _cell(lines: Sequence[str]) -> DocxCell:
    return DocxCell(tuple(DocxRun(line) for line in lines), "ictSmallName")


def _file(file: Any) -> str:
    return f"{file.name}, trang {file.page}" if file.page else str(file.name)


def _lines(taken: Sequence[SourceRound]) -> list[str]:
    """Each round with its points, then why; the round is named where the head of the column
    does not.
    """
    found = [line for each in taken for line in (_points(each), each.reason) if line]
    return found or [_NOTHING]


def _points(taken: SourceRound) -> str:
    return f"{taken.label}: {taken.points}" if taken.label == Round.COUNCIL.label else taken.points
