"""Charts as values."""

from decimal import Decimal
from fractions import Fraction

import pytest

from reports.frame.values import Chart, ChartForm, Series
from reports.results.queries.charts import charts, pieces
from scoring.core.results import TOTAL, Figure
from scoring.core.types import GroupAggregation, RankingScale
from scoring.results.queries import campaign_results
from tests.reports.factories import exact, make_group, make_kind, make_results, make_unit


def codes(chart: Chart) -> list[str]:
    return [unit.code for unit in chart.categories]


def one_kind(**changes):
    groups = (make_group("G1"), make_group("G2", 50))
    low = {
        (TOTAL, 2019): exact("66.666"),
        ("G1", 2020): exact("30"),
        ("G2", 2020): exact(0),
        ("G1", 2019): exact("31"),
    }
    high = {("G1", 2020): exact("90"), ("G2", 2020): Figure(applies=False)}
    units = [
        make_unit("LOW", order=1, total="40", figures=low, groups=groups),
        make_unit("HIGH", order=2, total="90", figures=high, groups=groups),
    ]
    return make_results(make_kind(units, groups=["G1", "G2"]), **changes)


def test_one_kind_with_two_groups_makes_five_charts():
    assert [
        (chart.number, chart.kind, chart.form, chart.title) for chart in charts(one_kind())
    ] == [
        (1, None, ChartForm.YEARS, "Kết quả đánh giá các đơn vị năm 2020 so với năm 2019"),
        (
            2,
            "trong",
            ChartForm.YEARS,
            "Kết quả đánh giá các đơn vị thuộc Bộ năm 2020 so với năm 2019",
        ),
        (3, "trong", ChartForm.GROUPS, "Điểm các nhóm tiêu chí của các đơn vị thuộc Bộ năm 2020"),
        (
            4,
            "trong",
            ChartForm.YEARS,
            "Điểm nhóm Tên G1 của các đơn vị thuộc Bộ năm 2020 so với năm 2019",
        ),
        (5, "trong", ChartForm.YEARS, "Điểm nhóm Tên G2 của các đơn vị thuộc Bộ năm 2020"),
    ]


def test_values_are_official_and_follow_the_rank_order():
    made = charts(one_kind())

    assert [codes(chart) for chart in made] == [["HIGH", "LOW"]] * 5
    assert made[0].series == (
        Series("2019", (None, Decimal("66.67"))),
        Series("2020", (Decimal("90.00"), Decimal("40.00"))),
    )
    assert made[3].series == (
        Series("2019", (None, Decimal("31.00"))),
        Series("2020", (Decimal("90.00"), Decimal("30.00"))),
    )


def test_group_scores_stand_side_by_side_each_on_its_own_scale():
    assert charts(one_kind())[2].series == (
        Series("G1", (Decimal("90.00"), Decimal("30.00")), Decimal(100)),
        Series("G2", (None, Decimal("0.00")), Decimal(50)),
    )


def test_without_a_previous_year_only_this_year_is_drawn():
    made = charts(one_kind(previous_year=None))

    assert [[series.name for series in chart.series] for chart in made] == [
        ["2020"],
        ["2020"],
        ["G1", "G2"],
        ["2020"],
        ["2020"],
    ]
    assert made[1].title == "Kết quả đánh giá các đơn vị thuộc Bộ năm 2020"


@pytest.mark.parametrize(
    ("aggregation", "maximum"),
    [(GroupAggregation.MEAN_OF_GROUPS, 100), (GroupAggregation.SUM_OF_POINTS, 150)],
)
def test_the_scale_ends_at_the_maximum_of_the_framework(aggregation, maximum):
    assert [chart.maximum for chart in charts(one_kind(aggregation=aggregation))] == [
        maximum,
        maximum,
        100,
        100,
        50,
    ]


def test_the_scale_goes_on_to_a_printed_value_beyond_the_maximum():
    unit = make_unit("A", order=1, figures={("G1", 2020): Figure(printed=Decimal("104.50"))})

    made = charts(make_results(make_kind([unit])))

    assert [chart.maximum for chart in made] == [
        Decimal(100),
        Decimal(100),
        Decimal("104.50"),
        Decimal("104.50"),
    ]


def test_a_campaign_without_units_still_has_its_charts():
    assert [(codes(chart), chart.maximum) for chart in charts(make_results(make_kind([])))] == [
        ([], 100)
    ] * 4


def test_three_kinds_number_their_charts_on():
    kinds = [
        make_kind([make_unit(code, order=1)], code=code, groups=groups)
        for code, groups in (("x", "A"), ("y", "BC"), ("z", ""))
    ]

    assert [(chart.number, chart.kind) for chart in charts(make_results(*kinds))] == [
        (1, None),
        (2, "x"),
        (3, "x"),
        (4, "x"),
        (5, "y"),
        (6, "y"),
        (7, "y"),
        (8, "y"),
        (9, "z"),
        (10, "z"),
    ]


def test_ranking_on_percent_compares_all_units_by_percent():
    units = [
        make_unit(
            "A", order=1, total="400", percent=Fraction(200, 3), groups=(make_group("G1", 600),)
        ),
        make_unit(
            "B", order=2, total="399", percent=Fraction(266, 3), groups=(make_group("G1", 450),)
        ),
    ]

    made = charts(
        make_results(
            make_kind(units),
            ranking=RankingScale.PERCENT,
            aggregation=GroupAggregation.SUM_OF_POINTS,
        )
    )

    assert (codes(made[0]), made[0].series, made[0].maximum) == (
        ["B", "A"],
        (Series("2020", (Decimal("88.67"), Decimal("66.67"))),),
        Decimal(100),
    )
    assert made[1].series[1] == Series("2020", (Decimal("399.00"), Decimal("400.00")))


def test_a_long_chart_falls_into_about_equal_pieces():
    units = [make_unit(f"U{order}", order=order, total=str(90 - order)) for order in range(7)]
    whole = charts(make_results(make_kind(units)))[0]

    made = pieces(whole, most_units=3)

    assert [codes(piece) for piece in made] == [["U0", "U1", "U2"], ["U3", "U4", "U5"], ["U6"]]
    assert [piece.title.removeprefix(whole.title) for piece in made] == [
        "",
        " (tiếp theo)",
        " (tiếp theo)",
    ]
    assert made[2].series == (Series("2019", (None,)), Series("2020", (Decimal("84.00"),)))
    assert pieces(whole, most_units=7) == (whole,)


def test_2020_has_fifteen_charts(campaign_2020):
    made = charts(campaign_results(campaign_2020))

    assert [
        (chart.number, chart.kind, len(chart.categories), len(chart.series)) for chart in made
    ] == [
        (1, None, 23, 2),
        (2, "thuoc_bo", 15, 2),
        (3, "thuoc_bo", 15, 4),
        *((number, "thuoc_bo", 15, 2) for number in range(4, 8)),
        (8, "truc_thuoc_bo", 8, 2),
        (9, "truc_thuoc_bo", 8, 6),
        *((number, "truc_thuoc_bo", 8, 2) for number in range(10, 16)),
    ]
    assert {chart.maximum for chart in made} == {Decimal(100)}
