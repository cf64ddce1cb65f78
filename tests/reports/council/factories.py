"""The Council sits: meetings held through the services, for tests that need what comes of them."""

from datetime import UTC, date, datetime
from hashlib import sha256

from reports.council.services.acceptance import accept, open_meeting_on_draft
from reports.enums import JobState
from reports.jobs.queries import latest_rendering
from reports.models import Acceptance, Rendering
from submissions.council.queries.seats import seats_of
from submissions.council.queries.tally import Tally
from submissions.council.services import meetings, motions
from submissions.enums import VoteChoice
from submissions.models import Answer, Campaign, Conclusion, Meeting, Motion
from tests.stored_files import lay, rendering_path
from units.models import User

DAY = date(2020, 12, 11)
MADE = datetime(2020, 12, 10, 9, 0, tzinfo=UTC)


def open_sitting(
    campaign: Campaign, secretary: User, *, absent: int = 0, purpose: str = "Họp Hội đồng"
) -> Meeting:
    """An open meeting; all members are present but for the last so many."""
    planned = meetings.plan_meeting(
        campaign=campaign, held_on=DAY, purpose=purpose, place="Phòng họp A", by=secretary
    )
    meeting = open_meeting_on_draft(
        meeting=planned, version=planned.version, seen_draft=newest_draft(campaign), by=secretary
    )
    seats = [seat.pk for seat in seats_of(campaign)]
    present = frozenset(seats[: len(seats) - absent])
    return meetings.take_attendance(
        meeting=meeting, version=meeting.version, present=present, by=secretary
    )


def newest_draft(campaign: Campaign) -> str:
    rendering = latest_rendering(campaign)
    return rendering.file_sha256 if rendering else ""


def make_draft(
    campaign: Campaign, content: bytes = b"%PDF-1.7 du thao", *, data_sha256: str = ""
) -> Rendering:
    """A finished rendering with its file, as the worker leaves it."""
    digest = sha256(content).hexdigest()
    rendering = Rendering.objects.create(
        campaign=campaign,
        state=JobState.DONE,
        percent=100,
        pages=3,
        file_sha256=digest,
        data_sha256=data_sha256,
        finished_at=MADE,
    )
    lay(rendering_path(rendering), content)
    return rendering


def close_sitting(meeting: Meeting, secretary: User, *, now: datetime | None = None) -> Meeting:
    """Written up and closed."""
    meeting = Meeting.objects.get(pk=meeting.pk)
    if not meeting.proceedings:
        meeting = meetings.write_proceedings(
            meeting=meeting,
            version=meeting.version,
            proceedings="Hội đồng nghe báo cáo và thảo luận.",
            by=secretary,
        )
    return meetings.close_meeting(meeting=meeting, version=meeting.version, by=secretary, now=now)


def vote_by_hand(
    motion: Motion, secretary: User, *choices: str, now: datetime | None = None
) -> Tally:
    """Those present raise a hand in order: the choices given, then all for; and the vote is
    counted.
    """
    present = [
        row.member_id
        for row in motion.meeting.attendances.filter(is_present=True).order_by(
            "member__order", "member"
        )
    ]
    wanted = [*choices, *[str(VoteChoice.FOR)] * (len(present) - len(choices))]
    hands = {
        seat: motions.NotedVote("", choice) for seat, choice in zip(present, wanted, strict=True)
    }
    motions.note_hands(motion=motion, hands=hands, by=secretary, now=now)
    return motions.close_motion(motion=motion, by=secretary, now=now)


def put_acceptance(meeting: Meeting, secretary: User) -> Motion:
    return motions.put_motion(
        meeting=meeting, question="Nghiệm thu báo cáo", is_acceptance=True, by=secretary
    )


def accept_figures(
    campaign: Campaign, secretary: User, *, now: datetime | None = None
) -> Acceptance:
    """The Council meets, all present are for it, and the acceptance is recorded."""
    meeting = open_sitting(campaign, secretary)
    motion = put_acceptance(meeting, secretary)
    vote_by_hand(motion, secretary, now=now)
    close_sitting(meeting, secretary, now=now)
    return accept(campaign=campaign, motion=motion, by=secretary, now=now)


def conclude_on(
    answer: Answer, secretary: User, *, text: str = "Nâng điểm tiêu chí này."
) -> Conclusion:
    """A closed meeting concluded about that criterion."""
    meeting = open_sitting(answer.submission.campaign, secretary)
    conclusion = meetings.conclude(meeting=meeting, text=text, answer=answer, by=secretary)
    close_sitting(meeting, secretary)
    return conclusion
