"""What would be if some outcomes of one unit were others: its total, rank and band before and
after. Nothing is stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ictindex.lib.numbers import NotAScore, read_points
from reports.results.queries.insight import share, worth
from scoring.core.bands import band_of
from scoring.core.ranks import ranked
from scoring.core.results import CampaignResults
from scoring.core.types import (
    BandSpec,
    LeafSpec,
    NotApplicable,
    Outcome,
    RefusalGround,
    Refused,
    Scored,
    UnitScore,
)
from scoring.results.queries import InterimCampaign, InterimUnit, score_of

REFUSED, NOT_APPLICABLE = "khong-chap-nhan", "khong-ap-dung"
#: More changes at once are another file, not a question.
MOST = 60


@dataclass(frozen=True, slots=True)
class WhatIfOutcome:
    """Another outcome for one criterion, as it travels in the address («HT:1.2=7.50»)."""

    key: str
    outcome: Outcome

    @property
    def text(self) -> str:
        match self.outcome:
            case Scored(points):
                return f"{self.key}={points}"
            case Refused():
                return f"{self.key}={REFUSED}"
        return f"{self.key}={NOT_APPLICABLE}"


@dataclass(frozen=True, slots=True)
class WhatIfState:
    """A unit's score with its place.

    `rank` is among `ranked` units; None where there is no total.
    """

    score: UnitScore
    value: Fraction | None
    rank: int | None
    ranked: int
    band: BandSpec | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Before and after by the rule;

    `is_printed_otherwise`: the official total is another than the rule gives.
    """

    before: WhatIfState
    after: WhatIfState
    is_printed_otherwise: bool


class NoChange(ValueError):
    """The text is no change of this unit's outcomes; `str()` is the sentence to show."""


def read_change(unit: InterimUnit, key: str, text: str) -> WhatIfOutcome:
    """Raises NoChange."""
    leaf = leaves_of(unit).get(key)
    if leaf is None:
        raise NoChange("Chọn một tiêu chí của đơn vị trong danh sách.")
    if text == REFUSED:
        return WhatIfOutcome(key, Refused(RefusalGround.NO_EVIDENCE))
    if text == NOT_APPLICABLE:
        return WhatIfOutcome(key, NotApplicable())
    return WhatIfOutcome(key, Scored(_points(leaf, text)))


def read_changes(unit: InterimUnit, texts: Iterable[str]) -> tuple[WhatIfOutcome, ...]:
    """Those that can be read, the last for each criterion; others are left out."""
    found: dict[str, WhatIfOutcome] = {}
    for text in texts:
        key, _, value = text.rpartition("=")
        try:
            found[key] = read_change(unit, key, value)
        except NoChange:
            continue
    return tuple(found.values())[:MOST]


def leaves_of(unit: InterimUnit) -> Mapping[str, LeafSpec]:
    """The criteria that the unit is asked, by key, without those of groups that it does not
    have.
    """
    groups = (group for group in unit.rows.spec.groups if group.code not in unit.rows.absent)
    return {leaf.key: leaf for group in groups for leaf in group.leaves}


def what_if(judged: InterimCampaign, unit: InterimUnit, changes: Sequence[WhatIfOutcome]) -> WhatIf:
    """By the rule on both sides, so that only the changes differ; the other units stand where
    they stand.
    """
    changed = dict(unit.latest) | {change.key: change.outcome for change in changes}
    after = score_of(unit.rows, changed)
    official = worth(unit, judged.results)
    return WhatIf(
        before=_state(judged, unit, unit.score),
        after=_state(judged, unit, after),
        is_printed_otherwise=official is not None
        and official != share(unit.score.total, unit.score, judged.results),
    )


def _state(judged: InterimCampaign, unit: InterimUnit, score: UnitScore) -> WhatIfState:
    results: CampaignResults = judged.results
    own = share(score.total, score, results)
    values = [(own if each is unit else worth(each, results), each) for each in judged.units]
    standing = ranked(values, value=lambda pair: pair[0], order=lambda pair: pair[1].rows.order)
    rank = next(rank for rank, (_, each) in standing if each is unit)
    return WhatIfState(
        score, own, rank, sum(value is not None for value, _ in values), band_of(own, results.bands)
    )


def _points(leaf: LeafSpec, text: str) -> Decimal:
    try:
        return read_points(text, called="Điểm", most=leaf.maximum)
    except NotAScore as problem:
        raise NoChange(str(problem)) from problem
