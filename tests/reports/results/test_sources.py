"""Where a figure comes from: what its page says, to whom, how far down, and at what cost."""

import hashlib

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.drawing.geometry import reaches, sketch
from reports.drawing.shapes import Bar, Layout
from reports.frame.addresses import source_url
from reports.results.queries.charts import charts
from scoring.results.queries import campaign_results
from submissions.enums import Ground, OutcomeKind, Phase, Round, Stance
from submissions.models import Appraisal, Campaign, Evidence, EvidenceUse, Reply, Submission
from tests.scoring.factories import (
    criterion_of,
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
from units.models import Membership, User

pytestmark = pytest.mark.django_db

SHA = hashlib.sha256(b"proof").hexdigest()


def make_traced(phase: str = Phase.PUBLISHED) -> Submission:
    """A unit with one criterion that went through both rounds, a reply and a file; the others
    have final points only.
    """
    campaign = make_campaign(make_framework(), phase=phase)
    submission = make_submission(campaign, "A")
    make_points(submission, "I", {"HT:1.2": "10", "HT:2": "20.5", "DV:1": "50"})
    answer = make_answer(
        submission,
        criterion_of(submission, "I", "HT", "1.1"),
        claimed="40",
        rounds={1: "30", 2: "35"},
    )
    appraiser = make_user("nguoi-cham")
    Appraisal.objects.filter(answer=answer).update(by=appraiser)
    Reply.objects.create(
        answer=answer,
        stance=Stance.CONTESTS,
        text="Đã có đủ máy chủ",
        asked_points="40",
        changed_by=appraiser,
        changed_at=timezone.now(),
    )
    file = Evidence.objects.create(
        submission=submission,
        name="bien-ban.pdf",
        stored_as="1" * 48,
        sha256=SHA,
        size=5,
        media_type="application/pdf",
        uploaded_at=timezone.now(),
        document_number="12/BB",
    )
    EvidenceUse.objects.create(evidence=file, answer=answer, page="3")
    return submission


def as_role(client: Client, role: Role, campaign: Campaign, unit: object = None) -> Client:
    user = make_user(f"la-{role}")
    appoint(user, role, campaign, unit)
    client.force_login(user)
    return client


def read(client: Client, query: str = "", code: str = "2020", unit: str = "A") -> str:
    answer = client.get(f"/dot/{code}/nguon-goc/don-vi/{unit}/{query}")
    assert answer.status_code == 200
    return squeezed(answer.content.decode())


def test_group_figure_leads_to_every_round_its_reasons_and_the_file_with_its_sum(client) -> None:
    submission = make_traced()
    html = read(
        as_role(client, Role.UNIT_HEAD, submission.campaign, submission.unit), "?so=HT&nam=2020"
    )
    row = html.split("Tiêu chí 1.1")[1].split("</tr>")[0]
    for text in (
        "Tự chấm",
        "40,00",
        "Thẩm định lần 1",
        "30,00",
        "lần 1",
        "Thẩm định lần 2",
        "35,00",
        "lần 2",
    ):
        assert text in row
    assert "Không nhất trí: Đã có đủ máy chủ Đề nghị 40,00 điểm." in row
    file = Evidence.objects.get()
    assert (
        f'<a href="/dot/2020/ho-so/A/tai-lieu/{file.pk}/">bien-ban.pdf</a> <span>12/BB</span> '
        "<span>trang 3</span>" in row
    )
    assert f"SHA-256 {SHA}" in row
    assert "35,00 + 10,00 + 20,50 = 65,50" in html
    assert "Tiêu chí 1</th>" not in html.split("Nhóm DV")[-1]


def test_total_has_the_groups_and_all_criteria(client) -> None:
    submission = make_traced()
    html = read(as_role(client, Role.UNIT_HEAD, submission.campaign, submission.unit))
    assert "57,75" in html.split("</h1>")[1]
    assert html.count('<details class="group"') == 2
    assert "(65,50 + 50,00) / 2" in html
    assert "Hạng 1 trong 1" in html


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.COUNCIL_MEMBER])
def test_units_and_the_council_never_learn_who_appraised(client, role) -> None:
    submission = make_traced()
    unit = submission.unit if role == Role.UNIT_HEAD else None
    html = read(as_role(client, role, submission.campaign, unit), "?so=HT&nam=2020")
    assert "Thẩm định lần 1" in html
    assert "nguoi-cham" not in html


def test_the_head_of_the_working_group_learns_who_appraised(client) -> None:
    submission = make_traced()
    assert "Người chấm: Người nguoi-cham" in read(
        as_role(client, Role.WG_HEAD, submission.campaign)
    )


@pytest.mark.parametrize("query", ["", "?so=HT&nam=2020", "?so=self&nam=2020"])
def test_the_public_reads_how_groups_add_up_and_nothing_of_single_criteria(client, query) -> None:
    make_traced()
    html = read(client, query)
    for secret in (
        "Tiêu chí 1.1",
        "lần 1",
        "Đã có đủ",
        "bien-ban",
        SHA,
        "nguoi-cham",
        "35,00",
        "30,00",
        "10,00",
    ):
        assert secret not in html
    assert "chỉ hiển thị cho đơn vị" in html


