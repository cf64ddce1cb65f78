"""Tables and lists of units as values."""

import csv
from decimal import Decimal
from fractions import Fraction

from reports.frame.values import AverageSplit, FigureColumn, Table
from reports.results.queries.tables import (
    above_and_below_average,
    band_lists,
    tables,
    units_without_band,
    units_without_final_score,
)
from scoring.core.results import SELF, TOTAL, Average, Figure
from scoring.core.types import RankingScale
from scoring.results.queries import campaign_results
from tests.places import ROOT
from tests.reports.factories import average, exact, make_group, make_kind, make_results, make_unit

FOLDER = ROOT / "fixtures" / "campaigns" / "2020"


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ranking(table: Table) -> list[tuple[int | None, str]]:
    return [(row.rank, row.unit.code) for row in table.rows]


def official(table: Table, key: str) -> dict[str, Decimal | None]:
    place = [column.key for column in table.columns].index(key)
    return {row.unit.code: row.figures[place].official for row in table.rows}


def names(compared: AverageSplit) -> list[list[str]]:
    return [
        [unit.code for unit in units]
        for units in (compared.above, compared.at_average, compared.below)
    ]


def two_kinds():
    inner = [make_unit("A", order=1, total="60"), make_unit("B", order=2, total="70")]
    outer = [make_unit("C", order=3, total="65", kind="ngoai")]
    return make_kind(inner), make_kind(
        outer, code="ngoai", name="Đơn vị trực thuộc Bộ", groups=["G1", "G2"]
    )


def test_two_kinds_make_five_tables_with_their_captions():
    made = tables(make_results(*two_kinds()))

    assert [(table.number, table.kind, table.title) for table in made] == [
        (1, None, "Kết quả đánh giá, xếp hạng mức độ ứng dụng CNTT của các đơn vị năm 2020"),
        (
            2,
            "trong",
            "Kết quả đánh giá, xếp hạng mức độ ứng dụng CNTT của các đơn vị thuộc Bộ năm 2020",
        ),
        (3, "trong", "Điểm các nhóm tiêu chí của các đơn vị thuộc Bộ, năm 2019 và năm 2020"),
        (
            4,
            "ngoai",
            "Kết quả đánh giá, xếp hạng mức độ ứng dụng CNTT của các đơn vị trực thuộc Bộ năm 2020",
        ),
        (5, "ngoai", "Điểm các nhóm tiêu chí của các đơn vị trực thuộc Bộ, năm 2019 và năm 2020"),
    ]


def test_three_kinds_make_seven_tables_and_none_makes_one():
    kinds = [make_kind([make_unit(code, order=1)], code=code) for code in ("x", "y", "z")]

    assert [(table.number, table.kind) for table in tables(make_results(*kinds))] == [
        (1, None),
        (2, "x"),
        (3, "x"),
        (4, "y"),
        (5, "y"),
        (6, "z"),
        (7, "z"),
    ]
    assert [(table.number, table.rows) for table in tables(make_results())] == [(1, ())]


def test_columns_name_the_measure_and_the_year():
    made = tables(make_results(*two_kinds()))

    totals = (
        FigureColumn("total_2019", "Năm 2019", (TOTAL, 2019)),
        FigureColumn("self_2020", "Tự chấm 2020", (SELF, 2020)),
        FigureColumn("final_2020", "Thẩm định 2020", (TOTAL, 2020)),
    )
    assert [made[0].columns, made[1].columns, made[3].columns] == [totals, totals, totals]
    assert made[4].columns == (
        FigureColumn("G1_2019", "G1 2019", ("G1", 2019), heading="Tên G1"),
        FigureColumn("G1_2020", "G1 2020", ("G1", 2020), heading="Tên G1"),
        FigureColumn("G2_2019", "G2 2019", ("G2", 2019), heading="Tên G2"),
        FigureColumn("G2_2020", "G2 2020", ("G2", 2020), heading="Tên G2"),
    )


def test_without_a_previous_year_there_are_no_columns_of_it():
    made = tables(make_results(*two_kinds(), previous_year=None))

    assert [[column.key for column in table.columns] for table in made[:3]] == [
        ["self_2020", "final_2020"],
        ["self_2020", "final_2020"],
        ["G1_2020"],
    ]
    assert made[2].title == "Điểm các nhóm tiêu chí của các đơn vị thuộc Bộ, năm 2020"


def test_units_are_ranked_together_and_within_their_kind():
    made = tables(make_results(*two_kinds()))

    assert ranking(made[0]) == [(1, "B"), (2, "C"), (3, "A")]
    assert [ranking(table) for table in made[1:]] == [[(1, "B"), (2, "A")]] * 2 + [[(1, "C")]] * 2


