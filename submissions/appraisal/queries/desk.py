"""A unit's file on the appraiser's desk: who may open it, which round it is in, and whether
anything can be decided now.
"""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404

from submissions.appraisal.queries.rights import FINISH, edit_action
from submissions.enums import Round
from submissions.models import RoundFinished, Submission
from units.access import may, require
from units.clock import moment_in_words

VIEW = "appraise.view_desk"
SEE_WHO = "appraise.view_who_appraised_U"


@dataclass(frozen=True, slots=True)
class AppraisalDesk:
    """`can_decide`: outcomes of the round can be given now by this person.

    `closed` says why not, where it is worth saying.
    """

    submission: Submission
    round: Round
    can_decide: bool
    can_finish: bool
    finished: str
    closed: str

    @property
    def is_finished(self) -> bool:
        return bool(self.finished)


def file_on_desk(user: Any, code: str, unit: str) -> Submission:
    """The file with its campaign, framework and unit. Raises Http404 out of sight, NotAllowed for
    who is no appraiser.

    The names of appraisers are on the desk: who may not know them does not see it, and so nobody of
    the unit does.
    """
    files = Submission.objects.select_related("campaign__framework", "unit", "kind")
    submission = get_object_or_404(files, campaign__code=code, unit__code=unit)
    require(user, SEE_WHO, submission)
    require(user, VIEW, submission.campaign)
    return submission


def desk_of(submission: Submission, user: Any) -> AppraisalDesk:
    """One query."""
    stands = submission.campaign.stands
    which = stands.shown_round
    done = (
        RoundFinished.objects.filter(submission=submission, round=which)
        .select_related("by")
        .first()
    )
    is_open = stands.round == which
    may_decide = is_open and bool(may(user, edit_action(which), submission))
    finished = _finished_in_words(done) if done else ""
    return AppraisalDesk(
        submission=submission,
        round=which,
        can_decide=may_decide and not done,
        can_finish=is_open and bool(may(user, FINISH, submission)),
        finished=finished,
        closed=""
        if is_open
        else (
            f"{which.label} không mở ở giai đoạn «{submission.campaign.get_phase_display()}»: chỉ "
            "xem."
        ),
    )


def _finished_in_words(done: RoundFinished) -> str:
    return f"{done.by} đã xác nhận thẩm định xong hồ sơ này lúc {moment_in_words(done.at)}."
