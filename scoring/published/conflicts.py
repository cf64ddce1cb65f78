"""Statements of a report's text that its own printed scores do not allow, as sentences."""

from dataclasses import dataclass

from ictindex.lib.numbers import show
from scoring.core.reconstruction import Contradiction, CriterionStatement
from scoring.core.types import LeafSpec
from scoring.published.values import PublishedUnit


@dataclass(frozen=True, slots=True)
class Conflict:
    """One such statement, about one scored criterion of a unit."""

    unit: PublishedUnit
    leaf: LeafSpec
    contradiction: Contradiction

    def __str__(self) -> str:
        return (
            f"{self.unit.short_name}, {self.leaf.key} «{self.leaf.name}»: {self._said()}, nhưng "
            f"{self._found()}."
        )

    def _said(self) -> str:
        if self.contradiction.claim is CriterionStatement.FAILING:
            return "báo cáo nêu là chưa đạt"
        return f"tỷ lệ báo cáo nêu ứng với {show(self.contradiction.claimed)} điểm"

    def _found(self) -> str:
        if self.contradiction.points is None:
            return "nhóm này không áp dụng cho đơn vị"
        return f"điểm nhóm đã in chỉ khớp khi tiêu chí được {show(self.contradiction.points)} điểm"


def conflicts_of(unit: PublishedUnit, contradictions: tuple[Contradiction, ...]) -> list[Conflict]:
    leaves = {leaf.key: leaf for group in unit.spec.groups for leaf in group.leaves}
    return [
        Conflict(unit, leaves[contradiction.leaf], contradiction)
        for contradiction in contradictions
    ]
