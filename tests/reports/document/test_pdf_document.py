"""The report before it is laid out: decision, numbering, tables with their marks and notes,
what goes on pages of its own.
"""

from dataclasses import replace

import pytest

from reports.document.printing.decision import attached_to, decision_page, initials
from reports.document.printing.figure_tables import print_table
from reports.document.prose.facts import ReportDecision
from reports.document.queries.report import report_document
from reports.layout.blocks import (
    Appendix,
    Block,
    BlockWriter,
    FigureCell,
    FigureRow,
    FigureTable,
    Grid,
    Heading,
    Paragraph,
    Picture,
    Wide,
    flattened,
    label,
    roman,
)
from reports.results.queries.reconciliation import name_figure
from reports.results.queries.tables import tables
from tests.reports.factories import make_kind, make_results, make_unit
from tests.reports.facts import DRAFT, FACTS, small_results, wide_results

SPACE = "\N{NO-BREAK SPACE}"


def blocks_of(results, facts=FACTS) -> tuple[Block, ...]:
    return tuple(flattened(report_document(results, facts).blocks))


def texts_of(results, facts=FACTS) -> str:
    return "\n".join(
        block.text for block in blocks_of(results, facts) if isinstance(block, Paragraph)
    )


# --- decision ---------------------------------------------------------------------


def test_a_decision_is_drawn_up_in_the_order_of_the_decree():
    page = decision_page(small_results(), FACTS)
    assert (page.ministry, page.number, page.place_and_day) == (
        "BỘ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 07/QĐ-BGDĐT",
        "Hà Nội, ngày 05 tháng 01 năm 2021",
    )
    assert page.subject == "Về việc công bố kết quả đánh giá mức độ ứng dụng CNTT năm 2020"
    assert page.authority == "BỘ TRƯỞNG BỘ GIÁO DỤC VÀ ĐÀO TẠO"
    assert page.bases == (
        (
            "Căn cứ Quyết định số 09/QĐ-BGDĐT ngày 03 tháng 02 năm 2020 về việc ban hành bộ tiêu "
            "chí "
            "thử;"
        ),
        "Căn cứ Quyết định số 950/QĐ-BGDĐT ngày 09 tháng 11 năm 2020 về việc thành lập Hội đồng;",
        "Theo đề nghị của Chủ tịch Hội đồng.",
    )
    assert [number for number, _ in page.articles] == ["Điều 1.", "Điều 2.", "Điều 3.", "Điều 4."]
    assert page.articles[-1][1].endswith("./.")
    assert page.recipients == (
        "- Như Điều 4;",
        "- Lãnh đạo Bộ;",
        "- Thành viên Hội đồng đánh giá;",
        "- Lưu: VT.",
    )
    assert (page.signed_as, page.signer) == (("BỘ TRƯỞNG",), "Nguyễn Văn Ấn")


def test_what_is_not_decided_stays_free():
    page = decision_page(small_results(), DRAFT)
    assert page.number == f"Số: {SPACE * 10}/QĐ-BGDĐT"
    assert page.place_and_day == f"Hà Nội, ngày{SPACE * 6}tháng{SPACE * 6}năm{SPACE * 6}"
    assert (page.signed_as, page.signer) == (("BỘ TRƯỞNG",), "")


def test_who_signs_for_the_head_does_not_become_the_authority():
    facts = replace(FACTS, decision=replace(FACTS.decision, authority="KT. Bộ trưởng; Thứ trưởng"))
    page = decision_page(small_results(), facts)
    assert (page.authority, page.signed_as) == (
        "BỘ TRƯỞNG BỘ GIÁO DỤC VÀ ĐÀO TẠO",
        ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"),
    )


def test_only_other_decisions_of_the_timeline_are_legal_bases():
    steps = (
        *FACTS.steps,
        replace(FACTS.steps[0], document="7/QĐ-BGDĐT"),
        replace(FACTS.steps[0], document="597/TTTT"),
    )
    page = decision_page(small_results(), replace(FACTS, steps=steps))
    assert [base.split()[5] for base in page.bases[:-1]] == ["09/QĐ-BGDĐT", "950/QĐ-BGDĐT"]


def test_a_decision_without_any_basis_has_none():
    bare = replace(FACTS, framework=replace(FACTS.framework, document=""), steps=(), council=())
    assert decision_page(small_results(), bare).bases == ()


