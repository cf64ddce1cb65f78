"""What the working group decides about answers, in round 1 and in round 2: the only writer of its
outcomes.

Round 2 starts from round 1: nothing is stored when it opens, and a criterion without an outcome of
round 2 shows that of round 1. It is kept only by somebody who says so (`record_appraisal` with the
same outcome, or `accept_unchanged`), which stores an outcome of round 2 of its own. So no
self-score and no first outcome becomes final by silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from criteria.phrases import sentence_about
from ictindex.lib.errors import StaleState
from submissions.appraisal.queries.rights import edit_action
from submissions.appraisal.services.acts import Act, held_answer, held_file, record, require_open
from submissions.appraisal.services.rounds import finish_round, reopen_round
from submissions.dossier.queries.decisions import (
    Decision,
    InvalidDecision,
    base_of,
    checked,
    claims_of,
    decision_in,
)
from submissions.enums import OutcomeKind, Round
from submissions.models import Answer, Appraisal, Submission
from submissions.models.replies import is_questioned
from units import audit
from units.access import require
from units.models import User

__all__ = [
    "Decision",
    "InvalidDecision",
    "StaleAppraisal",
    "accept_unchanged",
    "finish_round",
    "record_appraisal",
    "record_appraisal_at",
    "reopen_round",
]

DECIDED = audit.name_act("appraise.decided", "Thẩm định")
ACCEPTED_TOGETHER = audit.name_act(
    "appraise.accepted_together", "Giữ nguyên các tiêu chí còn lại của nhóm"
)

REFUSE = "appraise.refuse_score_with_reason_of_U"
_WRITTEN = (
    "outcome",
    "points",
    "ground",
    "reason",
    "by",
    "is_reconstructed",
    "version",
    "changed_at",
)


class StaleAppraisal(StaleState):
    """Somebody decided otherwise since;

    `current` is the stored outcome, so that both can be shown. Version 0: none is stored.
    """

    def __init__(self, current: Appraisal) -> None:
        said = (
            "kết quả này đã được người khác chấm sau khi Ông/Bà mở trang. Kết quả Ông/Bà nhập "
            "chưa được lưu."
        )
        super().__init__(sentence_about(current.answer.criterion.code, said))
        self.current = current


@dataclass(frozen=True, slots=True)
class _StoredDecision:
    """What is stored for an answer in the round, and what a decision is set against."""

    own: Appraisal | None
    base: Decision | None


@transaction.atomic
def record_appraisal(
    *,
    answer: Answer,
    round: int,
    version: int,
    decision: Decision,
    by: User,
    now: datetime | None = None,
) -> Appraisal:
    """Store an outcome of round 1 or 2 that was made from that version (0: nothing was stored); the
    same again changes nothing.

    A reason is needed exactly where it differs: in round 1 from the self-score, in round 2 from
    round 1. At most 7 queries. Raises Http404, NotAllowed, StaleState (round finished),
    StaleAppraisal or InvalidDecision.
    """
    return _decide(
        held_answer(pk=answer.pk), version, decision, Act(Round(round), by, now or timezone.now())
    )


@transaction.atomic
def record_appraisal_at(
    *,
    campaign: str,
    unit: str,
    key: int,
    round: int,
    version: int,
    decision: Decision,
    by: User,
    now: datetime | None = None,
) -> Appraisal:
    """The same for the answer that an address names by the codes of the campaign and the unit
    and by its own key.
    """
    held = held_answer(pk=key, submission__campaign__code=campaign, submission__unit__code=unit)
    return _decide(held, version, decision, Act(Round(round), by, now or timezone.now()))


@transaction.atomic
def accept_unchanged(
    *,
    submission: Submission,
    group: str,
    round: int,
    versions: Mapping[int, int],
    by: User,
    now: datetime | None = None,
) -> list[Appraisal]:
    """Keep what is not decided yet, as it stands: in round 1 the self-scores, in round 2 the
    outcomes of round 1.

    `versions`: the answers that the person has looked at, with the version of the outcome that was
    shown (0: none). Left as they are: those decided by now, those without a value to keep, and in
    round 2 what the unit contests or has proved anew. The right to decide each is enough: unlike
    setting points in bulk, this stores nothing that was not stated for that answer before. Returns
    what was stored; a fixed number of queries. Raises Http404, NotAllowed or StaleState.
    """
    act = Act(Round(round), by, now or timezone.now())
    held = held_file(submission, action=edit_action(round), by=by)
    require_open(held, group, act.round)
    answers = _held_answers(held, group, versions)
    left = questioned(answers) if act.round == Round.SECOND else set()
    stored = _stored_of(answers, act.round)
    kept = [
        (answer, stored[answer.pk])
        for answer in answers
        if answer.pk not in left and _is_undecided(stored[answer.pk].own, versions[answer.pk])
    ]
    return _keep(held, kept, act)


def questioned(answers: Sequence[Answer]) -> set[int]:
    """Those that must be looked at again. One query."""
    asked = Answer.objects.filter(is_questioned(), pk__in=[answer.pk for answer in answers])
    return set(asked.values_list("pk", flat=True))


def _decide(held: Answer, version: int, decision: Decision, act: Act) -> Appraisal:
    submission = held.submission
    require(act.by, edit_action(act.round), submission)
    if decision.outcome == OutcomeKind.REFUSED:
        require(act.by, REFUSE, submission)
    require_open(submission, held.criterion.group.code, act.round)
    stored = _stored_of([held], act.round)[held.pk]
    decision = checked(decision, held.criterion, base=stored.base, round=act.round)
    if decision_in(stored.own) == decision and stored.own:
        return stored.own
    if version != (stored.own.version if stored.own else 0):
        raise _stale(stored.own, held, act.round)
    appraisal, change = _write(stored.own, held, decision, act)
    record(
        DECIDED,
        submission,
        act,
        subject=appraisal,
        changes=[change],
        answers=[held],
        reason=decision.reason,
    )
    return appraisal


def _held_answers(submission: Submission, group: str, versions: Mapping[int, int]) -> list[Answer]:
    """Those of the group that were looked at. Raises Http404 for others."""
    locked = Answer.objects.select_for_update(of=("self",), no_key=True).select_related(
        "criterion__group"
    )
    answers = list(
        locked.filter(
            submission=submission, criterion__group__code=group, pk__in=versions
        ).order_by("pk")
    )
    if {answer.pk for answer in answers} != set(versions):
        raise Http404
    for answer in answers:
        answer.submission = submission
    return answers


def _stored_of(answers: Sequence[Answer], round: Round) -> dict[int, _StoredDecision]:
    """One query, and one more where points depend on all units' figures."""
    rows = Appraisal.objects.filter(answer__in=answers, round__lte=round).select_related("by")
    found: dict[int, dict[int, Appraisal]] = {answer.pk: {} for answer in answers}
    for row in rows:
        found[row.answer_id][row.round] = row
    bases = _bases(answers, round, found)
    return {
        answer: _StoredDecision(stored.get(round), bases[answer])
        for answer, stored in found.items()
    }


