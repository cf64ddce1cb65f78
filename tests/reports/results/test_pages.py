"""The texts that screens are made of."""

from decimal import Decimal
from fractions import Fraction

import pytest

from reports.results.pages.reconciliation import signed
from reports.results.pages.results import bounds_in_words
from reports.results.queries.cells import AverageCell, PageFigure, average_cell_of, cell_of, trimmed
from scoring.core.results import NO_FIGURE, Average, Figure
from scoring.core.types import BandSpec


@pytest.mark.parametrize(
    ("figure", "cell"),
    [
        (Figure(exact=Fraction(127730, 2000)), PageFigure("63,87")),
        (Figure(exact=Fraction(0)), PageFigure("0,00")),
        (Figure(applies=False), PageFigure("–", spoken="không áp dụng")),
        (NO_FIGURE, PageFigure("–", spoken="không có số liệu")),
        (
            Figure(exact=Fraction("56.88"), printed=Decimal("68.53")),
            PageFigure("68,53", again="56,88"),
        ),
        (Figure(exact=Fraction("68.53"), printed=Decimal("68.53")), PageFigure("68,53")),
        (Figure(printed=Decimal("68.53")), PageFigure("68,53")),
    ],
)
def test_cell_tells_zero_absent_and_differing_apart(figure, cell) -> None:
    assert cell_of(figure) == cell


def test_average_names_the_other_base_only_where_it_is_another() -> None:
    figure = Figure(exact=Fraction(75), printed=Decimal("28.13"))
    assert average_cell_of(Average(figure, n=8, n_recomputed=3)) == AverageCell(
        "28,13", "8 đơn vị", "75,00", "3 đơn vị"
    )
    assert average_cell_of(Average(figure, n=8, n_recomputed=8)) == AverageCell(
        "28,13", "8 đơn vị", "75,00", ""
    )
    assert average_cell_of(None) == AverageCell("–")


@pytest.mark.parametrize(
    ("value", "text"), [("100.00", "100"), ("7.50", "7,5"), ("0.25", "0,25"), ("0", "0")]
)
def test_maxima_have_no_idle_zeros(value, text) -> None:
    assert trimmed(Decimal(value)) == text


@pytest.mark.parametrize(
    ("lower", "upper", "text"),
    [
        ("65", "80", "từ 65 đến dưới 80 điểm"),
        ("0", "50", "dưới 50 điểm"),
        ("90", None, "từ 90 điểm trở lên"),
    ],
)
def testbounds_in_words_of_a_band_in_words(lower, upper, text) -> None:
    assert (
        bounds_in_words(
            BandSpec("A", "Nhóm A", Decimal(lower), None if upper is None else Decimal(upper)),
            "điểm",
        )
        == text
    )


@pytest.mark.parametrize(
    ("value", "text"), [("11.65", "+11,65"), ("-0.01", "−0,01"), ("0.00", "0,00"), (None, "–")]
)
def test_differences_have_a_sign(value, text) -> None:
    assert signed(None if value is None else Decimal(value)) == text
