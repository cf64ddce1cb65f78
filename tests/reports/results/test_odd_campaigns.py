"""The report of campaigns that nobody has seen: whatever their shape, every form of it comes
out, and says nothing false.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from openpyxl import load_workbook

from criteria.models import Correspondence, Framework
from reports.council.services.acceptance import digest_figures
from reports.drawing.shapes import Layout
from reports.drawing.svg import svg
from reports.editions.content import page_of
from reports.editions.members import EditionSource, files_of, read_source
from reports.enums import FileFormat
from reports.layout.blocks import flattened
from reports.layout.pdf import make_pdf
from reports.results.pages.insight import insight_page
from reports.results.queries.charts import charts
from reports.results.queries.open_data import as_open_data
from reports.results.queries.tables import tables
from scoring.core.reconciliation import Verdict
from scoring.published.services.campaign import load_published
from scoring.reconciliation.queries.findings import reconcile
from scoring.results.queries import campaign_results, judged
from submissions.models import Campaign, Submission
from tests.reports.results import odd_campaigns as odd
from tests.reports.results.odd_campaigns import Odd, write_odd
from tests.scoring.factories import (
    declare_absent,
    make_campaign,
    make_framework,
    make_points,
    make_submission,
)

pytestmark = pytest.mark.django_db

#: What no sentence may look like: a list of nothing, a value that is none, an empty name, a clause
#: without words.
BROKEN = re.compile(
    r"\b0 đơn vị\b|:\s*[.;]|\(\s*\)|«\s*»|None|\{|\}|, ,| ;|\.\.(?!\.)|  |\bnhóm nhóm\b",
    re.IGNORECASE,
)
MOVED = re.compile(r"\b(tăng|giảm|so với năm|giữ nguyên điểm)\b", re.IGNORECASE)
OUTSTANDING = re.compile(r"(cao|thấp) (nhất|hơn)", re.IGNORECASE)
NOT_A_FIGURE = ("Giúp lãnh đạo", "Tiêu chí không được chấp nhận")


def load(folder: Path, each: Odd) -> Campaign:
    return load_published(write_odd(folder / each.code, each)).campaign


def words_in(value: Any) -> Iterator[str]:
    """Every text of a block, in any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from words_in(inner)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            if name not in ("svg", "drawing", "anchor", "widths", "size", "key"):
                yield from words_in(getattr(value, name))


def told_in(source: EditionSource) -> list[str]:
    """The sentences of a report, and what a reader who cannot see a chart is told."""
    words = (word for block in flattened(source.document.blocks) for word in words_in(block))
    return [word for word in words if " " in word and not word.startswith(NOT_A_FIGURE)]


def assert_numbered(source: EditionSource) -> None:
    """As many tables and charts as the framework asks for, each printed once, in order."""
    kinds, groups = (
        len(source.results.kinds),
        sum(len(kind.groups) for kind in source.results.kinds),
    )
    assert [table.number for table in source.document.figure_tables] == list(
        range(1, 2 + 2 * kinds)
    )
    assert [picture.number for picture in source.document.pictures] == list(
        range(1, 2 + 2 * kinds + groups)
    )


def assert_drawn(source: EditionSource) -> None:
    for chart in charts(source.results):
        for layout in Layout:
            root = ElementTree.fromstring(svg(chart, layout=layout))  # noqa: S314 - made here
            assert root.tag.endswith("svg")


def assert_whole(source: EditionSource) -> None:
    """Workbook and Word file open again and hold the captions."""
    files = files_of(source)
    book = load_workbook(BytesIO(files[FileFormat.XLSX]), read_only=True)
    word = zipfile.ZipFile(BytesIO(files[FileFormat.DOCX])).read("word/document.xml").decode()
    for table in tables(source.results):
        assert f"Bảng {table.number}" in book.sheetnames
        assert f"Bảng {table.number}. " in word
    assert len(files[FileFormat.CSV].splitlines()) > len(source.results.units)


def assert_pages_open(campaign: Campaign, unit: str) -> None:
    client, address = Client(), f"/dot/{campaign.code}"
    for path in (
        "ket-qua/",
        f"don-vi/{unit}/",
        f"don-vi/{unit}/cac-nam/",
        "bieu-do/1.svg",
        "so-sanh/",
        "doi-soat/",
    ):
        assert client.get(f"{address}/{path}").status_code == 200, path


def assert_reconciled(campaign: Campaign) -> None:
    assert {finding.verdict for finding in reconcile(campaign)} <= {Verdict.EQUAL, Verdict.ROUNDING}


def assert_told_truly(source: EditionSource, *, moved: bool) -> None:
    told = told_in(source)
    assert [sentence for sentence in told if BROKEN.search(sentence)] == []
    assert any(MOVED.search(sentence) for sentence in told) is moved


@pytest.mark.parametrize("each", odd.FROM_A_FOLDER, ids=lambda each: each.code)
def test_every_form_of_an_odd_campaign_comes_out(tmp_path, each):
    campaign = load(tmp_path, each)
    source = read_source(campaign)

    assert_numbered(source)
    assert_drawn(source)
    assert_whole(source)
    assert_told_truly(source, moved=each.before is not None)
    assert_reconciled(campaign)
    assert_pages_open(campaign, next(iter(each.units)))


