"""Two records held against each other: what was answered otherwise, each difference told once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from typing import Any

from tests.answers.normal_form import hidden_apart, mask
from tests.answers.pieces import Words, is_wanted
from tests.answers.record import IDENTITY, Book, identity_of, pieces, read

_SHOWN_PLACES, _SHOWN_LINES, _WIDTH, _BEFORE = 6, 24, 300, 60


@dataclass
class Differences:
    """Each difference, as its lines, and every answer in which it is."""

    places: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    count: int = 0

    def add(self, lines: list[str], place: str) -> None:
        self.count += 1
        self.places.setdefault(tuple(lines), []).append(place)

    def told(self) -> Iterator[str]:
        for lines, places in sorted(self.places.items(), key=lambda item: -len(item[1])):
            yield f"## {len(places)} x"
            yield from (f"   {place}" for place in places[:_SHOWN_PLACES])
            if len(places) > _SHOWN_PLACES:
                yield f"   … and {len(places) - _SHOWN_PLACES} more"
            yield from (f"      {line[:_WIDTH]}" for line in lines[:_SHOWN_LINES])
            if len(lines) > _SHOWN_LINES:
                yield f"      … {len(lines) - _SHOWN_LINES} more lines"


def compare(old: Path, new: Path, parts: Words = (), phases: Words = ()) -> Differences:
    """All pieces of both; with `parts` or `phases`, only theirs."""
    found = Differences()
    for name in sorted(pieces(old) | pieces(new)):
        if is_wanted(name, parts, phases):
            compare_books(read(old, name), read(new, name), found)
    return found


def compare_books(old: Book, new: Book, found: Differences) -> None:
    was, now = ({identity_of(entry): entry for entry in book.entries} for book in (old, new))
    for identity in [*was, *(each for each in now if each not in was)]:
        place = " ".join(identity)
        if identity not in now:
            found.add(["- answered, and is not asked any more"], place)
        elif identity not in was:
            found.add(["+ was not asked before"], place)
        elif lines := _entry_lines(was[identity], old, now[identity], new):
            found.add(lines, place)


def _entry_lines(was: dict[str, Any], old: Book, now: dict[str, Any], new: Book) -> list[str]:
    lines: list[str] = []
    for name in sorted({*was, *now} - set(IDENTITY)):
        before, after = was.get(name), now.get(name)
        if before == after:
            continue
        if name.endswith("body"):
            before, after = old.bodies.get(before or "", ""), new.bodies.get(after or "", "")
        if shown := _diff(_text(before), _text(after)):
            lines += [f"@ {name}", *shown]
    return lines


def _text(value: Any) -> str:
    """Laid out and masked as they are today, so that an older record can still be compared."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    return hidden_apart(mask(text))


def _diff(before: str, after: str) -> list[str]:
    """Without the numbers of lines, so that the same difference on two pages is the same."""
    if before == after:
        return []
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))
    shown = [line for line in lines[2:] if not line.startswith("@@ -")]
    if [line[0] for line in shown] == ["-", "+"]:
        return [_around(shown[0], shown[1]), _around(shown[1], shown[0])]
    return shown or ["~ the ends of its lines"]


def _around(line: str, other: str) -> str:
    """Of a long line the place where it begins to be different."""
    pairs = enumerate(zip(line[1:], other[1:], strict=False))
    start = next((place for place, (one, two) in pairs if one != two), 0) - _BEFORE
    return f"{line[0]}…{line[start:]}" if start > _BEFORE else line
