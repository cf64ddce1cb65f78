"""From the outcomes of criteria to the points of a group and of a unit.

Nothing is rounded here, and nothing is ranked.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from functools import reduce
from itertools import chain
from typing import Final, assert_never

from scoring.core.types import (
    Effect,
    GroupAggregation,
    GroupScore,
    GroupSpec,
    LeafSpec,
    Missing,
    NotApplicable,
    Outcome,
    Outcomes,
    Refused,
    Scored,
    UnitScore,
    UnitSpec,
)

NOTHING = Fraction(0)
_SILENCE: Final = Missing()
#: More digits than the sum of any points has; a sum that would lose one is refused instead.
_EXACT: Final = Context(prec=100, traps=[Inexact, InvalidOperation])


def mean(values: Iterable[Fraction | Decimal]) -> Fraction | None:
    """The exact arithmetic mean; None of no values."""
    exact = [Fraction(value) for value in values]
    return sum(exact, NOTHING) / len(exact) if exact else None


def unit_score(
    spec: UnitSpec, outcomes: Outcomes, *, absent: frozenset[str] = frozenset()
) -> UnitScore:
    """The score of a unit over the groups that apply to it; `absent` holds the codes of the groups
    it declared not to have.

    Mean of groups: the mean of the groups' points as they were summed. A group is not stretched
    back to its full maximum when some of its criteria do not apply; the maximum of the unit is the
    mean of the maxima that remain. Sum of points: the sum, and the sum of the maxima that remain.
    Raises ValueError where `group_score` does, for a group code that is not asked, and for a key or
    code that stands twice.
    """
    check_unit(spec, outcomes, absent)
    groups = tuple(
        group_score(group, _within(group, outcomes), is_absent=group.code in absent)
        for group in spec.groups
    )
    missing = tuple(chain.from_iterable(group.missing for group in groups))
    points = [group.points for group in groups if group.points is not None]
    return UnitScore(
        groups=groups,
        total=None if missing or not points else aggregate(spec.aggregation, points),
        maximum=aggregate(spec.aggregation, [group.maximum for group in groups if group.applies]),
        missing=missing,
    )


def group_score(spec: GroupSpec, outcomes: Outcomes, *, is_absent: bool = False) -> GroupScore:
    """The points of a group out of the maximum of its criteria that apply.

    Not applicable leaves the points and the maximum; refused is worth 0 and stays in the maximum;
    missing, said or by silence, leaves the group without points and is listed. Bonus and deduction
    never take the group above that maximum or below 0. A group without an applicable criterion does
    not apply. `outcomes` may hold this group's criteria only. Raises ValueError for an unknown key,
    for points outside 0..maximum, for a group that may not be absent, and for one without any
    criterion that counts in its maximum.
    """
    check_group(spec, outcomes, is_absent=is_absent)
    asked = [leaf for leaf in spec.leaves if is_asked(leaf, outcomes)]
    maximum = _maximum(spec, asked)
    if is_absent or not any(leaf.effect is Effect.POINTS for leaf in asked):
        return GroupScore(code=spec.code, points=None, maximum=NOTHING, applies=False)
    missing = tuple(leaf.key for leaf in asked if isinstance(outcome_of(leaf, outcomes), Missing))
    points = min(max(summed(asked, outcomes), NOTHING), maximum)
    return GroupScore(
        code=spec.code,
        points=None if missing else points,
        maximum=maximum,
        applies=True,
        missing=missing,
    )


def aggregate(aggregation: GroupAggregation, values: Iterable[Fraction]) -> Fraction:
    """Groups' points (or maxima) taken together as the framework says; 0 of none."""
    match aggregation:
        case GroupAggregation.MEAN_OF_GROUPS:
            return mean(values) or NOTHING
        case GroupAggregation.SUM_OF_POINTS:
            return sum(values, NOTHING)
    assert_never(aggregation)


def outcome_of(leaf: LeafSpec, outcomes: Outcomes) -> Outcome:
    """What a criterion came to; silence is missing, never 0."""
    return outcomes.get(leaf.key, _SILENCE)


def is_asked(leaf: LeafSpec, outcomes: Outcomes) -> bool:
    """The criterion applies to the unit."""
    return not isinstance(outcome_of(leaf, outcomes), NotApplicable)


