"""The Council's first page says to each reader what to do next, at every step up to the
acceptance.
"""

import pytest

from reports.council.pages.council import council_page
from reports.council.services.acceptance import accept
from submissions.campaigns.services.blank_answers import open_answers
from submissions.council.services import meetings, motions
from submissions.council.services.comments import answer_comment, write_comment
from submissions.enums import Phase, Round
from submissions.models import Appointment, Campaign
from tests.reports.council.factories import (
    DAY,
    close_sitting,
    make_draft,
    open_sitting,
    put_acceptance,
    vote_by_hand,
)
from tests.submissions.appraisal.campaigns import signed_in
from tests.submissions.factories import appoint, cast, decide_everything, make_stage, make_user
from units.enums import Role
from units.models import User

pytestmark = pytest.mark.django_db
WHO = ("council_secretary", "chair", "council_member", "wg_head", "auditor")


@pytest.fixture
def council():
    """The chair comes first in the deciding document."""
    campaign = make_stage(Phase.COUNCIL_1)
    open_answers(campaign)
    for which in (Round.FIRST, Round.SECOND):
        decide_everything(campaign, which)
    people = cast(campaign)
    people["chair"] = make_user("chu-tich")
    appoint(people["chair"], Role.COUNCIL_MEMBER, campaign)
    Appointment.objects.filter(role__in=[Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY]).update(
        order=5
    )
    Appointment.objects.filter(user=people["chair"]).update(order=1)
    return campaign, people


def enter(campaign: Campaign, phase: Phase) -> Campaign:
    Campaign.objects.filter(pk=campaign.pk).update(phase=phase)
    return Campaign.objects.get(pk=campaign.pk)


def page(campaign, people, name):
    return council_page(Campaign.objects.get(pk=campaign.pk), User.objects.get(pk=people[name].pk))


def own(campaign, people, name) -> list[str]:
    return [todo.sentence for todo in page(campaign, people, name).own]


def others(campaign, people, name) -> list[str]:
    return [todo.sentence for todo in page(campaign, people, name).others]


def test_without_a_meeting_the_secretary_calls_one_and_members_read(council):
    campaign, people = council
    assert own(campaign, people, "council_secretary") == [
        "Ghi lịch phiên họp để góp ý dự thảo: ngày, nơi họp, nội dung."
    ]
    reading = [
        "Trong lúc chờ họp: đọc dự thảo báo cáo.",
        "Trong lúc chờ họp: nêu ý kiến về đơn vị, tiêu chí, bảng hay lời văn, nếu có.",
    ]
    called = ["Thư ký ghi lịch phiên họp để góp ý dự thảo."]
    told = [f"{called[0]} Ông/Bà được báo khi có lịch."]
    for name in ("chair", "council_member"):
        assert (own(campaign, people, name), others(campaign, people, name)) == (reading, told)
    for name in ("wg_head", "auditor"):
        assert (own(campaign, people, name), others(campaign, people, name)) == ([], called)


def test_planned_meeting_is_opened_by_the_secretary_and_told_to_the_chair(council):
    campaign, people = council
    meetings.plan_meeting(
        campaign=campaign,
        held_on=DAY,
        purpose="Góp ý",
        place="Phòng A",
        by=people["council_secretary"],
    )
    assert own(campaign, people, "council_secretary") == [
        "Tạo bản PDF của dự thảo trước khi họp: chưa có bản nào để Hội đồng xem.",
        "Mở phiên họp 1 khi Hội đồng họp, ngày 11/12/2020.",
    ]
    make_draft(campaign)
    assert len(own(campaign, people, "council_secretary")) == 1
    assert others(campaign, people, "chair") == [
        "Ông/Bà chủ trì phiên họp 1 ngày 11/12/2020, tại Phòng A. Thư ký mở phiên họp."
    ]
    assert others(campaign, people, "council_member") == [
        "Phiên họp 1 ngày 11/12/2020, tại Phòng A. Thư ký mở phiên họp."
    ]


def test_open_meeting_is_led_to_its_end(council):
    campaign, people = council
    secretary = people["council_secretary"]
    planned = meetings.plan_meeting(campaign=campaign, held_on=DAY, purpose="Góp ý", by=secretary)
    meeting = meetings.open_meeting(
        meeting=planned, version=1, figures_sha256="f" * 64, draft=None, by=secretary
    )
    assert own(campaign, people, "council_secretary") == [
        "Điểm danh phiên họp 1.",
        "Ghi diễn biến phiên họp 1.",
        "Ghi kết luận, nếu có, rồi kết thúc phiên họp 1.",
    ]
    assert others(campaign, people, "council_member") == [
        "Phiên họp 1 đang họp; Thư ký ghi diễn biến và kết luận.",
        (
            "Ông/Bà chưa được điểm danh có mặt tại phiên họp 1 nên chưa biểu quyết được. Hãy báo "
            "Thư "
            "ký."
        ),
    ]
    present = frozenset(seat.pk for seat in Appointment.objects.filter(role__startswith="council"))
    meeting = meetings.take_attendance(
        meeting=meeting, version=meeting.version, present=present, by=secretary
    )
    motions.put_motion(meeting=meeting, question="Nâng điểm Vụ A?", by=secretary)
    assert own(campaign, people, "council_member") == ["Ông/Bà chưa biểu quyết: Nâng điểm Vụ A?"]
    assert own(campaign, people, "council_secretary")[1:] == [
        "Lấy ý kiến rồi chốt biểu quyết 1.",
        "Ghi kết luận, nếu có, rồi kết thúc phiên họp 1.",
    ]


