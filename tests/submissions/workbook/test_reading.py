"""What people do to a workbook, well meant or not: read by codes and headings, or refused by
name of sheet and cell.
"""

import json
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from criteria.models import CriterionGroup
from ictindex.lib.sheets import WorkbookRefused
from submissions.answers.services.entries import Entry, save_answer
from submissions.answers.services.groups import declare_group_absent
from submissions.models import Answer, Campaign, Submission
from submissions.workbook.layout import FIRST_CRITERION_ROW, HEADER_ROW, HIDDEN_TITLE
from tests.submissions.workbook.books import (
    AS_OF,
    FIRST,
    NOTE,
    SECOND,
    SKIPPED,
    Formula,
    cell,
    changed,
    column_of,
    differences,
    opened,
    read,
    row_of,
    saved,
    sentences,
    workbook_of,
)
from tests.submissions.workplace import answer_to, make_work, make_workers, submission_of

pytestmark = pytest.mark.django_db

#: Workbooks know no time zones.
NOON = datetime.fromisoformat("2020-05-07T12:00")


@pytest.fixture
def campaign() -> Campaign:
    return make_work()


@pytest.fixture
def submission(campaign) -> Submission:
    return submission_of(campaign)


@pytest.fixture
def content(submission) -> bytes:
    return workbook_of(submission)


def refusal(submission: Submission, content: bytes) -> str:
    with pytest.raises(WorkbookRefused) as caught:
        read(submission, content)
    return str(caught.value)


@pytest.mark.parametrize(
    ("code", "typed", "cells"),
    [
        ("1.1", {FIRST: 7.5}, {"points": "7,5"}),
        ("1.1", {FIRST: "7,5"}, {"points": "7,5"}),
        ("1.1", {FIRST: " 7.50 "}, {"points": "7,5"}),
        ("1.1", {FIRST: 0}, {"points": "0"}),
        ("1.1", {FIRST: Decimal("7.25")}, {"points": "7,25"}),
        ("1.2", {FIRST: "Có"}, {"answer": "yes"}),
        ("1.2", {FIRST: " không "}, {"answer": "no"}),
        ("1.2", {FIRST: "no"}, {"answer": "no"}),
        ("2.1", {FIRST: "Thiếu (2 điểm)"}, {"choice": "b"}),
        ("2.1", {FIRST: "B"}, {"choice": "b"}),
        ("2.2", {FIRST: 1.234}, {"number": "1,234"}),
        ("2.2", {FIRST: "1 234 567,5"}, {"number": "1234567,5"}),
        ("3", {FIRST: 9, SECOND: "10"}, {"numerator": "9", "denominator": "10"}),
        ("3", {SKIPPED: "không áp dụng"}, {"skipped": "not_applicable"}),
        (
            "4",
            {FIRST: 9, SECOND: 10, AS_OF: date(2020, 12, 31)},
            {"numerator": "9", "denominator": "10", "as_of": "2020-12-31"},
        ),
        ("5", {FIRST: 3, AS_OF: "31/12/2020"}, {"count": "3", "as_of": "2020-12-31"}),
        ("6", {FIRST: 3}, {"points": "3"}),
        (
            "7",
            {FIRST: "Có", "Kê khai 2": 1, "Kê khai 3": 2},
            {"parts.a.answer": "yes", "parts.b.numerator": "1", "parts.b.denominator": "2"},
        ),
        ("8", {SECOND: 2}, {"parts.b.count": "2"}),
        ("9", {SKIPPED: "Làm sau"}, {"skipped": "later"}),
        ("10", {NOTE: "=1+1\nhai"}, {"note": "=1+1\nhai"}),
        ("10", {NOTE: 2020}, {"note": "2020"}),
    ],
)
def test_everything_the_form_can_say_can_be_typed(submission, content, code, typed, cells) -> None:
    values = {("TC", code, heading): value for heading, value in typed.items()}
    assert differences(submission, changed(content, values)) == {f"TC:{code}": cells}


