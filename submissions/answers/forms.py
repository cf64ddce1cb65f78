"""From the rows of a form to the service and back: what was saved, and what the page says about
the rows that were not.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format

from criteria.phrases import declared_in_words
from criteria.questions import stored_rule
from ictindex.lib.errors import DomainError
from scoring.core.rule_kinds.rule import Rule
from submissions.answers.services.entries import StaleAnswer, TypedEntry, save_each
from submissions.answers.texts import entry_from, texts_of
from submissions.dossier.queries.entries import InvalidEntry, entry_of, points_in_words
from submissions.frame.form_rows import RowMessage, SavedRows, TypedRow, touched_rows
from submissions.models import Answer, Submission
from units.clock import moment_in_words
from units.models import User


def save_form(
    submission: Submission, group_code: str, sent: Mapping[str, str], *, by: User, now: datetime
) -> SavedRows:
    """Save the rows that somebody has touched and that can be saved.

    Raises Http404, NotAllowed or SubmissionClosed.
    """
    rows = touched_rows(sent)
    codes = dict(
        Answer.objects.filter(
            submission=submission, criterion__group__code=group_code, pk__in=rows
        ).values_list("pk", "criterion__code")
    )
    if codes.keys() != rows.keys():
        raise Http404
    entries: list[TypedEntry] = []
    refusals: dict[int, DomainError] = {}
    for key, row in rows.items():
        try:
            entries.append((key, row.version, entry_from(row.texts)))
        except InvalidEntry as refusal:
            refusals[key] = refusal.about(codes[key])
    saved = save_each(submission=submission, entries=entries, by=by, now=now)
    told = {
        key: _told(rows[key], refusal) for key, refusal in (refusals | dict(saved.refusals)).items()
    }
    return SavedRows(len(saved.answers), told)


def _told(row: TypedRow, refusal: DomainError) -> RowMessage:
    match refusal:
        case InvalidEntry():
            return RowMessage(row.texts, refusal.problems)
        case StaleAnswer():
            return RowMessage(row.texts, {}, theirs=theirs_in_words(refusal.current))
    return RowMessage(row.texts, {"": str(refusal)})


def theirs_in_words(current: Answer) -> str:
    """The value that somebody else has stored meanwhile, in a sentence."""
    return (
        f"Tiêu chí {current.criterion.code}: {_who(current)} đã lưu giá trị khác{_when(current)}: "
        f"{value_in_words(current)}. "
        "Giá trị Ông/Bà nhập chưa được lưu."
    )


def value_in_words(answer: Answer) -> str:
    """«9/10; ghi chú: …», «Không áp dụng», «để trống: Làm sau»."""
    parts = [declared_in_words(answer.declared, _rule_of(answer)) or "chưa trả lời"]
    if answer.skipped:
        parts.append(f"để trống: {answer.get_skipped_display()}")
    if answer.declared_as_of:
        parts.append(f"số liệu ngày {answer.declared_as_of:%d/%m/%Y}")
    if answer.note:
        parts.append(f"ghi chú: {answer.note}")
    return "; ".join(parts)


def saved_reply(answer: Answer) -> dict[str, Any]:
    """What the script of the page is told once a row is committed."""
    at = timezone.localtime(answer.changed_at) if answer.changed_at else None
    return {
        "state": "saved",
        "version": answer.version,
        "saved_at": date_format(at, "H:i") if at else "",
        "points": points_in_words(answer),
    }


def conflict_reply(refusal: StaleAnswer) -> dict[str, Any]:
    """Both values: the script has the typed one, this is the stored one, in words and as texts
    for the form.
    """
    current = refusal.current
    return {
        "state": "conflict",
        "sentence": theirs_in_words(current),
        "version": current.version,
        "points": points_in_words(current),
        "texts": texts_of(entry_of(current, _rule_of(current))),
    }


def _rule_of(answer: Answer) -> Rule:
    return stored_rule(answer.criterion, answer.criterion.levels.all())


def _who(answer: Answer) -> str:
    return str(answer.changed_by) if answer.changed_by else "người khác"


def _when(answer: Answer) -> str:
    return f" lúc {moment_in_words(answer.changed_at)}" if answer.changed_at else ""
