"""The figures of a unit and their averages: what the rules give, beside what a report printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from ictindex.lib.numbers import half_up
from scoring.core.aggregate import mean, unit_score
from scoring.core.results import SELF, TOTAL, Average, Figure, Measure
from scoring.core.types import (
    GroupScore,
    GroupSpec,
    LeafSpec,
    NotApplicable,
    Outcome,
    Scored,
    UnitScore,
    UnitSpec,
)


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """A figure as printed, and where («table 2»). `value` None: a dash, not applicable unless it
    `counts_as_zero`.

    `elsewhere`: the same figure as it is printed in other places of the report.
    """

    value: Decimal | None
    counts_as_zero: bool = False
    place: str = ""
    elsewhere: tuple["PrintedValue", ...] = ()

    @property
    def everywhere(self) -> tuple["PrintedValue", ...]:
        return self, *self.elsewhere

    def beside(self, other: "PrintedValue | None") -> "PrintedValue":
        """The figure with another print of it: what a table says stands, then what came first."""
        if other is None:
            return self
        first, second = (self, other) if _is_table(self) and not _is_table(other) else (other, self)
        return replace(
            first, elsewhere=(*first.elsewhere, replace(second, elsewhere=()), *second.elsewhere)
        )


PrintedFigures = Mapping[Measure, PrintedValue]


def scored_figures(
    year: int, final: UnitScore, claimed: UnitScore, printed: PrintedFigures
) -> dict[Measure, Figure]:
    """The final total, the self total and the final groups of the year that was assessed."""
    return {
        (TOTAL, year): _total_figure(final, printed.get((TOTAL, year))),
        (SELF, year): _total_figure(claimed, printed.get((SELF, year))),
    } | _group_figures(year, final, printed)


def printed_figures(year: int, spec: UnitSpec, printed: PrintedFigures) -> dict[Measure, Figure]:
    """The total and the groups of a year of which only printed figures are known; none when none
    was printed.

    The total is recomputed from the printed groups as this framework takes groups together.
    """
    if not any(printed_year == year for _, printed_year in printed):
        return {}
    score = printed_score(year, spec, printed)
    return {(TOTAL, year): _total_figure(score, printed.get((TOTAL, year)))} | _group_figures(
        year, score, printed
    )


def printed_score(year: int, spec: UnitSpec, printed: PrintedFigures) -> UnitScore:
    """What the printed groups come to; a group that was not printed is missing."""
    groups = tuple(_printed_group(group, printed.get((group.code, year))) for group in spec.groups)
    outcomes = {
        group.code: outcome
        for group in groups
        if (outcome := _printed_outcome(printed.get((group.code, year))))
    }
    return unit_score(replace(spec, groups=groups), outcomes)


def average_of(figures: Iterable[Figure], printed: PrintedValue | None = None) -> Average | None:
    """The mean of the official values of the units that have one; None where there is no figure and
    none was printed.

    Where the printed average is another, but the mean with not applicable taken as 0, that wider
    base is `n`.
    """
    known = [figure for figure in figures if figure.official is not None or not figure.applies]
    values = [figure.official for figure in known if figure.official is not None]
    if not known and (printed is None or printed.value is None):
        return None
    figure = Figure(mean(values), printed.value if printed else None, applies=bool(values))
    n = len(known) if _is_with_zeros(figure, values, len(known)) else len(values)
    return Average(
        figure=figure, n=n, n_recomputed=len(values), place=printed.place if printed else ""
    )


def _is_with_zeros(average: Figure, values: Sequence[Decimal], count: int) -> bool:
    if average.printed is None or average.printed == average.recomputed or not count:
        return False
    return half_up(sum(map(Fraction, values), Fraction()) / count) == average.printed


def _is_table(printed: PrintedValue) -> bool:
    return printed.place.startswith("table")


def _total_figure(score: UnitScore, printed: PrintedValue | None) -> Figure:
    applies = (
        bool(score.missing) or any(group.applies for group in score.groups) or not score.groups
    )
    return _figure(score.total, printed, applies=applies)


def _group_figures(year: int, score: UnitScore, printed: PrintedFigures) -> dict[Measure, Figure]:
    return {
        (group.code, year): _group_figure(group, printed.get((group.code, year)))
        for group in score.groups
    }


def _group_figure(group: GroupScore, printed: PrintedValue | None) -> Figure:
    return _figure(group.points, printed, applies=group.applies)


def _figure(exact: Fraction | None, printed: PrintedValue | None, *, applies: bool) -> Figure:
    """A printed number stands even where the rule says not applicable."""
    value = printed.value if printed else None
    return Figure(exact=exact, printed=value, applies=applies or value is not None)


def _printed_group(group: GroupSpec, printed: PrintedValue | None) -> GroupSpec:
    """The group as one criterion.

    A figure above this framework's maximum came from another framework and stands whole.
    """
    maximum = (
        max(group.maximum, printed.value)
        if printed and printed.value is not None
        else group.maximum
    )
    leaf = LeafSpec(key=group.code, name=group.name, maximum=maximum)
    return replace(group, maximum=maximum, leaves=(leaf,))


def _printed_outcome(printed: PrintedValue | None) -> Outcome | None:
    if printed is None:
        return None
    if printed.value is not None:
        return Scored(printed.value)
    return Scored(Decimal(0)) if printed.counts_as_zero else NotApplicable()
