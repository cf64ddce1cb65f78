"""What of the Council's work waits for a person, for the list of tasks: conditions on
campaigns, and the tasks they make.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from submissions.council.notices import has_minutes_to_read
from submissions.council.queries.comments import may_read
from submissions.council.queries.rights import ANSWER, CAST, MANAGE, VIEW
from submissions.enums import CouncilWork
from submissions.models import Attendance, Campaign, Comment, Meeting, Motion, Vote
from units.access import may

#: The first meeting is planned from when the draft is finished.
_PLANS_MEETINGS = (CouncilWork.PREPARATION, CouncilWork.DISCUSSION)


def council_conditions(user: Any, *, today: date) -> dict[str, Exists | Subquery]:
    """For `annotate` on campaigns: no query of their own."""
    present = Attendance.objects.present().filter(meeting=OuterRef("meeting"), member__user=user.pk)
    own = Vote.objects.filter(motion=OuterRef("pk"), member__user=user.pk)
    unvoted = Motion.objects.open().filter(
        Exists(present), ~Exists(own), meeting__campaign=OuterRef("pk")
    )
    unanswered = Comment.objects.unanswered().filter(may_read(user), campaign=OuterRef("pk"))
    counted = Motion.objects.counted().of_acceptance()
    meetings = Meeting.objects.filter(campaign=OuterRef("pk"))
    return {
        "waits_for_vote": Subquery(unvoted.in_open_meetings().values("meeting__number")[:1]),
        "has_minutes": has_minutes_to_read(user),
        "has_open_comments": Exists(unanswered),
        "is_voted_on": Exists(counted.filter(meeting__campaign=OuterRef("pk"))),
        "has_meeting_due": Exists(meetings.planned().filter(held_on__lte=today)),
        "has_meeting": Exists(meetings),
        "has_met": Exists(meetings.closed()),
    }


def council_tasks(user: Any, campaign: Any) -> Iterator[tuple[str, str]]:
    """Label and address. The campaign carries what `council_conditions` say."""
    council = reverse("council", args=[campaign.code])
    if campaign.waits_for_vote and may(user, CAST, campaign):
        yield (
            "biểu quyết",
            reverse("meeting", args=[campaign.code, campaign.waits_for_vote]) + "#bieu-quyet",
        )
    if campaign.has_minutes and may(user, VIEW, campaign):
        yield "đọc biên bản phiên họp Hội đồng", f"{council}#phien-hop"
    if campaign.has_open_comments and may(user, ANSWER, campaign):
        yield (
            "trả lời ý kiến của Hội đồng",
            reverse("council_comments", args=[campaign.code]) + "?xem=chua-tra-loi",
        )
    if campaign.has_meeting_due and may(user, MANAGE, campaign):
        yield "mở phiên họp Hội đồng đã đến ngày", council
    if _lacks_meeting(campaign) and may(user, MANAGE, campaign):
        yield "ghi lịch phiên họp Hội đồng", reverse("meeting_plan", args=[campaign.code])
    if _lacks_vote(campaign) and may(user, MANAGE, campaign):
        yield "lấy biểu quyết nghiệm thu của Hội đồng", council


def council_is_done(campaign: Any) -> bool:
    """Its part of the phase: it has met, and in the last phase voted on the report."""
    if campaign.stands.council is CouncilWork.DISCUSSION:
        return bool(campaign.has_met)
    return bool(campaign.is_voted_on)


def _lacks_meeting(campaign: Campaign) -> bool:
    has_meeting: bool = campaign.has_meeting  # type: ignore[attr-defined]
    return campaign.stands.council in _PLANS_MEETINGS and not has_meeting


def _lacks_vote(campaign: Campaign) -> bool:
    is_voted_on: bool = campaign.is_voted_on  # type: ignore[attr-defined]
    return campaign.stands.accepts_report and not is_voted_on
