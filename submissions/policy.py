"""The permission policy as a table: which capacity may do which action in which phases.

No models, no people.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from submissions.enums import Phase

# The ministry's policy, and the actions that it is silent about, each with its reason in the note.
_FILES = ("permission_policy.csv", "permission_additions.csv")
_ORDER = [str(phase) for phase in Phase]
_NOT_CAPACITIES = {"group", "action", "method", "note"}

_UNIT = re.compile(r"_U(_|$)")

ALWAYS = frozenset(_ORDER)


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the policy.

    `is_about_unit`: it is asked of one unit's submission, not of a campaign.
    """

    name: str
    method: str
    phases: dict[str, frozenset[str]]
    note: str

    @property
    def is_about_unit(self) -> bool:
        return bool(_UNIT.search(self.name))

    @property
    def is_reading(self) -> bool:
        return self.method == "GET"

    def allows(self, capacity: str, phase: str | None) -> bool:
        """Whether someone in that capacity may, in that phase; without a campaign (None) only
        what holds in every phase.
        """
        phases = self.phases[capacity]
        return phases == ALWAYS if phase is None else phase in phases


@cache
def actions() -> dict[str, Action]:
    """Every action of the policy by its name, «group.action»."""
    found = [_read(row) for name in _FILES for row in _rows(Path(__file__).with_name(name))]
    return {action.name: action for action in found}


def action(name: str) -> Action:
    """Raises KeyError for a name that the policy does not hold: asking for it is a mistake in
    the code.
    """
    return actions()[name]


@cache
def capacities() -> tuple[str, ...]:
    """The columns of the policy: in what capacity a person can stand towards a campaign or a
    unit.
    """
    return tuple(next(iter(actions().values())).phases)


def parse_phases(text: str) -> frozenset[str]:
    """«-» never, «ALL» every phase, else phases and ranges `a..b` separated by spaces.

    Raises ValueError for an unknown phase or a range that runs backwards.
    """
    if text == "-":
        return frozenset()
    if text == "ALL":
        return ALWAYS
    return frozenset(phase for part in text.split() for phase in _range(part))


def _range(part: str) -> list[str]:
    first, is_range, last = part.partition("..")
    span = _ORDER[_ORDER.index(first) : _ORDER.index(last if is_range else first) + 1]
    if not span:
        raise ValueError(part)
    return span


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read(row: dict[str, str]) -> Action:
    phases = {name: parse_phases(text) for name, text in row.items() if name not in _NOT_CAPACITIES}
    return Action(
        name=f"{row['group']}.{row['action']}",
        method=row["method"],
        phases=phases,
        note=row["note"],
    )
