"""Where things stand in a unit's workbook, for who writes it and who reads it: titles, columns,
the hidden sheet. No cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ictindex.lib.sheets import sheet_title
from submissions.dossier.queries.entries import AS_OF, NOTE, SKIPPED
from submissions.workbook.queries import SheetGroup

FORMAT: Final = "ictindex-ho-so-1"
GUIDE_TITLE: Final = "Hướng dẫn"
HIDDEN_TITLE: Final = "ictindex"
HEADER_ROW: Final = 5

CODE, NAME, MAXIMUM, HOW, POINTS = "code", "name", "maximum", "how", "points"
FIGURE: Final = "figure"
#: What is filled in; everything else is there to be read.
FILLED_IN: Final = frozenset({FIGURE, AS_OF, SKIPPED, NOTE})

# The hidden sheet: what the workbook is, one line each (name, value), then one line for each
# criterion, then texts of drop-downs.
HEAD: Final = ("format", "campaign", "unit", "framework", "submission", "downloaded_at", "criteria")
HEAD_NAMES: Final = {
    "format": "Loại tệp",
    "campaign": "Đợt đánh giá",
    "unit": "Đơn vị",
    "framework": "Bộ tiêu chí",
    "submission": "Hồ sơ số",
    "downloaded_at": "Tải về lúc",
    "criteria": "Số tiêu chí",
}
HEAD_SEAL_ROW: Final = len(HEAD) + 1
FIRST_CRITERION_ROW: Final = HEAD_SEAL_ROW + 2
CRITERION_COLUMNS: Final = (
    "Trang",
    "Tiêu chí",
    "Kê khai số",
    "Phiên bản",
    "Giá trị khi tải về",
    "Dấu",
)
LISTS_COLUMN: Final = len(CRITERION_COLUMNS) + 2


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a group's sheet: what it holds, its heading, its width in letters, and the
    note on its heading.
    """

    holds: str
    heading: str
    width: int
    note: str


def column_layout(group: SheetGroup) -> tuple[SheetColumn, ...]:
    """In order. Figures take as many columns as the widest criterion needs."""
    return (
        SheetColumn(
            CODE,
            "Mã",
            7,
            "Mã của tiêu chí. Hệ thống nhận ra từng dòng nhờ mã này: có thể chuyển dòng, không "
            "được sửa mã.",
        ),
        SheetColumn(
            NAME, "Tiêu chí", 36, "Rê chuột vào tên tiêu chí để xem tài liệu kiểm chứng cần có."
        ),
        SheetColumn(MAXIMUM, "Điểm tối đa", 10, "Điểm tối đa của tiêu chí."),
        SheetColumn(
            HOW,
            "Cách chấm và nội dung cần nhập",
            40,
            "Điểm được tính theo cách này từ số liệu kê khai.",
        ),
        *_figures(group.width),
        SheetColumn(
            AS_OF,
            "Tính đến ngày",
            13,
            "Ngày mà số liệu được thống kê, ví dụ 31/12/2020. Không bắt buộc.",
        ),
        SheetColumn(
            SKIPPED,
            "Lý do để trống",
            18,
            "Chọn khi chưa có số liệu, hoặc khi tiêu chí không áp dụng với đơn vị.",
        ),
        SheetColumn(
            NOTE,
            "Ghi chú",
            30,
            "Nội dung muốn nói thêm với người thẩm định, nhiều nhất 2000 ký tự.",
        ),
        SheetColumn(
            POINTS,
            "Điểm khi tải về",
            10,
            "Điểm tự chấm trên hệ thống lúc tải tệp về. Không nhập vào cột này.",
        ),
    )


def titles_of(groups: Sequence[SheetGroup]) -> dict[str, str]:
    """The title of each group's sheet by the code of the group."""
    taken = {GUIDE_TITLE.casefold(), HIDDEN_TITLE.casefold()}
    found: dict[str, str] = {}
    for group in groups:
        found[group.code] = sheet_title(group.code, taken)
        taken.add(found[group.code].casefold())
    return found


def _figures(width: int) -> tuple[SheetColumn, ...]:
    note = (
        "Số liệu, câu trả lời hoặc điểm tự chấm. Dấu «-» được đọc như ô để trống, không phải là 0."
    )
    if width == 1:
        return (SheetColumn(FIGURE, "Kê khai", 17, note),)
    return tuple(
        SheetColumn(FIGURE, f"Kê khai {number}", 15, note) for number in range(1, width + 1)
    )
