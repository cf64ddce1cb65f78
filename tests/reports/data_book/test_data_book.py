"""The data workbook: every figure of every table as a number, where it comes from, and criteria
only for who may see them.
"""

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ictindex.lib.text import legible
from reports.data_book.queries import BookCriteria, BookDescription, annex_for_readers
from reports.data_book.services import make_data_book
from reports.results.queries.criterion_lines import CriterionLine, criterion_lines
from reports.results.queries.tables import tables
from scoring.core.types import Refused, Scored
from scoring.reconciliation.queries.findings import reconcile
from scoring.results.queries import campaign_results, gather
from submissions.dossier.queries.decisions import Decision
from submissions.dossier.queries.trails import GivenOutcome, ProvingFile
from submissions.enums import OutcomeKind, Round
from tests.reports.facts import FACTS, small_results

ABOUT = BookDescription(
    "Kết quả đánh giá", "Bộ Nội vụ", "Quyết định số 07/QĐ-BNV", date(2021, 1, 5), "a" * 64
)
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "{{ 7*7 }}{% now %}",
    "<b>&amp;</b>",
    "_x0041_",
    "a\x00b\x1b\uffff\ufdd0",
    "W" * 40_000,
]
LINE = CriterionLine(
    unit="A", unit_name="Đơn vị A", annex="I", group="G1", group_name="Nhóm một", code="1.2",
    name="Có kế hoạch",
    maximum=Decimal("10.00"), is_sample=True, applies=True, declared="1/4",
    as_of=date(2020, 10, 31),
    claimed=Decision(OutcomeKind.SCORED, Decimal("7.50")),
    rounds={
        Round.FIRST: GivenOutcome(
            Round.FIRST, OutcomeKind.REFUSED, ground="no_evidence", reason="Thiếu văn bản"
        ),
        Round.SECOND: GivenOutcome(Round.SECOND, OutcomeKind.SCORED, Decimal("5.00")),
    },
    is_reconstructed=False,
    proofs=(ProvingFile(7, "3", "ke-hoach.pdf", "12/KH", "", False, None, "f" * 64),),
)  # fmt: skip


def read(content: bytes):
    return load_workbook(BytesIO(content))


def rows_of(sheet) -> list[tuple]:
    return list(sheet.iter_rows(values_only=True))


def test_every_figure_of_2020_is_a_number_in_its_table(campaign_2020):
    results = campaign_results(campaign_2020)
    book = read(make_data_book(results, ABOUT))
    for table in tables(results):
        rows = rows_of(book[f"Bảng {table.number}"])
        assert rows[0][0] == f"Bảng {table.number}. {table.title}"
        for row, shown in zip(table.rows, rows[3:], strict=False):
            wanted = [figure.official if figure.applies else "–" for figure in row.figures]
            found = [
                value if isinstance(value, str) or value is None else Decimal(str(value))
                for value in shown[3:]
            ]
            assert (shown[0], shown[1], shown[2]) == (row.rank, row.unit.code, row.unit.name)
            assert found[: len(wanted)] == wanted


def test_numbers_have_two_places_and_are_no_texts():
    sheet = read(make_data_book(small_results(), ABOUT))["Bảng 1"]
    cells = [
        cell
        for row in sheet.iter_rows(min_row=4)
        for cell in row
        if cell.data_type == "n" and cell.value is not None
    ]
    assert {cell.number_format for cell in cells} == {"0.00", "0"}
    assert [cell.value for cell in cells if cell.value == 70]


def test_a_printed_figure_stands_beside_what_the_rule_gives():
    rows = rows_of(read(make_data_book(small_results(), ABOUT))["Bảng 1"])
    assert rows[2][-2:] == ("Thẩm định 2020 – tính lại", "Nguồn số liệu")
    assert rows[3][1:] == ("A", "Đơn vị A", 50, None, 70, 60, "Tính theo quy tắc; Số đã công bố")


def test_provenance_has_every_cell_of_every_table(campaign_2020):
    results = campaign_results(campaign_2020)
    rows = rows_of(read(make_data_book(results, ABOUT))["Nguồn gốc"])[1:]
    assert len(rows) == sum(
        len(t.rows) * len(t.columns) + sum(a is not None for a in t.averages)
        for t in tables(results)
    )
    (odd,) = [row for row in rows if row[0] == 1 and row[1] == "VKHTCNN" and row[4] == "final_2020"]
    assert odd[5:8] == (68.53, 68.53, 56.88)
    assert odd[9:] == ("Số đã công bố", "không", "/dot/2020/don-vi/VKHTCNN/")


def test_what_does_not_apply_is_a_dash_and_what_is_unknown_is_empty():
    rows = rows_of(read(make_data_book(small_results(), ABOUT))["Bảng 3"])
    assert rows[3][3:5] == ("–", 60)
    assert rows[4][3:5] == (None, 0)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_or_breaks_the_file(text):
    results = small_results()
    (kind,) = results.kinds
    units = tuple(replace(unit, name=text, short_name=text) for unit in kind.units)
    results = replace(
        results, title=text, kinds=(replace(kind, name=text, groups=(("G1", text),), units=units),)
    )
    line = replace(
        LINE,
        name=text,
        unit_name=text,
        rounds={
            Round.FIRST: GivenOutcome(Round.FIRST, OutcomeKind.SCORED, Decimal(1), reason=text)
        },
    )
    findings = tuple(replace(finding, remark=text) for finding in FACTS.findings)
    content = make_data_book(
        results,
        replace(ABOUT, title=text, ministry=text),
        findings=findings,
        annex=BookCriteria((line,), text, has_proofs=True),
    )
    book = read(content)
    assert [
        cell.coordinate
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ] == []
    shown = rows_of(book["Tiêu chí"])[1][6].replace(
        "_x005F_", "_"
    )  # openpyxl reads the escape of an escape as it is written
    assert len(shown) <= 32_767
    assert shown == legible(text) or shown.endswith("… (còn nữa)") or text == "\t=1"


