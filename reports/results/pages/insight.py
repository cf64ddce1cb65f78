"""The working group's page on self-scoring: inflated totals, groups and grounds, units near a
bound, and moves in rank.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from ictindex.lib.numbers import show
from reports.results.queries.comparability import Comparability, basis_of
from reports.results.queries.insight import (
    NEAR,
    BorderUnit,
    GroundCount,
    GroupInflation,
    Move,
    RankMove,
    UnitInflation,
    by_ground,
    by_group,
    by_unit,
    claims,
    near_borders,
    rank_moves,
)
from scoring.core.explanation import GROUNDS
from scoring.core.results import CampaignResults
from scoring.core.types import RankingScale, RefusalGround
from scoring.results.queries import InterimCampaign, InterimUnit

_MOVES = {
    Move.KEPT: "Giữ nguyên điểm tự chấm",
    Move.LOWERED: "Giảm điểm",
    Move.RAISED: "Tăng điểm",
    Move.NOT_APPLICABLE: "Chuyển thành không áp dụng",
}
NO_TOTAL = "chưa đủ"


@dataclass(frozen=True, slots=True)
class UnitInflationRow:
    """One unit's inflation in texts, and the way to try other outcomes."""

    name: str
    url: str
    claimed: str
    appraised: str
    inflation: str
    kept: int
    lowered: int
    raised: int
    refused: int


@dataclass(frozen=True, slots=True)
class GroupInflationRow:
    """One group's inflation in one kind of units."""

    kind: str
    name: str
    units: int
    claimed: str
    appraised: str
    inflation: str


@dataclass(frozen=True, slots=True)
class GroundRow:
    """What became of claims, how often, and what it cost."""

    name: str
    claims: int
    units: int
    lost: str
    is_ground: bool


@dataclass(frozen=True, slots=True)
class BorderRow:
    """A unit near a bound."""

    name: str
    url: str
    value: str
    band: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RankRow:
    """A unit's places."""

    name: str
    claimed: str
    appraised: str
    before: str
    moved: str


@dataclass(frozen=True, slots=True)
class InsightPage:
    """Everything the page shows. `left_out`: units that the reader may not look at, by name."""

    units: tuple[UnitInflationRow, ...]
    groups: tuple[GroupInflationRow, ...]
    grounds: tuple[GroundRow, ...]
    borders: tuple[BorderRow, ...]
    ranks: tuple[RankRow, ...]
    near: str
    measured_in: str
    left_out: str
    ranks_note: str


def insight_page(judged: InterimCampaign) -> InsightPage:
    """The whole page. No queries."""
    made, results = claims(judged.units), judged.results
    shown = {unit.rows.code for unit in judged.units}
    way = _way_to_try(results.code)
    return InsightPage(
        units=tuple(_unit_row(row, way) for row in by_unit(judged, made)),
        groups=tuple(_group_row(row, results) for row in by_group(judged)),
        grounds=tuple(_ground_row(row) for row in by_ground(made)),
        borders=tuple(_border_row(row, way) for row in near_borders(judged)),
        ranks=tuple(_rank_row(row) for row in rank_moves(judged)),
        near=show(NEAR).rstrip("0"),
        measured_in="điểm phần trăm" if results.ranking is RankingScale.PERCENT else "điểm",
        left_out=", ".join(unit.short_name for unit in results.units if unit.code not in shown),
        ranks_note=_note_on_ranks(results),
    )


def _note_on_ranks(results: CampaignResults) -> str:
    """Why a rank of the year before says nothing beside this year's."""
    basis = basis_of(results, results.units)
    if basis.way is not Comparability.APART:
        return ""
    return f"Hạng năm {results.previous_year} không so sánh được với hạng năm nay. {basis.reason}"


def _way_to_try(campaign: str) -> Callable[[InterimUnit], str]:
    return lambda unit: reverse("what_if", args=[campaign, unit.rows.code])


def signed(value: Fraction | None) -> str:
    """«+4,20», «−0,50», «0,00»; words where there is none."""
    if value is None:
        return NO_TOTAL
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{show(abs(value))}"


def _unit_row(row: UnitInflation, way: Callable[[InterimUnit], str]) -> UnitInflationRow:
    return UnitInflationRow(
        name=row.unit.rows.short_name,
        url=way(row.unit),
        claimed=show(row.claimed, missing=NO_TOTAL),
        appraised=show(row.appraised, missing=NO_TOTAL),
        inflation=signed(row.inflation),
        kept=row.moves.get(Move.KEPT, 0),
        lowered=row.moves.get(Move.LOWERED, 0),
        raised=row.moves.get(Move.RAISED, 0),
        refused=sum(row.moves.get(ground, 0) for ground in RefusalGround),
    )


def _group_row(row: GroupInflation, results: CampaignResults) -> GroupInflationRow:
    inflation = (
        None if row.claimed is None or row.appraised is None else row.claimed - row.appraised
    )
    return GroupInflationRow(
        kind=next(kind.name for kind in results.kinds if kind.code == row.kind),
        name=row.name,
        units=row.units,
        claimed=show(row.claimed, missing=NO_TOTAL),
        appraised=show(row.appraised, missing=NO_TOTAL),
        inflation=signed(inflation),
    )


def _ground_row(row: GroundCount) -> GroundRow:
    is_ground = isinstance(row.move, RefusalGround)
    name = (
        f"Không chấp nhận: {GROUNDS[row.move]}"
        if isinstance(row.move, RefusalGround)
        else _MOVES[row.move]
    )
    return GroundRow(name, row.claims, row.units, show(row.lost).replace("-", "−"), is_ground)


def _border_row(row: BorderUnit, way: Callable[[InterimUnit], str]) -> BorderRow:
    bound = show(row.bound)
    place = (
        "đúng ranh giới"
        if not row.distance
        else f"{'trên' if row.distance > 0 else 'dưới'} ranh giới {_exactly(row.distance)}"
    )
    band = row.band.label if row.band else "không thuộc nhóm nào"
    return BorderRow(
        row.unit.rows.short_name, way(row.unit), show(row.value), band, f"{place} ({bound})"
    )


def _exactly(distance: Fraction) -> str:
    """A distance that would round to nothing is still one."""
    return show(abs(distance)) if abs(distance) >= Fraction(1, 200) else "chưa đến 0,01"


def _rank_row(row: RankMove) -> RankRow:
    return RankRow(
        row.unit.rows.short_name,
        _place(row.claimed),
        _place(row.appraised),
        _place(row.before),
        moved_in_words(row.steps),
    )


def _place(rank: int | None) -> str:
    return "–" if rank is None else str(rank)


def moved_in_words(steps: int | None) -> str:
    """«xuống 3 bậc», «lên 1 bậc», «giữ nguyên»; nothing where there are not two ranks."""
    if steps is None:
        return ""
    return "giữ nguyên" if not steps else f"{'xuống' if steps > 0 else 'lên'} {abs(steps)} bậc"
