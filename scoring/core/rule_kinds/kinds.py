"""Every kind of rule (`KINDS`), reading a rule by its kind, and the rules made of other rules,
which are read so themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Self

from scoring.core.amounts import DeclaredFigures, ImpossibleInput, plain, read_number
from scoring.core.fields import InputField
from scoring.core.rule_kinds.counts import BonusRule, CountRule, DeductionRule
from scoring.core.rule_kinds.judgement import ManualRule
from scoring.core.rule_kinds.levels import ChoiceRule, StepsRule
from scoring.core.rule_kinds.parts import PartsRule, RulePart
from scoring.core.rule_kinds.ratios import RatioRule, RatioToBestRule
from scoring.core.rule_kinds.rule import Comparison, Rule
from scoring.core.rule_kinds.yes_no import YesNoRule
from scoring.core.rule_terms import Terms, WrongRule
from scoring.core.types import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class BestOfRule(PartsRule):
    """The best of the parts that were declared: at least one, and none by half. The highest
    maximum of the parts is that of the criterion.
    """

    code = "best_of"
    label = "Lấy mức cao nhất"

    @classmethod
    def read(cls, terms: Terms) -> Self:
        parts = _read_parts(terms)
        if any(part.rule.effect is not Effect.POINTS for part in parts):
            terms.refuse("không lấy mức cao nhất của điểm thưởng hoặc điểm trừ")
        highest = max(part.rule.maximum for part in parts)
        _check_maximum(terms, highest, what="mức cao nhất của các phần")
        return cls(maximum=terms.maximum, may_not_apply=terms.may_not_apply, parts=parts)

    def points(self, declared: DeclaredFigures) -> Fraction:
        stated = self.stated(declared)
        points = [part.points(stated[part.code]) for part in self.parts if stated.get(part.code)]
        if not points:
            raise ImpossibleInput("Chưa kê khai phần nào.")
        return max(points)

    def is_complete(self, declared: DeclaredFigures) -> bool:
        stated = [(part.rule, part.stated_in(declared)) for part in self.parts]
        begun = [rule.is_complete(figures) for rule, figures in stated if figures]
        return bool(begun) and all(begun)

    @property
    def how(self) -> str:
        return f"Lấy phần có điểm cao nhất. {self.how_each}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SumOfPartsRule(PartsRule):
    """All parts together, bonus and deduction among them, from 0 to the maximum; every part
    must be declared. The maxima without bonus and deduction add up to that of the criterion.
    """

    code = "sum_of_parts"
    label = "Cộng các phần"

    @classmethod
    def read(cls, terms: Terms) -> Self:
        parts = _read_parts(terms)
        counted = (part.rule.maximum for part in parts if part.rule.effect is Effect.POINTS)
        _check_maximum(terms, sum(counted, Decimal(0)), what="tổng điểm tối đa của các phần")
        return cls(maximum=terms.maximum, may_not_apply=terms.may_not_apply, parts=parts)

    def points(self, declared: DeclaredFigures) -> Fraction:
        stated = self.stated(declared)
        given = sum(
            (part.rule.effect.sign * part.points(stated.get(part.code)) for part in self.parts),
            Fraction(0),
        )
        return min(max(given, Fraction(0)), Fraction(self.maximum))

    def is_complete(self, declared: DeclaredFigures) -> bool:
        return all(part.rule.is_complete(part.stated_in(declared)) for part in self.parts)

    @property
    def how(self) -> str:
        return f"Cộng các phần, tối đa {self.most} điểm. {self.how_each}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedRule(Rule):
    """A figure that the body `by` supplies: the unit may fill it in, and is not asked for it. What
    it is worth is the affair of the rule inside: `kind`, `params`?, `levels`?; declared as there.
    """

    code = "supplied"
    label = "Số liệu do cơ quan khác cung cấp"
    keys = frozenset({"by", "kind", "params", "levels"})
    is_supplied = True
    may_compare = True

    by: str
    inner: Rule

    @classmethod
    def read(cls, terms: Terms) -> Self:
        inner = rule_of(terms.inner())
        if inner.effect is not Effect.POINTS:
            terms.refuse(
                "số liệu do cơ quan khác cung cấp không dùng cho điểm thưởng hoặc điểm trừ"
            )
        if inner.may_not_apply:
            terms.refuse("«may_not_apply» được nêu ở ngoài, không nêu trong «params»")
        return cls(
            maximum=terms.maximum,
            may_not_apply=terms.may_not_apply,
            by=terms.text("by"),
            inner=inner,
        )

    @property
    def compared(self) -> Comparison | None:
        return self.inner.compared

    def with_best(self, best: Fraction | None) -> Rule:
        return replace(self, inner=self.inner.with_best(best))

    def points(self, declared: DeclaredFigures) -> Fraction:
        return self.inner.points(declared)

    @property
    def wants_as_of(self) -> bool:
        return self.inner.wants_as_of

    def fields(self) -> tuple[InputField, ...]:
        return self.inner.fields()

    def gather(self, texts: Mapping[str, str]) -> dict[str, object]:
        return self.inner.gather(texts)

    def typed(self, declared: DeclaredFigures) -> dict[str, str]:
        return self.inner.typed(declared)

    def in_words(self, declared: DeclaredFigures) -> str:
        return self.inner.in_words(declared)

    def is_complete(self, declared: DeclaredFigures) -> bool:
        return self.inner.is_complete(declared)

    @property
    def how(self) -> str:
        return f"Số liệu do {self.by} cung cấp; đơn vị không bắt buộc nhập. {self.inner.how}"

    def make_up(self, share: int) -> DeclaredFigures:
        return self.inner.make_up(share)


#: Every kind of rule, in the order in which people read them, by the code that frameworks use.
KINDS: Mapping[str, type[Rule]] = {
    kind.code: kind
    for kind in (
        ManualRule,
        YesNoRule,
        ChoiceRule,
        StepsRule,
        RatioRule,
        RatioToBestRule,
        CountRule,
        BestOfRule,
        SumOfPartsRule,
        DeductionRule,
        BonusRule,
        SuppliedRule,
    )
}
#: What a criterion is scored by where a framework says nothing.
DEFAULT_KIND = ManualRule.code


def rule_of(terms: Terms) -> Rule:
    """The rule that a framework states. Raises WrongRule with a sentence that says what is wrong.

    What each kind takes stands at its class; `may_not_apply` (true or false) is taken by every
    kind, outside parts. Numbers are whole or text with a point ("7.5").
    """
    if not isinstance(terms.params, Mapping):
        raise WrongRule("Tham số của cách chấm phải gồm các cặp tên và giá trị.")
    kind = KINDS.get(terms.kind)
    if kind is None:
        raise WrongRule(f"Không có cách chấm «{terms.kind}».")
    maximum = read_number(terms.maximum)
    if maximum is None or maximum < 0:
        raise WrongRule(f"Cách chấm «{terms.kind}»: điểm tối đa phải là số từ 0 trở lên.")
    terms.allow(kind.keys | {"may_not_apply"})
    if terms.levels and not kind.uses_levels:
        terms.refuse("không dùng mức điểm")
    return kind.read(terms)


def _read_parts(terms: Terms) -> tuple[RulePart, ...]:
    parts = tuple(RulePart(code, label, rule_of(inner)) for code, label, inner in terms.parts())
    for part in parts:
        if part.rule.needs_best:
            terms.refuse(f"phần «{part.label}» không được so với đơn vị cao nhất")
        if part.rule.may_not_apply:
            terms.refuse(
                f"phần «{part.label}» không được có «may_not_apply»; chỉ cả tiêu chí mới có thể "
                "không áp dụng"
            )
    return parts


def _check_maximum(terms: Terms, reached: Decimal, *, what: str) -> None:
    if reached != terms.maximum:
        terms.refuse(f"{what} là {plain(reached)}, khác điểm tối đa {plain(terms.maximum)}")
