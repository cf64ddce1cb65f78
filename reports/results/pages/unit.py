"""The page of one unit: its totals and place, the working of its score, and every criterion
with its marks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ictindex.lib.numbers import half_up, show
from reports.frame.addresses import source_url, unit_url
from reports.results.pages.criteria import CriterionRow, HistoryUrl, criterion_rows
from reports.results.pages.results import SummaryFigure, UnitLink
from reports.results.queries.cells import PageFigure, cell_of, trimmed
from reports.results.queries.comparability import (
    Comparability,
    basis_of,
    caveat,
    moved_in_words,
    yearly_changes,
)
from reports.results.queries.rank_order import (
    RankedUnits,
    classed_on,
    joint_standing,
    standing_of_kind,
)
from scoring.core.bands import band_of
from scoring.core.explanation import ExplanationLine, LineKind
from scoring.core.results import CampaignResults, Figure, UnitResults
from scoring.core.types import GroupAggregation
from scoring.results.queries import GroupBreakdown, UnitBreakdown

_SHARE = 100


@dataclass(frozen=True, slots=True)
class UnitGroupRow:
    """One group's figures. `share` is how much of its maximum was reached, 0 to 100 with a point,
    empty where it has none.

    `is_apart`: the figure of the year before must not be set against this year's; the page's
    `caveats` say why.
    """

    name: str
    anchor: str
    maximum: str
    before: PageFigure
    self_points: str
    final: PageFigure
    share: str
    absence: str
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class WorkingStep:
    """One step of the working: of what, how, and what came out.

    `is_total`: it is about the unit, not a group.
    """

    what: str
    formula: str
    value: str
    is_total: bool


@dataclass(frozen=True, slots=True)
class GroupCriteria:
    """The criteria of one group, asked from one annex."""

    anchor: str
    name: str
    annex: str
    final: PageFigure
    maximum: str
    absence: str
    count: int
    rows: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything the page shows. No `criteria`: the reader may not see single criteria.

    `year_before`: None where nothing is known of it.
    """

    name: str
    kind_name: str
    is_late: bool
    year_before: int | None
    summaries: tuple[SummaryFigure, ...]
    places: tuple[str, ...]
    groups: tuple[UnitGroupRow, ...]
    steps: tuple[WorkingStep, ...]
    criteria: tuple[GroupCriteria, ...]
    caveats: tuple[str, ...]
    has_marks: bool
    printed_note: str
    previous: UnitLink | None
    next: UnitLink | None


def unit_page(
    working: UnitBreakdown,
    results: CampaignResults,
    *,
    sees_criteria: bool,
    history_of: HistoryUrl | None = None,
) -> UnitPage:
    """The whole page.

    No queries. Group self points are no printed figures, so they go with the criteria.
    """
    before, after = _neighbours(working.unit, results)
    return UnitPage(
        name=working.unit.name,
        kind_name=working.kind_name,
        is_late=working.unit.is_late,
        year_before=results.previous_year,
        summaries=_summaries(working, results),
        places=places_of(working.unit, results),
        groups=tuple(
            _group_row(group, working.unit, results, sees_self=sees_criteria)
            for group in working.groups
        ),
        steps=tuple(
            step_of(line, sees_terms=sees_criteria)
            for line in working.lines
            if line.kind is not LineKind.LEAF
        ),
        criteria=tuple(_criteria(group, history_of) for group in working.groups)
        if sees_criteria
        else (),
        caveats=tuple(_caveats(working.unit, results)),
        has_marks=_has_marks(working),
        printed_note=printed_note(working.total),
        previous=before,
        next=after,
    )


def _summaries(working: UnitBreakdown, results: CampaignResults) -> tuple[SummaryFigure, ...]:
    shown = [
        _summary(
            f"Điểm thẩm định năm {results.year}", working.total, _of_maximum(working.unit, results)
        )
    ]
    shown.append(_summary(f"Điểm tự chấm năm {results.year}", working.self_total, ""))
    if results.previous_year is not None:
        shown.append(
            _summary(
                f"Điểm năm {results.previous_year}",
                working.total_before,
                _change(working.unit, results),
            )
        )
    return tuple(shown)


def _summary(label: str, figure: Figure, note: str) -> SummaryFigure:
    return SummaryFigure(
        label, show(figure.official), note, show(figure.recomputed) if figure.differs else ""
    )


def _of_maximum(unit: UnitResults, results: CampaignResults) -> str:
    if results.aggregation is GroupAggregation.SUM_OF_POINTS:
        share = "" if unit.percent is None else f", đạt {show(unit.percent)} %"
        return (
            "trên "
            f"{trimmed(half_up(sum((group.maximum for group in unit.groups), start=half_up(0))))} "
            f"điểm{share}"
        )
    return "trung bình cộng các nhóm được áp dụng"


