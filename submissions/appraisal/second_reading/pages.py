"""The second reading of one group as its reader has it, and the differences of two readings as they
are settled.

The second reader does not see the first outcomes, nor anybody the second ones, before the whole
group is read again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FilteredRelation, Q
from django.http import Http404
from django.urls import reverse

from ictindex.lib.errors import NotAllowed
from scoring.core.amounts import plain
from submissions.appraisal.forms.decisions import (
    RefusedDecision,
    TypedDecision,
    kept_text,
    typed_of,
)
from submissions.appraisal.queries.rights import edit_action
from submissions.appraisal.queries.shares import shares_of
from submissions.appraisal.second_reading.services import READ
from submissions.dossier.queries.backlog import TwoReadings, unread_in
from submissions.dossier.queries.decisions import (
    Claims,
    Decision,
    base_of,
    claims_in,
    claims_of,
    decision_in,
    may_not_apply,
)
from submissions.dossier.queries.files import GroupState, group_or_404, groups_of
from submissions.dossier.queries.lines import DossierLine
from submissions.dossier.queries.reader import dossier_of
from submissions.dossier.queries.trails import (
    NO_TRAIL,
    GivenOutcome,
    ProvingFile,
    Sight,
    name_of,
    trails_of,
)
from submissions.enums import Round
from submissions.models import Answer, RoundFinished, SecondReading, Submission
from units.access import may
from units.clock import day_in_words, moment_in_words

VIEW = "appraise.view_second_reading_of_U"
NOT_YET = (
    "Lượt đọc thứ hai của nhóm này chưa xong. Kết quả chỉ được xem khi người đọc lần hai đã chấm "
    "xong cả nhóm."
)


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One criterion. `first` is shown once the whole group is read; `is_different`: the two came to
    something else.

    `keep`: the value of the button that gives what stands in `claim`; none where there is nothing
    to give, or it was read.
    """

    answer: int
    code: str
    name: str
    maximum: str
    how: str
    may_not_apply: bool
    declared: str
    as_of: str
    note: str
    claim: str
    files: Sequence[ProvingFile]
    reading: str
    reason: str
    keep: str
    typed: TypedDecision
    problems: tuple[str, ...]
    first: str
    is_different: bool
    settled: str
    can_read: bool


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """One group of a file, read a second time."""

    group: str
    group_name: str
    round: Round
    rows: tuple[ReadingRow, ...]
    is_reader: bool
    is_complete: bool
    closed: str

    @property
    def read(self) -> int:
        return sum(bool(row.reading) for row in self.rows)

    @property
    def next_unread(self) -> int | None:
        """The first criterion that waits."""
        return next((row.answer for row in self.rows if not row.reading and row.can_read), None)


@dataclass(frozen=True, slots=True)
class GivenReading:
    """What the second reader made of an answer, and whether that was settled."""

    given: GivenOutcome
    settled_at: datetime | None
    settled_by: str


@dataclass(frozen=True, slots=True)
class _ReadingContext:
    """What the rows of a group are made of beside their lines, by answer.

    `bases`: what outcomes of the round are set against.
    """

    round: Round
    readings: Mapping[int, GivenReading]
    bases: Claims
    told: Mapping[int, RefusedDecision]
    can_read: bool


@dataclass(frozen=True, slots=True)
class ReadingDifference:
    """Two readings of one criterion that came to something else, and who gave them. `anew`: what a
    third would start from.

    `settled` says by whom; `reopened` instead, that the outcome was decided anew since.
    """

    reading: int
    version: int
    answer: int
    group: str
    group_name: str
    code: str
    name: str
    maximum: str
    claim: str
    first: str
    first_reason: str
    first_by: str
    second: str
    second_reason: str
    second_by: str
    anew: TypedDecision
    may_not_apply: bool
    settled: str
    reopened: str
    desk_url: str


