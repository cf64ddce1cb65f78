"""The working: every line can be checked by hand, and says the same as the score."""

import re
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ictindex.lib.numbers import half_up
from scoring.core.aggregate import unit_score
from scoring.core.explanation import GROUNDS, ExplanationLine, LineKind, explain_unit
from scoring.core.types import (
    Effect,
    GroupAggregation,
    Missing,
    NotApplicable,
    Outcome,
    RefusalGround,
    Refused,
    UnitSpec,
)
from tests.scoring.core.factories import (
    cents,
    drawn_units,
    from_cents,
    group,
    leaf,
    mean_unit,
    printed_unit,
    scored,
    sum_unit,
)


def total_of(lines: tuple[ExplanationLine, ...]) -> ExplanationLine:
    return next(line for line in lines if line.kind is LineKind.TOTAL)


@pytest.mark.parametrize(
    ("scores", "formula"),
    [
        (
            {"HTKT": "95.00", "UDCNTT": "87.70", "DVCTT": None, "CCCS": "35.00"},
            "(95,00 + 87,70 + 35,00) / 3 = 217,70 / 3 = 72,5667 → 72,57",
        ),
        (
            {
                "HTKT": "77.85",
                "UDCNTT": "79.84",
                "TTDT": "61",
                "DVCTT": "75",
                "CCCS": "30",
                "NL": "59.5",
            },
            "(77,85 + 79,84 + 61,00 + 75,00 + 30,00 + 59,50) / 6 = 383,19 / 6 = 63,865 → 63,87",
        ),
        (
            {
                "HTKT": "78.2",
                "UDCNTT": "83.29",
                "TTDT": "43",
                "DVCTT": None,
                "CCCS": "0",
                "NL": "58",
            },
            "(78,20 + 83,29 + 43,00 + 0,00 + 58,00) / 5 = 262,49 / 5 = 52,498 → 52,50",
        ),
        ({"A": "40", "B": "50"}, "(40,00 + 50,00) / 2 = 90,00 / 2 = 45,00"),
        ({"A": "40.5"}, "40,50 / 1 = 40,50"),
    ],
)
def test_the_mean_is_worked_out_from_the_groups_that_apply(
    scores: dict[str, str | None], formula: str
) -> None:
    spec, outcomes, absent = printed_unit(scores)

    assert total_of(explain_unit(spec, outcomes, absent=absent)).formula == formula


def test_a_whole_working_shows_each_outcome_in_its_own_words() -> None:
    spec = mean_unit(
        group(
            "A",
            leaf("A:1", "60", name="Máy tính"),
            leaf("A:2", "30", name="Chữ ký số"),
            leaf("A:3", "10", name="Họp"),
        ),
        group("B", leaf("B:1", "100", name="Dịch vụ"), may_be_absent=True, name="Dịch vụ công"),
        group("C", leaf("C:1", "100", name="Cải cách"), name="Cải cách hành chính"),
    )
    outcomes: dict[str, Outcome] = {
        "A:1": scored("55.5"),
        "A:2": Refused(RefusalGround.NO_EVIDENCE),
        "A:3": NotApplicable(),
        "C:1": NotApplicable(),
    }

    lines = explain_unit(
        spec,
        outcomes,
        absent=frozenset({"B"}),
        reasons={"B": "Đơn vị không có dịch vụ công trực tuyến."},
    )

    no = "Không áp dụng: "
    assert lines == (
        ExplanationLine(
            LineKind.GROUP, "A", "Nhóm A", "55,50 + 0,00 = 55,50", Fraction("55.5"), Fraction(90)
        ),
        ExplanationLine(
            LineKind.LEAF, "A:1", "Máy tính", "55,50 trên 60,00", Fraction("55.5"), Fraction(60)
        ),
        ExplanationLine(
            LineKind.LEAF,
            "A:2",
            "Chữ ký số",
            "Không chấp nhận (không có tài liệu kiểm chứng): 0,00 trên 30,00",
            Fraction(0),
            Fraction(30),
        ),
        ExplanationLine(
            LineKind.LEAF, "A:3", "Họp", f"{no}không tính vào điểm và điểm tối đa.", None
        ),
        ExplanationLine(
            LineKind.GROUP,
            "B",
            "Dịch vụ công",
            f"{no}Đơn vị không có dịch vụ công trực tuyến.",
            None,
        ),
        ExplanationLine(
            LineKind.GROUP,
            "C",
            "Cải cách hành chính",
            f"{no}mọi tiêu chí trong nhóm đều không áp dụng.",
            None,
        ),
        ExplanationLine(
            LineKind.LEAF, "C:1", "Cải cách", f"{no}không tính vào điểm và điểm tối đa.", None
        ),
        ExplanationLine(
            LineKind.TOTAL,
            "",
            "Điểm của đơn vị: trung bình cộng của 1 nhóm được áp dụng",
            "55,50 / 1 = 55,50",
            Fraction("55.5"),
            Fraction(90),
        ),
        ExplanationLine(
            LineKind.PERCENT,
            "",
            "Tỷ lệ phần trăm so với điểm tối đa được áp dụng",
            "55,50 / 90,00 × 100 = 61,6667 → 61,67",
            Fraction(185, 3),
            Fraction(100),
        ),
    )


