"""Each kind of rule in the one list has all its parts: it is computed, asked, told, kept and read
back, and can be tried out.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.fields import read_figures
from criteria.models import Criterion
from scoring.core.criterion import best_ratio, outcome
from scoring.core.rule_kinds.kinds import DEFAULT_KIND, KINDS, rule_of
from scoring.core.rule_kinds.rule import Rule
from scoring.core.rule_terms import Terms
from scoring.core.types import Effect, LevelSpec, Scored
from tests.submissions.workplace import KINDS as EXAMPLES

SHARES = st.integers(0, 255)
EACH_KIND = pytest.mark.parametrize("code", KINDS)


def example(code: str) -> Rule:
    """A rule of this kind."""
    maximum, params, levels = next(rest for kind, *rest in EXAMPLES.values() if kind == code)
    specs = tuple(
        LevelSpec(level, label, Decimal(points), Decimal(bound) if bound else None)
        for level, label, points, bound in levels
    )
    return rule_of(Terms(code, params, Decimal(maximum), specs))


def described(kind: type[Rule] = Rule) -> Iterator[type[Rule]]:
    """Every class that has a code of its own, wherever it stands."""
    for below in kind.__subclasses__():
        if "code" in vars(below):
            yield below
        yield from described(below)


def test_every_kind_that_is_described_is_in_the_list() -> None:
    # A class with slots is made twice; the first one has no fields, and nobody can reach it.
    assert {f"{kind.__module__}.{kind.__name__}" for kind in described()} == {
        f"{kind.__module__}.{kind.__name__}" for kind in KINDS.values()
    }


def test_each_kind_has_a_code_and_a_label_of_its_own() -> None:
    assert all({"code", "label"} <= vars(kind).keys() for kind in KINDS.values())
    assert len({kind.label for kind in KINDS.values()}) == len(KINDS)
    assert DEFAULT_KIND in KINDS


def test_a_stored_criterion_may_be_of_each_kind() -> None:
    field = Criterion._meta.get_field("rule_kind")
    assert list(field.choices or ()) == [(code, kind.label) for code, kind in KINDS.items()]
    assert all(len(code) <= (field.max_length or 0) for code in KINDS)


@EACH_KIND
def test_each_kind_asks_for_fields_with_names_of_their_own(code: str) -> None:
    fields = example(code).fields()
    assert fields
    assert len({field.path for field in fields}) == len({field.label for field in fields})
    assert all(field.label for field in fields)


@EACH_KIND
def test_each_kind_says_how_its_points_come_about(code: str) -> None:
    assert example(code).how.endswith(".")
    assert example(code).most in example(code).how or KINDS[code].uses_levels


@EACH_KIND
@given(share=SHARES)
def test_made_up_figures_of_each_kind_can_be_typed_and_are_kept(code: str, share: int) -> None:
    rule, problems = example(code), {}
    figures = rule.make_up(share)
    assert read_figures(rule, rule.typed(figures), problems) == figures
    assert (problems, rule.is_complete(figures)) == ({}, True)
    assert rule.in_words(figures)


@EACH_KIND
@given(share=SHARES, other=SHARES)
def test_made_up_figures_of_each_kind_can_be_computed(code: str, share: int, other: int) -> None:
    rule = example(code)
    figures = rule.make_up(share)
    known = rule.with_best(best_ratio(rule, [figures, rule.make_up(other)]))
    points = known.points(figures)
    assert isinstance(points, Fraction)
    assert 0 <= points <= rule.maximum
    assert isinstance(outcome(known, figures), Scored)


MADE_UP = {
    "manual": [("points", "0"), ("points", "1"), ("points", "10")],
    "steps": [("number", "0"), ("number", "1"), ("number", "7")],
    "count": [("count", "0"), ("count", "1"), ("count", "7")],
}


@pytest.mark.parametrize("code", MADE_UP)
def test_made_up_figures_go_from_nothing_to_the_maximum(code: str) -> None:
    rule = replace(example(code), maximum=Decimal(10))
    made = [rule.make_up(share) for share in (25, 32, 255)]
    assert [next(iter(figures.items())) for figures in made] == MADE_UP[code]


@EACH_KIND
@pytest.mark.parametrize("flag", [True, False])
def test_each_kind_keeps_that_it_may_not_apply(code: str, *, flag: bool) -> None:
    maximum, params, levels = next(rest for kind, *rest in EXAMPLES.values() if kind == code)
    specs = tuple(
        LevelSpec(level, label, Decimal(points), Decimal(bound) if bound else None)
        for level, label, points, bound in levels
    )
    terms = Terms(code, params | {"may_not_apply": flag}, Decimal(maximum), specs)
    if rule_of(Terms(code, params, Decimal(maximum), specs)).effect is Effect.POINTS:
        assert rule_of(terms).may_not_apply is flag


@EACH_KIND
def test_who_claims_more_has_no_fewer_points(code: str) -> None:
    """Where there are levels, a choice among them is as good as another."""
    rule = example(code)
    known = rule.with_best(Fraction(1))
    points = [known.points(rule.make_up(share)) for share in range(256)]
    assert len(set(points)) > 1
    assert code == "choice" or points == sorted(points)


@EACH_KIND
def test_nothing_is_incomplete_and_is_told_as_nothing(code: str) -> None:
    rule = example(code)
    assert (rule.is_complete({}), rule.in_words({}), rule.typed({})) == (False, "", {})
    assert rule.gather({}) == {}


@EACH_KIND
def test_a_kind_waits_only_with_figures_that_it_asks_for(code: str) -> None:
    rule = example(code)
    assert set(rule.waits_with) <= {field.path for field in rule.fields()}
    assert bool(rule.waits_with) == (rule.compared is rule)
    assert rule.compared is None or rule.may_compare


def test_a_supplied_ratio_may_compare_units_too() -> None:
    terms = Terms("supplied", {"by": "Văn phòng Bộ", "kind": "ratio_to_best"}, Decimal(6))
    rule = rule_of(terms)
    assert (rule.needs_best, rule.may_compare, rule.waits_with) == (True, True, ())
