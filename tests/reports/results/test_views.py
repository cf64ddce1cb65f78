"""Results, a unit's page, reconciliation and the files: what they say, to whom, and at what
cost.
"""

import gzip
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.models import PrintedFailing
from submissions.enums import Ground, OutcomeKind, Phase, Round
from submissions.models import Answer, Appraisal, Campaign, Submission
from tests.scoring.factories import (
    criterion_of,
    declare_absent,
    make_answer,
    make_campaign,
    make_framework,
    make_points,
    make_printed,
    make_submission,
)
from tests.strict_pages import inline_code, landmarks, repeated_ids
from tests.submissions.factories import appoint, make_user
from tests.white_space import squeezed
from units.enums import Role

pytestmark = pytest.mark.django_db

ALL_OF_I = {"HT:1.1": "40", "HT:1.2": "10", "HT:2": "20.5", "DV:1": "50"}
READING = [
    "ket-qua/",
    "don-vi/U0/",
    "doi-soat/",
    "doi-soat/?xem=tat-ca",
    "bao-cao/",
    "ket-qua.json",
    "bieu-do/1.svg",
    "",
]
PAGES = [path for path in READING if not path.endswith((".json", ".svg"))]


def make_results(units: int = 3, **fields: object) -> Campaign:
    """A campaign with that many units, each with all points, and printed totals."""
    campaign = make_campaign(make_framework(), **fields)
    for number in range(units):
        submission = make_submission(campaign, f"U{number}", order=number)
        make_points(submission, "I", ALL_OF_I)
        make_printed(campaign, submission, "total", 2019, "50.00")
    return campaign


def html_of(client: Client, path: str) -> str:
    answer = client.get(f"/dot/2020/{path}")
    assert answer.status_code == 200
    return squeezed(answer.content.decode())


def count_queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


# --- who ---------------------------------------------------------------------
@pytest.mark.parametrize("path", READING)
def test_published_figures_are_read_without_an_account(client, path) -> None:
    make_results()
    assert client.get(f"/dot/2020/{path}").status_code == 200


@pytest.mark.parametrize("path", READING)
@pytest.mark.parametrize("phase", [Phase.SETUP, Phase.APPRAISE_2, Phase.SIGNING])
def test_before_publication_there_is_nothing_for_strangers(client, path, phase) -> None:
    make_results(phase=phase)
    assert client.get(f"/dot/2020/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["ket-qua/", "don-vi/U1/", "doi-soat/", "ket-qua.json", "bieu-do/1.svg", "bao-cao/"]
)
def test_a_unit_does_not_see_the_figures_of_others_before_publication(client, path) -> None:
    campaign = make_results(phase=Phase.APPRAISE_2)
    user = make_user("can-bo")
    appoint(user, Role.UNIT_STAFF, campaign, campaign.submissions.get(order=0).unit)
    client.force_login(user)
    answer = client.get(f"/dot/2020/{path}")
    assert answer.status_code == 403
    assert "101,25" not in answer.content.decode()
    assert "60,25" not in answer.content.decode()


def test_working_group_head_reads_results_in_the_second_round(client) -> None:
    campaign = make_results(phase=Phase.APPRAISE_2)
    user = make_user("to-truong")
    appoint(user, Role.WG_HEAD, campaign)
    client.force_login(user)
    assert "60,25" in html_of(client, "ket-qua/")


@pytest.mark.parametrize("path", READING)
def test_reading_pages_refuse_to_be_written_to(client, path) -> None:
    make_results()
    address = f"/dot/2020/{path}"
    assert [client.head(address).status_code, client.post(address).status_code] == [200, 405]


@pytest.mark.parametrize("path", ["don-vi/KHONGCO/", "bieu-do/99.svg", "bieu-do/0.svg"])
def test_what_does_not_exist_is_not_found(client, path) -> None:
    make_results()
    assert client.get(f"/dot/2020/{path}").status_code == 404