def test_after_the_first_meeting_minutes_are_signed_and_the_campaign_goes_on(council):
    campaign, people = council
    close_sitting(open_sitting(campaign, people["council_secretary"]), people["council_secretary"])
    assert own(campaign, people, "council_secretary") == [
        "In biên bản phiên họp 1 để Chủ tọa và Thư ký ký.",
        "Không còn việc gì của giai đoạn này: chỉnh sửa theo kết luận của Hội đồng.",
    ]
    assert own(campaign, people, "chair") == ["In biên bản phiên họp 1 để Chủ tọa và Thư ký ký."]
    assert own(campaign, people, "council_member") == ["Đọc biên bản phiên họp 1."]
    assert others(campaign, people, "council_member") == [
        "Chờ bước tiếp theo của đợt: chỉnh sửa theo kết luận của Hội đồng."
    ]


def test_revision_waits_for_the_head_and_then_goes_on(council):
    campaign, people = council
    comment = write_comment(
        campaign=campaign, pin="whole", text="Rõ hơn", by=people["council_member"]
    )
    enter(campaign, Phase.REVISION)
    assert own(campaign, people, "wg_head") == ["Còn 1 ý kiến chưa được tiếp thu, giải trình."]
    assert others(campaign, people, "council_member") == [
        "Còn 1 ý kiến chưa được tiếp thu, giải trình. Tổ trưởng và Thư ký trả lời."
    ]
    answer_comment(comment=comment, version=1, response="Đã sửa", by=people["wg_head"])
    assert own(campaign, people, "wg_head") == [
        "Không còn việc gì của giai đoạn này: trình Hội đồng nghiệm thu."
    ]


def test_acceptance_is_led_from_the_meeting_to_the_signing(council):
    campaign, people = council
    secretary = people["council_secretary"]
    close_sitting(open_sitting(campaign, secretary), secretary)
    campaign = enter(campaign, Phase.COUNCIL_2)
    assert own(campaign, people, "council_secretary") == [
        "Ghi lịch phiên họp để nghiệm thu số liệu hiện nay: ngày, nơi họp, nội dung."
    ]
    meeting = open_sitting(campaign, secretary)
    assert "Đặt biểu quyết nghiệm thu báo cáo và số liệu." in own(
        campaign, people, "council_secretary"
    )
    motion = put_acceptance(meeting, secretary)
    vote_by_hand(motion, secretary)
    close_sitting(meeting, secretary)
    assert own(campaign, people, "council_secretary") == [
        "Ghi nhận nghiệm thu theo biểu quyết 1 của phiên họp 2."
    ]
    assert others(campaign, people, "council_member") == [
        "Thư ký ghi nhận nghiệm thu theo biểu quyết 1 của phiên họp 2."
    ]
    accept(campaign=campaign, motion=motion, by=secretary)
    assert [todo.url for todo in page(campaign, people, "council_secretary").own] == [
        "/dot/2020/giai-doan/"
    ]


@pytest.mark.parametrize("name", WHO)
@pytest.mark.parametrize(
    "phase", [Phase.DRAFT_REPORT, Phase.COUNCIL_1, Phase.REVISION, Phase.COUNCIL_2]
)
def test_at_every_step_something_is_said_to_everybody(council, name, phase):
    campaign, people = council
    campaign = enter(campaign, phase)
    shown = page(campaign, people, name)
    assert shown.own or shown.others


def test_member_who_is_not_in_the_list_is_told(council):
    campaign, people = council
    appoint(make_user("demo", is_demo=True), Role.COUNCIL_MEMBER, campaign)
    demo = council_page(campaign, User.objects.get(username="demo"))
    assert (demo.lacks_seat, page(campaign, people, "council_member").lacks_seat) == (True, False)


def test_conclusion_about_a_comment_on_the_own_unit_is_hidden_from_the_head(council):
    campaign, people = council
    secretary = people["council_secretary"]
    file = campaign.submissions.get(order=1)
    comment = write_comment(
        campaign=campaign,
        pin="unit",
        text="Về đơn vị A",
        submission=file,
        by=people["council_member"],
    )
    meeting = open_sitting(campaign, secretary)
    meetings.conclude(meeting=meeting, text="Đơn vị A cần bổ sung", comment=comment, by=secretary)
    head = people["wg_head"]
    address = "/dot/2020/hoi-dong/hop/1/"
    client = signed_in(head)
    assert "Đơn vị A cần bổ sung" in client.get(address).content.decode()
    head.memberships.create(unit=file.unit)
    shown = client.get(address).content.decode()
    assert ("Đơn vị A cần bổ sung" in shown, "nên không hiển thị" in shown) == (False, True)