def contribution(leaf: LeafSpec, outcome: Outcome) -> Fraction:
    """What one criterion adds to its group (a deduction: less than 0).

    A refused claim is worth 0, whatever its effect.
    """
    return leaf.effect.sign * Fraction(outcome.points) if isinstance(outcome, Scored) else NOTHING


def summed(leaves: Iterable[LeafSpec], outcomes: Outcomes) -> Fraction:
    """The sum of the contributions, before the limits of the group; missing ones add nothing."""
    added: list[Decimal] = []
    taken: list[Decimal] = []
    for leaf in leaves:
        outcome = outcome_of(leaf, outcomes)
        if isinstance(outcome, Scored):
            (taken if leaf.effect.sign < 0 else added).append(outcome.points)
    return exact_sum(added) - exact_sum(taken)


def exact_sum(values: Sequence[Decimal]) -> Fraction:
    """The exact sum of decimals; adding them as decimals takes a fiftieth of the time that
    fractions take.
    """
    try:
        return Fraction(reduce(_EXACT.add, values, Decimal(0)))
    except Inexact:
        return sum(map(Fraction, values), NOTHING)


def check_unit(spec: UnitSpec, outcomes: Outcomes, absent: frozenset[str]) -> None:
    """Raises ValueError naming the group or criterion that is unknown or stands twice."""
    codes = [group.code for group in spec.groups]
    keys = [leaf.key for group in spec.groups for leaf in group.leaves]
    for twice in _twice(codes) + _twice(keys):
        raise ValueError(f"{twice}: mã này có hai lần trong bộ tiêu chí của đơn vị.")
    for code in sorted(absent - set(codes)):
        raise ValueError(f"{code}: nhóm này không có trong bộ tiêu chí của đơn vị.")
    _refuse_unknown(outcomes, keys)


def check_group(spec: GroupSpec, outcomes: Outcomes, *, is_absent: bool = False) -> None:
    """Raises ValueError naming what is wrong with the group or one of its outcomes."""
    if is_absent and not spec.may_be_absent:
        raise ValueError(f"{spec.code}: nhóm này bắt buộc, không được bỏ qua.")
    if not any(leaf.effect is Effect.POINTS for leaf in spec.leaves):
        raise ValueError(f"{spec.code}: nhóm không có tiêu chí nào được tính vào điểm tối đa.")
    for twice in _twice([leaf.key for leaf in spec.leaves]):
        raise ValueError(f"{twice}: mã này có hai lần trong nhóm {spec.code}.")
    _refuse_unknown(outcomes, [leaf.key for leaf in spec.leaves])
    for leaf in spec.leaves:
        _check_outcome(leaf, outcome_of(leaf, outcomes))


def _check_outcome(leaf: LeafSpec, outcome: Outcome) -> None:
    if not isinstance(outcome, Scored | NotApplicable | Refused | Missing):
        raise ValueError(f"{leaf.key}: {outcome!r} không phải là một kết quả chấm điểm.")
    if isinstance(outcome, Scored):
        _check_points(leaf, outcome.points)


def _check_points(leaf: LeafSpec, points: object) -> None:
    if (
        not isinstance(points, Decimal | int)
        or isinstance(points, bool)
        or not Decimal(points).is_finite()
    ):
        raise ValueError(f"{leaf.key}: {points!r} không phải là một số thập phân chính xác.")
    if not 0 <= points <= leaf.maximum:
        raise ValueError(f"{leaf.key}: điểm {points} nằm ngoài khoảng từ 0 đến {leaf.maximum}.")


def _refuse_unknown(outcomes: Outcomes, keys: Iterable[str]) -> None:
    for key in sorted(outcomes.keys() - set(keys)):
        raise ValueError(f"{key}: tiêu chí này không có trong bộ tiêu chí được chấm.")


def _within(group: GroupSpec, outcomes: Outcomes) -> Outcomes:
    return {leaf.key: outcomes[leaf.key] for leaf in group.leaves if leaf.key in outcomes}


def _maximum(spec: GroupSpec, asked: Iterable[LeafSpec]) -> Fraction:
    counted = exact_sum([leaf.maximum for leaf in asked if leaf.effect is Effect.POINTS])
    return min(counted, Fraction(spec.maximum))


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
