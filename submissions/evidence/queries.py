"""When evidence can be added or changed: by the unit until it hands in, and, as a supplement, while
it explains and until its head has confirmed.
"""

from datetime import datetime

from django.http import Http404

from submissions.dossier.queries.evidence import EvidenceFile
from submissions.frame.deadlines import SubmissionClosed, hold_open, why_closed
from submissions.models import Evidence, Submission
from submissions.models.evidence import SUPPLEMENTARY
from submissions.reply.queries import window as replying
from units.access import may, require
from units.models import User

ADD = "self.upload_evidence_of_U"
SUPPLEMENT = "self.upload_supplementary_evidence_of_U"
WITHDRAW = "self.delete_evidence_of_U"

ONLY_NEW = "Khi giải trình chỉ bổ sung tài liệu mới; tài liệu đã nộp giữ nguyên."


def adding(submission: Submission) -> str:
    """The right that adding takes in the present phase."""
    return SUPPLEMENT if submission.campaign.stands.takes_replies else ADD


def why_not_addable(submission: Submission, *, now: datetime) -> str:
    """The sentence that says why nothing can be added now; empty when it can. Rights and phase are
    not asked here.

    One query while the unit explains: what its head has confirmed of the evidence stays so.
    """
    if not submission.campaign.stands.takes_replies:
        return why_closed(submission, now=now)
    reason = replying.why_closed(submission, replying.confirmation_of(submission), now=now)
    return f"{reason} Tài liệu vừa gửi chưa được lưu." if reason else ""


def can_add(user: User, submission: Submission, *, now: datetime) -> bool:
    return bool(may(user, adding(submission), submission)) and not why_not_addable(
        submission, now=now
    )


def require_addable(submission: Submission, *, by: User, now: datetime) -> None:
    """Raises Http404, NotAllowed or SubmissionClosed."""
    require(by, adding(submission), submission)
    reason = why_not_addable(submission, now=now)
    if reason:
        raise SubmissionClosed(reason)


def hold(submission_id: int, *, by: User, now: datetime) -> Submission:
    """The file as it is now, locked until the transaction ends.

    Raises Http404, NotAllowed or SubmissionClosed.
    """
    locked = Submission.objects.select_for_update(
        of=("self", "campaign"), no_key=True
    ).select_related("campaign", "unit")
    submission = locked.filter(pk=submission_id).first()
    if submission is None:
        raise Http404
    require_addable(submission, by=by, now=now)
    return submission


def hold_for_withdrawal(submission_id: int, *, by: User, now: datetime) -> Submission:
    """The same for taking evidence out, which nobody may while explaining."""
    return hold_open(submission_id, action=WITHDRAW, by=by, now=now)


def is_changeable(evidence: Evidence | EvidenceFile, submission: Submission) -> bool:
    """While explaining, only what was added then: the file that was appraised stays as it was."""
    return SUPPLEMENTARY.holds(evidence) or not submission.campaign.stands.takes_replies
