"""Until when a unit works on its submission, and whether it still may. One instant decides, by the server's clock.

What arrives before that instant is in time; what arrives at it or after it is too late. This is the other side of the phases,
which move on from that instant. Asks no permission: who may do what is the policy's affair.
"""

from datetime import datetime

from ictindex.lib.errors import StaleState
from submissions.models import Submission

HANDED_IN = "Hồ sơ đã nộp nên không sửa được. Thủ trưởng đơn vị rút lại hồ sơ trước hạn nộp thì sửa được tiếp."
TOO_LATE = "Đã quá hạn nộp hồ sơ nên không sửa và không nộp được nữa. Chỉ Tổ trưởng Tổ giúp việc gia hạn được cho đơn vị."


def deadline_of(submission: Submission) -> datetime | None:
    """The campaign's deadline, or the unit's own where it was given a later one; None where none is set yet."""
    given = [moment for moment in (submission.campaign.self_score_due_at, submission.due_at) if moment]
    return max(given, default=None)


def is_in_time(submission: Submission, now: datetime) -> bool:
    """Strictly before the deadline, to the microsecond."""
    due = deadline_of(submission)
    return due is None or now < due


def require_open(submission: Submission, now: datetime) -> Submission:
    """The submission as it is stored, locked until the transaction ends, so that it is not handed in under the act. One query.

    `now` is when the request arrived, not when its turn came. Raises StaleState when it is handed in, or too late.
    """
    held = hold(submission)
    if held.submitted_at:
        raise StaleState(HANDED_IN)
    if not is_in_time(held, now):
        raise StaleState(TOO_LATE)
    return held


def hold(submission: Submission) -> Submission:
    """The submission with its campaign and unit as they are stored, locked until the transaction ends."""
    locked = Submission.objects.select_for_update(of=("self",)).select_related("campaign", "unit")
    return locked.get(pk=submission.pk)
