"""What became of a unit's file as a Word file to read: each criterion with its claim, both
rounds with reasons, and the reply.
"""

from collections.abc import Sequence
from typing import Any, Final

from reports.document.queries.unit_file import UnitFileDocument, UnitFileSection
from reports.layout.blocks import Heading, Paragraph
from reports.layout.docx_parts import DocxCell, DocxRun, table
from reports.layout.docx_writer import DocxWriter
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
    writer = DocxWriter.on_empty_page(f"{file.title} – {file.unit}", is_across=True)
    writer.line("ictPlain", file.title)
    writer.line("ictTitle", file.unit)
    for fact in file.facts:
        writer.block(Paragraph(fact))
    for group in file.groups:
        _write_group(writer, group)
    writer.line("ictCell", "")
    return writer.content(file.day)


def _write_group(writer: DocxWriter, group: UnitFileSection) -> None:
    points = f" ({group.points} điểm)" if group.points else ""
    writer.block(Heading(2, "", f"{group.name}{points}", ""))
    if group.absence:
        writer.block(Paragraph(f"Nhóm không áp dụng với đơn vị: {group.absence}"))
    elif group.rows:
        writer.table(_table(group, writer.width_mm))


def _table(group: UnitFileSection, width_mm: int) -> str:
    head = [[DocxCell((DocxRun(text),), "ictSmallHead") for text in _HEAD]]
    rows = [_heading(row) if row.is_heading else _criterion_cells(row) for row in group.rows]
    widths = [width_mm * share for share in _SHARES]
    return table(widths, head, rows, told=group.name, margin=50)


def _heading(row: SourceRow) -> list[DocxCell]:
    points = f": {row.sum} trên {row.maximum} điểm" if row.sum else ""
    return [
        DocxCell(
            (DocxRun(f"{row.code}. {row.name}{points}", is_bold=True),),
            "ictSmallName",
            across=len(_HEAD),
        )
    ]


def _criterion_cells(row: SourceRow) -> list[DocxCell]:
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
