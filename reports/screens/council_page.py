"""The Council's first page: what it still has to decide, its meetings, and the state of its acceptance. For every reader alike;
what each may do is in the lists of tasks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.query import QuerySet
from django.urls import reverse

from reports.council.acceptance import ACCEPT, Accepted, Voided, standing_acceptance
from submissions.council.comments_page import READ, comments_seen
from submissions.council.contested import Contested, contested_in
from submissions.council.meeting_page import ConclusionShown, conclusions_shown, meetings_of
from submissions.council.rules import MANAGE
from submissions.council.seats import seat_of, seats_of
from submissions.enums import MeetingState, Phase, Round
from submissions.models import Appointment, Appraisal, Attendance, Campaign, Conclusion, Meeting, Motion, Vote
from submissions.services.council_comments import ANSWER, WRITE
from submissions.services.motions import CAST
from units.access import may
from units.models import User


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that is still open: a sentence, and where it is done; no address for who cannot do it."""

    sentence: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class CouncilPage:
    """Everything the page shows."""

    todos: tuple[Todo, ...]
    meetings: tuple[Meeting, ...]
    members: int
    conclusions: tuple[ConclusionShown, ...]
    contested: Contested
    accepted: Accepted | None
    voided: Voided | None
    comments: int
    open_comments: int
    may_plan: bool
    may_comment: bool
    may_read_comments: bool


def council_page(campaign: Campaign, reader: User) -> CouncilPage:
    """At most 25 queries, whatever the number of units, members, meetings and comments."""
    standing = standing_acceptance(campaign)
    meetings, seats = meetings_of(campaign), seats_of(campaign)
    responses = list(comments_seen(campaign, reader).values_list("response", flat=True))
    reads = bool(may(reader, READ, campaign))
    open_comments = responses.count("") if reads else 0
    conclusions = conclusions_shown(unfulfilled(campaign), campaign, reader)
    todos = [
        *_own_votes(campaign, reader, seat_of(seats, reader)),
        *_meetings_to_hold(campaign, reader, meetings),
        *_comments_to_answer(campaign, reader, open_comments),
        *_conclusions_to_fulfil(campaign, conclusions),
        *_acceptance_to_record(campaign, reader, standing),
    ]
    return CouncilPage(
        todos=tuple(todos),
        meetings=tuple(meetings),
        members=len(seats),
        conclusions=conclusions,
        contested=contested_in(campaign, reader),
        accepted=standing if isinstance(standing, Accepted) else None,
        voided=standing if isinstance(standing, Voided) else None,
        comments=len(responses),
        open_comments=open_comments,
        may_plan=bool(may(reader, MANAGE, campaign)),
        may_comment=bool(may(reader, WRITE, campaign)),
        may_read_comments=reads,
    )


def unfulfilled(campaign: Campaign) -> "QuerySet[Conclusion]":
    """Conclusions that name a criterion for which the Council's outcome was not recorded."""
    decided = Appraisal.objects.filter(answer=OuterRef("answer"), round=Round.COUNCIL, conclusion=OuterRef("pk"))
    named = Conclusion.objects.filter(meeting__campaign=campaign, answer__isnull=False, meeting__state=MeetingState.CLOSED)
    return named.filter(~Exists(decided)).order_by("meeting__number", "number")


def _own_votes(campaign: Campaign, reader: User, seat: Appointment | None) -> Iterator[Todo]:
    """A member who is there and has not voted yet."""
    if seat is None or not may(reader, CAST, campaign):
        return
    present = Attendance.objects.filter(meeting=OuterRef("meeting"), member=seat, is_present=True)
    own = Vote.objects.filter(motion=OuterRef("pk"), member=seat)
    waiting = Motion.objects.filter(Exists(present), ~Exists(own), meeting__campaign=campaign, closed_at=None)
    for motion in waiting.select_related("meeting"):
        url = reverse("meeting", args=[campaign.code, motion.meeting.number]) + "#bieu-quyet"
        yield Todo(f"Ông/Bà chưa biểu quyết: {motion.question}", url)


def _meetings_to_hold(campaign: Campaign, reader: User, meetings: list[Meeting]) -> Iterator[Todo]:
    manages = bool(may(reader, MANAGE, campaign))
    for meeting in meetings:
        url = reverse("meeting", args=[campaign.code, meeting.number]) if manages else ""
        if meeting.state == MeetingState.OPEN:
            yield Todo(f"Phiên họp {meeting.number} đang mở và chưa kết thúc.", url)
        elif meeting.state == MeetingState.PLANNED:
            yield Todo(f"Phiên họp {meeting.number} (ngày {meeting.held_on:%d/%m/%Y}) chưa mở.", url)


def _comments_to_answer(campaign: Campaign, reader: User, count: int) -> Iterator[Todo]:
    if count:
        answers = may(reader, ANSWER, campaign)
        url = reverse("council_comments", args=[campaign.code]) + "?xem=chua-tra-loi" if answers else ""
        yield Todo(f"Còn {count} ý kiến chưa được tiếp thu, giải trình.", url)


def _conclusions_to_fulfil(campaign: Campaign, conclusions: tuple[ConclusionShown, ...]) -> Iterator[Todo]:
    if conclusions and campaign.phase in (Phase.COUNCIL_1, Phase.REVISION):
        yield Todo(f"Còn {len(conclusions)} kết luận nêu tiêu chí mà chưa có kết quả theo kết luận.", "#ket-luan")


def _acceptance_to_record(campaign: Campaign, reader: User, standing: Accepted | Voided | None) -> Iterator[Todo]:
    if campaign.phase == Phase.COUNCIL_2 and not isinstance(standing, Accepted):
        url = reverse("acceptance", args=[campaign.code]) if may(reader, ACCEPT, campaign) else ""
        yield Todo("Hội đồng chưa nghiệm thu số liệu hiện nay.", url)