def test_a_sum_and_its_percentage_are_worked_out() -> None:
    spec = sum_unit(group("A", leaf("A:1", "30")), group("B", leaf("B:1", "420")))

    lines = explain_unit(spec, {"A:1": scored("25"), "B:1": scored("200.25")})

    assert [(line.what, line.formula) for line in lines[-2:]] == [
        ("Điểm của đơn vị: tổng điểm của 2 nhóm được áp dụng", "25,00 + 200,25 = 225,25"),
        (
            "Tỷ lệ phần trăm so với điểm tối đa được áp dụng",
            "225,25 / 450,00 × 100 = 50,0556 → 50,06",
        ),
    ]


def test_what_is_missing_is_named_and_gives_no_number() -> None:
    spec = mean_unit(
        group("A", leaf("A:1", "50"), leaf("A:2", "50")), group("B", leaf("B:1", "100"))
    )

    lines = explain_unit(spec, {"A:1": scored("5"), "B:1": Missing()})

    assert [(line.key, line.formula, line.value, line.maximum) for line in lines] == [
        ("A", "Chưa tính được: còn 1 tiêu chí chưa có kết quả (A:2).", None, Fraction(100)),
        ("A:1", "5,00 trên 50,00", Fraction(5), Fraction(50)),
        ("A:2", "Chưa có kết quả.", None, Fraction(50)),
        ("B", "Chưa tính được: còn 1 tiêu chí chưa có kết quả (B:1).", None, Fraction(100)),
        ("B:1", "Chưa có kết quả.", None, Fraction(100)),
        ("", "Chưa tính được: còn 2 tiêu chí chưa có kết quả (A:2; B:1).", None, Fraction(100)),
    ]


def test_a_unit_to_which_nothing_applies_is_told_so() -> None:
    spec = mean_unit(group("B", leaf("B:1", "100"), may_be_absent=True))

    assert [line.formula for line in explain_unit(spec, {}, absent=frozenset({"B"}))] == [
        "Không áp dụng: đơn vị không có nội dung của nhóm này.",
        "Không có nhóm nào được áp dụng nên không có điểm.",
    ]


@pytest.mark.parametrize(
    ("points", "formula", "value"),
    [
        (("98", "5", "0"), "98,00 + 5,00 + 0,00 = 103,00, không vượt mức tối đa 100,00", 100),
        (("5", "0", "8"), "5,00 + 0,00 − 8,00 = −3,00, không xuống dưới 0,00", 0),
        (("50", "5", "8"), "50,00 + 5,00 − 8,00 = 47,00", 47),
    ],
)
def test_bonus_deduction_and_their_limits_are_shown(
    points: tuple[str, str, str], formula: str, value: int
) -> None:
    spec = mean_unit(
        group(
            "G", leaf("a", "100"), leaf("b", "5", Effect.BONUS), leaf("c", "10", Effect.DEDUCTION)
        )
    )
    outcomes = dict(zip("abc", map(scored, points), strict=True))

    lines = explain_unit(spec, outcomes)

    assert (lines[0].formula, lines[0].value) == (formula, Fraction(value))
    shown = [
        text.replace(".", ",")
        for text in (f"{outcomes['b'].points:.2f}", f"{outcomes['c'].points:.2f}")
    ]
    assert [line.formula for line in lines[2:4]] == [
        f"cộng {shown[0]} (thưởng tối đa 5,00)",
        f"trừ {shown[1]} (trừ tối đa 10,00)",
    ]


def test_a_long_sum_is_told_in_words_over_its_lines() -> None:
    leaves = [leaf(f"G:{number}", "2") for number in range(50)]

    lines = explain_unit(
        mean_unit(group("G", *leaves)), {each.key: scored("1.5") for each in leaves}
    )

    assert lines[0].formula == "Tổng điểm của 50 tiêu chí = 75,00"
    assert len([line for line in lines if line.kind.level == 1]) == 50


def test_twelve_terms_are_written_out_and_thirteen_told_in_words() -> None:
    leaves = [leaf(f"G:{number}", "2") for number in range(13)]

    formulas = [
        explain_unit(mean_unit(group("G", *some)), {each.key: scored("1") for each in some})[
            0
        ].formula
        for some in (leaves[:12], leaves)
    ]

    assert formulas == [" + ".join(["1,00"] * 12) + " = 12,00", "Tổng điểm của 13 tiêu chí = 13,00"]


