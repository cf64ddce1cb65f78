"""What a report compares before it speaks: one figure with another, highest with lowest, group with
group. Values, no sentences.

This year with the year before is asked of `before`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reports.results.queries.comparability import YearOnYearChange
from scoring.core.results import Average, CampaignResults, Figure, KindResults, UnitResults

Reader = Callable[[UnitResults], Figure]


@dataclass(frozen=True, slots=True)
class Extreme:
    """The highest or lowest figure and everybody who shares it, in official order."""

    figure: Figure
    value: Decimal
    units: tuple[UnitResults, ...]


@dataclass(frozen=True, slots=True)
class GroupMean:
    """How one group of criteria went in one kind of units;

    `share` is its mean by the rule, of the maximum, 0 to 1.
    """

    code: str
    name: str
    average: Average
    maximum: Decimal
    share: Fraction


def read(measure: str, year: int) -> Reader:
    """How to take one measure of one year from a unit."""
    return lambda unit: unit.figure(measure, year)


def changes(
    units: Iterable[UnitResults], before: Reader, after: Reader
) -> tuple[YearOnYearChange, ...]:
    """Units with both figures, from the greatest gain to the greatest loss; equal ones in
    official order.
    """
    found = [
        YearOnYearChange(unit, first, then, Fraction(then.official) - Fraction(first.official))
        for unit in units
        if (first := before(unit)).official is not None
        and (then := after(unit)).official is not None
    ]
    return tuple(sorted(found, key=lambda change: (-change.by, change.unit.order)))


def extremes(units: Iterable[UnitResults], reader: Reader) -> tuple[Extreme, Extreme] | None:
    """Highest and lowest by unrounded value; None where nobody has a figure."""
    found = [
        (figure.ranked_on, unit)
        for unit in sorted(units, key=lambda unit: unit.order)
        if (figure := reader(unit)).official is not None
    ]
    values = [value for value, _ in found if value is not None]
    if not values:
        return None
    return _extreme(found, max(values), reader), _extreme(found, min(values), reader)


def group_means(results: CampaignResults, kind: KindResults) -> tuple[GroupMean, ...]:
    """Groups that have a mean, from the highest share of their maximum to the lowest.

    Left out: groups whose maximum is not the same for all units of the kind, for which a mean of
    points says nothing.
    """
    found = [
        GroupMean(code, name, average, maximum, share=_by_rule(average) / Fraction(maximum))
        for code, name in kind.groups
        if (maximum := common_maximum(kind, code)) is not None
        and (average := kind.averages.get((code, results.year))) is not None
        and average.figure.official is not None
    ]
    return tuple(sorted(found, key=lambda mean: -mean.share))


def common_maximum(kind: KindResults, group: str) -> Decimal | None:
    """The points a group can bring, where that is one number for all units of the kind."""
    maxima = {spec.maximum for unit in kind.units for spec in unit.groups if spec.code == group}
    return maxima.pop() if len(maxima) == 1 else None


def units_at(kind: KindResults, reader: Reader, value: Decimal) -> tuple[UnitResults, ...]:
    """Units whose official figure is exactly this, in official order."""
    return tuple(
        unit
        for unit in sorted(kind.units, key=lambda unit: unit.order)
        if reader(unit).official == value
    )


def units_without_group(
    results: CampaignResults, kind: KindResults, group: str
) -> tuple[UnitResults, ...]:
    """Units to which a group does not apply this year, in official order."""
    return tuple(
        unit
        for unit in sorted(kind.units, key=lambda unit: unit.order)
        if not unit.figure(group, results.year).applies
    )


def _by_rule(average: Average) -> Fraction:
    """What the rule gives, because a conclusion must not rest on a printed mean that the rule
    contradicts.
    """
    figure = average.figure
    return figure.exact if figure.exact is not None else Fraction(figure.printed or 0)


def _extreme(
    found: list[tuple[Fraction | None, UnitResults]], value: Fraction, reader: Reader
) -> Extreme:
    units = tuple(unit for other, unit in found if other == value)
    figure = reader(units[0])
    return Extreme(figure, figure.official or Decimal(0), units)