def test_unit_of_another_campaign_is_not_found(client) -> None:
    campaign = make_results()
    make_submission(make_campaign(campaign.framework, 2021), "X")
    assert client.get("/dot/2020/don-vi/X/").status_code == 404


# --- cost ---------------------------------------------------------------------
@pytest.mark.parametrize(
    "path", ["ket-qua/", "don-vi/U0/", "doi-soat/", "bao-cao/", "ket-qua.json", "bieu-do/1.svg"]
)
def test_pages_cost_the_same_with_3_and_23_units(client, path) -> None:
    make_results(3)
    few = count_queries(client, f"/dot/2020/{path}")
    make_more_units(Campaign.objects.get(), 20)
    assert count_queries(client, f"/dot/2020/{path}") == few


def make_more_units(campaign: Campaign, count: int) -> None:
    for number in range(count):
        make_points(make_submission(campaign, f"V{number}", order=100 + number), "I", ALL_OF_I)


def test_results_of_the_real_campaign_cost_at_most_12_queries(client, campaign_2020) -> None:
    assert count_queries(client, "/dot/2020/ket-qua/") <= 12
    user = make_user("kiem-tra")
    appoint(user, Role.AUDITOR, None)
    client.force_login(user)
    assert count_queries(client, "/dot/2020/ket-qua/") <= 12


# --- what is said -------------------------------------------------------------
@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_and_has_nothing_inline(client, path) -> None:
    make_results()
    html = html_of(client, path)
    assert (landmarks(html), inline_code(html), repeated_ids(html)) == (("vi", 1, 1), [], set())


def test_results_have_tables_bands_and_charts_of_the_framework(client, campaign_2020) -> None:
    html = html_of(client, "ket-qua/")
    assert [f'id="bang-{number}"' in html for number in range(1, 7)] == [True] * 5 + [False]
    assert [f'id="bieu-do-{number}"' in html for number in range(1, 17)] == [True] * 15 + [False]
    assert [html.count(f'href="#bieu-do-{number}"') for number in range(1, 16)] == [1] * 15
    assert 'Bảng </span>5<span class="long">. Điểm các nhóm, đơn vị trực thuộc Bộ</span>' in html
    assert (
        'Biểu đồ </span>15<span class="long">. Nguồn nhân lực công nghệ thông tin, đơn vị trực '
        "thuộc Bộ</span>" in html
    )
    assert html.count("/dot/2020/don-vi/VKHTCNN/") == 4
    assert "từ 65 đến dưới 80 điểm" in html


def test_printed_figure_that_the_rule_does_not_give_stands_with_its_recomputed_one(
    client, campaign_2020
) -> None:
    html = html_of(client, "ket-qua/")
    marked = (
        '<span class="figure">68,53<span class="figure-mark" aria-hidden="true">*</span></span>'
    )
    assert f'{marked}</a><span class="figure-again">tính lại 56,88</span>' in html
    assert '<span class="figure-again">tính lại 75,00<br>3 đơn vị</span>' in html


def test_not_applicable_and_zero_look_different(client, campaign_2020) -> None:
    html = html_of(client, "don-vi/DHNVHN/")
    table = html.split('<table class="sheet-table figures-table unit-groups">')[1].split(
        "</table>"
    )[0]
    services = table.split("Dịch vụ công trực tuyến")[1].split("</tr>")[0]
    policies = table.split("Cơ chế, chính sách")[1].split("</tr>")[0]
    assert (
        '<span class="figure-dash" aria-hidden="true">–</span><span class="visually-hidden">không '
        "áp dụng</span>" in services
    )
    assert "0,00" not in services
    assert '">0,00</a></td>' in policies


