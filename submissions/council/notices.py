"""What the members of the Council are told of its meetings.

No figure, question or comment: those are read on the pages.
"""

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format

from submissions.council.queries.seats import seats_of
from submissions.enums import CouncilWork
from submissions.frame.notices import campaign_notice, people_in
from submissions.models import Attendance, Comment, Meeting, Motion
from units.enums import COUNCIL_ROLES
from units.models import Notification, User
from units.notify import Notice

#: Where the minutes of a meeting stand on its page.
MINUTES = "#bien-ban"


def notice_of_meeting(meeting: Meeting, *, by: User) -> Notice:
    """When and where the Council meets; told again when that changes, to every member with an
    account.
    """
    place = f" Nơi họp: {meeting.place}." if meeting.place else ""
    # Before the draft is theirs to read, the page of the meeting is not either.
    is_readable = meeting.campaign.stands.council is not CouncilWork.PREPARATION
    return _to_members(
        meeting,
        by,
        about=f"phiên họp {meeting.number} của Hội đồng",
        body=(
            f"Phiên họp {meeting.number} của Hội đồng họp ngày {_day(meeting)}.{place} Nội dung "
            "xem ở trang của phiên họp."
        ),
        page="meeting" if is_readable else "campaign",
    )


def notice_of_cancelling(meeting: Meeting, *, by: User) -> Notice:
    return _to_members(
        meeting,
        by,
        about=f"hủy phiên họp {meeting.number} của Hội đồng",
        body=(
            f"Phiên họp {meeting.number} của Hội đồng, dự kiến ngày {_day(meeting)}, không họp nữa."
        ),
        page="council",
    )


def notice_of_motion(motion: Motion, *, by: User) -> Notice:
    """Those who are there; before the roll is called, everybody who has a seat."""
    meeting, absent = motion.meeting, _absent(motion.meeting)
    seats = [seat for seat in seats_of(meeting.campaign) if seat.pk not in absent]
    return campaign_notice(
        meeting.campaign,
        [holder for seat in seats if (holder := seat.active_holder)],
        about=f"biểu quyết tại phiên họp {meeting.number} của Hội đồng",
        body=(
            f"Biểu quyết {motion.number} của phiên họp {meeting.number} đang chờ ý kiến của "
            "Ông/Bà. Nội dung biểu quyết xem ở trang của phiên họp; thành viên được điểm danh có "
            "mặt biểu quyết được đến khi Thư ký chốt."
        ),
        page="meeting",
        place=(meeting.number,),
        anchor="#bieu-quyet",
        without=(by,),
    )


def notice_of_minutes(meeting: Meeting, *, by: User) -> Notice:
    """The meeting is over."""
    return _to_members(
        meeting,
        by,
        about=f"biên bản phiên họp {meeting.number} của Hội đồng",
        body=(
            f"Phiên họp {meeting.number} của Hội đồng đã kết thúc. Biên bản tải được ở trang của "
            "phiên họp."
        ),
        page="meeting",
        anchor=MINUTES,
    )


def notice_of_answer(comment: Comment) -> Notice:
    """Who made the comment, unless they answered it themselves."""
    return campaign_notice(
        comment.campaign,
        [comment.by],
        about="ý kiến của Ông/Bà đã được trả lời",
        body=(
            "Ý kiến của Ông/Bà về dự thảo báo cáo đã được tiếp thu, giải trình. Nội dung xem ở "
            "trang «Ý kiến»."
        ),
        page="council_comments",
        without=(comment.responded_by,),
    )


def has_minutes_to_read(user: User) -> Exists:
    """Of a campaign: the person was told of minutes and has not looked at them."""
    unread = Notification.objects.told().unread().of_campaign(OuterRef("code"))
    return Exists(unread.filter(user=user.pk, url__endswith=MINUTES))


def _absent(meeting: Meeting) -> set[int]:
    return set(
        Attendance.objects.absent().filter(meeting=meeting).values_list("member_id", flat=True)
    )


def _to_members(
    meeting: Meeting, by: User, *, about: str, body: str, page: str, anchor: str = ""
) -> Notice:
    """All of the Council but for the one who acts."""
    return campaign_notice(
        meeting.campaign,
        people_in(meeting.campaign, COUNCIL_ROLES),
        about=about,
        body=body,
        page=page,
        place=(meeting.number,) if page == "meeting" else (),
        anchor=anchor,
        without=(by,),
    )


def _day(meeting: Meeting) -> str:
    return date_format(meeting.held_on, "d/m/Y")
