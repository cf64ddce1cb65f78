"""What a framework states of a rule, read or refused: each refusal names the term and says why."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.core.rule_terms import DEEPEST, Terms, WrongRule
from scoring.core.types import LevelSpec

PART = {"code": "a", "label": "Phần a", "kind": "yes_no", "maximum": "4"}


def terms(levels=(), depth=0, **params):
    return Terms("levels", params, Decimal("7.50"), tuple(levels), depth)


def level(code="a", points="2", lower_bound=None):
    bound = None if lower_bound is None else Decimal(lower_bound)
    return LevelSpec(code=code, label=f"Mức {code}", points=Decimal(points), lower_bound=bound)


def only_part(stated):
    ((code, label, own),) = terms(parts=[stated]).parts()
    return code, label, own


LIST = "«levels» phải là một danh sách."
REFUSED = {
    "a parameter that nobody knows": (
        lambda: terms(most="1", least="1").allow(["most"]),
        "Cách chấm «levels»: không có tham số «least».",
    ),
    "more points than there are": (
        lambda: terms(yes="7.51").points("yes"),
        "Cách chấm «levels»: «yes» là 7,51, vượt mức tối đa 7,5.",
    ),
    "less than nothing": (
        lambda: terms(yes="-1").number("yes"),
        "Cách chấm «levels»: «yes» phải là số từ 0 trở lên, viết như \"7.5\", không phải '-1'.",
    ),
    "no number": (
        lambda: terms().number("yes"),
        'Cách chấm «levels»: «yes» phải là số từ 0 trở lên, viết như "7.5", không phải None.',
    ),
    "no truth": (
        lambda: terms(may_not_apply="true").flag("may_not_apply"),
        "Cách chấm «levels»: «may_not_apply» phải là true hoặc false.",
    ),
    "no text": (lambda: terms(by=7).text("by"), "Cách chấm «levels»: phải có «by»."),
    "an empty text": (lambda: terms(by=" ").text("by"), "Cách chấm «levels»: phải có «by»."),
    "no level": (lambda: terms().options(), "Cách chấm «levels»: phải có ít nhất một mức điểm."),
    "two levels of one code": (
        lambda: terms([level(), level()]).options(),
        "Cách chấm «levels»: hai mức có cùng mã.",
    ),
    "a level above the maximum": (
        lambda: terms([level(points="8")]).options(),
        "Cách chấm «levels»: mức «a» là 8 điểm, ngoài khoảng từ 0 đến 7,5.",
    ),
    "a level below nothing": (
        lambda: terms([level(points="-1")]).steps(),
        "Cách chấm «levels»: mức «a» là −1 điểm, ngoài khoảng từ 0 đến 7,5.",
    ),
    "shares of other levels": (
        lambda: terms([level(), level("b")], fractions={"a": "1/2"}).options(),
        "Cách chấm «levels»: «fractions» phải nêu đúng các mức: a, b.",
    ),
    "shares that are no pairs": (
        lambda: terms([level()], fractions=["1/2"]).options(),
        "«fractions» phải gồm các cặp tên và giá trị.",
    ),
    "no share": (
        lambda: terms([level()], fractions={"a": "3/2"}).options(),
        'Cách chấm «levels»: phần của mức «a» phải từ 0 đến 1, viết như "0.5" hoặc "2/3".',
    ),
    "a share of other points": (
        lambda: terms([level(points="2.51")], fractions={"a": "1/3"}).options(),
        "Cách chấm «levels»: mức «a» ghi 2,51 điểm nhưng phần của nó là 2,5.",
    ),
    "a step without a bound": (
        lambda: terms([level(lower_bound="0"), level("b")]).steps(),
        "Cách chấm «levels»: mỗi bậc phải có cận dưới.",
    ),
    "two steps from one bound": (
        lambda: terms([level(lower_bound="5"), level("b", lower_bound="5.0")]).steps(),
        "Cách chấm «levels»: hai bậc có cùng cận dưới.",
    ),
    "no parts": (
        lambda: terms().parts(),
        "Cách chấm «levels»: «parts» phải là danh sách có ít nhất một phần.",
    ),
    "parts in a text": (
        lambda: terms(parts="ab").parts(),
        "Cách chấm «levels»: «parts» phải là danh sách có ít nhất một phần.",
    ),
    "a part that is no pairs": (lambda: only_part("a"), "«parts» phải gồm các cặp tên và giá trị."),
    "two parts of one code": (
        lambda: terms(parts=[PART, PART]).parts(),
        "Cách chấm «levels»: hai phần có cùng mã.",
    ),
    "a part without a code": (
        lambda: only_part(PART | {"code": ""}),
        "Cách chấm «levels, một phần»: phải có «code».",
    ),
    "a part without a label": (
        lambda: only_part(PART | {"label": None}),
        "Cách chấm «levels, một phần»: phải có «label».",
    ),
    "a part without a kind": (
        lambda: only_part(PART | {"kind": None}),
        "Cách chấm «levels, một phần»: phải có «kind».",
    ),
    "a part with a word too many": (
        lambda: only_part(PART | {"weight": 2}),
        "Cách chấm «levels, một phần»: không có tham số «weight».",
    ),
    "a part whose maximum is no number": (
        lambda: only_part(PART | {"maximum": "bốn"}),
        (
            'Cách chấm «levels, một phần»: «maximum» phải là số từ 0 trở lên, viết như "7.5", '
            "không phải 'bốn'."
        ),
    ),
    "parameters that are no pairs": (
        lambda: only_part(PART | {"params": []}),
        "«params» phải gồm các cặp tên và giá trị.",
    ),
    "levels in a text": (lambda: only_part(PART | {"levels": "a"}), LIST),
    "levels that are no list": (lambda: only_part(PART | {"levels": {"a": 1}}), LIST),
    "a level that is no pairs": (
        lambda: only_part(PART | {"levels": ["a"]}),
        "«levels» phải gồm các cặp tên và giá trị.",
    ),
    "a level with a word too many": (
        lambda: only_part(PART | {"levels": [{"weight": 2}]}),
        "Cách chấm «một mức»: không có tham số «weight».",
    ),
    "a level without points": (
        lambda: only_part(PART | {"levels": [{"code": "a", "label": "Mức a"}]}),
        'Cách chấm «một mức»: «points» phải là số từ 0 trở lên, viết như "7.5", không phải None.',
    ),
    "a level without a code": (
        lambda: only_part(PART | {"levels": [{"label": "Mức a", "points": "1"}]}),
        "Cách chấm «một mức»: phải có «code».",
    ),
    "a level without a label": (
        lambda: only_part(PART | {"levels": [{"code": "a", "points": "1"}]}),
        "Cách chấm «một mức»: phải có «label».",
    ),
    "a level whose bound is no number": (
        lambda: only_part(PART | {"levels": [{"code": "a", "lower_bound": "x"}]}),
        (
            'Cách chấm «một mức»: «lower_bound» phải là số từ 0 trở lên, viết như "7.5", '
            "không phải 'x'."
        ),
    ),
    "parts in parts in parts in parts": (
        lambda: terms(depth=DEEPEST, kind="yes_no").inner(),
        "Cách chấm «levels»: các phần lồng nhau quá 3 tầng.",
    ),
}


@pytest.mark.parametrize(("read", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_term_is_named(read, sentence):
    with pytest.raises(WrongRule) as refusal:
        read()
    assert str(refusal.value) == sentence


def test_terms_at_their_limits_are_read():
    assert terms(yes="7.5").points("yes") == Decimal("7.5")
    assert terms(yes=0).points("yes") == 0
    assert terms().number("yes", default=Decimal(3)) == 3
    assert terms().points("yes", default=Decimal(3)) == 3
    assert terms(by="Cục A").text("by") == "Cục A"
    assert [terms(x=True).flag("x"), terms(x=False).flag("x"), terms().flag("x")] == [
        True,
        False,
        False,
    ]
    terms(most="1").allow(["most", "least"])


def test_levels_are_read_as_points_or_as_exact_shares():
    levels = [level("a", "2.5"), level("b", "7.5"), level("c", "0")]
    assert terms(levels).options() == (
        ("a", Fraction(5, 2)),
        ("b", Fraction(15, 2)),
        ("c", Fraction(0)),
    )
    shares = {"a": "1/3", "b": "1", "c": "0"}
    assert terms(levels, fractions=shares).options() == (
        ("a", Fraction(5, 2)),
        ("b", Fraction(15, 2)),
        ("c", Fraction(0)),
    )
    exact = Terms("levels", {"fractions": {"a": "1/3"}}, Decimal(10), (level("a", "3.33"),))
    assert exact.options() == (("a", Fraction(10, 3)),)


def test_steps_are_read_from_the_lowest_bound():
    levels = [level("a", "7.5", "80"), level("b", "0", "0"), level("c", "4", "50.5")]
    assert terms(levels).steps() == (
        (Fraction(0), Fraction(0)),
        (Fraction(101, 2), Fraction(4)),
        (Fraction(80), Fraction(15, 2)),
    )


def test_a_part_has_terms_of_its_own_one_deeper():
    stated = PART | {
        "kind": "steps",
        "params": {"unit": "%"},
        "levels": [
            {"code": "a", "label": "Thấp", "points": "1"},
            {"code": "b", "label": "Cao", "points": "4", "lower_bound": "50"},
        ],
    }
    assert only_part(stated) == (
        "a",
        "Phần a",
        Terms(
            "steps",
            {"unit": "%"},
            Decimal(4),
            (
                LevelSpec(code="a", label="Thấp", points=Decimal(1), lower_bound=None),
                LevelSpec(code="b", label="Cao", points=Decimal(4), lower_bound=Decimal(50)),
            ),
            depth=1,
        ),
    )
    assert only_part(PART)[2] == Terms("yes_no", {}, Decimal(4), (), depth=1)


def test_a_wrapped_rule_has_the_maximum_of_the_outer_one():
    wrapping = terms(kind="yes_no", params={"yes": "1"}, depth=DEEPEST - 1)
    assert wrapping.inner() == Terms("yes_no", {"yes": "1"}, Decimal("7.50"), (), depth=DEEPEST)