def test_chart_has_its_values_as_a_table_and_a_file(client) -> None:
    make_results(1)
    html = html_of(client, "ket-qua/")
    chart = html.split('id="bieu-do-1"')[1].split("</figure>")[0]
    before, now = (
        f'<a class="source-way" href="/dot/2020/nguon-goc/don-vi/U0/?so=total&amp;nam={year}">'
        for year in (2019, 2020)
    )
    row = (
        f'<th scope="row" class="stay unit-name">U0</th><td class="num">{before}50,00</a></td><td '
        f'class="num">{now}60,25</a></td>'
    )
    assert row in chart
    assert 'href="/dot/2020/bieu-do/1.svg"' in chart


def test_chart_is_downloaded_under_a_policy_that_lets_it_do_nothing(client) -> None:
    make_results()
    answer = client.get("/dot/2020/bieu-do/1.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"] == 'attachment; filename="bieu-do-1-2020.svg"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.content.startswith(b"<?xml")


def test_open_data_says_what_the_command_says(client, campaign_2020, tmp_path) -> None:
    from django.core.management import call_command  # noqa: PLC0415 - needs Django set up

    call_command("export_report", "2020", format="json", output=str(tmp_path / "2020.json"))
    answer = client.get("/dot/2020/ket-qua.json")
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content) == json.loads(
        (tmp_path / "2020.json").read_text(encoding="utf-8")
    )


def test_results_travel_packed_to_who_takes_them_so(client) -> None:
    make_results()
    plain, packed = (
        client.get("/dot/2020/ket-qua/"),
        client.get("/dot/2020/ket-qua/", headers={"Accept-Encoding": "gzip"}),
    )
    assert (plain.has_header("Content-Encoding"), packed["Content-Encoding"]) == (False, "gzip")
    assert gzip.decompress(packed.content) == plain.content


def test_results_without_units_say_so(client) -> None:
    make_campaign(make_framework())
    assert "Chưa có đơn vị nào trong đợt đánh giá này" in html_of(client, "ket-qua/")


def test_unit_whose_points_are_missing_is_named_as_not_ranked(client) -> None:
    campaign = make_results(1)
    make_submission(campaign, "THIEU", order=9)
    html = html_of(client, "ket-qua/")
    assert "Chưa xếp hạng vì còn nội dung chưa có kết quả" in html
    assert "Chưa xếp hạng" in html_of(client, "don-vi/THIEU/")


# --- a unit -------------------------------------------------------------------
def test_unit_page_gives_place_working_and_neighbours(client, campaign_2020) -> None:
    html = html_of(client, "don-vi/VKHTCNN/")
    assert "Hạng 8 trong 23 đơn vị" in html
    assert "Hạng 4 trong 8 đơn vị trực thuộc Bộ" in html
    assert "Nhóm A" in html
    assert "(89,00 + 19,40 + 54,00 + 50,00 + 72,00) / 5 = 284,40 / 5 = 56,88" in html
    assert "Báo cáo in 68,53, còn các bước trên cho 56,88." in html
    assert html.index('rel="prev" href="/dot/2020/don-vi/VTLTNN/"') < html.index(
        'rel="next" href="/dot/2020/don-vi/BTDKTTW/"'
    )


def test_first_and_last_unit_have_one_neighbour(client, campaign_2020) -> None:
    assert ['rel="prev"' in html_of(client, f"don-vi/{code}/") for code in ("CCHC", "TCTCNN")] == [
        False,
        True,
    ]
    assert ['rel="next"' in html_of(client, f"don-vi/{code}/") for code in ("CCHC", "TCTCNN")] == [
        True,
        False,
    ]


def test_every_criterion_is_there_with_its_marks(client, campaign_2020) -> None:
    html = html_of(client, "don-vi/HVHCQG/")
    answered = Answer.objects.filter(
        submission__campaign=campaign_2020, submission__unit__code="HVHCQG"
    )
    scored = answered.filter(self_outcome=OutcomeKind.SCORED).count()
    assert html.count('<span class="note-mark">dựng lại</span>') == scored
    assert html.count('<span class="note-mark">mẫu</span>') > 100
    assert "80 %" in html
    assert "gửi báo cáo chậm" in html


