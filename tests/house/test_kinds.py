"""The kinds of rule are listed once; and the question asked of a small house with a second list."""

import pytest

from scoring.core.rule_kinds.kinds import KINDS
from tests.house import kinds
from tests.house.sources import read_sources
from tests.places import ROOT

SOURCES = read_sources(ROOT)
DESCRIBED = "class {0}Rule(Rule):\n    code = '{1}'\n    label = 'x'\n"
SMALL = {
    "scoring.core.rule_kinds.kinds": "".join(
        DESCRIBED.format(code.title(), code) for code in ("ratio", "count", "bonus", "steps")
    )
    + "KINDS = (RatioRule, CountRule, BonusRule, StepsRule)"
}


def test_the_kinds_are_listed_once() -> None:
    assert kinds.second_lists(SOURCES) == []


def test_the_kinds_that_are_read_are_those_of_the_list() -> None:
    found = {kind.__name__: code for code, kind in KINDS.items()}
    assert kinds.described_kinds(SOURCES) == found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("WORDS = {'ratio': 1, 'count': 2, 'bonus': 3, 'steps': 4}", ["names 4 kinds of rule"]),
        ("ALL = [Kind.RATIO, Kind.COUNT, Kind.BONUS, 'steps']", ["names 4 kinds of rule"]),
        ("ALL = RatioRule, CountRule, BonusRule, StepsRule", ["names 4 kinds of rule"]),
        ("SOME = {'ratio', 'count', 'bonus'} | {'ratio'}", []),
        ("SOME = CountRule.code", []),
        ("TEXT = 'a ratio, a count, a bonus and steps'", []),
        (
            "match rule:\n    case RatioRule():\n        pass",
            [":2 tells rules apart by their classes"],
        ),
        (
            "if isinstance(rule, RatioRule | kinds.CountRule):\n    pass",
            [":1 tells rules apart by their classes"],
        ),
        ("isinstance(rule, Rule)", []),
    ],
)
def test_a_second_list_is_found(source: str, expected: list[str]) -> None:
    found = kinds.second_lists(SMALL | {"reports.tasks": source})
    assert [line.removeprefix("reports.tasks").strip() for line in found] == [
        line.strip() for line in expected
    ]


def test_migrations_may_list_what_was_stored_then() -> None:
    listed = "ALL = ['ratio', 'count', 'bonus', 'steps']"
    assert kinds.second_lists(SMALL | {"criteria.migrations.0001_initial": listed}) == []
