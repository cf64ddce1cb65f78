"""One row of a table, read cell by cell: a wrong cell is noted with its place and reading goes on.

Knows no particular table.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from criteria.nodes import quoted
from ictindex.lib.days import parse_iso_day
from ictindex.lib.numbers import NotAScore, parse_score, parse_whole, show
from ictindex.lib.text import is_clean_line
from scoring.core.types import GroupSpec
from scoring.published.problems import WrongPlace
from scoring.published.values import PublishedUnit

T = TypeVar("T")

#: How a dash is written where nothing was printed.
BLANKS = frozenset({"", "-", "–", "—"})
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_AMOUNT = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,4})?")


class CsvRow:
    """The cells of one row by column.

    Reading a wrong cell notes a problem and gives a harmless value instead.
    """

    def __init__(
        self, file: str, line: int, cells: Mapping[str, str], problems: list[WrongPlace]
    ) -> None:
        self.file, self.line = file, line
        self._cells, self._problems = cells, problems

    def note(self, column: str, message: str) -> None:
        self._problems.append(WrongPlace(self.file, message, self.line, column))

    def is_blank(self, column: str) -> bool:
        return self._cells[column] in BLANKS

    def text(self, column: str, *, at_most: int, may_be_empty: bool = False) -> str:
        """One line of text of at most so many characters."""
        value = self._cells[column]
        if fault := _fault_of_text(value, at_most=at_most, may_be_empty=may_be_empty):
            self.note(column, fault)
        return value

    def code(self, column: str, *, at_most: int) -> str:
        """A code of ASCII letters, digits, hyphens and underscores."""
        value = self.text(column, at_most=at_most)
        if value and not _CODE.fullmatch(value):
            self.note(
                column,
                f"{quoted(value)} không phải là mã. Mã chỉ gồm chữ cái không dấu, chữ số, dấu "
                "«-» và «_».",
            )
        return value

    def known(self, column: str, among: Mapping[str, T], *, what: str) -> T | None:
        """What the code in this cell stands for; `what` names it in the message («đơn vị»)."""
        value = self._cells[column]
        if value not in among:
            listed = ", ".join(list(among)[:30]) + ("…" if len(among) > 30 else "")
            self.note(column, f"Không có {what} {quoted(value)}. Nhập một trong các mã: {listed}.")
        return among.get(value)

    def group_of(self, unit: PublishedUnit | None) -> GroupSpec | None:
        """The unit's group that the cell «group» names; None where the unit itself is not known."""
        if unit is None:
            return None
        groups = {group.code: group for group in unit.spec.groups}
        if self._cells["group"] not in groups:
            given = quoted(self._cells["group"])
            self.note(
                "group",
                f"Đơn vị {quoted(unit.code)} không có nhóm {given}. Nhập một trong các nhóm: "
                f"{', '.join(groups)}.",
            )
        return groups.get(self._cells["group"])

    def score(self, column: str, *, highest: Decimal) -> Decimal | None:
        """A score from 0 to `highest`;

        None when it is not one. Ask `is_blank` first where a dash is allowed.
        """
        value, wanted = self._cells[column], _wanted(highest)
        try:
            points = parse_score(value)
        except NotAScore:
            what = (
                "Ô này để trống."
                if self.is_blank(column)
                else f"{quoted(value)} không phải là điểm."
            )
            self.note(column, f"{what} {wanted}")
            return None
        if points > highest:
            self.note(column, f"Điểm {quoted(value)} vượt mức tối đa {brief(highest)}. {wanted}")
            return None
        return points

    def amount(self, column: str) -> str:
        """A number that is not negative, as written but with a decimal point; empty when it is
        not one.
        """
        value = self._cells[column]
        if _AMOUNT.fullmatch(value):
            return value.replace(",", ".")
        self.note(column, f"{quoted(value)} không phải là số. Nhập số không âm, ví dụ 9,28.")
        return ""

    def whole(self, column: str, *, what: str) -> int:
        """A whole number from 1 to 9999; 0 when it is not one."""
        value = self._cells[column]
        number = parse_whole(value, most=9999) or 0
        if not number:
            self.note(
                column, f"{quoted(value)} không phải là {what}. Nhập số nguyên từ 1 đến 9999."
            )
        return number

    def year(self, column: str, *, among: tuple[int, ...]) -> int | None:
        """One of these years."""
        value = self._cells[column]
        found = next((year for year in among if str(year) == value), None)
        if found is None:
            self.note(
                column,
                f"Năm {quoted(value)} không thuộc đợt này. Nhập {' hoặc '.join(map(str, among))}.",
            )
        return found

    def day(self, column: str) -> date | None:
        """A day, or none where the cell is empty."""
        value = self._cells[column]
        if self.is_blank(column):
            return None
        if day := parse_iso_day(value):
            return day
        self.note(
            column,
            f"{quoted(value)} không phải là ngày có thật. Nhập theo dạng năm-tháng-ngày, ví dụ "
            "2020-12-21.",
        )
        return None


def brief(value: Decimal) -> str:
    """A maximum as people say it: «100», «12,5» as «12,50»."""
    return show(value).removesuffix(",00")


def _wanted(highest: Decimal) -> str:
    example = Decimal("72.57") if highest > 75 else highest / 4
    return f"Nhập số từ 0 đến {brief(highest)}, ví dụ {show(example)}."


def _fault_of_text(value: str, *, at_most: int, may_be_empty: bool) -> str | None:
    if not is_clean_line(value):
        return "Có ký tự điều khiển hoặc dấu xuống dòng. Xóa ký tự đó, chỉ để một dòng chữ."
    if not value and not may_be_empty:
        return "Ô này để trống. Nhập nội dung."
    if len(value) > at_most:
        return f"Dài {len(value)} ký tự, quá mức {at_most} ký tự. Rút ngắn lại."
    return None
