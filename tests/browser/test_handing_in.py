"""Checking, handing in, receipts, progress and more time in a real browser, with 55 and with
135 criteria.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from submissions.campaigns.services import phases
from submissions.campaigns.services.setup import open_next, set_deadlines
from submissions.models import Answer, Campaign, Submission
from tests.browser.test_procedure import SOUND, enter, findings
from tests.browser.visitor import BOTH, NARROW, WIDE
from tests.submissions.factories import appoint, make_user
from tests.submissions.handing_in.factories import file_to_hand_in, finish, prove, submit
from units.enums import Role
from units.models import User

UNITS = {"CCHC": 55, "BTGCP": 135}
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"


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
    title = "Đánh giá mức độ ứng dụng công nghệ thông tin năm 2021"
    campaign = open_next(
        source=campaign_2020, code="2021", year=2021, title=title, by=people["wg_head"]
    )
    set_deadlines(
        campaign=campaign,
        self_score_due_at=timezone.now() + timedelta(days=9),
        by=people["wg_head"],
    )
    return phases.advance(
        campaign=Campaign.objects.get(pk=campaign.pk), source="setup", by=people["wg_head"]
    )


def ready(campaign: Campaign, people: dict[str, User], unit: str) -> Submission:
    submission = file_to_hand_in(campaign, unit)
    finish(submission, people[unit])
    for answer in submission.answers.all()[:30]:
        prove(
            answer,
            name=(
                f"Quyết định ban hành quy chế quản lý hệ thống thông tin dùng chung {answer.pk}.pdf"
            ),
        )
    return submission


@pytest.mark.looks
@BOTH
@pytest.mark.parametrize("unit", UNITS)
def test_checking_is_sound_with_everything_lacking_and_with_everything_done(
    visit, campaign, people, unit, viewport
) -> None:
    assert file_to_hand_in(campaign, unit).answers.count() == UNITS[unit]
    visitor = enter(visit(viewport), people[unit])
    for _ in range(2):
        visitor.open(f"/dot/2021/ho-so/{unit}/kiem-tra/").evaluate(OPEN_ALL)
        assert findings(visitor) == SOUND
        ready(campaign, people, unit)


@BOTH
def test_line_of_the_summary_leads_to_the_field_and_its_words(
    visit, campaign, people, viewport
) -> None:
    submission = ready(campaign, people, "CCHC")
    answer = submission.answers.select_related("criterion").order_by("-pk").first()
    Answer.objects.filter(pk=answer.pk).update(
        self_outcome="missing", self_points=None, skipped="later"
    )
    visitor = enter(visit(viewport), people["CCHC"])
    page = visitor.open("/dot/2021/ho-so/CCHC/kiem-tra/")
    sentence = f"Tiêu chí {answer.criterion.code}: còn để «Làm sau»."
    page.locator(".lacks a", has_text=sentence).click()
    page.wait_for_url("**/?kiem-tra=1*")
    assert page.evaluate("document.activeElement.id") == f"o-{answer.pk}-0"
    expect(page.locator(f"#tc-{answer.pk} .field-problem", has_text=sentence)).to_be_visible()
    assert findings(visitor) == SOUND


@BOTH
def test_head_hands_in_with_the_keyboard_and_takes_back(visit, campaign, people, viewport) -> None:
    ready(campaign, people, "BTGCP")
    visitor = enter(visit(viewport), people["BTGCP"])
    page = visitor.open("/dot/2021/ho-so/BTGCP/kiem-tra/")
    page.get_by_label("Tôi xác nhận").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bien-nhan/")
    expect(page.get_by_text("Hồ sơ đã được nộp.")).to_be_visible()
    assert findings(visitor) == SOUND
    visitor.open("/dot/2021/ho-so/BTGCP/kiem-tra/").get_by_role(
        "button", name="Rút lại để sửa"
    ).click()
    page.get_by_text("Đã rút lại hồ sơ.").wait_for()
    assert file_to_hand_in(campaign, "BTGCP").submitted_at is None


def test_forgotten_confirmation_is_said_above_and_beside(visit, campaign, people) -> None:
    ready(campaign, people, "CCHC")
    visitor = enter(visit(NARROW), people["CCHC"])
    page = visitor.open("/dot/2021/ho-so/CCHC/kiem-tra/")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "khong-bi-mat"
    visitor.complaints.clear()  # the browser reports the status 422 itself
    assert findings(visitor) == SOUND


def test_everything_works_without_javascript(visit, campaign, people) -> None:
    ready(campaign, people, "CCHC")
    visitor = enter(visit(WIDE, java_script_enabled=False), people["CCHC"])
    page = visitor.open("/dot/2021/ho-so/CCHC/kiem-tra/")
    page.locator("details.group summary").first.click()
    expect(page.locator("details.group").first.get_by_role("table")).to_be_visible()
    page.get_by_label("Tôi xác nhận").check()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_url("**/bien-nhan/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải nội dung đã nộp (JSON)").click()
    assert download.value.suggested_filename.endswith(".json")


@pytest.mark.looks
@BOTH
def test_receipt_board_and_more_time_are_sound(visit, campaign, people, viewport) -> None:
    submit(ready(campaign, people, "CCHC"), people["CCHC"])
    visitor = enter(visit(viewport), people["CCHC"])
    for path in ("ho-so/CCHC/", "ho-so/CCHC/bien-nhan/", "ho-so/CCHC/kiem-tra/", "gia-han/"):
        visitor.open(f"/dot/2021/{path}")
        assert findings(visitor) == SOUND, path
    head = enter(visit(viewport), people["wg_head"])
    for path in ("tien-do/", "tien-do/?xep=tra-loi", "gia-han/BTGCP/", "gia-han/"):
        head.open(f"/dot/2021/{path}")
        assert findings(head) == SOUND, path


def test_more_time_is_given_and_seen(visit, campaign, people) -> None:
    visitor = enter(visit(NARROW), people["wg_head"])
    page = visitor.open("/dot/2021/gia-han/BTGCP/")
    page.get_by_label("Ngày").fill("31/12/2090")
    page.get_by_label("Lý do gia hạn").fill("Bão số 9 làm mất điện")
    page.get_by_role("button", name="Gia hạn").click()
    page.wait_for_url("**/gia-han/")
    expect(page.get_by_text("Bão số 9 làm mất điện")).to_be_visible()
