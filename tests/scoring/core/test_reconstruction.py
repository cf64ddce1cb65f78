"""Reconstructed points: exact sums within the maxima, statements kept unless the score forbids
them, always the same.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.reconstruction import (
    Contradiction,
    CriterionStatement,
    PrintedUnit,
    Reconstruction,
    largest_score,
    largest_total,
    reconstruct_unit,
    share,
)
from scoring.core.types import (
    Effect,
    GroupAggregation,
    GroupSpec,
    LeafSpec,
    NotApplicable,
    Outcome,
    Scored,
    UnitSpec,
)


def cents(value: int) -> Decimal:
    return Decimal(value).scaleb(-2)


def group(code: str, *maxima: str, maximum: str | None = None) -> GroupSpec:
    leaves = tuple(
        LeafSpec(f"{code}:{number}", f"{code} {number}", Decimal(size))
        for number, size in enumerate(maxima, start=1)
    )
    whole = Decimal(maximum) if maximum else sum((leaf.maximum for leaf in leaves), Decimal(0))
    return GroupSpec(code=code, name=code, maximum=whole, may_be_absent=True, leaves=leaves)


def unit(
    *groups: GroupSpec, aggregation: GroupAggregation = GroupAggregation.MEAN_OF_GROUPS
) -> UnitSpec:
    return UnitSpec(aggregation=aggregation, groups=groups)


def printed(
    scores: Mapping[str, str | None],
    self_total: str,
    *,
    failing: tuple[str, ...] = (),
    **percents: str,
) -> PrintedUnit:
    return PrintedUnit(
        scores={code: None if score is None else Decimal(score) for code, score in scores.items()},
        self_total=Decimal(self_total),
        failing=frozenset(failing),
        percents={key.replace("_", ":"): Decimal(value) for key, value in percents.items()},
    )


def points(outcomes: Mapping[str, Outcome]) -> dict[str, str]:
    return {
        key: str(outcome.points) if isinstance(outcome, Scored) else "-"
        for key, outcome in outcomes.items()
    }


def test_score_is_shared_in_proportion_to_the_maxima_with_largest_remainders() -> None:
    done = reconstruct_unit(unit(group("A", "10", "10", "10")), printed({"A": "20"}, "30"))
    assert points(done.final) == {"A:1": "6.67", "A:2": "6.67", "A:3": "6.66"}
    assert points(done.own) == {"A:1": "10.00", "A:2": "10.00", "A:3": "10.00"}


def test_failing_criterion_gets_zero_and_percent_its_share_rounded_half_up() -> None:
    spec = unit(group("A", "10", "5.50", "20"))
    done = reconstruct_unit(spec, printed({"A": "10"}, "10", failing=("A:1",), A_2="9.28"))
    assert points(done.final) == {"A:1": "0.00", "A:2": "0.51", "A:3": "9.49"}
    assert done.contradictions == ()


def test_score_too_high_for_a_failing_criterion_opens_it_no_further_than_needed() -> None:
    done = reconstruct_unit(
        unit(group("A", "10", "20")), printed({"A": "25"}, "25", failing=("A:1",))
    )
    assert points(done.final) == {"A:1": "5.00", "A:2": "20.00"}
    assert done.contradictions == (
        Contradiction("A:1", CriterionStatement.FAILING, Decimal("0.00"), Decimal("5.00")),
    )


def test_figures_give_way_before_failings() -> None:
    done = reconstruct_unit(
        unit(group("A", "10", "10", "10")), printed({"A": "18"}, "18", failing=("A:1",), A_2="10")
    )
    assert points(done.final) == {"A:1": "0.00", "A:2": "8.00", "A:3": "10.00"}
    assert done.contradictions == (
        Contradiction("A:2", CriterionStatement.PERCENT, Decimal("1.00"), Decimal("8.00")),
    )


def test_as_few_failings_as_possible_give_way_the_largest_first() -> None:
    spec = unit(group("A", "5", "30", "10", "55"))
    done = reconstruct_unit(spec, printed({"A": "80"}, "80", failing=("A:1", "A:2", "A:3")))
    assert points(done.final) == {"A:1": "0.00", "A:2": "25.00", "A:3": "0.00", "A:4": "55.00"}
    assert done.contradictions == (
        Contradiction("A:2", CriterionStatement.FAILING, Decimal("0.00"), Decimal("25.00")),
    )


def test_score_too_low_for_the_figures_lowers_the_fewest() -> None:
    done = reconstruct_unit(
        unit(group("A", "10", "50", "40")), printed({"A": "20"}, "20", A_1="100", A_2="80")
    )
    assert points(done.final) == {"A:1": "10.00", "A:2": "10.00", "A:3": "0.00"}
    assert done.contradictions == (
        Contradiction("A:2", CriterionStatement.PERCENT, Decimal("40.00"), Decimal("10.00")),
    )


def test_figure_of_a_failing_criterion_is_a_contradiction_unless_it_is_zero() -> None:
    spec = unit(group("A", "10", "10"))
    assert reconstruct_unit(
        spec, printed({"A": "10"}, "10", failing=("A:1",), A_1="50")
    ).contradictions == (
        Contradiction("A:1", CriterionStatement.PERCENT, Decimal("5.00"), Decimal("0.00")),
    )
    assert (
        reconstruct_unit(spec, printed({"A": "10"}, "10", failing=("A:1",), A_1="0")).contradictions
        == ()
    )


def test_group_that_does_not_apply_has_no_points_and_contradicts_what_is_said_of_it() -> None:
    spec = unit(group("A", "10"), group("B", "10"))
    done = reconstruct_unit(spec, printed({"A": "4", "B": None}, "7", failing=("B:1",)))
    assert done == Reconstruction(
        final={"A:1": Scored(Decimal("4.00")), "B:1": NotApplicable()},
        own={"A:1": Scored(Decimal("7.00")), "B:1": NotApplicable()},
        contradictions=(Contradiction("B:1", CriterionStatement.FAILING, Decimal("0.00"), None),),
    )


def test_mean_of_the_self_scores_is_the_printed_total_though_it_does_not_divide() -> None:
    spec = unit(group("A", "100"), group("B", "100"), group("C", "100"))
    done = reconstruct_unit(spec, printed({"A": "95", "B": "87.70", "C": "35"}, "98.33"))
    assert points(done.own) == {"A:1": "99.70", "B:1": "99.25", "C:1": "96.04"}
    assert Decimal("99.70") + Decimal("99.25") + Decimal("96.04") == 3 * Decimal("98.33")


def test_sum_of_points_takes_the_self_total_as_it_is() -> None:
    spec = unit(group("A", "100"), group("B", "350"), aggregation=GroupAggregation.SUM_OF_POINTS)
    done = reconstruct_unit(spec, printed({"A": "50", "B": "200"}, "350"))
    assert points(done.own) == {"A:1": "75.00", "B:1": "275.00"}


def test_self_total_below_the_appraised_score_cuts_the_points_in_proportion() -> None:
    done = reconstruct_unit(unit(group("A", "60", "40")), printed({"A": "50"}, "25"))
    assert (points(done.final), points(done.own)) == (
        {"A:1": "30.00", "A:2": "20.00"},
        {"A:1": "15.00", "A:2": "10.00"},
    )


def test_criteria_that_add_up_to_more_do_not_lift_a_group_above_its_own_maximum() -> None:
    spec = unit(group("A", "100", "10", maximum="100"), group("B", "100"))
    done = reconstruct_unit(spec, printed({"A": "90", "B": "10"}, "100"))
    assert (
        sum(Decimal(value) for key, value in points(done.own).items() if key.startswith("A")) == 100
    )
    assert (largest_score(spec.groups[0]), largest_total(spec, ())) == (100, 100)


def test_bonus_and_deduction_are_zero_and_nothing_said_of_them_counts() -> None:
    extra = (
        LeafSpec("A:2", "thưởng", Decimal(10), effect=Effect.BONUS),
        LeafSpec("A:3", "trừ", Decimal(10), effect=Effect.DEDUCTION),
    )
    plain = group("A", "100")
    spec = unit(replace(plain, leaves=plain.leaves + extra))
    done = reconstruct_unit(spec, printed({"A": "90"}, "100", failing=("A:3",), A_2="50"))
    assert points(done.final) == {"A:1": "90.00", "A:2": "0.00", "A:3": "0.00"}
    assert points(done.own) == {"A:1": "100.00", "A:2": "0.00", "A:3": "0.00"}
    assert done.contradictions == ()


def test_largest_total_leaves_out_what_does_not_apply() -> None:
    groups = (group("A", "100"), group("B", "50"))
    assert largest_total(unit(*groups), ()) == 75
    assert largest_total(unit(*groups), {"B"}) == 100
    assert largest_total(unit(*groups, aggregation=GroupAggregation.SUM_OF_POINTS), ()) == 150
    assert largest_total(unit(*groups), {"A", "B"}) == 0


@pytest.mark.parametrize(
    ("scores", "self_total"),
    [
        ({"A": "30.01"}, "20"),
        ({"A": "20"}, "30.01"),
        ({"A": "-1"}, "20"),
        ({"A": "20"}, "-1"),
        ({"A": "1.001"}, "20"),
        ({"A": None}, "1"),
    ],
)
def test_impossible_sums_are_refused(scores: dict[str, str | None], self_total: str) -> None:
    with pytest.raises(ValueError, match=r"no points|whole number"):
        reconstruct_unit(unit(group("A", "10", "20")), printed(scores, self_total))


def test_group_without_a_printed_score_is_refused() -> None:
    with pytest.raises(KeyError):
        reconstruct_unit(unit(group("A", "10"), group("B", "10")), printed({"A": "5"}, "5"))


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60), st.data())
def test_shares_add_up_and_stay_within_one_of_the_exact_proportion(
    weights: list[int], data: st.DataObject
) -> None:
    amount = data.draw(st.integers(0, sum(weights)))
    sizes = {str(number): weight for number, weight in enumerate(weights)}
    parts = share(amount, sizes)
    assert sum(parts.values()) == amount
    assert all(0 <= part <= sizes[key] for key, part in parts.items())
    assert all(
        abs(part * sum(weights) - amount * sizes[key]) < max(sum(weights), 1)
        for key, part in parts.items()
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[UnitSpec, PrintedUnit]:
    sizes = draw(
        st.lists(st.lists(st.integers(1, 5000), min_size=1, max_size=8), min_size=1, max_size=5)
    )
    groups = tuple(
        group(f"G{number}", *(str(cents(size)) for size in leaves))
        for number, leaves in enumerate(sizes)
    )
    spec = unit(*groups, aggregation=draw(st.sampled_from(GroupAggregation)))
    scores: dict[str, Decimal | None] = {
        each.code: draw(st.none() | st.integers(0, int(each.maximum * 100)).map(cents))
        for each in groups[1:]
    }
    scores[groups[0].code] = cents(draw(st.integers(0, int(groups[0].maximum * 100))))
    highest = largest_total(spec, [code for code, score in scores.items() if score is None])
    leaves = [leaf.key for each in groups for leaf in each.leaves]
    return spec, PrintedUnit(
        scores=scores,
        self_total=cents(draw(st.integers(0, int(highest * 100)))),
        failing=draw(st.frozensets(st.sampled_from(leaves))),
        percents=draw(st.dictionaries(st.sampled_from(leaves), st.integers(0, 10_000).map(cents))),
    )


def total(outcomes: Mapping[str, Outcome], each: GroupSpec) -> Decimal | None:
    held = [outcomes[leaf.key] for leaf in each.leaves]
    if all(isinstance(outcome, NotApplicable) for outcome in held):
        return None
    return sum((outcome.points for outcome in held if isinstance(outcome, Scored)), Decimal(0))


@given(cases())
def test_sums_are_exact_and_points_within_the_maxima(case: tuple[UnitSpec, PrintedUnit]) -> None:
    spec, said = case
    done = reconstruct_unit(spec, said)
    assert {each.code: total(done.final, each) for each in spec.groups} == said.scores
    own = [value for each in spec.groups if (value := total(done.own, each)) is not None]
    parts = len(own) if spec.aggregation is GroupAggregation.MEAN_OF_GROUPS else 1
    assert sum(own) == said.self_total * parts
    maxima = {leaf.key: leaf.maximum for each in spec.groups for leaf in each.leaves}
    for outcomes in (done.final, done.own):
        scored = {
            key: outcome.points for key, outcome in outcomes.items() if isinstance(outcome, Scored)
        }
        assert all(
            0 <= value <= maxima[key] and value == round(value, 2) for key, value in scored.items()
        )


@given(cases())
def test_every_statement_holds_or_is_reported(case: tuple[UnitSpec, PrintedUnit]) -> None:
    spec, said = case
    done = reconstruct_unit(spec, said)
    reported = {(each.leaf, each.claim) for each in done.contradictions}
    for key in said.failing:
        assert ((key, CriterionStatement.FAILING) in reported) == (
            done.final[key] != Scored(Decimal("0.00"))
        )
    assert {
        each.leaf for each in done.contradictions if each.claim is CriterionStatement.PERCENT
    } <= set(said.percents)


@given(cases())
def test_a_failing_gives_way_only_when_the_other_criteria_are_at_their_maxima(
    case: tuple[UnitSpec, PrintedUnit],
) -> None:
    spec, said = case
    done = reconstruct_unit(spec, said)
    opened = {
        each.leaf
        for each in done.contradictions
        if each.claim is CriterionStatement.FAILING and each.points is not None
    }
    for each in spec.groups:
        if opened & {leaf.key for leaf in each.leaves}:
            free = {
                leaf.key: leaf.maximum
                for leaf in each.leaves
                if leaf.key not in said.failing and leaf.key not in said.percents
            }
            assert {key: done.final[key] for key in free} == {
                key: Scored(value) for key, value in free.items()
            }


@given(cases())
def test_self_points_are_never_below_the_final_ones_when_the_self_total_allows(
    case: tuple[UnitSpec, PrintedUnit],
) -> None:
    spec, said = case
    done = reconstruct_unit(spec, said)
    finals = [value for each in spec.groups if (value := total(done.final, each)) is not None]
    owns = [value for each in spec.groups if (value := total(done.own, each)) is not None]
    if sum(owns) >= sum(finals):
        assert all(
            outcome.points >= final.points
            for key, outcome in done.own.items()
            if isinstance(outcome, Scored) and isinstance(final := done.final[key], Scored)
        )


@given(cases())
def test_same_input_gives_the_same_points(case: tuple[UnitSpec, PrintedUnit]) -> None:
    spec, said = case
    again = PrintedUnit(
        scores=dict(reversed(list(said.scores.items()))),
        self_total=said.self_total,
        failing=frozenset(sorted(said.failing)),
        percents=dict(reversed(list(said.percents.items()))),
    )
    assert reconstruct_unit(spec, again) == reconstruct_unit(spec, said)
