"""The Council's own outcomes: a score changes in revision only by a conclusion that names the
criterion of the unit.

Rounds 1 and 2 stay as they are; the Council's stands beside them as round 3, with the conclusion
that it follows from.
"""

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from criteria.phrases import sentence_about
from ictindex.lib.errors import StaleState
from submissions.council.queries.rights import CHANGE
from submissions.council.services.meeting_lock import InvalidCouncilEntry
from submissions.dossier.queries.decisions import Decision, base_of, checked, decision_in
from submissions.enums import Round
from submissions.models import Answer, Appraisal, Conclusion, GroupDeclaration
from units import audit
from units.access import require
from units.models import User

SCORE_CHANGED = audit.name_act("council.score_changed", "Ghi kết quả theo kết luận của Hội đồng")

_WRITTEN = (
    "outcome",
    "points",
    "ground",
    "reason",
    "by",
    "conclusion",
    "is_reconstructed",
    "version",
    "changed_at",
)


class StaleCouncilScore(StaleState):
    """Somebody changed it since;

    `current` is the Council's outcome that is stored, None where it is gone.
    """

    def __init__(self, code: str, current: Appraisal | None) -> None:
        said = (
            "kết quả theo kết luận đã được người khác sửa sau khi Ông/Bà mở trang. Kết quả Ông/Bà "
            "nhập chưa được lưu."
        )
        super().__init__(sentence_about(code, said))
        self.current = current


@transaction.atomic
def change_score_by_conclusion(
    *,
    conclusion: Conclusion,
    version: int,
    decision: Decision,
    by: User,
    now: datetime | None = None,
) -> Appraisal:
    """The outcome that a conclusion gives to the criterion it names. `version`: of the Council's
    outcome that was seen (0: none).

    A reason is needed exactly where it differs from round 2. To undo a change, decide as round 2
    did. The same again changes nothing. Raises Http404, NotAllowed (never for the own unit),
    StaleState, InvalidDecision or InvalidCouncilEntry.
    """
    conclusion = _with_meeting(conclusion)
    if conclusion.answer_id is None:
        raise InvalidCouncilEntry(
            "Kết luận này không nêu tiêu chí nào của đơn vị nào nên không đổi được điểm."
        )
    held = _held_answer(conclusion.answer_id)
    require(by, CHANGE, held)
    _require_binding(conclusion, held)
    rows = {
        row.round: row
        for row in Appraisal.objects.filter(answer=held).select_related("conclusion__meeting")
    }
    own = rows.get(Round.COUNCIL)
    base = base_of(Round.COUNCIL, lambda which: decision_in(rows.get(which)))
    decision = checked(decision, held.criterion, base=base, round=Round.COUNCIL)
    if own and decision_in(own) == decision and own.conclusion_id == conclusion.pk:
        return own
    if (own.version if own else 0) != version:
        raise StaleCouncilScore(held.criterion.code, own)
    if own is None and decision.keeps(base):
        raise InvalidCouncilEntry(
            "Kết quả này giống kết quả lần 2 nên không có gì để đổi.", field="outcome"
        )
    appraisal, change = _write(
        own, held, conclusion, decision=decision, by=by, now=now or timezone.now()
    )
    _record(appraisal, conclusion, change, by)
    return appraisal


def _with_meeting(conclusion: Conclusion) -> Conclusion:
    found = Conclusion.objects.select_related("meeting").filter(pk=conclusion.pk).first()
    if found is None:
        raise Http404
    return found


def _held_answer(pk: int) -> Answer:
    """The answer as it is now, locked after its file and campaign, as everywhere."""
    locked = Answer.objects.select_for_update(
        of=("submission", "submission__campaign", "self"), no_key=True
    )
    held = (
        locked.select_related("submission__campaign", "submission__unit", "criterion__group")
        .filter(pk=pk)
        .first()
    )
    if held is None:
        raise Http404
    return held


def _require_binding(conclusion: Conclusion, held: Answer) -> None:
    """The meeting is over, so that its conclusions are fixed, and the group applies to the unit."""
    if not conclusion.meeting.is_closed:
        raise InvalidCouncilEntry(
            "Phiên họp ra kết luận này chưa kết thúc. Điểm chỉ đổi theo kết luận của phiên họp đã "
            "kết thúc."
        )
    absent = GroupDeclaration.objects.confirmed().filter(
        submission=held.submission, group_code=held.criterion.group.code
    )
    if absent.exists():
        raise StaleState(
            "Nhóm tiêu chí này đã được xác nhận là không áp dụng với đơn vị nên không có điểm để "
            "đổi."
        )


def _write(
    own: Appraisal | None,
    answer: Answer,
    conclusion: Conclusion,
    *,
    decision: Decision,
    by: User,
    now: datetime,
) -> tuple[Appraisal, audit.Change]:
    before = audit.row_of(own) if own else None
    row = own or Appraisal(answer=answer, round=Round.COUNCIL, version=0)
    row.answer, row.conclusion, row.by, row.changed_at = answer, conclusion, by, now
    row.outcome, row.points, row.ground = decision.value
    row.reason, row.is_reconstructed = decision.reason, False
    row.version += 1
    if before is None:
        row.save(force_insert=True)
        return row, audit.inserted(row)
    values = {name: getattr(row, name) for name in _WRITTEN}
    if not Appraisal.objects.filter(pk=row.pk, version=row.version - 1).update(**values):
        raise StaleCouncilScore(answer.criterion.code, Appraisal.objects.filter(pk=row.pk).first())
    return row, audit.updated(before, row)


def _record(appraisal: Appraisal, conclusion: Conclusion, change: audit.Change, by: User) -> None:
    answer, submission = appraisal.answer, appraisal.answer.submission
    audit.record(
        act=SCORE_CHANGED,
        by=by,
        campaign=submission.campaign,
        unit=submission.unit,
        subject=appraisal,
        reason=appraisal.reason,
        facts={
            "criteria": [f"{answer.criterion.group.code}:{answer.criterion.code}"],
            "meeting": conclusion.meeting.number,
            "conclusion": conclusion.number,
        },
        changes=[change],
    )