def test_the_same_values_make_the_same_bytes():
    made = [
        make_data_book(small_results(), ABOUT, findings=FACTS.findings, annex=BookCriteria((LINE,)))
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_a_criterion_is_told_with_every_round_and_its_proof():
    book = read(
        make_data_book(small_results(), ABOUT, annex=BookCriteria((LINE,), has_proofs=True))
    )
    head, row = rows_of(book["Tiêu chí"])
    found = dict(zip(head, row, strict=True))
    assert (found["Số liệu kê khai"], found["Tính đến ngày"].date()) == ("1/4", date(2020, 10, 31))
    assert (found["Tự chấm – kết quả"], found["Tự chấm – điểm"]) == ("Có điểm", 7.5)
    assert found["Thẩm định lần 1 – kết quả"] == "Không chấp nhận"
    assert found["Thẩm định lần 1 – căn cứ"] == "Không có tài liệu kiểm chứng"
    assert (found["Điểm cuối cùng"], found["Quyết định ở"]) == (5, "Thẩm định lần 2")
    assert (found["Số tài liệu"], found["SHA-256 của tài liệu"], found["Tiêu chí mẫu"]) == (
        1,
        "f" * 64,
        "mẫu",
    )
    assert rows_of(book["Tài liệu"])[1] == (
        "A",
        "Đơn vị A",
        "G1",
        "1.2",
        "Có kế hoạch",
        "ke-hoach.pdf",
        "12/KH",
        "3",
        "f" * 64,
    )


def test_sheets_are_ready_to_print():
    """The head comes again on each page; criteria go on several A3 pages beside each other,
    each with the codes.
    """
    book = read(
        make_data_book(small_results(), ABOUT, annex=BookCriteria((LINE,), has_proofs=True))
    )
    set_up = {
        sheet.title: (
            sheet.print_title_rows,
            sheet.print_title_cols,
            sheet.page_setup.paperSize,
            sheet.page_setup.fitToWidth,
        )
        for sheet in book
    }
    assert set_up["Bảng 1"] == ("$3:$3", None, 9, 1)
    assert set_up["Tiêu chí"] == ("$1:$1", "$A:$D", 8, 3)
    assert book["Tiêu chí"].freeze_panes == "E2"
    assert {sheet.page_setup.orientation for sheet in book} == {"landscape"}


def test_a_long_text_has_a_row_as_high_as_its_lines():
    long = replace(
        LINE,
        rounds={
            Round.FIRST: GivenOutcome(
                Round.FIRST,
                OutcomeKind.REFUSED,
                ground="no_evidence",
                reason="Thiếu văn bản. " * 20,
            )
        },
    )
    sheet = read(make_data_book(small_results(), ABOUT, annex=BookCriteria((LINE, long))))[
        "Tiêu chí"
    ]
    assert (sheet.row_dimensions[2].height, sheet.row_dimensions[3].height) == (None, 105)


def test_lines_say_what_the_scores_are_made_of(campaign_2020):
    rows, _ = gather(campaign_2020)
    lines = criterion_lines(campaign_2020)
    assert len(lines) == sum(len(group.leaves) for unit in rows.units for group in unit.spec.groups)
    final = {
        (unit.code, key): outcome for unit in rows.units for key, outcome in unit.final.items()
    }
    for line in lines:
        outcome = final.get((line.unit, f"{line.group}:{line.code}"))
        if isinstance(outcome, Scored):
            assert line.final.points == outcome.points
        elif isinstance(outcome, Refused):
            assert line.final.ground == outcome.ground


def test_lines_take_as_many_queries_whatever_the_units(
    campaign_2020, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        criterion_lines(campaign_2020)


def test_criteria_of_others_than_those_asked_for_are_not_there(campaign_2020):
    assert {line.unit for line in criterion_lines(campaign_2020, units={"TTTT"})} <= {"TTTT"}


def test_readers_get_criteria_only_where_they_are_reconstructed(campaign_2020):
    assert annex_for_readers(campaign_2020).lines
    campaign_2020.is_reconstructed = False
    assert annex_for_readers(campaign_2020) == BookCriteria(
        (), "Điểm từng tiêu chí của các đơn vị không công bố."
    )


def test_no_name_of_a_person_is_in_it(campaign_2020):
    content = make_data_book(
        campaign_results(campaign_2020),
        ABOUT,
        findings=reconcile(campaign_2020),
        annex=annex_for_readers(campaign_2020),
    )
    with zipfile.ZipFile(BytesIO(content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    people = set(campaign_2020.appointments.values_list("person", flat=True))
    assert people
    assert [person for person in people if person in everything] == []


def test_an_absent_group_is_told_apart_from_zero(campaign_2020):
    absent = [line for line in criterion_lines(campaign_2020) if not line.applies]
    assert absent
    rows = rows_of(
        read(make_data_book(small_results(), ABOUT, annex=BookCriteria(tuple(absent[:1]))))[
            "Tiêu chí"
        ]
    )
    found = dict(zip(*rows, strict=True))
    assert (found["Tự chấm – kết quả"], found["Tự chấm – điểm"]) == ("Nhóm không áp dụng", None)
