"""Why scores changed, as far as the data say it: which groups moved a unit, what was not accepted and why. Values only."""

from collections.abc import Sequence
from decimal import Decimal

from ictindex.lib.numbers import show
from reports.comparisons import Change, yearly_changes
from reports.facts import Refusal
from reports.narrative import spoken_change
from reports.phrases import listed, lowered, marked
from scoring.core.results import CampaignResults, KindResults, UnitResults

#: So many rising and so many falling units are explained, and each by so many groups.
UNITS_EXPLAINED = 5
_GROUPS_NAMED = 3


def explain_changes(results: CampaignResults, kind: KindResults) -> tuple[str, ...]:
    """For the units of a kind that moved most: which groups of criteria moved them, the greatest first."""
    moved = [change for change in yearly_changes(results, kind.units) if change.by]
    rising = [change for change in moved if change.by > 0][:UNITS_EXPLAINED]
    falling = [change for change in moved if change.by < 0][-UNITS_EXPLAINED:]
    told = ((change, _causes(results, change.unit)) for change in (*rising, *falling))
    return tuple(_explained(change, causes) for change, causes in told if causes)


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


def _explained(change: Change, causes: Sequence[str]) -> str:
    return f"{spoken_change(change)}, chủ yếu do: {'; '.join(causes[:_GROUPS_NAMED])}."


def _causes(results: CampaignResults, unit: UnitResults) -> list[str]:
    """Groups whose score or place in the total changed, from the greatest change to the smallest."""
    found = [cause for group in unit.groups if (cause := _cause(results, unit, group.code, group.name))]
    return [told for _, told in sorted(found, key=lambda cause: -cause[0])]


def _cause(results: CampaignResults, unit: UnitResults, code: str, name: str) -> tuple[Decimal, str] | None:
    now, before = unit.figure(code, results.year), unit.figure(code, results.previous_year or 0)
    if now.official is not None and before.official is not None:
        by = now.official - before.official
        way = "tăng" if by > 0 else "giảm"
        return (abs(by), f"nhóm «{name}» {way} {show(abs(by))} điểm") if by else None
    if not now.applies and before.official is not None:
        return before.official, f"nhóm «{name}» năm nay không áp dụng (năm {results.previous_year}: {marked(before)} điểm)"
    if now.official is not None and not before.applies:
        return now.official, f"nhóm «{name}» năm nay được áp dụng ({marked(now)} điểm)"
    return None
