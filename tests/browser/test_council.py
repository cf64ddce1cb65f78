"""The Council in a real browser: a meeting run by the keyboard, a member's vote, and acceptance
that is seen to be void.
"""

from datetime import date

import pytest
from playwright.sync_api import expect

from submissions.council.queries.seats import seats_of
from submissions.council.services import meetings
from submissions.council.services.comments import write_comment
from submissions.enums import MeetingState, Phase
from submissions.models import Answer, Appointment, Campaign, Meeting, Vote
from tests.browser.test_procedure import SOUND, enter, findings
from tests.browser.visitor import BOTH
from tests.reports.council.factories import accept_figures, open_sitting, put_acceptance
from tests.submissions.factories import appoint, make_user
from units.enums import Role
from units.models import User


@pytest.fixture
def people(campaign_2020) -> dict[str, User]:
    """The campaign of 2020 put back before its Council, with its real thirteen members; one of
    them has an account.
    """
    Campaign.objects.filter(pk=campaign_2020.pk).update(phase=Phase.COUNCIL_2)
    campaign_2020.refresh_from_db()
    people = {"secretary": make_user("secretary"), "member": make_user("member")}
    seats = seats_of(campaign_2020)
    Appointment.objects.filter(pk=seats[-1].pk).update(user=people["secretary"])
    Appointment.objects.filter(pk=seats[4].pk).update(user=people["member"])
    people["head"] = make_user("head")
    appoint(people["head"], Role.WG_HEAD, campaign_2020)
    return people


@BOTH
def test_secretary_runs_a_meeting_with_the_keyboard(visit, campaign_2020, people, viewport) -> None:
    visitor = enter(visit(viewport), people["secretary"])
    meetings.plan_meeting(
        campaign=campaign_2020,
        held_on=date(2020, 12, 11),
        purpose="Nghiệm thu",
        by=people["secretary"],
    )
    page = visitor.open("/dot/2020/hoi-dong/")
    page.get_by_role("link", name="Mở phiên họp 1 khi Hội đồng họp").press("Enter")
    expect(page.get_by_text("Chưa có bản PDF nào của dự thảo.")).to_be_visible()
    assert findings(visitor) == SOUND
    for button in ("Mở phiên họp 1", "Lưu điểm danh"):
        page.get_by_role("button", name=button).press("Enter")
        page.wait_for_load_state()
    page.get_by_label("Diễn biến của phiên họp").fill("Nghe báo cáo.")
    page.get_by_role("button", name="Lưu diễn biến").press("Enter")
    page.wait_for_load_state()
    page.get_by_label("Nội dung biểu quyết").fill("Nghiệm thu báo cáo")
    page.get_by_label("Đây là biểu quyết nghiệm thu").press("Space")
    assert findings(visitor) == SOUND
    for button in (
        "Đặt biểu quyết",
        "Ghi, ai chưa có ý kiến thì tán thành",
        "Chốt biểu quyết 1",
        "Kết thúc phiên họp",
    ):
        page.get_by_role("button", name=button).press("Enter")
        page.wait_for_load_state()
    expect(
        page.get_by_text("13 tán thành, 0 không tán thành, 0 không có ý kiến trên 13 thành viên")
    ).to_be_visible()
    assert Meeting.objects.get(campaign=campaign_2020).state == MeetingState.CLOSED
    assert findings(visitor) == SOUND


@BOTH
def test_member_votes_without_javascript(visit, campaign_2020, people, viewport) -> None:
    put_acceptance(open_sitting(campaign_2020, people["secretary"]), people["secretary"])
    visitor = enter(visit(viewport, java_script_enabled=False), people["member"])
    page = visitor.open("/dot/2020/hoi-dong/")
    page.get_by_role("link", name="Ông/Bà chưa biểu quyết").click()
    page.get_by_label("Tán thành", exact=True).check()
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_text("Đã ghi ý kiến của Ông/Bà: Tán thành.")).to_be_visible()
    assert list(Vote.objects.values_list("choice", "entered_by")) == [("for", people["member"].pk)]


@pytest.mark.looks
@BOTH
def test_pages_are_sound_with_real_members_comments_and_a_void_acceptance(
    visit, campaign_2020, people, viewport
) -> None:
    accept_figures(campaign_2020, people["secretary"])
    answers = Answer.objects.filter(submission__campaign=campaign_2020).select_related(
        "submission__unit"
    )
    for answer in answers[:20]:
        write_comment(
            campaign=campaign_2020,
            pin="criterion",
            answer=answer,
            text="Cần làm rõ. " * 30,
            by=people["secretary"],
        )
    Answer.objects.filter(pk=answers[0].pk).update(declared={"a": "1"})
    visitor = enter(visit(viewport), people["secretary"])
    for path in (
        "",
        "hop/1/",
        "y-kien/",
        "y-kien/moi/?ve=table",
        "nghiem-thu/",
        "thanh-vien/",
        "hop/moi/",
    ):
        page = visitor.open(f"/dot/2020/hoi-dong/{path}")
        assert (path, findings(visitor)) == (path, SOUND)
        if path in ("", "nghiem-thu/"):
            expect(
                page.get_by_role("alert").get_by_text(
                    "không còn giá trị vì số liệu đã thay đổi sau đó"
                )
            ).to_be_visible()
