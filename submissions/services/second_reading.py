"""A second, independent outcome by who was assigned to read a file again, and settling where it differs from the first."""

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import NotAllowed, StaleState
from submissions.claims import claims_of
from submissions.decisions import Decision, checked
from submissions.entries import sentence_about
from submissions.enums import Round
from submissions.models import Answer, Appraisal, GroupDeclaration, RoundFinished, SecondReading
from submissions.services.appraisal import StaleAppraisal, decision_in, edit_action, record_appraisal
from submissions.working_group.shares import shares_of
from units import audit
from units.access import require
from units.models import User

READ = "appraise.read_second_time_of_U"
SETTLE = "appraise.settle_second_reading_of_U"
NOT_ASSIGNED = "Ông/Bà không được phân công đọc lần hai nhóm này."
CLOSED = "Hồ sơ đã được xác nhận thẩm định xong nên lượt đọc thứ hai không sửa được nữa."
_WRITTEN = ("outcome", "points", "ground", "reason", "by", "version", "changed_at")


class StaleReading(StaleState):
    """The reading is another by now; `current` is the stored one."""

    def __init__(self, current: SecondReading, code: str) -> None:
        said = "lượt đọc thứ hai đã được sửa sau khi Ông/Bà mở trang. Kết quả Ông/Bà nhập chưa được lưu."
        super().__init__(sentence_about(code, said))
        self.current = current


@transaction.atomic
def record_second_reading(
    *, answer: Answer, round: int, version: int, decision: Decision, by: User, now: datetime | None = None
) -> SecondReading:
    """Store what the second reader makes of an answer (version 0: nothing was stored); the same again changes nothing.

    A reason is needed where a first outcome would need one. Raises Http404, NotAllowed for who was not assigned, StaleReading,
    StaleState once it is settled or the file finished, or InvalidDecision.
    """
    held, which = _held_answer(answer.pk), Round(round)
    _require_reader(held, which, by)
    decision = checked(decision, held.criterion, base=_base(held, which), round=which)
    stored = SecondReading.objects.filter(answer=held, round=which).first()
    if stored and decision_of(stored) == decision:
        return stored
    if stored and stored.settled_at:
        raise StaleState(sentence_about(held.criterion.code, "hai lượt đọc đã được thống nhất nên không sửa được nữa."))
    if stored and stored.version != version or not stored and version:
        raise StaleReading(stored or SecondReading(answer=held, round=which), held.criterion.code)
    reading, change = _write(held, stored, which, decision, by, now or timezone.now())
    _record("appraise.read_second_time", held, which, by, reading, [change], decision.reason)
    return reading


@transaction.atomic
def settle_reading(
    *,
    reading: SecondReading,
    version: int,
    appraisal_version: int,
    decision: Decision | None,
    by: User,
    now: datetime | None = None,
) -> SecondReading:
    """Say what holds where two readings differ. None: the first outcome stays as it is; else it is decided anew.

    Raises Http404, NotAllowed, StaleReading, StaleAppraisal, StaleState once it is settled, or InvalidDecision.
    """
    held, now = _held_answer(reading.answer_id), now or timezone.now()
    require(by, SETTLE, held.submission)
    stored = SecondReading.objects.select_related("by").get(pk=reading.pk)
    require(by, edit_action(stored.round), held.submission)
    if stored.settled_at:
        raise StaleState(sentence_about(held.criterion.code, "hai lượt đọc đã được thống nhất. Tải lại trang để xem."))
    if stored.version != version:
        raise StaleReading(stored, held.criterion.code)
    _decide(held, Round(stored.round), appraisal_version, decision, by, now)
    before, stored.answer = audit.row_of(stored), held
    stored.settled_by, stored.settled_at = by, now
    still_open = SecondReading.objects.filter(pk=stored.pk, version=version, settled_at=None)
    if not still_open.update(settled_by=by, settled_at=now):
        raise StaleReading(stored, held.criterion.code)
    reason = decision.reason if decision else ""
    _record("appraise.readings_settled", held, Round(stored.round), by, stored, [audit.updated(before, stored)], reason)
    return stored


def decision_of(reading: SecondReading) -> Decision:
    return Decision(reading.outcome, reading.points, reading.ground, reading.reason)


def _decide(held: Answer, which: Round, version: int, decision: Decision | None, by: User, now: datetime) -> None:
    """The first outcome is decided anew, or, where it stays, is still the one that was looked at."""
    if decision:
        record_appraisal(answer=held, round=which, version=version, decision=decision, by=by, now=now)
        return
    _refuse_finished(held, which)
    first = Appraisal.objects.filter(answer=held, round=which).first()
    if first is None or first.version != version:
        current = first or Appraisal(answer=held, round=which, version=0)
        current.answer = held
        raise StaleAppraisal(current)


def _held_answer(key: int) -> Answer:
    locked = Answer.objects.select_for_update(of=("self", "submission", "submission__campaign"), no_key=True)
    found = locked.select_related("submission__campaign", "submission__unit", "criterion__group").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _require_reader(held: Answer, which: Round, by: User) -> None:
    require(by, READ, held.submission)
    require(by, edit_action(which), held.submission)
    group = held.criterion.group.code
    if not shares_of(held.submission.campaign).are_of(by.pk, held.submission_id, group, is_second=True):
        raise NotAllowed(NOT_ASSIGNED)
    _refuse_finished(held, which)
    if GroupDeclaration.objects.filter(submission=held.submission, group_code=group, is_confirmed=True).exists():
        raise StaleState("Nhóm tiêu chí này đã được xác nhận là không áp dụng với đơn vị nên không thẩm định.")


def _refuse_finished(held: Answer, which: Round) -> None:
    if RoundFinished.objects.filter(submission=held.submission, round=which).exists():
        raise StaleState(CLOSED)


def _base(held: Answer, which: Round) -> Decision | None:
    """What an outcome of that round is set against."""
    if which == Round.SECOND:
        return decision_in(Appraisal.objects.filter(answer=held, round=Round.FIRST).first())
    return claims_of([held], round=which).get(held.pk)


def _write(
    held: Answer, stored: SecondReading | None, which: Round, decision: Decision, by: User, now: datetime
) -> tuple[SecondReading, audit.Change]:
    values = {"outcome": decision.outcome, "points": decision.points, "ground": decision.ground, "reason": decision.reason}
    if stored is None:
        reading = SecondReading.objects.create(answer=held, round=which, by=by, changed_at=now, **values)
        return reading, audit.inserted(reading)
    before, stored.answer = audit.row_of(stored), held
    for name, value in (values | {"by": by, "changed_at": now, "version": stored.version + 1}).items():
        setattr(stored, name, value)
    written = {name: getattr(stored, name) for name in _WRITTEN}
    if not SecondReading.objects.filter(pk=stored.pk, version=stored.version - 1, settled_at=None).update(**written):
        raise StaleReading(SecondReading.objects.get(pk=stored.pk), held.criterion.code)
    return stored, audit.updated(before, stored)


def _record(
    act: str, held: Answer, which: Round, by: User, reading: SecondReading, changes: list[audit.Change], reason: str
) -> None:
    """`facts` name the round and the criterion, as those of first outcomes do."""
    audit.record(
        act=act,
        by=by,
        campaign=held.submission.campaign,
        unit=held.submission.unit,
        subject=reading,
        reason=reason,
        facts={"round": int(which), "criteria": [f"{held.criterion.group.code}:{held.criterion.code}"]},
        changes=changes,
    )