@pytest.mark.parametrize("blank", [None, "", "-", "–", " — ", "−", "   "])
def test_blank_and_dash_clear_what_the_download_had(campaign, submission, blank) -> None:
    entry = Entry(declared={"points": "7,5"}, note="giữ")
    save_answer(
        answer=answer_to(campaign, "1.1"),
        version=1,
        entry=entry,
        by=make_workers(campaign)["unit_staff"],
    )
    content = changed(workbook_of(submission), {("TC", "1.1", FIRST): blank})
    assert differences(submission, content) == {"TC:1.1": {"note": "giữ"}}


def test_zero_is_no_blank(campaign, submission) -> None:
    save_answer(
        answer=answer_to(campaign, "1.1"),
        version=1,
        entry=Entry({"points": "0"}),
        by=make_workers(campaign)["unit_staff"],
    )
    assert differences(submission, workbook_of(submission)) == {}
    assert differences(
        submission, changed(workbook_of(submission), {("TC", "1.1", FIRST): None})
    ) == {"TC:1.1": {}}


def test_rows_may_be_sorted_and_columns_moved(submission, content) -> None:
    book = opened(
        changed(
            content, {("TC", "1.1", FIRST): 7.5, ("TC", "3", FIRST): 9, ("TC", "3", SECOND): 10}
        )
    )
    sheet = book["TC"]
    rows = [[each.value for each in row] for row in sheet.iter_rows(min_row=HEADER_ROW)]
    moved = [rows[0], *reversed(rows[1:])]
    sheet.delete_rows(1, sheet.max_row)
    for number, row in enumerate(moved, start=3):
        for column, value in enumerate(reversed(row), start=2):
            sheet.cell(number, column).value = value
    sheet.column_dimensions["B"].width = 90
    assert differences(submission, saved(book)) == {
        "TC:1.1": {"points": "7,5"},
        "TC:3": {"numerator": "9", "denominator": "10"},
    }


def test_sheets_may_be_put_in_another_order(submission, content) -> None:
    book = opened(content)
    book.move_sheet("TC", -3)
    assert differences(submission, saved(book)) == {}


def test_a_code_that_was_taken_for_a_number_is_still_the_code(submission, content) -> None:
    book = opened(changed(content, {("TC", "5", FIRST): 3}))
    cell(book, ("TC", "5", "Mã")).value = 5
    assert differences(submission, saved(book)) == {"TC:5": {"count": "3"}}


