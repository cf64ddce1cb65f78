"""Groups and units: the facts of 2020, the four outcomes, and an independent computation in
whole cents.
"""

from decimal import Decimal
from fractions import Fraction
from math import lcm

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ictindex.lib.numbers import half_up
from scoring.core.aggregate import group_score, mean, unit_score
from scoring.core.types import (
    Effect,
    GroupAggregation,
    GroupScore,
    GroupSpec,
    Missing,
    NotApplicable,
    Outcome,
    RefusalGround,
    Refused,
    Scored,
    UnitScore,
    UnitSpec,
)
from tests.scoring.core.factories import (
    cents,
    drawn_groups,
    drawn_units,
    from_cents,
    group,
    leaf,
    mean_unit,
    printed_unit,
    scored,
    sum_unit,
)

FACTS_2020 = {
    "CCHC": ({"HTKT": "95.00", "UDCNTT": "87.70", "DVCTT": None, "CCCS": "35.00"}, "72.57"),
    "TCPCP": ({"HTKT": "95.00", "UDCNTT": "63.40", "DVCTT": "50.00", "CCCS": "20.00"}, "57.10"),
    "BTGCP": (
        {
            "HTKT": "82.72",
            "UDCNTT": "77.05",
            "TTDT": "76",
            "DVCTT": "90",
            "CCCS": "60",
            "NL": "72.5",
        },
        "76.38",
    ),
    "BTDKTTW": (
        {
            "HTKT": "77.85",
            "UDCNTT": "79.84",
            "TTDT": "61",
            "DVCTT": "75",
            "CCCS": "30",
            "NL": "59.5",
        },
        "63.87",
    ),
    "DHNVHN": (
        {"HTKT": "78.20", "UDCNTT": "83.29", "TTDT": "43", "DVCTT": None, "CCCS": "0", "NL": "58"},
        "52.50",
    ),
    "VKHTCNN": (
        {"HTKT": "89", "UDCNTT": "19.4", "TTDT": "54", "DVCTT": None, "CCCS": "50", "NL": "72"},
        "56.88",
    ),
}


@pytest.mark.parametrize("unit", FACTS_2020)
def test_totals_of_2020_follow_from_the_printed_groups(unit: str) -> None:
    scores, total = FACTS_2020[unit]
    spec, outcomes, absent = printed_unit(scores)

    computed = unit_score(spec, outcomes, absent=absent).total

    assert computed is not None
    assert half_up(computed) == Decimal(total)


@pytest.mark.parametrize(
    ("total", "n", "shown"),
    [("383.19", 6, "63.87"), ("504.45", 6, "84.08"), ("262.49", 5, "52.50")],
)
def test_a_half_cent_is_rounded_up_only_at_the_edge(total: str, n: int, shown: str) -> None:
    computed = mean([Decimal(total)] + [Decimal(0)] * (n - 1))

    assert computed == Fraction(total) / n
    assert half_up(computed) == Decimal(shown)


def test_the_mean_of_nothing_is_nothing() -> None:
    assert mean([]) is None


def test_the_four_outcomes_are_never_merged() -> None:
    spec = group("G", leaf("a", "40"), leaf("b", "60"))

    def with_b(outcome: Outcome) -> GroupScore:
        return group_score(spec, {"a": scored("30"), "b": outcome})

    assert with_b(scored("0")) == GroupScore("G", Fraction(30), Fraction(100), True)
    assert with_b(Refused(RefusalGround.NO_EVIDENCE)) == GroupScore(
        "G", Fraction(30), Fraction(100), True
    )
    assert with_b(NotApplicable()) == GroupScore("G", Fraction(30), Fraction(40), True)
    assert with_b(Missing()) == GroupScore("G", None, Fraction(100), True, ("b",))


def test_silence_is_missing_and_never_zero() -> None:
    assert group_score(group("G", leaf("a"), leaf("b")), {}) == GroupScore(
        "G", None, Fraction(20), True, ("a", "b")
    )


def test_one_missing_criterion_leaves_the_unit_without_a_total_and_is_named() -> None:
    spec = mean_unit(group("A", leaf("A:1", "100")), group("B", leaf("B:1", "100")))

    assert unit_score(spec, {"A:1": scored("50")}) == UnitScore(
        groups=(
            GroupScore("A", Fraction(50), Fraction(100), True),
            GroupScore("B", None, Fraction(100), True, ("B:1",)),
        ),
        total=None,
        maximum=Fraction(100),
        missing=("B:1",),
    )


def test_a_group_whose_criteria_all_do_not_apply_does_not_apply() -> None:
    spec = mean_unit(
        group("A", leaf("A:1", "100")), group("B", leaf("B:1", "50"), leaf("B:2", "50"))
    )
    outcomes: dict[str, Outcome] = {
        "A:1": scored("81.5"),
        "B:1": NotApplicable(),
        "B:2": NotApplicable(),
    }

    result = unit_score(spec, outcomes)

    assert result.groups[1] == GroupScore("B", None, Fraction(0), False)
    assert (result.total, result.maximum) == (Fraction("81.5"), Fraction(100))


