"""What figures say of how units scored themselves: inflation, nearness to the bound of a band,
moves in rank. Pure values.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from scoring.core.aggregate import mean
from scoring.core.bands import band_of
from scoring.core.ranks import ranked
from scoring.core.results import SELF, TOTAL, CampaignResults
from scoring.core.types import (
    BandSpec,
    NotApplicable,
    Outcome,
    RankingScale,
    RefusalGround,
    Refused,
    Scored,
    UnitScore,
)
from scoring.results.queries import InterimCampaign, InterimUnit

#: So near to the bound of a band, in points (or in points of percentage where classes are told from
#: these).
NEAR = Decimal("0.5")


class Move(StrEnum):
    """What became of a claim that was looked at."""

    KEPT = "kept"
    LOWERED = "lowered"
    RAISED = "raised"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class ClaimedCriterion:
    """A criterion that a unit gave itself points for and that was decided;

    `lost` is below 0 where it got more.
    """

    unit: str
    group: str
    move: Move | RefusalGround
    lost: Fraction


@dataclass(frozen=True, slots=True)
class UnitInflation:
    """A unit's own total against the appraised one.

    None: not complete. `moves` count its single claims.
    """

    unit: InterimUnit
    claimed: Fraction | None
    appraised: Fraction | None
    moves: dict[Move | RefusalGround, int]

    @property
    def inflation(self) -> Fraction | None:
        return (
            None
            if self.claimed is None or self.appraised is None
            else self.claimed - self.appraised
        )


@dataclass(frozen=True, slots=True)
class GroupInflation:
    """Means over the units of one kind for which both are known."""

    kind: str
    code: str
    name: str
    units: int
    claimed: Fraction | None
    appraised: Fraction | None


@dataclass(frozen=True, slots=True)
class GroundCount:
    """How often a claim met this end, and how many points it cost in all."""

    move: Move | RefusalGround
    claims: int
    units: int
    lost: Fraction


@dataclass(frozen=True, slots=True)
class BorderUnit:
    """A unit whose value lies near the bound between two bands.

    `distance` is below 0 where the value is below the bound.
    """

    unit: InterimUnit
    value: Fraction
    bound: Decimal
    distance: Fraction
    band: BandSpec | None


@dataclass(frozen=True, slots=True)
class RankMove:
    """A unit's place by its own claim, by the appraisal, and in the year before."""

    unit: InterimUnit
    claimed: int | None
    appraised: int | None
    before: int | None

    @property
    def steps(self) -> int | None:
        """How many places it lost (above 0) or won by being appraised."""
        return (
            None
            if self.claimed is None or self.appraised is None
            else self.appraised - self.claimed
        )


def claims(units: Iterable[InterimUnit]) -> tuple[ClaimedCriterion, ...]:
    """Of every criterion with points claimed and an outcome decided; others cannot be set
    against each other.
    """
    return tuple(claim for unit in units for claim in _claims(unit))


def _claims(unit: InterimUnit) -> Iterator[ClaimedCriterion]:
    for group in unit.rows.spec.groups:
        if group.code in unit.rows.absent:
            continue
        for leaf in group.leaves:
            claimed, decided = unit.rows.claimed.get(leaf.key), unit.latest.get(leaf.key)
            if isinstance(claimed, Scored) and (end := _end(claimed, decided)):
                move, lost = end
                yield ClaimedCriterion(unit.rows.code, group.code, move, lost * leaf.effect.sign)


def _end(claimed: Scored, decided: Outcome | None) -> tuple[Move | RefusalGround, Fraction] | None:
    points = Fraction(claimed.points)
    match decided:
        case Refused(ground):
            return ground, points
        case NotApplicable():
            return Move.NOT_APPLICABLE, points
        case Scored(given):
            lost = points - Fraction(given)
            return (Move.LOWERED if lost > 0 else Move.RAISED if lost < 0 else Move.KEPT), lost
    return None


def by_unit(judged: InterimCampaign, made: Sequence[ClaimedCriterion]) -> tuple[UnitInflation, ...]:
    """Most inflated first; those without both totals last."""
    moves: dict[str, dict[Move | RefusalGround, int]] = defaultdict(lambda: defaultdict(int))
    for claim in made:
        moves[claim.unit][claim.move] += 1
    rows = [
        UnitInflation(
            unit,
            claimed_total(unit, judged.results),
            total_of(unit, judged.results),
            dict(moves[unit.rows.code]),
        )
        for unit in judged.units
    ]
    return tuple(
        row
        for _, row in ranked(
            rows, value=lambda row: row.inflation, order=lambda row: row.unit.rows.order
        )
    )


def by_group(judged: InterimCampaign) -> tuple[GroupInflation, ...]:
    """For each kind of units, its groups in order."""
    return tuple(
        _group(
            kind.code, code, name, [unit for unit in judged.units if unit.rows.kind[1] == kind.code]
        )
        for kind in judged.results.kinds
        for code, name in kind.groups
    )


