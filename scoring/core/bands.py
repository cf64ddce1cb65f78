"""Which class a score falls into, and what the classes of a framework leave out or claim twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from scoring.core.types import BandSpec


@dataclass(frozen=True, slots=True)
class BandGap:
    """Scores from `lower` (inside) to `upper` (outside; None: no limit) that no class names."""

    lower: Decimal
    upper: Decimal | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Scores from `lower` (inside) to `upper` (outside; None: no limit) that two classes claim."""

    first: BandSpec
    second: BandSpec
    lower: Decimal
    upper: Decimal | None


def band_of(value: Fraction | Decimal | None, bands: Sequence[BandSpec]) -> BandSpec | None:
    """The class of a score: lower bound inside, upper bound outside. None in a gap: nothing is
    guessed.

    Where classes overlap (a fault of the framework, see `overlaps`) the first in the order given
    stands.
    """
    if value is None:
        return None
    exact = Fraction(value)
    return next(
        (
            band
            for band in bands
            if band.lower <= exact and (band.upper is None or exact < band.upper)
        ),
        None,
    )


def gaps(bands: Sequence[BandSpec]) -> tuple[BandGap, ...]:
    """Stretches from 0 upwards that no class names, lowest first; none where there are no
    classes at all.
    """
    found: list[BandGap] = []
    reached: Decimal | None = Decimal(0)
    for band in sorted(bands, key=lambda band: band.lower):
        if reached is None:
            break
        if band.lower > reached:
            found.append(BandGap(reached, band.lower))
        reached = None if band.upper is None else max(reached, band.upper)
    if bands and reached is not None:
        found.append(BandGap(reached, None))
    return tuple(found)


def overlaps(bands: Sequence[BandSpec]) -> tuple[Overlap, ...]:
    """Every pair of classes that claim the same scores, in the order given."""
    return tuple(
        shared for first, second in combinations(bands, 2) if (shared := _overlap(first, second))
    )


def _overlap(first: BandSpec, second: BandSpec) -> Overlap | None:
    lower = max(first.lower, second.lower)
    ends = [band.upper for band in (first, second) if band.upper is not None]
    upper = min(ends, default=None)
    return Overlap(first, second, lower, upper) if upper is None or lower < upper else None
