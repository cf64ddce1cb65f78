"""Rules that give the points of a level: one that is chosen, or one that a number reaches."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from scoring.core.amounts import DeclaredFigures, ImpossibleInput, amount, plain
from scoring.core.fields import InputField
from scoring.core.rule_kinds.rule import Rule
from scoring.core.rule_terms import Terms
from scoring.core.types import LevelSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRule(Rule):
    """One of several levels, each with its points; `fractions` {level code: "2/3"} where they are
    exact parts of the maximum. Declared {"choice": code}.
    """

    code = "choice"
    label = "Chọn một mức"
    keys = frozenset({"fractions"})
    uses_levels = True

    levels: tuple[LevelSpec, ...]
    options: tuple[tuple[str, Fraction], ...]

    @classmethod
    def read(cls, terms: Terms) -> Self:
        return cls(
            maximum=terms.maximum,
            may_not_apply=terms.may_not_apply,
            levels=terms.levels,
            options=terms.options(),
        )

    def points(self, declared: DeclaredFigures) -> Fraction:
        for code, points in self.options:
            if code == declared.get("choice"):
                return points
        raise ImpossibleInput("Chưa chọn mức, hoặc mức đã chọn không có trong tiêu chí này.")

    def fields(self) -> tuple[InputField, ...]:
        options = tuple(
            (level.code, f"{level.label} ({plain(level.points)} điểm)") for level in self.levels
        )
        return (InputField("choice", "Mức", options),)

    @property
    def how(self) -> str:
        return f"Chọn một mức. {_in_words(self.levels)}"

    def make_up(self, share: int) -> DeclaredFigures:
        return {"choice": self.levels[share % len(self.levels)].code}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsRule(Rule):
    """The points of the highest level whose lower bound a number reaches; 0 below the first. More
    need not be better. Declared {"number": "4"}.
    """

    code = "steps"
    label = "Bậc theo số lượng"
    uses_levels = True
    uses_bounds = True
    asks_as_of = True

    levels: tuple[LevelSpec, ...]
    steps: tuple[tuple[Fraction, Fraction], ...]

    @classmethod
    def read(cls, terms: Terms) -> Self:
        return cls(
            maximum=terms.maximum,
            may_not_apply=terms.may_not_apply,
            levels=terms.levels,
            steps=terms.steps(),
        )

    def points(self, declared: DeclaredFigures) -> Fraction:
        number = amount(declared, "number", called="Số lượng")
        reached = (points for bound, points in reversed(self.steps) if bound <= number)
        return next(reached, Fraction(0))

    def fields(self) -> tuple[InputField, ...]:
        return (InputField("number", "Số lượng"),)

    @property
    def how(self) -> str:
        return f"Theo số lượng. {_in_words(self.levels)}"

    def make_up(self, share: int) -> DeclaredFigures:
        return {"number": str(share // 32)}


def _in_words(levels: Iterable[LevelSpec]) -> str:
    """«Có cả hai: 4 điểm; chỉ một: 2 điểm.»"""
    return "; ".join(f"{level.label}: {plain(level.points)} điểm" for level in levels) + "."