def test_ties_share_a_rank_in_official_order_and_units_without_a_score_come_last():
    units = [
        make_unit("NONE", order=1),
        make_unit("LATER", order=5, total="50"),
        make_unit("LOW", order=2, total="49.99"),
        make_unit("EARLIER", order=4, total="50"),
        make_unit("ZERO", order=3, total="0"),
    ]

    expected = [(1, "EARLIER"), (1, "LATER"), (3, "LOW"), (4, "ZERO"), (None, "NONE")]
    assert [ranking(table) for table in tables(make_results(make_kind(units)))] == [expected] * 3


def test_rank_is_told_from_the_unrounded_value():
    units = [
        make_unit("A", order=1, total=Fraction(50)),
        make_unit("B", order=2, total=Fraction(50001, 1000)),
    ]

    table = tables(make_results(make_kind(units)))[0]

    assert ranking(table) == [(1, "B"), (2, "A")]
    assert official(table, "final_2020") == {"B": Decimal("50.00"), "A": Decimal("50.00")}


def test_a_printed_value_that_the_rule_does_not_give_is_the_one_ranked_on():
    printed = Figure(exact=Fraction(40), printed=Decimal("68.53"))
    units = [
        make_unit("A", order=1, total="60"),
        make_unit("B", order=2, figures={(TOTAL, 2020): printed}),
    ]

    assert ranking(tables(make_results(make_kind(units)))[0]) == [(1, "B"), (2, "A")]


def test_zero_not_applicable_and_no_data_stay_apart():
    figures = {("G1", 2020): exact(0), ("G2", 2020): Figure(applies=False)}
    kind = make_kind([make_unit("A", order=1, figures=figures)], groups=["G1", "G2"])

    row = tables(make_results(kind, previous_year=None))[2].rows[0]

    assert row.figures == (exact(0), Figure(applies=False))
    assert [figure.official for figure in row.figures] == [Decimal("0.00"), None]
    assert tables(make_results(kind))[2].rows[0].figures[0] == Figure()


def test_averages_stand_under_their_columns():
    known = {(TOTAL, 2020): average("61.72", 15), (SELF, 2020): Average(Figure(), 0, 0)}
    of_all = {(TOTAL, 2019): average("50", 3)}
    made = tables(
        make_results(make_kind([make_unit("A", order=1)], averages=known), averages=of_all)
    )

    assert made[0].averages == (average("50", 3), None, None)
    assert made[1].averages == (None, None, average("61.72", 15))
    assert made[2].averages == (None, None)


def test_ranking_on_percent_adds_the_column_where_maxima_differ():
    small, large = (make_group("G1", 450),), (make_group("G1", 600),)
    inner = [make_unit("A", order=1, total="400", groups=small, percent=Fraction(800, 9))]
    mixed = [
        make_unit("B", order=2, total="420", groups=large, percent=Fraction(70), kind="ngoai"),
        make_unit("C", order=3, total="405", groups=small, percent=Fraction(90), kind="ngoai"),
        make_unit("D", order=4, groups=large, kind="ngoai"),
    ]
    kinds = [make_kind(inner), make_kind(mixed, code="ngoai")]

    made = tables(make_results(*kinds, ranking=RankingScale.PERCENT))

    assert ranking(made[0]) == [(1, "C"), (2, "A"), (3, "B"), (None, "D")]
    assert made[0].columns[-1] == FigureColumn("percent_2020", "% điểm tối đa", ("percent", 2020))
    assert official(made[0], "percent_2020") == {
        "C": Decimal("90.00"),
        "A": Decimal("88.89"),
        "B": Decimal("70.00"),
        "D": None,
    }
    assert made[0].averages[-1] == Average(Figure(exact=Fraction(2240, 27)), n=3, n_recomputed=3)
    assert [column.key for column in made[1].columns] == ["total_2019", "self_2020", "final_2020"]
    assert ranking(made[3]) == [(1, "C"), (2, "B"), (None, "D")]
    assert made[3].columns[-1].key == "percent_2020"


def test_letter_groups_have_closed_lower_and_open_upper_bounds_and_may_be_empty():
    totals = {"TOP": "80", "A": "79.99", "A2": "65", "B": "64.99", "NONE": None}
    units = [
        make_unit(code, order=order, total=total)
        for order, (code, total) in enumerate(totals.items())
    ]
    results = make_results(make_kind(units), make_kind([], code="ngoai", name="ngoài Bộ"))

    found = [
        (listed.kind, listed.band.code, [unit.code for unit in listed.units])
        for listed in band_lists(results)
    ]

    assert found == [
        ("trong", "A", ["A", "A2"]),
        ("trong", "B", ["B"]),
        ("trong", "C", []),
        ("ngoai", "A", []),
        ("ngoai", "B", []),
        ("ngoai", "C", []),
    ]
    assert [unit.code for unit in units_without_band(results)] == ["TOP"]
    assert [unit.code for unit in units_without_final_score(results)] == ["NONE"]


