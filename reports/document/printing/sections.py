"""The sections of the report: what stands where, under stable keys. Sentences come from
`narrative`, `reasons` and `conclusions`, figures from `tables`. What became of the words after
somebody edited them is the business of `reports.document.text`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.document.printing.figure_tables import print_table
from reports.document.printing.pictures import picture
from reports.document.printing.reconciliation import reconciliation_grid, summary_of
from reports.document.printing.word_tables import (
    bands_grid,
    failing_grid,
    people_grid,
    rates_grid,
    steps_grid,
    structure_grid,
)
from reports.document.prose.conclusions import (
    late_units,
    list_achievements,
    list_limits,
    list_recommendations,
    nothing_told,
)
from reports.document.prose.facts import FrameworkShape, ReportFacts
from reports.document.prose.method import PURPOSE, REQUIREMENTS, describe_band_rule, describe_method
from reports.document.prose.narrative import (
    CHANGE,
    COUNTS,
    OUTSIDE,
    OWN,
    SCORES,
    describe_all,
    describe_average,
    describe_bands,
    describe_group,
    describe_kind,
)
from reports.document.prose.reasons import describe_refusals, explain_by_criteria, explain_changes
from reports.document.text.drafts import DraftWriter, SectionDraft
from reports.frame.phrases import document_called, listed, lowered, result_of, short_date
from reports.frame.values import AverageSplit, Chart, Table
from reports.layout.blocks import Appendix, Grid, Paragraph, Seal
from reports.results.queries.caveats import describe_counterparts
from reports.results.queries.charts import charts
from reports.results.queries.comparability import basis_of
from reports.results.queries.rank_order import name_of_group, name_units_of
from reports.results.queries.reconciliation import differing
from reports.results.queries.tables import above_and_below_average, band_lists, tables
from scoring.core.results import TOTAL, CampaignResults, KindResults

_RECONSTRUCTED = (
    "Điểm của từng tiêu chí trong kỳ đánh giá này được dựng lại từ điểm các nhóm tiêu chí đã công "
    "bố, vì điểm gốc theo từng tiêu"
    " chí không được công bố. Điểm nhóm tiêu chí, tổng điểm và thứ hạng trong Báo cáo là số đã "
    "công bố, không phải số dựng lại."
)
_CONTRADICTED = (
    "Ở các trường hợp sau, danh sách tiêu chí chưa đạt đã công bố mâu thuẫn với điểm số đã công "
    "bố; điểm số được giữ nguyên."
)
_RATES = (
    "Tỷ lệ được tính theo các danh sách nêu trên, trên số tiêu chí thuộc các nhóm áp dụng cho "
    "từng đơn vị."
)
_RATES_PRINTED = (
    f"{_RATES} Các danh sách đã công bố có thể không nêu hết tiêu chí chưa đạt, nên tỷ lệ chỉ để "
    "tham khảo."
)
_BY_CRITERIA = (
    "Các tiêu chí có điểm thay đổi nhiều nhất của những đơn vị này, năm {now} so với năm {before}:"
)
#: A page on its long side holds a table of so many units and their chart below it.
_ROWS_ABOVE_A_CHART = 9


@dataclass(frozen=True, slots=True)
class SectionSource:
    """What the sections are written from; tables, charts and averages are made once."""

    results: CampaignResults
    facts: ReportFacts
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    averages: tuple[AverageSplit, ...]


def draft_sections(results: CampaignResults, facts: ReportFacts) -> tuple[SectionDraft, ...]:
    """All sections of the report after its table of contents, as the application would write
    them now.
    """
    source = SectionSource(
        results, facts, tables(results), charts(results), above_and_below_average(results)
    )
    to = DraftWriter()
    for write in (_purpose, _method, _process, _outcome, _conclusions, _recommendations, _appendix):
        write(to, source)
    return to.sections


def _purpose(to: DraftWriter, _: SectionSource) -> None:
    to.head(1, "muc-dich-yeu-cau", "Mục đích, yêu cầu")
    to.head(2, "muc-dich", "Mục đích")
    to.list("muc-dich", PURPOSE)
    to.head(2, "yeu-cau", "Yêu cầu")
    to.list("yeu-cau", REQUIREMENTS)


def _method(to: DraftWriter, source: SectionSource) -> None:
    to.head(1, "pham-vi-phuong-phap", "Phạm vi và phương pháp đánh giá")
    to.head(2, "pham-vi", "Phạm vi, đối tượng")
    to.say("pham-vi", _scope(source.results))
    to.say("so-sanh-nam-truoc", describe_counterparts(source.results))
    to.head(2, "bo-tieu-chi", "Bộ tiêu chí")
    _framework(to, source.facts.framework)
    to.head(2, "cach-tinh", "Cách tính điểm, xếp hạng")
    _say_in_turn(to, "cach-tinh", describe_method(source.results))
    to.head(2, "xep-nhom", "Xếp nhóm")
    _say_in_turn(to, "xep-nhom", describe_band_rule(source.results))
    if source.facts.is_reconstructed:
        to.head(2, "dung-lai", "Ghi chú về số liệu (dựng lại)")
        to.say("dung-lai", _RECONSTRUCTED)


def _say_in_turn(to: DraftWriter, key: str, sentences: Iterable[str]) -> None:
    for place, sentence in enumerate(sentences, start=1):
        to.say(f"{key}-{place}", sentence)


def _framework(to: DraftWriter, framework: FrameworkShape) -> None:
    issued = f" ngày {short_date(framework.issued_on)}" if framework.issued_on else ""
    document = (
        f", ban hành theo {document_called(framework.document)}{issued}"
        if framework.document
        else ""
    )
    to.say("van-ban", f"Việc đánh giá thực hiện theo {framework.title}{document}.")
    if framework.annexes:
        to.say(
            "phu-luc",
            f"{'; '.join(f'Phụ lục {annex.code}: {annex.title}' for annex in framework.annexes)}.",
        )
        to.grid("cau-truc", structure_grid(framework.annexes))
    if framework.sample_notice:
        to.say(
            "du-lieu-mau",
            f"Lưu ý về dữ liệu của bộ tiêu chí: {framework.sample_notice.rstrip('.')}.",
        )


def _process(to: DraftWriter, source: SectionSource) -> None:
    facts = source.facts
    to.head(1, "qua-trinh", "Quá trình thực hiện")
    to.head(2, "cac-buoc", "Các bước đã thực hiện")
    if facts.steps:
        to.grid("cac-buoc", steps_grid(facts))
    else:
        to.say("chua-ghi", "Các bước thực hiện chưa được ghi nhận.")
    bodies = (
        ("hoi-dong", "Hội đồng đánh giá", facts.council),
        ("to-giup-viec", "Tổ giúp việc", facts.working_group),
    )
    for key, title, people in bodies:
        if people:
            to.head(2, key, title)
            to.grid("thanh-vien", people_grid(title, people))
    to.head(2, "gui-bao-cao", "Việc gửi báo cáo của các đơn vị")
    to.say("gui-bao-cao", _punctuality(source.results))


def _outcome(to: DraftWriter, source: SectionSource) -> None:
    results = source.results
    to.head(1, "ket-qua", "Kết quả đánh giá")
    to.head(2, "ket-qua-chung", "Kết quả chung")
    told = describe_all(results)
    to.tell(told, SCORES)
    for table in source.tables:
        if table.kind is None:
            to.place(*print_table(table))
    to.tell(told, OWN, CHANGE)
    to.place(*(picture(chart) for chart in source.charts if chart.kind is None))
    for kind in results.kinds:
        _outcome_of_kind(to, source, kind)
    if results.bands:
        to.head(2, "ket-qua-xep-nhom", "Kết quả xếp nhóm")
        lists = band_lists(results)
        to.tell(describe_bands(results, lists), COUNTS, OUTSIDE)
        if lists:
            to.grid("xep-nhom", bands_grid(lists))


def _outcome_of_kind(to: DraftWriter, source: SectionSource, kind: KindResults) -> None:
    totals, groups = [table for table in source.tables if table.kind == kind.code]
    of_totals, of_groups, *of_each_group = [
        chart for chart in source.charts if chart.kind == kind.code
    ]
    key = f"ket-qua:{kind.code}"
    to.head(2, key, f"Kết quả của {name_units_of(kind)}")
    to.head(3, f"{key}:tong-diem", "Tổng điểm và thứ hạng")
    told = describe_kind(source.results, kind)
    to.tell(told, SCORES)
    to.place(*print_table(totals))
    to.tell(told, CHANGE)
    _reasons(to, source, kind)
    _against_average(to, source, kind, TOTAL)
    to.place(picture(of_totals))
    if kind.groups:
        _side_by_side(to, f"{key}:cac-nhom", groups, of_groups)
    for (code, name), chart in zip(kind.groups, of_each_group, strict=True):
        to.head(3, f"{key}:nhom:{code}", f"Nhóm tiêu chí {name_of_group(name)}")
        to.tell(describe_group(source.results, kind, code), SCORES, CHANGE)
        to.say("khong-chap-nhan", describe_refusals(kind, code, source.facts.refusals))
        _against_average(to, source, kind, code)
        to.place(picture(chart))


def _reasons(to: DraftWriter, source: SectionSource, kind: KindResults) -> None:
    reasons = explain_changes(source.results, kind)
    if reasons:
        to.say(
            "nguyen-nhan",
            "Các thay đổi lớn nhất của tổng điểm, phân tích theo điểm của từng nhóm tiêu chí:",
        )
        to.list("nguyen-nhan-tung-don-vi", reasons)
    by_criteria = explain_by_criteria(source.results, kind, source.facts.moves)
    if by_criteria:
        to.say(
            "tieu-chi-thay-doi",
            _BY_CRITERIA.format(before=source.results.previous_year, now=source.results.year),
        )
        to.list("tieu-chi-thay-doi-tung-don-vi", by_criteria)


def _side_by_side(to: DraftWriter, key: str, groups: Table, of_groups: Chart) -> None:
    """All groups of one kind together.

    A table too wide for upright pages takes its heading along, and the chart if it fits.
    """
    parts, chart = print_table(groups), picture(of_groups)
    to.head(3, key, "Điểm theo nhóm tiêu chí")
    if not parts[0].is_wide:
        to.say(
            "dan",
            f"Điểm từng nhóm tiêu chí được trình bày tại Bảng {groups.number} và Biểu đồ "
            f"{of_groups.number}.",
        )
        to.place(chart, *parts)
    elif len(groups.rows) <= _ROWS_ABOVE_A_CHART:
        to.place(*parts, chart, is_turned=True)
    else:
        to.place(*parts, is_turned=True)
        to.place(chart)


def _against_average(
    to: DraftWriter, source: SectionSource, kind: KindResults, measure: str
) -> None:
    for against in source.averages:
        if against.kind == kind.code and against.measure[0] == measure and against.average.n > 1:
            to.say("so-voi-trung-binh", describe_average(against))


def _conclusions(to: DraftWriter, source: SectionSource) -> None:
    to.head(1, "danh-gia-chung", "Đánh giá chung")
    to.head(2, "ket-qua-dat-duoc", "Kết quả đạt được")
    to.list(
        "ket-qua-dat-duoc", list_achievements(source.results) or (nothing_told(source.results),)
    )
    to.head(2, "han-che", "Hạn chế")
    to.list("han-che", list_limits(source.results) or (nothing_told(source.results),))
    if source.facts.failings:
        _failings(to, source)


def _failings(to: DraftWriter, source: SectionSource) -> None:
    failings = source.facts.failings
    to.head(2, "chua-dat", "Các tiêu chí chưa đạt")
    named = dict.fromkeys((failing.group_code, failing.group_name) for failing in failings)
    codes = [code for code, _ in named]
    for place, (code, name) in enumerate(named):
        again = codes[:place].count(code)
        to.head(
            3,
            f"chua-dat:{code}{f':{again + 1}' if again else ''}",
            f"Nhóm tiêu chí {name_of_group(name)}",
        )
        of_group = [
            failing
            for failing in failings
            if (failing.group_code, failing.group_name) == (code, name)
        ]
        to.grid("chua-dat", failing_grid(of_group))
    rates = rates_grid(source.results, failings)
    if rates:
        to.head(2, "ty-le-chua-dat", "Tỷ lệ tiêu chí chưa đạt của từng đơn vị")
        to.say("cach-tinh", _RATES_PRINTED if source.facts.is_reconstructed else _RATES)
        to.grid("ty-le", rates)


def _recommendations(to: DraftWriter, source: SectionSource) -> None:
    to.head(1, "kien-nghi", "Kiến nghị")
    to.list(
        "kien-nghi", list_recommendations(source.results, has_failings=bool(source.facts.failings))
    )
    if source.facts.data_sha256:
        to.head(0, "ma-kiem-tra", "")
        to.place(Seal(source.facts.data_sha256))


def _appendix(to: DraftWriter, source: SectionSource) -> None:
    facts, found = source.facts, differing(source.facts.findings)
    if not found and not facts.contradicted:
        return
    blocks: list[Paragraph | Grid] = [Paragraph(summary_of(facts.findings))]
    if found:
        blocks.append(reconciliation_grid(source.results, found))
    if facts.contradicted:
        blocks += [Paragraph(_CONTRADICTED), failing_grid(facts.contradicted)]
    belongs_to = f"Kèm theo Báo cáo {lowered(result_of(facts.title))}"
    to.head(0, "phu-luc", "")
    to.place(
        Appendix("Phụ lục.", "ĐỐI SOÁT SỐ LIỆU ĐÃ CÔNG BỐ", belongs_to, "phu-luc", tuple(blocks))
    )


def _scope(results: CampaignResults) -> str:
    is_compared = basis_of(results, results.units).is_paired
    compared = f", so sánh với năm {results.previous_year}" if is_compared else ""
    kinds = [
        f"{len(kind.units)} {name_units_of(kind).removeprefix('các ')}"
        for kind in results.kinds
        if kind.units
    ]
    parts = f", gồm {listed(kinds)}" if len(kinds) > 1 else ""
    assessed = f"Đối tượng đánh giá là {len(results.units)} đơn vị{parts}."
    return f"Báo cáo trình bày kết quả của kỳ đánh giá năm {results.year}{compared}. {assessed}"


def _punctuality(results: CampaignResults) -> str:
    late = late_units(results)
    if not late:
        return "Không có đơn vị nào được ghi nhận gửi báo cáo chậm."
    return (
        f"Có {len(late)} trong số {len(results.units)} đơn vị gửi báo cáo chậm: "
        f"{listed(unit.name for unit in late)}."
    )
