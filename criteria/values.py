"""A framework as plain frozen values, between its JSON file and its rows.

No database, no checks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ictindex.lib.errors import DomainError
from scoring.core.rule_terms import Terms
from scoring.core.types import BandSpec, LevelSpec


@dataclass(frozen=True, slots=True)
class FrameworkProblem:
    """Something wrong or doubtful, and where: a path in the JSON form such as
    «annexes[0].groups[2].maximum».
    """

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class FrameworkRefused(DomainError):
    """A framework is not loaded;

    `problems` says everything that is wrong with it, not only the first thing.
    """

    def __init__(self, problems: tuple[FrameworkProblem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True, slots=True)
class CriterionValue:
    """A criterion with its sub-criteria; without any it is a leaf and is scored by its rule."""

    code: str
    name: str
    maximum: Decimal
    rule_kind: str
    rule: Mapping[str, Any]
    evidence_expected: str
    is_sample: bool
    levels: tuple[LevelSpec, ...]
    children: tuple["CriterionValue", ...]

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def terms(self) -> Terms:
        """The rule as the file words it."""
        return Terms(self.rule_kind, self.rule, self.maximum, self.levels)

    def below(self, place: str) -> Iterator[tuple[str, "CriterionValue"]]:
        """This criterion, found at `place`, and all under it, each with its own place, from top
        to bottom.
        """
        yield place, self
        for index, child in enumerate(self.children):
            yield from child.below(f"{place}.criteria[{index}]")


@dataclass(frozen=True, slots=True)
class GroupValue:
    """A group of criteria in one annex."""

    code: str
    name: str
    maximum: Decimal
    may_be_absent: bool
    criteria: tuple[CriterionValue, ...]

    def all_criteria(self, place: str) -> Iterator[tuple[str, CriterionValue]]:
        """Every criterion of every depth with its place, the group itself standing at `place`."""
        for index, criterion in enumerate(self.criteria):
            yield from criterion.below(f"{place}.criteria[{index}]")


@dataclass(frozen=True, slots=True)
class AnnexValue:
    """The groups asked of one kind of unit."""

    code: str
    title: str
    groups: tuple[GroupValue, ...]


@dataclass(frozen=True, slots=True)
class FrameworkValue:
    """A whole framework.

    Two of them are equal exactly when they ask the same and weigh it the same.
    """

    code: str
    title: str
    document: str
    issued_on: date | None
    aggregation: str
    ranking: str
    is_published: bool
    sample_notice: str
    bands: tuple[BandSpec, ...]
    annexes: tuple[AnnexValue, ...]

    def all_groups(self) -> Iterator[tuple[str, GroupValue]]:
        """Every group of every annex with its place."""
        for a, annex in enumerate(self.annexes):
            for g, group in enumerate(annex.groups):
                yield f"annexes[{a}].groups[{g}]", group