AGAIN = "Đổi định dạng của ô thành số rồi nhập lại."
POINTS, ANSWER, COUNT = ("1.1", FIRST), ("1.2", FIRST), ("5", FIRST)
WRONG = [
    (POINTS, 10.5, "tiêu chí 1.1: điểm 10,5 vượt mức tối đa 10. Nhập từ 0 đến 10."),
    (POINTS, 7.555, "tiêu chí 1.1: điểm 7,555 có quá hai chữ số sau dấu phẩy."),
    (POINTS, -1, "tiêu chí 1.1: điểm −1 là số âm. Nhập từ 0 trở lên."),
    (POINTS, "bảy", "tiêu chí 1.1: điểm «bảy» không phải là một số. Viết số như 12 hoặc 7,5."),
    (
        POINTS,
        "1.234",
        "tiêu chí 1.1: điểm «1.234» có thể hiểu theo hai cách. Viết 1234 hoặc 1,234.",
    ),
    (POINTS, Formula("=3+4"), "ô có công thức. Nhập thẳng giá trị vào ô."),
    (
        POINTS,
        date(2020, 5, 7),
        f"tiêu chí 1.1: điểm phải là một số, ô đang chứa ngày 07/05/2020. {AGAIN}",
    ),
    (POINTS, NOON, f"tiêu chí 1.1: điểm phải là một số, ô đang chứa ngày hoặc giờ. {AGAIN}"),
    (
        POINTS,
        True,
        "tiêu chí 1.1: điểm phải là một số, ô đang chứa giá trị đúng/sai (TRUE/FALSE). Nhập lại.",
    ),
    (
        ANSWER,
        True,
        (
            "tiêu chí 1.2: trả lời phải chọn trong danh sách của ô, ô đang chứa giá trị đúng/sai "
            "(TRUE/FALSE). Nhập lại."
        ),
    ),
    (
        ANSWER,
        "Có thể",
        "tiêu chí 1.2: trả lời «Có thể» không có trong danh sách của ô. Chọn lại trong danh sách.",
    ),
    (
        ("2.1", FIRST),
        4,
        "tiêu chí 2.1: mức «4» không có trong danh sách của ô. Chọn lại trong danh sách.",
    ),
    (("1.1", SECOND), 3, "tiêu chí 1.1: không dùng ô này. Xóa nội dung của ô."),
    (("1.1", AS_OF), date(2020, 1, 1), "tiêu chí 1.1: không dùng ô này. Xóa nội dung của ô."),
    (COUNT, 2.5, "tiêu chí 5: số lượng 2,5 phải là số nguyên."),
    (
        ("5", AS_OF),
        "31/02/2020",
        (
            "tiêu chí 5: ngày số liệu «31/02/2020» không phải là một ngày. Nhập theo dạng "
            "ngày/tháng/năm, ví dụ 21/12/2020."
        ),
    ),
    (("5", AS_OF), date(1980, 1, 1), "tiêu chí 5: ngày số liệu 01/01/1980 quá xa trong quá khứ."),
    (
        ("5", AS_OF),
        NOON,
        f"tiêu chí 5: cần một ngày như 31/12/2020, ô đang chứa ngày hoặc giờ. {AGAIN}",
    ),
    (
        ("5", SKIPPED),
        "Quên",
        (
            "tiêu chí 5: lý do để trống «Quên» không có trong danh sách của ô. Chọn lại trong danh "
            "sách."
        ),
    ),
    (
        ("5", SKIPPED),
        "Không áp dụng",
        "tiêu chí 5: tiêu chí này bắt buộc với mọi đơn vị, không được chọn «Không áp dụng».",
    ),
    (
        ("5", NOTE),
        date(2020, 5, 7),
        f"tiêu chí 5: ghi chú phải là chữ, ô đang chứa ngày 07/05/2020. {AGAIN}",
    ),
    (("5", NOTE), "x" * 2001, "tiêu chí 5: ghi chú dài 2001 ký tự, vượt mức 2000. Viết ngắn lại."),
]


@pytest.mark.parametrize(("at", "value", "sentence"), WRONG)
def test_wrong_value_is_refused_with_sheet_and_cell(
    submission, content, at, value, sentence
) -> None:
    where = cell(opened(content), ("TC", *at)).coordinate
    found = read(submission, changed(content, {("TC", *at): value})).problems
    assert [(each.sheet, each.cell, each.sentence) for each in found] == [
        ("TC", where, f"Trang «TC», ô {where}: {sentence}")
    ]


def test_day_that_became_a_number_is_refused(submission, content) -> None:
    book = opened(changed(content, {("TC", "5", AS_OF): 44196}))
    cell(book, ("TC", "5", AS_OF)).number_format = "General"
    (found,) = sentences(submission, saved(book))
    assert found.endswith(
        "tiêu chí 5: cần một ngày như 31/12/2020, ô đang chứa số 44196. Nhập lại."
    )


def test_a_ratio_filled_in_by_half_is_kept(submission, content) -> None:
    assert differences(submission, changed(content, {("TC", "3", FIRST): 11})) == {
        "TC:3": {"numerator": "11"}
    }


def test_percentage_is_no_number(submission, content) -> None:
    book = opened(changed(content, {("TC", "1.1", FIRST): 0.72}))
    cell(book, ("TC", "1.1", FIRST)).number_format = "0%"
    (found,) = sentences(submission, saved(book))
    assert "tỷ lệ phần trăm, mà Excel lưu thành số khác với số hiện ra" in found


def test_numerator_above_denominator_is_refused_at_its_cell(submission, content) -> None:
    (found,) = read(
        submission, changed(content, {("TC", "3", FIRST): 11, ("TC", "3", SECOND): 10})
    ).problems
    assert found.sentence == (
        f"Trang «TC», ô {found.cell}: tiêu chí 3: tử số 11 lớn hơn mẫu số 10. Kiểm tra lại hai số."
    )


