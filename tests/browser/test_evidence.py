"""Evidence in a real browser with real files: dropped and picked, each with its progress,
previewed beside the page.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from submissions.campaigns.services import phases
from submissions.campaigns.services.setup import open_next, set_deadlines
from submissions.enums import Phase
from submissions.evidence.services.changes import (
    DocumentDescription,
    describe_evidence,
    description_version,
)
from submissions.evidence.services.upload import receive_evidence
from submissions.models import Answer, Campaign, Evidence, Submission
from tests import sample_files
from tests.browser.visitor import BOTH, WIDE, Visitor
from tests.submissions.evidence.factories import arrive
from tests.submissions.factories import appoint, make_user
from units.enums import Role
from units.models import User

SOUND = (0, [], [])
FILES = "/dot/2021/ho-so/DTBD/tai-lieu/"
LONG = (
    "Báo cáo kết quả triển khai ứng dụng công nghệ thông tin và cung cấp dịch vụ công trực tuyến "
    "mức độ 3, 4 năm 2020.pdf"
)


@pytest.fixture
def officer(campaign_2020) -> User:
    return make_user("officer", full_name="Nguyễn Thị Bích Hạnh")


@pytest.fixture
def submission(campaign_2020, officer, settings) -> Submission:
    """The file of a unit in the year after, open for nine days."""
    settings.REQUIRE_TOTP = False
    head = make_user("head")
    appoint(head, Role.WG_HEAD, campaign_2020)
    title = "Đánh giá mức độ ứng dụng công nghệ thông tin năm 2021"
    campaign = open_next(source=campaign_2020, code="2021", year=2021, title=title, by=head)
    set_deadlines(campaign=campaign, self_score_due_at=timezone.now() + timedelta(days=9), by=head)
    phases.advance(campaign=campaign, source=Phase.SETUP, by=head)
    own = Submission.objects.select_related("campaign", "unit").get(
        campaign=campaign, unit__code="DTBD"
    )
    appoint(officer, Role.UNIT_STAFF, campaign, own.unit)
    return own


@pytest.fixture
def answer(submission) -> Answer:
    return (
        submission.answers.filter(criterion__evidence_expected__gt="").order_by("pk").first()
        or submission.answers.first()
    )


@pytest.fixture
def folder(tmp_path) -> Path:
    """What an officer has on the desk."""
    files = {
        LONG: sample_files.make_pdf(3),
        "Quyết định 01.docx": sample_files.make_docx(),
        "Bảng số liệu.xlsx": sample_files.make_xlsx(),
        "Ảnh hội nghị.png": sample_files.make_picture(size=(900, 600)),
        "anh-may-chu.jpg": sample_files.make_picture("JPEG", size=(900, 600), colour="#1c6140"),
        "trang.pdf": b"<html><script>alert(1)</script>",
        "rong.pdf": b"",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def desk(visit, officer, submission) -> Iterator:
    def enter(viewport: dict[str, int] = WIDE, **options: object) -> Visitor:
        visitor = visit(viewport, **options)
        client = Client()
        client.force_login(officer)
        cookie = {
            "name": settings.SESSION_COOKIE_NAME,
            "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        }
        visitor.context.add_cookies([cookie | {"url": visitor.origin}])
        return visitor

    return enter


def receive(
    submission: Submission, officer: User, content: bytes, name: str, **options: object
) -> Evidence:
    arrived = arrive(content, name)
    return receive_evidence(
        submission=submission, arrived=arrived, is_no_secret=True, by=officer, **options
    ).evidence


def findings(visitor: Visitor) -> tuple:
    """The browser's own PDF viewer is cut short when a page is left, and says so."""
    complaints = [said for said in visitor.complaints if not said.startswith("chrome-extension:")]
    return visitor.overflow(), complaints, visitor.axe_violations()


def choose(page: Page, *paths: Path) -> None:
    page.get_by_label("Chọn tệp").set_input_files([str(path) for path in paths])


def confirm(page: Page) -> None:
    page.get_by_label("Tôi xác nhận các tệp này không chứa bí mật nhà nước.").check()


def wait_for_end(page: Page, said: str) -> None:
    page.locator("[data-upload-state]").get_by_text(said).wait_for()


@BOTH
def test_many_files_at_once_each_with_its_end(desk, folder, viewport) -> None:
    visitor = desk(viewport)
    page = visitor.open(FILES)
    confirm(page)
    choose(page, *sorted(folder.iterdir()))
    wait_for_end(page, "Đã nhận 5 tệp. 2 tệp không được nhận, xem lý do ở từng tệp.")
    rows = page.locator(".upload-queue li")
    expect(rows).to_have_count(7)
    expect(rows.filter(has_text="trang.pdf").locator(".file-state")).to_contain_text(
        "Trang web (HTML)"
    )
    expect(rows.filter(has_text="rong.pdf").locator(".file-state")).to_contain_text("Tệp rỗng")
    page.get_by_role("heading", name="Tài liệu trong hồ sơ (5)").wait_for()
    assert Evidence.objects.count() == 5
    visitor.complaints = [
        said for said in visitor.complaints if "422" not in said
    ]  # the browser reports the status itself
    assert findings(visitor) == SOUND


