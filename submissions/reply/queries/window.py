"""When a unit can reply to the first round: while the campaign asks it, until the deadline, and
until its head has confirmed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from submissions.enums import Leg
from submissions.frame.deadlines import SubmissionClosed
from submissions.models import Confirmation, Submission
from units.access import may, require
from units.clock import moment_in_words
from units.models import User

SEE_FIRST = "appraise.view_round1_scores_of_U"
SEE_LATER = "appraise.view_round2_scores_of_U"
READ = "appraise.read_explanation_of_U"
WRITE = "appraise.write_explanation_of_U"
CONFIRM = "appraise.confirm_round1_result_of_U"
REOPEN = "appraise.reopen_reply_of_U"


@dataclass(frozen=True, slots=True)
class ReplyEnd:
    """The sentence, and the address of the whole reply.

    `is_silent`: what stands there are drafts that no head confirmed.
    """

    sentence: str
    url: str
    is_silent: bool


def file_or_404(user: User, code: str, unit: str) -> Submission:
    """The file whose first round the person may see.

    Raises Http404 out of sight, NotAllowed where it may not be seen.
    """
    files = Submission.objects.select_related("campaign__framework", "unit", "kind")
    submission = get_object_or_404(files, campaign__code=code, unit__code=unit)
    require(user, SEE_FIRST, submission)
    return submission


def confirmation_of(submission: Submission) -> Confirmation | None:
    """How the reply as a whole ended, if it has. One query."""
    return Confirmation.objects.filter(submission=submission).select_related("by").first()


def why_past(submission: Submission, *, now: datetime) -> str:
    """The sentence that says that the time to reply is over; empty while it lasts.

    Rights and phase are not asked here.
    """
    due = submission.campaign.reply_due_at
    return f"Đã hết hạn giải trình lúc {moment_in_words(due)}." if due and now >= due else ""


def why_closed(submission: Submission, confirmation: Confirmation | None, *, now: datetime) -> str:
    """The sentence that says why the reply cannot be changed; empty while it can."""
    if confirmation and confirmation.is_confirmed:
        at = moment_in_words(confirmation.at)
        return (
            f"Thủ trưởng đơn vị đã xác nhận lúc {at}. Thủ trưởng mở lại trước hạn giải trình thì "
            "mới sửa được."
        )
    if confirmation:
        return "Đã ghi nhận đơn vị không trả lời trong hạn."
    return why_past(submission, now=now)


def can_reply(
    user: User, submission: Submission, confirmation: Confirmation | None, *, now: datetime
) -> bool:
    return not why_closed(submission, confirmation, now=now) and bool(may(user, WRITE, submission))


def is_asked(submission: Submission) -> bool:
    """The campaign waits for the units' replies."""
    return submission.campaign.stands.takes_replies


def hold(submission_id: int, *, action: str, by: User) -> Submission:
    """The file as it is now, locked with its campaign until the transaction ends, so that neither
    the head's confirmation nor a change of phase can come between. Raises Http404 or NotAllowed.
    """
    locked = Submission.objects.select_for_update(of=("self", "campaign"), no_key=True)
    held = locked.select_related("campaign", "unit").filter(pk=submission_id).first()
    if held is None:
        raise Http404
    require(by, action, held)
    return held


def require_open(submission: Submission, *, now: datetime) -> None:
    """Raises SubmissionClosed. One query."""
    reason = why_closed(submission, confirmation_of(submission), now=now)
    if reason:
        raise SubmissionClosed(f"{reason} Nội dung vừa nhập chưa được lưu.")


def require_in_time(submission: Submission, *, now: datetime) -> None:
    """Raises SubmissionClosed at the deadline and after it."""
    reason = why_past(submission, now=now)
    if reason:
        raise SubmissionClosed(reason)


def reply_ended(submission: Submission, user: Any) -> ReplyEnd | None:
    """None for who may not read the reply yet, and before there is one. At most one query."""
    is_early = submission.campaign.stands.leg <= Leg.REPLY
    if is_early or not may(user, READ, submission):
        return None
    confirmation = confirmation_of(submission)
    if confirmation is None:
        return None
    url = reverse("reply", args=[submission.campaign.code, submission.unit.code])
    if confirmation.is_confirmed:
        return ReplyEnd(
            f"Thủ trưởng đơn vị đã xác nhận giải trình lúc {moment_in_words(confirmation.at)}.",
            url,
            is_silent=False,
        )
    sentence = (
        "Đơn vị không trả lời trong hạn. Ý kiến đã ghi, nếu có, chưa được thủ trưởng xác nhận."
    )
    return ReplyEnd(sentence, url, is_silent=True)
