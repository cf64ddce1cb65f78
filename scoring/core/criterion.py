"""The points of one criterion: rules made of other rules, the list of all kinds (`KINDS`), and
reading a rule from a framework.

A further kind is a further subclass of `Rule` and one line in `KINDS`. Groups and units are added
up elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Self

from ictindex.lib.numbers import half_up
from scoring.core.amounts import DeclaredFigures, ImpossibleInput, plain, read_number
from scoring.core.rule_terms import Terms, WrongRule
from scoring.core.rules import (
    NOTHING,
    BonusRule,
    ChoiceRule,
    CountRule,
    DeductionRule,
    ManualRule,
    RatioRule,
    RatioToBestRule,
    Rule,
    StepsRule,
    YesNoRule,
)
from scoring.core.types import Effect, LevelSpec, Missing, NotApplicable, Outcome, Scored

__all__ = [
    "KINDS",
    "BestOfRule",
    "ImpossibleInput",
    "Rule",
    "RulePart",
    "SumOfPartsRule",
    "SuppliedRule",
    "WrongRule",
    "best_ratio",
    "outcome",
    "rule_from",
]


@dataclass(frozen=True, slots=True)
class RulePart:
    """One part of a rule made of parts."""

    code: str
    label: str
    rule: Rule

    def points(self, declared: object) -> Fraction:
        """The points of the part; a refusal says which part it is about. Raises ImpossibleInput."""
        if not isinstance(declared, Mapping) or not declared:
            raise ImpossibleInput(f"Phần «{self.label}» chưa được kê khai.")
        try:
            return self.rule.points(declared)
        except ImpossibleInput as refusal:
            raise ImpossibleInput(f"Phần «{self.label}»: {refusal}") from refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class BestOfRule(Rule):
    """The best of the parts that were declared; at least one must be."""

    keys: ClassVar[frozenset[str]] = frozenset({"parts"})

    parts: tuple[RulePart, ...]

    @classmethod
    def read(cls, terms: Terms) -> Self:
        parts = read_parts(terms)
        if any(part.rule.effect is not Effect.POINTS for part in parts):
            terms.refuse("không lấy mức cao nhất của điểm thưởng hoặc điểm trừ")
        check_maximum(
            terms, max(part.rule.maximum for part in parts), what="mức cao nhất của các phần"
        )
        return cls(maximum=terms.maximum, may_not_apply=terms.flag("may_not_apply"), parts=parts)

    def points(self, declared: DeclaredFigures) -> Fraction:
        stated = stated_parts(declared, self.parts)
        points = [part.points(stated[part.code]) for part in self.parts if stated.get(part.code)]
        if not points:
            raise ImpossibleInput("Chưa kê khai phần nào.")
        return max(points)


@dataclass(frozen=True, slots=True, kw_only=True)
class SumOfPartsRule(Rule):
    """All parts together, bonus and deduction among them, from 0 to the maximum; every part
    must be declared.
    """

    keys: ClassVar[frozenset[str]] = frozenset({"parts"})

    parts: tuple[RulePart, ...]

    @classmethod
    def read(cls, terms: Terms) -> Self:
        parts = read_parts(terms)
        counted = sum(
            (part.rule.maximum for part in parts if part.rule.effect is Effect.POINTS), Decimal(0)
        )
        check_maximum(terms, counted, what="tổng điểm tối đa của các phần")
        return cls(maximum=terms.maximum, may_not_apply=terms.flag("may_not_apply"), parts=parts)

    def points(self, declared: DeclaredFigures) -> Fraction:
        stated = stated_parts(declared, self.parts)
        given = sum(
            (part.rule.effect.sign * part.points(stated.get(part.code)) for part in self.parts),
            NOTHING,
        )
        return min(max(given, NOTHING), Fraction(self.maximum))


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedRule(Rule):
    """A figure that the body `by` supplies instead of the unit; what it is worth is the inner
    rule's affair.
    """

    keys: ClassVar[frozenset[str]] = frozenset({"by", "kind", "params", "levels"})

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
            may_not_apply=terms.flag("may_not_apply"),
            by=terms.text("by"),
            inner=inner,
        )

    @property
    def compared(self) -> RatioToBestRule | None:
        return self.inner.compared

    def points(self, declared: DeclaredFigures) -> Fraction:
        return self.inner.points(declared)


#: Every kind of rule by the code that frameworks use.
KINDS: Mapping[str, type[Rule]] = {
    "manual": ManualRule,
    "yes_no": YesNoRule,
    "choice": ChoiceRule,
    "steps": StepsRule,
    "ratio": RatioRule,
    "ratio_to_best": RatioToBestRule,
    "count": CountRule,
    "best_of": BestOfRule,
    "sum_of_parts": SumOfPartsRule,
    "deduction": DeductionRule,
    "bonus": BonusRule,
    "supplied": SuppliedRule,
}


def rule_from(
    kind: str, params: Mapping[str, object], maximum: Decimal, levels: Iterable[LevelSpec] = ()
) -> Rule:
    """The rule of a criterion from framework data. Raises WrongRule with a sentence that says what
    is wrong.

    Numbers in `params` are whole or text with a point ("7.5"). What each kind takes
    (`may_not_apply`: true or false, every kind outside parts), and what is then declared for it:

    - manual: nothing · declared {"points": "7.5"}
    - yes_no: `yes` (default: the maximum), `no` (default: 0) · {"answer": "yes"} or "no"
    - choice: levels with points; `fractions` {level code: "2/3"} where they are exact parts of the
      maximum · {"choice": code}
    - steps: levels with points and lower bounds · {"number": "4"}
    - ratio, ratio_to_best: `may_exceed` (the numerator may be the larger) · {"numerator": "9",
      "denominator": "10"}
    - count, bonus, deduction: `each` (points for each) · {"count": "3"}
    - best_of, sum_of_parts: `parts` [{"code", "label", "kind", "maximum", "params"?, "levels"?}],
      whose
      highest maximum, or whose sum of maxima without bonus and deduction, is that of the criterion
      · {"parts": {code: {...}}}
    - supplied: `by` (the body), `kind`, `params`?, `levels`? of the rule the figure goes through ·
      as that kind declares
    Levels inside `params` are [{"code", "label", "points", "lower_bound"?}].
    """
    if not isinstance(params, Mapping):
        raise WrongRule("Tham số của cách chấm phải gồm các cặp tên và giá trị.")
    return rule_of(Terms(kind=kind, params=params, maximum=maximum, levels=tuple(levels)))


def outcome(rule: Rule, declared: DeclaredFigures) -> Outcome:
    """What was declared, as an outcome: points rounded half up to two places, the precision in
    which they are kept.

    Nothing declared is missing, and so is a ratio whose best is not known yet; {"not_applicable":
    true} is not applicable where the rule allows it. Raises ImpossibleInput.
    """
    if not declared:
        return Missing()
    if declared.get("not_applicable") is True:
        return _not_applicable(rule, declared)
    if rule.compared is not None and rule.needs_best:
        rule.compared.ratio(declared)
        return Missing()
    return Scored(half_up(rule.points(declared)))


def best_ratio(rule: Rule, declared_by_units: Iterable[DeclaredFigures]) -> Fraction | None:
    """The best ratio over all units, for `with_best`; None where no unit declared one, or the rule
    compares nothing.

    Raises ImpossibleInput.
    """
    if rule.compared is None:
        return None
    stated = (
        declared
        for declared in declared_by_units
        if declared and declared.get("not_applicable") is not True
    )
    return max((rule.compared.ratio(declared) for declared in stated), default=None)


def with_best(rule: Rule, best: Fraction | None) -> Rule:
    """The same rule with the best ratio of all units known; itself where it compares nothing."""
    match rule:
        case RatioToBestRule():
            return replace(rule, best=best)
        case SuppliedRule():
            return replace(rule, inner=with_best(rule.inner, best))
        case _:
            return rule


def rule_of(terms: Terms) -> Rule:
    """The rule that checked terms describe. Raises WrongRule."""
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


def read_parts(terms: Terms) -> tuple[RulePart, ...]:
    """The parts of a rule, each with a rule of its own. Raises WrongRule."""
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


def check_maximum(terms: Terms, reached: Decimal, *, what: str) -> None:
    """Raises WrongRule where the parts do not come to the maximum of the criterion."""
    if reached != terms.maximum:
        terms.refuse(f"{what} là {plain(reached)}, khác điểm tối đa {plain(terms.maximum)}")


def stated_parts(declared: DeclaredFigures, parts: tuple[RulePart, ...]) -> Mapping[str, object]:
    """What was declared part by part.

    Raises ImpossibleInput for a part that the rule does not have.
    """
    stated = declared.get("parts")
    if not isinstance(stated, Mapping):
        raise ImpossibleInput("Chưa kê khai phần nào.")
    for code in sorted(str(code) for code in stated.keys() - {part.code for part in parts}):
        raise ImpossibleInput(f"Tiêu chí này không có phần «{code}».")
    return stated


def _not_applicable(rule: Rule, declared: DeclaredFigures) -> NotApplicable:
    if not rule.may_not_apply:
        raise ImpossibleInput(
            "Tiêu chí này bắt buộc với mọi đơn vị, không được chọn «Không áp dụng»."
        )
    if len(declared) > 1:
        raise ImpossibleInput("Đã chọn «Không áp dụng» thì không kê khai số liệu nữa.")
    return NotApplicable()
