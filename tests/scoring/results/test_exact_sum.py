"""Adding decimals fast gives what adding fractions gives, whatever the digits and the context
of the thread.
"""

from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.core.aggregate import exact_sum


@given(
    st.lists(
        st.decimals(
            allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9
        )
    )
)
def test_the_sum_is_that_of_fractions(values):
    assert exact_sum(values) == sum(map(Fraction, values), Fraction(0))


def test_digits_that_no_decimal_sum_holds_are_not_lost():
    values = [Decimal("1E+120"), Decimal("1E-120")]
    assert exact_sum(values) == Fraction(10**240 + 1, 10**120)


def test_the_context_of_the_thread_does_not_matter():
    with localcontext() as context:
        context.prec = 2
        assert exact_sum([Decimal("99.99"), Decimal("0.02")]) == Fraction(10001, 100)
