"""The whole way of a report in a real browser: words, data that change, the decision, checks,
freezing, signing, publication, correction. Every page of it is looked at with axe and in a narrow
window.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from reports.document.services.passages import begin_text
from reports.editions.services import freeze as freezing
from reports.enums import EditionState, FileFormat
from reports.jobs.services import requests as jobs
from reports.jobs.services.worker import run_rendering
from reports.models import Edition, Passage, Rendering, SignOff
from submissions.campaigns.services.blank_answers import open_answers
from submissions.council.services.scores import change_score_by_conclusion
from submissions.dossier.queries.decisions import Decision
from submissions.enums import Phase, Round
from submissions.models import Campaign, Conclusion
from tests.browser.test_procedure import SOUND, enter, findings
from tests.browser.visitor import NARROW, WIDE, Visitor
from tests.reports.council.factories import accept_figures, conclude_on
from tests.reports.editions.factories import SIGNER, answer_for_checks, signed
from tests.submissions.factories import cast, decide_everything, make_stage
from units.models import User

pytestmark = [pytest.mark.slow, pytest.mark.representative, pytest.mark.django_db(transaction=True)]
CODE, PASSWORD = "2031", "mật khẩu dài"
BY_HAND = "Lời do Thư ký viết lại."
REASON = "Bộ tiêu chí không nêu mức này; đã báo cáo Hội đồng."


def look(visitor: Visitor) -> None:
    """Nothing sticks out, nothing is complained of, axe finds nothing: narrow and wide."""
    for viewport in (NARROW, WIDE):
        visitor.page.set_viewport_size(viewport)
        assert (visitor.page.url, viewport, findings(visitor)) == (
            visitor.page.url,
            viewport,
            SOUND,
        )


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def stage(phase: Phase, campaign: Campaign) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(phase=phase)
    campaign.refresh_from_db()


@pytest.fixture
def campaign(visit) -> Campaign:
    """Everything decided, a conclusion of the Council that is not carried out yet, and the
    words taken over for editing.
    """
    made = make_stage(Phase.COUNCIL_1, year=2031)
    people = cast(made)
    open_answers(made)
    for which in (Round.FIRST, Round.SECOND):
        decide_everything(made, which)
    conclude_on(made.submissions.get(order=1).answers.first(), people["council_secretary"])
    stage(Phase.REVISION, made)
    begin_text(campaign=made, by=people["council_secretary"])
    return made


def person(role: str) -> User:
    return User.objects.get(username=f"{role}-{CODE}")


def path(rest: str) -> str:
    return f"/dot/{CODE}/{rest}"


def test_a_report_goes_its_whole_way(visit, campaign, monkeypatch) -> None:
    secretary, publisher, reader = (visit(WIDE) for _ in range(3))
    enter(secretary, person("council_secretary"))
    edit_words(secretary)
    change_data(campaign)
    decide_about_old_and_new(secretary)
    accept(campaign)
    write_the_decision(secretary)
    answer_for_a_check(secretary)
    freeze(secretary, monkeypatch)
    content = bring_signed_file(secretary)
    publish(enter(publisher, person("publisher")), "Ban hành bản số 1")
    assert Campaign.objects.get(pk=campaign.pk).phase == Phase.PUBLISHED
    assert download(read(reader), "Mở bản PDF đã ký") == content
    correct(publisher, campaign, monkeypatch)
    read_correction(reader, content)


# --- words ----------------------------------------------------------------------------------------


def edit_words(visitor: Visitor) -> None:
    passage = average()
    page = visitor.open(path(f"bao-cao/soan/muc/{passage.section_id}/"))
    look(visitor)
    with page.expect_navigation():
        page.get_by_role("link", name="Sửa đoạn 1").click()
    look(visitor)
    page.locator("#rich").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {BY_HAND}")
    press(page, "Lưu")
    assert BY_HAND in Passage.objects.get(pk=passage.pk).text


def average() -> Passage:
    """The first passage of its section that says the average of all units, which any change of
    points changes.
    """
    found = Passage.objects.filter(
        section__campaign__code=CODE, text__icontains="trung bình", is_left_out=False
    )
    return next(each for each in found.exclude(figures={}) if each.section.passages.first() == each)


def change_data(campaign: Campaign) -> None:
    conclusion = Conclusion.objects.get(meeting__campaign=campaign)
    decision = Decision(
        "scored", conclusion.answer.criterion.maximum, reason="Theo kết luận của Hội đồng"
    )
    change_score_by_conclusion(
        conclusion=conclusion, version=0, decision=decision, by=person("wg_head")
    )


def decide_about_old_and_new(visitor: Visitor) -> None:
    page = visitor.open("/")
    with page.expect_navigation():
        page.get_by_role("link", name="đoạn của báo cáo mà số liệu đã đổi").click()
    by_hand = page.get_by_role("article").filter(has_text="đã sửa tay").first
    expect(by_hand.get_by_role("heading", name="Ứng dụng soạn lúc trước")).to_be_visible()
    expect(by_hand.get_by_role("heading", name="Ứng dụng soạn nay")).to_be_visible()
    expect(by_hand.get_by_text(BY_HAND)).to_be_visible()
    look(visitor)
    with page.expect_navigation():
        by_hand.get_by_role("button", name="Giữ").click()
    press(page, "Dùng lời mới cho")
    expect(page.get_by_text("Mọi đoạn và đề mục đều khớp với số liệu hiện có.")).to_be_visible()
    assert BY_HAND in average().text


def accept(campaign: Campaign) -> None:
    stage(Phase.COUNCIL_2, campaign)
    accept_figures(campaign, person("council_secretary"))
    stage(Phase.SIGNING, campaign)


# --- the decision ---------------------------------------------------------------------------------


def write_the_decision(visitor: Visitor) -> None:
    page = visitor.open(path("bao-cao/soan/quyet-dinh/"))
    look(visitor)
    with page.expect_navigation():
        page.get_by_role("link", name="Thêm căn cứ mới").click()
    page.get_by_label("Câu căn cứ").fill("Căn cứ Nghị định số 30/2020/NĐ-CP về công tác văn thư")
    look(visitor)
    press(page, "Lưu căn cứ")
    with page.expect_navigation():
        page.get_by_role("link", name="Ghi số, ngày và người ký").click()
    page.get_by_label("Số quyết định").fill("1101/QĐ-BNV")
    page.get_by_label("Ngày ký").fill("21/12/2031")
    page.get_by_label("Người ký", exact=True).fill(SIGNER)
    look(visitor)
    press(page, "Lưu quyết định")
    preview = visitor.open(path("bao-cao/soan/quyet-dinh/")).locator(".decision-preview")
    expect(preview).to_contain_text("Nghị định số 30/2020/NĐ-CP")
    expect(preview).to_contain_text(SIGNER)


# --- checks, freezing, signing --------------------------------------------------------------------


def answer_for_a_check(visitor: Visitor) -> None:
    page = visitor.open(path("ban-hanh/"))
    check = page.locator("#bands_whole")
    expect(check).to_contain_text("Chưa đạt, cần người chịu trách nhiệm")
    look(visitor)
    check.get_by_text("Xác nhận chịu trách nhiệm").click()
    check.get_by_label("Lý do vẫn ban hành").fill(REASON)
    press(page, "Xác nhận «Các mức xếp nhóm»")
    expect(check).to_contain_text(f"{person('council_secretary')} chịu trách nhiệm")
    assert SignOff.objects.get().reason == REASON


def freeze(visitor: Visitor, monkeypatch: Any) -> None:
    """The worker is this test; while it works, the page tells how far it is without being asked."""
    monkeypatch.setattr(jobs.render_report_task.__class__, "enqueue", lambda *_: None)
    page = visitor.open(path("ban-hanh/"))
    press(page, "Chốt bản để ký")
    bar = page.get_by_role("progressbar", name="Đang chốt bản để ký")
    expect(bar).to_have_attribute("value", "0")
    look(visitor)
    work(monkeypatch, lambda: expect(bar).to_have_attribute("value", "39"))
    expect(page.get_by_text("Bản để ký đã chốt xong.")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Tải lại trang").click()
    expect(page.get_by_role("heading", name="Bản số 1")).to_be_visible()
    look(visitor)


def work(monkeypatch: Any, meanwhile: Callable[[], None]) -> None:
    pack = freezing.pack

    def pack_and_look(contents: Any) -> bytes:
        meanwhile()
        return pack(contents)

    with monkeypatch.context() as looking:
        looking.setattr(freezing, "pack", pack_and_look)
        run_rendering(Rendering.objects.get(state="waiting").pk)


def bring_signed_file(visitor: Visitor) -> bytes:
    page = visitor.page
    approved = download(page, "PDF", exact=True)
    content = sign(approved)
    place = approved.index(b"/Producer") if b"/Producer" in approved else 1000
    tampered = content[:place] + b"X" + content[place + 1 :]
    for file, answer in (
        (tampered, "không"),
        (content, "Đã nhận bản đã ký. Tìm thấy 1 chữ ký số, tất cả nguyên vẹn."),
    ):
        page.get_by_label("Tệp PDF đã ký").set_input_files(
            {"name": "da-ky.pdf", "mimeType": "application/pdf", "buffer": file}
        )
        press(page, "Tải lên bản đã ký")
        expect(
            page.locator("#tep-da-ky-loi") if file is tampered else page.get_by_role("status")
        ).to_contain_text(answer)
        visitor.complaints[:] = [each for each in visitor.complaints if "422" not in each]
        look(visitor)
    expect(page.get_by_text(f"{SIGNER} ký lúc")).to_be_visible()
    return content


def sign(approved: bytes) -> bytes:
    """In a thread of its own: the signing program has a loop, as the browser has."""
    with ThreadPoolExecutor(1) as outside:
        return outside.submit(signed, approved).result()


def download(page: Page, name: str, *, exact: bool = False) -> bytes:
    link = page.get_by_role("main").get_by_role("link", name=name, exact=exact).first
    return page.request.get(page.evaluate("element => element.href", link.element_handle())).body()


# --- publishing -----------------------------------------------------------------------------------


def publish(visitor: Visitor, button: str) -> None:
    page = visitor.open(path("ban-hanh/"))
    look(visitor)
    with page.expect_navigation():
        page.get_by_role("link", name="Đến trang ban hành").click()
    if page.get_by_label("Mật khẩu").count():  # not again while the last proof is fresh
        look(visitor)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        press(page, "Tiếp tục")
    look(visitor)
    page.get_by_role("checkbox").check()
    press(page, button)


def read(visitor: Visitor) -> Page:
    page = visitor.open(path("bao-cao/"))
    look(visitor)
    return page


def correct(visitor: Visitor, campaign: Campaign, monkeypatch: Any) -> None:
    page = visitor.open(path("ban-hanh/dinh-chinh/"))
    page.get_by_label("Vì sao đính chính").fill("Sửa lỗi in.")
    page.get_by_role("textbox", name="Vị trí").first.fill("Phần I, đoạn 1")
    page.get_by_role("textbox", name="Đã in").first.fill("năm 2030")
    page.get_by_role("textbox", name="Sửa thành").first.fill("năm 2031")
    look(visitor)
    press(page, "Chốt bản đính chính")
    work(monkeypatch, lambda: None)
    answer_for_checks(campaign, person("publisher"))
    publish(visitor, "Ban hành bản số 2")
    states = list(
        Edition.objects.filter(campaign=campaign).order_by("number").values_list("state", flat=True)
    )
    assert states == [EditionState.SUPERSEDED, EditionState.PUBLISHED]


def read_correction(visitor: Visitor, content: bytes) -> None:
    page = read(visitor)
    expect(page.get_by_text("Phần I, đoạn 1: «năm 2030» → «năm 2031»")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Bản số 1").click()
    expect(page.get_by_role("main")).to_contain_text("Đã có bản đính chính")
    expect(page.get_by_text("Bản này đã được thay bằng một bản đính chính.")).to_be_visible()
    look(visitor)
    assert download(page, FileFormat.SIGNED.label) == content
    with page.expect_navigation():
        page.get_by_role("link", name="bản số 2").click()
    look(visitor)
