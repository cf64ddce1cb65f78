"""Evidence over HTTP: uploading with and without JavaScript, the pages, the headers of the
bytes, and who sees what.
"""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from submissions.enums import Phase
from submissions.evidence.services.arrival import NO_SPACE, ArrivingHandler
from submissions.evidence.services.changes import description_version
from submissions.models import Campaign, Evidence
from tests import sample_files
from tests.stored_files import lay
from tests.strict_pages import inline_code, landmarks, repeated_ids
from tests.submissions.evidence.factories import files_kept, make_desk, stored
from tests.submissions.factories import NOW
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
FILES = "/dot/2020/ho-so/A/tai-lieu/"
UPLOAD = f"{FILES}tai-len/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(settings):
    settings.REQUIRE_TOTP = False
    desk = make_desk()
    ahead = datetime(2090, 1, 1, tzinfo=UTC)
    Campaign.objects.update(self_score_due_at=ahead, reply_due_at=ahead)
    desk.move(Phase.SELF_SCORE)
    return desk


@pytest.fixture
def staff(client, desk):
    client.force_login(desk.staff)
    return client


def as_file(
    content: bytes | None = None, name: str = "Báo cáo.pdf", kind: str = "text/html"
) -> SimpleUploadedFile:
    """The type that a browser states is never believed."""
    return SimpleUploadedFile(
        name, sample_files.make_pdf(text=name) if content is None else content, kind
    )


def send(client, *files, headers=None, **data):
    return client.post(
        UPLOAD, {"files": list(files), "no_secret": "on"} | data, headers=headers or {}
    )


def arriving() -> list[str]:
    return [path.name for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()]


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_many_files_in_one_plain_form(staff):
    response = send(staff, as_file(name="một.pdf"), as_file(sample_files.make_picture(), "hai.png"))
    assert (response.status_code, response.url) == (302, FILES)
    assert list(Evidence.objects.values_list("name", "media_type")) == [
        ("một.pdf", "application/pdf"),
        ("hai.png", "image/png"),
    ]
    assert arriving() == []


def test_refused_file_keeps_none_of_the_others_back(staff):
    response = send(staff, as_file(name="một.pdf"), as_file(b"<html>", "hai.pdf"))
    assert response.status_code == 422
    page = response.content.decode()
    assert "<strong>hai.pdf</strong>: Trang web (HTML) có thể chứa mã chạy được" in page
    assert "một.pdf" in page
    assert Evidence.objects.count() == len(files_kept()) == 1


def test_program_is_told_what_became_of_its_file(staff):
    response = send(staff, as_file(name="một.pdf"), headers=JSON)
    evidence = Evidence.objects.get()
    received = [{"name": "một.pdf", "note": "", "url": f"{FILES}{evidence.pk}/"}]
    assert (response.status_code, response.json()) == (201, {"received": received, "refused": []})
    response = send(staff, as_file(b"", "hai.pdf"), headers=JSON)
    assert response.status_code == 422
    assert response.json()["refused"] == [
        {
            "name": "hai.pdf",
            "sentence": "Tệp rỗng (0 byte). Kiểm tra lại tệp trên máy rồi tải lên lần nữa.",
        }
    ]


def test_nothing_chosen_is_said(staff):
    response = staff.post(UPLOAD, {"no_secret": "on"})
    assert response.status_code == 422
    assert "Chưa chọn tệp nào." in response.content.decode()


def test_confirmation_about_secrets_is_asked_of_every_file(staff):
    response = send(staff, as_file(), no_secret="")
    assert (response.status_code, Evidence.objects.count()) == (422, 0)
    assert "Chưa xác nhận tài liệu không chứa bí mật nhà nước" in response.content.decode()


def test_file_for_a_criterion_is_cited_there(staff, desk):
    answer = desk.answers[1]
    response = send(staff, as_file(), answer=answer.pk)
    assert response.url == f"/dot/2020/ho-so/A/tieu-chi/{answer.pk}/tai-lieu/"
    assert answer.evidence_uses.get().evidence == Evidence.objects.get()


def test_file_that_is_there_already_serves_for_another_criterion(staff, desk):
    content = sample_files.make_pdf()
    evidence = desk.receive(content, answer=desk.answers[0])
    response = send(staff, as_file(content), answer=desk.answers[1].pk, headers=JSON)
    assert response.status_code == 201
    assert response.json()["received"][0]["note"].startswith("Đơn vị đã tải lên chính tệp này")
    assert Evidence.objects.count() == len(files_kept()) == 1
    assert set(evidence.uses.values_list("answer", flat=True)) == {
        desk.answers[0].pk,
        desk.answers[1].pk,
    }


