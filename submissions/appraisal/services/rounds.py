"""Saying that a unit's file is finished in a round, and taking it back: afterwards nothing of
the file changes in that round.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ictindex.lib.errors import DomainError, StaleState
from submissions.appraisal.queries.rights import FINISH, edit_action
from submissions.appraisal.services.acts import Act, held_file, record
from submissions.dossier.queries.backlog import is_unsettled, unread_in
from submissions.enums import Round
from submissions.models import Answer, RoundFinished, SecondReading, Submission
from units import audit
from units.access import require
from units.models import User

ROUND_FINISHED = audit.name_act("appraise.round_finished", "Xác nhận thẩm định xong hồ sơ")
ROUND_REOPENED = audit.name_act("appraise.round_reopened", "Mở lại hồ sơ đã thẩm định xong")

_NAMED = 20


@transaction.atomic
def finish_round(
    *, submission: Submission, round: int, by: User, now: datetime | None = None
) -> RoundFinished:
    """The working group has finished the file in that round; again changes nothing.

    Raises Http404, NotAllowed, or DomainError while something is not decided, a second reading that
    was ordered is not given, or two readings are not settled.
    """
    act = Act(Round(round), by, now or timezone.now())
    held = held_file(submission, action=FINISH, by=by)
    require(by, edit_action(round), held)
    done = RoundFinished.objects.filter(submission=held, round=act.round).first()
    if done:
        return done
    _require_decided(held, act.round)
    _require_read_again(held, act.round)
    _require_settled(held, act.round)
    done = RoundFinished.objects.create(submission=held, round=act.round, by=by, at=act.at)
    record(ROUND_FINISHED, held, act, subject=held, changes=[audit.inserted(done)])
    return done


@transaction.atomic
def reopen_round(*, submission: Submission, round: int, by: User) -> None:
    """Take back that the file is finished, while the round lasts.

    Raises Http404, NotAllowed or StaleState.
    """
    act = Act(Round(round), by, timezone.now())
    held = held_file(submission, action=FINISH, by=by)
    require(by, edit_action(round), held)
    done = RoundFinished.objects.filter(submission=held, round=act.round).first()
    if done is None:
        raise StaleState("Hồ sơ này chưa được xác nhận đã thẩm định xong, hoặc đã được mở lại.")
    before, key = audit.row_of(done), done.pk
    done.delete()
    record(
        ROUND_REOPENED, held, act, subject=held, changes=[audit.deleted(before, RoundFinished, key)]
    )


def _require_decided(submission: Submission, round: Round) -> None:
    lacking = Answer.objects.undecided(round).filter(submission=submission).in_official_order()
    codes = [
        f"{group} {code}"
        for group, code in lacking.values_list("criterion__group__code", "criterion__code")
    ]
    if codes:
        raise DomainError(
            f"Còn {len(codes)} tiêu chí chưa có kết quả: {_listed(codes)}. Chấm xong rồi xác nhận."
        )


def _require_read_again(submission: Submission, round: Round) -> None:
    waiting = unread_in(round, [submission])
    if waiting:
        listed = "; ".join(each.in_words for each in waiting)
        raise DomainError(
            f"Lượt đọc thứ hai đã yêu cầu chưa xong: {listed}. Chờ người đọc lần hai, "
            "hoặc Tổ trưởng rút yêu cầu ở trang «Phân công»."
        )


def _require_settled(submission: Submission, round: Round) -> None:
    """A second reading that came to something else was looked at by who settles it, as the
    outcome is now.
    """
    differing = SecondReading.objects.filter(
        is_unsettled(), answer__submission=submission, round=round
    )
    names = differing.order_by(
        "answer__criterion__group__order", "answer__criterion__order"
    ).values_list("answer__criterion__group__code", "answer__criterion__code")
    codes = [f"{group} {code}" for group, code in names]
    if codes:
        raise DomainError(
            f"Còn {len(codes)} tiêu chí có hai lượt đọc khác nhau chưa thống nhất: "
            f"{_listed(codes)}."
        )


def _listed(codes: list[str]) -> str:
    return ", ".join(codes[:_NAMED]) + (", …" if len(codes) > _NAMED else "")
