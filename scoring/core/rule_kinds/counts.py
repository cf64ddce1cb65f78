"""Rules that give, or take, so many points for each of something."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

from scoring.core.amounts import DeclaredFigures, plain, whole
from scoring.core.fields import InputField
from scoring.core.rule_kinds.rule import Rule
from scoring.core.rule_terms import Terms
from scoring.core.types import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRule(Rule):
    """`each`: so many points for each, up to the maximum. Declared {"count": "3"}."""

    code = "count"
    label = "Số lượng × điểm, có trần"
    keys = frozenset({"each"})
    asks_as_of = True

    each: Decimal

    @classmethod
    def read(cls, terms: Terms) -> Self:
        return cls(
            maximum=terms.maximum, may_not_apply=terms.may_not_apply, each=terms.points("each")
        )

    def points(self, declared: DeclaredFigures) -> Fraction:
        count = whole(declared, "count", called="Số lượng")
        return min(Fraction(count) * Fraction(self.each), Fraction(self.maximum))

    def fields(self) -> tuple[InputField, ...]:
        return (InputField("count", "Số lượng", is_whole=True),)

    @property
    def how(self) -> str:
        return f"Mỗi trường hợp {plain(self.each)} điểm, tối đa {self.most} điểm."

    def make_up(self, share: int) -> DeclaredFigures:
        return {"count": str(share // 32)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionRule(CountRule):
    """So many points taken away for each, up to the maximum; the group takes them off."""

    code = "deduction"
    label = "Trừ điểm"
    effect = Effect.DEDUCTION

    @property
    def how(self) -> str:
        return f"Mỗi trường hợp trừ {plain(self.each)} điểm, trừ nhiều nhất {self.most} điểm."


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusRule(CountRule):
    """So many points on top for each, up to the maximum; the group does not go above its own
    maximum.
    """

    code = "bonus"
    label = "Điểm thưởng, có trần"
    effect = Effect.BONUS

    @property
    def how(self) -> str:
        return f"Mỗi trường hợp cộng thêm {plain(self.each)} điểm, nhiều nhất {self.most} điểm."
