"""Ranks: high to low on unrounded values, ties share a rank, the next rank is skipped."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

T = TypeVar("T")


def ranked(
    items: Sequence[T], *, value: Callable[[T], Fraction | None], order: Callable[[T], int]
) -> list[tuple[int | None, T]]:
    """Items with their ranks, highest value first; inside a tie by the official `order`.

    Items without a value come last, by `order`, and have no rank (1, 1, 3, None).
    """
    valued = [(worth, item) for item in items if (worth := value(item)) is not None]
    valued.sort(key=lambda pair: (-pair[0], order(pair[1])))
    first_at: dict[Fraction, int] = {}
    for place, (worth, _) in enumerate(valued, start=1):
        first_at.setdefault(worth, place)
    without = sorted((item for item in items if value(item) is None), key=order)
    return [(first_at[worth], item) for worth, item in valued] + [(None, item) for item in without]
