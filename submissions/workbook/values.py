"""From one cell of a file to its canonical text, or the sentence of what is wrong with it.

Knows neither sheets nor places.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from criteria.fields import read_field
from ictindex.lib.sheets import CellKind, SheetCell
from ictindex.lib.text import clean_text
from scoring.core.fields import InputField
from submissions.workbook.cells import DASHES, SKIP_OPTIONS, chosen, day_text, field_of
from submissions.workbook.queries import SheetCriterion

_SHOWN: Final = 40
_ENTER_AGAIN: Final = "Đổi định dạng của ô thành số rồi nhập lại."
_HELD: Final[Mapping[CellKind, str]] = {
    CellKind.TRUTH: "giá trị đúng/sai (TRUE/FALSE). Nhập lại.",
    CellKind.PERCENT: f"tỷ lệ phần trăm, mà Excel lưu thành số khác với số hiện ra. {_ENTER_AGAIN}",
    CellKind.DATE: f"ngày hoặc giờ. {_ENTER_AGAIN}",
    CellKind.TEXT: "chữ. Nhập lại.",
    CellKind.FORMULA: "công thức. Nhập thẳng giá trị.",
}


def read_value(cell: SheetCell | None, asked: SheetCriterion, path: str | None) -> str:
    """The text of a cell; nothing for an empty cell or a dash. No path: a cell that the criterion
    does not ask for.

    Raises ValueError with a sentence.
    """
    if cell is None or (
        cell.kind is CellKind.TEXT and (not cell.text.strip() or cell.text.strip() in DASHES)
    ):
        return ""
    match path:
        case None:
            raise ValueError("Không dùng ô này. Xóa nội dung của ô.")
        case "note":
            return _read_note(cell)
        case "as_of":
            return _read_day(cell)
        case "skipped":
            return _read_choice(cell, SKIP_OPTIONS, "Lý do để trống")
    field = field_of(asked, path)
    if field is None:
        raise ValueError("Không dùng ô này. Xóa nội dung của ô.")
    return (
        _read_choice(cell, field.options, field.label)
        if field.options
        else _read_figure(cell, field)
    )


def _read_note(cell: SheetCell) -> str:
    if cell.kind not in (CellKind.TEXT, CellKind.NUMBER):
        raise ValueError(f"Ghi chú phải là chữ, ô đang chứa {_held(cell)}")
    return clean_text(_as_typed(cell))


def _read_day(cell: SheetCell) -> str:
    if cell.kind is CellKind.DATE and cell.text:
        return cell.text
    if cell.kind is CellKind.TEXT:
        return day_text(cell.text)
    raise ValueError(f"Cần một ngày như 31/12/2020, ô đang chứa {_held(cell)}")


def _read_choice(cell: SheetCell, options: tuple[tuple[str, str], ...], called: str) -> str:
    """The code of an option. One that is named by digits may have been taken for a number."""
    if cell.kind not in (CellKind.TEXT, CellKind.NUMBER):
        raise ValueError(f"{called} phải chọn trong danh sách của ô, ô đang chứa {_held(cell)}")
    code = chosen(options, _as_typed(cell))
    if code is None:
        raise ValueError(
            f"{called} «{cell.text.strip()[:_SHOWN]}» không có trong danh sách của ô. Chọn lại "
            "trong danh sách."
        )
    return code


def _read_figure(cell: SheetCell, field: InputField) -> str:
    if cell.kind not in (CellKind.TEXT, CellKind.NUMBER):
        raise ValueError(f"{field.label} phải là một số, ô đang chứa {_held(cell)}")
    return field.show(read_field(field, _as_typed(cell)))


def _as_typed(cell: SheetCell) -> str:
    """A number as a Vietnamese person types it: read like that, 1.234 in a cell is never taken
    for 1234.
    """
    return cell.text.replace(".", ",") if cell.kind is CellKind.NUMBER else cell.text


def _held(cell: SheetCell) -> str:
    """What a cell holds, and what to do about it."""
    match cell.kind:
        case CellKind.DATE if cell.text:
            return f"ngày {date.fromisoformat(cell.text):%d/%m/%Y}. {_ENTER_AGAIN}"
        case CellKind.ERROR:
            return f"lỗi «{cell.text[:_SHOWN]}». Nhập lại."
        case CellKind.NUMBER:
            return f"số {_as_typed(cell)[:_SHOWN]}. Nhập lại."
    return _HELD[cell.kind]
