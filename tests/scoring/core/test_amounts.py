"""Exact numbers from outside: where their limits are, and how they stand in a sentence."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.amounts import ImpossibleInput, amount, plain, read_number, read_share

MOST = "9" * 15


@pytest.mark.parametrize(
    "value",
    [
        f"{MOST}.999999",
        f"-{MOST}",
        "0",
        "007.50",
        int(MOST),
        -int(MOST),
        Decimal(f"{MOST}.999999"),
        Decimal("1E+3"),
    ],
)
def test_numbers_up_to_the_limits_are_read_exactly(value: object) -> None:
    assert read_number(value) == Decimal(str(value))


@pytest.mark.parametrize(
    "value",
    [
        f"{MOST}9",
        "0.1234567",
        "1.",
        ".5",
        "1,5",
        "+1",
        "1e3",
        "1_0",
        " 1",
        "1\n",
        "",
        "NaN",
        "٣",
        10**15,
        -(10**15),
        10**400,
        Decimal(10) ** 15,
        Decimal("0.1234567"),
        Decimal("1E-1000000"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        1.5,
        False,
        None,
        [1],
        Fraction(1, 2),
    ],
)
def test_anything_else_is_not_a_number(value: object) -> None:
    assert read_number(value) is None


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ("0", 0),
        (0, 0),
        ("1", 1),
        (1, 1),
        ("0.5", Fraction(1, 2)),
        ("2/3", Fraction(2, 3)),
        ("3/3", 1),
        ("0/7", 0),
    ],
)
def test_a_share_is_from_nothing_to_all(value: object, share: Fraction | int) -> None:
    assert read_share(value) == share


@pytest.mark.parametrize(
    "value",
    [
        "1.01",
        "-0.1",
        "3/2",
        "1/0",
        "1/00",
        "-1/2",
        "1/-2",
        "1/2/3",
        "1 / 2",
        "half",
        0.5,
        None,
        True,
    ],
)
def test_anything_else_is_not_a_share(value: object) -> None:
    assert read_share(value) is None


@pytest.mark.parametrize(("value", "shown"), [("x" * 40, "x" * 40), ("x" * 41, "x" * 40 + "…")])
def test_a_long_text_is_cut_in_a_refusal(value: str, shown: str) -> None:
    with pytest.raises(ImpossibleInput) as refusal:
        amount({"n": value}, "n", called="Số lượng")

    assert str(refusal.value) == f"Số lượng «{shown}» không phải là một số hợp lệ."


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("10.00", "10"),
        ("100", "100"),
        ("7.50", "7,5"),
        ("0.00", "0"),
        ("-0.25", "−0,25"),
        ("1E+3", "1000"),
    ],
)
def test_a_number_in_a_sentence_has_no_idle_zeros(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@given(
    st.one_of(
        st.text(max_size=20),
        st.floats(),
        st.decimals(allow_nan=True),
        st.integers(),
        st.binary(max_size=4),
    )
)
def test_reading_never_fails_and_never_guesses(value: object) -> None:
    number = read_number(value)

    assert number is None or (number.is_finite() and number == Decimal(str(value)))