def test_where_all_are_equal_nobody_stands_out(tmp_path):
    told = told_in(read_source(load(tmp_path, odd.ALL_EQUAL)))

    assert [sentence for sentence in told if OUTSTANDING.search(sentence)] == []
    assert "Cả 4 đơn vị đạt đúng mức trung bình (50,00 điểm)." in told
    assert told.count("Số liệu hiện có không cho thấy điều gì nổi bật để nêu ở mục này.") == 2


def test_equal_units_do_not_lie_above_their_own_average(tmp_path):
    """(80 + 20 + 60) / 3 is 53,33…, and the average of two printed 53,33 is 53,33."""
    told = told_in(read_source(load(tmp_path, odd.THREE_KINDS)))

    assert "Cả 2 đơn vị đạt đúng mức trung bình (53,33 điểm)." in told


def test_a_group_that_applies_to_no_unit_says_so_at_its_chart(tmp_path):
    source = read_source(load(tmp_path, odd.THREE_KINDS))
    notes = {picture.number: picture.note for picture in source.document.pictures}

    assert (
        notes[11] == "Năm 2032 không áp dụng với đơn vị nào. Không có số liệu năm 2031 để so sánh."
    )


def test_a_score_between_two_bands_is_told_and_not_guessed(tmp_path):
    source = read_source(load(tmp_path, odd.GAP_IN_BANDS))
    (outside,) = [sentence for sentence in told_in(source) if "không được xếp nhóm" in sentence]

    assert outside == (
        "Bộ tiêu chí không quy định nhóm cho kết quả của 2 đơn vị: A (95,00) và C (55,00); các "
        "đơn vị này không được xếp nhóm."
    )


def test_a_unit_to_which_nothing_applies_stands_without_a_rank(client):
    campaign = make_campaign(
        make_framework(shape={"I": {"DV": {"1": 100}}}),
        2031,
        code="khong-ap-dung",
        previous_year=None,
    )
    make_points(make_submission(campaign, "A", order=1), "I", {"DV:1": "70"})
    declare_absent(make_submission(campaign, "B", order=2), "DV")
    source = read_source(campaign)

    assert [(row.rank, row.unit.code) for row in tables(source.results)[0].rows] == [
        (1, "A"),
        (None, "B"),
    ]
    assert_numbered(source)
    assert_whole(source)
    assert_told_truly(source, moved=False)
    assert_pages_open(campaign, "B")


def test_sixty_units_with_names_of_two_hundred_letters_fit(tmp_path):
    campaign = load(tmp_path, odd.MANY_LONG_NAMES)
    source = read_source(campaign)

    assert {len(unit.name) for unit in source.results.units} <= set(range(190, 201))
    assert_numbered(source)
    assert_drawn(source)
    assert_told_truly(source, moved=True)
    assert [len(picture.parts) for picture in source.document.pictures] == [
        2,
        2,
        2,
        2,
        2,
        1,
        1,
        1,
        1,
    ]


# --- the year before had another framework --------------------------------------------------------


@pytest.fixture
def later(tmp_path: Path) -> Campaign:
    """Its year before is a campaign of its own, with other groups and another way of adding up."""
    load(tmp_path, odd.OLD_FRAMEWORK)
    return load(tmp_path, odd.NEW_FRAMEWORK)


def link(older: str, newer: str, reason: str, *, is_comparable: bool = True) -> None:
    frameworks = {
        name: Framework.objects.get(code=f"khung-{code}")
        for name, code in (("older", "bo-cu"), ("newer", "bo-moi"))
    }
    Correspondence.objects.create(
        **frameworks,
        older_group=older,
        newer_group=newer,
        is_comparable=is_comparable,
        reason=reason,
    )


NO_ROW = "Chưa có căn cứ ghi rằng hai nội dung này tương ứng với nhau."
NO_PARTNER = "Bộ tiêu chí kia không có nội dung nào được ghi là tương ứng."


def test_without_correspondences_nothing_of_another_framework_is_compared(later):
    source = read_source(later)
    data = source.open_data

    assert [table["not_comparable"] for table in data["tables"]] == [
        {"total_2043": NO_ROW},
        {"total_2043": NO_ROW},
        {"HTS_2043": NO_PARTNER, "NL_2043": NO_PARTNER, "DV_2043": NO_PARTNER},
    ]
    assert [row["values"]["total_2043"] for row in data["tables"][0]["rows"]] == [
        "70.00",
        "75.00",
        "40.00",
    ]
    assert [[series["name"] for series in chart["series"]] for chart in data["charts"]] == [
        *([["2044"]] * 2),
        ["HTS", "NL", "DV"],
        *([["2044"]] * 3),
    ]
    assert (
        data["charts"][1]["note"]
        == f"Năm 2043 không so sánh được với năm 2044 nên không được vẽ. {NO_ROW}"
    )
    assert [
        sentence for sentence in told_in(source) if re.search(r"\b(tăng|giảm)\b", sentence)
    ] == []
    assert_numbered(source)
    assert_whole(source)
    assert_pages_open(later, "A")


