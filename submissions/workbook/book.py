"""Makes the workbook of a unit's file: a guide, one sheet for each group, and the hidden sheet.

Reads no database.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictindex.lib.sheets import put_text
from ictindex.lib.text import clean_line, slug
from submissions.models import Submission
from submissions.workbook import looks
from submissions.workbook.cells import cells_of
from submissions.workbook.guide import write_guide
from submissions.workbook.hidden_sheet import Stamp, head_of, line_of
from submissions.workbook.layout import (
    CRITERION_COLUMNS,
    FIRST_CRITERION_ROW,
    HEAD,
    HEAD_NAMES,
    HEAD_SEAL_ROW,
    HIDDEN_TITLE,
    titles_of,
)
from submissions.workbook.limits import ChoiceLists
from submissions.workbook.queries import SheetGroup, all_asked
from submissions.workbook.seals import seal
from submissions.workbook.sheet_writer import write_group


def make_workbook(submission: Submission, groups: Sequence[SheetGroup], *, now: datetime) -> bytes:
    """The whole file.

    Takes the campaign with its framework, and the unit, from the submission without asking for
    them.
    """
    book = Workbook()
    hidden = book.create_sheet(HIDDEN_TITLE)
    lists = ChoiceLists(hidden)
    titles = titles_of(groups)
    write_guide(book.worksheets[0], submission, groups, titles, now)
    for group in groups:
        write_group(
            book.create_sheet(titles[group.code], index=len(book.worksheets) - 1),
            submission,
            group,
            lists,
        )
    _write_hidden(hidden, submission, groups, now)
    _describe(book, submission, now)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def file_name(submission: Submission) -> str:
    """In ASCII: «ke-khai-2021-vtccb.xlsx»."""
    return f"ke-khai-{slug(submission.campaign.code)}-{slug(submission.unit.code)}.xlsx"


def _describe(book: Workbook, submission: Submission, now: datetime) -> None:
    """Names no person: the file travels."""
    book.properties.creator = book.properties.lastModifiedBy = "ictindex"
    book.properties.title = clean_line(
        f"Kê khai, tự chấm năm {submission.campaign.year} – {submission.name}"
    )
    book.properties.created = book.properties.modified = now.replace(tzinfo=None, microsecond=0)


def _write_hidden(
    sheet: Worksheet, submission: Submission, groups: Sequence[SheetGroup], now: datetime
) -> None:
    criteria = list(all_asked(groups))
    head = head_of(submission, len(criteria), now)
    mark = seal(head)
    for row, (name, value) in enumerate(zip(HEAD, head, strict=True), start=1):
        _write_line(sheet, row, (HEAD_NAMES[name], value))
    _write_line(sheet, HEAD_SEAL_ROW, ("Dấu", mark))
    _write_line(sheet, FIRST_CRITERION_ROW - 1, CRITERION_COLUMNS)
    for row, asked in enumerate(criteria, start=FIRST_CRITERION_ROW):
        answer = asked.answer
        stamp = Stamp(
            answer.criterion.group.code, asked.key, answer.pk, answer.version, cells_of(asked)
        )
        _write_line(sheet, row, line_of(stamp, mark))
    sheet.sheet_state = "veryHidden"
    looks.protect(sheet)


def _write_line(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, start=1):
        put_text(sheet.cell(row, column), text)
