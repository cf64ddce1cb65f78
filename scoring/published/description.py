"""`campaign.json`: reading it as a value.

Whether its units, groups and annexes exist is checked with the tables.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from criteria.nodes import Node, quoted
from criteria.notation import read_text
from criteria.values import FrameworkProblem, FrameworkRefused
from ictindex.lib.text import nfc
from scoring.published.places import lines_of_entries, located
from scoring.published.problems import WrongPlace
from scoring.published.tables import read_bytes
from scoring.published.values import CampaignDescription, Override, PublishedDecision, ZeroBlank

FILE = "campaign.json"
FIRST_YEAR, LAST_YEAR = 1990, 2199
MINISTRY = "Bộ Nội vụ"
NO_DECISION = PublishedDecision(number="", day=None, signer="", authority="")
T = TypeVar("T")
_SLUG = re.compile(r"[0-9A-Za-z_-]+")


def read_description(folder: Path, problems: list[WrongPlace]) -> CampaignDescription | None:
    """What the campaign is;

    None, or entries left empty, with the problems noted, where the file is wrong.
    """
    content = read_bytes(folder / FILE, problems)
    if content is None:
        return None
    try:
        data = read_text(content)
    except FrameworkRefused as refusal:
        problems += [WrongPlace(FILE, fault.message) for fault in refusal.problems]
        return None
    if not isinstance(data, Mapping):
        problems.append(WrongPlace(FILE, "Tệp phải chứa một đối tượng {…}.", 1))
        return None
    faults: list[FrameworkProblem] = []
    lines = lines_of_entries(content.decode("utf-8-sig"))
    description = _description(_CampaignNode(data, place="", problems=faults), lines)
    problems += located(FILE, faults, lines)
    return description


def description_is_sound(problems: list[WrongPlace], *entries: str) -> bool:
    """Nothing is noted about these entries of the file."""
    return all(re.split(r"[.\[]", problem.column)[0] not in entries for problem in problems)


class _CampaignNode(Node):
    """Reads the fields that only a campaign has."""

    def year(self, key: str) -> int:
        """A year; 0 when it is not one."""
        year = self.optional_year(key)
        if year is None:
            self._note_once(key, "Thiếu mục này.")
        return year or 0

    def optional_year(self, key: str) -> int | None:
        """A year, or null, or not there."""
        if self._is_null(key):
            return None
        value = self._data[key]
        if type(value) is int and FIRST_YEAR <= value <= LAST_YEAR:
            return value
        self.note(
            key, f"Năm phải là số nguyên từ {FIRST_YEAR} đến {LAST_YEAR}, không đặt trong dấu nháy."
        )
        return None

    def required_day(self, key: str) -> date | None:
        if self._is_null(key):
            self._note_once(key, "Thiếu mục này.")
        return self.day(key)

    def words(self, key: str) -> tuple[str, ...]:
        """A list of different codes; it may be missing."""
        words = tuple(
            nfc(word) if isinstance(word, str) else self._no_word(f"{key}[{n}]")
            for n, word in self._entries(key)
        )
        for number, word in enumerate(words):
            if word and word in words[:number]:
                self.note(f"{key}[{number}]", f"{quoted(word)} có hai lần. Xóa bớt một lần.")
        return words

    def names(self, key: str, *, at_least: int = 0) -> dict[str, str]:
        """An object of texts by code of a kind of units; with `at_least` 0 it may be missing."""
        part = self._part(key, self._take(key, dict, None if at_least else {}))
        names = {nfc(name): part.text(name, at_most=100) for name in part._data}
        for name in names:
            if len(name) > 30 or not _SLUG.fullmatch(name):
                self.note(
                    f"{key}.{name}",
                    "Mã loại đơn vị có tối đa 30 ký tự, chỉ gồm chữ cái không dấu, chữ số, dấu "
                    "«-» và «_».",
                )
        if len(names) < at_least:
            self._note_once(key, f"Phải có ít nhất {at_least} mục.")
        return names

    def part(self, key: str, read: Callable[["_CampaignNode"], T]) -> T | None:
        """What the object in this field says; None when there is none."""
        data = self._take(key, dict, None)
        return read(self._part(key, data)) if isinstance(self._data.get(key), Mapping) else None

    def _part(self, key: str, data: Mapping[Any, Any]) -> "_CampaignNode":
        return _CampaignNode(data, place=self._at(key), problems=self._problems)

    def refuse_unknown(self) -> None:
        """Note every field that nobody asked for, at its own line."""
        for key in self._data:
            if key not in self._asked:
                self.note(key, "Không có mục nào tên như vậy. Sửa lại tên hoặc xóa mục này.")

    def _entries(self, key: str) -> list[tuple[int, object]]:
        return list(enumerate(self._take(key, list, [])))

    def _no_word(self, key: str) -> str:
        self.note(key, "Phải là chuỗi trong dấu nháy kép.")
        return ""


def _description(node: _CampaignNode, lines: Mapping[str, int]) -> CampaignDescription:
    year, previous = node.year("year"), node.optional_year("previous_year")
    if year and previous and previous >= year:
        node.note(
            "previous_year",
            f"Năm so sánh {previous} phải trước năm đánh giá {year}. Nếu là đợt đầu tiên, ghi "
            "null.",
        )
    description = CampaignDescription(
        code=node.slug("code", at_most=20),
        year=year,
        previous_year=previous,
        framework=node.slug("framework", at_most=40),
        title=node.text("title", at_most=300, default="")
        or f"Đánh giá mức độ ứng dụng công nghệ thông tin năm {year}",
        ministry=node.text("ministry", at_most=150, default="") or MINISTRY,
        decision=node.part("decision", _decision) or NO_DECISION,
        annexes=node.names("annexes", at_least=1),
        kinds=node.names("kinds"),
        overrides=node.items("annex_overrides", _override),
        may_be_absent=node.words("groups_that_may_be_absent"),
        zero_blanks=node.items("blanks_counted_as_zero", _zero_blank),
        late_units=node.words("late_units"),
        lines=lines,
    )
    node.refuse_unknown()
    return description


def _decision(node: _CampaignNode) -> PublishedDecision:
    decision = PublishedDecision(
        number=node.text("number", at_most=60),
        day=node.required_day("date"),
        signer=node.text("signer", at_most=150),
        authority=node.text("authority", at_most=150),
    )
    node.refuse_unknown()
    return decision


def _override(node: _CampaignNode) -> Override:
    return Override(
        unit=node.text("unit", at_most=20),
        group=node.text("group", at_most=20, default=""),
        annex=node.text("annex", at_most=10),
        place=node.place,
    )


def _zero_blank(node: _CampaignNode) -> ZeroBlank:
    return ZeroBlank(
        unit=node.text("unit", at_most=20),
        group=node.text("group", at_most=20),
        year=node.year("year"),
        place=node.place,
    )
