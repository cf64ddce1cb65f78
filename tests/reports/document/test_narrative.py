"""The sentences of a report: true, and in Vietnamese, for one unit, many, none, without a year
before, with other frameworks.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from ictindex.lib.numbers import plain_number
from reports.document.prose.conclusions import list_achievements, list_limits, list_recommendations
from reports.document.prose.method import describe_band_rule, describe_method
from reports.document.prose.narrative import (
    describe_all,
    describe_average,
    describe_bands,
    describe_group,
    describe_kind,
)
from reports.frame.phrases import (
    document_called,
    listed,
    long_date,
    lowered,
    marked,
    padded_number,
    result_of,
)
from reports.results.queries.tables import above_and_below_average, band_lists
from scoring.core.results import Average, Figure
from scoring.core.types import BandSpec, GroupAggregation, RankingScale
from tests.reports.factories import (
    SELF,
    TOTAL,
    average,
    exact,
    make_group,
    make_kind,
    make_results,
    make_unit,
)

NOT_APPLICABLE = Figure(applies=False)


def told(sentences) -> tuple[str, ...]:
    """The paragraphs in order, without their names."""
    return tuple(sentences.values())


def of_years(before, now, measure=TOTAL):
    return {(measure, 2019): exact(before), (measure, 2020): exact(now)}


# --- phrases --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2021, 1, 5), "ngày 05 tháng 01 năm 2021"),
        (date(2021, 2, 28), "ngày 28 tháng 02 năm 2021"),
        (date(2020, 6, 9), "ngày 09 tháng 6 năm 2020"),
        (date(2020, 12, 21), "ngày 21 tháng 12 năm 2020"),
    ],
)
def test_only_days_under_10_and_months_1_and_2_get_a_zero(day, text):
    assert long_date(day) == text


def test_a_number_under_10_gets_a_zero():
    numbers = ["7/QĐ-BNV", "1101/QĐ-BNV", "07/QĐ-BNV", "không số", ""]
    assert [padded_number(number) for number in numbers] == [
        "07/QĐ-BNV",
        "1101/QĐ-BNV",
        "07/QĐ-BNV",
        "không số",
        "",
    ]


def test_names_are_listed_with_and_before_the_last():
    assert [listed([]), listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])] == [
        "",
        "A",
        "A và B",
        "A, B và C",
    ]


def test_names_with_commas_are_parted_by_semicolons():
    assert listed(["Vụ Đào tạo, bồi dưỡng", "Vụ TH", "VP"]) == "Vụ Đào tạo, bồi dưỡng; Vụ TH và VP"


def test_abbreviations_keep_their_capitals_inside_a_sentence():
    assert [lowered("Đánh giá năm 2020"), lowered("CNTT năm 2020"), lowered("")] == [
        "đánh giá năm 2020",
        "CNTT năm 2020",
        "",
    ]


def test_a_report_is_called_a_result_once():
    assert [result_of("Đánh giá X"), result_of("Kết quả X")] == ["Kết quả đánh giá X", "Kết quả X"]


def test_documents_are_called_by_their_sign():
    assert [document_called("375/QĐ-BNV"), document_called("597/TTTT-QLATTT")] == [
        "Quyết định số 375/QĐ-BNV",
        "Văn bản số 597/TTTT-QLATTT",
    ]


def test_printed_figures_that_the_rule_contradicts_are_marked():
    figures = [Figure(Fraction(61), Decimal("59.77")), exact(61), NOT_APPLICABLE, exact(0)]
    assert [marked(figure) for figure in figures] == ["59,77*", "61,00", "–", "0,00"]


def test_bounds_lose_only_needless_zeros():
    assert [plain_number(Decimal(text)) for text in ("100.00", "7.50", "0", "62.25")] == [
        "100",
        "7,5",
        "0",
        "62,25",
    ]


# --- what tables show -------------------------------------------------------------


def test_everything_is_told_of_units_with_two_years():
    units = [
        make_unit("A", order=1, figures=of_years("60", "70.5") | {(SELF, 2020): exact(90)}),
        make_unit("B", order=2, figures=of_years("80", "50") | {(SELF, 2020): exact(50)}),
        make_unit("C", order=3, figures=of_years("40", "40") | {(SELF, 2020): exact(30)}),
    ]
    averages = {(TOTAL, 2020): average("53.5", 3), (TOTAL, 2019): average(60, 3)}
    assert told(describe_all(make_results(make_kind(units), averages=averages))) == (
        (
            "Cả 3 đơn vị đều có điểm thẩm định. Điểm trung bình của các đơn vị là 53,50 điểm "
            "(tính trên 3 đơn vị);"
            " giảm 6,50 điểm so với năm 2019 (60,00 điểm). Cao nhất là 70,50 điểm (ĐV A), thấp "
            "nhất là 40,00 điểm (ĐV C),"
            " chênh lệch 30,50 điểm."
        ),
        (
            "Điểm thẩm định thấp hơn điểm tự chấm ở 1 đơn vị, cao hơn điểm tự chấm ở 1 đơn vị và "
            "bằng điểm tự chấm ở 1 đơn vị;"
            " chênh lệch lớn nhất ở ĐV A (tự chấm 90,00 điểm, thẩm định 70,50 điểm)."
        ),
        (
            "So với năm 2019: 1 đơn vị tăng điểm, 1 đơn vị giảm điểm, 1 đơn vị giữ nguyên điểm. "
            "Tăng nhiều nhất:"
            " ĐV A tăng 10,50 điểm (từ 60,00 lên 70,50). Giảm nhiều nhất: ĐV B giảm 30,00 điểm "
            "(từ 80,00 xuống 50,00)."
        ),
    )


def test_one_unit_is_neither_highest_nor_average():
    results = make_results(
        make_kind([make_unit("A", order=1, total="70")]), averages={(TOTAL, 2020): average(70, 1)}
    )
    assert told(describe_all(results)) == (
        "Đợt đánh giá có 1 đơn vị và đã có điểm thẩm định. ĐV A đạt 70,00 điểm.",
    )


def test_a_campaign_without_units_says_so():
    assert told(describe_all(make_results())) == ("Đợt đánh giá chưa có đơn vị nào.",)


def test_units_without_a_score_are_named():
    results = make_results(
        make_kind([make_unit("A", order=1, total="70"), make_unit("B", order=2)])
    )
    assert told(describe_all(results)) == (
        "Có 1 trong số 2 đơn vị có điểm thẩm định; chưa có điểm: ĐV B. ĐV A đạt 70,00 điểm.",
    )


def test_units_that_all_score_alike_have_no_highest():
    results = make_results(
        make_kind([make_unit(code, order=place, total="70") for place, code in enumerate("ABC")])
    )
    assert told(describe_kind(results, results.kinds[0])) == ("Cả 3 đơn vị cùng đạt 70,00 điểm.",)


def test_without_a_year_before_nothing_is_compared():
    units = [
        make_unit("A", order=1, figures=of_years(10, 20)),
        make_unit("B", order=2, figures=of_years(20, 30)),
    ]
    results = make_results(make_kind(units), previous_year=None)
    assert told(describe_kind(results, results.kinds[0])) == (
        "Cao nhất là 30,00 điểm (ĐV B), thấp nhất là 20,00 điểm (ĐV A), chênh lệch 10,00 điểm.",
    )


def test_units_new_this_year_are_told_as_not_comparable():
    units = [make_unit("A", order=1, figures=of_years(10, 20)), make_unit("B", order=2, total="30")]
    results = make_results(make_kind(units))
    assert told(describe_kind(results, results.kinds[0]))[1] == (
        "So với năm 2019: ĐV A tăng 10,00 điểm (từ 10,00 lên 20,00). Không có số liệu năm 2019 để "
        "so sánh: ĐV B."
    )


def test_more_than_five_equal_gains_are_counted_not_named():
    units = [make_unit(str(place), order=place, figures=of_years(10, 20)) for place in range(6)]
    results = make_results(make_kind(units))
    assert told(describe_kind(results, results.kinds[0]))[1] == (
        "So với năm 2019: 6 đơn vị tăng điểm. Mức tăng nhiều nhất là 10,00 điểm (6 đơn vị)."
    )


def test_a_printed_average_that_the_rule_contradicts_is_told_with_the_recomputed_one():
    units = [make_unit("A", order=1, total="70"), make_unit("B", order=2, total="60")]
    now = Average(Figure(Fraction(65), Decimal("59.77")), n=3, n_recomputed=2)
    results = make_results(
        make_kind(units, averages={(TOTAL, 2020): now, (TOTAL, 2019): average(50, 2)})
    )
    assert told(describe_kind(results, results.kinds[0]))[0].startswith(
        "Điểm trung bình của các đơn vị thuộc Bộ là 59,77* điểm (tính trên 3 đơn vị); tính lại "
        "theo quy tắc là 65,00 điểm"
        " (tính trên 2 đơn vị); năm 2019 là 50,00 điểm, tính trên 2 đơn vị."
    )


def test_a_group_is_told_with_full_marks_zeros_and_units_it_does_not_apply_to():
    units = [
        make_unit("A", order=1, figures={("G1", 2020): exact(100)}),
        make_unit("B", order=2, figures={("G1", 2020): exact(0)}),
        make_unit("C", order=3, figures={("G1", 2020): NOT_APPLICABLE}),
    ]
    results = make_results(make_kind(units))
    assert told(describe_group(results, results.kinds[0], "G1")) == (
        (
            "Cao nhất là 100,00 điểm (ĐV A), thấp nhất là 0,00 điểm (ĐV B), chênh lệch 100,00 điểm."
            " Có 1 đơn vị đạt điểm tối đa: ĐV A. Có 1 đơn vị đạt 0 điểm: ĐV B."
            " Nhóm tiêu chí không áp dụng đối với 1 đơn vị: ĐV C."
        ),
    )


def test_units_above_at_and_below_the_average_are_named():
    units = [
        make_unit(code, order=place, total=total)
        for place, (code, total) in enumerate([("A", 70), ("B", 60), ("C", 50)])
    ]
    results = make_results(make_kind(units, averages={(TOTAL, 2020): average(60, 3)}))
    assert [describe_average(against) for against in above_and_below_average(results)] == [
        (
            "So với mức trung bình (60,00 điểm), 1 đơn vị cao hơn: ĐV A; 1 đơn vị bằng: ĐV B; 1 "
            "đơn "
            "vị thấp hơn: ĐV C."
        )
    ]


def test_scores_outside_every_band_are_told():
    units = [make_unit("A", order=1, total="82"), make_unit("B", order=2, total="70")]
    results = make_results(make_kind(units))
    assert told(describe_bands(results, band_lists(results))) == (
        (
            "Tính chung các loại đơn vị: Nhóm A có 1 đơn vị, Nhóm B không có đơn vị nào và Nhóm C "
            "không có đơn vị nào."
        ),
        (
            "Bộ tiêu chí không quy định nhóm cho kết quả của 1 đơn vị: ĐV A (82,00); các đơn vị "
            "này "
            "không được xếp nhóm."
        ),
    )


# --- frameworks -------------------------------------------------------------------


def test_sums_ranked_on_percent_are_told_in_percent():
    units = [
        make_unit("A", order=1, total="225", percent=Fraction(50), groups=[make_group("G1", 450)]),
        make_unit("B", order=2, total="450", percent=Fraction(75), groups=[make_group("G1", 600)]),
    ]
    results = make_results(
        make_kind(units),
        ranking=RankingScale.PERCENT,
        aggregation=GroupAggregation.SUM_OF_POINTS,
        averages={(TOTAL, 2020): average(337, 2)},
    )
    assert told(describe_all(results)) == (
        (
            "Cả 2 đơn vị đều có điểm thẩm định. Cao nhất là 75,00% điểm tối đa (ĐV B), thấp nhất "
            "là 50,00% điểm tối đa (ĐV A),"
            " chênh lệch 25,00 điểm phần trăm."
        ),
    )


def test_the_method_follows_from_the_framework():
    mean, total = (
        make_results(),
        make_results(ranking=RankingScale.PERCENT, aggregation=GroupAggregation.SUM_OF_POINTS),
    )
    assert "trung bình cộng" in describe_method(mean)[0]
    assert "tổng điểm của các nhóm" in describe_method(total)[0]
    assert "theo điểm thẩm định" in describe_method(mean)[3]
    assert "tỷ lệ phần trăm" in describe_method(total)[3]


def test_bands_are_told_with_a_closed_lower_and_an_open_upper_bound():
    bands = (
        BandSpec("T", "Tốt", Decimal(80), None),
        BandSpec("K", "Khá", Decimal("62.5"), Decimal(80)),
        BandSpec("D", "D", Decimal(0), Decimal("62.5")),
    )
    assert describe_band_rule(make_results(bands=bands)) == (
        (
            "Đơn vị được xếp nhóm theo điểm thẩm định, xét trên giá trị chưa làm tròn: Tốt từ 80 "
            "điểm trở lên;"
            " Khá từ 62,5 đến dưới 80 điểm; Nhóm D dưới 62,5 điểm."
        ),
    )


def test_a_framework_without_bands_says_so_and_lists_none():
    results = make_results(make_kind([make_unit("A", order=1, total="70")]), bands=())
    assert describe_band_rule(results) == ("Bộ tiêu chí không quy định việc xếp nhóm.",)
    assert told(describe_bands(results, band_lists(results))) == ()


# --- conclusions --------------------------------------------------------------------


def two_groups(averages):
    units = [
        make_unit(
            "A",
            order=1,
            groups=[make_group("G1"), make_group("G2")],
            figures=of_years(20, 50, "G1") | of_years(60, 0, "G2"),
        ),
        make_unit(
            "B",
            order=2,
            groups=[make_group("G1"), make_group("G2")],
            figures=of_years(20, 100, "G1") | of_years(60, 40, "G2"),
        ),
    ]
    return make_results(make_kind(units, groups=("G1", "G2"), averages=averages))


def test_strong_and_weak_groups_follow_from_the_averages():
    results = two_groups({("G1", 2020): average(75, 2), ("G2", 2020): average(20, 2)})
    assert list_achievements(results) == (
        (
            "Ở các đơn vị thuộc Bộ, nhóm tiêu chí có kết quả trung bình cao nhất là «Tên G1» "
            "(75,00 "
            "trên 100 điểm)."
        ),
        "Ở các đơn vị thuộc Bộ, đạt điểm tối đa của nhóm tiêu chí «Tên G1»: ĐV B.",
        (
            "So với năm 2019, nhóm tiêu chí tăng điểm ở các đơn vị thuộc Bộ: «Tên G1» tăng bình "
            "quân "
            "55,00 điểm."
        ),
    )
    assert list_limits(results) == (
        (
            "Ở các đơn vị thuộc Bộ, nhóm tiêu chí có kết quả trung bình thấp nhất là «Tên G2» "
            "(20,00 "
            "trên 100 điểm)."
        ),
        "Ở các đơn vị thuộc Bộ, đạt 0 điểm của nhóm tiêu chí «Tên G2»: ĐV A.",
        (
            "So với năm 2019, nhóm tiêu chí giảm điểm ở các đơn vị thuộc Bộ: «Tên G2» giảm bình "
            "quân "
            "40,00 điểm."
        ),
    )


def test_a_mean_change_says_of_how_many_units_it_is_where_it_is_not_of_all():
    units = [
        make_unit("A", order=1, figures=of_years(20, 50, "G1")),
        make_unit("B", order=2, figures={("G1", 2020): exact(10)}),
    ]
    results = make_results(make_kind(units))
    (told_once,) = list_achievements(results)
    assert told_once.endswith("«Tên G1» tăng bình quân 30,00 điểm (1 đơn vị có số liệu hai năm).")


def test_a_mean_change_is_the_one_that_the_printed_averages_give():
    units = [
        make_unit(code, order=place, figures=of_years(10, "20.004", "G1"))
        for place, code in enumerate("AB", start=1)
    ]
    averages = {("G1", 2019): average("10.004", 2), ("G1", 2020): average("20.005", 2)}
    (told,) = list_achievements(make_results(make_kind(units, averages=averages)))
    assert told.endswith("tăng bình quân 10,01 điểm.")


def test_what_two_kinds_of_units_lack_alike_is_recommended_once():
    kinds = [
        two_groups({("G1", 2020): average(75, 2), ("G2", 2020): average(20, 2)}).kinds[0]
        for _ in range(2)
    ]
    results = make_results(kinds[0], replace(kinds[1], code="ngoai", name="trực thuộc Bộ"))
    assert list_recommendations(results, has_failings=False)[0] == (
        "Đối với các đơn vị thuộc Bộ và các đơn vị trực thuộc Bộ: ưu tiên nâng kết quả của nhóm "
        "tiêu chí «Tên G2»."
    )


def test_a_wrong_printed_average_does_not_make_a_group_the_weakest():
    wrong = Average(Figure(Fraction(90), Decimal("5.00")), n=8, n_recomputed=2)
    results = two_groups({("G1", 2020): wrong, ("G2", 2020): average(20, 2)})
    assert list_limits(results)[0].endswith("«Tên G2» (20,00 trên 100 điểm).")
    assert list_achievements(results)[0].endswith(
        "«Tên G1» (90,00 (số đã công bố 5,00*) trên 100 điểm)."
    )


def test_equal_groups_are_neither_strong_nor_weak():
    results = two_groups({("G1", 2020): average(50, 2), ("G2", 2020): average(50, 2)})
    assert not [
        item
        for item in (*list_achievements(results), *list_limits(results))
        if "trung bình cao" in item or "thấp nhất" in item
    ]


def test_without_figures_nothing_is_concluded():
    results = make_results(make_kind([make_unit("A", order=1)]))
    assert (list_achievements(results), list_limits(results)) == ((), ())


def test_recommendations_answer_only_limits_that_are_there():
    last = (
        "Thủ trưởng các đơn vị báo cáo kết quả khắc phục các hạn chế nêu trên trong kỳ đánh giá "
        "tiếp theo."
    )
    nothing = make_results(make_kind([make_unit("A", order=1)]))
    weak = two_groups({("G1", 2020): average(75, 2), ("G2", 2020): average(20, 2)})
    assert list_recommendations(nothing, has_failings=False) == (
        "Số liệu hiện có chưa đủ để kiến nghị.",
    )
    assert list_recommendations(weak, has_failings=False) == (
        "Đối với các đơn vị thuộc Bộ: ưu tiên nâng kết quả của nhóm tiêu chí «Tên G2».",
        last,
    )
