"""A second, independent outcome by who was assigned to read a file again, and settling where it
differs from the first.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from criteria.phrases import sentence_about
from ictindex.lib.errors import NotAllowed, StaleState
from submissions.appraisal.queries.rights import edit_action
from submissions.appraisal.queries.shares import shares_of
from submissions.appraisal.services.acts import Act, held_answer, record, require_open
from submissions.appraisal.services.decisions import StaleAppraisal, record_appraisal
from submissions.dossier.queries.backlog import TwoReadings
from submissions.dossier.queries.decisions import Decision, base_of, checked, claims_of, decision_in
from submissions.enums import Round
from submissions.models import Answer, Appraisal, SecondReading
from submissions.models.appraisals import NEVER_SETTLED
from units import audit
from units.access import require
from units.models import User

READ_SECOND_TIME = audit.name_act("appraise.read_second_time", "Đọc lần hai")
READINGS_SETTLED = audit.name_act("appraise.readings_settled", "Thống nhất hai lượt đọc")

READ = "appraise.read_second_time_of_U"
SETTLE = "appraise.settle_second_reading_of_U"
NOT_ASSIGNED = "Ông/Bà không được phân công đọc lần hai nhóm này."
_SETTLED = "hai lượt đọc đã được thống nhất nên không sửa được nữa. Tải lại trang để xem."
_WRITTEN = ("outcome", "points", "ground", "reason", "by", "version", "changed_at")


class StaleReading(StaleState):
    """The reading is another by now; `current` is the stored one."""

    def __init__(self, current: SecondReading, code: str) -> None:
        said = (
            "lượt đọc thứ hai đã được sửa sau khi Ông/Bà mở trang. Kết quả Ông/Bà nhập chưa được "
            "lưu."
        )
        super().__init__(sentence_about(code, said))
        self.current = current


@transaction.atomic
def record_second_reading(
    *,
    answer: Answer,
    round: int,
    version: int,
    decision: Decision,
    by: User,
    now: datetime | None = None,
) -> SecondReading:
    """Store what the second reader makes of an answer (version 0: nothing was stored); the same
    again changes nothing.

    A reason is needed where a first outcome would need one. Raises Http404, NotAllowed for who was
    not assigned, StaleReading, StaleState once it is settled or the file finished, or
    InvalidDecision.
    """
    held, act = held_answer(pk=answer.pk), Act(Round(round), by, now or timezone.now())
    _require_reader(held, act)
    decision = checked(decision, held.criterion, base=_base(held, act.round), round=act.round)
    stored = SecondReading.objects.filter(answer=held, round=act.round).first()
    if stored and decision_in(stored) == decision:
        return stored
    if stored and not NEVER_SETTLED.holds(stored):
        raise StaleState(sentence_about(held.criterion.code, _SETTLED))
    if (stored.version if stored else 0) != version:
        raise StaleReading(
            stored or SecondReading(answer=held, round=act.round, version=0), held.criterion.code
        )
    reading, change = _write(held, stored, decision, act)
    reason = decision.reason
    record(
        READ_SECOND_TIME,
        held.submission,
        act,
        subject=reading,
        changes=[change],
        answers=[held],
        reason=reason,
    )
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
    """Say what holds where two readings differ, or differ again. None: the first outcome stays as
    it is; else it is decided anew.

    Raises Http404, NotAllowed, StaleReading, StaleAppraisal, StaleState once it is settled, or
    InvalidDecision.
    """
    held, act = (
        held_answer(pk=reading.answer_id),
        Act(Round(reading.round), by, now or timezone.now()),
    )
    require(by, SETTLE, held.submission)
    require(by, edit_action(act.round), held.submission)
    stored = SecondReading.objects.select_related("by").get(pk=reading.pk)
    first = Appraisal.objects.filter(answer=held, round=act.round).first()
    if _two(first, stored).is_as_settled:
        raise StaleState(sentence_about(held.criterion.code, _SETTLED))
    if stored.version != version:
        raise StaleReading(stored, held.criterion.code)
    _decide(held, appraisal_version, decision, act)
    before, stored.answer = audit.row_of(stored), held
    still_open = SecondReading.objects.filter(
        pk=stored.pk, version=version, settled_at=stored.settled_at
    )
    stored.settled_by, stored.settled_at = by, act.at
    if not still_open.update(settled_by=by, settled_at=act.at):
        raise StaleReading(stored, held.criterion.code)
    changes, reason = [audit.updated(before, stored)], decision.reason if decision else ""
    record(
        READINGS_SETTLED,
        held.submission,
        act,
        subject=stored,
        changes=changes,
        answers=[held],
        reason=reason,
    )
    return stored


def _two(first: Appraisal | None, second: SecondReading) -> TwoReadings:
    return TwoReadings(
        first=decision_in(first),
        decided_at=first.changed_at if first else None,
        second=decision_in(second),
        settled_at=second.settled_at,
    )


def _decide(held: Answer, version: int, decision: Decision | None, act: Act) -> None:
    """The first outcome is decided anew, or, where it stays, is still the one that was looked
    at.
    """
    if decision:
        record_appraisal(
            answer=held, round=act.round, version=version, decision=decision, by=act.by, now=act.at
        )
        return
    require_open(held.submission, held.criterion.group.code, act.round)
    first = Appraisal.objects.filter(answer=held, round=act.round).first() or Appraisal(
        round=act.round, version=0
    )
    if first.version != version or not first.pk:
        first.answer = held
        raise StaleAppraisal(first)


def _require_reader(held: Answer, act: Act) -> None:
    """The round is open for the person, and the person was assigned to read this group again."""
    group = held.criterion.group.code
    require(act.by, READ, held.submission)
    require(act.by, edit_action(act.round), held.submission)
    if not shares_of(held.submission.campaign).are_of(
        act.by.pk, held.submission_id, group, is_second=True
    ):
        raise NotAllowed(NOT_ASSIGNED)
    require_open(held.submission, group, act.round)


def _base(held: Answer, which: Round) -> Decision | None:
    """What an outcome of that round is set against: no query in the first round and one in the
    second, besides that of `claims_of`.
    """
    earlier = Appraisal.objects.filter(answer=held, round__lt=which)
    decided = {row.round: decision_in(row) for row in earlier} if which > Round.FIRST else {}
    claim = None if base_of(which, decided.get) else claims_of([held], round=which).get(held.pk)
    return base_of(which, decided.get, claim)


def _write(
    held: Answer, stored: SecondReading | None, decision: Decision, act: Act
) -> tuple[SecondReading, audit.Change]:
    values: dict[str, Any] = {
        name: getattr(decision, name) for name in ("outcome", "points", "ground", "reason")
    }
    values |= {"by": act.by, "changed_at": act.at}
    if stored is None:
        reading = SecondReading.objects.create(answer=held, round=act.round, **values)
        return reading, audit.inserted(reading)
    before, stored.answer = audit.row_of(stored), held
    for name, value in (values | {"version": stored.version + 1}).items():
        setattr(stored, name, value)
    written = {name: getattr(stored, name) for name in _WRITTEN}
    unchanged = SecondReading.objects.never_settled().filter(
        pk=stored.pk, version=stored.version - 1
    )
    if not unchanged.update(**written):
        raise StaleReading(SecondReading.objects.get(pk=stored.pk), held.criterion.code)
    return stored, audit.updated(before, stored)