def test_new_version_leads_to_its_page(staff, desk):
    first = desk.receive()
    response = send(staff, as_file(), supersedes=first.pk)
    second = Evidence.objects.get(supersedes=first)
    assert response.url == f"{FILES}{second.pk}/"
    assert "Đây là bản cũ." in staff.get(f"{FILES}{first.pk}/").content.decode()
    assert "Các bản cũ (1)" in staff.get(f"{FILES}{second.pk}/").content.decode()


@pytest.mark.parametrize("field", ["answer", "supersedes"])
@pytest.mark.parametrize("value", ["999999999", "x", "9" * 40, "²"])
def test_criterion_or_version_that_is_not_the_units_is_not_found(staff, field, value):
    assert send(staff, as_file(), **{field: value}).status_code == 404
    assert (Evidence.objects.count(), arriving()) == (0, [])


def test_file_beyond_the_limit_is_stopped_on_its_way(staff, settings, monkeypatch):
    monkeypatch.setattr("submissions.evidence.views.files.largest_file", lambda: 100_000)
    written = []
    take = ArrivingHandler.receive_data_chunk
    monkeypatch.setattr(
        ArrivingHandler,
        "receive_data_chunk",
        lambda self, raw, start: (written.append(start), take(self, raw, start))[1],
    )
    response = send(
        staff, as_file(b"x" * 1_000_000, "to.pdf"), as_file(name="nhỏ.pdf"), headers=JSON
    )
    assert [each["name"] for each in response.json()["received"]] == ["nhỏ.pdf"]
    assert [each["name"] for each in response.json()["refused"]] == ["to.pdf"]
    assert "Tệp lớn hơn" in response.json()["refused"][0]["sentence"]
    assert max(written) < 200_000
    assert arriving() == []


def test_files_of_one_request_share_the_room(staff, monkeypatch):
    content = sample_files.make_pdf(text="x")
    monkeypatch.setattr(
        "submissions.evidence.views.files.room_of", lambda _submission: len(content) + 10
    )
    response = send(staff, as_file(content, "một.pdf"), as_file(name="hai.pdf"), headers=JSON)
    assert [each["name"] for each in response.json()["refused"]] == ["hai.pdf"]
    assert "hết dung lượng" in response.json()["refused"][0]["sentence"]


