"""What a framework asks, as the files of a campaign name it: annexes, groups, and criteria by
the words of the report.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from criteria.specs import FrameworkSpecs
from ictindex.lib.text import nfc
from scoring.core.types import GroupSpec


@dataclass(frozen=True, slots=True)
class CriterionName:
    """A criterion of any depth;

    `leaves` are the keys of what is scored in it (its own, where it is itself scored).
    """

    annex: str
    group: str
    code: str
    name: str
    leaves: tuple[str, ...]
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class NamedFramework:
    """A framework with the names of its criteria."""

    specs: FrameworkSpecs
    criteria: tuple[CriterionName, ...]

    def criteria_called(self, text: str, *, annex: str, group: str) -> tuple[CriterionName, ...]:
        """The criteria of a group that have this name or, where none has it, this number."""
        near = [
            criterion
            for criterion in self.criteria
            if (criterion.annex, criterion.group) == (annex, group)
        ]
        by_name = tuple(criterion for criterion in near if _plain(criterion.name) == _plain(text))
        return by_name or tuple(criterion for criterion in near if criterion.code == text)

    def groups_by_code(self) -> Mapping[str, tuple[GroupSpec, ...]]:
        """The groups of all annexes that have this code."""
        found: dict[str, tuple[GroupSpec, ...]] = {}
        for groups in self.specs.annexes.values():
            for code, group in groups.items():
                found[code] = (*found.get(code, ()), group)
        return found


def _plain(text: str) -> str:
    return " ".join(nfc(text).split())
