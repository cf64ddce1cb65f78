"""Reading one JSON object field by field: each wrong field is noted with its place and reading
goes on. Knows no framework.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Self, TypeVar

from criteria.values import FrameworkProblem
from ictindex.lib.days import parse_iso_day
from ictindex.lib.text import is_clean_line, marked, nfc

T = TypeVar("T")

#: No list of a framework is longer; it keeps `order` within its column and a hostile file within
#: memory.
MAX_ITEMS = 500
#: Deeper than any rule may go, and shallow enough to be walked safely; how deep rules go is their
#: own affair.
MAX_RULE_DEPTH = 20

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_KINDS = {
    dict: "một đối tượng {…}",
    list: "một danh sách […]",
    str: "chuỗi trong dấu nháy kép",
    bool: "true hoặc false",
}


class Node:
    """A JSON object at a place.

    Reading a field that is wrong notes a problem and gives a harmless value instead.
    """

    def __init__(
        self, data: Mapping[Any, Any], *, place: str, problems: list[FrameworkProblem]
    ) -> None:
        self.place = place
        self._data, self._problems = data, problems
        self._asked: set[str] = set()

    def note(self, key: str, message: str) -> None:
        """Note a problem with the field `key`, or with the object itself where `key` is empty."""
        self._problems.append(FrameworkProblem(self._at(key), message))

    def text(self, key: str, *, at_most: int, default: str | None = None) -> str:
        """One line of text in composed form; required unless there is a default."""
        value = self._take(key, str, default)
        fault = _fault_of_text(value, at_most=at_most, may_be_empty=default is not None)
        if fault:
            self._note_once(key, fault)
        return nfc(value).strip()

    def code(self, key: str, *, at_most: int) -> str:
        """A stable code of ASCII letters, digits, dots, hyphens and underscores."""
        value = self.text(key, at_most=at_most)
        if value and not _CODE.fullmatch(value):
            self.note(
                key,
                "Mã bắt đầu bằng chữ cái không dấu hoặc chữ số, chỉ gồm các ký tự ấy và dấu "
                "chấm, gạch ngang, gạch dưới.",
            )
        return value

    def slug(self, key: str, *, at_most: int) -> str:
        """A code that may stand in an address: a code without dots."""
        value = self.code(key, at_most=at_most)
        if "." in value:
            self._note_once(key, "Mã này dùng trong địa chỉ trang nên không được có dấu chấm.")
        return value

    def choice(self, key: str, *, of: Sequence[str], default: str | None = None) -> str:
        """One of the words in `of`."""
        value = self._take(key, str, default)
        if value not in of:
            self._note_once(
                key,
                f"Giá trị {quoted(value)} không được biết đến; các giá trị dùng được: "
                f"{', '.join(of)}.",
            )
        return value

    def flag(self, key: str) -> bool:
        """true or false; false when the field is not there."""
        return self._take(key, bool, False)

    def points(self, key: str, *, digits: int) -> Decimal:
        """An exact number of at most `digits` digits before and two after the point, written as
        text: "12.50".
        """
        return self._decimal(key, digits=digits) or Decimal(0)

    def optional_points(self, key: str, *, digits: int) -> Decimal | None:
        """The same, or null, or not there."""
        return None if self._is_null(key) else self._decimal(key, digits=digits)

    def day(self, key: str) -> date | None:
        """A day as "2020-12-21", or null, or not there."""
        if self._is_null(key):
            return None
        value = self._take(key, str, None)
        day = parse_iso_day(value)
        if day is None:
            self._note_once(
                key, 'Ngày phải có thật và viết theo dạng "2020-12-21", hoặc null nếu không rõ.'
            )
        return day

    def items(self, key: str, read: Callable[[Self], T], *, at_least: int = 0) -> tuple[T, ...]:
        """A list of objects, each read by `read`; with `at_least` 0 the list itself may be
        missing.
        """
        data = self._take(key, list, None if at_least else [])
        if len(data) > MAX_ITEMS:
            self.note(key, f"Danh sách có {len(data)} mục, nhiều hơn mức cho phép là {MAX_ITEMS}.")
            return ()
        if len(data) < at_least:
            self._note_once(key, f"Danh sách phải có ít nhất {at_least} mục.")
        return tuple(
            item
            for index, one in enumerate(data)
            for item in self._item(one, self._at(f"{key}[{index}]"), read)
        )

    def parameters(self, key: str) -> dict[str, Any]:
        """A free object without floating-point numbers; what it must hold is the rule's affair."""
        data = self._take(key, dict, {})
        fault = _fault_of_parameters(data, depth=1)
        if fault:
            self.note(key, fault)
            return {}
        return data

    def refuse_unknown(self) -> None:
        """Note every field that nobody asked for: a misspelt one must not pass in silence."""
        for key in self._data:
            if key not in self._asked:
                self.note("", f"Không có mục nào tên là {quoted(key)}.")

    def _decimal(self, key: str, *, digits: int) -> Decimal | None:
        value = self._take(key, str, None)
        if re.fullmatch(rf"[0-9]{{1,{digits}}}(\.[0-9]{{1,2}})?", value):
            return Decimal(value).quantize(Decimal("0.01"))
        how = f"không âm, tối đa {digits} chữ số trước và hai chữ số sau dấu chấm"
        self._note_once(key, f'{quoted(value)} không phải là số hợp lệ; viết như "12.50": {how}.')
        return None

    def _item(self, data: object, place: str, read: Callable[[Self], T]) -> tuple[T, ...]:
        if not isinstance(data, Mapping):
            self._problems.append(FrameworkProblem(place, f"Phải là {_KINDS[dict]}."))
            return ()
        node = type(self)(data, place=place, problems=self._problems)
        value = read(node)
        node.refuse_unknown()
        return (value,)

    def _take(self, key: str, kind: type[T], default: T | None) -> T:
        """The field, if it is of the kind; its absence is a problem unless there is a default."""
        self._asked.add(key)
        if key not in self._data:
            if default is None:
                self.note(key, "Thiếu mục này.")
            return kind() if default is None else default
        value = self._data[key]
        if not isinstance(value, kind):
            self.note(key, f"Phải là {_KINDS[kind]}.")
            return kind()
        return value

    def _is_null(self, key: str) -> bool:
        self._asked.add(key)
        return self._data.get(key) is None

    def _note_once(self, key: str, message: str) -> None:
        """Note a problem, unless one with this very field was noted just before: one fault is
        said once.
        """
        if all(problem.place != self._at(key) for problem in self._problems[-1:]):
            self.note(key, message)

    def _at(self, key: str) -> str:
        return ".".join(part for part in (self.place, key) if part)