def reading_page(
    submission: Submission,
    group: str,
    user: Any,
    *,
    told: Mapping[int, RefusedDecision] | None = None,
) -> ReadingPage:
    """At most nine queries.

    Raises Http404 for a group that the file does not have, NotAllowed for who must wait for the
    end.
    """
    which = submission.campaign.stands.shown_round
    state = group_or_404(groups_of(submission), group)
    readings, is_complete = _readings(submission, state, which)
    is_reader = shares_of(submission.campaign).are_of(user.pk, submission.pk, group, is_second=True)
    if not (is_reader or is_complete):
        raise NotAllowed(NOT_YET)
    sight = _sight(which, sees_first=is_complete)
    asked = dossier_of(submission, [state], sight).asked_in(state.pk)
    closed = _why_closed(submission, state, which)
    context = _ReadingContext(
        round=which,
        readings=readings,
        bases=_bases(asked, submission, which),
        told=told or {},
        can_read=is_reader and not closed and _may_read(submission, user, which),
    )
    rows = tuple(_reading_row(line, context) for line in asked)
    return ReadingPage(group, state.name, which, rows, is_reader, is_complete, closed)


def differences_of(submission: Submission) -> tuple[ReadingDifference, ...]:
    """Of the round that is shown, in groups that are read whole or that nobody is to read on;
    open ones first. Four queries.
    """
    which = submission.campaign.stands.shown_round
    own = SecondReading.objects.filter(answer__submission=submission, round=which)
    readings = list(
        own.select_related("answer__criterion__group", "by", "settled_by").order_by(
            "answer__criterion__group__order", "answer__criterion__order"
        )
    )
    for reading in readings:
        reading.answer.submission = submission
    being_read = {each.group for each in unread_in(which, [submission])}
    found = [
        difference
        for reading, first, claim in _beside(submission, readings, which)
        if reading.answer.criterion.group.code not in being_read
        and (difference := _difference(submission, reading, first, claim))
    ]
    return tuple(sorted(found, key=lambda each: bool(each.settled)))


def _beside(
    submission: Submission, readings: list[SecondReading], which: Round
) -> Iterator[tuple[SecondReading, GivenOutcome, Decision | None]]:
    """With each reading the first outcome, where there is one, and what that was set against."""
    read_again = {"submission": submission, "second_readings__round": which}
    trails = trails_of(read_again, Sight(rounds=frozenset({Round.FIRST, which}), names=True))
    of_reading = {each.answer_id: trails.get(each.answer_id, NO_TRAIL) for each in readings}
    claims = claims_of(
        [
            reading.answer
            for reading in readings
            if not base_of(which, of_reading[reading.answer_id].decision)
        ],
        round=which,
    )
    for reading in readings:
        trail, claim = of_reading[reading.answer_id], claims.get(reading.answer_id)
        if trail.decision(which):
            yield reading, trail.rounds[which], base_of(which, trail.decision, claim)


def _readings(
    submission: Submission, group: GroupState, which: Round
) -> tuple[dict[int, GivenReading], bool]:
    """By answer, and whether every answer of the group has one. One query."""
    read = FilteredRelation("second_readings", condition=Q(second_readings__round=which))
    answers = Answer.objects.filter(submission=submission, criterion__group=group.pk)
    columns = ("outcome", "points", "ground", "reason", "version", "changed_at", "settled_at")
    rows = list(
        answers.annotate(read=read).values_list(
            "pk", *(f"read__{name}" for name in columns), name_of("read__settled_by")
        )
    )
    found = {
        answer: GivenReading(GivenOutcome(which, *given), settled_at, settled_by or "")
        for answer, *given, settled_at, settled_by in rows
        if given[0]
    }
    if not rows:
        raise Http404
    return found, len(found) == len(rows)


def _sight(which: Round, *, sees_first: bool) -> Sight:
    """Round 2 is set against round 1; the first outcome of the round itself is seen at the end."""
    rounds = {which} if sees_first else set()
    if which == Round.SECOND:
        rounds.add(Round.FIRST)
    return Sight(claims=True, rounds=frozenset(rounds), evidence=True)


def _bases(asked: Iterable[DossierLine], submission: Submission, which: Round) -> Claims:
    """What outcomes of the round are set against, where there is anything."""
    lines = tuple(asked)
    entered = [line.entered for line in lines if not base_of(which, line.trail.decision)]
    claims = claims_in(entered, submission.campaign_id, round=which)
    bases = {
        line.answer.pk: base_of(which, line.trail.decision, claims.get(line.answer.pk))
        for line in lines
    }
    return {answer: base for answer, base in bases.items() if base}