def test_progress_is_that_of_the_sending(desk, folder) -> None:
    """Over a slow line the bar moves in steps, and what is received is said only at the end."""
    visitor = desk()
    page = visitor.open(FILES)
    network = visitor.context.new_cdp_session(page)
    network.send("Network.enable")
    slow = {
        "offline": False,
        "latency": 20,
        "downloadThroughput": 10_000_000,
        "uploadThroughput": 600_000,
    }
    network.send("Network.emulateNetworkConditions", slow)
    big = folder / "lớn.docx"
    big.write_bytes(
        sample_files.pack(sample_files.word_parts() | {"word/media/a.bin": os.urandom(2 << 20)})
    )
    page.evaluate(
        """() => { window.seen = []; new MutationObserver(() => {
             const bar = document.querySelector('.upload-queue progress');
             window.seen.push([bar ? bar.value : null, document.querySelector('.file-state').textContent]);
           }).observe(document.querySelector('.upload-queue'), {subtree: true, childList: true, characterData: true}); }"""  # noqa: E501 - text as it is
    )
    confirm(page)
    choose(page, big)
    wait_for_end(page, "Đã nhận 1 tệp.")
    seen = page.evaluate("window.seen")
    steps = [value for value, _ in seen if value]
    assert steps == sorted(steps)
    assert len({value for value in steps if 0 < value < 100}) >= 3
    assert [said for _, said in seen][-1] == "Đã nhận."


def test_chosen_files_wait_for_the_confirmation(desk, folder) -> None:
    page = desk().open(FILES)
    choose(page, folder / "anh-may-chu.jpg")
    page.get_by_role("alert").get_by_text("Đánh dấu vào ô xác nhận").wait_for()
    assert Evidence.objects.count() == 0
    confirm(page)
    wait_for_end(page, "Đã nhận 1 tệp.")


def test_files_are_dropped_into_the_frame(desk, folder) -> None:
    page = desk().open(FILES)
    confirm(page)
    content = list((folder / "Ảnh hội nghị.png").read_bytes())
    page.evaluate(
        """(content) => { const data = new DataTransfer();
             for (const name of ['một.png', 'hai.png']) {
               const bytes = new Uint8Array([...content]); if (name === 'hai.png') bytes[bytes.length - 1] ^= 0;
               data.items.add(new File([bytes], name));
             }
             const zone = document.querySelector('[data-drop]');
             zone.dispatchEvent(new DragEvent('dragover', {dataTransfer: data, bubbles: true, cancelable: true}));
             zone.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})); }""",  # noqa: E501 - text as it is
        content,
    )
    wait_for_end(page, "Đã nhận 2 tệp.")
    second = page.locator(".upload-queue li").nth(1).locator(".file-state")
    expect(second).to_contain_text("Đơn vị đã tải lên chính tệp này")
    assert Evidence.objects.count() == 1


def test_lost_line_is_said_and_sent_again(desk, folder) -> None:
    visitor = desk()
    page = visitor.open(FILES)
    confirm(page)
    visitor.context.set_offline(True)
    choose(page, folder / "anh-may-chu.jpg")
    page.get_by_text("Mất kết nối khi đang gửi. Tệp chưa được nhận.").wait_for()
    assert Evidence.objects.count() == 0
    visitor.context.set_offline(False)
    page.get_by_role("button", name="Gửi lại").click()
    wait_for_end(page, "Đã nhận 1 tệp.")
    assert Evidence.objects.get().name == "anh-may-chu.jpg"


def test_too_late_is_said_beside_the_file(desk, folder, submission) -> None:
    page = desk().open(FILES)
    confirm(page)
    Campaign.objects.filter(pk=submission.campaign_id).update(
        self_score_due_at=timezone.now() - timedelta(minutes=1)
    )
    choose(page, folder / LONG)
    page.locator(".file-state").get_by_text("Đã hết hạn nộp hồ sơ lúc").wait_for()
    assert Evidence.objects.count() == 0


def test_session_that_ended_is_said(desk, folder) -> None:
    visitor = desk()
    page = visitor.open(FILES)
    confirm(page)
    visitor.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    choose(page, folder / LONG)
    page.get_by_text("Phiên đăng nhập đã hết.").wait_for()


@BOTH
def test_without_javascript_one_form_sends_many(desk, folder, viewport) -> None:
    visitor = desk(viewport, java_script_enabled=False)
    page = visitor.open(FILES)
    choose(page, folder / "anh-may-chu.jpg", folder / LONG)
    confirm(page)
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_text("Đã nhận 2 tệp.")).to_be_visible()
    choose(page, folder / "trang.pdf", folder / "Quyết định 01.docx")
    confirm(page)
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_role("heading", name="Có tệp không được nhận")).to_be_visible()
    expect(page.get_by_text("trang.pdf: Trang web (HTML)")).to_be_visible()
    assert (
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        == 0
    )


