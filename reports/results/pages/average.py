"""Where an average comes from: the figures it is the mean of, each with the way to its own
source.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ictindex.lib.numbers import show
from reports.frame.addresses import source_url
from reports.results.pages.source import figure_of
from reports.results.queries.cells import (
    AverageCell,
    PageFigure,
    average_cell_of,
    cell_of,
    units_in_words,
)
from reports.results.queries.rank_order import PERCENT, name_units_of
from scoring.core.aggregate import mean
from scoring.core.explanation import LONGEST_SUM, rounded, sum_text
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
from scoring.reconciliation.queries.words import place_name


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """A unit and its figure, which leads on to where it comes from."""

    name: str
    cell: PageFigure


@dataclass(frozen=True, slots=True)
class AveragePage:
    """Everything the page shows."""

    what: str
    cell: AverageCell
    formula: str
    printed_at: str
    note: str
    units: tuple[UnitFigure, ...]


def average_page(
    measure: Measure, results: CampaignResults, kind: KindResults | None
) -> AveragePage | None:
    """None where there is no such average. No queries."""
    units = kind.units if kind else results.units
    average = _average(
        measure, units, kind.averages.get(measure) if kind else results.averages.get(measure)
    )
    if average is None or average.figure.official is None:
        return None
    figures = [(unit, figure_of(unit, measure)) for unit in units]
    return AveragePage(
        what=(
            f"Trung bình {_measured(measure, units)} của "
            f"{name_units_of(kind) if kind else 'các đơn vị'} năm {measure[1]}"
        ),
        cell=average_cell_of(average),
        formula=_formula([figure.official for _, figure in figures if figure.official is not None]),
        printed_at=place_name(average.place)
        if average.place and average.figure.printed is not None
        else "",
        note=_note(average),
        units=tuple(
            UnitFigure(
                unit.short_name, cell_of(figure, url=source_url(results.code, unit.code, measure))
            )
            for unit, figure in figures
        ),
    )


def _average(
    measure: Measure, units: Iterable[UnitResults], stored: Average | None
) -> Average | None:
    if measure[0] != PERCENT:
        return stored
    shares = [unit.percent for unit in units if unit.percent is not None]
    return (
        Average(Figure(exact=mean(shares)), n=len(shares), n_recomputed=len(shares))
        if shares
        else None
    )


def _measured(measure: Measure, units: Iterable[UnitResults]) -> str:
    names = {group.code: f"điểm nhóm «{group.name}»" for unit in units for group in unit.groups}
    words = {TOTAL: "điểm thẩm định", SELF: "điểm tự chấm", PERCENT: "tỷ lệ điểm đạt được (%)"}
    return words.get(measure[0]) or names.get(measure[0], measure[0])


def _formula(values: list[Decimal]) -> str:
    """«(73,11 + 70,02) / 2 = 71,565 → 71,57»; many terms stand in the table."""
    average = mean(values)
    if average is None:
        return "Không có đơn vị nào có số liệu."
    exact = [Fraction(value) for value in values]
    whole = show(sum(exact, Fraction()))
    added = sum_text(exact, what="đơn vị")
    return (
        f"({added}{' = ' if len(exact) <= LONGEST_SUM else ': '}{whole}) / {len(exact)} = "
        f"{rounded(average)}"
    )


def _note(average: Average) -> str:
    if not average.figure.differs:
        return ""
    base = (
        f" Số đã in được chia cho {units_in_words(average.n)}."
        if average.n != average.n_recomputed
        else ""
    )
    return (
        f"Báo cáo in {show(average.figure.printed)}, còn trung bình của các số trong bảng dưới là"
        f" {show(average.figure.recomputed)}.{base} Số đã in vẫn là số chính thức."
    )
