"""What the Council must have finished before a campaign leaves a phase.

Its acceptance of figures lies with the reports.
"""

from datetime import datetime

from submissions.campaigns.queries.needs import Need
from submissions.campaigns.queries.readiness import register_need
from submissions.models import Campaign, Comment, Meeting
from units.clock import moment_in_words

_SHOWN = 200
_PAGE = "council"


def register() -> None:
    """Once, when the applications are ready."""
    register_need(no_meeting_is_open, lambda phase: phase.holds_meetings)
    register_need(comments_are_answered, lambda phase: phase.answers_comments)


def no_meeting_is_open(campaign: Campaign, _now: datetime) -> list[Need]:
    """What a meeting looks at must not change while it goes on."""
    meeting = Meeting.objects.open().filter(campaign=campaign).first()
    return (
        [Need(f"Phiên họp {meeting.number} của Hội đồng chưa kết thúc.", where=_PAGE)]
        if meeting
        else []
    )


def comments_are_answered(campaign: Campaign, _now: datetime) -> list[Need]:
    """Each comment is taken up, or it is said why not."""
    open_ones = Comment.objects.unanswered().filter(campaign=campaign)
    # Without its words: they may speak of the unit of who reads this.
    rows = [f"{comment.get_pin_display()}, {moment_in_words(comment.at)}" for comment in open_ones]
    sentence = "Còn ý kiến của Hội đồng chưa được tiếp thu, giải trình."
    return (
        [Need(sentence, tuple(rows[:_SHOWN]), len(rows), where="council_comments")] if rows else []
    )
