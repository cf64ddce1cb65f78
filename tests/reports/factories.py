"""Results of made-up campaigns, as values, for the tests of tables, charts and drawings."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from scoring.core.results import (
    SELF,
    TOTAL,
    Average,
    CampaignResults,
    Figure,
    KindResults,
    Measure,
    UnitResults,
)
from scoring.core.types import BandSpec, GroupAggregation, GroupSpec, RankingScale

BANDS = (
    BandSpec("A", "Nhóm A", Decimal(65), Decimal(80)),
    BandSpec("B", "Nhóm B", Decimal(50), Decimal(65)),
    BandSpec("C", "Nhóm C", Decimal(0), Decimal(50)),
)


def exact(value: str | int | Fraction) -> Figure:
    """A figure that the rule gives."""
    return Figure(exact=Fraction(value))


def make_group(code: str, maximum: int = 100) -> GroupSpec:
    return GroupSpec(
        code=code, name=f"Tên {code}", maximum=Decimal(maximum), may_be_absent=False, leaves=()
    )


def make_unit(
    code: str,
    *,
    order: int,
    kind: str = "trong",
    total: str | Fraction | None = None,
    figures: Mapping[Measure, Figure] | None = None,
    groups: Iterable[GroupSpec] = (make_group("G1"),),
    percent: Fraction | None = None,
    short_name: str | None = None,
) -> UnitResults:
    """`total` is the final score of 2020."""
    known = {} if total is None else {(TOTAL, 2020): exact(total)}
    return UnitResults(
        code=code,
        name=f"Đơn vị {code}",
        short_name=f"ĐV {code}" if short_name is None else short_name,
        kind=kind,
        order=order,
        groups=tuple(groups),
        figures=known | dict(figures or {}),
        percent=percent,
    )


def make_kind(
    units: Sequence[UnitResults],
    *,
    code: str = "trong",
    name: str = "thuộc Bộ",
    groups: Sequence[str] = ("G1",),
    averages: Mapping[Measure, Average] | None = None,
) -> KindResults:
    pairs = tuple((group, f"Tên {group}") for group in groups)
    return KindResults(
        code=code, name=name, groups=pairs, units=tuple(units), averages=dict(averages or {})
    )


def make_results(
    *kinds: KindResults,
    previous_year: int | None = 2019,
    ranking: RankingScale = RankingScale.POINTS,
    aggregation: GroupAggregation = GroupAggregation.MEAN_OF_GROUPS,
    averages: Mapping[Measure, Average] | None = None,
    bands: tuple[BandSpec, ...] = BANDS,
) -> CampaignResults:
    return CampaignResults(
        code="thu",
        title="Đợt thử",
        framework="khung",
        year=2020,
        previous_year=previous_year,
        ranking=ranking,
        bands=bands,
        kinds=tuple(kinds),
        averages=dict(averages or {}),
        aggregation=aggregation,
    )


def average(value: str | Fraction, n: int) -> Average:
    return Average(exact(value), n=n, n_recomputed=n)


__all__ = [
    "BANDS",
    "SELF",
    "TOTAL",
    "average",
    "exact",
    "make_group",
    "make_kind",
    "make_results",
    "make_unit",
]
