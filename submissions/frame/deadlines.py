"""Whether a unit's file can still be changed: the deadline, and the lock under which every
change of a file is made.
"""

from datetime import datetime

from django.http import Http404

from ictindex.lib.errors import StaleState
from submissions.models import Submission
from units.access import require
from units.clock import moment_in_words
from units.models import User


class SubmissionClosed(StaleState):
    """The file was handed in, or its deadline has passed: nothing of it can be changed now
    (409).
    """


def deadline_of(submission: Submission) -> datetime | None:
    """The one instant until which the unit can change and hand in its file: the campaign's, or its
    own where that is later.

    What arrives before that instant is in time, what arrives at it is too late: at that instant the
    phases may move on.
    """
    given = [
        moment for moment in (submission.campaign.self_score_due_at, submission.due_at) if moment
    ]
    return max(given, default=None)


def is_past_due(submission: Submission, *, now: datetime) -> bool:
    """At the instant itself it is past."""
    due = deadline_of(submission)
    return due is not None and now >= due


def why_closed(submission: Submission, *, now: datetime) -> str:
    """The sentence that says why nothing can be changed; empty while it can.

    Rights and phase are not asked here.
    """
    if submission.is_handed_in:
        return (
            f"Hồ sơ đã nộp lúc {moment_in_words(submission.submitted_at)}. "
            f"{_way_back(submission, now=now)}"
        )
    due = deadline_of(submission)
    if due and is_past_due(submission, now=now):
        return f"Đã hết hạn nộp hồ sơ lúc {moment_in_words(due)}. Nội dung vừa nhập chưa được lưu."
    return ""


def is_filling_in(submission: Submission) -> bool:
    """The unit's own work, which comes first on its home, can still be done."""
    return submission.campaign.stands.is_filling_in


def _way_back(submission: Submission, *, now: datetime) -> str:
    if not is_filling_in(submission):
        return "Từ khi thẩm định bắt đầu, phần kê khai không sửa được nữa."
    if is_past_due(submission, now=now):
        return "Đã hết hạn nộp; chỉ rút lại được nếu Tổ trưởng Tổ giúp việc gia hạn cho đơn vị."
    return "Thủ trưởng đơn vị rút hồ sơ về thì mới sửa được."


def require_open(submission: Submission, *, action: str, by: User, now: datetime) -> None:
    """Raises Http404, NotAllowed or SubmissionClosed."""
    require(by, action, submission)
    reason = why_closed(submission, now=now)
    if reason:
        raise SubmissionClosed(reason)


def hold_open(submission_id: int, *, action: str, by: User, now: datetime) -> Submission:
    """The file as it is now, with its campaign and unit, locked until the transaction ends, so that
    neither handing in nor a change of phase can come between. Raises Http404, NotAllowed or
    SubmissionClosed.
    """
    held = Submission.objects.select_for_update(
        of=("self", "campaign"), no_key=True
    ).select_related("campaign", "unit")
    submission = held.filter(pk=submission_id).first()
    if submission is None:
        raise Http404
    require_open(submission, action=action, by=by, now=now)
    return submission