def test_the_report_names_the_decision_it_is_attached_to():
    assert attached_to(FACTS) == (
        "Kèm theo Quyết định số 07/QĐ-BGDĐT ngày 05 tháng 01 năm 2021 của Bộ trưởng Bộ Giáo dục "
        "và Đào tạo"
    )


def test_initials_leave_out_and():
    names = ["Bộ Nội vụ", "Bộ Giáo dục và Đào tạo", "Bộ Văn hóa, Thể thao và Du lịch"]
    assert [initials(name) for name in names] == ["BNV", "BGDĐT", "BVHTTDL"]


# --- numbering ----------------------------------------------------------------------


def test_points_are_lettered_in_the_vietnamese_alphabet():
    assert [label(3, count) for count in (1, 4, 5, 6, 23, 24)] == [
        "a)",
        "d)",
        "đ)",
        "e)",
        "y)",
        "y1)",
    ]


def test_parts_have_roman_numbers():
    assert [roman(number) for number in (1, 4, 6, 9, 14, 39)] == [
        "I",
        "IV",
        "VI",
        "IX",
        "XIV",
        "XXXIX",
    ]


def test_numbers_start_again_below_each_heading():
    to = BlockWriter()
    for level in (1, 2, 3, 3, 2, 3, 1, 2):
        to.head(level, "x")
    assert [(block.label, block.anchor) for block in to.blocks if isinstance(block, Heading)] == [
        ("I.", "muc-1"),
        ("1.", "muc-1-1"),
        ("a)", "muc-1-1-1"),
        ("b)", "muc-1-1-2"),
        ("2.", "muc-1-2"),
        ("a)", "muc-1-2-1"),
        ("II.", "muc-2"),
        ("1.", "muc-2-1"),
    ]


def test_every_table_and_chart_is_listed_with_its_own_place():
    document = report_document(small_results(), FACTS)
    assert [table.number for table in document.figure_tables] == [1, 2, 3]
    assert [chart.number for chart in document.pictures] == [1, 2, 3, 4]
    anchors = [
        block.anchor for block in (*document.sections, *document.figure_tables, *document.pictures)
    ]
    assert len(set(anchors)) == len(anchors)


# --- tables ---------------------------------------------------------------------------


def test_a_figure_the_rule_does_not_give_stands_marked_with_the_recomputed_beside_it():
    table = print_table(tables(small_results())[0])[0]
    assert table.rows == (
        FigureRow(
            "1", "Đơn vị A", (FigureCell("50,00"), FigureCell("…"), FigureCell("70,00*", "[60,00]"))
        ),
        FigureRow("2", "Đơn vị B", (FigureCell("…"), FigureCell("…"), FigureCell("55,50"))),
    )
    assert table.notes == (
        (
            "* Số đã công bố, được giữ nguyên; số trong ngoặc vuông là số tính lại theo quy tắc "
            "(xem "
            "Phụ lục)."
        ),
        "… Chưa có số liệu.",
    )


def test_not_applicable_is_a_dash_and_zero_is_zero():
    table = print_table(tables(small_results())[2])[0]
    assert [row.cells for row in table.rows] == [
        (FigureCell("–"), FigureCell("60,00")),
        (FigureCell("…"), FigureCell("0,00")),
    ]
    assert "– Không áp dụng; khác với 0,00 là có áp dụng và đạt 0 điểm." in table.notes
    assert (table.headings, table.labels) == ((("Tên G1", 2),), ("2019", "2020"))


def test_ties_are_explained_only_where_there_are_any():
    tied = make_results(
        make_kind([make_unit(code, order=place, total="50") for place, code in enumerate("AB")])
    )
    note = "Trong cùng một hạng, các đơn vị xếp theo thứ tự chính thức."
    assert note in print_table(tables(tied)[0])[0].notes
    assert note not in print_table(tables(small_results())[0])[0].notes


@pytest.mark.parametrize(("groups", "is_wide"), [(4, False), (5, True)])
def test_more_than_eight_figures_in_a_row_lie_on_the_long_side_with_their_heading_and_chart(
    groups, is_wide
):
    document = report_document(wide_results(groups), DRAFT)
    turned = [
        [type(inner) for inner in block.blocks]
        for block in document.blocks
        if isinstance(block, Wide)
    ]
    assert turned == ([[Heading, FigureTable, Picture]] if is_wide else [])
    assert [table.is_wide for table in document.figure_tables] == [False, False, is_wide]


