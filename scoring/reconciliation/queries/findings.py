"""Which figures a campaign printed and what each was made from; the verdicts are
`scoring.core.reconciliation`'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.core.aggregate import aggregate, contribution, is_asked, mean, outcome_of
from scoring.core.figures import PrintedFigures, PrintedValue, printed_score
from scoring.core.readings import average_readings, score_readings
from scoring.core.reconciliation import FigurePart, Finding, PrintedClaim, judge
from scoring.core.results import SELF, TOTAL, CampaignResults, Measure, UnitResults
from scoring.core.types import (
    Effect,
    GroupAggregation,
    GroupScore,
    GroupSpec,
    LeafSpec,
    Missing,
    Outcomes,
    UnitScore,
)
from scoring.results.queries import (
    CampaignRows,
    ScoredUnit,
    gather,
    results_of,
    scored_units,
    year_before,
)
from submissions.models import Campaign

#: What the averages over all units are called in the names of figures («all.total.2020»).
ALL = "all"


@dataclass(frozen=True, slots=True)
class _AverageBase:
    """The units that printed averages are over: those of one kind, or all of them."""

    name: str
    units: tuple[UnitResults, ...]
    printed: PrintedFigures
    aggregation: GroupAggregation


def reconcile(campaign: Campaign) -> tuple[Finding, ...]:
    """A verdict on every printed figure: per unit its totals, self total and groups, then the
    averages.

    The groups of the year before have nothing behind them, so only a dash that counts as zero is
    judged there. As many queries as `campaign_results`.
    """
    rows, before = gather(campaign)
    results = results_of(rows, year_before(rows, before))
    claims = [claim for scored in scored_units(rows) for claim in _unit_claims(scored, results)]
    return tuple(judge(claim) for claim in [*claims, *_average_claims(rows, results)])


def _unit_claims(scored: ScoredUnit, results: CampaignResults) -> Iterator[PrintedClaim]:
    places = {
        code: place
        for place, code in enumerate(
            [TOTAL, SELF, *(group.code for group in scored.rows.spec.groups)]
        )
    }
    for measure in sorted(
        scored.rows.printed, key=lambda each: (places.get(each[0], len(places)), -each[1], each[0])
    ):
        is_own_year = measure[1] == results.year
        if measure[0] in (TOTAL, SELF):
            yield _total_claim(measure, scored, is_own_year=is_own_year)
        elif is_own_year or scored.rows.printed[measure].counts_as_zero:
            yield _group_claim(measure, scored, is_own_year=is_own_year)


def _total_claim(measure: Measure, scored: ScoredUnit, *, is_own_year: bool) -> PrintedClaim:
    rows = scored.rows
    score = _score_of(measure, scored, is_own_year=is_own_year)
    printed_groups = {} if measure[0] == SELF else rows.printed
    parts = tuple(
        _group_part(group, group_score, printed_groups.get((group.code, measure[1])))
        for group, group_score in zip(rows.spec.groups, score.groups, strict=True)
    )
    return PrintedClaim(
        figure=_name(rows.code, measure),
        place=rows.printed[measure].place,
        printed=rows.printed[measure].value,
        exact=score.total,
        applies=not parts or any(part.applies for part in parts),
        aggregation=rows.spec.aggregation,
        parts=parts,
        readings=score_readings(parts, rows.spec.aggregation),
    )


def _score_of(measure: Measure, scored: ScoredUnit, *, is_own_year: bool) -> UnitScore:
    """What stands behind a printed total; behind a self total of another year, nothing."""
    if is_own_year:
        return scored.claimed if measure[0] == SELF else scored.final
    return printed_score(
        measure[1], scored.rows.spec, {} if measure[0] == SELF else scored.rows.printed
    )


def _group_part(group: GroupSpec, score: GroupScore, printed: PrintedValue | None) -> FigurePart:
    return FigurePart(
        key=group.code,
        value=score.points,
        maximum=score.maximum if score.applies else Fraction(group.maximum),
        applies=score.applies,
        is_optional=group.may_be_absent,
        is_dash=bool(printed and printed.counts_as_zero),
    )


def _group_claim(measure: Measure, scored: ScoredUnit, *, is_own_year: bool) -> PrintedClaim:
    """This year's group against its criteria; the year before has none, and the printed groups
    stand for themselves.
    """
    rows = scored.rows
    score = scored.final if is_own_year else printed_score(measure[1], rows.spec, rows.printed)
    group = next((group for group in score.groups if group.code == measure[0]), None)
    return PrintedClaim(
        figure=_name(rows.code, measure),
        place=rows.printed[measure].place,
        printed=rows.printed[measure].value,
        exact=group.points if group else None,
        applies=bool(group and group.applies),
        aggregation=GroupAggregation.SUM_OF_POINTS,
        parts=_leaf_parts(measure[0], scored) if is_own_year and group and group.applies else (),
    )


def _leaf_parts(group_code: str, scored: ScoredUnit) -> tuple[FigurePart, ...]:
    leaves = next(group.leaves for group in scored.rows.spec.groups if group.code == group_code)
    final = scored.rows.final
    return tuple(_leaf_part(leaf, final) for leaf in leaves if is_asked(leaf, final))


def _leaf_part(leaf: LeafSpec, outcomes: Outcomes) -> FigurePart:
    outcome, takes_away = outcome_of(leaf, outcomes), leaf.effect is Effect.DEDUCTION
    return FigurePart(
        key=leaf.key,
        value=None if isinstance(outcome, Missing) else contribution(leaf, outcome),
        maximum=Fraction() if takes_away else Fraction(leaf.maximum),
        minimum=-Fraction(leaf.maximum) if takes_away else Fraction(),
    )


def _average_claims(rows: CampaignRows, results: CampaignResults) -> Iterator[PrintedClaim]:
    by_rule = results.aggregation
    kinds = [
        _AverageBase(kind.code, kind.units, rows.averages.get(kind.code, {}), by_rule)
        for kind in results.kinds
    ]
    whole = _AverageBase(ALL, results.units, rows.averages.get(None, {}), by_rule)
    for scope in (whole, *kinds):
        is_whole = scope is whole
        for measure, printed in scope.printed.items():
            claim = _average_claim(
                measure, scope, wider=() if is_whole else (whole,), kinds=kinds if is_whole else []
            )
            yield from (
                replace(claim, place=each.place, printed=each.value) for each in printed.everywhere
            )


def _average_claim(
    measure: Measure,
    scope: _AverageBase,
    *,
    wider: tuple[_AverageBase, ...],
    kinds: list[_AverageBase],
) -> PrintedClaim:
    parts = _unit_parts(measure, scope)
    exact = [Fraction(part.value) for part in parts if part.value is not None]
    return PrintedClaim(
        figure=_name(scope.name, measure),
        place=scope.printed[measure].place,
        printed=scope.printed[measure].value,
        exact=mean(exact),
        applies=not parts or bool(exact),
        parts=parts,
        readings=average_readings(
            parts,
            computed=_computed(measure, scope),
            wider=[part for other in wider for part in _unit_parts(measure, other)],
            kinds=[_unit_parts(measure, kind) for kind in kinds],
        ),
    )


def _unit_parts(measure: Measure, scope: _AverageBase) -> tuple[FigurePart, ...]:
    """The official values an average is over, and the units the measure does not apply to;
    units without a figure are neither.
    """
    figures = [(unit, unit.figure(*measure)) for unit in scope.units]
    return tuple(
        FigurePart(
            key=unit.code,
            value=None if figure.official is None else Fraction(figure.official),
            maximum=_maximum(unit, measure, scope.aggregation),
            applies=figure.official is not None,
        )
        for unit, figure in figures
        if figure.official is not None or not figure.applies
    )


def _computed(measure: Measure, scope: _AverageBase) -> list[Fraction]:
    """The unrounded values by the rule, if every unit that counts has one."""
    figures = [
        figure for unit in scope.units if (figure := unit.figure(*measure)).official is not None
    ]
    exact = [figure.exact for figure in figures if figure.exact is not None]
    return exact if len(exact) == len(figures) else []


def _maximum(unit: UnitResults, measure: Measure, aggregation: GroupAggregation) -> Fraction:
    """The most a unit can have: of a group, or of all its groups that apply that year."""
    what, year = measure
    if what not in (TOTAL, SELF):
        return next(Fraction(group.maximum) for group in unit.groups if group.code == what)
    maxima = [
        Fraction(group.maximum) for group in unit.groups if unit.figure(group.code, year).applies
    ]
    return aggregate(aggregation, maxima)


def _name(scope: str, measure: Measure) -> str:
    return f"{scope}.{measure[0]}.{measure[1]}"
