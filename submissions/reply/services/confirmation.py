"""A unit's reply as a whole: confirmed by its head, opened again, or silence recorded."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from criteria.phrases import sentence_about
from ictindex.lib.errors import DomainError, StaleState
from submissions.enums import ReplyState, Round
from submissions.models import Answer, Campaign, Confirmation, Reply, Submission
from submissions.reply.notices import (
    notice_of_confirmation,
    notice_of_reopening,
    notices_of_silence,
)
from submissions.reply.queries.content import content_of, contents_of, digest_of
from submissions.reply.queries.window import (
    CONFIRM,
    REOPEN,
    confirmation_of,
    hold,
    require_in_time,
    require_open,
)
from submissions.reply.services.acts import (
    CHANGED,
    CONFIRMED,
    NOT_APPRAISED,
    NOT_CONFIRMED,
    REOPENED,
    OutdatedReplies,
    record_reply,
    store_agreement,
)
from units import audit
from units.models import User
from units.notify import tell


@transaction.atomic
def confirm_reply(
    *, submission: Submission, seen_sha256: str, by: User, now: datetime | None = None
) -> Confirmation:
    """The head answers for the whole reply that was seen. What nobody replied to is agreed to, by
    the head, one by one.

    Pressed twice it is confirmed once. Raises Http404, NotAllowed, SubmissionClosed at the deadline
    and after it, StaleState when the content is another by now, OutdatedReplies, or DomainError
    while an outcome is missing.
    """
    now = now or timezone.now()
    held = hold(submission.pk, action=CONFIRM, by=by)
    ended = confirmation_of(held)
    if ended and ended.is_confirmed:
        return ended
    require_open(held, now=now)
    if digest_of(content_of(held)) != seen_sha256:
        raise StaleState(CHANGED)
    _require_answerable(held)
    agreed = store_agreement(held, by, now)
    return _confirm(held, agreed, by, now)


@transaction.atomic
def reopen_reply(*, submission: Submission, by: User, now: datetime | None = None) -> Submission:
    """Before the deadline the head takes the confirmation back. The record keeps both; what was
    said stays.

    Raises Http404, NotAllowed, SubmissionClosed at the deadline and after it, or StaleState when
    nothing is confirmed.
    """
    now = now or timezone.now()
    held = hold(submission.pk, action=REOPEN, by=by)
    confirmation = confirmation_of(held)
    if confirmation is None or not confirmation.is_confirmed:
        raise StaleState(NOT_CONFIRMED)
    require_in_time(held, now=now)
    facts = {"content_sha256": confirmation.content_sha256}
    change = _delete(confirmation)
    record_reply(REOPENED, held, [], [change], by, facts=facts)
    tell(notice_of_reopening(held, by=by, at=now))
    return held


def record_silence(*, campaign: Campaign, by: User, now: datetime) -> list[audit.Change]:
    """Every unit whose head has not confirmed is recorded as silent, by who closes the phase. Its
    drafts stay what they are.

    Part of taking the step, which asks for the right, holds the campaign and records the changes.
    Five queries.
    """
    silent = list(campaign.submissions.with_reply_open().select_related("unit").order_by("order"))
    if not silent:
        return []
    contents = contents_of(campaign, silent)
    ended = [
        Confirmation(
            submission=file,
            state=ReplyState.SILENT,
            by=by,
            at=now,
            content_sha256=digest_of(contents[file.pk]),
        )
        for file in silent
    ]
    created = Confirmation.objects.bulk_create(ended)
    tell(*notices_of_silence(campaign, silent))
    return [audit.inserted(confirmation) for confirmation in created]


def reopen_silence(campaign: Campaign) -> list[audit.Change]:
    """The campaign comes back to where units reply: silence is no silence any more, and what heads
    confirmed stands until they reopen it.
    """
    silent = Confirmation.objects.silent().filter(submission__campaign=campaign)
    return [_delete(confirmation) for confirmation in silent.order_by("pk")]


def reopen_replies(campaign: Campaign) -> list[audit.Change]:
    """The campaign comes back to before that: outcomes may change, and what was confirmed of the
    old ones is confirmed no more.
    """
    ended = Confirmation.objects.filter(submission__campaign=campaign)
    return [_delete(confirmation) for confirmation in ended.order_by("pk")]


def _require_answerable(held: Submission) -> None:
    """Every outcome is there, and no reply is to an older one."""
    undecided = Answer.objects.undecided(Round.FIRST).filter(submission=held)
    first = (
        undecided.order_by("pk").values_list("criterion__group__code", "criterion__code").first()
    )
    if first:
        raise DomainError(sentence_about(" ".join(first), NOT_APPRAISED))
    old = (
        Reply.objects.outdated()
        .filter(answer__submission=held)
        .order_by("answer__criterion__group__order", "answer_id")
    )
    rows = old.values_list("answer__criterion__group__code", "answer__criterion__code")
    if codes := [f"{group} {code}" for group, code in rows]:
        raise OutdatedReplies(codes)


def _confirm(held: Submission, agreed: list[Reply], by: User, now: datetime) -> Confirmation:
    content = content_of(held)
    confirmation = Confirmation.objects.create(
        submission=held,
        state=ReplyState.CONFIRMED,
        by=by,
        at=now,
        content_sha256=digest_of(content),
    )
    changes = [*(audit.inserted(reply) for reply in agreed), audit.inserted(confirmation)]
    facts = {
        "content": content,
        "content_sha256": confirmation.content_sha256,
        "confirmed_at": audit.time_text(now),
    }
    entry = record_reply(CONFIRMED, held, [], changes, by, facts=facts)
    tell(notice_of_confirmation(held, confirmation, entry))
    return confirmation


def _delete(confirmation: Confirmation) -> audit.Change:
    before, key = audit.row_of(confirmation), confirmation.pk
    confirmation.delete()
    return audit.deleted(before, Confirmation, key)
