"""Handing a unit's submission in, taking it back before the deadline, and giving one unit more
time.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.json_values import Json
from ictindex.lib.text import clean_line
from submissions.dossier.queries.files import groups_of
from submissions.dossier.queries.lacks import Lack, lacks_of
from submissions.frame.deadlines import SubmissionClosed, deadline_of, is_past_due
from submissions.handing_in.notices import (
    notice_of_extension,
    notice_of_hand_in,
    notice_of_taking_back,
)
from submissions.handing_in.queries.content import content_of, counts_of, digest_of
from submissions.handing_in.queries.extensions import EXTENDED
from submissions.handing_in.queries.receipts import HANDED_IN, TAKEN_BACK, hand_ins_of
from submissions.models import Submission
from submissions.models.capacities import standing_of
from units import audit
from units.access import require
from units.clock import moment_in_words
from units.models import AuditEntry, User
from units.notify import tell

SUBMIT = "self.submit_self_assessment_of_U"
WITHDRAW = "self.withdraw_submission_of_U"
EXTEND = "period.extend_deadline_for_one_unit"

CHANGED = (
    "Hồ sơ đã được sửa sau khi Ông/Bà mở trang kiểm tra, nên chưa nộp. Xem lại nội dung hiện nay "
    "rồi nộp."
)
UNCONFIRMED = "Xác nhận hồ sơ và tài liệu kiểm chứng không có bí mật nhà nước rồi mới nộp."
NOT_HANDED_IN = "Hồ sơ chưa nộp, hoặc đã được rút lại."
OWN_UNIT = (
    "Ông/Bà công tác tại đơn vị này nên không gia hạn cho đơn vị được. Một Tổ trưởng khác quyết "
    "định việc này."
)
_LONGEST_REASON = 500


class IncompleteSubmission(DomainError):
    """Something must be done before the submission can be handed in;

    `lacks` says what and where.
    """

    def __init__(self, lacks: tuple[Lack, ...]) -> None:
        super().__init__(f"Hồ sơ chưa nộp được: còn {len(lacks)} việc phải làm.")
        self.lacks = lacks


@transaction.atomic
def hand_in(
    *,
    submission: Submission,
    seen_sha256: str,
    has_no_secrets: bool,
    by: User,
    now: datetime | None = None,
) -> AuditEntry:
    """Hand in exactly the content that was seen, and answer with its entry in the record. Pressed
    twice it is handed in once.

    `now` is when the request arrived, before it waited for its turn. Raises Http404, NotAllowed,
    SubmissionClosed at the deadline and after it, StaleState when the content is another by now,
    IncompleteSubmission, or DomainError without the confirmation.
    """
    now = now or timezone.now()
    held = _held(submission)
    require(by, SUBMIT, held)
    if held.is_handed_in:
        return _latest_entry(held)
    _require_in_time(held, now)
    content = content_of(held)
    if digest_of(content) != seen_sha256:
        raise StaleState(CHANGED)
    lacks = lacks_of(held, groups_of(held)).blocking
    if lacks:
        raise IncompleteSubmission(lacks)
    if not has_no_secrets:
        raise DomainError(UNCONFIRMED)
    return _hand_in(held, content, by, now)


@transaction.atomic
def take_back(*, submission: Submission, by: User, now: datetime | None = None) -> Submission:
    """Before the deadline the head reopens what was handed in. The record keeps both.

    Raises Http404, NotAllowed, SubmissionClosed at the deadline and after it, or StaleState when
    nothing is handed in.
    """
    now = now or timezone.now()
    held = _held(submission)
    require(by, WITHDRAW, held)
    if not held.is_handed_in:
        raise StaleState(NOT_HANDED_IN)
    _require_in_time(held, now)
    digest = held.content_sha256
    change = _write(held, submitted_at=None, submitted_by=None, content_sha256="")
    _record(TAKEN_BACK, held, by, [change], facts={"content_sha256": digest})
    tell(notice_of_taking_back(held, by=by, at=now))
    return held


@transaction.atomic
def extend_deadline(
    *,
    submission: Submission,
    due_at: datetime,
    reason: str,
    by: User,
    version: str,
    now: datetime | None = None,
) -> Submission:
    """Give one unit more time, and tell all units of it and why. A unit that had let its time pass
    counts as late from now on.

    `version` is that of the deadline which the person saw. Raises Http404, NotAllowed, StaleState
    or DomainError.
    """
    now = now or timezone.now()
    held = _held(submission)
    require(by, EXTEND, held.campaign)
    if standing_of(by).has_conflict(held.unit_id):
        raise NotAllowed(OWN_UNIT)
    if version != deadline_version(held):
        raise StaleState(
            "Hạn của đơn vị vừa được người khác đổi. Hạn mới Ông/Bà nhập chưa được lưu."
        )
    reason = _checked_reason(reason)
    _require_later(held, due_at, now)
    is_late = held.is_late or (not held.is_handed_in and is_past_due(held, now=now))
    change = _write(held, due_at=due_at, is_late=is_late)
    _record(EXTENDED, held, by, [change], facts={"due_at": audit.time_text(due_at)}, reason=reason)
    tell(notice_of_extension(held, reason=reason))
    return held


def deadline_version(submission: Submission) -> str:
    """What a form about the unit's deadline carries."""
    due = deadline_of(submission)
    return audit.time_text(due) if due else ""


