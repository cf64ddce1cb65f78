"""A unit's workbook as a person handles it: made, opened, changed by criterion and heading,
saved.
"""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
from django.utils import timezone
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from submissions.models import Answer, Submission
from submissions.workbook.book import make_workbook
from submissions.workbook.cells import cells_of
from submissions.workbook.layout import HEADER_ROW
from submissions.workbook.queries import all_asked, asked_of
from submissions.workbook.upload import Upload, read_upload

FIRST, SECOND, AS_OF, SKIPPED, NOTE = (
    "Kê khai 1",
    "Kê khai 2",
    "Tính đến ngày",
    "Lý do để trống",
    "Ghi chú",
)
#: Where a change goes: sheet, code of the criterion, heading of the column.
Where = tuple[str, str, str]


def loaded(submission: Submission) -> Submission:
    """The file as a view fetches it."""
    return Submission.objects.select_related("campaign__framework", "unit", "kind").get(
        pk=submission.pk
    )


def workbook_of(submission: Submission) -> bytes:
    submission = loaded(submission)
    return make_workbook(submission, asked_of(submission), now=timezone.now())


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def saved(book: openpyxl.Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def cell(book: openpyxl.Workbook, where: Where) -> Cell:
    title, code, heading = where
    sheet = book[title]
    return sheet.cell(row_of(sheet, code), column_of(sheet, heading))


def row_of(sheet: Worksheet, code: str) -> int:
    return next(
        row[0].row
        for row in sheet.iter_rows(min_row=HEADER_ROW + 1, max_col=1)
        if str(row[0].value) == code
    )


def column_of(sheet: Worksheet, heading: str) -> int:
    return next(each.column for each in sheet[HEADER_ROW] if each.value == heading)


class Formula(str):
    """What is typed to be computed."""


def changed(content: bytes, values: dict[Where, Any]) -> bytes:
    """The workbook with these values typed in; a text stays a text."""
    book = opened(content)
    for where, value in values.items():
        target = cell(book, where)
        target.value = value
        if isinstance(value, str) and value and not isinstance(value, Formula):
            target.data_type = "s"
    return saved(book)


def read(submission: Submission, content: bytes, *, today: date | None = None) -> Upload:
    submission = loaded(submission)
    return read_upload(
        BytesIO(content), submission, asked_of(submission), today=today or timezone.localdate()
    )


def differences(submission: Submission, content: bytes) -> dict[str, dict[str, str]]:
    """What the file says of the criteria that differ from the download.

    Nothing may be wrong with it.
    """
    upload = read(submission, content)
    assert upload.problems == ()
    return {filled.stamp.key: dict(filled.cells) for filled in upload.filled_in}


def sentences(submission: Submission, content: bytes) -> list[str]:
    return [problem.sentence for problem in read(submission, content).problems]


def stored(submission: Submission) -> dict[str, dict[str, str]]:
    """The cells of every answer with something in it."""
    found = {asked.key: cells_of(asked) for asked in all_asked(asked_of(loaded(submission)))}
    return {key: cells for key, cells in found.items() if cells}


def versions(submission: Submission) -> dict[str, int]:
    rows = Answer.objects.filter(submission=submission).values_list(
        "criterion__group__code", "criterion__code", "version"
    )
    return {f"{group}:{code}": version for group, code, version in rows}