def test_single_criteria_of_a_real_year_are_for_those_whom_the_policy_names(client) -> None:
    campaign = make_results()
    stranger = html_of(client, "don-vi/U0/")
    assert "Điểm từng tiêu chí chỉ hiển thị cho" in stranger
    assert "Tiêu chí 1.2" not in stranger
    assert "lần 2" not in stranger
    user = make_user("can-bo")
    appoint(user, Role.UNIT_STAFF, campaign, campaign.submissions.get(order=0).unit)
    client.force_login(user)
    assert "Tiêu chí 1.2" in html_of(client, "don-vi/U0/")
    assert "Tiêu chí 1.2" not in html_of(client, "don-vi/U1/")


def test_refused_missing_and_absent_are_told_in_words(client) -> None:
    campaign = make_campaign(make_framework(), is_reconstructed=True)
    submission = make_submission(campaign, "U0")
    declare_absent(submission, "DV")
    refused = make_answer(
        submission, criterion_of(submission, "I", "HT", "1.1"), claimed="40", rounds={}
    )
    Appraisal.objects.create(
        answer=refused,
        round=Round.SECOND,
        outcome=OutcomeKind.REFUSED,
        ground=Ground.NO_EVIDENCE,
        reason="Tệp trống.",
    )
    html = html_of(client, "don-vi/U0/")
    assert "Không chấp nhận: không có tài liệu kiểm chứng. Tệp trống." in html
    assert "chưa có" in html
    assert "Không có dịch vụ công." in html


def test_hostile_names_are_shown_as_text_everywhere(client) -> None:
    hostile = "<script>alert(1)</script>&"
    campaign = make_results(is_reconstructed=True)
    Submission.objects.update(name=hostile, short_name=hostile)
    answer = Answer.objects.first()
    assert answer is not None
    Answer.objects.update(declared={"value": hostile, "kind": hostile})
    Appraisal.objects.update(reason=hostile)
    type(answer.criterion).objects.update(name=hostile)
    PrintedFailing.objects.create(submission=answer.submission, criterion=answer.criterion)
    for path in ["ket-qua/", "don-vi/U0/", "doi-soat/?xem=tat-ca", "bieu-do/1.svg"]:
        html = html_of(client, path)
        assert "<script>alert" not in html
        assert "&lt;script&gt;" in html
    assert campaign.code == "2020"


# --- reconciliation ------------------------------------------------------------
def test_reconciliation_shows_what_differs_first_and_all_on_request(client, campaign_2020) -> None:
    differing, everything = html_of(client, "doi-soat/"), html_of(client, "doi-soat/?xem=tat-ca")
    rows = [
        html.split('<table class="sheet-table stack-table findings">')[1].count("<tr>") - 1
        for html in (differing, everything)
    ]
    assert rows == [9, 192]
    assert "Viện KHTCNN: tổng điểm năm 2020" in differing
    assert "+11,65" in differing
    assert "Số in sẽ đúng nếu riêng UDCNTT là 77,65." in differing
    assert "Số in là trung bình của cả 8 đơn vị" in differing


def test_contradicted_list_is_named(client, campaign_2020) -> None:
    assert "«1.1 Kế hoạch ứng dụng CNTT giai đoạn 5 năm»" in html_of(client, "doi-soat/")


def test_campaign_that_printed_nothing_says_so(client) -> None:
    make_campaign(make_framework())
    assert "chưa có số liệu đã in để đối soát" in html_of(client, "doi-soat/")


def test_trail_and_bar_say_where_one_is(client) -> None:
    make_results()
    html = html_of(client, "don-vi/U0/")
    assert (
        f'<li><a href="{reverse("results", args=["2020"])}">Kết quả</a></li><li '
        'aria-current="page">U0</li>' in html
    )
    assert f'<a href="{reverse("results", args=["2020"])}" aria-current="true">Kết quả</a>' in html
