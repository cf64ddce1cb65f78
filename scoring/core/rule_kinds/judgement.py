"""Points that somebody gives by judgement."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from ictindex.lib.numbers import half_up
from scoring.core.amounts import DeclaredFigures, ImpossibleInput, amount, plain
from scoring.core.fields import InputField
from scoring.core.rule_kinds.rule import Rule
from scoring.core.rule_terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualRule(Rule):
    """Points by judgement. Declared {"points": "7.5"}."""

    code = "manual"
    label = "Chấm theo đánh giá"

    @classmethod
    def read(cls, terms: Terms) -> Self:
        return cls(maximum=terms.maximum, may_not_apply=terms.may_not_apply)

    def points(self, declared: DeclaredFigures) -> Fraction:
        points = amount(declared, "points", called="Điểm")
        if points > self.maximum:
            raise ImpossibleInput(
                f"Điểm {plain(points)} vượt mức tối đa {self.most}. Nhập từ 0 đến {self.most}."
            )
        if half_up(points) != points:
            raise ImpossibleInput(f"Điểm {plain(points)} có quá hai chữ số sau dấu phẩy.")
        return Fraction(points)

    def fields(self) -> tuple[InputField, ...]:
        return (InputField("points", "Điểm", most=self.maximum),)

    @property
    def how(self) -> str:
        return f"Tự chấm từ 0 đến {self.most} điểm."

    def make_up(self, share: int) -> DeclaredFigures:
        return {"points": str(int(self.maximum * share) // 255)}
