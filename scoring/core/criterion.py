"""What one criterion came to: what was declared for it, by its rule. Groups and units are added up
elsewhere.
"""

from collections.abc import Iterable
from fractions import Fraction

from ictindex.lib.numbers import half_up
from scoring.core.amounts import DeclaredFigures, ImpossibleInput
from scoring.core.rule_kinds.rule import Rule
from scoring.core.types import Missing, NotApplicable, Outcome, Scored


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
    """The best ratio over all units, for `Rule.with_best`; None where no unit declared one, or the
    rule compares nothing.

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


def _not_applicable(rule: Rule, declared: DeclaredFigures) -> NotApplicable:
    if not rule.may_not_apply:
        raise ImpossibleInput(
            "Tiêu chí này bắt buộc với mọi đơn vị, không được chọn «Không áp dụng»."
        )
    if len(declared) > 1:
        raise ImpossibleInput("Đã chọn «Không áp dụng» thì không kê khai số liệu nữa.")
    return NotApplicable()
