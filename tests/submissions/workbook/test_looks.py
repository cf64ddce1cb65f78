"""What an office program is told about the workbook: locks, limits, notes, print set-up; and
that nothing in it computes.
"""

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from submissions.answers.services.entries import Entry, save_answer
from submissions.models import Submission
from submissions.workbook.layout import HEADER_ROW, HIDDEN_TITLE
from tests.submissions.workbook.books import (
    AS_OF,
    FIRST,
    NOTE,
    SECOND,
    SKIPPED,
    cell,
    opened,
    workbook_of,
)
from tests.submissions.workplace import answer_to, make_work, make_workers, submission_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission() -> Submission:
    return submission_of(make_work())


@pytest.fixture
def book(submission):
    return opened(workbook_of(submission))


def limit_of(sheet: Worksheet, where: str):
    return next(each for each in sheet.data_validations.dataValidation if where in each.sqref)


def test_one_sheet_a_group_between_the_guide_and_the_hidden_sheet(book) -> None:
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("Hướng dẫn", "visible"),
        ("HT", "visible"),
        ("DV", "visible"),
        ("TC", "visible"),
        (HIDDEN_TITLE, "veryHidden"),
    ]
    assert all(sheet.protection.sheet for sheet in book.worksheets)


def test_only_what_the_criterion_asks_for_is_unlocked(book) -> None:
    headings = (
        FIRST,
        SECOND,
        "Kê khai 3",
        AS_OF,
        SKIPPED,
        NOTE,
        "Mã",
        "Tiêu chí",
        "Điểm tối đa",
        "Điểm khi tải về",
    )
    unlocked = {
        code: [
            heading
            for heading in headings
            if not cell(book, ("TC", code, heading)).protection.locked
        ]
        for code in ("1.1", "3", "7", "1")
    }
    assert unlocked == {
        "1.1": [FIRST, SKIPPED, NOTE],
        "3": [FIRST, SECOND, AS_OF, SKIPPED, NOTE],
        "7": [FIRST, SECOND, "Kê khai 3", AS_OF, SKIPPED, NOTE],
        "1": [],
    }


def test_what_is_filled_in_looks_unlike_what_is_not(book) -> None:
    asked, unused, read = (
        cell(book, ("TC", "1.1", heading)).fill.fgColor.rgb
        for heading in (FIRST, SECOND, "Tiêu chí")
    )
    assert len({asked, unused, read}) == 3


@pytest.mark.parametrize(
    ("code", "heading", "limit"),
    [
        ("1.1", FIRST, ("decimal", "0", "10")),
        ("6", FIRST, ("decimal", "0", "3")),
        ("5", FIRST, ("whole", "0", "1000000000000000")),
        ("3", SECOND, ("decimal", "0", "1000000000000000")),
        ("3", AS_OF, ("date", "DATE(1990,1,1)", "TODAY()")),
        ("3", NOTE, ("textLength", "2000", None)),
    ],
)
def test_limits_stand_at_their_cells(book, code, heading, limit) -> None:
    found = limit_of(book["TC"], cell(book, ("TC", code, heading)).coordinate)
    assert (found.type, found.formula1, found.formula2) == limit
    assert (found.showErrorMessage, found.errorStyle, found.prompt == found.error != "") == (
        True,
        "stop",
        True,
    )


@pytest.mark.parametrize(
    ("code", "heading", "texts"),
    [
        ("1.2", FIRST, ["Có", "Không"]),
        ("2.1", FIRST, ["Đủ (4 điểm)", "Thiếu (2 điểm)"]),
        ("5", SKIPPED, ["Chưa có số liệu", "Làm sau"]),
        ("3", SKIPPED, ["Chưa có số liệu", "Làm sau", "Không áp dụng"]),
    ],
)
def test_drop_downs_offer_what_may_be_chosen(book, code, heading, texts) -> None:
    found = limit_of(book["TC"], cell(book, ("TC", code, heading)).coordinate)
    title, _, area = found.formula1.replace("$", "").replace("'", "").partition("!")
    assert (found.type, title, [row[0].value for row in book[title][area]]) == (
        "list",
        HIDDEN_TITLE,
        texts,
    )


def test_headings_and_criteria_carry_notes(book) -> None:
    sheet = book["TC"]
    assert all(each.comment for each in sheet[HEADER_ROW])
    assert "Văn bản chứng minh" in cell(book, ("TC", "5", "Tiêu chí")).comment.text


def test_header_stays_in_sight_on_screen_and_paper(book) -> None:
    sheet = book["TC"]
    setup = (
        sheet.freeze_panes,
        sheet.print_title_rows,
        sheet.page_setup.orientation,
        sheet.page_setup.paperSize,
    )
    assert setup == ("C6", "$5:$5", "landscape", 9)  # 9: A4
    assert (
        sheet.page_setup.fitToWidth,
        sheet.page_setup.fitToHeight,
        sheet.sheet_properties.pageSetUpPr.fitToPage,
    ) == (1, 0, True)


def test_numbers_are_numbers_and_shown_with_two_places(submission) -> None:
    people = make_workers(submission.campaign)
    for code, declared in (
        ("1.1", {"points": "7,5"}),
        ("3", {"numerator": "1", "denominator": "3"}),
    ):
        entry = Entry(declared=declared)
        save_answer(
            answer=answer_to(submission.campaign, code),
            version=1,
            entry=entry,
            by=people["unit_staff"],
        )
    book = opened(workbook_of(submission))
    shown = [
        cell(book, ("TC", "3", heading))
        for heading in ("Điểm tối đa", FIRST, SECOND, "Điểm khi tải về")
    ]
    assert [(each.data_type, float(each.value), each.number_format) for each in shown] == [
        ("n", 8, "0.00"),
        ("n", 1, "0.00####"),
        ("n", 3, "0.00####"),
        ("n", 2.67, "0.00"),
    ]


def test_text_that_looks_like_a_formula_is_a_text_everywhere(submission) -> None:
    people = make_workers(submission.campaign)
    entry = Entry(note="=cmd|'/c calc'!A1")
    save_answer(
        answer=answer_to(submission.campaign, "5"), version=1, entry=entry, by=people["unit_staff"]
    )
    for text in ("=1+1", "+1", "-1", "@x"):
        criterion = answer_to(submission.campaign, "5").criterion
        type(criterion).objects.filter(pk=criterion.pk).update(name=text, evidence_expected=text)
        book = opened(workbook_of(submission))
        found = cell(book, ("TC", "5", "Tiêu chí"))
        assert (found.data_type, found.value, found.quotePrefix) == ("s", text, True)
    note = cell(book, ("TC", "5", NOTE))
    assert (note.data_type, note.value) == ("s", entry.note)
    kinds = {
        each.data_type for sheet in book.worksheets for row in sheet.iter_rows() for each in row
    }
    assert kinds <= {"s", "n"}


def test_rows_are_high_enough_for_their_texts(book) -> None:
    sheet = book["TC"]
    long, short = (
        sheet.row_dimensions[cell(book, ("TC", code, "Mã")).row].height for code in ("7", "1.1")
    )
    assert long > short >= 15