def test_full_disk_while_arriving_is_said(staff, monkeypatch):
    def fail(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(
        "django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk", fail
    )
    response = send(staff, as_file(name="một.pdf"), headers=JSON)
    assert response.json() == {
        "received": [],
        "refused": [{"name": "một.pdf", "sentence": NO_SPACE}],
    }


def test_ending_that_is_too_long_for_a_disk_does_no_harm(staff):
    assert send(staff, as_file(name="a." + "b" * 240)).status_code == 302
    assert Evidence.objects.get().name.endswith(".pdf")


@pytest.mark.parametrize("who", ["appraiser", "council_member", "administrator"])
def test_nothing_of_a_stranger_reaches_the_disk(client, desk, who, monkeypatch):
    monkeypatch.setattr(ArrivingHandler, "new_file", lambda *_: pytest.fail("taken in"))
    client.force_login(desk.people[who])
    assert send(client, as_file()).status_code == 404


def test_without_an_account_nothing_is_taken_in(client, desk):
    response = send(client, as_file())
    assert (response.status_code, Evidence.objects.count()) == (302, 0)
    assert response.url.startswith("/tai-khoan/dang-nhap/")


def test_token_of_the_page_is_needed(desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.staff)
    assert send(client, as_file()).status_code == 403
    page = client.get(FILES).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert send(client, as_file(), csrfmiddlewaretoken=token).status_code == 302
    assert Evidence.objects.count() == 1


def test_too_late_is_told_to_program_and_person(staff, desk):
    Campaign.objects.update(self_score_due_at=NOW)
    response = send(staff, as_file(), headers=JSON)
    assert response.status_code == 409
    assert response.json()["refused"][0]["sentence"].startswith("Đã hết hạn nộp hồ sơ lúc")
    assert send(staff, as_file()).status_code == 409
    assert Evidence.objects.count() == 0


def test_download_is_a_file_and_nothing_that_runs(staff, desk):
    content = sample_files.make_pdf()
    evidence = desk.receive(content, name="Quyết định.pdf")
    response = staff.get(f"{FILES}{evidence.pk}/tep/")
    assert body(response) == content
    assert {
        name: response.headers[name]
        for name in ("Content-Type", "Content-Disposition", "Content-Length")
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh.pdf",
        "Content-Length": str(len(content)),
    }
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert AuditEntry.objects.filter(act="self.evidence_downloaded").count() == 1


def test_preview_is_shown_in_our_own_pages_only(staff, desk):
    evidence = desk.receive(name="a.pdf")
    response = staff.get(f"{FILES}{evidence.pk}/xem/")
    assert response.headers["Content-Disposition"] == 'inline; filename="a.pdf"'
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "sandbox; " in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")


def test_office_file_is_never_shown_in_the_browser(staff, desk):
    evidence = desk.receive(sample_files.make_docx(), name="a.docx")
    response = staff.get(f"{FILES}{evidence.pk}/xem/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="a.docx"'


def test_type_that_somebody_wrote_into_the_row_is_not_believed(staff, desk):
    evidence = desk.receive()
    Evidence.objects.filter(pk=evidence.pk).update(media_type="text/html")
    response = staff.get(f"{FILES}{evidence.pk}/xem/")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_nginx_sends_the_file_where_it_does(staff, desk, settings):
    settings.EVIDENCE_ACCEL = "/tep-rieng/"
    evidence = desk.receive(name="a.pdf")
    response = staff.get(f"{FILES}{evidence.pk}/tep/")
    assert response.headers["X-Accel-Redirect"] == f"/tep-rieng/{evidence.stored_as}"
    assert (response.content, response.headers["Content-Type"]) == (b"", "application/pdf")
    assert response.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'
    lay(stored(evidence), b"x")
    assert staff.get(f"{FILES}{evidence.pk}/tep/").status_code == 500


def test_damaged_file_is_not_sent_and_the_page_says_so(staff, desk):
    evidence = desk.receive(name="a.pdf")
    lay(stored(evidence), b"x")
    response = staff.get(f"{FILES}{evidence.pk}/tep/")
    assert response.status_code == 500
    assert "Tệp «a.pdf» không còn đúng như lúc đơn vị tải lên" in response.content.decode()


def test_package_is_downloaded(staff, desk):
    desk.receive(name="a.pdf")
    response = staff.get(f"{FILES}tron-bo.zip")
    assert response.headers["Content-Disposition"] == 'attachment; filename="tai-lieu-2020-a.zip"'
    assert zipfile.ZipFile(io.BytesIO(body(response))).namelist() == ["001 a.pdf", "Muc luc.csv"]


def test_files_have_no_address_outside_these_pages(staff, desk):
    evidence = desk.receive()
    for path in (
        f"/evidence/{evidence.stored_as}",
        f"/static/{evidence.stored_as}",
        f"/media/{evidence.stored_as}",
    ):
        assert staff.get(path).status_code == 404
    assert evidence.stored_as not in staff.get(FILES).content.decode()


def describe(client, evidence, **data):
    typed = {
        "document_number": "1/QĐ",
        "issued_on": "09/11/2020",
        "issuer": "Bộ",
        "summary": "Về việc",
        "answer": [],
        "page": [],
    }
    typed["version"] = description_version(evidence)
    return client.post(f"{FILES}{evidence.pk}/sua/", typed | data)


def test_document_is_described_on_its_page(staff, desk):
    evidence = desk.receive()
    answers = [desk.answers[0].pk, "", desk.answers[2].pk]
    response = describe(staff, evidence, answer=answers, page=["3", "", "4–5"])
    assert (response.status_code, response.url) == (302, f"{FILES}{evidence.pk}/")
    evidence.refresh_from_db()
    assert (evidence.document_number, f"{evidence.issued_on:%d/%m/%Y}") == ("1/QĐ", "09/11/2020")
    assert dict(evidence.uses.values_list("answer", "page")) == {
        desk.answers[0].pk: "3",
        desk.answers[2].pk: "4–5",
    }


def test_saving_can_lead_on_to_the_next_file_that_lacks_something(staff, desk):
    first, second = desk.receive(), desk.receive()
    response = describe(staff, first, next="1")
    assert response.url == f"{FILES}{second.pk}/"
    describe(staff, second, answer=[desk.answers[0].pk], page=[""])
    first.refresh_from_db()
    assert describe(staff, first, next="1", answer=[desk.answers[0].pk], page=[""]).url == FILES


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"issued_on": "31/02/2020"}, "Nhập ngày theo dạng ngày/tháng/năm"),
        ({"issued_on": "01/01/2089"}, "Ngày ban hành ở sau ngày hôm nay"),
        ({"document_number": "1" * 61}, "Số, ký hiệu dài nhất 60 ký tự."),
        ({"answer": ["1", "1"], "page": ["", ""]}, "được chọn hai lần"),
        ({"answer": [""], "page": ["7"]}, "Trang «7»: chưa chọn tiêu chí."),
        ({"answer": ["999999"], "page": [""]}, "Chọn tiêu chí trong danh sách của đơn vị."),
        ({"answer": ["1"], "page": ["x" * 61]}, "ghi số trang dài nhất 60 ký tự"),
    ],
)
def test_slip_is_named_and_what_was_typed_stays(staff, desk, typed, sentence):
    evidence = desk.receive()
    typed = {
        name: [str(desk.answers[0].pk) if key == "1" else key for key in value]
        if name == "answer"
        else value
        for name, value in typed.items()
    }
    response = describe(staff, evidence, **({"summary": "giữ lại"} | typed))
    page = response.content.decode()
    assert (response.status_code, sentence in page, "giữ lại" in page) == (422, True, True)
    evidence.refresh_from_db()
    assert evidence.document_number == ""


