"""What a printed report leaves in doubt besides its figures: lists against points, and scores
on a border of two classes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from criteria.models import Criterion
from criteria.specs import leaf_key
from ictindex.lib.numbers import half_up
from scoring.core.bands import band_of
from scoring.core.results import TOTAL, CampaignResults, UnitResults
from scoring.core.types import BandSpec, RankingScale, Scored
from scoring.models import PrintedFailing
from scoring.results.queries import UnitRows, gather
from submissions.models import Campaign


@dataclass(frozen=True, slots=True)
class FailingWithPoints:
    """A unit that the text lists as not meeting a criterion, and the points (above 0) it has
    for it all the same.
    """

    unit: str
    short_name: str
    group: str
    criterion: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class BoundaryCase:
    """A unit whose score, as shown, is the border of two classes.

    `band` is its class by the rule, on the unrounded score. `if_outside` and `if_inside` are the
    classes the score shown would have if the upper bound of a class were outside, or inside; None:
    no class.
    """

    unit: str
    short_name: str
    shown: Decimal
    band: str | None
    if_outside: str | None
    if_inside: str | None


def contradictions(campaign: Campaign) -> tuple[FailingWithPoints, ...]:
    """Printed lists against final points; the points stand.

    In official order of units, then of criteria.
    """
    units = {unit.submission_id: unit for unit in gather(campaign)[0].units}
    listed = PrintedFailing.objects.filter(submission__campaign=campaign).order_by(
        "submission__order", "criterion__group", "criterion__order"
    )
    leaves = _leaves_under(campaign)
    found = (
        _contradiction(
            units[failing.submission_id], failing.criterion, leaves[failing.criterion_id]
        )
        for failing in listed.select_related("criterion__group__annex")
    )
    return tuple(each for each in found if each is not None)


def boundary_cases(results: CampaignResults) -> tuple[BoundaryCase, ...]:
    """Units on a border, where the two ways of reading «đến 80» and «dưới 80» part.

    None: both readings give the same classes.
    """
    borders = {band.upper for band in results.bands} | {
        band.lower for band in results.bands if band.lower > 0
    }
    return tuple(
        _boundary_case(unit, value, results.bands)
        for unit in results.units
        if (value := _classed_on(unit, results)) is not None and half_up(value) in borders
    )


def _contradiction(
    unit: UnitRows, criterion: Criterion, leaf_codes: list[str]
) -> FailingWithPoints | None:
    group = criterion.group
    if unit.annex is None or not unit.annex.asks(group.annex.code, group.code):
        return None
    outcomes = [unit.final.get(leaf_key(group.code, code)) for code in leaf_codes]
    points = sum(
        (outcome.points for outcome in outcomes if isinstance(outcome, Scored)), Decimal(0)
    )
    return (
        FailingWithPoints(unit.code, unit.short_name, group.code, str(criterion), points)
        if points > 0
        else None
    )


def _leaves_under(campaign: Campaign) -> Mapping[int, list[str]]:
    """For every criterion of the framework the codes of the leaves at or under it."""
    rows = Criterion.objects.filter(group__annex__framework=campaign.framework_id).values_list(
        "pk", "parent_id", "code", "is_leaf"
    )
    parents = {pk: parent for pk, parent, _, _ in rows}
    leaves: dict[int, list[str]] = defaultdict(list)
    for pk, _, code, is_leaf in rows:
        if is_leaf:
            for above in _and_those_above(pk, parents):
                leaves[above].append(code)
    return leaves


def _and_those_above(pk: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    at: int | None = pk
    while at is not None:
        yield at
        at = parents[at]


def _classed_on(unit: UnitResults, results: CampaignResults) -> Fraction | None:
    return (
        unit.percent
        if results.ranking is RankingScale.PERCENT
        else unit.figure(TOTAL, results.year).ranked_on
    )


def _boundary_case(unit: UnitResults, value: Fraction, bands: tuple[BandSpec, ...]) -> BoundaryCase:
    shown = half_up(value)
    inside = next(
        (
            band
            for band in bands
            if band.lower < shown and (band.upper is None or shown <= band.upper)
        ),
        None,
    )
    return BoundaryCase(
        unit=unit.code,
        short_name=unit.short_name,
        shown=shown,
        band=_code(band_of(value, bands)),
        if_outside=_code(band_of(shown, bands)),
        if_inside=_code(inside),
    )


def _code(band: BandSpec | None) -> str | None:
    return band.code if band else None
