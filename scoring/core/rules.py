"""A rule, and the kinds of rule that stand alone: the points of one criterion from what was
declared for it.

Rules made of other rules, and reading a rule from a framework, are in `criterion`.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Self

from ictindex.lib.numbers import half_up
from scoring.core.amounts import DeclaredFigures, ImpossibleInput, amount, plain, whole
from scoring.core.rule_terms import Terms
from scoring.core.types import Effect

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(ABC):
    """How the points of a criterion come about.

    `maximum` is the most it gives; for a deduction, the most it takes.
    """

    keys: ClassVar[frozenset[str]] = frozenset()
    uses_levels: ClassVar[bool] = False
    effect: ClassVar[Effect] = Effect.POINTS

    maximum: Decimal
    may_not_apply: bool = False

    @classmethod
    @abstractmethod
    def read(cls, terms: Terms) -> Self:
        """The rule as a framework states it. Raises WrongRule."""

    @abstractmethod
    def points(self, declared: DeclaredFigures) -> Fraction:
        """Exact points from 0 to `maximum`. Raises ImpossibleInput."""

    @property
    def compared(self) -> "RatioToBestRule | None":
        """The rule that sets this unit against the best one, if there is one."""
        return None

    @property
    def needs_best(self) -> bool:
        """The points depend on the best ratio of all units, which is not known yet."""
        return self.compared is not None and self.compared.best is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualRule(Rule):
    """Points by judgement."""

    @classmethod
    def read(cls, terms: Terms) -> Self:
        return cls(maximum=terms.maximum, may_not_apply=terms.flag("may_not_apply"))

    def points(self, declared: DeclaredFigures) -> Fraction:
        points = amount(declared, "points", called="Điểm")
        if points > self.maximum:
            raise ImpossibleInput(
                f"Điểm {plain(points)} vượt mức tối đa {plain(self.maximum)}. Nhập từ 0 đến "
                f"{plain(self.maximum)}."
            )
        if half_up(points) != points:
            raise ImpossibleInput(f"Điểm {plain(points)} có quá hai chữ số sau dấu phẩy.")
        return Fraction(points)


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNoRule(Rule):
    """One number of points for yes, another for no (a question can be put so that no is the
    good answer).
    """

    keys: ClassVar[frozenset[str]] = frozenset({"yes", "no"})

    yes: Decimal
    no: Decimal

    @classmethod
    def read(cls, terms: Terms) -> Self:
        yes, no = terms.points("yes", default=terms.maximum), terms.points("no", default=Decimal(0))
        return cls(maximum=terms.maximum, may_not_apply=terms.flag("may_not_apply"), yes=yes, no=no)

    def points(self, declared: DeclaredFigures) -> Fraction:
        match declared.get("answer"):
            case "yes":
                return Fraction(self.yes)
            case "no":
                return Fraction(self.no)
            case _:
                raise ImpossibleInput("Câu hỏi này phải được trả lời «Có» hoặc «Không».")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRule(Rule):
    """One of several levels, each with its points."""

    keys: ClassVar[frozenset[str]] = frozenset({"fractions"})
    uses_levels: ClassVar[bool] = True

    options: tuple[tuple[str, Fraction], ...]

    @classmethod
    def read(cls, terms: Terms) -> Self:
        return cls(
            maximum=terms.maximum,
            may_not_apply=terms.flag("may_not_apply"),
            options=terms.options(),
        )

    def points(self, declared: DeclaredFigures) -> Fraction:
        for code, points in self.options:
            if code == declared.get("choice"):
                return points
        raise ImpossibleInput("Chưa chọn mức, hoặc mức đã chọn không có trong tiêu chí này.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsRule(Rule):
    """The points of the highest step that a number reaches; 0 below the first.

    More need not be better.
    """

    uses_levels: ClassVar[bool] = True

    steps: tuple[tuple[Fraction, Fraction], ...]

    @classmethod
    def read(cls, terms: Terms) -> Self:
        return cls(
            maximum=terms.maximum, may_not_apply=terms.flag("may_not_apply"), steps=terms.steps()
        )

    def points(self, declared: DeclaredFigures) -> Fraction:
        number = amount(declared, "number", called="Số lượng")
        return next((points for bound, points in reversed(self.steps) if bound <= number), NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioRule(Rule):
    """Numerator over denominator times the maximum.

    Where the numerator may be larger, the points stop at the maximum.
    """

    keys: ClassVar[frozenset[str]] = frozenset({"may_exceed"})

    may_exceed: bool = False

    @classmethod
    def read(cls, terms: Terms) -> Self:
        return cls(
            maximum=terms.maximum,
            may_not_apply=terms.flag("may_not_apply"),
            may_exceed=terms.flag("may_exceed"),
        )

    def points(self, declared: DeclaredFigures) -> Fraction:
        return min(declared_ratio(declared, may_exceed=self.may_exceed), Fraction(1)) * Fraction(
            self.maximum
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioToBestRule(Rule):
    """The unit's ratio over the best unit's, times the maximum.

    Every unit has 0 where the best ratio is 0.
    """

    keys: ClassVar[frozenset[str]] = frozenset({"may_exceed"})

    may_exceed: bool = False
    best: Fraction | None = None

    @classmethod
    def read(cls, terms: Terms) -> Self:
        return cls(
            maximum=terms.maximum,
            may_not_apply=terms.flag("may_not_apply"),
            may_exceed=terms.flag("may_exceed"),
        )

    @property
    def compared(self) -> "RatioToBestRule":
        return self

    def ratio(self, declared: DeclaredFigures) -> Fraction:
        """What is set against the best. Raises ImpossibleInput."""
        return declared_ratio(declared, may_exceed=self.may_exceed)

    def points(self, declared: DeclaredFigures) -> Fraction:
        ratio = self.ratio(declared)
        if self.best is None:
            raise ImpossibleInput(
                "Chưa biết tỷ lệ cao nhất của các đơn vị nên chưa tính được điểm."
            )
        if ratio > self.best:
            raise ImpossibleInput("Tỷ lệ của đơn vị cao hơn tỷ lệ cao nhất đã dùng để so sánh.")
        return ratio / self.best * Fraction(self.maximum) if self.best else NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRule(Rule):
    """So many points for each, up to the maximum."""

    keys: ClassVar[frozenset[str]] = frozenset({"each"})

    each: Decimal

    @classmethod
    def read(cls, terms: Terms) -> Self:
        return cls(
            maximum=terms.maximum,
            may_not_apply=terms.flag("may_not_apply"),
            each=terms.points("each"),
        )

    def points(self, declared: DeclaredFigures) -> Fraction:
        return min(
            Fraction(whole(declared, "count", called="Số lượng")) * Fraction(self.each),
            Fraction(self.maximum),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionRule(CountRule):
    """So many points taken away for each, up to the maximum; the group takes them off."""

    effect: ClassVar[Effect] = Effect.DEDUCTION


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusRule(CountRule):
    """So many points on top for each, up to the maximum; the group does not go above its own
    maximum.
    """

    effect: ClassVar[Effect] = Effect.BONUS


def declared_ratio(declared: DeclaredFigures, *, may_exceed: bool) -> Fraction:
    """Numerator over denominator, 0 to 1 unless it may exceed. Raises ImpossibleInput."""
    numerator = amount(declared, "numerator", called="Tử số")
    denominator = amount(declared, "denominator", called="Mẫu số")
    if denominator == 0:
        raise ImpossibleInput("Mẫu số bằng 0 nên không tính được tỷ lệ. Nhập mẫu số lớn hơn 0.")
    if numerator > denominator and not may_exceed:
        raise ImpossibleInput(
            f"Tử số {plain(numerator)} lớn hơn mẫu số {plain(denominator)}. Kiểm tra lại hai số."
        )
    return Fraction(numerator) / Fraction(denominator)