def _change(unit: UnitResults, results: CampaignResults) -> str:
    """How the official total moved since the year before, or why that cannot be said."""
    basis = basis_of(results, [unit])
    if basis.way is Comparability.APART:
        return f"không so sánh được với năm nay. {basis.reason}"
    change = next(iter(yearly_changes(results, [unit])), None)
    return "" if change is None else moved_in_words(change)


def places_of(unit: UnitResults, results: CampaignResults) -> tuple[str, ...]:
    """The unit's ranks and its letter group in words."""
    kind = next(kind for kind in results.kinds if kind.code == unit.kind)
    standings = (
        (joint_standing(results), "đơn vị"),
        (standing_of_kind(results, kind), _of_kind(kind.name)),
    )
    ranks = [text for standing, among in standings if (text := _rank(unit, standing, among))]
    band = band_of(classed_on(results, unit), results.bands)
    if not ranks:
        return ("Chưa xếp hạng",)
    without = "Không thuộc nhóm xếp loại nào" if results.bands else ""
    return tuple(text for text in (*ranks, band.label if band else without) if text)


def _of_kind(name: str) -> str:
    lowered = f"{name[:1].lower()}{name[1:]}".removeprefix("các ")
    if name.lower().startswith("các "):
        return lowered
    return lowered if lowered.startswith("đơn vị") else f"đơn vị {lowered}"


def _rank(unit: UnitResults, standing: RankedUnits, among: str) -> str:
    rank = next((rank for rank, other in standing if other.code == unit.code), None)
    ranked = sum(1 for other, _ in standing if other is not None)
    return "" if rank is None else f"Hạng {rank} trong {ranked} {among}"


def _group_row(
    group: GroupBreakdown, unit: UnitResults, results: CampaignResults, *, sees_self: bool
) -> UnitGroupRow:
    before = source_url(results.code, unit.code, (group.code, results.previous_year or 0))
    final = source_url(results.code, unit.code, (group.code, results.year))
    return UnitGroupRow(
        name=group.name,
        anchor=_anchor(group),
        maximum=trimmed(group.maximum),
        before=cell_of(group.before, url=before),
        self_points=show(group.self_points) if sees_self else "",
        final=cell_of(group.figure, is_strong=True, url=final),
        share=_share(group),
        absence=group.absence_reason,
        is_apart=bool(caveat(results, [unit], group.code)),
    )


def _caveats(unit: UnitResults, results: CampaignResults) -> Iterator[str]:
    for group in unit.groups:
        if why := caveat(results, [unit], group.code):
            yield f"Nhóm «{group.name}»: {why}"


def _share(group: GroupBreakdown) -> str:
    points = group.figure.official
    return (
        "" if points is None or not group.maximum else str(half_up(points * _SHARE / group.maximum))
    )


def step_of(line: ExplanationLine, *, sees_terms: bool) -> WorkingStep:
    """One step in words.

    The terms of a group's sum are points of single criteria, which not everybody may see.
    """
    is_hidden = line.kind is LineKind.GROUP and line.value is not None and not sees_terms
    formula = "Tổng điểm các tiêu chí của nhóm" if is_hidden else line.formula
    return WorkingStep(line.what, formula, show(line.value), line.kind is not LineKind.GROUP)


def _criteria(group: GroupBreakdown, history_of: HistoryUrl | None) -> GroupCriteria:
    return GroupCriteria(
        anchor=_anchor(group),
        name=group.name,
        annex=group.annex,
        final=cell_of(group.figure),
        maximum=trimmed(group.maximum),
        absence=group.absence_reason,
        count=sum(criterion.is_leaf for criterion in group.criteria),
        rows=criterion_rows(group.criteria, history_of),
    )


def _anchor(group: GroupBreakdown) -> str:
    return f"nhom-{group.code}"


def _has_marks(working: UnitBreakdown) -> bool:
    figures = [working.total, working.self_total, working.total_before]
    figures += [figure for group in working.groups for figure in (group.figure, group.before)]
    return any(figure.differs for figure in figures)


def printed_note(total: Figure) -> str:
    """Why a printed figure stands though the rule gives another; empty where they agree."""
    if not total.differs:
        return ""
    return (
        f"Báo cáo in {show(total.printed)}, còn các bước trên cho {show(total.recomputed)}. Số đã "
        "in vẫn là số chính thức và được"
        " dùng để xếp hạng, xếp nhóm."
    )


def _neighbours(
    unit: UnitResults, results: CampaignResults
) -> tuple[UnitLink | None, UnitLink | None]:
    """The units before and after it, in official order."""
    units = results.units
    place = next(place for place, other in enumerate(units) if other.code == unit.code)
    return _link(units[max(place - 1, 0) : place], results.code), _link(
        units[place + 1 : place + 2], results.code
    )


def _link(units: Sequence[UnitResults], campaign_code: str) -> UnitLink | None:
    return UnitLink(units[0].short_name, unit_url(campaign_code, units[0].code)) if units else None
