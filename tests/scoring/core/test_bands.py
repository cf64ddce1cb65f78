"""Classes: bounds, gaps that are not guessed, overlaps that are named."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.bands import BandGap, Overlap, band_of, gaps, overlaps
from scoring.core.types import BandSpec
from tests.scoring.core.factories import cents, from_cents


def band(code: str, lower: str, upper: str | None) -> BandSpec:
    return BandSpec(
        code=code,
        label=f"Nhóm {code}",
        lower=Decimal(lower),
        upper=None if upper is None else Decimal(upper),
    )


A, B, C = band("A", "65", "80"), band("B", "50", "65"), band("C", "0", "50")
BANDS_2020 = (A, B, C)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", C),
        ("49.99", C),
        ("50", B),
        ("64.99", B),
        ("65", A),
        ("79.99", A),
        ("80", None),
        ("100", None),
        ("-0.01", None),
    ],
)
def test_the_lower_bound_is_inside_and_the_upper_outside(
    value: str, expected: BandSpec | None
) -> None:
    assert band_of(Decimal(value), BANDS_2020) == expected


def test_a_value_just_below_a_bound_is_not_rounded_into_the_class() -> None:
    assert band_of(Fraction(64_999_999, 1_000_000), BANDS_2020) == B


def test_no_score_has_no_class() -> None:
    assert band_of(None, BANDS_2020) is None


def test_2020_names_no_class_from_80_upwards() -> None:
    assert gaps(BANDS_2020) == (BandGap(Decimal(80), None),)
    assert overlaps(BANDS_2020) == ()


def test_gaps_below_between_and_above_are_found_whatever_the_order() -> None:
    assert gaps((band("X", "70", "90"), band("Y", "10", "40"))) == (
        BandGap(Decimal(0), Decimal(10)),
        BandGap(Decimal(40), Decimal(70)),
        BandGap(Decimal(90), None),
    )


def test_a_framework_without_classes_has_no_gaps() -> None:
    assert gaps(()) == ()


def test_an_open_class_leaves_no_gap_above() -> None:
    assert gaps((band("X", "50", None), band("Y", "0", "50"))) == ()


def test_overlaps_are_named_with_their_stretch() -> None:
    x, y, z = band("X", "0", "60"), band("Y", "50", None), band("Z", "55", "58")

    assert overlaps((x, y, z)) == (
        Overlap(x, y, Decimal(50), Decimal(60)),
        Overlap(x, z, Decimal(55), Decimal(58)),
        Overlap(y, z, Decimal(55), Decimal(58)),
    )


def test_two_open_classes_overlap_without_limit() -> None:
    x, y = band("X", "0", None), band("Y", "50", None)

    assert overlaps((x, y)) == (Overlap(x, y, Decimal(50), None),)


def test_where_classes_overlap_the_first_given_stands() -> None:
    x, y = band("X", "0", "60"), band("Y", "50", None)

    assert (band_of(Decimal(55), (x, y)), band_of(Decimal(55), (y, x))) == (x, y)


@st.composite
def drawn_bands(draw: st.DrawFn) -> tuple[BandSpec, ...]:
    bands = []
    for number in range(draw(st.integers(1, 5))):
        lower = draw(cents(12_00))
        width = draw(st.one_of(st.none(), st.integers(1, 5_00)))
        bands.append(
            BandSpec(
                str(number),
                "x",
                from_cents(lower),
                None if width is None else from_cents(lower + width),
            )
        )
    return tuple(bands)


def claimed_by(bands: tuple[BandSpec, ...], amount: int) -> list[BandSpec]:
    """The classes that hold a whole number of cents, asked one by one."""
    ends = [
        (int(each.lower * 100), 10**9 if each.upper is None else int(each.upper * 100), each)
        for each in bands
    ]
    return [each for lower, upper, each in ends if amount in range(lower, upper)]


@given(drawn_bands(), cents(20_00))
def test_gaps_and_overlaps_hold_exactly_what_no_class_or_two_classes_claim(
    bands: tuple[BandSpec, ...], amount: int
) -> None:
    value, claims = from_cents(amount), claimed_by(bands, amount)
    pairs = {(shared.first, shared.second) for shared in overlaps(bands) if inside(value, shared)}

    assert any(inside(value, gap) for gap in gaps(bands)) == (claims == [])
    assert pairs == {
        (one, other) for place, one in enumerate(claims) for other in claims[place + 1 :]
    }
    assert band_of(value, bands) == (claims[0] if claims else None)


def inside(value: Decimal, stretch: BandGap | Overlap) -> bool:
    return value >= stretch.lower and (stretch.upper is None or value < stretch.upper)
