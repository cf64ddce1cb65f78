"""Why scores changed, as far as the data say it: which groups moved a unit, what was not accepted and why. Values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ictindex.lib.numbers import show
from reports.figures.before import Change, Way, basis_of, yearly_changes
from reports.prose.facts import Refusal
from reports.prose.narrative import spoken_change
from reports.prose.phrases import listed, lowered, marked
from scoring.core.results import TOTAL, CampaignResults, KindResults, UnitResults
from scoring.core.types import Aggregation, GroupSpec

#: So many rising and so many falling units are explained, and each by so many groups.
UNITS_EXPLAINED = 5
_GROUPS_NAMED, _GROUPS_AGAINST = 3, 1


@dataclass(frozen=True, slots=True)
class Cause:
    """What a group did to a unit's score: upwards where `effect` is positive. Effects compare with one another only."""

    effect: Fraction
    told: str


def explain_changes(results: CampaignResults, kind: KindResults) -> tuple[str, ...]:
    """For the units of a kind that moved most: which groups of criteria moved them, the greatest first."""
    if not _is_told_by_groups(results, kind):
        return ()
    moved = [change for change in yearly_changes(results, kind.units) if change.by]
    rising = [change for change in moved if change.by > 0][:UNITS_EXPLAINED]
    falling = [change for change in moved if change.by < 0][-UNITS_EXPLAINED:]
    told = ((change, _causes(results, change.unit)) for change in (*rising, *falling))
    return tuple(sentence for change, causes in told if (sentence := _explained(change, causes)))


def describe_refusals(kind: KindResults, group: str, refusals: Sequence[Refusal]) -> str | None:
    """What of one group was not accepted, by the ground that was given; None where everything was."""
    found = [refusal for refusal in refusals if (refusal.kind, refusal.group_code) == (kind.code, group)]
    if not found:
        return None
    named = {unit for refusal in found for unit in refusal.units}
    units = [unit.short_name for unit in sorted(kind.units, key=lambda unit: unit.order) if unit.short_name in named]
    grounds = listed(f"{len(refusal.units)} do {lowered(refusal.ground)}" for refusal in found)
    cases = sum(len(refusal.units) for refusal in found)
    return f"Có {cases} kết quả tiêu chí không được chấp nhận điểm, của {len(units)} đơn vị ({listed(units)}): {grounds}."


def _is_told_by_groups(results: CampaignResults, kind: KindResults) -> bool:
    """A total is explained by its groups only where all of both years can be compared, point for point."""
    ways = {basis_of(results, kind.units, measure).way for measure in (TOTAL, *(code for code, _ in kind.groups))}
    return ways <= {Way.POINTS, Way.UNKNOWN}


def _explained(change: Change, causes: Sequence[Cause]) -> str | None:
    """What moved the unit the way it went, then what held against it; None where nothing went that way."""
    along = [cause.told for cause in causes if (cause.effect > 0) == (change.by > 0)][:_GROUPS_NAMED]
    against = [cause.told for cause in causes if (cause.effect > 0) != (change.by > 0)][:_GROUPS_AGAINST]
    if not along:
        return None
    held = f"; trong khi {'; '.join(against)}" if against else ""
    return f"{spoken_change(change)}, chủ yếu do {'; '.join(along)}{held}."


def _causes(results: CampaignResults, unit: UnitResults) -> list[Cause]:
    """Groups whose score or place in the total changed, from the greatest effect to the smallest."""
    found = [_cause(results, unit, group) for group in unit.groups]
    return sorted((cause for cause in found if cause and cause.effect), key=lambda cause: -abs(cause.effect))


def _cause(results: CampaignResults, unit: UnitResults, group: GroupSpec) -> Cause | None:
    """A group that stops or starts to count moves a mean by how far it lies from the mean, and a sum by all of it."""
    now, before = unit.figure(group.code, results.year), unit.figure(group.code, results.previous_year or 0)
    if now.official is not None and before.official is not None:
        by = now.official - before.official
        way = "tăng" if by > 0 else "giảm"
        return Cause(Fraction(by), f"nhóm «{group.name}» {way} {show(abs(by))} điểm")
    if not now.applies and before.official is not None:
        told = f"nhóm «{group.name}» năm nay không áp dụng (năm {results.previous_year}: {marked(before)} điểm)"
        return Cause(-_weight(results, unit, before.official, results.previous_year or 0), told)
    if now.official is not None and not before.applies:
        told = f"nhóm «{group.name}» năm nay được áp dụng ({marked(now)} điểm)"
        return Cause(_weight(results, unit, now.official, results.year), told)
    return None


def _weight(results: CampaignResults, unit: UnitResults, points: Decimal, year: int) -> Fraction:
    """How far a group that counts only in that year lifts the total of that year."""
    total = unit.figure(TOTAL, year).official
    if results.aggregation is Aggregation.SUM_OF_POINTS or total is None:
        return Fraction(points)
    return Fraction(points) - Fraction(total)