def test_an_absent_group_is_left_out_of_the_mean_even_where_it_has_scores() -> None:
    spec = mean_unit(
        group("A", leaf("A:1", "100")), group("B", leaf("B:1", "100"), may_be_absent=True)
    )

    result = unit_score(spec, {"A:1": scored("60"), "B:1": scored("90")}, absent=frozenset({"B"}))

    assert result.groups[1] == GroupScore("B", None, Fraction(0), False)
    assert (result.total, result.missing) == (Fraction(60), ())


def test_a_missing_criterion_of_an_absent_group_is_not_missed() -> None:
    spec = mean_unit(group("A", leaf("A:1")), group("B", leaf("B:1"), may_be_absent=True))

    assert unit_score(spec, {"A:1": scored("6")}, absent=frozenset({"B"})).total == Fraction(6)


def test_a_unit_to_which_no_group_applies_has_no_total_and_no_percent() -> None:
    result = unit_score(
        sum_unit(group("A", leaf("A:1"), may_be_absent=True)), {}, absent=frozenset({"A"})
    )

    assert (result.total, result.maximum, result.percent) == (None, Fraction(0), None)


def test_zero_in_every_criterion_is_a_total_of_zero() -> None:
    result = unit_score(mean_unit(group("A", leaf("A:1"))), {"A:1": scored("0")})

    assert (result.total, result.percent) == (Fraction(0), Fraction(0))


def test_points_are_summed_and_percent_is_of_what_applies() -> None:
    spec = sum_unit(
        group("A", leaf("A:1", "30"), leaf("A:2", "20")), group("B", leaf("B:1", "400"))
    )

    result = unit_score(spec, {"A:1": scored("10"), "A:2": NotApplicable(), "B:1": scored("205")})

    assert (result.total, result.maximum, result.percent) == (
        Fraction(215),
        Fraction(430),
        Fraction(50),
    )


def test_a_group_is_not_stretched_back_to_its_full_maximum() -> None:
    spec = mean_unit(
        group("A", leaf("A:1", "60"), leaf("A:2", "40")), group("B", leaf("B:1", "100"))
    )

    result = unit_score(spec, {"A:1": scored("60"), "A:2": NotApplicable(), "B:1": scored("100")})

    assert (result.total, result.maximum, result.percent) == (
        Fraction(80),
        Fraction(80),
        Fraction(100),
    )


@pytest.mark.parametrize(
    ("base", "bonus", "deduction", "points"),
    [
        ("95", "3", "0", 98),
        ("95", "5", "0", 100),
        ("98", "5", "0", 100),
        ("50", "0", "8", 42),
        ("5", "0", "8", 0),
        ("98", "5", "1", 100),
    ],
)
def test_bonus_and_deduction_stay_between_zero_and_the_maximum(
    base: str, bonus: str, deduction: str, points: int
) -> None:
    spec = group(
        "G", leaf("a", "100"), leaf("b", "5", Effect.BONUS), leaf("c", "10", Effect.DEDUCTION)
    )

    result = group_score(spec, {"a": scored(base), "b": scored(bonus), "c": scored(deduction)})

    assert result == GroupScore("G", Fraction(points), Fraction(100), True)


def test_a_refused_bonus_or_deduction_changes_nothing() -> None:
    spec = group(
        "G", leaf("a", "100"), leaf("b", "5", Effect.BONUS), leaf("c", "10", Effect.DEDUCTION)
    )
    outcomes: dict[str, Outcome] = {
        "a": scored("50"),
        "b": Refused(RefusalGround.LATE),
        "c": Refused(RefusalGround.NO_FIGURES),
    }

    assert group_score(spec, outcomes).points == Fraction(50)


def test_a_bonus_alone_does_not_make_a_group_apply() -> None:
    spec = group("G", leaf("a", "100"), leaf("b", "5", Effect.BONUS))

    assert group_score(spec, {"a": NotApplicable(), "b": scored("5")}) == GroupScore(
        "G", None, Fraction(0), False
    )


@pytest.mark.parametrize("points", ["10.01", "-0.01", "NaN", "sNaN", "Infinity", "-Infinity"])
def test_points_outside_the_criterion_are_refused_by_name(points: str) -> None:
    with pytest.raises(ValueError, match=r"^HTKT:1\.2: "):
        group_score(group("HTKT", leaf("HTKT:1.2", "10")), {"HTKT:1.2": scored(points)})


@pytest.mark.parametrize("points", [0.5, "5", None, True])
def test_points_that_are_not_exact_numbers_are_refused_by_name(points: object) -> None:
    with pytest.raises(ValueError, match=r"^HTKT:1\.2: "):
        group_score(group("HTKT", leaf("HTKT:1.2")), {"HTKT:1.2": Scored(points)})  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", [None, "missing", Decimal(3)])
def test_what_is_not_an_outcome_is_refused_by_name(outcome: object) -> None:
    with pytest.raises(ValueError, match=r"^G:1: "):
        group_score(group("G", leaf("G:1")), {"G:1": outcome})  # type: ignore[dict-item]