def test_page_of_the_unit_does_not_spell_out_points_of_criteria_to_the_public(client) -> None:
    """A sum of few terms would give every criterion away."""
    make_traced()
    html = client.get("/dot/2020/don-vi/A/").content.decode()
    assert "65,50" in html
    assert "35,00" not in html
    assert "Tổng điểm các tiêu chí của nhóm" in html


@pytest.mark.parametrize(
    "phase", [Phase.SELF_SCORE, Phase.APPRAISE_1, Phase.APPRAISE_2, Phase.SIGNING]
)
def test_before_publication_there_is_nothing_for_strangers(client, phase) -> None:
    make_traced(phase)
    for path in ("don-vi/A/", "don-vi/A/?so=HT&nam=2020", "trung-binh/"):
        assert client.get(f"/dot/2020/nguon-goc/{path}").status_code == 404


def test_before_publication_the_own_unit_is_refused_and_reads_no_figure(client) -> None:
    submission = make_traced(Phase.APPRAISE_2)
    as_role(client, Role.UNIT_HEAD, submission.campaign, submission.unit)
    answer = client.get("/dot/2020/nguon-goc/don-vi/A/")
    assert (answer.status_code, "57,75" in answer.content.decode()) == (403, False)


def test_head_of_the_group_does_not_read_the_own_unit_before_publication(client) -> None:
    """A conflict of interest replaces the role."""
    submission = make_traced(Phase.APPRAISE_2)
    as_role(client, Role.WG_HEAD, submission.campaign)
    assert client.get("/dot/2020/nguon-goc/don-vi/A/").status_code == 200
    Membership.objects.create(user=User.objects.get(username="la-wg_head"), unit=submission.unit)
    assert client.get("/dot/2020/nguon-goc/don-vi/A/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?so=HT&nam=1",
        "?so=HT&nam=2018",
        "?so=XX&nam=2020",
        "?so=HT&nam=²020",
        "?so=&nam=2020",
        "?so=HT&nam=20200",
    ],
)
def test_what_is_no_figure_is_not_found(client, query) -> None:
    make_traced()
    assert client.get(f"/dot/2020/nguon-goc/don-vi/A/{query}").status_code == 404
    assert client.get(f"/dot/2020/nguon-goc/trung-binh/{query}").status_code == 404


def test_refused_and_not_applicable_are_said_in_words(client) -> None:
    submission = make_traced()
    refused = submission.answers.get(criterion__code="2", criterion__group__code="HT")
    Appraisal.objects.filter(answer=refused).update(
        outcome=OutcomeKind.REFUSED, points=None, ground=Ground.NO_EVIDENCE
    )
    gone = submission.answers.get(criterion__code="1.2")
    Appraisal.objects.filter(answer=gone).update(outcome=OutcomeKind.NOT_APPLICABLE, points=None)
    html = read(
        as_role(client, Role.UNIT_HEAD, submission.campaign, submission.unit), "?so=HT&nam=2020"
    )
    row = html.split("Tiêu chí 2<")[1].split("</tr>")[0]
    assert "Không chấp nhận: không có tài liệu kiểm chứng." in row
    assert "không áp dụng" in html.split("Tiêu chí 1.2<")[1].split("</tr>")[0]


def test_withdrawn_and_replaced_files_prove_nothing(client) -> None:
    submission = make_traced()
    Evidence.objects.update(is_withdrawn=True)
    html = read(
        as_role(client, Role.UNIT_HEAD, submission.campaign, submission.unit), "?so=HT&nam=2020"
    )
    assert SHA not in html


def test_figure_of_a_year_with_a_campaign_of_its_own_is_traced_there(client) -> None:
    submission = make_traced()
    later = make_campaign(submission.campaign.framework, 2021)
    make_points(
        make_submission(later, "A"), "I", {"HT:1.1": "1", "HT:1.2": "1", "HT:2": "1", "DV:1": "1"}
    )
    answer = client.get("/dot/2021/nguon-goc/don-vi/A/?so=HT&nam=2020")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/dot/2020/nguon-goc/don-vi/A/?so=HT&nam=2020",
    )
    Campaign.objects.filter(code="2020").update(phase=Phase.SIGNING)
    assert client.get("/dot/2021/nguon-goc/don-vi/A/?so=HT&nam=2020").status_code == 404


def test_figure_of_the_year_before_that_was_only_printed_says_where(client) -> None:
    submission = make_traced()
    for measure, value in {"total": "50.00", "HT": "60.00", "DV": "40.00"}.items():
        make_printed(submission.campaign, submission, measure, 2019, value)
    html = read(client, "?so=total&nam=2019")
    assert "Đã in trong báo cáo: Bảng 1 (50,00)." in html
    assert "Ứng dụng không có hồ sơ của năm 2019." in html
    assert [text in html for text in ("60,00", "40,00")] == [True, True]


