"""Why scores changed, as far as the data say it: which groups and criteria moved a unit, what was
not accepted and why. Values only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ictindex.lib.numbers import show
from reports.document.prose.changes import spoken_change
from reports.document.prose.facts import CriterionMove, Refusal
from reports.frame.phrases import listed, lowered, marked
from reports.results.queries.comparability import (
    Comparability,
    YearOnYearChange,
    basis_of,
    yearly_changes,
)
from scoring.core.results import TOTAL, CampaignResults, KindResults, UnitResults
from scoring.core.types import GroupAggregation, GroupSpec

#: So many rising and so many falling units are explained, and each by so many groups.
UNITS_EXPLAINED = 5
_GROUPS_NAMED, _GROUPS_AGAINST, _CRITERIA_NAMED = 3, 1, 3
#: Of the greatest effect: what did less than this did not move the unit to speak of.
_WORTH_NAMING = Fraction(1, 10)
_NOT_DERIVED = (
    "; tổng điểm đã công bố không khớp số tính lại theo quy tắc nên không phân tích được theo "
    "nhóm tiêu chí"
)


@dataclass(frozen=True, slots=True)
class Cause:
    """What a group did to a unit's score: upwards where `effect` is positive.

    Effects compare with one another only.
    """

    effect: Fraction
    told: str


def explain_changes(results: CampaignResults, kind: KindResults) -> tuple[str, ...]:
    """For the units of a kind that moved most: which groups of criteria moved them, the
    greatest first.
    """
    if not _is_told_by_groups(results, kind):
        return ()
    told = ((change, _causes(results, change.unit)) for change in _greatest_changes(results, kind))
    return tuple(sentence for change, causes in told if (sentence := _explained(change, causes)))


def explain_by_criteria(
    results: CampaignResults, kind: KindResults, moves: Sequence[CriterionMove]
) -> tuple[str, ...]:
    """For the same units: the criteria whose points changed most, in points of both years, with
    what the appraisal says of them.

    It names changes and quotes what was written about them; what they did to the total is not in
    these data.
    """
    if not moves or not _is_told_by_groups(results, kind):
        return ()
    found = (
        (change.unit, _moves_of(results, change.unit, moves))
        for change in _greatest_changes(results, kind)
    )
    return tuple(
        f"{unit.short_name}: {'; '.join(map(_told_move, of_unit))}."
        for unit, of_unit in found
        if of_unit
    )


def describe_refusals(kind: KindResults, group: str, refusals: Sequence[Refusal]) -> str | None:
    """What of one group was not accepted, by the ground that was given;

    None where everything was.
    """
    found = [
        refusal for refusal in refusals if (refusal.kind, refusal.group_code) == (kind.code, group)
    ]
    if not found:
        return None
    named = {unit for refusal in found for unit in refusal.units}
    units = [
        unit.short_name
        for unit in sorted(kind.units, key=lambda unit: unit.order)
        if unit.short_name in named
    ]
    grounds = listed(f"{len(refusal.units)} do {lowered(refusal.ground)}" for refusal in found)
    cases = sum(len(refusal.units) for refusal in found)
    return (
        f"Có {cases} kết quả tiêu chí không được chấp nhận điểm, của {len(units)} đơn vị "
        f"({listed(units)}): {grounds}."
    )


def _greatest_changes(results: CampaignResults, kind: KindResults) -> tuple[YearOnYearChange, ...]:
    """Those that rose and those that fell most."""
    moved = [change for change in yearly_changes(results, kind.units) if change.by]
    rising = [change for change in moved if change.by > 0][:UNITS_EXPLAINED]
    return (*rising, *[change for change in moved if change.by < 0][-UNITS_EXPLAINED:])


def _moves_of(
    results: CampaignResults, unit: UnitResults, moves: Sequence[CriterionMove]
) -> list[CriterionMove]:
    """The greatest, of groups that counted in both years; equal ones in the order of the
    criteria.
    """
    years = (results.year, results.previous_year or 0)
    counted = {
        each.code
        for each in unit.groups
        if all(unit.figure(each.code, year).official is not None for year in years)
    }
    own = [move for move in moves if move.unit == unit.code and move.group_code in counted]
    return sorted(own, key=lambda move: -abs(move.after - move.before))[:_CRITERIA_NAMED]


def _told_move(move: CriterionMove) -> str:
    """«…» giảm 4,00 điểm (từ 4,00 xuống 0,00; không chấp nhận điểm do không có tài liệu kiểm
    chứng).
    """
    by = move.after - move.before
    verb, way = ("tăng", "lên") if by > 0 else ("giảm", "xuống")
    refused = f"; không chấp nhận điểm do {lowered(move.ground)}" if move.ground else ""
    return (
        f"«{move.criterion}» {verb} {show(abs(by))} điểm (từ {show(move.before)} {way} "
        f"{show(move.after)}{refused})"
    )


def _is_told_by_groups(results: CampaignResults, kind: KindResults) -> bool:
    """A total is explained by its groups only where all of both years can be compared, point
    for point.
    """
    ways = {
        basis_of(results, kind.units, measure).way
        for measure in (TOTAL, *(code for code, _ in kind.groups))
    }
    return ways <= {Comparability.POINTS, Comparability.UNKNOWN}


def _explained(change: YearOnYearChange, causes: Sequence[Cause]) -> str | None:
    """What moved the unit the way it went, then what held against it; None where nothing went that
    way.

    A printed total that its groups do not give is not explained by them.
    """
    if change.before.differs or change.after.differs:
        return f"{spoken_change(change)}{_NOT_DERIVED}."
    least = max((abs(cause.effect) for cause in causes), default=Fraction()) * _WORTH_NAMING
    named = [cause for cause in causes if abs(cause.effect) >= least]
    along = [cause.told for cause in named if (cause.effect > 0) == (change.by > 0)][:_GROUPS_NAMED]
    against = [cause.told for cause in named if (cause.effect > 0) != (change.by > 0)][
        :_GROUPS_AGAINST
    ]
    if not along:
        return None
    held = f"; trong khi {'; '.join(against)}" if against else ""
    return f"{spoken_change(change)}, chủ yếu do {'; '.join(along)}{held}."


def _causes(results: CampaignResults, unit: UnitResults) -> list[Cause]:
    """Groups whose score or place in the total changed, from the greatest effect to the
    smallest.
    """
    found = [_cause(results, unit, group) for group in unit.groups]
    return sorted(
        (cause for cause in found if cause and cause.effect), key=lambda cause: -abs(cause.effect)
    )


def _cause(results: CampaignResults, unit: UnitResults, group: GroupSpec) -> Cause | None:
    """A group that stops or starts to count moves a mean by how far it lies from the mean, and
    a sum by all of it.
    """
    now, before = (
        unit.figure(group.code, results.year),
        unit.figure(group.code, results.previous_year or 0),
    )
    if now.official is not None and before.official is not None:
        by = now.official - before.official
        way = "tăng" if by > 0 else "giảm"
        return Cause(Fraction(by), f"nhóm «{group.name}» {way} {show(abs(by))} điểm")
    if not now.applies and before.official is not None:
        told = (
            f"nhóm «{group.name}» năm nay không áp dụng (năm {results.previous_year}: "
            f"{marked(before)} điểm)"
        )
        return Cause(-_weight(results, unit, before.official, results.previous_year or 0), told)
    if now.official is not None and not before.applies:
        told = f"nhóm «{group.name}» năm nay được áp dụng ({marked(now)} điểm)"
        return Cause(_weight(results, unit, now.official, results.year), told)
    return None


def _weight(results: CampaignResults, unit: UnitResults, points: Decimal, year: int) -> Fraction:
    """How far a group that counts only in that year lifts the total of that year."""
    total = unit.figure(TOTAL, year).official
    if results.aggregation is GroupAggregation.SUM_OF_POINTS or total is None:
        return Fraction(points)
    return Fraction(points) - Fraction(total)