def _held(submission: Submission) -> Submission:
    """The submission as it is stored, locked until the transaction ends; the phase cannot move
    meanwhile either.
    """
    locked = Submission.objects.select_for_update(of=("self", "campaign"), no_key=True)
    held = locked.select_related("campaign__framework", "unit").filter(pk=submission.pk).first()
    if held is None:
        raise Http404
    return held


def _latest_entry(held: Submission) -> AuditEntry:
    """The entry with which the submission was handed in last."""
    entry: AuditEntry = hand_ins_of(held)[0]
    return entry


def _require_in_time(held: Submission, now: datetime) -> None:
    due = deadline_of(held)
    if due and is_past_due(held, now=now):
        raise SubmissionClosed(
            f"Đã hết hạn nộp hồ sơ lúc {moment_in_words(due)}. Hồ sơ không nộp và không rút lại "
            "được nữa; "
            "chỉ Tổ trưởng Tổ giúp việc gia hạn được cho đơn vị."
        )


def _hand_in(held: Submission, content: Json, by: User, now: datetime) -> AuditEntry:
    digest, due = digest_of(content), deadline_of(held)
    change = _write(held, submitted_at=now, submitted_by=by, content_sha256=digest)
    facts = {
        "campaign_title": held.campaign.title,
        "content": content,
        "content_sha256": digest,
        "counts": counts_of(content).as_plain(),
        "due_at": audit.time_text(due) if due else None,
        "has_no_secrets": True,
        "submitted_at": audit.time_text(now),
    }
    entry = _record(HANDED_IN, held, by, [change], facts=facts)
    tell(notice_of_hand_in(held, entry))
    return entry


def _write(held: Submission, **values: object) -> audit.Change:
    """Only these columns; the row is locked, so that nobody else writes them meanwhile."""
    before = audit.row_of(held)
    for name, value in values.items():
        setattr(held, name, value)
    held.save(update_fields=list(values))
    return audit.updated(before, held)


def _record(
    act: audit.ActCode,
    held: Submission,
    by: User,
    changes: list[audit.Change],
    *,
    facts: Mapping[str, object],
    reason: str = "",
) -> AuditEntry:
    return audit.record(
        act=act,
        by=by,
        campaign=held.campaign,
        unit=held.unit,
        subject=held,
        reason=reason,
        facts=facts,
        changes=changes,
    )


def _checked_reason(text: str) -> str:
    reason = clean_line(text)
    if not reason:
        raise DomainError("Ghi lý do gia hạn. Lý do được cho mọi đơn vị trong đợt xem.")
    if len(reason) > _LONGEST_REASON:
        raise DomainError(
            f"Lý do dài {len(reason)} ký tự, vượt mức {_LONGEST_REASON}. Viết ngắn lại."
        )
    return reason


def _require_later(held: Submission, due_at: datetime, now: datetime) -> None:
    """More time is later than both the clock and the deadline until now."""
    due = deadline_of(held)
    if due_at <= now:
        raise DomainError("Hạn mới phải muộn hơn thời điểm hiện tại.")
    if due and due_at <= due:
        raise DomainError(
            f"Hạn mới phải muộn hơn hạn hiện nay của đơn vị ({moment_in_words(due)})."
        )
