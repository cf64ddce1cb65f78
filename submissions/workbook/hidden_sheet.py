"""The hidden sheet of a workbook: for which file it was made, and each criterion's version and
values when it was downloaded.

Every line is sealed, so that a changed one is named by its cell and a copied one is not taken for
another's.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from ictindex.lib.sheets import Sheet, SheetCell, WorkbookRefused, place
from submissions.models import Submission
from submissions.workbook.cells import Cells
from submissions.workbook.layout import (
    CRITERION_COLUMNS,
    FIRST_CRITERION_ROW,
    FORMAT,
    HEAD,
    HEAD_SEAL_ROW,
    HIDDEN_TITLE,
)
from submissions.workbook.seals import is_sealed, seal

TAKE_A_NEW_ONE = "Tải lại tệp của đơn vị rồi nhập vào tệp mới."


@dataclass(frozen=True, slots=True)
class Stamp:
    """One criterion when the workbook was downloaded.

    `group`: the code of its group; `answer`: which answer it was.
    """

    group: str
    key: str
    answer: int
    version: int
    base: Cells


@dataclass(frozen=True, slots=True)
class Stamps:
    """What the hidden sheet says: when the workbook was downloaded, and its criteria by key."""

    downloaded_at: datetime
    criteria: Mapping[str, Stamp]


def head_of(submission: Submission, count: int, now: datetime) -> tuple[str, ...]:
    """The values of the head, in the order of `HEAD`."""
    campaign = submission.campaign
    moment = now.astimezone(UTC).isoformat(timespec="microseconds")
    return (
        FORMAT,
        campaign.code,
        submission.unit.code,
        campaign.framework.code,
        str(submission.pk),
        moment,
        str(count),
    )


def line_of(stamp: Stamp, head_seal: str) -> tuple[str, ...]:
    """The cells of one criterion's line, its seal last.

    Letters beyond ASCII are escaped, so that no program changes them.
    """
    texts = (
        stamp.group,
        stamp.key,
        str(stamp.answer),
        str(stamp.version),
        json.dumps(dict(stamp.base), sort_keys=True),
    )
    return (*texts, seal([head_seal, *texts]))


def read_stamps(sheet: Sheet | None, submission: Submission) -> Stamps:
    """Raises WorkbookRefused for a workbook of another unit or campaign, or one whose hidden
    sheet is missing or was changed.
    """
    if sheet is None:
        raise WorkbookRefused(
            f"Tệp không có trang ẩn «{HIDDEN_TITLE}» nên không biết là của đơn vị nào. "
            f"{TAKE_A_NEW_ONE} "
            "Không chép các trang sang một tệp khác."
        )
    head = [_text(sheet, row, 2) for row in range(1, len(HEAD) + 1)]
    mark = _text(sheet, HEAD_SEAL_ROW, 2)
    if head[0] != FORMAT or not is_sealed(head, mark):
        _refuse_changed(HEAD_SEAL_ROW, 2, "phần đầu của trang ẩn")
    found = dict(zip(HEAD, head, strict=True))
    _require_same_file(found, submission)
    lines = [
        _read_line(sheet, FIRST_CRITERION_ROW + number, mark)
        for number in range(int(found["criteria"]))
    ]
    return Stamps(
        datetime.fromisoformat(found["downloaded_at"]), {stamp.key: stamp for stamp in lines}
    )


def _require_same_file(head: Mapping[str, str], submission: Submission) -> None:
    campaign, unit = submission.campaign, submission.unit
    if head["campaign"] != campaign.code:
        raise WorkbookRefused(
            f"Tệp này của đợt đánh giá «{head['campaign']}», không phải của đợt «{campaign.code}». "
            "Tải tệp của đợt này rồi nhập lại."
        )
    if head["unit"] != unit.code:
        raise WorkbookRefused(
            f"Tệp này của đơn vị có mã «{head['unit']}», không phải của {submission.short_name} "
            f"({unit.code}). "
            "Chọn đúng tệp của đơn vị mình."
        )
    if head["framework"] != campaign.framework.code or head["submission"] != str(submission.pk):
        raise WorkbookRefused(
            f"Tệp này được tải về theo bộ tiêu chí «{head['framework']}», nay đã thay đổi. "
            f"{TAKE_A_NEW_ONE}"
        )


def _read_line(sheet: Sheet, row: int, head_seal: str) -> Stamp:
    *texts, mark = (_text(sheet, row, column) for column in range(1, len(CRITERION_COLUMNS) + 1))
    if not is_sealed([head_seal, *texts], mark):
        _refuse_changed(row, 4, f"phiên bản của tiêu chí «{texts[1][:40]}»")
    group, key, answer, version, base = texts
    return Stamp(group, key, int(answer), int(version), json.loads(base))


def _text(sheet: Sheet, row: int, column: int) -> str:
    """Empty for a cell that holds anything but a text: all of them are written as texts."""
    cell = sheet.cells.get((row, column))
    return cell.text if isinstance(cell, SheetCell) and cell.kind == "text" else ""


def _refuse_changed(row: int, column: int, what: str) -> None:
    raise WorkbookRefused(
        f"Trang ẩn «{HIDDEN_TITLE}», ô {place(row, column)}: {what} đã bị sửa hoặc bị xóa, nên "
        "không biết số liệu được nhập từ "
        f"bản nào. {TAKE_A_NEW_ONE}"
    )


def stamps_by_group(stamps: Iterable[Stamp]) -> dict[str, list[Stamp]]:
    """The criteria of each group that the workbook holds."""
    found: dict[str, list[Stamp]] = {}
    for stamp in stamps:
        found.setdefault(stamp.group, []).append(stamp)
    return found
