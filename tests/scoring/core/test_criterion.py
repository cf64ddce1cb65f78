"""Every kind of rule: what it is worth, what it refuses and with which sentence, and what a
framework may not state.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.amounts import ImpossibleInput
from scoring.core.criterion import best_ratio, outcome
from scoring.core.rule_kinds.kinds import rule_of
from scoring.core.rule_kinds.rule import Rule
from scoring.core.rule_terms import Terms, WrongRule
from scoring.core.types import LevelSpec, Missing, NotApplicable, Scored
from tests.scoring.core.factories import cents, from_cents

MEETINGS = (("4", "20", "4"), ("3", "15", "3"), ("1", "5", "1"))
QUARTERS = (("full", "20", None), ("half", "10", None), ("none", "0", None))
THIRDS = (("all", "10", None), ("some", "6.67", None))
TWO_THIRDS = {"fractions": {"all": "1", "some": "2/3"}}
PART_YES_NO = {"code": "a", "label": "Có quy chế", "kind": "yes_no", "maximum": "4"}
PART_RATIO = {"code": "b", "label": "Máy tính", "kind": "ratio", "maximum": "6"}
PART_DEDUCTION = {
    "code": "c",
    "label": "Sự cố",
    "kind": "deduction",
    "maximum": "10",
    "params": {"each": "5"},
}
ONLY_YES_NO = {"parts": [PART_YES_NO]}


def levels(*rows: tuple[str, str, str | None]) -> tuple[LevelSpec, ...]:
    return tuple(
        LevelSpec(code, f"Mức {code}", Decimal(points), None if bound is None else Decimal(bound))
        for code, points, bound in rows
    )


def rule(
    kind: str, params: Mapping[str, Any] | None = None, maximum: str = "20", rows: tuple = ()
) -> Rule:
    return rule_of(Terms(kind, params or {}, Decimal(maximum), levels(*rows)))


WORTH: list[tuple[Rule, dict[str, Any], str]] = [
    (rule("manual"), {"points": "7.5"}, "7.5"),
    (rule("manual"), {"points": 0}, "0"),
    (rule("manual"), {"points": "20.00"}, "20"),
    (rule("yes_no"), {"answer": "yes"}, "20"),
    (rule("yes_no"), {"answer": "no"}, "0"),
    (rule("yes_no", {"yes": "0", "no": "12.5"}), {"answer": "no"}, "12.5"),
    (rule("choice", rows=QUARTERS), {"choice": "half"}, "10"),
    (rule("choice", TWO_THIRDS, "10", THIRDS), {"choice": "some"}, "20/3"),
    (rule("steps", rows=MEETINGS), {"number": "0"}, "0"),
    (rule("steps", rows=MEETINGS), {"number": "1"}, "5"),
    (rule("steps", rows=MEETINGS), {"number": "2.99"}, "5"),
    (rule("steps", rows=MEETINGS), {"number": 3}, "15"),
    (rule("steps", rows=MEETINGS), {"number": "400"}, "20"),
    (rule("steps", rows=(("0", "20", "0"), ("1", "0", "1"))), {"number": "1"}, "0"),
    (rule("ratio"), {"numerator": "1", "denominator": "3"}, "20/3"),
    (rule("ratio"), {"numerator": "0", "denominator": "3"}, "0"),
    (rule("ratio"), {"numerator": "3", "denominator": "3"}, "20"),
    (rule("ratio", {"may_exceed": True}), {"numerator": "12", "denominator": "10"}, "20"),
    (rule("ratio_to_best").with_best(Fraction(4, 5)), {"numerator": "2", "denominator": "5"}, "10"),
    (rule("ratio_to_best").with_best(Fraction(4, 5)), {"numerator": "4", "denominator": "5"}, "20"),
    (rule("ratio_to_best").with_best(Fraction(0)), {"numerator": "0", "denominator": "5"}, "0"),
    (rule("count", {"each": "1.5"}), {"count": "3"}, "4.5"),
    (rule("count", {"each": "1.5"}), {"count": "999999"}, "20"),
    (rule("deduction", {"each": "2"}, "5"), {"count": "2"}, "4"),
    (rule("deduction", {"each": "2"}, "5"), {"count": "3"}, "5"),
    (rule("bonus", {"each": "2"}, "5"), {"count": "3"}, "5"),
    (
        rule("best_of", {"parts": [PART_YES_NO, PART_RATIO]}, "6"),
        {"parts": {"a": {"answer": "yes"}}},
        "4",
    ),
    (
        rule("best_of", {"parts": [PART_YES_NO, PART_RATIO]}, "6"),
        {"parts": {"a": {"answer": "yes"}, "b": {"numerator": "5", "denominator": "6"}}},
        "5",
    ),
    (
        rule("sum_of_parts", {"parts": [PART_YES_NO, PART_RATIO]}, "10"),
        {"parts": {"a": {"answer": "yes"}, "b": {"numerator": "1", "denominator": "4"}}},
        "5.5",
    ),
    (
        rule("sum_of_parts", {"parts": [PART_YES_NO, PART_DEDUCTION]}, "4"),
        {"parts": {"a": {"answer": "yes"}, "c": {"count": "1"}}},
        "0",
    ),
    (
        rule("supplied", {"by": "Văn phòng Bộ", "kind": "ratio", "params": {"may_exceed": True}}),
        {"numerator": "1", "denominator": "8"},
        "2.5",
    ),
    (
        rule(
            "supplied",
            {
                "by": "Văn phòng Bộ",
                "kind": "choice",
                "levels": [{"code": "x", "label": "X", "points": "3"}],
            },
        ),
        {"choice": "x"},
        "3",
    ),
]


@pytest.mark.parametrize(("stated", "declared", "points"), WORTH)
def test_a_rule_gives_exact_points(stated: Rule, declared: dict[str, Any], points: str) -> None:
    assert stated.points(declared) == Fraction(points)


IMPOSSIBLE: list[tuple[Rule, dict[str, Any], str]] = [
    (
        rule("manual", maximum="10"),
        {"points": "12"},
        "Điểm 12 vượt mức tối đa 10. Nhập từ 0 đến 10.",
    ),
    (rule("manual"), {"points": "-0.5"}, "Điểm −0,5 là số âm. Nhập từ 0 trở lên."),
    (rule("manual"), {"points": "7.125"}, "Điểm 7,125 có quá hai chữ số sau dấu phẩy."),
    (rule("manual"), {"points": "NaN"}, "Điểm «NaN» không phải là một số hợp lệ."),
    (rule("manual"), {"points": Decimal("NaN")}, "Điểm «NaN» không phải là một số hợp lệ."),
    (
        rule("manual"),
        {"points": Decimal("Infinity")},
        "Điểm «Infinity» không phải là một số hợp lệ.",
    ),
    (rule("manual"), {"points": "1e1"}, "Điểm «1e1» không phải là một số hợp lệ."),
    (rule("manual"), {"points": "１"}, "Điểm «１» không phải là một số hợp lệ."),
    (rule("manual"), {"points": 0.5}, "Điểm «0.5» không phải là một số hợp lệ."),
    (rule("manual"), {"points": True}, "Điểm «True» không phải là một số hợp lệ."),
    (rule("manual"), {"points": "9" * 50}, f"Điểm «{'9' * 40}…» không phải là một số hợp lệ."),
    (rule("manual"), {"other": "1"}, "Điểm chưa được kê khai."),
    (rule("yes_no"), {"answer": "có"}, "Câu hỏi này phải được trả lời «Có» hoặc «Không»."),
    (rule("yes_no"), {"answer": ["yes"]}, "Câu hỏi này phải được trả lời «Có» hoặc «Không»."),
    (
        rule("choice", rows=QUARTERS),
        {"choice": "most"},
        "Chưa chọn mức, hoặc mức đã chọn không có trong tiêu chí này.",
    ),
    (
        rule("choice", rows=QUARTERS),
        {"choice": None},
        "Chưa chọn mức, hoặc mức đã chọn không có trong tiêu chí này.",
    ),
    (rule("steps", rows=MEETINGS), {"number": "-1"}, "Số lượng −1 là số âm. Nhập từ 0 trở lên."),
    (
        rule("ratio"),
        {"numerator": "12", "denominator": "10"},
        "Tử số 12 lớn hơn mẫu số 10. Kiểm tra lại hai số.",
    ),
    (
        rule("ratio"),
        {"numerator": "0", "denominator": "0"},
        "Mẫu số bằng 0 nên không tính được tỷ lệ. Nhập mẫu số lớn hơn 0.",
    ),
    (
        rule("ratio", {"may_exceed": True}),
        {"numerator": "1", "denominator": "0.00"},
        "Mẫu số bằng 0 nên không tính được tỷ lệ. Nhập mẫu số lớn hơn 0.",
    ),
    (
        rule("ratio"),
        {"numerator": "-3", "denominator": "-6"},
        "Tử số −3 là số âm. Nhập từ 0 trở lên.",
    ),
    (rule("ratio"), {"numerator": "3"}, "Mẫu số chưa được kê khai."),
    (rule("ratio"), {"numerator": "", "denominator": "5"}, "Tử số chưa được kê khai."),
    (
        rule("ratio_to_best"),
        {"numerator": "1", "denominator": "5"},
        "Chưa biết tỷ lệ cao nhất của các đơn vị nên chưa tính được điểm.",
    ),
    (
        rule("ratio_to_best").with_best(Fraction(1, 5)),
        {"numerator": "2", "denominator": "5"},
        "Tỷ lệ của đơn vị cao hơn tỷ lệ cao nhất đã dùng để so sánh.",
    ),
    (rule("count", {"each": "1"}), {"count": "2.5"}, "Số lượng 2,5 phải là số nguyên."),
    (rule("best_of", ONLY_YES_NO, "4"), {"parts": {}}, "Chưa kê khai phần nào."),
    (
        rule("best_of", ONLY_YES_NO, "4"),
        {"parts": {"z": {"answer": "yes"}}},
        "Tiêu chí này không có phần «z».",
    ),
    (rule("best_of", ONLY_YES_NO, "4"), {"parts": ["a"]}, "Chưa kê khai phần nào."),
    (
        rule("best_of", ONLY_YES_NO, "4"),
        {"parts": {"a": "yes"}},
        "Phần «Có quy chế» chưa được kê khai.",
    ),
    (
        rule("sum_of_parts", {"parts": [PART_YES_NO, PART_RATIO]}, "10"),
        {"parts": {"a": {"answer": "yes"}}},
        "Phần «Máy tính» chưa được kê khai.",
    ),
    (
        rule("sum_of_parts", {"parts": [PART_YES_NO, PART_RATIO]}, "10"),
        {"parts": {"a": {"answer": "yes"}, "b": {"numerator": "7", "denominator": "6"}}},
        "Phần «Máy tính»: Tử số 7 lớn hơn mẫu số 6. Kiểm tra lại hai số.",
    ),
]


@pytest.mark.parametrize(("stated", "declared", "sentence"), IMPOSSIBLE)
def test_impossible_input_is_refused_with_a_sentence(
    stated: Rule, declared: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ImpossibleInput) as refusal:
        stated.points(declared)

    assert str(refusal.value) == sentence


def nested(deep: int) -> dict[str, Any]:
    """A part with `deep` more levels of parts under it."""
    part: dict[str, Any] = {"code": "p", "label": "P", "kind": "manual", "maximum": "4"}
    for _ in range(deep):
        part = {
            "code": "p",
            "label": "P",
            "kind": "best_of",
            "maximum": "4",
            "params": {"parts": [part]},
        }
    return part


def test_parts_may_have_parts_three_levels_deep() -> None:
    declared: dict[str, Any] = {
        "parts": {"p": {"parts": {"p": {"parts": {"p": {"points": "3.5"}}}}}}
    }

    assert rule("best_of", {"parts": [nested(2)]}, "4").points(declared) == Fraction("3.5")


WRONG: list[tuple[str, Any, str, tuple, str]] = [
    ("magic", {}, "20", (), "Không có cách chấm «magic»."),
    ("manual", [], "20", (), "Tham số của cách chấm phải gồm các cặp tên và giá trị."),
    ("manual", {"cap": "3"}, "20", (), "Cách chấm «manual»: không có tham số «cap»."),
    (
        "manual",
        {"may_not_apply": "yes"},
        "20",
        (),
        "Cách chấm «manual»: «may_not_apply» phải là true hoặc false.",
    ),
    ("manual", {}, "-1", (), "Cách chấm «manual»: điểm tối đa phải là số từ 0 trở lên."),
    ("manual", {}, "NaN", (), "Cách chấm «manual»: điểm tối đa phải là số từ 0 trở lên."),
    ("manual", {}, "20", MEETINGS, "Cách chấm «manual»: không dùng mức điểm."),
    ("yes_no", {"yes": "21"}, "20", (), "Cách chấm «yes_no»: «yes» là 21, vượt mức tối đa 20."),
    (
        "yes_no",
        {"no": 0.5},
        "20",
        (),
        'Cách chấm «yes_no»: «no» phải là số từ 0 trở lên, viết như "7.5", không phải 0.5.',
    ),
    ("choice", {}, "20", (), "Cách chấm «choice»: phải có ít nhất một mức điểm."),
    (
        "choice",
        {},
        "20",
        (("a", "1", None), ("a", "2", None)),
        "Cách chấm «choice»: hai mức có cùng mã.",
    ),
    (
        "choice",
        {},
        "20",
        (("a", "21", None),),
        "Cách chấm «choice»: mức «a» là 21 điểm, ngoài khoảng từ 0 đến 20.",
    ),
    (
        "choice",
        {"fractions": {"b": "1"}},
        "20",
        (("a", "20", None),),
        "Cách chấm «choice»: «fractions» phải nêu đúng các mức: a.",
    ),
    (
        "choice",
        {"fractions": {"a": "3/2"}},
        "20",
        (("a", "20", None),),
        'Cách chấm «choice»: phần của mức «a» phải từ 0 đến 1, viết như "0.5" hoặc "2/3".',
    ),
    (
        "choice",
        {"fractions": {"a": "1/0"}},
        "20",
        (("a", "20", None),),
        'Cách chấm «choice»: phần của mức «a» phải từ 0 đến 1, viết như "0.5" hoặc "2/3".',
    ),
    (
        "choice",
        {"fractions": {"a": "1/3"}},
        "20",
        (("a", "6.66", None),),
        "Cách chấm «choice»: mức «a» ghi 6,66 điểm nhưng phần của nó là 6,67.",
    ),
    ("steps", {}, "20", QUARTERS, "Cách chấm «steps»: mỗi bậc phải có cận dưới."),
    (
        "steps",
        {},
        "20",
        (("a", "1", "3"), ("b", "2", "3.00")),
        "Cách chấm «steps»: hai bậc có cùng cận dưới.",
    ),
    (
        "count",
        {},
        "20",
        (),
        'Cách chấm «count»: «each» phải là số từ 0 trở lên, viết như "7.5", không phải None.',
    ),
    (
        "bonus",
        {"each": "-1"},
        "20",
        (),
        "Cách chấm «bonus»: «each» phải là số từ 0 trở lên, viết như \"7.5\", không phải '-1'.",
    ),
    (
        "best_of",
        {},
        "20",
        (),
        "Cách chấm «best_of»: «parts» phải là danh sách có ít nhất một phần.",
    ),
    (
        "best_of",
        {"parts": "ab"},
        "20",
        (),
        "Cách chấm «best_of»: «parts» phải là danh sách có ít nhất một phần.",
    ),
    ("best_of", {"parts": ["a"]}, "20", (), "«parts» phải gồm các cặp tên và giá trị."),
    (
        "best_of",
        {"parts": [PART_YES_NO, PART_YES_NO]},
        "4",
        (),
        "Cách chấm «best_of»: hai phần có cùng mã.",
    ),
    (
        "best_of",
        ONLY_YES_NO,
        "5",
        (),
        "Cách chấm «best_of»: mức cao nhất của các phần là 4, khác điểm tối đa 5.",
    ),
    (
        "best_of",
        {"parts": [PART_YES_NO | {"maximum": "10"}, PART_DEDUCTION]},
        "10",
        (),
        "Cách chấm «best_of»: không lấy mức cao nhất của điểm thưởng hoặc điểm trừ.",
    ),
    (
        "sum_of_parts",
        {"parts": [PART_YES_NO, PART_RATIO]},
        "9.5",
        (),
        "Cách chấm «sum_of_parts»: tổng điểm tối đa của các phần là 10, khác điểm tối đa 9,5.",
    ),
    (
        "sum_of_parts",
        {"parts": [PART_YES_NO | {"kind": "ratio_to_best"}]},
        "4",
        (),
        "Cách chấm «sum_of_parts»: phần «Có quy chế» không được so với đơn vị cao nhất.",
    ),
    (
        "sum_of_parts",
        {"parts": [PART_YES_NO | {"params": {"may_not_apply": True}}]},
        "4",
        (),
        (
            "Cách chấm «sum_of_parts»: phần «Có quy chế» không được có «may_not_apply»; chỉ cả "
            "tiêu "
            "chí mới có thể không áp dụng."
        ),
    ),
    (
        "best_of",
        {"parts": [nested(3)]},
        "4",
        (),
        "Cách chấm «best_of»: các phần lồng nhau quá 3 tầng.",
    ),
    (
        "best_of",
        {"parts": [PART_YES_NO | {"weight": 1}]},
        "4",
        (),
        "Cách chấm «best_of, một phần»: không có tham số «weight».",
    ),
    ("supplied", {"by": "Văn phòng Bộ"}, "4", (), "Cách chấm «supplied»: phải có «kind»."),
    ("supplied", {"kind": "manual", "by": " "}, "4", (), "Cách chấm «supplied»: phải có «by»."),
    (
        "supplied",
        {"kind": "bonus", "by": "Văn phòng Bộ", "params": {"each": "1"}},
        "4",
        (),
        (
            "Cách chấm «supplied»: số liệu do cơ quan khác cung cấp không dùng cho điểm thưởng "
            "hoặc "
            "điểm trừ."
        ),
    ),
    (
        "supplied",
        {"kind": "manual", "by": "Văn phòng Bộ", "params": {"may_not_apply": True}},
        "4",
        (),
        "Cách chấm «supplied»: «may_not_apply» được nêu ở ngoài, không nêu trong «params».",
    ),
    (
        "supplied",
        {"kind": "choice", "by": "Văn phòng Bộ", "levels": {}},
        "4",
        (),
        "«levels» phải là một danh sách.",
    ),
    (
        "supplied",
        {"kind": "choice", "by": "Văn phòng Bộ", "levels": [{"code": "a", "label": "A"}]},
        "4",
        (),
        'Cách chấm «một mức»: «points» phải là số từ 0 trở lên, viết như "7.5", không phải None.',
    ),
]


@pytest.mark.parametrize(("kind", "params", "maximum", "rows", "sentence"), WRONG)
def test_a_rule_that_cannot_be_applied_is_refused_with_a_sentence(
    kind: str, params: Any, maximum: str, rows: tuple, sentence: str
) -> None:
    with pytest.raises(WrongRule) as refusal:
        rule_of(Terms(kind, params, Decimal(maximum), levels(*rows)))

    assert str(refusal.value) == sentence


def test_what_is_declared_becomes_one_of_the_outcomes() -> None:
    optional = rule("ratio", {"may_not_apply": True}, "10")

    assert outcome(optional, {}) == Missing()
    assert outcome(optional, {"not_applicable": True}) == NotApplicable()
    assert outcome(optional, {"numerator": "2", "denominator": "3"}) == Scored(Decimal("6.67"))
    assert outcome(optional, {"numerator": "0", "denominator": "3"}) == Scored(Decimal("0.00"))


def test_what_must_apply_cannot_be_declared_not_applicable() -> None:
    with pytest.raises(ImpossibleInput, match="bắt buộc với mọi đơn vị"):
        outcome(rule("yes_no"), {"not_applicable": True})


def test_not_applicable_is_declared_alone() -> None:
    with pytest.raises(ImpossibleInput, match="không kê khai số liệu nữa"):
        outcome(rule("yes_no", {"may_not_apply": True}), {"not_applicable": True, "answer": "yes"})


def test_a_ratio_to_the_best_is_missing_until_all_units_are_known_but_is_checked_at_once() -> None:
    stated = rule("ratio_to_best")

    assert outcome(stated, {"numerator": "2", "denominator": "5"}) == Missing()
    with pytest.raises(ImpossibleInput, match="Mẫu số bằng 0"):
        outcome(stated, {"numerator": "2", "denominator": "0"})


@pytest.mark.parametrize("params", [None, {"by": "Văn phòng Bộ", "kind": "ratio_to_best"}])
def test_units_are_set_against_the_best_of_all_that_declared(params: dict[str, Any] | None) -> None:
    stated = rule("supplied" if params else "ratio_to_best", params)
    units: list[dict[str, Any]] = [
        {"numerator": "1", "denominator": "4"},
        {},
        {"not_applicable": True},
        {"numerator": "3", "denominator": "4"},
    ]

    known = stated.with_best(best_ratio(stated, units))

    assert [outcome(known, units[0]), outcome(known, units[3])] == [
        Scored(Decimal("6.67")),
        Scored(Decimal("20.00")),
    ]


def test_nobody_declared_and_nothing_to_compare_have_no_best() -> None:
    assert best_ratio(rule("ratio_to_best"), [{}]) is None
    assert best_ratio(rule("ratio"), [{"numerator": "1", "denominator": "4"}]) is None


counts = st.integers(min_value=0, max_value=10**9)


@given(counts, counts, cents(100_00))
def test_a_ratio_agrees_with_whole_numbers(first: int, second: int, maximum: int) -> None:
    numerator, denominator = sorted((first, second + 1))

    points = rule_of(Terms("ratio", {}, from_cents(maximum))).points(
        {"numerator": str(numerator), "denominator": denominator}
    )

    assert points.numerator * denominator * 100 == numerator * maximum * points.denominator


@given(counts, cents(100_00), cents(100_00))
def test_a_count_agrees_with_whole_cents_and_stops_at_the_maximum(
    count: int, one: int, other: int
) -> None:
    each, maximum = sorted((one, other))

    points = rule_of(Terms("count", {"each": str(from_cents(each))}, from_cents(maximum))).points(
        {"count": count}
    )

    assert points * 100 == sorted([0, count * each, maximum])[1]


@given(st.lists(st.tuples(counts, st.integers(1, 10**9)), min_size=1, max_size=8), cents(100_00))
def test_the_best_unit_has_the_maximum_and_the_others_their_share(
    units: list[tuple[int, int]], maximum: int
) -> None:
    stated = rule_of(Terms("ratio_to_best", {"may_exceed": True}, from_cents(maximum)))
    declared = [
        {"numerator": numerator, "denominator": denominator} for numerator, denominator in units
    ]
    top, bottom = max(units, key=lambda unit: Fraction(*unit))

    known = stated.with_best(best_ratio(stated, declared))

    for (numerator, denominator), each in zip(units, declared, strict=True):
        expected = Fraction(maximum * numerator * bottom, 100 * denominator * top) if top else 0
        assert known.points(each) == expected


@given(st.dictionaries(counts, cents(20_00), min_size=1, max_size=6), counts)
def test_the_highest_step_reached_counts(steps: dict[int, int], number: int) -> None:
    rows = [
        LevelSpec(str(bound), "x", from_cents(worth), Decimal(bound))
        for bound, worth in steps.items()
    ]
    expected = 0
    for bound in sorted(steps):
        expected = steps[bound] if number >= bound else expected

    assert (
        rule_of(Terms("steps", {}, Decimal(20), tuple(rows))).points({"number": number}) * 100
        == expected
    )
