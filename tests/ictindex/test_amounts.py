"""Declared figures as people type them: exact, and never guessed where they can be read in two
ways.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ictindex.lib.numbers import AmbiguousAmount, NotAnAmount, parse_amount

WHOLE = st.integers(min_value=0, max_value=10**15 - 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("35", "35"),
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1234", "1234"),
        ("1234.567", "1234.567"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1 234", "1234"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("-3", "-3"),
        ("−3,5", "-3.5"),
        (" 12 ", "12"),
        ("999999999999999,999999", "999999999999999.999999"),
    ],
)
def test_a_figure_is_read_exactly(text: str, value: str) -> None:
    assert parse_amount(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.234", "12.345", "999.999", "-1.234", " 1.234 "])
def test_a_point_before_three_digits_is_not_guessed(text: str) -> None:
    with pytest.raises(AmbiguousAmount):
        parse_amount(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "-",
            "--3",
            "+3",
            "1e5",
            "1_000",
            "NaN",
            "Infinity",
            "0x10",
            "1/2",
            "5%",
            "１２",
            "٣",
            "1,2,3",
            "1.23.456",
        ),
        *(
            "1 23",
            "1,234,567",
            "1,234.5",
            "1.2345,6",
            "1234567890123456",
            "1,1234567",
            "1.",
            ",5",
            "12 người",
            "=1+1",
        ),
        *("1\n2", "\x00"),
    ],
)
def test_anything_else_is_no_figure(text: str) -> None:
    with pytest.raises(NotAnAmount) as refusal:
        parse_amount(text)
    assert type(refusal.value) is NotAnAmount


@given(WHOLE, st.integers(min_value=0, max_value=999_999))
def test_what_is_written_with_a_comma_reads_back(whole: int, millionths: int) -> None:
    assert parse_amount(f"{whole},{millionths:06}") == Decimal(whole) + Decimal(millionths) / 10**6


@given(WHOLE)
def test_thousands_apart_read_as_the_whole_number(whole: int) -> None:
    assert parse_amount(f"{whole:,}".replace(",", " ")) == whole


@given(st.text(alphabet="0123456789., -−\u00a0", max_size=14))
def test_a_figure_has_the_digits_that_were_typed(text: str) -> None:
    try:
        number = parse_amount(text)
    except NotAnAmount:
        return
    typed = "".join(letter for letter in text if letter in "0123456789")
    assert f"{abs(number):f}".replace(".", "").strip("0") == typed.strip("0")