@BOTH
def test_pdf_is_previewed_beside_the_criterion(desk, submission, officer, answer, viewport) -> None:
    receive(submission, officer, sample_files.make_pdf(2), LONG, answer=answer)
    visitor = desk(viewport)
    page = visitor.open(f"/dot/2021/ho-so/DTBD/nhom/{answer.criterion.group.code}/")
    address = page.url
    page.get_by_role("link", name=LONG).click()
    frame = page.frame_locator(".preview-panel iframe")
    frame.locator("embed, pdf-viewer, body").first.wait_for()
    assert page.url == address
    assert page.evaluate("document.activeElement.id") == "xem-tep"
    assert visitor.overflow() == 0
    assert visitor.complaints == []
    page.keyboard.press("Escape")
    expect(page.locator(".preview-panel")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.preview") == LONG
    assert findings(visitor) == SOUND


@BOTH
def test_picture_is_previewed_in_the_list(desk, submission, officer, viewport) -> None:
    receive(submission, officer, sample_files.make_picture(size=(1600, 900)), "ảnh.png")
    visitor = desk(viewport)
    page = visitor.open(FILES)
    page.get_by_role("link", name="Xem ảnh.png").click()
    picture = page.locator(".preview-panel img")
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 1600
    assert findings(visitor) == SOUND
    page.get_by_role("button", name="Đóng").click()
    expect(page.locator(".preview-panel")).to_have_count(0)


@BOTH
def test_document_is_described_beside_its_preview(
    desk, submission, officer, answer, viewport
) -> None:
    evidence = receive(submission, officer, sample_files.make_pdf(2), LONG)
    receive(submission, officer, sample_files.make_picture(), "b.png")
    visitor = desk(viewport)
    page = visitor.open(f"{FILES}{evidence.pk}/")
    assert findings(visitor) == SOUND
    page.get_by_label("Số, ký hiệu").fill("950/QĐ-BNV")
    page.get_by_label("Ngày ban hành").fill("09/11/2020")
    page.get_by_label("Cơ quan ban hành").fill("Bộ Nội vụ")
    page.get_by_label("Trích yếu").fill("Thành lập Hội đồng đánh giá")
    page.get_by_label("Tiêu chí thứ 1", exact=True).select_option(str(answer.pk))
    page.get_by_label("Trang của tiêu chí thứ 1").fill("3–4")
    page.get_by_role("button", name="Lưu và sang tài liệu chưa đủ thông tin").click()
    expect(page.get_by_role("heading", name="b.png", level=1)).to_be_visible()
    assert dict(evidence.uses.values_list("answer", "page")) == {answer.pk: "3–4"}


@pytest.mark.looks
@BOTH
def test_pages_of_evidence_are_sound(desk, submission, officer, answer, viewport) -> None:
    first = receive(submission, officer, sample_files.make_pdf(), LONG, answer=answer)
    said = DocumentDescription(
        "950/QĐ-BNV", None, "Bộ Nội vụ", "Quyết định thành lập Hội đồng đánh giá " * 8
    )
    version = description_version(first)
    describe_evidence(
        evidence=first, description=said, pages={answer.pk: "1–12"}, version=version, by=officer
    )
    second = receive(submission, officer, sample_files.make_pdf(2), LONG, supersedes=first)
    for number in range(12):
        receive(
            submission,
            officer,
            sample_files.make_docx(f"tệp {number}"),
            f"Phụ lục {number} kèm theo báo cáo.docx",
        )
    visitor = desk(viewport)
    place = f"/dot/2021/ho-so/DTBD/tieu-chi/{answer.pk}/tai-lieu/"
    for path in (
        FILES,
        f"{FILES}{first.pk}/",
        f"{FILES}{second.pk}/",
        f"{FILES}{second.pk + 1}/",
        place,
    ):
        visitor.open(path)
        assert findings(visitor) == SOUND, path


def test_keyboard_alone_reaches_everything(desk, submission, officer) -> None:
    receive(submission, officer, sample_files.make_pdf(), "a.pdf")
    page = desk().open(FILES)
    page.get_by_label("Chọn tệp").focus()
    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                "(document.activeElement.innerText || "
                "document.activeElement.name).trim().split('\\n')[0]"
            )
        )
    assert stops == [
        "no_secret",
        "Tải trọn bộ (ZIP)",
        "Tất cả (1)",
        "Chưa ghi đủ thông tin (1)",
        "Chưa viện dẫn cho tiêu chí nào (1)",
        "a.pdf",
        "Xem",
        "Tải về",
    ]
    page.get_by_role("link", name="Xem a.pdf").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "xem-tep"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".preview-panel")).to_have_count(0)
