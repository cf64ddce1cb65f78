"""Writes the sheet of one group: its headings, its criteria with what is stored, and the cells
to be filled in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from ictindex.lib.numbers import half_up
from ictindex.lib.sheets import place, put_number, put_text
from ictindex.lib.text import legible
from scoring.core.amounts import read_number
from scoring.core.fields import InputField
from submissions.dossier.queries.entries import AS_OF, NOTE, points_in_words
from submissions.models import Submission
from submissions.workbook import looks
from submissions.workbook.cells import SKIP_OPTIONS, cells_of, option_texts
from submissions.workbook.layout import (
    CODE,
    FIGURE,
    HEADER_ROW,
    HOW,
    MAXIMUM,
    NAME,
    SheetColumn,
    column_layout,
)
from submissions.workbook.limits import ChoiceLists, SheetLimits
from submissions.workbook.queries import SheetCriterion, SheetGroup, SheetHeading

#: Two places, and as many more of the six that a declared figure may have as it has.
_FIGURE_FORMAT: Final = "0.00####"
_DAY_FORMAT: Final = "dd/mm/yyyy"
_COMMENT_WIDTH, _COMMENT_HEIGHT = 320, 120
_FIRST_READ_ONLY: Final = 2
_HINT: Final = (
    "Chỉ nhập vào các ô màu vàng nhạt. Chưa có số liệu thì để trống và chọn lý do. Số 0 là được "
    "0, khác với ô để trống."
)
_ABSENT: Final = (
    "Đơn vị đã khai nhóm này không áp dụng. Nội dung nhập ở trang này được giữ lại nhưng không "
    "tính điểm."
)


@dataclass(frozen=True, slots=True)
class _SheetRow:
    """One row that is being written."""

    sheet: Worksheet
    number: int
    columns: Sequence[SheetColumn]
    limits: SheetLimits

    def cells(self) -> Iterator[tuple[Cell, SheetColumn]]:
        return (
            (self.sheet.cell(self.number, number), column)
            for number, column in enumerate(self.columns, start=1)
        )

    def fit(self, texts: Mapping[str, str]) -> None:
        """Make the row high enough for its texts, by what the columns hold."""
        widths = [column.width for column in self.columns if column.holds in texts]
        shown = [texts[column.holds] for column in self.columns if column.holds in texts]
        self.sheet.row_dimensions[self.number].height = looks.height_of(shown, widths)


def write_group(
    sheet: Worksheet, submission: Submission, group: SheetGroup, lists: ChoiceLists
) -> None:
    """A whole sheet. Everything but what is filled in is locked."""
    columns = column_layout(group)
    looks.set_widths(sheet, [column.width for column in columns])
    _write_top(sheet, submission, group)
    _write_header(sheet, columns)
    limits = SheetLimits(sheet, lists)
    for number, row in enumerate(group.rows, start=HEADER_ROW + 1):
        written = _SheetRow(sheet, number, columns, limits)
        if isinstance(row, SheetHeading):
            _write_heading(written, row)
        else:
            _write_criterion(written, row)
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, _FIRST_READ_ONLY + 1)
    looks.set_print(sheet, header_row=HEADER_ROW, footer=f"{submission.name} – {group.code}")
    sheet.print_area = f"A1:{place(HEADER_ROW + max(len(group.rows), 1), len(columns))}"
    looks.protect(sheet)


def _write_top(sheet: Worksheet, submission: Submission, group: SheetGroup) -> None:
    lines = [
        (f"{group.code} – {group.state.name}", looks.TITLE),
        (f"{submission.name} · {submission.campaign.title}", looks.BODY),
        (_ABSENT, looks.BOLD) if group.state.is_absent else (_HINT, looks.QUIET),
    ]
    for row, (text, font) in enumerate(lines, start=1):
        put_text(sheet.cell(row, 1), text)
        sheet.cell(row, 1).font = font
    sheet.row_dimensions[1].height = 24


def _write_header(sheet: Worksheet, columns: Sequence[SheetColumn]) -> None:
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(HEADER_ROW, number)
        put_text(cell, column.heading)
        looks.style_head(cell)
        cell.comment = _comment(column.note)
    sheet.row_dimensions[HEADER_ROW].height = 34


def _comment(text: str) -> Comment:
    return Comment(legible(text), "ictindex", width=_COMMENT_WIDTH, height=_COMMENT_HEIGHT)


def _write_heading(row: _SheetRow, heading: SheetHeading) -> None:
    texts = {CODE: heading.code, NAME: heading.name}
    for cell, column in row.cells():
        if column.holds == MAXIMUM:
            put_number(cell, heading.maximum)
        else:
            put_text(cell, texts.get(column.holds, ""))
        looks.style_heading(cell, is_number=column.holds == MAXIMUM)
    row.fit({NAME: heading.name})


def _write_criterion(row: _SheetRow, asked: SheetCriterion) -> None:
    stored = cells_of(asked)
    texts = {CODE: asked.code, NAME: asked.answer.criterion.name, HOW: _how(asked)}
    fields, highest = iter(asked.fields), ""
    for cell, column in row.cells():
        match column.holds:
            case "code" | "name" | "how":
                put_text(cell, texts[column.holds])
                looks.style_text(cell)
            case "maximum" | "points":
                _write_points(cell, asked, column.holds)
            case "figure":
                _write_figure(row, cell, next(fields, None), stored)
                highest = max(highest, cell.value if isinstance(cell.value, str) else "", key=len)
            case _:
                _write_input(row, cell, asked, column.holds, stored.get(column.holds, ""))
    _note_evidence(row.sheet.cell(row.number, _FIRST_READ_ONLY), asked)
    row.fit({NAME: texts[NAME], HOW: texts[HOW], FIGURE: highest, NOTE: stored.get(NOTE, "")})


def _how(asked: SheetCriterion) -> str:
    """How the points come about, and where there is more than one cell, what belongs in which."""
    if len(asked.fields) == 1:
        return asked.rule.how
    named = (
        f"{number}: {field.label[:1].lower()}{field.label[1:]}"
        for number, field in enumerate(asked.fields, start=1)
    )
    return f"{asked.rule.how}\nKê khai {'; kê khai '.join(named)}."


def _write_figure(
    row: _SheetRow, cell: Cell, field: InputField | None, stored: Mapping[str, str]
) -> None:
    """A figure, an answer or points; grey and locked where the criterion does not ask for it."""
    if field is None:
        looks.style_unused(cell)
        return
    text = stored.get(field.path, "")
    looks.style_input(cell)
    row.limits.figure(cell.coordinate, field)
    number = None if field.options else read_number(text.replace(",", "."))
    if number is not None:
        put_number(cell, number, _FIGURE_FORMAT)
    else:
        put_text(cell, option_texts(field.options).get(text, text))
        cell.number_format = "General" if field.options else _FIGURE_FORMAT


def _write_input(row: _SheetRow, cell: Cell, asked: SheetCriterion, holds: str, text: str) -> None:
    """The day, the reason or the note."""
    if holds == AS_OF and not (asked.rule.wants_as_of or text):
        looks.style_unused(cell)
        return
    looks.style_input(cell, is_text=holds == NOTE)
    match holds:
        case "as_of":
            row.limits.as_of(cell.coordinate)
            cell.value, cell.number_format = date.fromisoformat(text) if text else None, _DAY_FORMAT
        case "skipped":
            row.limits.skipped(cell.coordinate, asked)
            put_text(cell, dict(SKIP_OPTIONS).get(text, text))
        case _:
            row.limits.note(cell.coordinate)
            put_text(cell, text)


def _write_points(cell: Cell, asked: SheetCriterion, holds: str) -> None:
    """The maximum, or what the unit's answer came to when the workbook was made."""
    points = asked.answer.criterion.maximum if holds == MAXIMUM else asked.answer.self_points
    if points is None:
        put_text(cell, points_in_words(asked.answer))
        looks.style_text(cell)
    else:
        put_number(cell, half_up(points))
        looks.style_number(cell)


def _note_evidence(cell: Cell, asked: SheetCriterion) -> None:
    expected = asked.answer.criterion.evidence_expected
    if expected:
        said = "Tài liệu được tải lên trên hệ thống, không gửi trong tệp này."
        cell.comment = _comment(f"Tài liệu kiểm chứng cần có: {expected}\n{said}")