def test_an_unknown_criterion_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"^G:9: "):
        unit_score(mean_unit(group("G", leaf("G:1"))), {"G:1": scored("1"), "G:9": scored("1")})


def test_points_too_high_are_refused_even_in_an_absent_group() -> None:
    spec = mean_unit(group("G", leaf("G:1"), may_be_absent=True))

    with pytest.raises(ValueError, match=r"^G:1: "):
        unit_score(spec, {"G:1": scored("11")}, absent=frozenset({"G"}))


def test_a_group_that_must_be_there_cannot_be_absent() -> None:
    with pytest.raises(ValueError, match=r"^CCCS: "):
        unit_score(mean_unit(group("CCCS", leaf("CCCS:1"))), {}, absent=frozenset({"CCCS"}))


def test_an_absent_group_that_is_not_asked_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^TTDT: "):
        unit_score(mean_unit(group("CCCS", leaf("CCCS:1"))), {}, absent=frozenset({"TTDT"}))


@pytest.mark.parametrize(
    "groups",
    [
        (group("A", leaf("1")), group("A", leaf("2"))),
        (group("A", leaf("1")), group("B", leaf("1"))),
        (group("A", leaf("1"), leaf("1")),),
    ],
)
def test_a_code_that_stands_twice_is_refused(groups: tuple[GroupSpec, ...]) -> None:
    with pytest.raises(ValueError, match="hai lần"):
        unit_score(mean_unit(*groups), {})


@pytest.mark.parametrize("leaves", [(), (leaf("a", "5", Effect.BONUS),)])
def test_a_group_without_a_criterion_in_its_maximum_is_refused(leaves: tuple) -> None:
    with pytest.raises(ValueError, match=r"^G: "):
        group_score(group("G", *leaves, maximum="100"), {})


def in_cents(spec: GroupSpec, outcomes: dict[str, Outcome]) -> tuple[int, int] | None:
    """Points and maximum of a group as whole cents, counted another way;

    None: it does not apply.
    """
    points = maximum = counted = 0
    for each in spec.leaves:
        outcome = outcomes[each.key]
        worth = int(outcome.points * 100) if isinstance(outcome, Scored) else 0
        if outcome == NotApplicable():
            continue
        if each.effect == Effect.POINTS:
            counted, maximum = counted + 1, maximum + int(each.maximum * 100)
        points = points - worth if each.effect == Effect.DEDUCTION else points + worth
    return (sorted([0, points, maximum])[1], maximum) if counted else None


@given(drawn_groups(with_missing=False))
def test_a_group_agrees_with_whole_cents(drawn: tuple[GroupSpec, dict[str, Outcome]]) -> None:
    spec, outcomes = drawn
    expected = in_cents(spec, outcomes)

    score = group_score(spec, outcomes)

    assert (score.points, score.maximum, score.applies) == (
        (Fraction(expected[0], 100), Fraction(expected[1], 100), True)
        if expected
        else (None, 0, False)
    )


@given(drawn_units(with_missing=False))
def test_a_unit_agrees_with_whole_cents(
    drawn: tuple[UnitSpec, dict[str, Outcome], frozenset[str]],
) -> None:
    spec, outcomes, absent = drawn
    parts = [
        part
        for each in spec.groups
        if each.code not in absent and (part := in_cents(each, outcomes))
    ]
    divisor = len(parts) if spec.aggregation is GroupAggregation.MEAN_OF_GROUPS else 1

    score = unit_score(spec, outcomes, absent=absent)

    assert score.missing == ()
    if parts:
        assert score.total == Fraction(sum(points for points, _ in parts), 100 * divisor)
        assert score.maximum == Fraction(sum(maximum for _, maximum in parts), 100 * divisor)
        assert 0 <= score.total <= score.maximum
    else:
        assert (score.total, score.maximum) == (None, 0)


@given(drawn_units())
def test_what_is_missing_is_exactly_what_is_listed(
    drawn: tuple[UnitSpec, dict[str, Outcome], frozenset[str]],
) -> None:
    spec, outcomes, absent = drawn
    applying = [each for each in unit_score(spec, outcomes, absent=absent).groups if each.applies]
    codes = {each.code for each in applying}
    expected = tuple(
        each.key
        for some in spec.groups
        if some.code in codes
        for each in some.leaves
        if outcomes.get(each.key, Missing()) == Missing()
    )

    score = unit_score(spec, outcomes, absent=absent)

    assert score.missing == expected
    assert (score.total is None) == (expected != () or not applying)
    assert all((each.points is None) == (each.missing != ()) for each in applying)


@given(st.lists(cents(100_00), min_size=1, max_size=30))
def test_the_mean_agrees_with_whole_numbers_over_a_common_denominator(amounts: list[int]) -> None:
    expected = mean([from_cents(amount) for amount in amounts])

    assert expected is not None
    common = lcm(100 * len(amounts), expected.denominator)
    assert expected.numerator * (common // expected.denominator) == sum(amounts) * (
        common // (100 * len(amounts))
    )
