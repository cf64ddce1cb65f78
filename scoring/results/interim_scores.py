"""Every unit as it stands now: what it claimed, and what the latest round made of it, the first
round included.

For looking at a campaign under way. Nothing here is final: what counts in the end is told by
`campaign`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from criteria.specs import leaf_key
from scoring.core.aggregate import unit_score
from scoring.core.results import CampaignResults
from scoring.core.types import Outcome, Outcomes, UnitScore
from scoring.results.campaign import results_of
from scoring.results.rows import UnitRows, gather
from scoring.results.year_before import year_before
from submissions.dossier.queries.outcomes import outcome_value
from submissions.enums import Round
from submissions.models import Appraisal, Campaign

_FIRST = (
    "answer__submission_id", "answer__criterion__group__annex__code",
    "answer__criterion__group__code",
    "answer__criterion__code", "outcome", "points", "ground",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InterimUnit:
    """A unit with its latest outcomes, and what these and its claims come to."""

    rows: UnitRows
    latest: Outcomes
    score: UnitScore
    claim: UnitScore


@dataclass(frozen=True, slots=True)
class InterimCampaign:
    """The units that were asked for, in official order, and the figures of all."""

    units: tuple[InterimUnit, ...]
    results: CampaignResults


def judged(campaign: Campaign, submissions: Iterable[int]) -> InterimCampaign:
    """Of these submissions, by their keys, in 8 queries (4 more where the year before had
    another framework).
    """
    rows, before = gather(campaign)
    first, asked = _first_round(campaign), frozenset(submissions)
    return InterimCampaign(
        units=tuple(
            _judged(unit, first.get(unit.submission_id, {}))
            for unit in rows.units
            if unit.submission_id in asked
        ),
        results=results_of(rows, year_before(rows, before)),
    )


def score_of(unit: UnitRows, outcomes: Outcomes) -> UnitScore:
    """What outcomes come to as this unit is asked.

    Raises ValueError for what is outside the framework.
    """
    return unit_score(unit.spec, outcomes, absent=unit.absent)


def _judged(unit: UnitRows, first: Mapping[tuple[str, str], Outcome]) -> InterimUnit:
    """A later round stands before the first, even where it is still missing."""
    leaves = {leaf.key for group in unit.spec.groups for leaf in group.leaves}
    early = {
        key: given
        for (annex, key), given in first.items()
        if key in leaves and _is_of_annex(unit, annex, key)
    }
    latest = early | dict(unit.final)
    return InterimUnit(unit, latest, score_of(unit, latest), score_of(unit, unit.claimed))


def _is_of_annex(unit: UnitRows, annex: str, key: str) -> bool:
    group = next(
        group.code for group in unit.spec.groups if any(leaf.key == key for leaf in group.leaves)
    )
    return unit.annex is not None and unit.annex.asks(annex, group)


def _first_round(campaign: Campaign) -> dict[int, dict[tuple[str, str], Outcome]]:
    """By submission, and by annex and key of the criterion."""
    rows = Appraisal.objects.filter(
        answer__submission__campaign=campaign, round=Round.FIRST
    ).values_list(*_FIRST)
    found: dict[int, dict[tuple[str, str], Outcome]] = defaultdict(dict)
    for submission, annex, group, code, kind, points, ground in rows:
        found[submission][annex, leaf_key(group, code)] = outcome_value(kind, points, ground)
    return found
