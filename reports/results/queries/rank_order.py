"""Who stands where: the units of a campaign in rank order, and how a kind of units is called in a
heading.

Pure values. Ranks are those of the official final score: equal scores share a rank and the next
rank is skipped.
"""

from collections.abc import Sequence
from fractions import Fraction

from scoring.core.ranks import ranked
from scoring.core.results import TOTAL, CampaignResults, Figure, KindResults, UnitResults
from scoring.core.types import RankingScale

#: The measure «share of the unit's maximum», 0 to 100; only the year of the campaign has it.
PERCENT = "percent"

RankedUnits = list[tuple[int | None, UnitResults]]


def joint_standing(results: CampaignResults) -> RankedUnits:
    """Every unit, ranked together."""
    return _standing(
        results.units, results.year, on_percent=results.ranking is RankingScale.PERCENT
    )


def standing_of_kind(results: CampaignResults, kind: KindResults) -> RankedUnits:
    """The units of one kind, ranked among themselves."""
    return _standing(kind.units, results.year, on_percent=is_ranked_on_percent(results, kind))


def is_ranked_on_percent(results: CampaignResults, kind: KindResults) -> bool:
    """Points compare the units of a kind fairly unless some of them answer an annex with
    another maximum.
    """
    maxima = {sum(group.maximum for group in unit.groups) for unit in kind.units}
    return results.ranking is RankingScale.PERCENT and len(maxima) > 1


def percent_figure(unit: UnitResults) -> Figure:
    """The share of its maximum that the unit reached."""
    return Figure(exact=unit.percent)


def units_in_rank_order(standing: RankedUnits) -> tuple[UnitResults, ...]:
    return tuple(unit for _, unit in standing)


def classed_on(results: CampaignResults, unit: UnitResults) -> Fraction | None:
    """What the letter groups are told from: the unrounded final score, or its percent where
    units are ranked on that.
    """
    return (
        unit.percent
        if results.ranking is RankingScale.PERCENT
        else unit.figure(TOTAL, results.year).ranked_on
    )


def name_units_of(kind: KindResults) -> str:
    """How a sentence calls the units of a kind: «các đơn vị thuộc Bộ», «các sở», however the
    kind is named.
    """
    name = kind.name
    if not name[1:2].isupper():
        name = name[:1].lower() + name[1:]
    if name.startswith("các "):
        return name
    return f"các {name}" if name.startswith(("đơn vị", "cơ quan")) else f"các đơn vị {name}"


def name_of_group(name: str) -> str:
    """A group's name as it stands behind the word «nhóm», which many names begin with."""
    for word in ("nhóm tiêu chí ", "nhóm "):
        if name.lower().startswith(word) and name[len(word) :].strip():
            return name[len(word) :].strip()
    return name


def _standing(units: Sequence[UnitResults], year: int, *, on_percent: bool) -> RankedUnits:
    if on_percent:
        return ranked(units, value=lambda unit: unit.percent, order=lambda unit: unit.order)
    return ranked(
        units, value=lambda unit: unit.figure(TOTAL, year).ranked_on, order=lambda unit: unit.order
    )
