"""Measures of the house, as one table: what is counted, what it is now, and what it must keep to.

`python -m tests.house` prints it, and the test holds it. The questions behind it are those that the
test asks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house import (
    acts,
    annexes,
    kinds,
    mechanisms,
    people,
    phases,
    private_names,
    questions,
    readers,
    rules,
    surroundings,
    texts,
    writing,
)
from tests.house.capabilities import CAPABILITIES, OUTSIDE, outside, speaking_of
from tests.house.exceptions import (
    BESIDE,
    DICTIONARIES,
    EXCUSED,
    FILE_WRITERS,
    ONE_LIST,
    QUERIES_BY_SERVICES,
    READERS,
    TAGS,
    WRITERS,
)
from tests.house.furnishings import AS_VIEWS
from tests.house.layout import (
    PLANS,
    inner_room_of,
    is_beside,
    is_door,
    is_elsewhere,
    is_migration,
    part_of,
    room_of,
)
from tests.house.sources import Sources, used_modules
from tests.house.surroundings import MAX_COLUMNS


@dataclass(frozen=True)
class Measure:
    """One figure, the most that it should be, and why it is more where that is known."""

    what: str
    value: int
    most: int
    known: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        return self.value <= self.most + len(self.known)

    @property
    def line(self) -> str:
        mark = "" if self.value <= self.most else "  !"
        reasons = "".join(f"\n    {reason}" for reason in self.known)
        return f"{self.what:68} {self.value:6} {self.most:6}{mark}{reasons}"


def measures(sources: Sources, root: Path) -> Iterator[Measure]:
    modules = [name for name in sources if not is_migration(name)]
    unknown = questions.unknown_places(sources)
    yield Measure(f"modules whose place is unknown, of {len(modules)}", len(unknown), 0)
    yield Measure(
        "rooms that import each other, directly or in a ring",
        *_none(questions.mutual_rooms, sources),
    )
    yield Measure("  pairs of them that are excused", len(BESIDE), 1)
    yield Measure("  lists of addresses that bind the rooms inside a room", len(ONE_LIST), 1)
    yield Measure("imports across rooms in submissions, models apart", len(_across(sources)), 300)
    yield Measure("rooms of submissions", len(PLANS["submissions"].room_names), 16)
    yield from _capabilities(sources)
    yield from _names(sources)
    yield Measure("private names that tests use in other files", _borrowed_names(sources, root), 0)
    yield from _order(sources)
    yield from _mechanisms(sources)
    yield Measure("template lines over 200 characters", _long_lines(root), 0)
    yield Measure("lines of the largest stylesheet", _largest_stylesheet(root), 400)
    yield Measure(
        f"lines of modules over {MAX_COLUMNS} columns", *_none(surroundings.long_lines, sources)
    )


def _names(sources: Sources) -> Iterator[Measure]:
    yield Measure("modules named by a participle", *_none(questions.participles, sources))
    yield Measure("classes named by a participle", *_none(questions.participle_classes, sources))
    yield Measure("class names that mean two things", *_none(questions.ambiguous_classes, sources))


def _order(sources: Sources) -> Iterator[Measure]:
    """Who uses what, and who writes."""
    yield Measure(
        "rooms entered by another way than their doors", *_none(questions.room_violations, sources)
    )
    yield Measure("  imports past a door that are excused", len(EXCUSED), 12)
    yield Measure("  of rooms inside a room, past its doors", len(_inner(sources)), 6)
    yield Measure(
        "furniture that reaches above itself", *_none(questions.furniture_violations, sources)
    )
    yield Measure("  modules besides furniture that stand as high as views", len(AS_VIEWS), 2)
    yield Measure("queries that use a service", *_none(writing.queries_by_services, sources))
    yield Measure("  uses that are excused", len(QUERIES_BY_SERVICES), 9)
    yield Measure("modules that write and are no services", *_none(writing.writers, sources))
    yield Measure("  modules that are excused", len(WRITERS), 7)
    yield Measure("other doors to the scores of a campaign", *_none(questions.side_doors, sources))


def _mechanisms(sources: Sources) -> Iterator[Measure]:
    """What there is one of."""
    yield Measure(
        f"copies of the {len(rules.names())} rules about rows that have a name",
        *_none(rules.copies, sources),
    )
    yield Measure(
        f"models without named rules, of {rules.tables(sources)}",
        len(rules.models_without_rules(sources)),
        29,
    )
    yield Measure(
        "groups of roles that are spelled out again", *_none(people.repeated_groups, sources)
    )
    yield Measure("ways to tell people, besides the one", *_none(people.ways_to_tell, sources))
    yield Measure("acts that are recorded without a name", *_none(acts.unnamed_acts, sources))
    yield Measure("acts that are named twice", *_none(acts.acts_named_twice, sources))
    yield Measure(
        "modules that name a phase, its list apart", len(phases.naming(sources)), phases.MOST
    )
    yield Measure(
        "modules that read the annexes of units without the rule",
        *_none(annexes.unruled_readers, sources),
    )
    yield Measure(
        "modules that read an answer beside the dossier", *_none(readers.other_readers, sources)
    )
    yield Measure("  modules that are excused", len(READERS), 14)
    yield Measure("rows that are plain dictionaries", *_none(readers.dictionary_rows, sources))
    yield Measure("  dictionaries that are excused", len(DICTIONARIES), 3)
    yield Measure("second lists of the kinds of rule", *_none(kinds.second_lists, sources))
    yield Measure("other hands on files than the store's", *_none(mechanisms.file_writers, sources))
    yield Measure("  modules that are excused", len(FILE_WRITERS), 2)
    yield Measure("other writers of Word files", *_none(mechanisms.word_users, sources))
    yield Measure("modules that spell HTML out", *_none(mechanisms.tags_in_python, sources))
    yield Measure("  modules that are excused", len(TAGS), 4)
    yield Measure(
        "modules that name characters, besides one", *_none(texts.character_classes, sources)
    )
    yield Measure("other readers of typed numbers and days", *_none(texts.typed_numbers, sources))


def _capabilities(sources: Sources) -> Iterator[Measure]:
    for capability in CAPABILITIES:
        for app in capability.apps:
            folders = speaking_of(capability, app, sources)
            reasons = (
                f"{name}: {OUTSIDE[name]}"
                for place in outside(folders)
                for name in folders[place][:1]
            )
            yield Measure(
                f"folders of {app} for {capability.what}", len(folders), 1, tuple(reasons)
            )


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


def _inner(sources: Sources) -> set[tuple[str, str]]:
    """A room inside a room, and what it uses of the outer one past its `services` and `queries`."""
    return {
        (name, used)
        for name in sources
        if inner_room_of(name)
        for used in used_modules(name, sources)
        if room_of(used) == room_of(name) and is_elsewhere(name, used) and not is_door(used)
    }


def _borrowed_names(sources: Sources, root: Path) -> int:
    tests = surroundings.read_files(root / "tests", "*.py")
    return len(private_names.borrowed_names(tests, sources))


def _long_lines(root: Path) -> int:
    pages = (root / "templates").rglob("*.html")
    return sum(len(line) > 200 for page in pages for line in page.read_text().splitlines())


def _largest_stylesheet(root: Path) -> int:
    sheets = (path for path in (root / "static" / "css").rglob("*.css"))
    return max(len(sheet.read_text().splitlines()) for sheet in sheets)
