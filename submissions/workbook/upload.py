"""Reads an uploaded workbook against what the unit is asked.

Nothing is compared with the server here, and nothing is stored.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final

from ictindex.lib.sheets import Book, WorkbookRefused, read_book
from submissions.models import Submission
from submissions.workbook.hidden_sheet import TAKE_A_NEW_ONE, Stamp, read_stamps, stamps_by_group
from submissions.workbook.layout import GUIDE_TITLE, HIDDEN_TITLE, titles_of
from submissions.workbook.queries import SheetGroup, all_asked
from submissions.workbook.sheet_reader import FilledCriterion, SheetProblem, SheetReader

#: More are not kept: who reads a hundred sentences starts with a new file.
MOST_PROBLEMS: Final = 100
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Upload:
    """A workbook as it was read. With problems nothing of it may be stored."""

    downloaded_at: datetime
    criteria: int
    filled_in: tuple[FilledCriterion, ...]
    problems: tuple[SheetProblem, ...]


def read_upload(
    file: BinaryIO, submission: Submission, groups: Sequence[SheetGroup], *, today: date
) -> Upload:
    """Raises WorkbookRefused for a file that cannot be this unit's workbook; what is wrong with
    cells is in the result.
    """
    book = read_book(file)
    stamps = read_stamps(book.sheet(HIDDEN_TITLE), submission)
    _require_same_answers(stamps.criteria, groups)
    titles, held = titles_of(groups), stamps_by_group(stamps.criteria.values())
    problems, filled_in = list(_strangers(book, titles)), []
    for group in groups:
        if group.code in held:
            reader = SheetReader(titles[group.code], group, held[group.code], today=today)
            filled_in += reader.read(book.sheet(titles[group.code]))
            problems += reader.problems
    return Upload(
        stamps.downloaded_at,
        len(stamps.criteria),
        tuple(filled_in),
        tuple(problems[:MOST_PROBLEMS]),
    )


def _require_same_answers(stamps: Mapping[str, Stamp], groups: Sequence[SheetGroup]) -> None:
    """The annex of a unit can be changed while nobody has answered yet; what was asked then is
    not what is asked now.
    """
    now = {asked.key: asked.answer.pk for asked in all_asked(groups)}
    for stamp in stamps.values():
        if now.get(stamp.key) != stamp.answer:
            raise WorkbookRefused(
                f"Tiêu chí «{stamp.key}» trong tệp nay không còn được giao cho đơn vị. "
                f"{TAKE_A_NEW_ONE}"
            )


def _strangers(book: Book, titles: Mapping[str, str]) -> Iterator[SheetProblem]:
    """Sheets that were added or renamed: what somebody typed there would be lost without a word."""
    known = {title.casefold() for title in (*titles.values(), GUIDE_TITLE, HIDDEN_TITLE)}
    for sheet in book.sheets:
        if sheet.title.casefold() not in known and sheet.cells:
            title = sheet.title[:_SHOWN]
            yield SheetProblem(
                title,
                "",
                f"Trang «{title}» không thuộc tệp này. Xóa trang đó, hoặc đặt lại tên cũ nếu đã "
                "đổi tên.",
            )
