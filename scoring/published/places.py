"""Where the entries of a JSON text stand, so that a wrong one can be named with its line."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from criteria.values import FrameworkProblem
from scoring.published.problems import WrongPlace

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


@dataclass(slots=True)
class _OpenNode:
    """An object or list that is being read: where it stands and the name or number of its next
    entry.
    """

    place: str
    is_list: bool
    key: str | None = None
    index: int = 0

    def entry(self) -> str:
        return (
            f"{self.place}[{self.index}]"
            if self.is_list
            else ".".join(part for part in (self.place, self.key) if part)
        )


def lines_of_entries(text: str) -> Mapping[str, int]:
    """The line, from 1, of every entry of a well-formed JSON text by its path
    («annex_overrides[0].unit»).
    """
    lines: dict[str, int] = {}
    stack: list[_OpenNode] = []
    line, end = 1, 0
    for match in _TOKEN.finditer(text):
        line, end = line + text.count("\n", end, match.start()), match.start()
        _step(match[0], line, stack, lines)
    return lines


def line_of(place: str, lines: Mapping[str, int]) -> int | None:
    """The line of the entry, or of the nearest one around it that is there."""
    while place and place not in lines:
        place = place[: max(place.rfind("."), place.rfind("["), 0)]
    return lines.get(place)


def located(
    file: str, faults: Iterable[FrameworkProblem], lines: Mapping[str, int]
) -> list[WrongPlace]:
    """Faults of a JSON file, with the lines where they stand."""
    return [
        WrongPlace(file, fault.message, line_of(fault.place, lines), fault.place)
        for fault in faults
    ]


def _step(mark: str, line: int, stack: list[_OpenNode], lines: dict[str, int]) -> None:
    top = stack[-1] if stack else None
    if mark in ("}", "]"):
        stack.pop()
    elif mark == "," and top:
        top.key, top.index = None, top.index + 1
    elif mark == ":":
        return
    elif top and not top.is_list and top.key is None:
        top.key = json.loads(mark)
    else:
        place = top.entry() if top else ""
        lines.setdefault(place, line)
        if mark in ("{", "["):
            stack.append(_OpenNode(place, is_list=mark == "["))