def test_what_a_row_names_is_compared_by_shares_and_the_rest_says_why_not(later):
    link("", "", "Cùng đo mức độ ứng dụng.")
    link("HT", "HTS", "Cùng đo hạ tầng.")
    link("DV", "DV", "Bộ mới chỉ tính dịch vụ toàn trình.", is_comparable=False)
    data = as_open_data(campaign_results(later))
    shares = "nên chỉ so sánh được tỷ lệ đạt được so với điểm tối đa."

    assert data["tables"][2]["not_comparable"] == {
        "HTS_2043": f"Điểm tối đa năm 2043 là 100, năm 2044 là 200, {shares}",
        "NL_2043": NO_PARTNER,
        "DV_2043": "Bộ mới chỉ tính dịch vụ toàn trình.",
    }
    assert data["tables"][2]["rows"][0]["values"] == {
        "HTS_2043": "80.00",
        "HTS_2044": "150.00",
        "NL_2043": None,
        "NL_2044": "90.00",
        "DV_2043": "60.00",
        "DV_2044": "50.00",
    }
    assert [chart["series"] for chart in data["charts"] if chart["number"] in (2, 4)] == [
        [
            {"name": "2043", "values": ["70.00", "75.00", "40.00"]},
            {"name": "2044", "values": ["82.86", "74.29", "36.67"]},
        ],
        [
            {"name": "2043", "values": ["80.00", "100.00", "40.00"]},
            {"name": "2044", "values": ["75.00", "95.00", "50.00"]},
        ],
    ]
    assert (
        data["charts"][3]["title"]
        == "Điểm nhóm nội dung HTS của các sở năm 2044 so với năm 2043 (% điểm tối đa)"
    )


def test_a_rise_in_shares_is_told_in_points_of_percentage(later):
    link("", "", "Cùng đo mức độ ứng dụng.")
    told = " ".join(told_in(read_source(later)))

    assert "A tăng 12,86 điểm phần trăm (từ 70,00% lên 82,86%)" in told
    assert "220,00 điểm" not in told.replace("là 220,00 điểm (tính trên 3 đơn vị).", "").replace(
        "(220,00 điểm)", ""
    )
    assert "chủ yếu do" not in told


def test_pages_of_a_year_of_another_framework_mark_it(later, client):
    page = client.get("/dot/bo-moi/ket-qua/").content.decode()
    unit = client.get("/dot/bo-moi/don-vi/A/").content.decode()

    assert page.count("(không so sánh được, xem ghi chú dưới bảng)") == 5
    assert f"không so sánh được với năm nay. {NO_ROW}" in unit
    assert f"Nhóm «Nhóm nội dung NL»: {NO_PARTNER}" in unit
    assert unit.count("(không so sánh được, xem ghi chú dưới bảng)") == 3


def test_a_framework_without_letter_groups_leaves_nobody_out_of_them(tmp_path, client):
    campaign = load(tmp_path, odd.NO_BANDS)
    page = client.get(f"/dot/{campaign.code}/ket-qua/").content.decode()

    assert "Bộ tiêu chí không quy định việc xếp nhóm." in page
    assert "Không thuộc nhóm nào" not in page


def test_a_figure_of_the_year_before_leads_to_what_it_was_called_there(later, client):
    link("HT", "HTS", "Cùng đo hạ tầng.")
    answer = client.get("/dot/bo-moi/nguon-goc/don-vi/A/", {"so": "HTS", "nam": "2043"})

    assert (answer.status_code, answer.headers.get("Location", "").partition("?")[0]) == (
        302,
        "/dot/bo-cu/nguon-goc/don-vi/A/",
    )
    assert "HT" in answer.headers["Location"]
    assert "HTS" not in answer.headers["Location"]


def test_another_framework_costs_a_fixed_number_of_queries(later, django_assert_num_queries):
    with django_assert_num_queries(11):
        campaign_results(later)


def test_ranks_of_a_year_of_another_framework_say_that_they_cannot_be_compared(later):
    looked_at = judged(
        later, Submission.objects.filter(campaign=later).values_list("pk", flat=True)
    )
    page = insight_page(looked_at)

    assert page.ranks_note == f"Hạng năm 2043 không so sánh được với hạng năm nay. {NO_ROW}"
    assert [(row.name, row.before) for row in page.ranks] == [("A", "2"), ("C", "1"), ("B", "3")]


def test_what_is_compared_belongs_to_what_the_council_accepts(later):
    before = digest_figures(later, campaign_results(later)).sha256
    link("", "", "Cùng đo mức độ ứng dụng.")

    assert digest_figures(later, campaign_results(later)).sha256 != before


@pytest.mark.slow
@pytest.mark.parametrize(
    "each", [odd.ONE_UNIT, odd.NINE_GROUPS, odd.SUM_ON_PERCENT], ids=lambda each: each.code
)
def test_the_pdf_of_an_odd_campaign_is_made(tmp_path, each):
    made = make_pdf(page_of(read_source(load(tmp_path, each))))

    assert made.content.startswith(b"%PDF-1.7")
    assert made.pages > len(each.groups)
