"""The report as a document on screen: what there is, how far it has come, who may ask for it."""

import hashlib

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.enums import JobState
from reports.models import Rendering
from reports.results.queries.open_data import as_open_data
from scoring.results.queries import campaign_results
from submissions.enums import Phase
from submissions.models import Campaign
from tests.reports.results.test_views import html_of, make_results
from tests.stored_files import lay, rendering_path
from tests.submissions.factories import appoint, make_user
from units.enums import Role

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.7 noi dung"


def make_document(campaign: Campaign, **fields: object) -> Rendering:
    """A finished rendering whose file is in the data folder."""
    done = {"state": JobState.DONE, "percent": 100, "pages": 27, "finished_at": timezone.now()}
    sums = {
        "file_sha256": hashlib.sha256(CONTENT).hexdigest(),
        "data_sha256": as_open_data(campaign_results(campaign))["sha256"],
    }
    rendering = Rendering.objects.create(campaign=campaign, **done | sums | fields)
    lay(rendering_path(rendering), CONTENT)
    return rendering


def test_without_a_document_the_page_says_who_makes_it(client) -> None:
    make_results()
    assert (
        "Bản PDF chưa được tạo. Tổ trưởng Tổ giúp việc hoặc Thư ký Hội đồng tạo bản PDF"
        in html_of(client, "bao-cao/")
    )


def test_without_a_document_the_file_is_not_found_and_says_why(client) -> None:
    make_results()
    answer = client.get("/dot/2020/bao-cao.pdf")
    assert answer.status_code == 404
    assert "Bản PDF của báo cáo này chưa được tạo." in answer.content.decode()


def test_document_is_sent_as_it_was_stored(client) -> None:
    make_document(make_results())
    answer = client.get("/dot/2020/bao-cao.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="bao-cao-2020.pdf"'
    assert b"".join(answer.streaming_content) == CONTENT


def test_damaged_document_is_not_sent(client) -> None:
    rendering = make_document(make_results())
    lay(rendering_path(rendering), CONTENT + b" sua")
    answer = client.get("/dot/2020/bao-cao.pdf")
    assert answer.status_code == 404
    assert "không còn nguyên vẹn" in answer.content.decode()


def test_page_gives_pages_and_the_sum_of_the_file(client) -> None:
    rendering = make_document(make_results())
    html = html_of(client, "bao-cao/")
    assert "Mở bản PDF (27 trang)" in html
    assert rendering.file_sha256 in html
    assert "số liệu cũ hơn" not in html


def test_document_from_older_figures_says_so(client) -> None:
    make_document(make_results(), data_sha256="0" * 64)
    assert "Bản PDF này được tạo từ số liệu cũ hơn" in html_of(client, "bao-cao/")


def test_progress_is_asked_for_until_it_is_done(client) -> None:
    campaign = make_results()
    Rendering.objects.create(
        campaign=campaign, state=JobState.RUNNING, step="Đang dàn trang 12", percent=42
    )
    page = html_of(client, "bao-cao/")
    assert 'hx-get="/dot/2020/bao-cao/tien-do/" hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page
    answer = client.get("/dot/2020/bao-cao/tien-do/")
    assert answer.status_code == 200
    assert '<progress max="100" value="42"' in answer.content.decode()
    Rendering.objects.update(state=JobState.DONE)
    answer = client.get("/dot/2020/bao-cao/tien-do/")
    assert answer.status_code == 286
    assert "Bản PDF đã tạo xong." in answer.content.decode()
    assert "hx-get" not in html_of(client, "bao-cao/")


def test_failure_is_shown_with_its_sentence(client) -> None:
    Rendering.objects.create(
        campaign=make_results(),
        state=JobState.FAILED,
        problem="Máy chủ chưa có thư viện dàn trang chữ.",
    )
    assert "Máy chủ chưa có thư viện dàn trang chữ." in html_of(client, "bao-cao/")


def test_stranger_who_asks_for_a_document_is_sent_to_sign_in(client) -> None:
    make_results()
    answer = client.post("/dot/2020/bao-cao/tao-lai/")
    assert answer["Location"] == f"{reverse('account_login')}?next=/dot/2020/bao-cao/tao-lai/"
    assert Rendering.objects.count() == 0


def test_council_secretary_asks_and_is_told(client, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr("reports.site.views.request_report", lambda **act: asked.append(act))
    campaign = make_results()
    user = make_user("thu-ky")
    appoint(user, Role.COUNCIL_SECRETARY, campaign)
    client.force_login(user)
    assert '<form method="post" action="/dot/2020/bao-cao/tao-lai/"' in html_of(client, "bao-cao/")
    answer = client.post("/dot/2020/bao-cao/tao-lai/", follow=True)
    assert asked == [{"campaign": campaign, "by": user}]
    assert "Đã nhận yêu cầu tạo bản PDF." in answer.content.decode()


def test_unit_staff_may_not_ask_and_sees_no_button(client) -> None:
    campaign = make_results()
    user = make_user("can-bo")
    appoint(user, Role.UNIT_STAFF, campaign, campaign.submissions.get(order=0).unit)
    client.force_login(user)
    assert "tao-lai" not in html_of(client, "bao-cao/")
    assert client.post("/dot/2020/bao-cao/tao-lai/").status_code == 403
    assert Rendering.objects.count() == 0


def test_asking_is_by_post_only(client) -> None:
    client.force_login(make_user("an"))
    make_results()
    assert client.get("/dot/2020/bao-cao/tao-lai/").status_code == 405


def test_draft_is_read_by_those_who_work_on_it_and_by_nobody_else(client) -> None:
    campaign = make_results(phase=Phase.COUNCIL_1)
    make_document(campaign)
    assert client.get("/dot/2020/bao-cao.pdf").status_code == 404
    for role, status in [(Role.UNIT_HEAD, 403), (Role.COUNCIL_MEMBER, 200)]:
        user = make_user(str(role))
        appoint(
            user,
            role,
            campaign,
            campaign.submissions.get(order=0).unit if role == Role.UNIT_HEAD else None,
        )
        client.force_login(user)
        assert client.get("/dot/2020/bao-cao.pdf").status_code == status