def test_all_that_is_wrong_is_said_at_once(submission, content) -> None:
    values = {
        ("TC", "1.1", FIRST): 99,
        ("TC", "1.2", FIRST): "x",
        ("HT", "2", FIRST.removesuffix(" 1")): Formula("=1"),
    }
    assert len(sentences(submission, changed(content, values))) == 3


def test_formula_is_refused_wherever_it_stands(submission, content) -> None:
    book = opened(content)
    book["TC"]["Z99"] = "=1+1"
    book["TC"]["Z100"] = ArrayFormula("Z100:Z101", "=1+1")
    assert sentences(submission, saved(book)) == [
        "Trang «TC», ô Z99: ô có công thức. Nhập thẳng giá trị vào ô.",
        "Trang «TC», ô Z100: ô có công thức. Nhập thẳng giá trị vào ô.",
    ]


def test_merged_cells_are_refused_by_their_area(submission, content) -> None:
    book = opened(content)
    book["TC"].merge_cells("E7:F7")
    assert "Trang «TC», ô E7:F7: các ô đã bị gộp. Bỏ gộp ô rồi nhập lại." in sentences(
        submission, saved(book)
    )


def test_row_that_is_missing_is_named_and_clears_nothing(submission, content) -> None:
    book = opened(content)
    book["TC"].delete_rows(row_of(book["TC"], "5"))
    (found,) = sentences(submission, saved(book))
    assert found.startswith(
        "Trang «TC» thiếu dòng của tiêu chí 5. Xóa dòng không phải là xóa số liệu."
    )


def test_row_that_is_there_twice_is_named_with_both_cells(submission, content) -> None:
    book = opened(content)
    sheet = book["TC"]
    sheet.cell(sheet.max_row + 1, 1).value = "5"
    (found,) = sentences(submission, saved(book))
    assert found == (
        f"Trang «TC», ô A{sheet.max_row}: mã «5» đã có ở ô A{row_of(sheet, '5')}. Chỉ giữ lại "
        "một dòng."
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("9.9", "mã «9.9» của dòng này không phải là tiêu chí"),
        (None, "dòng này không có mã tiêu chí"),
        ("1", "mã «1» của dòng này"),
    ],
)
def test_value_in_a_row_of_no_criterion_is_not_lost_without_a_word(
    submission, content, code, said
) -> None:
    book = opened(content)
    sheet = book["TC"]
    row = sheet.max_row + 1 if code != "1" else row_of(sheet, "1")
    sheet.cell(row, 1).value = code
    sheet.cell(row, column_of(sheet, FIRST)).value = 5
    (found,) = sentences(submission, saved(book))
    assert said in found


def test_sheet_that_was_renamed_or_added_is_named(submission, content) -> None:
    book = opened(content)
    book["TC"].title = "Của tôi"
    book.create_sheet("Nháp")["A1"] = "x"
    book.create_sheet("Trống")
    found = sentences(submission, saved(book))
    assert [each[:32] for each in found] == [
        "Trang «Của tôi» không thuộc tệp ",
        "Trang «Nháp» không thuộc tệp này",
        "Tệp thiếu trang «TC». Không xóa ",
    ]


def test_header_that_was_changed_is_named(submission, content) -> None:
    book = opened(content)
    book["TC"].cell(HEADER_ROW, 1).value = "Số thứ tự"
    (found,) = sentences(submission, saved(book))
    assert found.startswith("Trang «TC» không còn đủ các cột «Mã», «Tiêu chí»")


def test_workbook_of_another_unit_is_refused_by_name(campaign, submission) -> None:
    found = refusal(submission, workbook_of(submission_of(campaign, "B")))
    assert (
        found
        == "Tệp này của đơn vị có mã «B», không phải của A (A). Chọn đúng tệp của đơn vị mình."
    )


def test_workbook_of_another_year_is_refused_by_name(submission) -> None:
    found = refusal(submission, workbook_of(submission_of(make_work(2022))))
    assert found == (
        "Tệp này của đợt đánh giá «2022», không phải của đợt «2021». Tải tệp của đợt này rồi "
        "nhập lại."
    )


