"""Telling people: notifications are written in the transaction of the act; mails go out after it, by a background task."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from units.enums import MailState
from units.models import ChainHead, Notification, User

_BATCH = 200


def tell(people: Iterable[User], *, subject: str, body: str, url: str = "", campaign_code: str = "") -> list[Notification]:
    """Write one notification a person; people with an address get it by mail once the transaction has committed."""
    now = timezone.now()
    notifications = Notification.objects.bulk_create(
        Notification(
            user=person,
            campaign_code=campaign_code,
            subject=subject,
            body=body,
            url=url,
            created_at=now,
            mail_state=MailState.WAITING if person.email else MailState.NONE,
        )
        for person in people
    )
    if any(notification.mail_state == MailState.WAITING for notification in notifications):
        transaction.on_commit(send_waiting_mail.enqueue)
    return notifications


@task()
def send_waiting_mail() -> None:
    """Send what waits, oldest first. A mail that cannot be sent keeps its notification and says why in the outbox."""
    for notification in Notification.objects.filter(mail_state=MailState.WAITING).select_related("user").order_by("id")[:_BATCH]:
        _send(notification)


def _send(notification: Notification) -> None:
    """Claim the mail first, so that two workers never send it twice."""
    claimed = Notification.objects.filter(pk=notification.pk, mail_state=MailState.WAITING).update(
        mail_state=MailState.SENT, mailed_at=timezone.now()
    )
    if not claimed:
        return
    try:
        EmailMessage(notification.subject, _text(notification), to=[notification.user.email]).send()
    except OSError as problem:  # every error of smtplib is one
        Notification.objects.filter(pk=notification.pk).update(mail_state=MailState.FAILED, problem=str(problem)[:300])


def _text(notification: Notification) -> str:
    """The mail's text. It carries the head of the record out of the server, as a witness that cannot be rewritten there."""
    head = ChainHead.objects.get(pk=1)
    address = f"{settings.PUBLIC_URL}{notification.url}" if notification.url else settings.PUBLIC_URL
    return (
        f"Kính gửi {notification.user},\n\n{notification.body}\n\nXem tại: {address}\n\n"
        f"--\nDấu xác nhận nhật ký: {head.sequence}:{head.entry_hash}\n"
        "Thư gửi tự động từ hệ thống đánh giá ứng dụng công nghệ thông tin.\n"
    )