def test_letter_groups_are_told_from_percent_where_units_are_ranked_on_it():
    units = [
        make_unit("A", order=1, total="405", groups=(make_group("G1", 450),), percent=Fraction(70))
    ]

    found = band_lists(make_results(make_kind(units), ranking=RankingScale.PERCENT))

    assert [[unit.code for unit in listed.units] for listed in found] == [["A"], [], []]


def test_units_above_at_and_below_each_average():
    totals = {"LOW": "40", "AT": "50", "HIGH": "60", "TOP": "70", "NONE": None}
    units = [
        make_unit(code, order=order, total=total, figures={("G1", 2020): Figure(applies=False)})
        for order, (code, total) in enumerate(totals.items())
    ]
    averages = {(TOTAL, 2020): average("50", 4), ("G1", 2020): average("10", 1)}

    found = above_and_below_average(
        make_results(make_kind(units, averages=averages, groups=["G1", "G2"]))
    )

    assert [(each.measure, each.measure_name) for each in found] == [
        ((TOTAL, 2020), "Tổng điểm"),
        (("G1", 2020), "Tên G1"),
    ]
    assert [names(each) for each in found] == [[["TOP", "HIGH"], ["AT"], ["LOW"]], [[], [], []]]


def test_a_printed_average_is_the_one_units_are_compared_with():
    printed = Average(
        Figure(exact=Fraction(6172, 100), printed=Decimal("59.77")), n=2, n_recomputed=2
    )
    units = [make_unit("A", order=1, total="60"), make_unit("B", order=2, total="59.77")]

    found = above_and_below_average(
        make_results(make_kind(units, averages={(TOTAL, 2020): printed}))
    )

    assert [
        [unit.code for unit in group]
        for group in (found[0].above, found[0].at_average, found[0].below)
    ] == [["A"], ["B"], []]


def test_all_69_totals_of_2020_stand_in_the_tables_as_they_were_printed(campaign_2020):
    made = tables(campaign_results(campaign_2020))
    keys = {"total_2019": "total_2019", "self_2020": "self_2020", "appraised_2020": "final_2020"}
    expected = {
        (row["unit"], keys[name]): Decimal(row[name])
        for row in read("published_totals.csv")
        for name in keys
    }

    assert len(expected) == 69
    for parts in ([made[0]], [made[1], made[3]]):
        shown = {
            (unit, key): value
            for table in parts
            for key in keys.values()
            for unit, value in official(table, key).items()
        }
        assert shown == expected


def test_all_216_group_scores_of_2020_stand_in_the_tables_as_they_were_printed(campaign_2020):
    made = tables(campaign_results(campaign_2020))
    expected = {
        (row["unit"], f"{row['group']}_{row['year']}"): Decimal(row["score"])
        if row["score"]
        else None
        for row in read("published_group_scores.csv")
    }
    expected["DHNVHN", "CCCS_2020"] = Decimal("0.00")  # printed as a dash, counted as zero

    assert len(expected) == 216
    assert {
        (row.unit.code, column.key): figure.official
        for table in (made[2], made[4])
        for row in table.rows
        for column, figure in zip(table.columns, row.figures, strict=True)
    } == expected


def test_a_dash_of_2020_is_not_applicable_or_the_zero_it_was_counted_as(campaign_2020):
    made = tables(campaign_results(campaign_2020))

    def figure(table: Table, unit: str, key: str) -> Figure:
        place = [column.key for column in table.columns].index(key)
        return next(row.figures[place] for row in table.rows if row.unit.code == unit)

    assert [figure(made[2], "TL", f"DVCTT_{year}").applies for year in (2019, 2020)] == [
        True,
        False,
    ]
    assert figure(made[4], "DHNVHN", "CCCS_2020").applies


def test_the_ranking_of_2020_is_the_printed_one(campaign_2020):
    printed = [
        row["unit"]
        for row in sorted(
            read("published_totals.csv"), key=lambda row: -Decimal(row["appraised_2020"])
        )
    ]

    assert ranking(tables(campaign_results(campaign_2020))[0]) == list(enumerate(printed, start=1))


def test_the_averages_of_2020_are_official_with_the_recomputed_beside_them(campaign_2020):
    made = tables(campaign_results(campaign_2020))
    of_kind = dict(zip([column.key for column in made[1].columns], made[1].averages, strict=True))[
        "final_2020"
    ]
    of_services = dict(
        zip([column.key for column in made[4].columns], made[4].averages, strict=True)
    )["DVCTT_2020"]

    assert (of_kind.figure.official, of_kind.figure.recomputed) == (
        Decimal("59.77"),
        Decimal("61.72"),
    )
    assert (
        of_services.figure.official,
        of_services.figure.recomputed,
        of_services.n_recomputed,
    ) == (Decimal("28.13"), Decimal("75.00"), 3)
