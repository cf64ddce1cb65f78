"""Rules about a ratio: by itself, or against that of the best unit."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from scoring.core.amounts import DeclaredFigures, ImpossibleInput, amount, plain
from scoring.core.fields import InputField
from scoring.core.rule_kinds.rule import Comparison, Rule
from scoring.core.rule_terms import Terms

_NUMERATOR, _DENOMINATOR = "numerator", "denominator"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotientRule(Rule):
    """Something over something: {"numerator": "9", "denominator": "10"}. With `may_exceed` the
    numerator may be the larger.
    """

    keys = frozenset({"may_exceed"})
    asks_as_of = True

    may_exceed: bool = False

    @classmethod
    def read(cls, terms: Terms) -> Self:
        return cls(
            maximum=terms.maximum,
            may_not_apply=terms.may_not_apply,
            may_exceed=terms.flag("may_exceed"),
        )

    def ratio(self, declared: DeclaredFigures) -> Fraction:
        """From 0, to 1 unless it may exceed. Raises ImpossibleInput."""
        numerator = amount(declared, _NUMERATOR, called="Tử số")
        denominator = amount(declared, _DENOMINATOR, called="Mẫu số")
        if denominator == 0:
            raise ImpossibleInput("Mẫu số bằng 0 nên không tính được tỷ lệ. Nhập mẫu số lớn hơn 0.")
        if numerator > denominator and not self.may_exceed:
            raise ImpossibleInput(
                f"Tử số {plain(numerator)} lớn hơn mẫu số {plain(denominator)}. Kiểm tra lại hai "
                "số."
            )
        return Fraction(numerator) / Fraction(denominator)

    def fields(self) -> tuple[InputField, ...]:
        return (InputField(_NUMERATOR, "Tử số"), InputField(_DENOMINATOR, "Mẫu số"))

    def in_words(self, declared: DeclaredFigures) -> str:
        shown = [field.in_words(declared.get(field.path) or "…") for field in self.fields()]
        return "/".join(shown) if any(declared.get(field.path) for field in self.fields()) else ""

    def make_up(self, share: int) -> DeclaredFigures:
        return {_NUMERATOR: str(10 + share // 3), _DENOMINATOR: "100"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioRule(QuotientRule):
    """The ratio times the maximum; where it may exceed 1, the points stop at the maximum."""

    code = "ratio"
    label = "Tỷ lệ a/b"

    def points(self, declared: DeclaredFigures) -> Fraction:
        return min(self.ratio(declared), Fraction(1)) * Fraction(self.maximum)

    @property
    def how(self) -> str:
        return f"Tử số chia mẫu số, nhân {self.most} điểm."


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioToBestRule(QuotientRule):
    """The unit's ratio over the best unit's, times the maximum.

    Every unit has 0 where the best ratio is 0.
    """

    code = "ratio_to_best"
    label = "Tỷ lệ so với đơn vị cao nhất"
    may_compare = True
    waits_with = (_NUMERATOR, _DENOMINATOR)

    best: Fraction | None = None

    @property
    def compared(self) -> Comparison:
        return self

    def with_best(self, best: Fraction | None) -> Rule:
        return replace(self, best=best)

    def points(self, declared: DeclaredFigures) -> Fraction:
        ratio = self.ratio(declared)
        if self.best is None:
            raise ImpossibleInput(
                "Chưa biết tỷ lệ cao nhất của các đơn vị nên chưa tính được điểm."
            )
        if ratio > self.best:
            raise ImpossibleInput("Tỷ lệ của đơn vị cao hơn tỷ lệ cao nhất đã dùng để so sánh.")
        return ratio / self.best * Fraction(self.maximum) if self.best else Fraction(0)

    @property
    def how(self) -> str:
        return (
            f"Tỷ lệ của đơn vị so với đơn vị cao nhất, nhân {self.most} điểm; tính khi đã có "
            "số liệu của mọi đơn vị."
        )