def test_a_table_too_wide_for_any_page_goes_on_in_parts_of_whole_groups():
    parts = print_table(tables(wide_results(13))[2])
    assert [
        (part.title.endswith("(tiếp theo)"), len(part.labels), len(part.headings)) for part in parts
    ] == [(False, 20, 10), (True, 6, 3)]
    assert [len(part.rows[0].cells) for part in parts] == [20, 6]
    assert len(report_document(wide_results(13), DRAFT).figure_tables) == 3


def test_groups_in_many_rows_leave_their_chart_upright():
    units = [make_unit(str(place), order=place, total="50") for place in range(10)]
    document = report_document(
        make_results(make_kind(units, groups=[f"G{place}" for place in range(5)])), DRAFT
    )
    assert [
        [type(inner) for inner in block.blocks]
        for block in document.blocks
        if isinstance(block, Wide)
    ] == [[Heading, FigureTable]]


# --- sections ---------------------------------------------------------------------------


def test_failings_are_listed_criterion_by_criterion():
    grids = [
        block
        for block in blocks_of(small_results())
        if isinstance(block, Grid) and block.name == "Tiêu chí chưa đạt"
    ]
    assert [grid.rows for grid in grids] == [(("Có kế hoạch", "2", "ĐV A và ĐV B"),)]


def test_the_appendix_shows_printed_and_recomputed_side_by_side():
    appendix = next(block for block in blocks_of(small_results()) if isinstance(block, Appendix))
    grid = next(block for block in appendix.blocks if isinstance(block, Grid))
    assert grid.rows == (
        (
            "ĐV A: tổng điểm năm 2020",
            "70,00",
            "60,00",
            "10,00",
            "Không tính ra được",
            "Không tính được.",
        ),
    )


def test_without_differences_there_is_no_appendix():
    assert not any(
        isinstance(block, Appendix)
        for block in blocks_of(small_results(), replace(FACTS, findings=()))
    )


def test_figures_are_named_in_words():
    results = small_results()
    assert [
        name_figure(results, figure)
        for figure in ("A.self.2020", "trong.G1.2019", "all.total.2020", "X.G9.2020")
    ] == [
        "ĐV A: điểm tự chấm năm 2020",
        "Trung bình các đơn vị thuộc Bộ: nhóm Tên G1 năm 2019",
        "Trung bình các đơn vị: tổng điểm năm 2020",
        "X: nhóm G9 năm 2020",
    ]


def test_reconstructed_and_sample_data_are_said_to_be_so():
    document = report_document(small_results(), replace(FACTS, is_reconstructed=True))
    assert (
        document.notice
        == "Bản trình bày lại từ số liệu đã công bố; không thay cho văn bản gốc đã ký."
    )
    assert "dựng lại từ điểm các nhóm tiêu chí đã công bố" in texts_of(
        small_results(), replace(FACTS, is_reconstructed=True)
    )
    assert "mẫu – tên tiêu chí là minh họa" in texts_of(small_results())
    assert report_document(small_results(), FACTS).notice == ""
    assert "dựng lại" not in texts_of(small_results())


def test_a_campaign_without_units_still_makes_a_document():
    document = report_document(make_results(), DRAFT)
    assert [
        heading.title
        for heading in document.sections
        if isinstance(heading, Heading) and heading.level == 1
    ] == [
        "MỤC ĐÍCH, YÊU CẦU",
        "PHẠM VI VÀ PHƯƠNG PHÁP ĐÁNH GIÁ",
        "QUÁ TRÌNH THỰC HIỆN",
        "KẾT QUẢ ĐÁNH GIÁ",
        "ĐÁNH GIÁ CHUNG",
        "KIẾN NGHỊ",
    ]


def test_the_report_ends_with_the_closing_sign():
    last = [
        block for block in report_document(small_results(), FACTS).blocks if hasattr(block, "items")
    ][-1]
    assert last.items[-1].endswith(" tiếp theo./.")
    assert not last.items[-1].endswith("../.")


def test_a_decision_needs_no_day():
    assert (
        report_document(
            small_results(), replace(FACTS, decision=ReportDecision(number="8/QĐ"))
        ).created
        == ""
    )


def test_a_printed_total_shows_its_mark_in_charts_too():
    notes = [block.note for block in blocks_of(small_results()) if isinstance(block, Picture)]
    told = "Theo số đã công bố; số tính lại theo quy tắc của ĐV A khác số này (xem Phụ lục)."
    assert notes == [told, told, "", "Không có số liệu năm 2019 để so sánh."]
