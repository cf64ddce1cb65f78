"""The pages of publication: what each person finds on them, and that what was frozen is given
out as it was stored.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.editions.content import pack
from reports.editions.members import Erratum
from reports.editions.queries import store
from reports.editions.services import freeze as freezing
from reports.editions.services.editions import ask_to_freeze, prepare_correction
from reports.editions.signature.signatures import NOT_APPROVED
from reports.enums import EditionState, FileFormat, JobState
from reports.jobs.queries import STALE
from reports.jobs.services import requests as jobs
from reports.jobs.services.worker import run_rendering
from reports.layout.pdf import make_pdf
from reports.models import Edition, Rendering, SignOff
from submissions.enums import Phase
from submissions.models import Campaign
from tests.questions import address, client_of, stranger, text_of
from tests.reports.editions.factories import (
    SIGNER,
    another_secretary,
    answer_for_everything,
    freeze,
    lay_out_quickly,
    make_desk,
    publish_all,
    signed,
)
from tests.stored_files import edition_path, lay
from tests.submissions.factories import NOW
from units.audit import ACT_NAMES
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 made up"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    lay_out_quickly(monkeypatch)


@pytest.fixture
def desk():
    return make_desk()


def page_of(person, desk, name: str = "publication") -> str:
    return text_of(client_of(person).get(address(name, desk.campaign)))


def test_secretary_freezes_and_finds_the_files(desk):
    assert "Chốt bản để ký" in page_of(desk.secretary, desk)
    answer = client_of(desk.secretary).post(address("freeze_edition", desk.campaign))
    assert (answer.status_code, answer.url) == (302, address("publication", desk.campaign))
    page = page_of(desk.secretary, desk)
    assert Edition.objects.get().content_sha256 in page
    assert "Tải lên bản đã ký" in page


def test_publisher_sees_what_was_frozen_and_does_not_freeze(desk):
    assert "Chốt bản để ký" not in page_of(desk.publisher, desk)
    freeze(desk)
    assert "Bản số 1" in page_of(desk.publisher, desk)


def test_freezing_twice_is_a_conflict(desk):
    freeze(desk)
    answer = client_of(desk.secretary).post(address("freeze_edition", desk.campaign))
    assert (answer.status_code, Edition.objects.count()) == (409, 1)


def test_check_is_answered_for_with_a_reason(desk):
    client = client_of(desk.secretary)
    page = client.get(address("publication", desk.campaign))
    check = next(each for each in page.context["page"].checks if each.code == "bands_whole")
    typed = {"check_code": check.code, "state": check.state_sha256, "reason": ""}
    answer = client.post(address("sign_off_check", desk.campaign), typed)
    assert (answer.status_code, SignOff.objects.count()) == (422, 0)
    assert "Ghi lý do: vì sao vẫn ban hành" in text_of(answer)
    assert (
        client.post(
            address("sign_off_check", desk.campaign), typed | {"reason": "Đã báo cáo"}
        ).status_code
        == 302
    )
    assert "chịu trách nhiệm, lúc" in page_of(desk.publisher, desk)
    assert (
        client.post(
            address("sign_off_check", desk.campaign), typed | {"reason": "Lần nữa"}
        ).status_code
        == 409
    )


def test_withdrawing_takes_a_reason(desk):
    freeze(desk)
    client = client_of(desk.secretary)
    answer = client.post(address("withdraw_edition", desk.campaign), {"reason": ""})
    assert (answer.status_code, Edition.objects.get().state) == (422, EditionState.FROZEN)
    assert (
        client.post(
            address("withdraw_edition", desk.campaign), {"reason": "Sai trích yếu"}
        ).status_code
        == 302
    )
    assert Edition.objects.get().state == EditionState.WITHDRAWN
    assert (
        client.post(address("withdraw_edition", desk.campaign), {"reason": "Lần nữa"}).status_code
        == 409
    )


def upload(person, desk, content: bytes | None):
    data = {"file": SimpleUploadedFile("da-ky.pdf", content)} if content is not None else {}
    return client_of(person).post(address("upload_signed", desk.campaign), data)


def test_signed_file_is_taken_in_shown_and_given_out(desk, monkeypatch):
    approved = make_pdf('<html lang="vi"><title>Báo cáo</title><body><p>Chữ</p></body>').content
    lay_out_quickly(monkeypatch, approved)
    freeze(desk)
    content = signed(approved)
    assert upload(desk.secretary, desk, content).status_code == 302
    page = page_of(desk.publisher, desk)
    assert f"{SIGNER} ký lúc" in page
    assert "Chữ ký nguyên vẹn." in page
    answer_for_everything(desk)
    publish_now(desk)
    given = Client().get("/dot/2020/bao-cao.pdf")
    assert b"".join(given.streaming_content) == content
    assert f"{SIGNER} ký lúc" in text_of(Client().get(address("report", desk.campaign)))


@pytest.mark.parametrize(
    ("content", "problem"), [(b"%PDF-1.7 other", NOT_APPROVED), (None, "Chưa chọn tệp."), (b"", "")]
)
def test_file_that_is_not_the_approved_one_is_refused_with_why(desk, content, problem):
    freeze(desk)
    answer = upload(desk.secretary, desk, content)
    assert answer.status_code == 422
    assert problem in text_of(answer)
    assert not Edition.objects.get().files.filter(format=FileFormat.SIGNED).exists()


def publish_now(desk) -> None:
    from reports.editions.services.publication import publish  # noqa: PLC0415

    publish(campaign=desk.campaign, source=Phase.SIGNING, number=1, by=desk.publisher, now=NOW)
    desk.campaign.refresh_from_db()


def test_published_file_is_given_to_everybody_as_it_was_stored(desk):
    publish_all(desk)
    for _ in range(2):
        answer = Client().get(reverse("edition_file", args=["2020", 1, "pdf"]))
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer["Content-Disposition"] == 'inline; filename="bao-cao-2020-ban-1.pdf"'
        assert b"".join(answer.streaming_content) == PDF


def test_nginx_gives_the_file_out_where_it_does_that(desk, settings):
    edition = publish_all(desk)
    settings.EDITIONS_ACCEL = "/ban-rieng/"
    answer = Client().get(reverse("edition_file", args=["2020", 1, "pdf"]))
    stored_as = edition.files.get(format=FileFormat.PDF).stored_as
    assert (answer["X-Accel-Redirect"], answer.content) == (f"/ban-rieng/{stored_as}", b"")
    assert answer["Content-Type"] == "application/pdf"


def test_damaged_file_is_not_given_out(desk):
    edition = publish_all(desk)
    lay(edition_path(edition.files.get(format=FileFormat.PDF).stored_as), PDF + b" sua")
    for url in (reverse("edition_file", args=["2020", 1, "pdf"]), "/dot/2020/bao-cao.pdf"):
        answer = Client().get(url)
        assert answer.status_code == 404
        assert "không còn đúng như khi được lưu" in text_of(answer)


@pytest.mark.parametrize("form", ["content", "docx", "zip"])
def test_working_files_are_not_for_everybody(desk, form):
    publish_all(desk)
    assert Client().get(reverse("edition_file", args=["2020", 1, form])).status_code == 404
    assert (
        client_of(stranger(desk.campaign))
        .get(reverse("edition_working_file", args=["2020", 1, form]))
        .status_code
        == 403
    )


def test_content_is_given_to_who_works_on_with_it(desk):
    edition = publish_all(desk)
    answer = client_of(desk.people["auditor"]).get(
        reverse("edition_working_file", args=["2020", 1, "content"])
    )
    assert b"".join(answer.streaming_content) == store.read_checked(
        edition.files.get(format=FileFormat.CONTENT)
    )


def test_what_waits_before_publication_is_for_few(desk):
    freeze(desk)
    url = reverse("edition_file", args=["2020", 1, "pdf"])
    answers = {name: client_of(desk.people[name]).get(url).status_code for name in desk.people}
    assert {name for name, status in answers.items() if status == 200} == {
        "council_secretary",
        "publisher",
        "auditor",
    }
    assert Client().get(url).status_code == 404
    assert client_of(stranger(desk.campaign)).get(url).status_code == 404


def test_correction_that_waits_does_not_exist_for_the_public(desk):
    publish_all(desk)
    errata = [Erratum("Trang 5", "a", "b")]
    prepare_correction(
        campaign=desk.campaign, explanation="Sửa lỗi in.", errata=errata, by=desk.publisher
    )
    readers = (Client(), client_of(stranger(desk.campaign)), client_of(desk.people["unit_head"]))
    for name in ("edition", "edition_file"):
        more = ["pdf"] if name == "edition_file" else []
        for client in readers:
            assert client.get(reverse(name, args=["2020", 2, *more])).status_code == 404
    assert client_of(desk.publisher).get(reverse("edition", args=["2020", 2])).status_code == 200
    assert "Trang 5" not in text_of(Client().get(address("report", desk.campaign)))


def prove(client, desk, name: str) -> None:
    client.post(
        reverse("account_reauthenticate"),
        {"password": "mật khẩu dài", "next": address(name, desk.campaign)},
    )


def errata_typed(**values: str) -> dict[str, str]:
    typed = {
        "dinh-chinh-TOTAL_FORMS": "3",
        "dinh-chinh-INITIAL_FORMS": "0",
        "explanation": "Sửa lỗi in.",
    }
    return typed | {f"dinh-chinh-0-{name}": value for name, value in values.items()}


def test_correction_is_typed_frozen_and_published_behind_a_fresh_password(desk):
    publish_all(desk)
    client = client_of(desk.publisher)
    assert "giống hệt bản đang ban hành" in text_of(
        client.get(address("correction", desk.campaign))
    )
    typed = errata_typed(place="Bảng 1, dòng A", wrong="1,00", right="2,00")
    assert client.post(address("correction", desk.campaign), typed).url == address(
        "publication", desk.campaign
    )
    answer_for_everything(desk, by=desk.publisher)
    wanted = address("publish_correction", desk.campaign)
    send = {"phase": "published", "confirmed": "on", "edition": "2"}
    assert client.post(wanted, send).url.startswith(reverse("account_reauthenticate"))
    prove(client, desk, "publish_correction")
    assert "Ban hành bản số 2" in text_of(client.get(wanted))
    assert client.post(wanted, send).status_code == 302
    assert [each.state for each in Edition.objects.order_by("number")] == [
        EditionState.SUPERSEDED,
        EditionState.PUBLISHED,
    ]
    page = text_of(Client().get(address("report", desk.campaign)))
    assert "Bảng 1, dòng A: «1,00» → «2,00»" in page
    assert "Các bản trước" in page
    old = Client().get(reverse("edition", args=["2020", 1]))
    assert "Đã có bản đính chính" in text_of(old)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"wrong": "1,00", "right": "2,00"}, "Ghi vị trí"),
        (
            {"place": "Bảng 1", "wrong": "1,00", "right": "1,00"},
            "Nội dung sửa phải khác nội dung đã in.",
        ),
        ({"place": "x" * 301, "wrong": "1", "right": "2"}, "Vị trí dài nhất 300 ký tự."),
    ],
)
def test_correction_says_what_is_wrong_and_keeps_what_was_typed(desk, typed, problem):
    publish_all(desk)
    answer = client_of(desk.publisher).post(
        address("correction", desk.campaign), errata_typed(**typed)
    )
    assert answer.status_code == 422
    assert problem in text_of(answer)
    assert "Sửa lỗi in." in answer.content.decode()
    assert Edition.objects.count() == 1


def test_correction_without_anything_is_a_conflict(desk):
    publish_all(desk)
    answer = client_of(desk.publisher).post(address("correction", desk.campaign), errata_typed())
    assert answer.status_code == 409
    assert "Chưa nêu nội dung nào cần đính chính" in text_of(answer)


@pytest.fixture
def no_worker(monkeypatch):
    """What is asked for waits, as it does where a worker is another process."""
    monkeypatch.setattr(jobs.render_report_task.__class__, "enqueue", lambda *_: None)


def test_progress_is_asked_for_until_it_is_frozen(desk, no_worker):
    client = client_of(desk.secretary)
    assert client.post(address("freeze_edition", desk.campaign)).status_code == 302
    Rendering.objects.update(step="Đang lập tệp Word", percent=40)
    page = client.get(address("publication", desk.campaign)).content.decode()
    assert ('hx-trigger="every 2s"' in page, "Chốt bản để ký</button>" in page) == (True, False)
    answer = client.get(address("edition_progress", desk.campaign))
    assert (answer.status_code, "Đang lập tệp Word" in text_of(answer)) == (200, True)
    run_rendering(Rendering.objects.get().pk)
    answer = client.get(address("edition_progress", desk.campaign))
    assert (answer.status_code, "Bản để ký đã chốt xong" in text_of(answer)) == (286, True)


def test_second_secretary_is_told_who_asked(desk, no_worker):
    ask_to_freeze(campaign=desk.campaign, by=desk.secretary)
    other = another_secretary(desk)
    answer = client_of(other).post(address("freeze_edition", desk.campaign), follow=True)
    assert f"{desk.secretary} đã yêu cầu chốt trước đó." in text_of(answer)
    assert Rendering.objects.count() == 1


def test_worker_that_is_gone_leaves_a_way_to_try_again(desk, no_worker):
    ask_to_freeze(campaign=desk.campaign, by=desk.secretary)
    Rendering.objects.update(state=JobState.RUNNING, heard_at=timezone.now() - timedelta(minutes=3))
    page = page_of(desk.secretary, desk)
    assert (STALE in page, "Thử lại" in page) == (True, True)
    assert (
        client_of(desk.secretary).post(address("make_edition_files", desk.campaign)).status_code
        == 302
    )
    assert [each.state for each in Rendering.objects.order_by("pk")] == [
        JobState.FAILED,
        JobState.WAITING,
    ]


def test_correction_that_failed_is_tried_again_as_it_was_typed(desk, monkeypatch):
    publish_all(desk)
    monkeypatch.setattr(freezing, "pack", failing)
    client = client_of(desk.publisher)
    typed = errata_typed(place="Bảng 1, dòng A", wrong="1,00", right="2,00")
    client.post(address("correction", desk.campaign), typed)
    assert "Thử lại" in page_of(desk.publisher, desk)
    monkeypatch.setattr(freezing, "pack", pack)
    client.post(address("make_edition_files", desk.campaign))
    assert (
        Edition.objects.get(number=2).what_changed == "Sửa lỗi in.\nBảng 1, dòng A: «1,00» → «2,00»"
    )


def failing(_contents):
    raise OSError


def test_every_act_of_an_edition_has_words(desk):
    publish_all(desk)
    acts = set(AuditEntry.objects.filter(act__startswith="edition.").values_list("act", flat=True))
    assert acts <= ACT_NAMES.keys()


@pytest.mark.parametrize("phase", [Phase.DRAFT_REPORT, Phase.COUNCIL_2])
def test_checks_are_seen_before_the_signing(desk, phase):
    Campaign.objects.update(phase=phase)
    page = page_of(desk.secretary, desk)
    assert "Chưa chốt bản nào để ký và ban hành." in page
    assert "Thư ký Hội đồng chốt bản ở giai đoạn «Trình ký»." in page


def test_archived_campaign_shows_its_editions_only(desk):
    publish_all(desk)
    Campaign.objects.update(phase=Phase.ARCHIVED)
    page = page_of(desk.secretary, desk)
    assert "Các bản đã có" in page
    assert "Kiểm tra trước khi ban hành" not in page
