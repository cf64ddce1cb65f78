"""What a unit replies to the first round: criterion by criterion, as a whole by its head, and the
silence of those that do not.

Rows that somebody else may write meanwhile are written under the lock of the unit's file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from criteria.phrases import sentence_about
from ictindex.lib.errors import DomainError, StaleState
from submissions.dossier.queries.files import group_or_404, groups_of
from submissions.enums import Round
from submissions.models import Answer, Appraisal, Reply, Submission
from submissions.models.replies import is_outdated
from submissions.reply.queries.window import WRITE, hold, require_open
from submissions.reply.services.acts import (
    NOT_APPRAISED,
    OutdatedReplies,
    record_reply,
    store_agreement,
)
from submissions.reply.services.confirmation import confirm_reply, record_silence, reopen_reply
from submissions.reply.statements import (
    InvalidReply,
    ReplyColumns,
    ReplyStatement,
    columns_of,
    reply_in_words,
)
from units import audit
from units.clock import moment_in_words
from units.models import User

__all__ = [
    "InvalidReply",
    "OutdatedReplies",
    "SavedReplies",
    "StaleReply",
    "agree_to_rest",
    "confirm_reply",
    "record_silence",
    "reopen_reply",
    "save_replies",
    "save_reply",
]

#: Acts of a unit on its reply; who may not read the reply may not read them either.
SAVED = audit.name_act("self.reply_saved", "Ghi ý kiến về kết quả lần 1")


#: The key of an answer, the version of the reply that was seen (0: there was none), and what is
#: said instead.
TypedReply = tuple[int, int, ReplyStatement]


class StaleReply(StaleState):
    """Somebody of the unit stored another reply since;

    `current` is it, so that both can be shown.
    """

    def __init__(self, current: Reply) -> None:
        when, who = moment_in_words(current.changed_at), current.changed_by
        code = current.answer.criterion.code
        told = f"{who} đã lưu ý kiến khác lúc {when}: {reply_in_words(current)}"
        text = f" «{current.text}»" if current.text else ""
        super().__init__(f"Tiêu chí {code}: {told}.{text} Ý kiến Ông/Bà nhập chưa được lưu.")
        self.current = current


@dataclass(frozen=True, slots=True)
class SavedReplies:
    """What became of many replies: how many are stored now, and the refusals of the others, by
    answer.
    """

    saved: int
    refusals: Mapping[int, DomainError]


@transaction.atomic
def save_reply(
    *, answer: Answer, version: int, said: ReplyStatement, by: User, now: datetime | None = None
) -> Reply:
    """Store what the unit says to the first round's outcome of a criterion; what is stored already
    is not stored again.

    `version` is that of the reply that was seen, 0 where there was none; `now` is when the request
    arrived. At most 9 queries. Raises Http404, NotAllowed, SubmissionClosed, StaleReply,
    InvalidReply, or DomainError without an outcome.
    """
    now = now or timezone.now()
    held = hold(answer.submission_id, action=WRITE, by=by)
    require_open(held, now=now)
    stored = _held_answers(held, [answer.pk])[answer.pk]
    change = _store(stored, version=version, said=said, by=by, now=now)
    if change:
        record_reply(SAVED, held, [stored], [change], by)
    return stored.reply


@transaction.atomic
def save_replies(
    *, submission: Submission, replies: Sequence[TypedReply], by: User, now: datetime | None = None
) -> SavedReplies:
    """Store those that can be. Raises Http404, NotAllowed or SubmissionClosed."""
    now = now or timezone.now()
    held = hold(submission.pk, action=WRITE, by=by)
    require_open(held, now=now)
    answers = _held_answers(held, [key for key, _, _ in replies])
    refusals: dict[int, DomainError] = {}
    changes: dict[int, audit.Change] = {}
    for key, version, said in replies:
        try:
            change = _store(answers[key], version=version, said=said, by=by, now=now)
        except DomainError as refusal:
            refusals[key] = refusal
        else:
            changes |= {key: change} if change else {}
    if changes:
        record_reply(SAVED, held, [answers[key] for key in changes], list(changes.values()), by)
    return SavedReplies(len(replies) - len(refusals), refusals)


@transaction.atomic
def agree_to_rest(
    *, submission: Submission, group_code: str, by: User, now: datetime | None = None
) -> int:
    """Agree to every outcome of a group that nobody of the unit has replied to yet; how many those
    were.

    Raises Http404, NotAllowed or SubmissionClosed.
    """
    now = now or timezone.now()
    held = hold(submission.pk, action=WRITE, by=by)
    require_open(held, now=now)
    group = group_or_404(groups_of(held), group_code)
    agreed = store_agreement(held, by, now, criterion__group=group.pk)
    if agreed:
        record_reply(
            SAVED,
            held,
            [reply.answer for reply in agreed],
            [audit.inserted(reply) for reply in agreed],
            by,
        )
    return len(agreed)


def _held_answers(held: Submission, keys: Sequence[int]) -> dict[int, Answer]:
    """With the first round's outcome as `first` and the reply, if there is one.

    Raises Http404 for another file's.
    """
    found = Answer.objects.applicable().filter(submission=held, pk__in=keys)
    rows = found.select_related("criterion__group", "reply__changed_by")
    answers = {answer.pk: answer for answer in rows}
    if answers.keys() != set(keys):
        raise Http404
    first = {
        each.answer_id: each
        for each in Appraisal.objects.filter(answer__in=answers, round=Round.FIRST)
    }
    for key, answer in answers.items():
        answer.submission = held
        answer.first = first.get(key)  # type: ignore[attr-defined]
    return answers


def _store(
    answer: Any, *, version: int, said: ReplyStatement, by: User, now: datetime
) -> audit.Change | None:
    """None where the same is stored already, of the same outcome."""
    criterion = answer.criterion
    if answer.first is None or not answer.first.is_decided:
        raise DomainError(sentence_about(criterion.code, NOT_APPRAISED))
    columns = columns_of(said, code=criterion.code, maximum=criterion.maximum)
    stored: Reply | None = getattr(answer, "reply", None)
    if stored and columns.are_those_of(stored) and not _is_outdated(stored, answer.first):
        return None
    if stored is None:
        return _insert(answer, columns, by, now)
    if stored.version != version:
        stored.answer = answer
        raise StaleReply(stored)
    return _update(stored, columns, by, now)


def _is_outdated(reply: Reply, first: Appraisal) -> bool:
    return is_outdated(replied_at=reply.changed_at, decided_at=first.changed_at)


def _insert(answer: Answer, columns: ReplyColumns, by: User, now: datetime) -> audit.Change:
    answer.reply = Reply.objects.create(
        answer=answer,
        stance=columns.stance,
        text=columns.text,
        asked_points=columns.asked_points,
        changed_by=by,
        changed_at=now,
    )
    return audit.inserted(answer.reply)


def _update(reply: Reply, columns: ReplyColumns, by: User, now: datetime) -> audit.Change:
    before = audit.row_of(reply)
    values = {
        "stance": columns.stance,
        "text": columns.text,
        "asked_points": columns.asked_points,
        "version": reply.version + 1,
        "changed_by": by,
        "changed_at": now,
    }
    if not Reply.objects.filter(pk=reply.pk, version=reply.version).update(**values):
        raise StaleReply(
            Reply.objects.select_related("answer__criterion", "changed_by").get(pk=reply.pk)
        )
    for name, value in values.items():
        setattr(reply, name, value)
    return audit.updated(before, reply)
