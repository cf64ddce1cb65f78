"""Ranks: ties share, the next is skipped, unrounded values decide, units without a value stand
last without a rank.
"""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scoring.core.ranks import ranked

Item = tuple[int, Fraction | None]


def rank(items: list[Item]) -> list[tuple[int | None, Item]]:
    return ranked(items, value=lambda item: item[1], order=lambda item: item[0])


def test_ties_share_a_rank_the_next_is_skipped_and_order_inside_is_official() -> None:
    high, first, second, low = (
        (4, Fraction(9)),
        (1, Fraction(7)),
        (3, Fraction(7)),
        (2, Fraction(5)),
    )

    assert rank([second, low, first, high]) == [(1, high), (2, first), (2, second), (4, low)]


def test_unrounded_values_decide() -> None:
    a, b = (1, Fraction(217_7, 30)), (2, Fraction(217_7, 30) + Fraction(1, 10**9))

    assert rank([a, b]) == [(1, b), (2, a)]


def test_without_a_value_there_is_no_rank_and_zero_is_a_value() -> None:
    none_late, none_early, zero = (3, None), (1, None), (2, Fraction(0))

    assert rank([none_late, zero, none_early]) == [(1, zero), (None, none_early), (None, none_late)]


def test_nothing_is_ranked_as_nothing() -> None:
    assert rank([]) == []


@given(st.lists(st.one_of(st.none(), st.fractions(0, 3, max_denominator=4)), max_size=12))
def test_a_rank_is_one_more_than_the_number_of_better_units(values: list[Fraction | None]) -> None:
    items: list[Item] = list(enumerate(values))
    expected = [
        (
            None
            if value is None
            else 1 + sum(other is not None and other > value for other in values),
            (order, value),
        )
        for order, value in items
    ]

    result = rank(items)

    assert sorted(result, key=lambda pair: pair[1][0]) == expected
    assert [pair[0] or len(values) + 1 for pair in result] == sorted(
        pair[0] or len(values) + 1 for pair in result
    )
    assert all(one[1][0] < other[1][0] for one, other in pairwise(result) if one[0] == other[0])
