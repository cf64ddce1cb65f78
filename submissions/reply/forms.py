"""From the rows of a form to the service and back: what was saved, and what the page says about
the rows that were not.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from ictindex.lib.errors import DomainError
from submissions.frame.form_rows import RowMessage, SavedRows, TypedRow, touched_rows
from submissions.models import Reply, Submission
from submissions.reply.services.replies import StaleReply, save_replies
from submissions.reply.statements import (
    POINTS,
    STANCE,
    TEXT,
    InvalidReply,
    ReplyStatement,
    reply_in_words,
    texts_of,
)
from units.models import User


def said_in(row: TypedRow) -> ReplyStatement:
    return ReplyStatement(
        row.texts.get(STANCE, ""), row.texts.get(TEXT, ""), row.texts.get(POINTS, "")
    )


def save_form(
    submission: Submission, sent: Mapping[str, str], *, by: User, now: datetime
) -> SavedRows:
    """Save the rows that somebody has touched and that can be saved.

    Raises Http404, NotAllowed or SubmissionClosed.
    """
    rows = touched_rows(sent)
    typed = [(key, row.version, said_in(row)) for key, row in rows.items()]
    done = save_replies(submission=submission, replies=typed, by=by, now=now)
    return SavedRows(
        done.saved, {key: _told(rows[key], refusal) for key, refusal in done.refusals.items()}
    )


def _told(row: TypedRow, refusal: DomainError) -> RowMessage:
    match refusal:
        case InvalidReply():
            return RowMessage(row.texts, refusal.problems)
        case StaleReply():
            return RowMessage(row.texts, {}, theirs=str(refusal))
    return RowMessage(row.texts, {"": str(refusal)})


def saved_reply(reply: Reply) -> dict[str, Any]:
    """What the script of the page is told once a row is committed."""
    at = date_format(timezone.localtime(reply.changed_at), "H:i")
    return {
        "state": "saved",
        "version": reply.version,
        "saved_at": at,
        "points": reply_in_words(reply),
    }


def conflict_reply(refusal: StaleReply) -> dict[str, Any]:
    """Both replies: the script has the typed one, this is the stored one, in words and as texts
    for the form.
    """
    current = refusal.current
    return {
        "state": "conflict",
        "sentence": str(refusal),
        "version": current.version,
        "points": reply_in_words(current),
        "texts": texts_of(current),
    }
