"""The pages of a running campaign in a real browser: phases, set-up, timeline, notices and the
outbox.
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from submissions.campaigns.services import phases
from submissions.campaigns.services.setup import open_next, set_deadlines
from submissions.enums import Phase
from submissions.models import Campaign
from tests.browser.visitor import BOTH, WIDE, Visitor
from tests.submissions.factories import appoint, make_user
from units.enums import Role
from units.models import User

SOUND = (0, [], [])


@pytest.fixture
def people(campaign_2020) -> dict[str, User]:
    """The head and the secretary of the campaign of 2020, which they take over into the next
    one.
    """
    held = {"head": Role.WG_HEAD, "secretary": Role.COUNCIL_SECRETARY, "unit": Role.UNIT_HEAD}
    people = {name: make_user(name) for name in held}
    for name, role in held.items():
        unit = campaign_2020.submissions.first().unit if name == "unit" else None
        appoint(people[name], role, campaign_2020, unit)
    return people


@pytest.fixture
def campaign(campaign_2020, people) -> Campaign:
    title = "Đánh giá mức độ ứng dụng công nghệ thông tin năm 2021"
    campaign = open_next(
        source=campaign_2020, code="2021", year=2021, title=title, by=people["head"]
    )
    set_deadlines(
        campaign=campaign, self_score_due_at=timezone.now() + timedelta(days=9), by=people["head"]
    )
    return Campaign.objects.get(pk=campaign.pk)


def enter(visitor: Visitor, person: User) -> Visitor:
    """With the session's cookie: signing in has tests of its own."""
    client = Client()
    client.force_login(person)
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    visitor.context.add_cookies([cookie | {"url": visitor.origin}])
    return visitor


def findings(visitor: Visitor) -> tuple:
    return visitor.overflow(), visitor.complaints, visitor.axe_violations()


def move_on(campaign: Campaign, head: User, *sources: str) -> None:
    later = timezone.now() + timedelta(days=10)
    for source in sources:
        phases.advance(
            campaign=campaign,
            source=source,
            by=head,
            now=later if source == Phase.SELF_SCORE else None,
        )


@pytest.mark.looks
@BOTH
@pytest.mark.parametrize("path", ["giai-doan", "thiet-lap", "tien-trinh", "thu-da-gui"])
def test_page_is_sound(visit, campaign, people, path, viewport) -> None:
    move_on(campaign, people["head"], "setup")
    visitor = enter(visit(viewport), people["head"])
    visitor.open(f"/dot/2021/{path}/")
    visitor.page.evaluate(
        "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
    )
    assert findings(visitor) == SOUND


@pytest.mark.looks
@BOTH
def test_pages_of_opening_and_notices_are_sound(visit, campaign, people, viewport) -> None:
    move_on(campaign, people["head"], "setup")
    visitor = enter(visit(viewport), people["head"])
    visitor.open("/dot/2020/dot-moi/")
    assert findings(visitor) == SOUND
    visitor = enter(visit(viewport), people["unit"])
    visitor.open("/thong-bao/")
    assert findings(visitor) == SOUND


@pytest.mark.looks
@BOTH
def test_list_of_what_is_missing_is_sound(visit, campaign, people, viewport) -> None:
    move_on(campaign, people["head"], "setup", "self_score", "late")
    visitor = enter(visit(viewport), people["head"])
    page = visitor.open("/dot/2021/giai-doan/")
    page.get_by_text("Xem danh sách (200 mục đầu)").click()
    expect(page.locator(".lacking li")).to_have_count(200)
    assert findings(visitor) == SOUND


@BOTH
def test_step_is_read_confirmed_and_taken(visit, campaign, people, viewport) -> None:
    visitor = enter(visit(viewport), people["head"])
    page = visitor.open("/dot/2021/giai-doan/")
    page.get_by_role("button", name="Mở đợt tự chấm").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Đánh dấu vào ô xác nhận trước khi chuyển giai đoạn."
    )
    visitor.complaints.clear()  # the browser reports the status itself
    assert findings(visitor) == SOUND
    page.get_by_label("Tôi đã đọc").check()
    page.get_by_role("button", name="Mở đợt tự chấm").click()
    expect(page.get_by_role("status")).to_have_text(
        "Đợt đánh giá đã chuyển sang giai đoạn «Đơn vị tự chấm»."
    )
    assert Campaign.objects.get(code="2021").phase == Phase.SELF_SCORE


