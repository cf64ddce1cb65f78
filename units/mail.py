"""Sending the mails of notifications: each at most once at a time, one refused address never in
the way of the others.
"""

import smtplib
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.db.models.query import QuerySet
from django.utils import timezone
from django_tasks import task

from ictindex.lib.text import clean_line
from units.enums import MailState
from units.models import ChainHead, Notification

#: How many mails are read from the database at once.
BATCH = 200
_PROBLEM_LENGTH = 300
#: A mail whose sending was begun this long ago and never ended is taken up again: the process that
#: sent it died.
_CLAIM_LASTS = timedelta(minutes=10)
#: A server that cannot be reached is asked again for this long.
_GIVE_UP_AFTER = timedelta(days=3)


@dataclass(slots=True)
class SendingTally:
    """How a run of sending went, in mails."""

    sent: int = 0
    failed: int = 0
    waiting: int = 0


@dataclass(slots=True)
class _MailLine:
    """The open line to the mail server, for all mails of one run."""

    backend: BaseEmailBackend = field(default_factory=get_connection)

    def open(self) -> None:
        self.backend.open()

    def send(self, message: EmailMessage) -> None:
        self.backend.send_messages([message])

    def hang_up(self) -> None:
        """A line that broke off cannot say goodbye, and need not."""
        try:
            self.backend.close()
        except OSError:
            self.backend = get_connection()


@task()
def send_waiting_mail() -> None:
    """Send what waits, in the background."""
    send_waiting()


def send_waiting(*, with_failed: bool = False) -> SendingTally:
    """Send what waits, oldest first, and with `with_failed` what failed for good before.

    Stops where no server answers.
    """
    line, tally, last = _MailLine(), SendingTally(), 0
    states = [MailState.WAITING, MailState.FAILED] if with_failed else [MailState.WAITING]
    try:
        while batch := list(
            _due(states).filter(pk__gt=last).select_related("user").order_by("pk")[:BATCH]
        ):
            last = batch[-1].pk
            if not _send_batch(batch, line, tally):
                break
    finally:
        line.hang_up()
    return tally


def _due(states: list[MailState]) -> QuerySet[Notification]:
    """Those that nobody is sending at this moment."""
    is_free = (
        Q(mailed_at=None)
        | Q(mailed_at__lt=timezone.now() - _CLAIM_LASTS)
        | Q(mail_state=MailState.FAILED)
    )
    return Notification.objects.filter(is_free, mail_state__in=states)


def _send_batch(batch: list[Notification], line: _MailLine, tally: SendingTally) -> bool:
    """False when the server cannot be reached: the rest waits for a better time."""
    for notification in batch:
        if _claim(notification) and not _send(notification, line, tally):
            return False
    return True


def _claim(notification: Notification) -> bool:
    """Two runs at once never send the same mail: only one of them moves `mailed_at`."""
    now = timezone.now()
    held = Notification.objects.filter(
        pk=notification.pk, mail_state=notification.mail_state, mailed_at=notification.mailed_at
    )
    return bool(held.update(mailed_at=now))


def _send(notification: Notification, line: _MailLine, tally: SendingTally) -> bool:
    """False when no mail can be sent at all at the moment."""
    if not notification.user.is_active:
        _put_down(
            notification,
            MailState.FAILED,
            "Tài khoản của người nhận đã bị khóa nên thư không được gửi.",
            tally,
        )
        return True
    try:
        line.open()
    except OSError as problem:
        _keep_waiting(
            notification, f"Không kết nối được với máy chủ thư: {problem}", tally, is_free=True
        )
        return False
    try:
        line.send(message_of(notification))
    except (
        OSError,
        ValueError,
    ) as problem:  # every error of smtplib is an OSError; a bad header or address a ValueError
        line.hang_up()
        _put_down_problem(notification, problem, tally)
    else:
        _put_down(notification, MailState.SENT, "", tally)
    return True


def message_of(notification: Notification) -> EmailMessage:
    """The mail.

    It carries the head of the record out of the server, as a witness that cannot be rewritten
    there.
    """
    head = ChainHead.objects.get(pk=1)
    text = (
        f"Kính gửi {clean_line(str(notification.user))},\n\n{notification.body}\n\n"
        f"Xem tại: {settings.PUBLIC_URL}{notification.url}\n\n"
        f"--\nDấu xác nhận nhật ký: {head.sequence}:{head.entry_hash}\n"
        "Thư gửi tự động từ hệ thống đánh giá ứng dụng công nghệ thông tin.\n"
    )
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(
        clean_line(notification.subject), text, to=[notification.user.email], headers=headers
    )


def _put_down_problem(notification: Notification, problem: Exception, tally: SendingTally) -> None:
    if _is_for_good(problem):
        _put_down(notification, MailState.FAILED, sentence_of(problem), tally)
    else:
        _keep_waiting(notification, sentence_of(problem), tally)


def _is_for_good(problem: Exception) -> bool:
    """What the server will answer again tomorrow: codes from 500 on, and mails that cannot be
    written at all.
    """
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in problem.recipients.values())
    if isinstance(problem, smtplib.SMTPResponseException):
        return problem.smtp_code >= 500
    return isinstance(problem, ValueError | smtplib.SMTPNotSupportedError)


def sentence_of(problem: Exception) -> str:
    """What went wrong, for the outbox."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        answers = "; ".join(
            f"{code} {_text(answer)}" for code, answer in problem.recipients.values()
        )
        return f"Máy chủ thư từ chối địa chỉ người nhận: {answers}"
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"Máy chủ thư từ chối thư: {problem.smtp_code} {_text(problem.smtp_error)}"
    if isinstance(problem, ValueError):
        return f"Địa chỉ hoặc tiêu đề thư không hợp lệ: {problem}"
    return f"Đường truyền tới máy chủ thư bị đứt: {problem}"


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)


def _keep_waiting(
    notification: Notification, problem: str, tally: SendingTally, *, is_free: bool = False
) -> None:
    """Until it has waited too long.

    `is_free`: it was not the mail's own fault, and the next run may take it at once.
    """
    if timezone.now() - notification.created_at > _GIVE_UP_AFTER:
        _put_down(notification, MailState.FAILED, problem, tally)
        return
    tally.waiting += 1
    changed = {"mailed_at": None} if is_free else {}
    Notification.objects.filter(pk=notification.pk).update(
        problem=problem[:_PROBLEM_LENGTH], **changed
    )


def _put_down(
    notification: Notification, state: MailState, problem: str, tally: SendingTally
) -> None:
    if state == MailState.SENT:
        tally.sent += 1
    else:
        tally.failed += 1
    Notification.objects.filter(pk=notification.pk).update(
        mail_state=state, mailed_at=timezone.now(), problem=problem[:_PROBLEM_LENGTH]
    )
