"""Where one figure of a unit comes from: its prints, its calculation, and the criteria, rounds
and files behind it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ictindex.lib.numbers import show
from reports.results.pages.unit import WorkingStep, places_of, printed_note, step_of
from reports.results.queries.cells import PageFigure, cell_of, trimmed
from reports.results.queries.rank_order import PERCENT
from reports.results.queries.source_rows import SourceRow, source_rows
from scoring.core.explanation import ExplanationLine, LineKind
from scoring.core.results import SELF, TOTAL, CampaignResults, Figure, Measure, UnitResults
from scoring.models import PrintedFigure
from scoring.reconciliation.queries.words import place_name
from scoring.results.queries import GroupBreakdown, UnitBreakdown
from submissions.dossier.queries.trails import Sight, Trails

CLOSED = (
    "Điểm, lý do và tài liệu kiểm chứng của từng tiêu chí chỉ hiển thị cho đơn vị, Tổ giúp việc, "
    "Hội đồng và những người có"
    " nhiệm vụ trong đợt đánh giá này."
)
NO_EVIDENCE = (
    "Tài liệu kiểm chứng chỉ hiển thị cho đơn vị và những người có nhiệm vụ trong đợt đánh giá này."
)


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """One place where the figure was printed."""

    place: str
    value: str


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """The criteria of one group with everything behind them."""

    anchor: str
    name: str
    annex: str
    figure: PageFigure
    maximum: str
    absence: str
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Everything the page shows.

    `closed` says why there are no criteria, `no_evidence` why there are no files.
    """

    unit: str
    what: str
    figure: PageFigure
    places: tuple[str, ...]
    printed: tuple[PrintedPlace, ...]
    note: str
    steps: tuple[WorkingStep, ...]
    groups: tuple[SourceGroup, ...]
    closed: str
    no_evidence: str


def source_page(
    measure: Measure,
    working: UnitBreakdown,
    results: CampaignResults,
    *,
    sight: Sight,
    trails: Trails,
    files_at: str,
    printed: Sequence[PrintedFigure],
) -> SourcePage:
    """Of a figure of the campaign's own year. `files_at`: the address of the unit's files.

    No queries.
    """
    figure = figure_of(working.unit, measure)
    return SourcePage(
        unit=working.unit.name,
        what=what_in_words(measure, working.unit),
        figure=cell_of(figure, is_strong=True),
        places=places_of(working.unit, results) if measure[0] in (TOTAL, PERCENT) else (),
        printed=_printed(printed),
        note=printed_note(figure),
        steps=tuple(
            step_of(line, sees_terms=sight.claims) for line in _lines(measure[0], working, sight)
        ),
        groups=tuple(
            _group(group, source_rows(group.criteria, trails, files_at=files_at))
            for group in _groups(measure[0], working)
        )
        if sight.claims
        else (),
        closed="" if sight.claims else CLOSED,
        no_evidence=NO_EVIDENCE if sight.claims and not sight.evidence else "",
    )


def page_before(
    measure: Measure, unit: UnitResults, results: CampaignResults, printed: Sequence[PrintedFigure]
) -> SourcePage:
    """Of a figure of the year before, of which only what this campaign's report printed is known.

    No queries.
    """
    figure = figure_of(unit, measure)
    return SourcePage(
        unit=unit.name,
        what=what_in_words(measure, unit),
        figure=cell_of(figure, is_strong=True),
        places=(),
        printed=_printed(printed),
        note=printed_note(figure),
        steps=tuple(_steps_before(measure, unit)),
        groups=(),
        closed=(
            f"Ứng dụng không có hồ sơ của năm {measure[1]}. Số này được lấy từ báo cáo năm "
            f"{results.year}, nên không có điểm từng"
            " tiêu chí và tài liệu kiểm chứng của năm đó."
        ),
        no_evidence="",
    )


def figure_of(unit: UnitResults, measure: Measure) -> Figure:
    """The figure that an address names."""
    return Figure(exact=unit.percent) if measure[0] == PERCENT else unit.figure(*measure)


def what_in_words(measure: Measure, unit: UnitResults) -> str:
    """«Điểm thẩm định năm 2020», «Nhóm Hạ tầng kỹ thuật năm 2019»."""
    code, year = measure
    names = {group.code: f"Nhóm «{group.name}»" for group in unit.groups}
    words = {TOTAL: "Điểm thẩm định", SELF: "Điểm tự chấm", PERCENT: "Tỷ lệ điểm đạt được (%)"}
    return f"{words.get(code) or names.get(code, code)} năm {year}"


def _lines(code: str, working: UnitBreakdown, sight: Sight) -> Iterable[ExplanationLine]:
    """What the unit claimed for its groups was not printed, so it goes with the criteria."""
    if code == SELF:
        return (
            [line for line in working.self_lines if line.kind is not LineKind.LEAF]
            if sight.claims
            else []
        )
    if code in (TOTAL, PERCENT):
        return [line for line in working.lines if line.kind is not LineKind.LEAF]
    return [line for line in working.lines if line.kind is LineKind.GROUP and line.key == code]


def _groups(code: str, working: UnitBreakdown) -> list[GroupBreakdown]:
    return [group for group in working.groups if code in (TOTAL, SELF, PERCENT, group.code)]


def _group(group: GroupBreakdown, rows: tuple[SourceRow, ...]) -> SourceGroup:
    return SourceGroup(
        anchor=f"nhom-{group.code}",
        name=group.name,
        annex=group.annex,
        figure=cell_of(group.figure),
        maximum=trimmed(group.maximum),
        absence=group.absence_reason,
        rows=rows,
    )


def _printed(rows: Iterable[PrintedFigure]) -> tuple[PrintedPlace, ...]:
    return tuple(PrintedPlace(place_name(row.place), show(row.value, missing="–")) for row in rows)


def _steps_before(measure: Measure, unit: UnitResults) -> Iterable[WorkingStep]:
    """The groups of that year, and the total where it is asked for and follows from them."""
    code, year = measure
    for group in unit.groups:
        figure = unit.figure(group.code, year)
        if code in (TOTAL, group.code) and figure.official is not None:
            yield WorkingStep(
                group.name,
                f"Theo số đã in trong báo cáo, tối đa {trimmed(group.maximum)}",
                show(figure.official),
                False,
            )
    total = unit.figure(TOTAL, year)
    if code == TOTAL and total.exact is not None:
        yield WorkingStep(
            "Điểm của đơn vị", "Tính lại từ điểm các nhóm đã in", show(total.recomputed), True
        )
