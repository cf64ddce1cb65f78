"""Whether the year before may be set against this year, asked of the total or of a group: here, and
nowhere else. Pure values.

A year that may not be compared keeps its official figures, but stands apart: no bars side by side,
no rise and no fall.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ictindex.lib.numbers import plain_number, show
from scoring.core.aggregate import aggregate
from scoring.core.results import TOTAL, CampaignResults, Figure, UnitResults

_HUNDRED = 100


class Comparability(StrEnum):
    """How two years stand to each other: nothing is known of the earlier one; in points; in
    shares of the maximum; not at all.
    """

    UNKNOWN = "unknown"
    POINTS = "points"
    SHARES = "shares"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class ComparisonBasis:
    """The way, and where points may not be compared the reason as a full sentence."""

    way: Comparability
    reason: str = ""

    @property
    def is_paired(self) -> bool:
        """Both years may stand side by side."""
        return self.way in (Comparability.POINTS, Comparability.SHARES)


@dataclass(frozen=True, slots=True)
class YearOnYearChange:
    """Two official figures of one unit;

    `by` is the later less the earlier, in points or in points of percentage.
    """

    unit: UnitResults
    before: Figure
    after: Figure
    by: Fraction
    shares: tuple[Fraction, Fraction] | None = None

    @property
    def in_percent(self) -> bool:
        return self.shares is not None


def basis_of(
    results: CampaignResults, units: Sequence[UnitResults], measure: str = TOTAL
) -> ComparisonBasis:
    """For a set of units that are told of together, one answer: shares as soon as the maxima of
    one of them are not the same.
    """
    year, counterpart = results.previous_year, results.counterparts.get(measure)
    if year is None:
        return ComparisonBasis(Comparability.UNKNOWN)
    if counterpart is not None and not counterpart.is_comparable:
        return ComparisonBasis(Comparability.APART, counterpart.reason)
    pairs = [
        _maxima(results, unit, measure)
        for unit in units
        if unit.figure(measure, year).official is not None
    ]
    if not pairs:
        return ComparisonBasis(Comparability.UNKNOWN)
    if all(before == now for before, now in pairs):
        return ComparisonBasis(Comparability.POINTS)
    return ComparisonBasis(Comparability.SHARES, _other_maximum(results, pairs))


def yearly_changes(
    results: CampaignResults, units: Iterable[UnitResults], measure: str = TOTAL
) -> tuple[YearOnYearChange, ...]:
    """This year against the year before, from the greatest gain to the greatest loss; equal ones in
    official order.

    Empty where the two cannot be compared; a unit without one of the two figures is left out.
    """
    everyone = list(units)
    basis = basis_of(results, everyone, measure)
    if not basis.is_paired:
        return ()
    found = (_change(results, unit, measure, basis.way) for unit in everyone)
    return tuple(
        sorted(
            (change for change in found if change),
            key=lambda change: (-change.by, change.unit.order),
        )
    )


def caveat(results: CampaignResults, units: Sequence[UnitResults], measure: str) -> str:
    """Why the points of the year before must not be set against this year's; empty where they
    may.
    """
    return basis_of(results, units, measure).reason


def share_before(
    results: CampaignResults, unit: UnitResults, measure: str = TOTAL
) -> Fraction | None:
    """How much of what it could reach the unit reached in the year before, 0 to 100."""
    if results.previous_year is None:
        return None
    if measure == TOTAL and unit.percent_before is not None:
        return unit.percent_before
    return _share(unit.figure(measure, results.previous_year), _maxima(results, unit, measure)[0])


def share_now(results: CampaignResults, unit: UnitResults, measure: str = TOTAL) -> Fraction | None:
    """The same of this year."""
    if measure == TOTAL and unit.percent is not None:
        return unit.percent
    return _share(unit.figure(measure, results.year), _maxima(results, unit, measure)[1])


def _change(
    results: CampaignResults, unit: UnitResults, measure: str, way: Comparability
) -> YearOnYearChange | None:
    first, then = (
        unit.figure(measure, results.previous_year or 0),
        unit.figure(measure, results.year),
    )
    if first.official is None or then.official is None:
        return None
    if way is Comparability.POINTS:
        return YearOnYearChange(
            unit, first, then, Fraction(then.official) - Fraction(first.official)
        )
    shares = share_before(results, unit, measure), share_now(results, unit, measure)
    if shares[0] is None or shares[1] is None:
        return None
    return YearOnYearChange(unit, first, then, shares[1] - shares[0], (shares[0], shares[1]))


def _share(figure: Figure, maximum: Fraction | None) -> Fraction | None:
    return (
        Fraction(figure.official) * _HUNDRED / maximum
        if figure.official is not None and maximum
        else None
    )


def _maxima(
    results: CampaignResults, unit: UnitResults, measure: str
) -> tuple[Fraction | None, Fraction | None]:
    """What the unit was asked for at most in the year before and in this year, whether or not
    all of it applied.
    """
    now = _maximum(results, unit, measure)
    return unit.maxima_before.get(measure, now), now


def _maximum(results: CampaignResults, unit: UnitResults, measure: str) -> Fraction | None:
    maxima = [Fraction(group.maximum) for group in unit.groups if measure in (TOTAL, group.code)]
    return aggregate(results.aggregation, maxima) if maxima else None


def _other_maximum(
    results: CampaignResults, pairs: Sequence[tuple[Fraction | None, Fraction | None]]
) -> str:
    """With the two maxima where they are the same for all."""
    (before, now), *more = dict.fromkeys(pairs)
    if more or before is None or now is None:
        which = f"của hai năm khác nhau{' ở một số đơn vị' if more else ''}"
    else:
        which = (
            f"năm {results.previous_year} là {plain_number(before)}, năm {results.year} là "
            f"{plain_number(now)}"
        )
    return f"Điểm tối đa {which}, nên chỉ so sánh được tỷ lệ đạt được so với điểm tối đa."


def moved_in_words(change: YearOnYearChange) -> str:
    """«năm nay tăng 3,27», «năm nay giảm 0,40 điểm phần trăm»: for a page that shows the
    figures themselves.
    """
    unit = " điểm phần trăm" if change.in_percent else ""
    if not change.by:
        return (
            f"năm nay bằng năm trước{' về tỷ lệ so với điểm tối đa' if change.in_percent else ''}"
        )
    return f"năm nay {'tăng' if change.by > 0 else 'giảm'} {show(abs(change.by))}{unit}"
