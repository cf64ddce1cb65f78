"""The sections of the report: what stands where. Sentences come from `narrative` and `conclusions`, figures from `tables`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from reports.blocks import Appendix, Block, Grid, Paragraph, Seal, Writer
from reports.charts import charts
from reports.conclusions import late_units, list_achievements, list_limits, list_recommendations
from reports.facts import AnnexShape, Failing, FrameworkShape, Person, ReportFacts
from reports.figure_tables import print_table
from reports.method import PURPOSE, REQUIREMENTS, describe_band_rule, describe_method
from reports.narrative import called, describe_all, describe_average, describe_bands, describe_group, describe_kind
from reports.phrases import document_called, listed, plain_number, result_of, short_date
from reports.pictures import picture
from reports.reconciled import differing, reconciliation_grid, summary_of
from reports.standing import name_units_of
from reports.tables import above_and_below_average, band_lists, tables
from reports.values import AgainstAverage, BandList, Chart, Table
from scoring.core.results import TOTAL, CampaignResults, KindResults, Measure

_RECONSTRUCTED = (
    "Điểm của từng tiêu chí trong kỳ đánh giá này được dựng lại từ điểm các nhóm tiêu chí đã công bố, vì điểm gốc theo từng tiêu"
    " chí không được công bố. Điểm nhóm tiêu chí, tổng điểm và thứ hạng trong Báo cáo là số đã công bố, không phải số dựng lại."
)
_CONTRADICTED = (
    "Ở các trường hợp sau, danh sách tiêu chí chưa đạt đã công bố mâu thuẫn với điểm số đã công bố; điểm số được giữ nguyên."
)
#: A page on its long side holds a table of so many units and their chart below it.
_ROWS_ABOVE_A_CHART = 9


@dataclass(frozen=True, slots=True)
class Source:
    """What the sections are written from; tables, charts and averages are made once."""

    results: CampaignResults
    facts: ReportFacts
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    averages: tuple[AgainstAverage, ...]


def write_sections(results: CampaignResults, facts: ReportFacts) -> tuple[Block, ...]:
    """All blocks of the report after its table of contents."""
    source = Source(results, facts, tables(results), charts(results), above_and_below_average(results))
    to = Writer()
    for write in (_purpose, _method, _process, _outcome, _conclusions, _recommendations, _appendix):
        write(to, source)
    return tuple(to.blocks)


def _purpose(to: Writer, _: Source) -> None:
    to.head(1, "Mục đích, yêu cầu")
    to.head(2, "Mục đích")
    to.list(PURPOSE)
    to.head(2, "Yêu cầu")
    to.list(REQUIREMENTS)


def _method(to: Writer, source: Source) -> None:
    to.head(1, "Phạm vi và phương pháp đánh giá")
    to.head(2, "Phạm vi, đối tượng")
    to.say(_scope(source.results))
    to.head(2, "Bộ tiêu chí")
    _framework(to, source.facts.framework)
    to.head(2, "Cách tính điểm, xếp hạng")
    to.say(*describe_method(source.results))
    to.head(2, "Xếp nhóm")
    to.say(*describe_band_rule(source.results))
    if source.facts.is_reconstructed:
        to.head(2, "Ghi chú về số liệu (dựng lại)")
        to.say(_RECONSTRUCTED)


def _framework(to: Writer, framework: FrameworkShape) -> None:
    issued = f" ngày {short_date(framework.issued_on)}" if framework.issued_on else ""
    document = f", ban hành theo {document_called(framework.document)}{issued}" if framework.document else ""
    to.say(f"Việc đánh giá thực hiện theo {framework.title}{document}.")
    if framework.annexes:
        to.say(f"{'; '.join(f'Phụ lục {annex.code}: {annex.title}' for annex in framework.annexes)}.")
        to.add(_structure_grid(framework.annexes))
    if framework.sample_notice:
        to.say(f"Lưu ý về dữ liệu của bộ tiêu chí: {framework.sample_notice.rstrip('.')}.")


def _process(to: Writer, source: Source) -> None:
    facts = source.facts
    to.head(1, "Quá trình thực hiện")
    to.head(2, "Các bước đã thực hiện")
    if facts.steps:
        to.add(_steps_grid(facts))
    else:
        to.say("Các bước thực hiện chưa được ghi nhận.")
    for title, people in (("Hội đồng đánh giá", facts.council), ("Tổ giúp việc", facts.working_group)):
        if people:
            to.head(2, title)
            to.add(_people_grid(title, people))
    to.head(2, "Việc gửi báo cáo của các đơn vị")
    to.say(_punctuality(source.results))


def _outcome(to: Writer, source: Source) -> None:
    results = source.results
    to.head(1, "Kết quả đánh giá")
    to.head(2, "Kết quả chung")
    first, *others = describe_all(results)
    to.say(first)
    to.add(*chain.from_iterable(print_table(table) for table in source.tables if table.kind is None))
    to.say(*others)
    to.add(*(picture(chart, _years(results, TOTAL)) for chart in source.charts if chart.kind is None))
    for kind in results.kinds:
        _outcome_of_kind(to, source, kind)
    if results.bands:
        to.head(2, "Kết quả xếp nhóm")
        lists = band_lists(results)
        to.say(*describe_bands(results, lists))
        if lists:
            to.add(_bands_grid(lists))


def _outcome_of_kind(to: Writer, source: Source, kind: KindResults) -> None:
    totals, groups = [table for table in source.tables if table.kind == kind.code]
    of_totals, of_groups, *of_each_group = [chart for chart in source.charts if chart.kind == kind.code]
    to.head(2, f"Kết quả của {name_units_of(kind)}")
    to.head(3, "Tổng điểm và thứ hạng")
    sentences = describe_kind(source.results, kind)
    to.say(*sentences[:1])
    to.add(*print_table(totals))
    to.say(*sentences[1:])
    _against_average(to, source, kind, TOTAL)
    to.add(picture(of_totals, _years(source.results, TOTAL)))
    if kind.groups:
        _side_by_side(to, groups, of_groups)
    for (code, name), chart in zip(kind.groups, of_each_group, strict=True):
        to.head(3, f"Nhóm tiêu chí {name}")
        to.say(*describe_group(source.results, kind, code))
        _against_average(to, source, kind, code)
        to.add(picture(chart, _years(source.results, code)))


def _years(results: CampaignResults, measure: str) -> tuple[Measure, ...]:
    """One measure in each year that a chart compares."""
    return tuple((measure, year) for year in (results.year, results.previous_year) if year is not None)


def _side_by_side(to: Writer, groups: Table, of_groups: Chart) -> None:
    """All groups of one kind together. A table too wide for upright pages takes its heading along, and the chart if it fits."""
    parts, chart, start = print_table(groups), picture(of_groups), len(to.blocks)
    to.head(3, "Điểm theo nhóm tiêu chí")
    if not parts[0].is_wide:
        to.say(f"Điểm từng nhóm tiêu chí được trình bày tại Bảng {groups.number} và Biểu đồ {of_groups.number}.")
        to.add(chart, *parts)
        return
    to.add(*parts)
    if len(groups.rows) <= _ROWS_ABOVE_A_CHART:
        to.add(chart)
        to.turn(start)
    else:
        to.turn(start)
        to.add(chart)


def _against_average(to: Writer, source: Source, kind: KindResults, measure: str) -> None:
    for against in source.averages:
        if against.kind == kind.code and against.measure[0] == measure and against.average.n > 1:
            to.say(describe_average(against))


def _conclusions(to: Writer, source: Source) -> None:
    to.head(1, "Đánh giá chung")
    for title, items in (("Kết quả đạt được", list_achievements(source.results)), ("Hạn chế", list_limits(source.results))):
        to.head(2, title)
        to.list(items or ("Số liệu hiện có chưa đủ để nhận xét.",))
    failings = source.facts.failings
    if not failings:
        return
    to.head(2, "Các tiêu chí chưa đạt")
    for code, name in dict.fromkeys((failing.group_code, failing.group_name) for failing in failings):
        to.head(3, f"Nhóm tiêu chí {name}")
        to.add(_failing_grid([failing for failing in failings if failing.group_code == code and failing.group_name == name]))


def _recommendations(to: Writer, source: Source) -> None:
    *items, last = list_recommendations(source.results, has_failings=bool(source.facts.failings))
    to.head(1, "Kiến nghị")
    to.list((*items, f"{last.rstrip('.')}./."))
    if source.facts.data_sha256:
        to.add(Seal(source.facts.data_sha256))


def _appendix(to: Writer, source: Source) -> None:
    facts, found = source.facts, differing(source.facts.findings)
    if not found and not facts.contradicted:
        return
    blocks: list[Paragraph | Grid] = [Paragraph(summary_of(facts.findings))]
    if found:
        blocks.append(reconciliation_grid(source.results, found))
    if facts.contradicted:
        blocks += [Paragraph(_CONTRADICTED), _failing_grid(facts.contradicted)]
    belongs_to = f"Kèm theo Báo cáo {result_of(facts.title)}"
    to.add(Appendix("Phụ lục.", "ĐỐI SOÁT SỐ LIỆU ĐÃ CÔNG BỐ", belongs_to, "phu-luc", tuple(blocks)))


# --- sentences and tables of words ---------------------------------------------


def _scope(results: CampaignResults) -> str:
    compared = f", so sánh với năm {results.previous_year}" if results.previous_year is not None else ""
    kinds = [f"{len(kind.units)} {name_units_of(kind).removeprefix('các ')}" for kind in results.kinds if kind.units]
    parts = f", gồm {listed(kinds)}" if len(kinds) > 1 else ""
    return f"Kỳ đánh giá năm {results.year}{compared}. Đối tượng đánh giá là {len(results.units)} đơn vị{parts}."


def _punctuality(results: CampaignResults) -> str:
    late = late_units(results)
    if not late:
        return "Không có đơn vị nào được ghi nhận gửi báo cáo chậm."
    return f"{len(late)} trong {len(results.units)} đơn vị gửi báo cáo chậm: {listed(unit.name for unit in late)}."


def _structure_grid(annexes: Sequence[AnnexShape]) -> Grid:
    rows = tuple(
        (
            annex.code,
            f"{group.name} ({group.code}){'; có thể không áp dụng' if group.may_be_absent else ''}",
            str(group.mains),
            str(group.leaves),
            plain_number(group.maximum),
        )
        for annex in annexes
        for group in annex.groups
    )
    head = ("Phụ lục", "Nhóm tiêu chí", "Tiêu chí chính", "Tiêu chí chấm điểm", "Điểm tối đa")
    return Grid("Cấu trúc bộ tiêu chí", head, (12, 48, 13, 13, 14), rows, centred=frozenset({0, 2, 3, 4}))


def _steps_grid(facts: ReportFacts) -> Grid:
    rows = tuple((str(step.number), short_date(step.day), step.what, step.document) for step in facts.steps)
    return Grid(
        "Các bước đã thực hiện", ("Bước", "Ngày", "Nội dung", "Văn bản"), (9, 17, 47, 27), rows, centred=frozenset({0, 1})
    )


def _people_grid(title: str, people: Sequence[Person]) -> Grid:
    rows = tuple((str(place), person.name, person.position, person.title) for place, person in enumerate(people, start=1))
    return Grid(title, ("STT", "Họ và tên", "Chức vụ, đơn vị", "Nhiệm vụ"), (8, 26, 42, 24), rows, centred=frozenset({0}))


def _bands_grid(lists: Sequence[BandList]) -> Grid:
    rows = tuple(
        (found.kind_name, called(found.band), str(len(found.units)), listed(unit.short_name for unit in found.units) or "–")
        for found in lists
    )
    head = ("Loại đơn vị", "Nhóm", "Số đơn vị", "Đơn vị, theo thứ hạng")
    return Grid("Kết quả xếp nhóm", head, (20, 14, 12, 54), rows, centred=frozenset({1, 2}))


def _failing_grid(failings: Sequence[Failing]) -> Grid:
    rows = tuple((failing.criterion, str(len(failing.units)), listed(failing.units)) for failing in failings)
    return Grid("Tiêu chí chưa đạt", ("Tiêu chí", "Số đơn vị", "Đơn vị chưa đạt"), (40, 12, 48), rows, centred=frozenset({1}))