def test_twelve_missing_criteria_are_named_and_of_more_only_the_first() -> None:
    leaves = [leaf(f"{number}", "2") for number in range(13)]
    named = "0; 1; 2; 3; 4; 5; 6; 7; 8; 9; 10; 11"

    formulas = [
        explain_unit(mean_unit(group("G", *some)), {})[0].formula for some in (leaves[:12], leaves)
    ]

    assert formulas == [
        f"Chưa tính được: còn 12 tiêu chí chưa có kết quả ({named}).",
        f"Chưa tính được: còn 13 tiêu chí chưa có kết quả ({named}; …).",
    ]


def test_a_group_of_one_criterion_is_not_a_sum() -> None:
    assert (
        explain_unit(mean_unit(group("G", leaf("G:1"))), {"G:1": scored("7.125")})[0].formula
        == "7,125"
    )


def test_a_percentage_of_one_hundred_points_is_not_repeated() -> None:
    lines = explain_unit(mean_unit(group("G", leaf("G:1", "100"))), {"G:1": scored("70")})

    assert [line.kind for line in lines] == [LineKind.GROUP, LineKind.LEAF, LineKind.TOTAL]


@pytest.mark.parametrize(
    ("points", "maximum", "formula"),
    [
        ("1", "64", "1,00 / 64,00 × 100 = 1,5625 → 1,56"),
        ("1", "6400", "1,00 / 6400,00 × 100 = 0,015625 → 0,02"),
        ("1", "64000", "1,00 / 64000,00 × 100 = 0,0016 → 0,00"),
        ("12", "107", "12,00 / 107,00 × 100 = 11,21495 → 11,21"),
    ],
)
def test_as_many_places_are_written_as_the_rounding_needs(
    points: str, maximum: str, formula: str
) -> None:
    assert (
        explain_unit(sum_unit(group("G", leaf("a", maximum))), {"a": scored(points)})[-1].formula
        == formula
    )


def test_every_ground_of_refusal_has_words() -> None:
    assert set(GROUNDS) == set(RefusalGround)


def read(text: str) -> Fraction:
    return Fraction(text.replace(",", ".").replace("−", "-"))


def terms(text: str) -> list[Fraction]:
    return [read(number) for number in re.findall(r"[0-9]+,[0-9]+", text)]


@given(drawn_units(with_missing=False))
def test_every_step_of_a_total_can_be_checked_by_hand(
    drawn: tuple[UnitSpec, dict[str, Outcome], frozenset[str]],
) -> None:
    spec, outcomes, absent = drawn
    score = unit_score(spec, outcomes, absent=absent)
    assume(score.total is not None)

    line = total_of(explain_unit(spec, outcomes, absent=absent))

    first, *between = line.formula.split(" = ")
    written, *rounded = [first, *between][-1].split(" → ")
    divisor = (
        int(first.rsplit(" / ", 1)[1]) if spec.aggregation is GroupAggregation.MEAN_OF_GROUPS else 1
    )
    assert sum(terms(first.rsplit(" / ", 1)[0])) == line.value * divisor == score.total * divisor
    assert (
        read(rounded[0] if rounded else written) == half_up(score.total) == half_up(read(written))
    )


@given(drawn_units())
def test_the_lines_say_what_the_score_says(
    drawn: tuple[UnitSpec, dict[str, Outcome], frozenset[str]],
) -> None:
    spec, outcomes, absent = drawn
    score = unit_score(spec, outcomes, absent=absent)

    lines = explain_unit(spec, outcomes, absent=absent)

    groups = [(line.key, line.value, line.maximum) for line in lines if line.kind is LineKind.GROUP]
    assert groups == [
        (each.code, each.points, each.maximum if each.applies else None) for each in score.groups
    ]
    assert (total_of(lines).value, total_of(lines).maximum) == (score.total, score.maximum)
    shown = [line.key for line in lines if line.kind is LineKind.LEAF]
    assert shown == [
        each.key for some in spec.groups if some.code not in absent for each in some.leaves
    ]


@given(cents(450_00), st.integers(1, 450_00))
def test_a_percentage_written_out_rounds_to_the_percentage_shown(points: int, maximum: int) -> None:
    low, high = sorted((points, maximum))
    assume(high != 100_00)
    spec = sum_unit(group("G", leaf("a", str(from_cents(high)))))

    line = explain_unit(spec, {"a": scored(str(from_cents(low)))})[-1]

    written, *rounded = line.formula.rsplit(" = ", 1)[1].split(" → ")
    exact = Fraction(low * 100, high)
    assert line.value == exact
    assert half_up(read(written)) == half_up(exact) == read(rounded[0] if rounded else written)
