"""The first sheet of the workbook: whose it is, how it is filled in, and what its groups are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from ictindex.lib.sheets import put_number, put_text
from submissions.frame.deadlines import deadline_of
from submissions.models import Submission
from submissions.workbook import looks
from submissions.workbook.layout import GUIDE_TITLE
from submissions.workbook.queries import SheetGroup
from units.clock import moment_in_words

_WIDTHS: Final = (16, 96, 13, 13)
RULES: Final = (
    (
        "Mỗi nhóm tiêu chí là một trang. Chỉ nhập vào các ô màu vàng nhạt; các ô khác được khóa để "
        "tránh sửa nhầm."
    ),
    (
        "Số thập phân nhập theo cách của Excel trên máy đang dùng, thường là 72,57. Nhập xong, "
        "nhìn "
        "lại số hiện trong ô."
    ),
    "Ô để trống hoặc ghi dấu «-» là chưa có số liệu: khác với số 0, và khác với «Không áp dụng».",
    "Xóa trắng một ô đang có số liệu là xóa số liệu đó trên hệ thống.",
    (
        "Chưa có số liệu thì chọn lý do ở cột «Lý do để trống»; «Không áp dụng» chỉ có ở tiêu chí "
        "cho phép."
    ),
    "Ngày ở cột «Tính đến ngày» nhập theo dạng ngày/tháng/năm, ví dụ 31/12/2020.",
    "Không nhập công thức, không gộp ô, không thêm hoặc đổi tên trang.",
    "Được chuyển dòng, sắp xếp và nới rộng cột: hệ thống nhận ra từng tiêu chí nhờ mã ở cột đầu.",
    "Tài liệu kiểm chứng không nằm trong tệp này mà được tải lên trên hệ thống.",
    (
        "Nhập xong, lưu dưới dạng .xlsx rồi tải tệp lên. Hệ thống cho xem trước từng thay đổi; "
        "chưa "
        "xác nhận thì chưa ghi."
    ),
    "Ô nào trong lúc đó đã được người khác sửa trên hệ thống thì hệ thống hỏi chọn giá trị nào.",
)


def write_guide(
    sheet: Worksheet,
    submission: Submission,
    groups: Sequence[SheetGroup],
    titles: Mapping[str, str],
    now: datetime,
) -> None:
    """Everything in it is locked."""
    sheet.title = GUIDE_TITLE
    looks.set_widths(sheet, _WIDTHS)
    row = _write_texts(sheet, 1, [f"Kê khai và tự chấm năm {submission.campaign.year}"])
    sheet.cell(1, 1).font = looks.TITLE
    sheet.row_dimensions[1].height = 24
    row = _write_facts(sheet, row + 1, submission, now)
    row = _write_groups(sheet, row + 1, groups, titles)
    _write_rules(sheet, row + 1)
    looks.set_print(sheet, footer=submission.name)
    looks.protect(sheet)


def _write_facts(sheet: Worksheet, row: int, submission: Submission, now: datetime) -> int:
    campaign, due = submission.campaign, deadline_of(submission)
    facts = [
        ("Đơn vị", submission.name),
        ("Đợt đánh giá", campaign.title),
        ("Bộ tiêu chí", campaign.framework.title),
        ("Hạn nộp hồ sơ", moment_in_words(due) if due else "chưa đặt"),
        ("Tải về lúc", moment_in_words(now)),
    ]
    if campaign.framework.sample_notice:
        facts.append(("Lưu ý", campaign.framework.sample_notice))
    for name, value in facts:
        put_text(sheet.cell(row, 1), name)
        put_text(sheet.cell(row, 2), value)
        sheet.cell(row, 1).font, sheet.cell(row, 2).font = looks.QUIET, looks.BODY
        sheet.cell(row, 2).alignment = looks.TOP
        sheet.cell(row, 1).alignment = looks.TOP
        sheet.row_dimensions[row].height = looks.height_of([value], _WIDTHS[1:2])
        row += 1
    return row


def _write_rules(sheet: Worksheet, row: int) -> None:
    row = _write_texts(sheet, row, ["Cách nhập"], bold=True)
    for number, rule in enumerate(RULES, start=1):
        put_text(sheet.cell(row, 1), f"{number}.")
        put_text(sheet.cell(row, 2), rule)
        sheet.cell(row, 1).font = sheet.cell(row, 2).font = looks.BODY
        sheet.cell(row, 1).alignment, sheet.cell(row, 2).alignment = looks.TOP_RIGHT, looks.TOP
        sheet.row_dimensions[row].height = looks.height_of([rule], _WIDTHS[1:2])
        row += 1


def _write_groups(
    sheet: Worksheet, row: int, groups: Sequence[SheetGroup], titles: Mapping[str, str]
) -> int:
    for column, heading in enumerate(
        ("Trang", "Nhóm tiêu chí", "Số tiêu chí", "Điểm tối đa"), start=1
    ):
        put_text(sheet.cell(row, column), heading)
        looks.style_head(sheet.cell(row, column))
    for group in groups:
        row += 1
        put_text(sheet.cell(row, 1), titles[group.code])
        put_text(
            sheet.cell(row, 2),
            f"{group.state.name}{' (đã khai không áp dụng)' if group.state.is_absent else ''}",
        )
        put_number(sheet.cell(row, 3), Decimal(len(group.criteria)), "0")
        put_number(sheet.cell(row, 4), group.state.maximum)
        for column in (1, 2):
            looks.style_text(sheet.cell(row, column))
        for column in (3, 4):
            looks.style_number(sheet.cell(row, column))
    return row + 1


def _write_texts(sheet: Worksheet, row: int, texts: Iterable[str], *, bold: bool = False) -> int:
    for text in texts:
        put_text(sheet.cell(row, 1), text)
        sheet.cell(row, 1).font = looks.BOLD if bold else looks.BODY
        row += 1
    return row
