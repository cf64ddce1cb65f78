"""The Council's rows on the stage, in whatever state the one who is asked needs them."""

from datetime import date
from hashlib import sha256

from django.utils import timezone

from submissions.council.queries.seats import seats_of
from submissions.models import (
    Answer,
    Attendance,
    Comment,
    Conclusion,
    Meeting,
    MeetingDraft,
    Motion,
)
from tests.permissions.stage import Stage
from tests.stored_files import draft_path, lay
from units.models import User


def plan(stage: Stage) -> Meeting:
    return Meeting.objects.create(
        campaign=stage.campaign, number=1, held_on=date(2020, 12, 7), purpose="Góp ý dự thảo"
    )


def sit(stage: Stage) -> Meeting:
    """An open meeting with everybody there."""
    meeting = plan(stage)
    Meeting.objects.filter(pk=meeting.pk).update(
        state="open", figures_sha256="f" * 64, proceedings="Thảo luận"
    )
    seats = seats_of(stage.campaign)
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, member=seat, is_present=True) for seat in seats
    )
    return Meeting.objects.get(pk=meeting.pk)


def lay_draft(stage: Stage) -> Meeting:
    """An open meeting with the draft that lies before it."""
    meeting, content = sit(stage), b"%PDF-1.7 du thao"
    digest = sha256(content).hexdigest()
    MeetingDraft.objects.create(
        meeting=meeting, stored_as=f"{digest}.pdf", sha256=digest, size=len(content)
    )
    lay(draft_path(f"{digest}.pdf"), content)
    return meeting


def ask(stage: Stage, *, is_acceptance: bool = False) -> Motion:
    return Motion.objects.create(
        meeting=sit(stage), number=1, question="Thông qua?", is_acceptance=is_acceptance
    )


def count(stage: Stage) -> Motion:
    """A vote on acceptance that was counted, and lost."""
    motion = ask(stage, is_acceptance=True)
    Motion.objects.filter(pk=motion.pk).update(entitled=3, present=3, closed_at=timezone.now())
    return Motion.objects.get(pk=motion.pk)


def conclude(stage: Stage, answer: Answer) -> Conclusion:
    """By a meeting that is over."""
    meeting = sit(stage)
    Meeting.objects.filter(pk=meeting.pk).update(
        state="closed", entitled=3, present=3, closed_at=timezone.now()
    )
    return Conclusion.objects.create(meeting=meeting, number=1, text="Nâng điểm", answer=answer)


def say(stage: Stage) -> Comment:
    by = User.objects.get(username="spare")
    return Comment.objects.create(
        campaign=stage.campaign, pin="whole", text="Cần rõ hơn", by=by, at=timezone.now()
    )
