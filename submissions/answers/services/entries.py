"""Saving what a unit enters for its criteria: by the form, cell by cell or whole, and from a
workbook. The only writer of answers while units fill in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from criteria.phrases import sentence_about
from criteria.questions import Levels, levels_in, stored_rule
from ictindex.lib.errors import DomainError, StaleState
from scoring.core.rule_kinds.kinds import KINDS
from submissions.dossier.queries.entries import (
    COLUMNS,
    Entry,
    EntryColumns,
    InvalidEntry,
    columns_of,
)
from submissions.frame.deadlines import SubmissionClosed, hold_open, require_open
from submissions.models import Answer, Submission
from units import audit
from units.models import Unit, User

__all__ = [
    "EntriesRefused",
    "Entry",
    "InvalidEntry",
    "SavedEntries",
    "StaleAnswer",
    "SubmissionClosed",
    "save_answer",
    "save_answer_at",
    "save_answers",
    "save_each",
]

ANSWERS_SAVED = audit.name_act("self.answers_saved", "Kê khai, tự chấm")

SAVE = "self.autosave_self_score_of_U"
EDIT = "self.edit_self_score_of_U"
IMPORT = "self.import_self_scores_xlsx_of_U"
#: Answer, the version that was seen, and what is to be stored instead.
TypedEntry = tuple[int, int, Entry]

_WRITTEN = (*COLUMNS, "is_reconstructed", "version", "changed_by", "changed_at")


class StaleAnswer(StaleState):
    """Somebody saved another value since;

    `current` is the stored answer, so that both values can be shown.
    """

    def __init__(self, current: Answer) -> None:
        said = (
            "giá trị này đã được người khác sửa sau khi Ông/Bà mở trang. Giá trị Ông/Bà nhập chưa "
            "được lưu."
        )
        super().__init__(sentence_about(current.criterion.code, said))
        self.current = current


class EntriesRefused(DomainError):
    """Some of many entries cannot be stored, and so none was: the refusal of each, by answer."""

    def __init__(self, refusals: Mapping[int, DomainError]) -> None:
        super().__init__(" ".join(str(refusal) for refusal in refusals.values()))
        self.refusals = dict(refusals)


@dataclass(frozen=True, slots=True)
class SavedEntries:
    """What became of many entries: those that are stored now, and the refusals of the others,
    by answer.
    """

    answers: Mapping[int, Answer]
    refusals: Mapping[int, DomainError]


@transaction.atomic
def save_answer(
    *, answer: Answer, version: int, entry: Entry, by: User, now: datetime | None = None
) -> Answer:
    """Store an entry that was made from that version of the answer; what is stored already is not
    stored again.

    `now` is when the request arrived. At most 7 queries, rights and record included. Raises
    Http404, NotAllowed, SubmissionClosed, StaleAnswer or InvalidEntry.
    """
    return _save(_held_answer(pk=answer.pk), version, entry, by, now or timezone.now())


@transaction.atomic
def save_answer_at(
    *,
    campaign: str,
    unit: str,
    key: int,
    version: int,
    entry: Entry,
    by: User,
    now: datetime | None = None,
) -> Answer:
    """The same for the answer that an address names by the codes of the campaign and the unit
    and by its own key.
    """
    held = _held_answer(pk=key, submission__campaign__code=campaign, submission__unit__code=unit)
    return _save(held, version, entry, by, now or timezone.now())


def _save(held: Answer, version: int, entry: Entry, by: User, now: datetime) -> Answer:
    require_open(held.submission, action=SAVE, by=by, now=now)
    change = _store(held, _levels_of([held]), version=version, entry=entry, by=by, now=now)
    if change:
        _record(held.submission, [held], [change], by)
    return held


@transaction.atomic
def save_answers(
    *,
    submission: Submission,
    entries: Sequence[TypedEntry],
    by: User,
    action: str = EDIT,
    now: datetime | None = None,
) -> SavedEntries:
    """Store all of these entries, or none. `action` is the right that is asked for.

    Raises EntriesRefused, Http404, NotAllowed or SubmissionClosed.
    """
    saved = _save_each(submission, entries, by, action, now or timezone.now())
    if saved.refusals:
        raise EntriesRefused(saved.refusals)
    return saved


@transaction.atomic
def save_each(
    *, submission: Submission, entries: Sequence[TypedEntry], by: User, now: datetime | None = None
) -> SavedEntries:
    """Store those of the entries that can be. Raises Http404, NotAllowed or SubmissionClosed."""
    return _save_each(submission, entries, by, EDIT, now or timezone.now())


def _save_each(
    submission: Submission, entries: Sequence[TypedEntry], by: User, action: str, now: datetime
) -> SavedEntries:
    held = hold_open(submission.pk, action=action, by=by, now=now)
    answers = _held_answers(held, [key for key, _, _ in entries])
    levels = _levels_of(answers.values())
    refusals: dict[int, DomainError] = {}
    changes: dict[int, audit.Change] = {}
    for key, version, entry in entries:
        try:
            change = _store(answers[key], levels, version=version, entry=entry, by=by, now=now)
        except (InvalidEntry, StaleAnswer) as refusal:
            refusals[key] = refusal
        else:
            changes |= {key: change} if change else {}
    if changes:
        _record(held, [answers[key] for key in changes], changes.values(), by)
    return SavedEntries(
        {key: answer for key, answer in answers.items() if key not in refusals}, refusals
    )


def _held_answer(**place: object) -> Answer:
    """The answer as it is now, locked after its file and campaign, as everywhere. One query."""
    locked = Answer.objects.select_for_update(
        of=("submission", "submission__campaign", "self"), no_key=True
    )
    try:
        return locked.select_related("submission__campaign", "criterion__group").get(**place)
    except Answer.DoesNotExist as nowhere:
        raise Http404 from nowhere


def _held_answers(submission: Submission, keys: Sequence[int]) -> dict[int, Answer]:
    """Raises Http404 for an answer of another file."""
    locked = Answer.objects.select_for_update(of=("self",), no_key=True).filter(
        submission=submission, pk__in=keys
    )
    answers = {
        answer.pk: answer for answer in locked.select_related("criterion__group").order_by("pk")
    }
    if answers.keys() != set(keys):
        raise Http404
    for answer in answers.values():
        answer.submission = submission
    return answers


def _levels_of(answers: Iterable[Answer]) -> Levels:
    """No query where no rule has any."""
    criteria = [
        answer.criterion_id for answer in answers if KINDS[answer.criterion.rule_kind].uses_levels
    ]
    return levels_in(criterion__in=criteria) if criteria else {}


def _store(
    held: Answer, levels: Levels, *, version: int, entry: Entry, by: User, now: datetime
) -> audit.Change | None:
    """None where the same is stored already, whoever stored it."""
    rule = stored_rule(held.criterion, levels.get(held.criterion_id, ()))
    columns = columns_of(held.criterion, rule, entry, today=timezone.localdate(now))
    if columns.are_those_of(held):
        return None
    if held.version != version:
        raise StaleAnswer(held)
    return _write(held, columns, by, now)


def _write(held: Answer, columns: EntryColumns, by: User, now: datetime) -> audit.Change:
    before = audit.row_of(held)
    columns.put(held)
    held.is_reconstructed = False
    held.version += 1
    held.changed_by, held.changed_at = by, now
    values = {name: getattr(held, name) for name in _WRITTEN}
    if not Answer.objects.filter(pk=held.pk, version=held.version - 1).update(**values):
        raise StaleAnswer(Answer.objects.select_related("criterion__group").get(pk=held.pk))
    return audit.updated(before, held)


def _record(
    submission: Submission, answers: Sequence[Answer], changes: Iterable[audit.Change], by: User
) -> None:
    """`facts` name the criteria, so that a list of what changed is read without the changes."""
    audit.record(
        act=ANSWERS_SAVED,
        by=by,
        campaign=submission.campaign,
        unit=Unit(pk=submission.unit_id),
        subject=answers[0] if len(answers) == 1 else submission,
        facts={
            "criteria": [
                f"{answer.criterion.group.code}:{answer.criterion.code}" for answer in answers
            ]
        },
        changes=changes,
    )