def _why_closed(submission: Submission, group: GroupState, which: Round) -> str:
    if group.is_confirmed:
        return "Nhóm tiêu chí này đã được xác nhận là không áp dụng với đơn vị."
    if RoundFinished.objects.filter(submission=submission, round=which).exists():
        return "Hồ sơ đã được xác nhận thẩm định xong nên lượt đọc thứ hai không sửa được nữa."
    return (
        ""
        if submission.campaign.stands.round == which
        else "Không trong giai đoạn thẩm định nên chỉ đọc được."
    )


def _may_read(submission: Submission, user: Any, which: Round) -> bool:
    return bool(may(user, READ, submission)) and bool(may(user, edit_action(which), submission))


def _reading_row(line: DossierLine, context: _ReadingContext) -> ReadingRow:
    criterion, answer = line.criterion, line.answer
    reading, told = context.readings.get(answer.pk), context.told.get(answer.pk)
    own = reading.given.decision if reading else None
    first, base = line.trail.rounds.get(context.round), context.bases.get(answer.pk)
    version = reading.given.version if reading else 0
    two = _two(first, own, reading.settled_at if reading else None)
    return ReadingRow(
        answer=answer.pk,
        code=criterion.code,
        name=criterion.name,
        maximum=plain(criterion.maximum),
        how=criterion.rule.how,
        may_not_apply=criterion.may_not_apply,
        declared=line.declared_in_words,
        as_of=day_in_words(answer.declared_as_of),
        note=answer.note,
        claim=base.in_words if base else "chưa chấm",
        files=line.trail.files,
        reading=own.in_words if own else "",
        reason=own.reason if own else "",
        keep=kept_text(base) if base and not own else "",
        typed=told.typed if told else typed_of(own, context.round, version),
        problems=told.problems if told else (),
        first=first.decision.in_words if first and first.decision else "",
        is_different=two.differ,
        settled=_settled(two, reading.settled_by) if reading else "",
        can_read=context.can_read and not two.was_settled,
    )


def _two(
    first: GivenOutcome | None, second: Decision | None, settled_at: datetime | None
) -> TwoReadings:
    return TwoReadings(
        first=first.decision if first else None,
        decided_at=first.changed_at if first else None,
        second=second,
        settled_at=settled_at,
    )


def _settled(two: TwoReadings, by: str) -> str:
    return f"{by} đã thống nhất" if two.is_settled else ""


def _difference(
    submission: Submission, reading: SecondReading, first: GivenOutcome, claim: Decision | None
) -> ReadingDifference | None:
    """None where the two come to the same, and nobody has settled that either."""
    criterion, one, other = reading.answer.criterion, first.decision, decision_in(reading)
    two = _two(first, other, reading.settled_at)
    if not (two.was_settled or two.differ):
        return None
    place = [submission.campaign.code, submission.unit.code, criterion.group.code]
    return ReadingDifference(
        reading=reading.pk,
        version=reading.version,
        answer=reading.answer_id,
        group=criterion.group.code,
        group_name=criterion.group.name,
        code=criterion.code,
        name=criterion.name,
        maximum=plain(criterion.maximum),
        claim=claim.in_words if claim else "chưa chấm",
        first=one.in_words if one else "",
        first_reason=first.reason,
        first_by=first.by,
        second=other.in_words if other else "",
        second_reason=reading.reason,
        second_by=str(reading.by),
        anew=typed_of(one, Round(reading.round), first.version),
        may_not_apply=may_not_apply(criterion),
        settled=_settled(two, str(reading.settled_by)),
        reopened=_reopened(two, settled_by=str(reading.settled_by), first_by=first.by),
        desk_url=f"{reverse('appraisal_desk', args=place)}#tc-{reading.answer_id}",
    )


def _reopened(two: TwoReadings, *, settled_by: str, first_by: str) -> str:
    """The two were settled, and the first was decided anew afterwards and differs."""
    if two.open_again is None:
        return ""
    settled_at, decided_at = two.open_again
    return (
        f"{settled_by} đã thống nhất lúc {moment_in_words(settled_at)}, "
        f"nhưng {first_by or 'người thẩm định'} chấm lại lúc {moment_in_words(decided_at)}. "
        "Cần thống nhất lại."
    )
