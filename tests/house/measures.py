"""Measures of the house, as one table: what is counted, what it is now, and what it must keep to.

`python -m tests.house` prints it. The questions behind it are those that the test asks.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house import questions
from tests.house.layout import PLANS, is_beside, is_migration, part_of
from tests.house.sources import Sources, used_modules

#: What a newcomer looks for, and the room that holds it on each floor.
CAPABILITIES = {
    "evidence": "evidence",
    "appraisal": "appraisal",
    "the Council": "council",
    "self-scoring": "answers",
}


@dataclass(frozen=True)
class Measure:
    """One figure, and the most that it may be."""

    what: str
    value: int
    most: int

    @property
    def line(self) -> str:
        mark = "" if self.value <= self.most else "  !"
        return f"{self.what:64} {self.value:6} {self.most:6}{mark}"


def measures(sources: Sources, root: Path) -> Iterator[Measure]:
    modules = [name for name in sources if not is_migration(name)]
    unknown = questions.unknown_places(sources)
    yield Measure(f"modules whose place is unknown, of {len(modules)}", len(unknown), 0)
    yield Measure(
        "rooms that import each other, directly or in a ring",
        *_none(questions.mutual_rooms, sources),
    )
    yield Measure("imports across rooms in submissions, models apart", len(_across(sources)), 300)
    yield Measure("rooms of submissions", len(PLANS["submissions"].room_names), 16)
    for what, room in CAPABILITIES.items():
        yield Measure(f"folders of submissions for {what}", len(_folders(modules, room)), 1)
    yield Measure("modules named by a participle", *_none(questions.participles, sources))
    yield Measure("class names that mean two things", len(questions.ambiguous_classes(sources)), 10)
    yield Measure(
        "rooms entered by another way than their doors", *_none(questions.room_violations, sources)
    )
    yield Measure(
        "furniture that reaches above itself", *_none(questions.furniture_violations, sources)
    )
    yield Measure("other doors to the scores of a campaign", *_none(questions.side_doors, sources))
    yield Measure("template lines over 200 characters", _long_lines(root), 0)
    yield Measure("lines of the largest stylesheet", _largest_stylesheet(root), 400)
    yield Measure("columns of a line", _line_length(root), 100)


def _none(question: Callable[[Sources], list[str]], sources: Sources) -> tuple[int, int]:
    return len(question(sources)), 0


def _across(sources: Sources) -> set[tuple[str, str]]:
    """A module and one that it uses in another part of the app; each loose module is a part."""
    return {
        (name, used)
        for name in sources
        if name.startswith("submissions.") and not is_migration(name)
        for used in used_modules(name, sources)
        if is_beside(name, used) and part_of(used) != "submissions.models"
    }


def _folders(modules: list[str], room: str) -> set[str]:
    """The folders, one level below the app, whose names say that they hold it."""
    parts = (name.split(".") for name in modules if name.startswith("submissions."))
    return {each[1] for each in parts if len(each) > 2 and room in each[1]}


def _long_lines(root: Path) -> int:
    pages = (root / "templates").rglob("*.html")
    return sum(len(line) > 200 for page in pages for line in page.read_text().splitlines())


def _largest_stylesheet(root: Path) -> int:
    sheets = (path for path in (root / "static" / "css").rglob("*.css"))
    return max(len(sheet.read_text().splitlines()) for sheet in sheets)


def _line_length(root: Path) -> int:
    settings = tomllib.loads((root / "pyproject.toml").read_text())
    return int(settings["tool"]["ruff"]["line-length"])
