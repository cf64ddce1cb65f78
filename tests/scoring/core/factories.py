"""Small frameworks and outcomes, written by hand or drawn by hypothesis, for the tests of the
arithmetic.
"""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import strategies as st

from scoring.core.types import (
    Effect,
    GroupAggregation,
    GroupSpec,
    LeafSpec,
    Missing,
    NotApplicable,
    Outcome,
    RefusalGround,
    Refused,
    Scored,
    UnitSpec,
)


def leaf(key: str, maximum: str = "10", effect: Effect = Effect.POINTS, name: str = "") -> LeafSpec:
    return LeafSpec(
        key=key, name=name or f"Tiêu chí {key}", maximum=Decimal(maximum), effect=effect
    )


def group(
    code: str,
    *leaves: LeafSpec,
    may_be_absent: bool = False,
    maximum: str | None = None,
    name: str = "",
) -> GroupSpec:
    counted = sum((each.maximum for each in leaves if each.effect is Effect.POINTS), Decimal(0))
    whole = counted if maximum is None else Decimal(maximum)
    return GroupSpec(
        code=code,
        name=name or f"Nhóm {code}",
        maximum=whole,
        may_be_absent=may_be_absent,
        leaves=leaves,
    )


def mean_unit(*groups: GroupSpec) -> UnitSpec:
    return UnitSpec(aggregation=GroupAggregation.MEAN_OF_GROUPS, groups=groups)


def sum_unit(*groups: GroupSpec) -> UnitSpec:
    return UnitSpec(aggregation=GroupAggregation.SUM_OF_POINTS, groups=groups)


def scored(points: str) -> Scored:
    return Scored(Decimal(points))


def printed_unit(
    scores: Mapping[str, str | None],
) -> tuple[UnitSpec, dict[str, Outcome], frozenset[str]]:
    """A unit of the 2020 report: groups of 100 with one criterion each;

    None: the unit has no such group.
    """
    groups = [
        group(code, leaf(f"{code}:1", "100"), may_be_absent=code == "DVCTT") for code in scores
    ]
    outcomes: dict[str, Outcome] = {
        f"{code}:1": scored(points) for code, points in scores.items() if points is not None
    }
    return (
        mean_unit(*groups),
        outcomes,
        frozenset(code for code, points in scores.items() if points is None),
    )


def cents(maximum: int) -> st.SearchStrategy[int]:
    return st.integers(min_value=0, max_value=maximum)


def from_cents(amount: int) -> Decimal:
    return Decimal(amount).scaleb(-2)


@st.composite
def drawn_groups(
    draw: st.DrawFn, code: str = "G", *, with_missing: bool = True
) -> tuple[GroupSpec, dict[str, Outcome]]:
    """A group and outcomes for its criteria, silence among them."""
    leaves, outcomes = [], {}
    for number in range(draw(st.integers(1, 5))):
        effect = Effect.POINTS if number == 0 else draw(st.sampled_from(Effect))
        maximum = draw(cents(3000))
        drawn = LeafSpec(
            key=f"{code}:{number}", name="x", maximum=from_cents(maximum), effect=effect
        )
        leaves.append(drawn)
        outcome = draw(drawn_outcomes(maximum, with_missing=with_missing))
        if outcome is not None:
            outcomes[drawn.key] = outcome
    return group(code, *leaves, may_be_absent=draw(st.booleans())), outcomes


def drawn_outcomes(maximum: int, *, with_missing: bool) -> st.SearchStrategy[Outcome | None]:
    """One of the four outcomes; None stands for no word at all."""
    decided: st.SearchStrategy[Outcome | None] = st.one_of(
        cents(maximum).map(lambda amount: Scored(from_cents(amount))),
        st.just(NotApplicable()),
        st.sampled_from(RefusalGround).map(Refused),
    )
    return st.one_of(decided, decided, st.just(Missing()), st.none()) if with_missing else decided


@st.composite
def drawn_units(
    draw: st.DrawFn, *, with_missing: bool = True
) -> tuple[UnitSpec, dict[str, Outcome], frozenset[str]]:
    """A unit of one to five groups with outcomes, and which of the groups that may be absent
    are.
    """
    pairs = [
        draw(drawn_groups(f"G{number}", with_missing=with_missing))
        for number in range(draw(st.integers(1, 5)))
    ]
    groups = tuple(spec for spec, _ in pairs)
    outcomes = {key: outcome for _, some in pairs for key, outcome in some.items()}
    absent = frozenset(spec.code for spec in groups if spec.may_be_absent and draw(st.booleans()))
    return (
        UnitSpec(aggregation=draw(st.sampled_from(GroupAggregation)), groups=groups),
        outcomes,
        absent,
    )
