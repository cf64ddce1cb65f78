"""What the services of the appraisal share: the rights by round, the locks, what refuses a
change, the entry in the record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404

from ictindex.lib.errors import StaleState
from submissions.enums import Round
from submissions.models import Answer, GroupDeclaration, RoundFinished, Submission
from submissions.models.appraisals import Decided
from units import audit
from units.access import require
from units.clock import moment_in_words
from units.models import User

_ABSENT = "Nhóm tiêu chí này đã được xác nhận là không áp dụng với đơn vị nên không thẩm định."


@dataclass(frozen=True, slots=True)
class Act:
    """Who decides, in which round, and when."""

    round: Round
    by: User
    at: datetime


def held_answer(**place: object) -> Answer:
    """The answer as it is now, locked after its file and campaign, as everywhere.

    One query. Raises Http404.
    """
    locked = Answer.objects.select_for_update(
        of=("submission", "submission__campaign", "self"), no_key=True
    )
    try:
        return locked.select_related(
            "submission__campaign", "submission__unit", "criterion__group"
        ).get(**place)
    except Answer.DoesNotExist as nowhere:
        raise Http404 from nowhere


def held_file(submission: Submission, *, action: str, by: User) -> Submission:
    """The file as it is now, with its campaign and unit, locked. Raises Http404 or NotAllowed."""
    locked = Submission.objects.select_for_update(
        of=("self", "campaign"), no_key=True
    ).select_related("campaign", "unit")
    held = locked.filter(pk=submission.pk).first()
    if held is None:
        raise Http404
    require(by, action, held)
    return held


def require_open(submission: Submission, group: str, round: Round) -> None:
    """Neither is the file finished in that round nor the group left out.

    One query, under the lock. Raises StaleState.
    """
    absent = GroupDeclaration.objects.confirmed().filter(
        submission=OuterRef("pk"), group_code=group
    )
    finished = RoundFinished.objects.filter(submission=OuterRef("pk"), round=round)
    state = Submission.objects.filter(pk=submission.pk).values_list(
        Exists(absent), Subquery(finished.values("at")[:1])
    )
    is_absent, finished_at = state.get()
    if is_absent:
        raise StaleState(_ABSENT)
    if finished_at:
        raise StaleState(
            f"Hồ sơ đã được xác nhận thẩm định xong lúc {moment_in_words(finished_at)}. "
            "Kết quả vừa nhập chưa được lưu; mở lại hồ sơ thì mới sửa được."
        )


def record(
    code: audit.ActCode,
    submission: Submission,
    act: Act,
    *,
    subject: Decided | Submission,
    changes: Iterable[audit.Change],
    answers: Iterable[Answer] = (),
    reason: str = "",
) -> None:
    """`facts` name the round and the criteria, so that a list of what was decided is read
    without the changes.
    """
    criteria = [f"{answer.criterion.group.code}:{answer.criterion.code}" for answer in answers]
    audit.record(
        act=code,
        by=act.by,
        campaign=submission.campaign,
        unit=submission.unit,
        subject=subject,
        reason=reason,
        facts={"round": int(act.round)} | ({"criteria": criteria} if criteria else {}),
        changes=changes,
    )
