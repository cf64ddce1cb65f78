"""The second reading of one group as its reader has it, and the differences of two readings as they
are settled.

The second reader does not see the first outcomes, nor anybody the second ones, before the whole
group is read again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from ictindex.lib.errors import NotAllowed
from scoring.core.amounts import plain
from submissions.appraisal.forms.decisions import TypedDecision, kept_text, typed_of
from submissions.appraisal.pages.criterion import RefusedRows, stated_in_words
from submissions.appraisal.queries.on_site import asked_of
from submissions.appraisal.queries.rights import edit_action
from submissions.appraisal.queries.shares import shares_of
from submissions.appraisal.second_reading.services import READ
from submissions.dossier.queries.backlog import holds, unread_in
from submissions.dossier.queries.decisions import Decision, claims_of, decision_in, may_not_apply
from submissions.dossier.queries.evidence import EvidenceFile, files_of
from submissions.enums import Round
from submissions.models import (
    Answer,
    Appraisal,
    GroupDeclaration,
    RoundFinished,
    SecondReading,
    Submission,
)
from submissions.models.evidence import IN_FORCE
from submissions.workflow import open_round, shown_round
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
    files: tuple[EvidenceFile, ...]
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
class _ReadingContext:
    """What stands beside the answers of a group, by answer;

    `first` is empty before the whole group is read.
    """

    round: Round
    readings: Mapping[int, SecondReading]
    first: Mapping[int, Appraisal]
    bases: Mapping[int, Decision]
    files: Mapping[int, tuple[EvidenceFile, ...]]
    told: RefusedRows
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
    submission: Submission, group: str, user: Any, *, told: RefusedRows | None = None
) -> ReadingPage:
    """At most 12 queries.

    Raises Http404 for a group that the file does not have, NotAllowed for who must wait for the
    end.
    """
    which = shown_round(submission.campaign.phase)
    answers = _answers(submission, group)
    if not answers:
        raise Http404
    readings = {
        each.answer_id: each for each in _readings(submission, which).filter(answer__in=answers)
    }
    is_complete = len(readings) == len(answers)
    is_reader = shares_of(submission.campaign).are_of(user.pk, submission.pk, group, is_second=True)
    if not (is_reader or is_complete):
        raise NotAllowed(NOT_YET)
    closed = _why_closed(submission, group, which)
    beside = _ReadingContext(
        round=which,
        readings=readings,
        first=_first(answers, which) if is_complete else {},
        bases=_bases(answers, which),
        files=_files(submission),
        told=told or {},
        can_read=is_reader and not closed and _may_read(submission, user, which),
    )
    rows = tuple(_row(answer, beside) for answer in answers)
    return ReadingPage(
        group, answers[0].criterion.group.name, which, rows, is_reader, is_complete, closed
    )


def differences_of(submission: Submission) -> tuple[ReadingDifference, ...]:
    """Of the round that is shown, in groups that are read whole or that nobody is to read on;
    open ones first. Six queries.
    """
    which = shown_round(submission.campaign.phase)
    readings = list(
        _readings(submission, which).select_related("answer__criterion__group", "by", "settled_by")
    )
    answers = [reading.answer for reading in readings]
    for answer in answers:
        answer.submission = submission
    being_read = {each.group for each in unread_in(which, [submission])}
    first, claims = _first(answers, which), _bases(answers, which)
    found = [
        _difference(submission, reading, first[reading.answer_id], claims.get(reading.answer_id))
        for reading in readings
        if reading.answer.criterion.group.code not in being_read
        and reading.answer_id in first
        and (reading.settled_at or _differ(reading, first[reading.answer_id]))
    ]
    return tuple(sorted(found, key=lambda each: bool(each.settled)))


def _answers(submission: Submission, group: str) -> list[Answer]:
    found = Answer.objects.filter(submission=submission, criterion__group__code=group)
    rows = list(
        found.select_related("criterion__group")
        .prefetch_related("criterion__levels")
        .order_by("criterion__order")
    )
    for answer in rows:
        answer.submission = submission
    return rows


def _readings(submission: Submission, which: Round) -> QuerySet[SecondReading]:
    own = SecondReading.objects.filter(answer__submission=submission, round=which)
    return own.order_by("answer__criterion__group__order", "answer__criterion__order")


def _first(answers: list[Answer], which: Round) -> dict[int, Appraisal]:
    """The first outcomes by answer, where there are any."""
    stored = Appraisal.objects.filter(
        answer__in=[answer.pk for answer in answers], round=which
    ).select_related("by")
    return {row.answer_id: row for row in stored if decision_in(row)}


def _bases(answers: list[Answer], which: Round) -> Mapping[int, Decision]:
    """What outcomes of the round are set against: what the unit claims, or the first round."""
    if which == Round.FIRST:
        return claims_of(answers, round=which)
    return {
        key: base for key, row in _first(answers, Round.FIRST).items() if (base := decision_in(row))
    }


def _files(submission: Submission) -> Mapping[int, tuple[EvidenceFile, ...]]:
    found: dict[int, tuple[EvidenceFile, ...]] = {}
    for file in files_of(submission, only=IN_FORCE):
        for proof in file.proofs:
            found[proof.answer] = (*found.get(proof.answer, ()), file)
    return found


def _differ(reading: SecondReading, first: Appraisal | None) -> bool:
    one, other = decision_in(first), decision_in(reading)
    return bool(one and other and one.value != other.value)


def _why_closed(submission: Submission, group: str, which: Round) -> str:
    absent = GroupDeclaration.objects.confirmed().filter(submission=submission, group_code=group)
    if absent.exists():
        return "Nhóm tiêu chí này đã được xác nhận là không áp dụng với đơn vị."
    if RoundFinished.objects.filter(submission=submission, round=which).exists():
        return "Hồ sơ đã được xác nhận thẩm định xong nên lượt đọc thứ hai không sửa được nữa."
    return (
        ""
        if open_round(submission.campaign.phase) == which
        else "Không trong giai đoạn thẩm định nên chỉ đọc được."
    )


def _may_read(submission: Submission, user: Any, which: Round) -> bool:
    return bool(may(user, READ, submission)) and bool(may(user, edit_action(which), submission))


def _row(answer: Answer, beside: _ReadingContext) -> ReadingRow:
    criterion, asked = answer.criterion, asked_of(answer.criterion)
    reading, first, told = (
        beside.readings.get(answer.pk),
        beside.first.get(answer.pk),
        beside.told.get(answer.pk),
    )
    own, one, base = decision_in(reading), decision_in(first), beside.bases.get(answer.pk)
    return ReadingRow(
        answer=answer.pk,
        code=criterion.code,
        name=criterion.name,
        maximum=plain(criterion.maximum),
        how=asked.how,
        may_not_apply=may_not_apply(criterion),
        declared=stated_in_words(answer, asked),
        as_of=day_in_words(answer.declared_as_of),
        note=answer.note,
        claim=base.in_words if base else "chưa chấm",
        files=beside.files.get(answer.pk, ()),
        reading=own.in_words if own else "",
        reason=own.reason if own else "",
        keep=kept_text(base) if base and not own else "",
        typed=told.typed
        if told
        else typed_of(own, beside.round, reading.version if reading else 0),
        problems=told.problems if told else (),
        first=one.in_words if one else "",
        is_different=bool(reading and _differ(reading, first)),
        settled=_settled(reading, first),
        can_read=beside.can_read and not (reading and reading.settled_at),
    )


def _settled(reading: SecondReading | None, first: Appraisal | None) -> str:
    if (
        reading is None
        or reading.settled_at is None
        or (_differ(reading, first) and not holds(reading, first))
    ):
        return ""
    return f"{reading.settled_by} đã thống nhất"


def _reopened(reading: SecondReading, first: Appraisal) -> str:
    """Says so where the two were settled, and the first was decided anew afterwards and differs."""
    if (
        reading.settled_at is None
        or first.changed_at is None
        or holds(reading, first)
        or not _differ(reading, first)
    ):
        return ""
    return (
        f"{reading.settled_by} đã thống nhất lúc {moment_in_words(reading.settled_at)}, "
        f"nhưng {first.by or 'người thẩm định'} chấm lại lúc {moment_in_words(first.changed_at)}. "
        "Cần thống nhất lại."
    )


def _difference(
    submission: Submission, reading: SecondReading, first: Appraisal, claim: Decision | None
) -> ReadingDifference:
    criterion, one, other = reading.answer.criterion, decision_in(first), decision_in(reading)
    desk = reverse(
        "appraisal_desk",
        args=[submission.campaign.code, submission.unit.code, criterion.group.code],
    )
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
        first_by=str(first.by or ""),
        second=other.in_words if other else "",
        second_reason=reading.reason,
        second_by=str(reading.by),
        anew=typed_of(one, Round(reading.round), first.version),
        may_not_apply=may_not_apply(criterion),
        settled=_settled(reading, first),
        reopened=_reopened(reading, first),
        desk_url=f"{desk}#tc-{reading.answer_id}",
    )
