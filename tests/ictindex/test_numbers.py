"""Numbers in and out: the one shape a score is written in, and the one rounding."""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ictindex.lib.numbers import (
    NotAnAmount,
    NotAScore,
    cut,
    half_up,
    parse_score,
    parse_whole,
    read_amount,
    read_points,
    show,
)

EXACT = Context(prec=60)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", "7.00"),
        ("7,5", "7.50"),
        ("7.50", "7.50"),
        ("0", "0.00"),
        ("0,01", "0.01"),
        ("100", "100.00"),
        ("999,99", "999.99"),
        ("  73,11 ", "73.11"),
        ("007", "7.00"),
    ],
)
def test_a_score_is_read_exactly(text: str, value: str) -> None:
    assert str(parse_score(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ",",
        "7,",
        ",5",
        "+5",
        "-1",
        "−1",
        "1e1",
        "1E1",
        "1_0",
        "NaN",
        "nan",
        "Infinity",
        "1.234",
        "1,234",
        "1000",
        "1.000,00",
        "1 0",
        "7,5,0",
        "7..5",
        "0x10",
        "1/2",
        "５",
        "７,５",
        "٣",
        "१",
        "5\n",
        "5\t",
        "5\u00a0",
        "\u200b5",
        "5\x00",
        "12،5",
    ],
)
def test_what_is_not_a_score_is_refused(text: str) -> None:
    with pytest.raises(NotAScore):
        parse_score(text)


def is_written_as_a_score(text: str) -> bool:
    """The documented shape, letter by letter: ASCII digits, at most three, and at most two
    after a comma or point.
    """
    whole, *parts = text.strip(" ").replace(".", ",").split(",")
    digits = [whole, *parts]
    shape = len(digits) <= 2 and 1 <= len(whole) <= 3 and all(1 <= len(part) <= 2 for part in parts)
    return shape and all(letter in "0123456789" for part in digits for letter in part)


near_scores = st.text(alphabet="0123456789,. +-eE_５٣\u00a0\n", max_size=8)


@given(st.one_of(st.text(max_size=8), near_scores))
def test_everything_outside_the_documented_shape_is_refused(text: str) -> None:
    if is_written_as_a_score(text):
        assert parse_score(text) == Decimal(text.strip(" ").replace(",", "."))
    else:
        with pytest.raises(NotAScore):
            parse_score(text)


@given(st.integers(0, 99_999))
def test_what_is_shown_is_read_back(amount: int) -> None:
    value = Decimal(amount).scaleb(-2)

    assert parse_score(show(value)) == value
    assert re.fullmatch(r"[0-9]{1,3},[0-9]{2}", show(value))


@pytest.mark.parametrize(
    ("value", "rounded", "cut_off"),
    [
        ("63.865", "63.87", "63.86"),
        ("84.075", "84.08", "84.07"),
        ("52.498", "52.50", "52.49"),
        ("0.004", "0.00", "0.00"),
        ("0.005", "0.01", "0.00"),
        ("-0.004", "0.00", "0.00"),
        ("-0.005", "-0.01", "0.00"),
        ("-63.865", "-63.87", "-63.86"),
        ("7", "7.00", "7.00"),
        ("217.7/3", None, None),
    ],
)
def test_halves_are_rounded_away_from_zero_and_cutting_is_another_thing(
    value: str, rounded: str | None, cut_off: str | None
) -> None:
    exact = Fraction(2177, 30) if rounded is None else Fraction(value)

    assert (str(half_up(exact)), str(cut(exact))) == (rounded or "72.57", cut_off or "72.56")


@given(st.decimals(-1000, 1000, places=5))
def test_rounding_agrees_with_the_decimal_module(value: Decimal) -> None:
    assert (
        half_up(value)
        == half_up(Fraction(value))
        == value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    )
    assert cut(value) == value.quantize(Decimal("0.01"), rounding=ROUND_DOWN)


@given(st.fractions(-1000, 1000, max_denominator=10**6))
def test_rounding_agrees_with_long_division(value: Fraction) -> None:
    size, over = divmod(abs(value.numerator) * 100, value.denominator)
    cents = size + (1 if 2 * over >= value.denominator else 0)

    assert half_up(value) * 100 == (cents if value > 0 else -cents)
    assert cut(value) * 100 == (size if value > 0 else -size)


@given(st.decimals(-1000, 1000, places=5), st.integers(1, 12))
def test_rounding_does_not_depend_on_the_precision_of_the_surroundings(
    value: Decimal, precision: int
) -> None:
    expected = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP, context=EXACT)

    with localcontext(prec=precision):
        found = half_up(value)

    assert found == expected


def test_two_places_are_always_shown_and_nothing_is_a_dash() -> None:
    assert [show(Decimal(7)), show(Fraction(2177, 30)), show(Decimal("-0.005")), show(None)] == [
        "7,00",
        "72,57",
        "-0,01",
        "–",
    ]
    assert show(None, missing="chưa có") == "chưa có"
    assert show(Decimal(0)) == "0,00"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("9" * 18, 10**18 - 1),
        *((wrong, None) for wrong in ("", "-1", "9" * 19, "9" * 5000, "١٢", "²", "1_0", " 1")),
    ],
)
def test_whole_number_is_read_only_where_every_database_takes_it(
    text: str, number: int | None
) -> None:
    assert parse_whole(text) == number


@pytest.mark.parametrize(
    ("text", "most", "sentence"),
    [
        ("bảy", None, "Điểm «bảy» không phải là điểm. Nhập số như 7 hoặc 7,5."),
        ("1e1", "10", "Điểm «1e1» không phải là điểm. Nhập số từ 0 đến 10, ví dụ 7,5."),
        ("-1", "10", "Điểm «-1» không phải là điểm. Nhập số từ 0 đến 10, ví dụ 7,5."),
        ("10,01", "10", "Điểm 10,01 vượt mức tối đa 10. Nhập từ 0 đến 10."),
        ("13", "12.5", "Điểm 13 vượt mức tối đa 12,5. Nhập từ 0 đến 12,5."),
    ],
)
def test_what_are_no_points_is_told_what_to_type(
    text: str, most: str | None, sentence: str
) -> None:
    with pytest.raises(NotAScore) as problem:
        read_points(text, called="Điểm", most=None if most is None else Decimal(most))

    assert str(problem.value) == sentence


def test_points_are_read_up_to_the_most() -> None:
    assert read_points(" 7,5 ", called="Điểm", most=Decimal("7.5")) == Decimal("7.50")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nhiều", "Tử số «nhiều» không phải là một số. Viết số như 12 hoặc 7,5."),
        ("1.234", "Tử số «1.234» có thể hiểu theo hai cách. Viết 1234 hoặc 1,234."),
        ("-3", "Tử số −3 là số âm. Nhập từ 0 trở lên."),
    ],
)
def test_what_is_no_figure_is_told_what_to_type(text: str, sentence: str) -> None:
    with pytest.raises(NotAnAmount) as problem:
        read_amount(text, called="Tử số")

    assert str(problem.value) == sentence


def test_a_whole_number_is_bounded_where_the_reader_says_so() -> None:
    assert [parse_whole(text, most=99) for text in ("99", "100", "0")] == [99, None, 0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1.50", "1.50"),
        ("-1.50", "-1.50"),
        ("-0.00", "0.00"),
        ("0E-2", "0.00"),
        ("1E+3", "1000.00"),
    ],
)
def test_two_places_stay_as_they_are_and_nought_has_no_sign(value: str, expected: str) -> None:
    assert str(half_up(Decimal(value))) == str(cut(Decimal(value))) == expected