def test_workbook_without_its_hidden_sheet_is_refused(submission, content) -> None:
    book = opened(content)
    del book[HIDDEN_TITLE]
    assert refusal(submission, saved(book)).startswith(f"Tệp không có trang ẩn «{HIDDEN_TITLE}»")


def test_workbook_that_was_not_made_here_is_refused(submission) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "1.1"
    assert refusal(submission, saved(book)).startswith("Tệp không có trang ẩn")


@pytest.mark.parametrize("column", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("value", [99, "99", "=1", None, "TC:1.2"])
def test_changed_version_or_value_is_named_by_its_row(submission, content, column, value) -> None:
    book = opened(content)
    row = FIRST_CRITERION_ROW + 2
    book[HIDDEN_TITLE].cell(row, column).value = value
    assert refusal(submission, saved(book)).startswith(
        f"Trang ẩn «{HIDDEN_TITLE}», ô D{row}: phiên bản của tiêu chí «"
    )


@pytest.mark.parametrize("row", range(1, 9))
def test_changed_head_is_named(submission, content, row) -> None:
    book = opened(content)
    book[HIDDEN_TITLE].cell(row, 2).value = "B"
    assert refusal(submission, saved(book)).startswith(
        f"Trang ẩn «{HIDDEN_TITLE}», ô B8: phần đầu của trang ẩn đã bị sửa"
    )


def test_row_of_an_older_download_is_not_taken_for_one_of_this(submission, content) -> None:
    newer, older = opened(workbook_of(submission)), opened(content)
    for column in range(1, 7):
        newer[HIDDEN_TITLE].cell(12, column).value = older[HIDDEN_TITLE].cell(12, column).value
    assert "ô D12: phiên bản của tiêu chí" in refusal(submission, saved(newer))


def test_criterion_that_is_no_longer_asked_is_named(campaign, submission, content) -> None:
    """The unit's annex was changed after the download: a code may now mean another question."""
    answer = answer_to(campaign, "5")
    criterion, _ = answer.criterion, answer.delete()
    Answer.objects.create(submission=submission, criterion=criterion)
    assert refusal(submission, content).startswith(
        "Tiêu chí «TC:5» trong tệp nay không còn được giao cho đơn vị."
    )


def test_group_names_that_no_sheet_may_have_are_written_and_read(campaign, submission) -> None:
    CriterionGroup.objects.filter(code="TC").update(code="T/C:[*]?", name="=Nhóm/lạ")
    book = opened(workbook_of(submission))
    assert "T-C--" in [sheet.title[:5] for sheet in book.worksheets]
    title = next(sheet.title for sheet in book.worksheets if sheet.title.startswith("T-C"))
    content = changed(saved(book), {(title, "1.1", FIRST): 5})
    assert differences(submission, content) == {"T/C:[*]?:1.1": {"points": "5"}}


def test_declared_absence_is_said_on_the_sheet_and_changes_nothing(campaign, submission) -> None:
    people = make_workers(campaign)
    declare_group_absent(
        submission=submission, group_code="DV", reason="Không có", by=people["unit_staff"]
    )
    book = opened(workbook_of(submission))
    assert "không áp dụng" in book["DV"]["A3"].value
    assert differences(submission, saved(book)) == {}


def test_hidden_sheet_says_whose_it_is_and_names_no_person(campaign, submission, content) -> None:
    people = make_workers(campaign)
    book = opened(content)
    hidden = book[HIDDEN_TITLE]
    assert [hidden.cell(row, 2).value for row in (2, 3, 4)] == ["2021", "A", "khung-2021"]
    assert hidden.cell(FIRST_CRITERION_ROW, 4).value == "1"
    assert json.loads(hidden.cell(FIRST_CRITERION_ROW, 5).value) == {}
    words = "".join(
        str(each.value) for sheet in book.worksheets for row in sheet.iter_rows() for each in row
    )
    names = [str(person) for person in people.values()] + [
        person.username for person in people.values()
    ]
    assert [name for name in names if name in words or name in str(book.properties)] == []