def test_two_people_at_once_see_both_values(staff, desk):
    evidence = desk.receive()
    seen = description_version(evidence)
    describe(staff, evidence, summary="của người trước")
    response = describe(staff, evidence, summary="của người sau", version=seen)
    page = response.content.decode()
    assert response.status_code == 409
    assert "của người trước" in page
    assert "của người sau" in page
    evidence.refresh_from_db()
    assert evidence.summary == "của người trước"
    again = {"summary": "của người sau", "version": response.context["form"]["version"].value()}
    assert describe(staff, evidence, **again).status_code == 302


def test_criterion_page_cites_and_uncites(staff, desk):
    evidence, answer = desk.receive(name="a.pdf"), desk.answers[0]
    place = f"/dot/2020/ho-so/A/tieu-chi/{answer.pk}/tai-lieu/"
    assert staff.post(f"{place}vien-dan/", {"evidence": evidence.pk, "page": "12"}).url == place
    assert 'value="12"' in staff.get(place).content.decode()
    staff.post(f"{place}bo-vien-dan/", {"evidence": evidence.pk})
    assert answer.evidence_uses.count() == 0
    response = staff.post(f"{place}vien-dan/", {"evidence": ""})
    assert (
        response.status_code,
        "Chọn một tài liệu trong danh sách." in response.content.decode(),
    ) == (422, True)


def test_withdrawn_document_is_listed_for_the_unit_and_hidden_from_appraisers(staff, desk):
    evidence = desk.receive(name="nhầm.pdf")
    assert staff.post(f"{FILES}{evidence.pk}/rut/", {"reason": "nhầm"}).url == FILES
    assert "Đã rút (1)" in staff.get(FILES).content.decode()
    desk.move(Phase.APPRAISE_1)
    staff.force_login(desk.people["appraiser"])
    assert "nhầm.pdf" not in staff.get(FILES).content.decode()
    assert staff.get(f"{FILES}{evidence.pk}/").status_code == 404
    assert staff.get(f"{FILES}{evidence.pk}/tep/").status_code == 404


def test_appraiser_reads_and_changes_nothing(client, desk):
    evidence = desk.receive(answer=desk.answers[0])
    desk.move(Phase.APPRAISE_1)
    client.force_login(desk.people["appraiser"])
    for path in (
        FILES,
        f"{FILES}{evidence.pk}/",
        f"/dot/2020/ho-so/A/tieu-chi/{desk.answers[0].pk}/tai-lieu/",
    ):
        page = client.get(path).content.decode()
        assert "tai-len/" not in page
        assert "vien-dan/" not in page
    assert describe(client, evidence).status_code == 403
    assert client.post(f"{FILES}{evidence.pk}/rut/").status_code == 403