def quoted(value: object) -> str:
    """A value from the file, made safe and short enough to stand in a sentence."""
    shown = marked(str(value))
    return f"«{shown[:40]}{'…' if len(shown) > 40 else ''}»"


def _fault_of_text(value: str, *, at_most: int, may_be_empty: bool) -> str | None:
    if not is_clean_line(value):
        return "Có ký tự điều khiển hoặc ký tự không hợp lệ."
    if not value.strip() and not may_be_empty:
        return "Không được để trống."
    if len(nfc(value).strip()) > at_most:
        return f"Dài quá {at_most} ký tự."
    return None


def _fault_of_parameters(value: object, *, depth: int) -> str | None:
    if depth > MAX_RULE_DEPTH:
        return "Tham số lồng nhau quá sâu."
    if isinstance(value, Mapping):
        return next(
            filter(
                None,
                (
                    _fault_of_parameters(part, depth=depth + 1)
                    for pair in value.items()
                    for part in pair
                ),
            ),
            None,
        )
    if isinstance(value, list):
        return next(
            filter(None, (_fault_of_parameters(part, depth=depth + 1) for part in value)), None
        )
    if isinstance(value, str):
        return _fault_of_text(value, at_most=200, may_be_empty=True)
    return (
        None
        if value is None or isinstance(value, bool)
        else 'Số trong tham số phải viết trong dấu nháy kép, ví dụ "0.5".'
    )