def _bases(
    answers: Sequence[Answer], round: Round, found: Mapping[int, Mapping[int, Appraisal]]
) -> dict[int, Decision | None]:
    """What the outcomes of the round are set against. Claims are asked only where they count."""

    def base(answer: Answer, claim: Decision | None = None) -> Decision | None:
        stored = found[answer.pk]
        return base_of(round, lambda which: decision_in(stored.get(which)), claim)

    claims = claims_of([answer for answer in answers if not base(answer)], round=round)
    return {answer.pk: base(answer, claims.get(answer.pk)) for answer in answers}


def _is_undecided(own: Appraisal | None, version: int) -> bool:
    return own is None or (not own.is_decided and own.version == version)


def _keep(
    submission: Submission, kept: Sequence[tuple[Answer, _StoredDecision]], act: Act
) -> list[Appraisal]:
    """New outcomes in one statement; the few that were opened and left empty one by one."""
    kept = [(answer, stored) for answer, stored in kept if stored.base]
    fresh = [
        _appraisal(answer, stored.base, act)
        for answer, stored in kept
        if stored.base and not stored.own
    ]
    appraisals = Appraisal.objects.bulk_create(fresh)
    changes = [audit.inserted(appraisal) for appraisal in appraisals]
    for answer, stored in kept:
        if stored.own and stored.base:
            appraisal, change = _write(stored.own, answer, stored.base, act)
            appraisals, changes = [*appraisals, appraisal], [*changes, change]
    if changes:
        answers = [answer for answer, _ in kept]
        record(
            ACCEPTED_TOGETHER, submission, act, subject=submission, changes=changes, answers=answers
        )
    return appraisals


def _appraisal(answer: Answer, decision: Decision, act: Act) -> Appraisal:
    outcome, points, ground = decision.value
    return Appraisal(
        answer=answer,
        round=act.round,
        outcome=outcome,
        points=points,
        ground=ground,
        reason=decision.reason,
        by=act.by,
        changed_at=act.at,
    )


def _write(
    own: Appraisal | None, answer: Answer, decision: Decision, act: Act
) -> tuple[Appraisal, audit.Change]:
    if own is None:
        fresh = _appraisal(answer, decision, act)
        fresh.save(force_insert=True)
        return fresh, audit.inserted(fresh)
    before = audit.row_of(own)
    own.answer = answer
    own.outcome, own.points, own.ground = decision.value
    own.reason, own.by, own.changed_at = decision.reason, act.by, act.at
    own.is_reconstructed = False
    own.version += 1
    values = {name: getattr(own, name) for name in _WRITTEN}
    if not Appraisal.objects.filter(pk=own.pk, version=own.version - 1).update(**values):
        raise _stale(Appraisal.objects.select_related("by").get(pk=own.pk), answer, act.round)
    return own, audit.updated(before, own)


def _stale(own: Appraisal | None, answer: Answer, round: Round) -> StaleAppraisal:
    current = own or Appraisal(answer=answer, round=round, version=0)
    current.answer = answer
    return StaleAppraisal(current)