def test_list_can_be_narrowed_to_what_lacks_something(staff, desk):
    desk.receive(name="đủ.pdf", answer=desk.answers[0])
    Evidence.objects.update(document_number="1", issued_on="2020-01-01", issuer="a", summary="b")
    desk.receive(name="thiếu.pdf")
    for chosen, names in {
        "": {"đủ.pdf", "thiếu.pdf"},
        "chua-ghi": {"thiếu.pdf"},
        "chua-vien-dan": {"thiếu.pdf"},
        "x": {"đủ.pdf", "thiếu.pdf"},
    }.items():
        response = staff.get(FILES, {"xem": chosen})
        assert {file.name for file in response.context["page"].files} == names


def test_only_pages_with_a_preview_may_frame(staff, desk):
    desk.receive()
    assert "frame-src 'self'" in staff.get(FILES).headers["Content-Security-Policy"]
    assert "frame-src" not in staff.get("/dot/2020/").headers["Content-Security-Policy"]


def test_pages_are_strict_and_whole(staff, desk):
    evidence = desk.receive(name='"><script>alert(1)</script>.pdf', answer=desk.answers[0])
    desk.receive(sample_files.make_picture(), supersedes=desk.receive())
    for path in (
        FILES,
        f"{FILES}{evidence.pk}/",
        f"{FILES}{Evidence.objects.last().pk}/",
        f"/dot/2020/ho-so/A/tieu-chi/{desk.answers[0].pk}/tai-lieu/",
    ):
        page = staff.get(path).content.decode()
        assert (inline_code(page), repeated_ids(page), landmarks(page)) == (
            [],
            set(),
            ("vi", 1, 1),
        ), path


@pytest.mark.parametrize("place", [FILES, "item", "answer"])
def test_pages_take_as_many_queries_for_many_files_as_for_one(staff, desk, place):
    evidence = desk.receive(answer=desk.answers[0])
    path = {
        "item": f"{FILES}{evidence.pk}/",
        "answer": f"/dot/2020/ho-so/A/tieu-chi/{desk.answers[0].pk}/tai-lieu/",
    }.get(place, place)

    def count() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert staff.get(path).status_code == 200
        return len(taken)

    staff.get(path)
    few = count()
    for _ in range(5):
        desk.receive(answer=desk.answers[0])
    assert count() == few <= 15


@pytest.mark.parametrize("chosen", ["x", "9" * 5000, "-1", "0", "\x00"])
def test_choice_that_is_no_file_is_named(staff, desk, chosen):
    response = staff.post(
        f"/dot/2020/ho-so/A/tieu-chi/{desk.answers[0].pk}/tai-lieu/vien-dan/", {"evidence": chosen}
    )
    assert response.status_code == 422


def test_reason_of_a_withdrawal_may_be_any_text(staff, desk):
    evidence = desk.receive()
    assert (
        staff.post(
            f"{FILES}{evidence.pk}/rut/", {"reason": "a\x00b\u202e" + "x" * 3000}
        ).status_code
        == 302
    )
    assert AuditEntry.objects.get(act="self.evidence_withdrawn").reason.startswith("ab")


def test_file_that_is_on_its_way_before_the_deadline_is_in_time(staff, monkeypatch):
    take = ArrivingHandler.new_file

    def arrive_late(self, *args, **kwargs):
        Campaign.objects.update(self_score_due_at=datetime.now(UTC))
        take(self, *args, **kwargs)

    monkeypatch.setattr(ArrivingHandler, "new_file", arrive_late)
    assert send(staff, as_file(), headers=JSON).status_code == 201
    assert send(staff, as_file(name="muộn.pdf"), headers=JSON).status_code == 409


def test_while_explaining_pages_offer_only_to_add(staff, desk):
    original = desk.receive(name="gốc.pdf", answer=desk.answers[0])
    desk.move(Phase.EXPLAIN, submitted_at=NOW, submitted_by=desk.staff, content_sha256="a" * 64)
    assert "Bổ sung tài liệu khi giải trình" in staff.get(FILES).content.decode()
    assert send(staff, as_file(name="thêm.pdf"), answer=desk.answers[1].pk).status_code == 302
    added = Evidence.objects.get(is_supplementary=True)
    offered = {
        evidence: [
            part in staff.get(f"{FILES}{evidence.pk}/").content.decode()
            for part in ("/sua/", "/rut/", 'name="supersedes"')
        ]
        for evidence in (original, added)
    }
    assert offered == {original: [False, False, False], added: [True, False, False]}
    page = staff.get(f"/dot/2020/ho-so/A/tieu-chi/{desk.answers[0].pk}/tai-lieu/").content.decode()
    assert f'<option value="{added.pk}">' in page
    assert "bo-vien-dan/" not in page
