"""Replying to the first round, closing it for all units, and the outbox, in a real browser,
with 55 and with 135 criteria.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from submissions.campaigns.services import phases
from submissions.campaigns.services.setup import open_next, set_deadlines
from submissions.enums import OutcomeKind, Round
from submissions.models import Answer, Appraisal, Campaign, Confirmation, Reply
from submissions.reply.services.replies import save_reply
from submissions.reply.statements import ReplyStatement
from tests.browser.test_procedure import SOUND, enter, findings
from tests.browser.visitor import BOTH, NARROW, WIDE
from tests.submissions.factories import appoint, make_user
from tests.submissions.reply.factories import AGREES
from units.enums import Role
from units.models import User
from units.notify import held

UNITS = {"CCHC": 55, "BTGCP": 135}
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
REASON = (
    "Tài liệu đơn vị gửi kèm không mở được; đề nghị bổ sung bản có chữ ký, đóng dấu của thủ "
    "trưởng đơn vị."
)


@pytest.fixture
def people(campaign_2020) -> dict[str, User]:
    """The head of the working group, and the head of each of the two units."""
    people = {"wg_head": make_user("wg_head")}
    appoint(people["wg_head"], Role.WG_HEAD, campaign_2020)
    for unit in UNITS:
        people[unit] = make_user(f"truong-{unit}")
        appoint(
            people[unit],
            Role.UNIT_HEAD,
            campaign_2020,
            campaign_2020.submissions.get(unit__code=unit).unit,
        )
    return people


@pytest.fixture
def campaign(campaign_2020, people) -> Campaign:
    """The first round is decided, one criterion in three otherwise than the unit claimed, and
    has just been closed.
    """
    title = "Đánh giá mức độ ứng dụng công nghệ thông tin năm 2021"
    campaign = open_next(
        source=campaign_2020, code="2021", year=2021, title=title, by=people["wg_head"]
    )
    due = timezone.now() + timedelta(days=9)
    set_deadlines(campaign=campaign, self_score_due_at=due, by=people["wg_head"])
    phases.advance(
        campaign=Campaign.objects.get(pk=campaign.pk), source="setup", by=people["wg_head"]
    )
    Answer.objects.filter(submission__campaign=campaign).update(
        self_outcome=OutcomeKind.SCORED, self_points=1
    )
    Appraisal.objects.bulk_create(
        _first(answer) for answer in Answer.objects.filter(submission__campaign=campaign)
    )
    Campaign.objects.filter(pk=campaign.pk).update(phase="appraise_1", reply_due_at=due)
    return phases.advance(
        campaign=Campaign.objects.get(pk=campaign.pk), source="appraise_1", by=people["wg_head"]
    )


def _first(answer: Answer) -> Appraisal:
    if answer.pk % 3:
        return Appraisal(answer=answer, round=Round.FIRST, outcome=OutcomeKind.SCORED, points=1)
    return Appraisal(
        answer=answer,
        round=Round.FIRST,
        outcome=OutcomeKind.REFUSED,
        ground="no_evidence",
        reason=REASON,
    )


def first_of(campaign: Campaign, unit: str, group: str) -> list[Answer]:
    answers = Answer.objects.filter(
        submission__campaign=campaign, submission__unit__code=unit, criterion__group__code=group
    )
    return list(answers.order_by("criterion__order"))


@pytest.mark.looks
@BOTH
@pytest.mark.parametrize("place", [("CCHC", "UDCNTT"), ("BTGCP", "TTDT")], ids=["55", "135"])
def test_pages_of_the_reply_are_sound(visit, campaign, people, place, viewport) -> None:
    unit, group = place
    answers = first_of(campaign, unit, group)
    save_reply(
        answer=answers[0],
        version=0,
        said=ReplyStatement("contests", REASON, "0,5"),
        by=people[unit],
    )
    save_reply(answer=answers[1], version=0, said=AGREES, by=people[unit])
    visitor = enter(visit(viewport), people[unit])
    for path in ("", "giai-trinh/", f"giai-trinh/nhom/{group}/"):
        visitor.open(f"/dot/2021/ho-so/{unit}/{path}").evaluate(OPEN_ALL)
        assert findings(visitor) == SOUND, path


@pytest.mark.looks
@BOTH
def test_closing_and_the_outbox_are_sound(visit, campaign, people, viewport) -> None:
    head = enter(visit(viewport), people["wg_head"])
    for path in ("khoa-lan-tham-dinh/", "thu-da-gui/", "giai-doan/"):
        head.open(f"/dot/2021/{path}").evaluate(OPEN_ALL)
        assert findings(head) == SOUND, path
    Campaign.objects.filter(pk=campaign.pk).update(phase="appraise_2")
    head.open("/dot/2021/khoa-lan-tham-dinh/").evaluate(OPEN_ALL)
    assert findings(head) == SOUND


@BOTH
def test_contesting_asks_for_reasons_and_saves_by_itself(visit, campaign, people, viewport) -> None:
    answer = first_of(campaign, "CCHC", "UDCNTT")[0]
    visitor = enter(visit(viewport), people["CCHC"])
    page = visitor.open("/dot/2021/ho-so/CCHC/giai-trinh/nhom/UDCNTT/")
    row = page.locator(f"#tc-{answer.pk}")
    expect(row.get_by_label("Giải trình, lý do")).to_be_hidden()
    row.get_by_label("Ý kiến của đơn vị").select_option("contests")
    expect(row.get_by_label("Giải trình, lý do")).to_be_visible()
    assert Reply.objects.count() == 0
    row.get_by_label("Giải trình, lý do").fill("Đã ban hành Quyết định số 12.")
    row.get_by_label("Điểm đề nghị (nếu có)").fill("0,5")
    page.keyboard.press("Tab")
    expect(row.locator("[data-saved]")).to_contain_text("đã lưu lúc")
    assert Reply.objects.values_list("stance", "text").get() == (
        "contests",
        "Đã ban hành Quyết định số 12.",
    )
    expect(page.locator("[data-missing]")).to_contain_text("Không nhất trí 1 tiêu chí.")
    assert findings(visitor) == SOUND


def test_head_replies_and_confirms_with_the_keyboard_only(visit, campaign, people) -> None:
    visitor = enter(visit(WIDE), people["CCHC"])
    page = visitor.open("/dot/2021/ho-so/CCHC/giai-trinh/nhom/UDCNTT/")
    page.get_by_role("button", name="Nhất trí với mọi tiêu chí chưa có ý kiến của nhóm").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Đã ghi nhất trí với 20 tiêu chí.").wait_for()
    page.get_by_role("link", name="Xem toàn bộ và xác nhận").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/giai-trinh/#xac-nhan")
    page.get_by_role("button", name="Xác nhận kết quả lần 1").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Đã xác nhận. Tổ giúp việc xem giải trình khi thẩm định lần 2.").wait_for()
    assert Confirmation.objects.get().state == "confirmed"
    assert findings(visitor) == SOUND


def test_everything_works_without_javascript(visit, campaign, people) -> None:
    answer = first_of(campaign, "CCHC", "UDCNTT")[0]
    visitor = enter(visit(NARROW, java_script_enabled=False), people["CCHC"])
    page = visitor.open("/dot/2021/ho-so/CCHC/giai-trinh/nhom/UDCNTT/")
    row = page.locator(f"#tc-{answer.pk}")
    row.get_by_label("Ý kiến của đơn vị").select_option("contests")
    row.get_by_label("Giải trình, lý do").fill("Đã ban hành Quyết định số 12.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Đã lưu ý kiến về 1 tiêu chí").wait_for()
    page.get_by_role("link", name="Xem toàn bộ và xác nhận").click()
    page.get_by_role("button", name="Xác nhận và gửi giải trình").click()
    page.get_by_text("Đã xác nhận.", exact=False).first.wait_for()
    assert Reply.objects.filter(stance="contests").count() == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải phiếu xác nhận (PDF)").click()
    assert download.value.suggested_filename == "phieu-xac-nhan-2021-CCHC.pdf"


def test_notices_are_read_and_let_go(visit, campaign, people) -> None:
    visitor = enter(visit(NARROW), people["wg_head"])
    page = visitor.open("/dot/2021/thu-da-gui/")
    expect(page.get_by_text("Đã có kết quả thẩm định lần 1.").first).to_be_visible()
    page.get_by_role("button", name="Gửi cho").first.click()
    page.get_by_text("Đã gửi 2 thông báo.").wait_for()
    assert held("2021").count() == 0
    assert findings(visitor) == SOUND
