"""What a unit replies to the first round: criterion by criterion, as a whole by its head, and the silence of those that do not.

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
from submissions.enums import OutcomeKind, Phase, ReplyState, Round, Stance
from submissions.models import Answer, Appraisal, Campaign, Confirmation, Reply, Submission
from submissions.reply.notices import tell_of_confirmation, tell_of_reopening, tell_of_silence
from submissions.reply.queries.content import appraised, content_of, contents_of, digest_of, outdated
from submissions.reply.queries.window import CONFIRM, REOPEN, WRITE, confirmation_of, hold, require_in_time, require_open
from submissions.reply.statements import InvalidReply, ReplyColumns, Said, columns_of, reply_in_words
from units import audit
from units.clock import moment_in_words
from units.models import AuditEntry, User

__all__ = [
    "InvalidReply",
    "Outdated",
    "SavedReplies",
    "StaleReply",
    "agree_to_rest",
    "confirm_reply",
    "record_silence",
    "reopen_for_step_back",
    "reopen_reply",
    "save_replies",
    "save_reply",
]

#: Acts of a unit on its reply; who may not read the reply may not read them either.
SAVED = "self.reply_saved"
CONFIRMED = "self.reply_confirmed"
REOPENED = "self.reply_reopened"

CHANGED = (
    "Kết quả hoặc giải trình đã được sửa sau khi Ông/Bà mở trang, nên chưa xác nhận. Xem lại nội dung hiện nay rồi xác nhận."
)
NOT_CONFIRMED = "Giải trình chưa được xác nhận, hoặc đã được mở lại."
NOT_APPRAISED = "chưa có kết quả thẩm định lần 1 nên chưa trả lời được."

#: The key of an answer, the version of the reply that was seen (0: there was none), and what is said instead.
TypedReply = tuple[int, int, Said]


class StaleReply(StaleState):
    """Somebody of the unit stored another reply since; `current` is it, so that both can be shown."""

    def __init__(self, current: Reply) -> None:
        when, who = moment_in_words(current.changed_at), current.changed_by
        code = current.answer.criterion.code
        told = f"{who} đã lưu ý kiến khác lúc {when}: {reply_in_words(current)}"
        text = f" «{current.text}»" if current.text else ""
        super().__init__(f"Tiêu chí {code}: {told}.{text} Ý kiến Ông/Bà nhập chưa được lưu.")
        self.current = current


class Outdated(DomainError):
    """Outcomes were changed after the unit replied to them; it must look at them again. `codes`: «HTKT 1.2»."""

    def __init__(self, codes: Sequence[str]) -> None:
        listed = ", ".join(codes[:12]) + ("…" if len(codes) > 12 else "")
        super().__init__(
            f"Kết quả của tiêu chí {listed} đã đổi sau khi đơn vị có ý kiến. Xem lại và lưu ý kiến của các tiêu chí này."
        )
        self.codes = tuple(codes)


@dataclass(frozen=True, slots=True)
class SavedReplies:
    """What became of many replies: how many are stored now, and the refusals of the others, by answer."""

    saved: int
    refusals: Mapping[int, DomainError]


@transaction.atomic
def save_reply(*, answer: Answer, version: int, said: Said, by: User, now: datetime | None = None) -> Reply:
    """Store what the unit says to the first round's outcome of a criterion; what is stored already is not stored again.

    `version` is that of the reply that was seen, 0 where there was none; `now` is when the request arrived.
    At most 9 queries. Raises Http404, NotAllowed, Closed, StaleReply, InvalidReply, or DomainError without an outcome.
    """
    now = now or timezone.now()
    held = hold(answer.submission_id, action=WRITE, by=by)
    require_open(held, now=now)
    stored = _held_answers(held, [answer.pk])[answer.pk]
    change = _store(stored, version=version, said=said, by=by, now=now)
    if change:
        _record(SAVED, held, [stored], [change], by)
    return stored.reply


@transaction.atomic
def save_replies(*, submission: Submission, replies: Sequence[TypedReply], by: User, now: datetime | None = None) -> SavedReplies:
    """Store those that can be. Raises Http404, NotAllowed or Closed."""
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
        _record(SAVED, held, [answers[key] for key in changes], list(changes.values()), by)
    return SavedReplies(len(replies) - len(refusals), refusals)


@transaction.atomic
def agree_to_rest(*, submission: Submission, group_code: str, by: User, now: datetime | None = None) -> int:
    """Agree to every outcome of a group that nobody of the unit has replied to yet; how many those were.

    Raises Http404, NotAllowed or Closed.
    """
    now = now or timezone.now()
    held = hold(submission.pk, action=WRITE, by=by)
    require_open(held, now=now)
    group = group_or_404(groups_of(held), group_code)
    agreed = _agree(held, by, now, criterion__group=group.pk)
    if agreed:
        _record(SAVED, held, [reply.answer for reply in agreed], [audit.inserted(reply) for reply in agreed], by)
    return len(agreed)


@transaction.atomic
def confirm_reply(*, submission: Submission, seen_sha256: str, by: User, now: datetime | None = None) -> Confirmation:
    """The head answers for the whole reply that was seen. What nobody replied to is agreed to, by the head, one by one.

    Pressed twice it is confirmed once. Raises Http404, NotAllowed, Closed at the deadline and after it, StaleState when the
    content is another by now, Outdated, or DomainError while an outcome is missing.
    """
    now = now or timezone.now()
    held = hold(submission.pk, action=CONFIRM, by=by)
    ended = confirmation_of(held)
    if ended and ended.state == ReplyState.CONFIRMED:
        return ended
    require_open(held, now=now)
    if digest_of(content_of(held)) != seen_sha256:
        raise StaleState(CHANGED)
    _require_answerable(held)
    agreed = _agree(held, by, now)
    return _confirm(held, agreed, by, now)


@transaction.atomic
def reopen_reply(*, submission: Submission, by: User, now: datetime | None = None) -> Submission:
    """Before the deadline the head takes the confirmation back. The record keeps both; what was said stays.

    Raises Http404, NotAllowed, Closed at the deadline and after it, or StaleState when nothing is confirmed.
    """
    now = now or timezone.now()
    held = hold(submission.pk, action=REOPEN, by=by)
    confirmation = confirmation_of(held)
    if confirmation is None or confirmation.state != ReplyState.CONFIRMED:
        raise StaleState(NOT_CONFIRMED)
    require_in_time(held, now=now)
    facts = {"content_sha256": confirmation.content_sha256}
    change = _delete(confirmation)
    _record(REOPENED, held, [], [change], by, facts=facts)
    tell_of_reopening(held, by=by, at=now)
    return held


def record_silence(*, campaign: Campaign, by: User, now: datetime) -> list[audit.Change]:
    """Every unit whose head has not confirmed is recorded as silent, by who closes the phase. Its drafts stay what they are.

    Part of taking the step, which asks for the right, holds the campaign and records the changes. Five queries.
    """
    silent = list(campaign.submissions.filter(confirmation=None).select_related("unit").order_by("order"))
    if not silent:
        return []
    contents = contents_of(campaign, silent)
    ended = [
        Confirmation(submission=file, state=ReplyState.SILENT, by=by, at=now, content_sha256=digest_of(contents[file.pk]))
        for file in silent
    ]
    created = Confirmation.objects.bulk_create(ended)
    tell_of_silence(campaign, silent)
    return [audit.inserted(confirmation) for confirmation in created]


def reopen_for_step_back(campaign: Campaign, target: str) -> list[audit.Change]:
    """The campaign goes back to that phase: what its going on had ended is open again.

    Back to explaining, silence is no silence any more, and what heads confirmed stands until they reopen it. Back to before,
    outcomes may change, and what was confirmed of the old ones is confirmed no more.
    """
    order = list(Phase)
    if order.index(Phase(target)) > order.index(Phase.EXPLAIN):
        return []
    ended = Confirmation.objects.filter(submission__campaign=campaign)
    if target == Phase.EXPLAIN:
        ended = ended.filter(state=ReplyState.SILENT)
    return [_delete(confirmation) for confirmation in ended.order_by("pk")]


def _held_answers(held: Submission, keys: Sequence[int]) -> dict[int, Answer]:
    """With the first round's outcome as `first` and the reply, if there is one. Raises Http404 for another file's."""
    found = Answer.objects.filter(appraised(), submission=held, pk__in=keys).select_related(
        "criterion__group", "reply__changed_by"
    )
    answers = {answer.pk: answer for answer in found}
    if answers.keys() != set(keys):
        raise Http404
    first = {each.answer_id: each for each in Appraisal.objects.filter(answer__in=answers, round=Round.FIRST)}
    for key, answer in answers.items():
        answer.submission = held
        answer.first = first.get(key)  # type: ignore[attr-defined]
    return answers


def _store(answer: Any, *, version: int, said: Said, by: User, now: datetime) -> audit.Change | None:
    """None where the same is stored already, of the same outcome."""
    criterion = answer.criterion
    if answer.first is None or answer.first.outcome == OutcomeKind.MISSING:
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
    return first.changed_at is not None and first.changed_at > reply.changed_at


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
        raise StaleReply(Reply.objects.select_related("answer__criterion", "changed_by").get(pk=reply.pk))
    for name, value in values.items():
        setattr(reply, name, value)
    return audit.updated(before, reply)


def _agree(held: Submission, by: User, now: datetime, **where: Any) -> list[Reply]:
    """To every outcome without a reply, among those answers. Two queries."""
    decided = Appraisal.objects.filter(round=Round.FIRST).exclude(outcome=OutcomeKind.MISSING)
    open_ones = Answer.objects.filter(appraised(), submission=held, reply=None, appraisals__in=decided, **where)
    replies = [
        Reply(answer=answer, stance=Stance.AGREES, changed_by=by, changed_at=now)
        for answer in open_ones.select_related("criterion__group").order_by("pk")
    ]
    return Reply.objects.bulk_create(replies)


def _require_answerable(held: Submission) -> None:
    """Every outcome is there, and no reply is to an older one."""
    decided = Appraisal.objects.filter(round=Round.FIRST).exclude(outcome=OutcomeKind.MISSING)
    undecided = Answer.objects.filter(appraised(), submission=held).exclude(appraisals__in=decided)
    first = undecided.order_by("pk").values_list("criterion__group__code", "criterion__code").first()
    if first:
        raise DomainError(sentence_about(" ".join(first), NOT_APPRAISED))
    old = Reply.objects.filter(outdated(), answer__submission=held).order_by("answer__criterion__group__order", "answer_id")
    rows = old.values_list("answer__criterion__group__code", "answer__criterion__code")
    if codes := [f"{group} {code}" for group, code in rows]:
        raise Outdated(codes)


def _confirm(held: Submission, agreed: list[Reply], by: User, now: datetime) -> Confirmation:
    content = content_of(held)
    confirmation = Confirmation.objects.create(
        submission=held, state=ReplyState.CONFIRMED, by=by, at=now, content_sha256=digest_of(content)
    )
    changes = [*(audit.inserted(reply) for reply in agreed), audit.inserted(confirmation)]
    facts = {"content": content, "content_sha256": confirmation.content_sha256, "confirmed_at": audit.time_text(now)}
    entry = _record(CONFIRMED, held, [], changes, by, facts=facts)
    tell_of_confirmation(held, confirmation, entry)
    return confirmation


def _delete(confirmation: Confirmation) -> audit.Change:
    before, key = audit.row_of(confirmation), confirmation.pk
    confirmation.delete()
    return audit.deleted(before, Confirmation, key)


def _record(
    act: str,
    held: Submission,
    answers: Sequence[Answer],
    changes: Sequence[audit.Change],
    by: User,
    *,
    facts: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """`facts` name the criteria, so that a list of what changed is read without the changes."""
    named = {"criteria": [f"{answer.criterion.group.code}:{answer.criterion.code}" for answer in answers]} if answers else {}
    return audit.record(
        act=act,
        by=by,
        campaign=held.campaign,
        unit=held.unit,
        subject=answers[0] if len(answers) == 1 else held,
        facts=named | dict(facts or {}),
        changes=changes,
    )
