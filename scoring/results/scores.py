"""One unit's rows turned into its scores. No queries."""

from dataclasses import dataclass
from fractions import Fraction

from scoring.core.aggregate import unit_score
from scoring.core.results import Figure
from scoring.core.types import UnitScore
from scoring.results.rows import CampaignRows, UnitRows


@dataclass(frozen=True, slots=True)
class ScoredUnit:
    """A unit with what its final outcomes and what its own claims come to."""

    rows: UnitRows
    final: UnitScore
    claimed: UnitScore


def scored_units(rows: CampaignRows) -> tuple[ScoredUnit, ...]:
    """Every unit of the campaign, in official order."""
    return tuple(_scored(unit) for unit in rows.units)


def percent_of(total: Figure, maximum: Fraction) -> Fraction | None:
    """The share of its maximum that a total reached, 0 to 100."""
    return total.ranked_on * 100 / maximum if total.ranked_on is not None and maximum else None


def _scored(rows: UnitRows) -> ScoredUnit:
    return ScoredUnit(
        rows=rows,
        final=unit_score(rows.spec, rows.final, absent=rows.absent),
        claimed=unit_score(rows.spec, rows.claimed, absent=rows.absent),
    )