def by_ground(made: Iterable[ClaimedCriterion]) -> tuple[GroundCount, ...]:
    """The four grounds first, then what else became of claims; all of them, also those that
    never happened.
    """
    of: dict[Move | RefusalGround, list[ClaimedCriterion]] = defaultdict(list)
    for claim in made:
        of[claim.move].append(claim)
    ends: list[Move | RefusalGround] = [*RefusalGround, *Move]
    return tuple(
        GroundCount(
            end,
            len(of[end]),
            len({claim.unit for claim in of[end]}),
            sum((claim.lost for claim in of[end]), Fraction()),
        )
        for end in ends
    )


def near_borders(judged: InterimCampaign) -> tuple[BorderUnit, ...]:
    """Nearest first. A value right on a bound is in the band above it, and near."""
    bands = judged.results.bands
    bounds = {bound for band in bands for bound in (band.lower, band.upper) if bound}
    found = [
        BorderUnit(unit, value, bound, value - Fraction(bound), band_of(value, bands))
        for unit in judged.units
        if (value := classed_value(unit, judged.results)) is not None
        for bound in sorted(bounds)
        if abs(value - Fraction(bound)) <= Fraction(NEAR)
    ]
    return tuple(sorted(found, key=lambda near: (abs(near.distance), near.unit.rows.order)))


def rank_moves(judged: InterimCampaign) -> tuple[RankMove, ...]:
    """In the order of the appraised ranks; ranks are among the units that are shown."""
    results = judged.results
    claimed = _ranks(judged.units, [claimed_worth(unit, results) for unit in judged.units])
    appraised = _ranks(judged.units, [worth(unit, results) for unit in judged.units])
    before = _ranks(judged.units, [_before(unit, results) for unit in judged.units])
    rows = [
        RankMove(unit, claimed[unit.rows.code], appraised[unit.rows.code], before[unit.rows.code])
        for unit in judged.units
    ]
    return tuple(
        sorted(
            rows, key=lambda row: (row.appraised is None, row.appraised or 0, row.unit.rows.order)
        )
    )


def total_of(unit: InterimUnit, results: CampaignResults) -> Fraction | None:
    """The official total once there is one, else what the latest outcomes come to."""
    official = _figure(unit, results, TOTAL)
    return official if official is not None else unit.score.total


def claimed_total(unit: InterimUnit, results: CampaignResults) -> Fraction | None:
    official = _figure(unit, results, SELF)
    return official if official is not None else unit.claim.total


def worth(unit: InterimUnit, results: CampaignResults) -> Fraction | None:
    """What the unit is ranked on: its total, or the share of its maximum."""
    return share(total_of(unit, results), unit.score, results)


def claimed_worth(unit: InterimUnit, results: CampaignResults) -> Fraction | None:
    return share(claimed_total(unit, results), unit.claim, results)


def classed_value(unit: InterimUnit, results: CampaignResults) -> Fraction | None:
    """What the bands are told from; the same as what is ranked on."""
    return worth(unit, results)


def share(total: Fraction | None, score: UnitScore, results: CampaignResults) -> Fraction | None:
    """The total itself where points are ranked, else how much of the maximum it is, 0 to 100."""
    if results.ranking is not RankingScale.PERCENT or total is None:
        return total
    return total * 100 / score.maximum if score.maximum else None


def _figure(unit: InterimUnit, results: CampaignResults, measure: str) -> Fraction | None:
    own = next(each for each in results.units if each.code == unit.rows.code)
    return own.figure(measure, results.year).ranked_on


def _before(unit: InterimUnit, results: CampaignResults) -> Fraction | None:
    """What the unit was ranked on in the year before."""
    own = next(each for each in results.units if each.code == unit.rows.code)
    if results.previous_year is None:
        return None
    if results.ranking is RankingScale.PERCENT and own.percent_before is not None:
        return own.percent_before
    return own.figure(TOTAL, results.previous_year).ranked_on


def _ranks(
    units: Sequence[InterimUnit], values: Sequence[Fraction | None]
) -> dict[str, int | None]:
    pairs = list(zip(units, values, strict=True))
    standing = ranked(pairs, value=lambda pair: pair[1], order=lambda pair: pair[0].rows.order)
    return {unit.rows.code: rank for rank, (unit, _) in standing}


def _group(kind: str, code: str, name: str, units: Sequence[InterimUnit]) -> GroupInflation:
    pairs = [
        (claimed, given)
        for unit in units
        if (claimed := _points(unit.claim, code)) is not None
        and (given := _points(unit.score, code)) is not None
    ]
    return GroupInflation(
        kind,
        code,
        name,
        len(pairs),
        mean(claimed for claimed, _ in pairs),
        mean(given for _, given in pairs),
    )


def _points(score: UnitScore, code: str) -> Fraction | None:
    return next((group.points for group in score.groups if group.code == code), None)
