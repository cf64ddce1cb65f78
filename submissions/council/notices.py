"""What the members of the Council are told of its meetings.

No figure, question or comment: those are read on the pages.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format

from submissions.council.queries.seats import seats_of
from submissions.enums import CouncilWork
from submissions.frame.people import people_in
from submissions.models import Appointment, Attendance, Campaign, Comment, Meeting, Motion
from units.enums import MailState, Role
from units.models import Notification, User
from units.notify import tell

#: Where the minutes of a meeting stand on its page.
MINUTES = "#bien-ban"


def tell_of_meeting(meeting: Meeting, *, by: User) -> None:
    """When and where the Council meets; told again when that changes, to every member with an
    account.
    """
    campaign = meeting.campaign
    place = f" Nơi họp: {meeting.place}." if meeting.place else ""
    body = (
        f"Phiên họp {meeting.number} của Hội đồng họp ngày {_day(meeting)}.{place} Nội dung xem ở "
        "trang của phiên họp."
    )
    # Before the draft is theirs to read, the page of the meeting is not either.
    url = (
        reverse("campaign", args=[campaign.code])
        if campaign.stands.council is CouncilWork.PREPARATION
        else ""
    )
    _tell(
        meeting, _members(campaign, by), f"phiên họp {meeting.number} của Hội đồng", body, url=url
    )


def tell_of_cancelling(meeting: Meeting, *, by: User) -> None:
    """Before its row is gone."""
    body = f"Phiên họp {meeting.number} của Hội đồng, dự kiến ngày {_day(meeting)}, không họp nữa."
    url = reverse("council", args=[meeting.campaign.code])
    _tell(
        meeting,
        _members(meeting.campaign, by),
        f"hủy phiên họp {meeting.number} của Hội đồng",
        body,
        url=url,
    )


def tell_of_motion(motion: Motion, *, by: User) -> None:
    """Those who are there; before the roll is called, everybody who has a seat."""
    meeting = motion.meeting
    seats = [seat for seat in seats_of(meeting.campaign) if seat.pk not in _absent(meeting)]
    body = (
        f"Biểu quyết {motion.number} của phiên họp {meeting.number} đang chờ ý kiến của Ông/Bà. "
        "Nội dung biểu quyết xem ở trang của phiên họp; thành viên được điểm danh có mặt biểu "
        "quyết được đến khi Thư ký chốt."
    )
    url = f"{_url(meeting)}#bieu-quyet"
    _tell(
        meeting,
        _voters(seats, by),
        f"biểu quyết tại phiên họp {meeting.number} của Hội đồng",
        body,
        url=url,
    )


def tell_of_minutes(meeting: Meeting, *, by: User) -> None:
    """The meeting is over."""
    body = (
        f"Phiên họp {meeting.number} của Hội đồng đã kết thúc. Biên bản tải được ở trang của "
        "phiên họp."
    )
    url = _url(meeting) + MINUTES
    _tell(
        meeting,
        _members(meeting.campaign, by),
        f"biên bản phiên họp {meeting.number} của Hội đồng",
        body,
        url=url,
    )


def tell_of_answer(comment: Comment) -> None:
    """Who made the comment."""
    url = reverse("council_comments", args=[comment.campaign.code])
    if comment.by != comment.responded_by:
        body = (
            "Ý kiến của Ông/Bà về dự thảo báo cáo đã được tiếp thu, giải trình. Nội dung xem ở "
            "trang «Ý kiến»."
        )
        subject = f"{comment.campaign.title}: ý kiến của Ông/Bà đã được trả lời"
        tell([comment.by], subject=subject, body=body, url=url, campaign_code=comment.campaign.code)


def has_minutes_to_read(user: User) -> Exists:
    """Of a campaign: the person was told of minutes and has not looked at them."""
    told = Notification.objects.filter(
        user=user.pk, campaign_code=OuterRef("code"), read_at=None, url__endswith=MINUTES
    )
    return Exists(told.exclude(mail_state=MailState.HELD))


def _absent(meeting: Meeting) -> set[int]:
    return set(
        Attendance.objects.absent().filter(meeting=meeting).values_list("member_id", flat=True)
    )


def _members(campaign: Campaign, by: User) -> list[User]:
    """All of the Council but for the one who acts."""
    return [
        person
        for person in people_in(campaign, (Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY))
        if person != by
    ]


def _voters(seats: Iterable[Appointment], by: User) -> list[User]:
    return [seat.user for seat in seats if seat.user and seat.user.is_active and seat.user != by]


def _day(meeting: Meeting) -> str:
    return date_format(meeting.held_on, "d/m/Y")


def _url(meeting: Meeting) -> str:
    return reverse("meeting", args=[meeting.campaign.code, meeting.number])


def _tell(meeting: Meeting, people: list[User], about: str, body: str, *, url: str = "") -> None:
    campaign = meeting.campaign
    tell(
        people,
        subject=f"{campaign.title}: {about}",
        body=body,
        url=url or _url(meeting),
        campaign_code=campaign.code,
    )