def test_double_click_is_one_step_and_lands_on_the_page(visit, campaign, people) -> None:
    page = enter(visit(), people["head"]).open("/dot/2021/giai-doan/")
    page.get_by_label("Tôi đã đọc").check()
    page.get_by_role("button", name="Mở đợt tự chấm").dblclick()
    expect(page.get_by_role("status")).to_have_text(
        "Đợt đánh giá đã chuyển sang giai đoạn «Đơn vị tự chấm»."
    )


@pytest.mark.looks
@BOTH
def test_going_back_is_sound_for_both_people(visit, campaign, people, viewport) -> None:
    move_on(campaign, people["head"], "setup", "self_score", "late")
    secretary = enter(visit(viewport), people["secretary"])
    page = secretary.open("/dot/2021/giai-doan/")
    page.get_by_label("Lùi về giai đoạn").select_option("Hết hạn nộp")
    page.get_by_label("Lý do").fill("Một đơn vị nộp bổ sung theo gia hạn")
    page.get_by_role("button", name="Gửi đề nghị lùi").click()
    expect(page.get_by_role("button", name="Rút đề nghị")).to_be_visible()
    assert findings(secretary) == SOUND
    head = enter(visit(viewport), people["head"])
    page = head.open("/dot/2021/giai-doan/")
    assert findings(head) == SOUND
    page.get_by_role("button", name="Đồng ý lùi", exact=True).click()
    expect(page.get_by_role("status")).to_have_text(
        "Đợt đánh giá đã trở về giai đoạn «Hết hạn nộp»."
    )


@BOTH
def test_timeline_is_filled_in_and_saved(visit, campaign, people, viewport) -> None:
    visitor = enter(visit(viewport), people["head"])
    page = visitor.open("/dot/2021/tien-trinh/")
    page.locator("#happened_on-1").fill("09/11/2021")
    page.locator("#what-1").fill("Thành lập Hội đồng đánh giá")
    page.get_by_role("button", name="Thêm dòng").click()
    page.locator("#happened_on-2").fill("31/02/2021")
    page.locator("#what-2").fill("Đề nghị các đơn vị báo cáo")
    page.locator("#what-2").press("Enter")
    expect(page.get_by_role("link", name="Dòng 2: Nhập ngày theo dạng")).to_be_visible()
    visitor.complaints.clear()  # the browser reports the status itself
    assert findings(visitor) == SOUND
    page.locator("#happened_on-2").fill("20/10/2021")
    page.locator("main").get_by_role("button", name="Lưu tiến trình").click()
    expect(page.get_by_role("status")).to_have_text("Đã lưu 2 bước.")
    assert findings(visitor) == SOUND
    page.get_by_role("button", name="Xóa dòng 1").click()
    expect(page.locator("#what-1")).to_have_value("Đề nghị các đơn vị báo cáo")
    assert campaign.timeline.count() == 2


def test_all_works_without_javascript(visit, campaign, people) -> None:
    page = enter(visit(WIDE, java_script_enabled=False), people["head"]).open(
        "/dot/2021/tien-trinh/"
    )
    page.locator("#what-1").fill("Một")
    page.get_by_role("button", name="Thêm dòng").click()
    page.locator("#what-2").fill("Hai")
    page.get_by_role("button", name="Lưu tiến trình").click()
    assert list(campaign.timeline.values_list("what", flat=True)) == ["Một", "Hai"]
    page.goto(page.url.replace("tien-trinh", "giai-doan"))
    page.get_by_label("Tôi đã đọc").check()
    page.get_by_role("button", name="Mở đợt tự chấm").click()
    assert Campaign.objects.get(code="2021").phase == Phase.SELF_SCORE
