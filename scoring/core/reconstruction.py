"""Points per criterion for a published year of which only group scores and self totals are known.

Works in whole hundredths of a point, so that every sum is exactly the printed one. The same input
gives the same points:

1. A unit named as failing a criterion gets zero there; a figure in percent gives that share of the
   criterion's maximum.
2. What is left of the group's score is shared by the other criteria in proportion to their maxima
   (largest remainders, earlier
   criterion first).
3. Where the score leaves no room for what was said, the score wins. As few statements as possible
   give way, figures before
   failings and the one with most room first, and they move no further than the score forces them
   to.
4. Self points start from the final points. What the self total adds is shared by groups, then by
   criteria, in proportion to
   the room up to their maxima; what it takes away, in proportion to the points.
5. Bonus points and deductions are not guessed: they are zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ictindex.lib.numbers import half_up
from scoring.core.types import (
    Effect,
    GroupAggregation,
    GroupSpec,
    LeafSpec,
    NotApplicable,
    Outcome,
    Scored,
    UnitSpec,
)

Cents = dict[str, int]
GroupCents = dict[str, Cents]


class CriterionStatement(StrEnum):
    """What a report's text says about one criterion of a unit."""

    FAILING = "failing"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class PrintedUnit:
    """What is printed about a unit.

    `scores`: points by group, None where the group does not apply. `failing`: keys of leaves.
    `percents`: 0 to 100 by leaf.
    """

    scores: Mapping[str, Decimal | None]
    self_total: Decimal
    failing: frozenset[str] = frozenset()
    percents: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A statement that the printed score does not allow.

    `points`: what the leaf got instead; None: its group does not apply.
    """

    leaf: str
    claim: CriterionStatement
    claimed: Decimal
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """Outcomes by leaf, as appraised and as scored by the unit itself, and the statements that
    had to give way.
    """

    final: Mapping[str, Outcome]
    own: Mapping[str, Outcome]
    contradictions: tuple[Contradiction, ...]


def reconstruct_unit(spec: UnitSpec, printed: PrintedUnit) -> Reconstruction:
    """Points for every leaf of `spec`.

    Raises ValueError where no points within the maxima have the printed sums.
    """
    printed_scores = {group.code: printed.scores[group.code] for group in spec.groups}
    scores = {code: score for code, score in printed_scores.items() if score is not None}
    applied = [group for group in spec.groups if group.code in scores]
    final = {group.code: _final_points(group, scores[group.code], printed) for group in applied}
    own = _own_points(spec.aggregation, applied, final, printed.self_total)
    return Reconstruction(
        final=_outcomes(spec.groups, final),
        own=_outcomes(spec.groups, own),
        contradictions=tuple(_contradictions(spec.groups, final, printed)),
    )


def largest_score(group: GroupSpec) -> Decimal:
    """The most that a group can come to without bonus points."""
    return _points(_room_of(group))


def largest_total(spec: UnitSpec, absent: Iterable[str]) -> Fraction:
    """The highest total of a unit to which these groups do not apply: the mean or the sum of
    the others' highest scores.
    """
    rooms = [_room_of(group) for group in spec.groups if group.code not in set(absent)]
    share = len(rooms) if spec.aggregation is GroupAggregation.MEAN_OF_GROUPS else 1
    return Fraction(sum(rooms), 100 * share) if rooms else Fraction(0)


def share(amount: int, weights: Mapping[str, int]) -> Cents:
    """Split `amount` in proportion to the weights, in whole parts by largest remainders.

    No part exceeds its weight as long as `amount` does not exceed their sum.
    """
    total = sum(weights.values())
    if not total:
        if amount:
            raise ValueError("nothing to share by")
        return dict.fromkeys(weights, 0)
    parts = {key: amount * weight // total for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: -(amount * weights[key] % total))
    for key in by_remainder[: amount - sum(parts.values())]:
        parts[key] += 1
    return parts


def _final_points(group: GroupSpec, score: Decimal, printed: PrintedUnit) -> Cents:
    caps, target, said = _caps(group), _cents(score), _claimed_points(group, printed)
    if not 0 <= target <= _room_of(group):
        raise ValueError(f"{group.code}: no points within the maxima have the sum {score}")
    free = {key: cap for key, cap in caps.items() if key not in said}
    low, high = sum(said.values()), sum(said.values()) + sum(free.values())
    if target > high:
        return _in_order(caps, free | _raised(said, caps, printed.failing, target - high))
    if target < low:
        return _in_order(caps, dict.fromkeys(free, 0) | _lowered(said, low - target))
    return _in_order(caps, said | share(target - low, free))


def _claimed_points(group: GroupSpec, printed: PrintedUnit) -> Cents:
    """What the statements would give; a leaf named as failing has zero, whatever figure is also
    given.
    """
    claims = {leaf.key: list(_claims(leaf, printed)) for leaf in group.leaves}
    return {key: min(points for _, points in said) for key, said in claims.items() if said}


def _raised(said: Cents, caps: Cents, failing: frozenset[str], missing: int) -> Cents:
    """The score is higher than the statements allow: `missing` hundredths must be found on the
    leaves they hold down.
    """
    room = {key: caps[key] - points for key, points in said.items()}
    figures = {key: size for key, size in room.items() if key not in failing}
    failings = {key: size for key, size in room.items() if key in failing}
    opened = _fewest(failings, missing - sum(figures.values()))
    opened |= _fewest(figures, missing - sum(opened.values()))
    added = share(missing, opened)
    return {key: points + added.get(key, 0) for key, points in said.items()}


def _lowered(said: Cents, excess: int) -> Cents:
    """The score is lower than the figures alone: `excess` hundredths must be taken from them."""
    taken = share(excess, _fewest(said, excess))
    return {key: points - taken.get(key, 0) for key, points in said.items()}


def _fewest(sizes: Cents, needed: int) -> Cents:
    """As few entries as cover `needed`, largest first; none when nothing is needed."""
    chosen: Cents = {}
    for key in sorted(sizes, key=lambda key: -sizes[key]):
        if sum(chosen.values()) >= needed:
            break
        chosen[key] = sizes[key]
    return chosen


def _own_points(
    aggregation: GroupAggregation,
    groups: list[GroupSpec],
    final: Mapping[str, Cents],
    total: Decimal,
) -> GroupCents:
    target = _cents(total) * (len(groups) if aggregation is GroupAggregation.MEAN_OF_GROUPS else 1)
    rooms = {group.code: _room_of(group) for group in groups}
    if not 0 <= target <= sum(rooms.values()) or (total and not groups):
        raise ValueError(f"no points within the maxima have the self total {total}")
    sums = _moved({group.code: sum(final[group.code].values()) for group in groups}, rooms, target)
    return {
        group.code: _moved(final[group.code], _caps(group), sums[group.code]) for group in groups
    }


def _moved(points: Cents, caps: Cents, target: int) -> Cents:
    """The same points raised into the room under the caps, or cut in proportion, until their
    sum is `target`.
    """
    present = sum(points.values())
    if target < present:
        return share(target, points)
    added = share(target - present, {key: caps[key] - points[key] for key in points})
    return {key: value + added[key] for key, value in points.items()}


def _contradictions(
    groups: Iterable[GroupSpec], final: Mapping[str, Cents], printed: PrintedUnit
) -> Iterable[Contradiction]:
    for group in groups:
        for leaf in group.leaves:
            cents = final[group.code].get(leaf.key, 0) if group.code in final else None
            for claim, claimed in _claims(leaf, printed):
                if claimed != cents:
                    yield Contradiction(
                        leaf.key, claim, _points(claimed), None if cents is None else _points(cents)
                    )


def _claims(leaf: LeafSpec, printed: PrintedUnit) -> Iterable[tuple[CriterionStatement, int]]:
    if leaf.effect is not Effect.POINTS:
        return
    if leaf.key in printed.failing:
        yield CriterionStatement.FAILING, 0
    if leaf.key in printed.percents:
        yield (
            CriterionStatement.PERCENT,
            _cents(half_up(Fraction(leaf.maximum) * Fraction(printed.percents[leaf.key]) / 100)),
        )


def _outcomes(groups: Iterable[GroupSpec], points: Mapping[str, Cents]) -> dict[str, Outcome]:
    return {
        leaf.key: Scored(_points(points[group.code].get(leaf.key, 0)))
        if group.code in points
        else NotApplicable()
        for group in groups
        for leaf in group.leaves
    }


def _room_of(group: GroupSpec) -> int:
    return min(_cents(group.maximum), sum(_caps(group).values()))


def _caps(group: GroupSpec) -> Cents:
    return {leaf.key: _cents(leaf.maximum) for leaf in group.leaves if leaf.effect is Effect.POINTS}


def _in_order(caps: Cents, points: Cents) -> Cents:
    return {key: points[key] for key in caps}


def _cents(value: Decimal) -> int:
    exact = Fraction(value) * 100
    if exact.denominator != 1:
        raise ValueError(f"{value} is not a whole number of hundredths")
    return exact.numerator


def _points(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