def test_average_says_of_what_it_is_the_mean(client) -> None:
    submission = make_traced()
    make_points(
        make_submission(submission.campaign, "B", order=2),
        "I",
        {"HT:1.1": "0", "HT:1.2": "0", "HT:2": "4.5", "DV:1": "0"},
    )
    answer = client.get("/dot/2020/nguon-goc/trung-binh/?so=HT&nam=2020&loai=thuoc")
    html = squeezed(answer.content.decode())
    assert "(65,50 + 4,50 = 70,00) / 2 = 35,00" in html
    assert (
        '<a class="source-way" href="/dot/2020/nguon-goc/don-vi/B/?so=HT&amp;nam=2020">4,50</a>'
        in html
    )
    assert client.get("/dot/2020/nguon-goc/trung-binh/?so=HT&nam=2020&loai=khac").status_code == 404


@pytest.mark.slow
@pytest.mark.representative
def test_every_cell_and_every_bar_of_the_results_leads_to_a_page(client, campaign_2020) -> None:
    """All of Bảng 1–5 and Biểu đồ 1–15, each address once."""
    html = client.get("/dot/2020/ket-qua/").content.decode()
    results = campaign_results(campaign_2020)
    for table in html.split("<tbody>")[1:6]:
        cells = table.split("</tbody>")[0].split("<td ")[1:]
        assert [
            cell for cell in cells if "nguon-goc" not in cell and "không có số liệu" not in cell
        ] == []
    drawn = sum(
        series.values[row] is not None
        for chart in charts(results)
        for series in chart.series
        for row in range(len(series.values))
    )
    assert html.count('tabindex="-1"><path') >= 2 * drawn
    addresses = {part.split('"')[0].replace("&amp;", "&") for part in html.split('href="')[1:]}
    wrong = [
        url
        for url in sorted(addresses)
        if "/nguon-goc/" in url and client.get(url).status_code != 200
    ]
    assert wrong == []


@pytest.mark.parametrize("layout", list(Layout))
def test_way_of_a_bar_lies_on_the_bar(campaign_2020, layout) -> None:
    for chart in charts(campaign_results(campaign_2020)):
        bars = [mark for mark in sketch(chart, layout).marks if isinstance(mark, Bar)]
        places = {
            (reach.x, reach.y + (reach.height - bar_height(bars)) // 2)
            for reach in reaches(chart, layout)
        }
        key = {(bar.x, bar.y) for bar in bars if bar.height != bar_height(bars)}
        missed = [(bar.x, bar.y) for bar in bars if (bar.x, bar.y) not in places | key]
        assert missed == []


def bar_height(bars: list[Bar]) -> int:
    return max(bar.height for bar in bars)


def test_page_costs_the_same_however_many_criteria(client) -> None:
    assert count_queries(client, leaves=3) == count_queries(client, leaves=51) <= 32


def count_queries(client: Client, *, leaves: int) -> int:
    code = f"l{leaves}"
    framework = make_framework(
        code, shape={"I": {"HT": {str(number): 1 for number in range(1, leaves + 1)}}}
    )
    submission = make_submission(make_campaign(framework, code=code, previous_year=None), "A")
    make_points(submission, "I", {f"HT:{number}": "1" for number in range(1, leaves + 1)})
    user = make_user(code)
    appoint(user, Role.UNIT_HEAD, submission.campaign, submission.unit)
    client.force_login(user)
    read(client, code=code)
    with CaptureQueriesContext(connection) as queries:
        read(client, code=code)
    return len(queries)


def test_page_is_whole_and_has_nothing_inline(client) -> None:
    submission = make_traced()
    html = read(as_role(client, Role.UNIT_HEAD, submission.campaign, submission.unit))
    assert (inline_code(html), repeated_ids(html)) == ([], set())
    assert landmarks(html)


def test_hostile_words_come_out_as_text(client) -> None:
    submission = make_traced()
    Appraisal.objects.update(reason="<script>alert(1)</script>{{ x }}")
    Evidence.objects.update(name='"><img src=x onerror=alert(1)>.pdf')
    html = read(as_role(client, Role.UNIT_HEAD, submission.campaign, submission.unit))
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ x }}" in html


def test_codes_that_no_path_could_hold_are_found_all_the_same(client) -> None:
    framework = make_framework(shape={"I": {"A/B ?&": {"1": 10}}})
    submission = make_submission(make_campaign(framework), "A")
    make_points(submission, "I", {"A/B ?&:1": "5"})
    assert client.get("/dot/2020/ket-qua/").status_code == 200
    assert client.get(source_url("2020", "A", ("A/B ?&", 2020))).status_code == 200


def test_round_of_the_council_names_its_conclusion_only_where_there_is_one(client) -> None:
    submission = make_traced()
    answer = submission.answers.get(criterion__code="1.1")
    Appraisal.objects.create(
        answer=answer,
        round=Round.COUNCIL,
        outcome=OutcomeKind.SCORED,
        points="37",
        reason="theo họp",
    )
    html = read(
        as_role(client, Role.UNIT_HEAD, submission.campaign, submission.unit), "?so=HT&nam=2020"
    )
    row = html.split("Tiêu chí 1.1")[1].split("</tr>")[0]
    assert (
        '<li class="last"><span class="round-name">Hội đồng</span> <span '
        'class="round-points">37,00</span>' in row
    )
    assert "67,50" in html
