"""Telling people: notifications are written in the transaction of the act; mails go out after it, by `units.mail`."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from ictindex.lib.text import one_line
from units.enums import MailState
from units.mail import send_waiting_mail
from units.models import Notification, User

_SUBJECT_LENGTH = Notification._meta.get_field("subject").max_length


def tell(people: Iterable[User], *, subject: str, body: str, url: str = "", campaign_code: str = "") -> list[Notification]:
    """Write one notification a person; people with an address get it by mail once the transaction has committed."""
    now = timezone.now()
    notifications = Notification.objects.bulk_create(
        Notification(
            user=person,
            campaign_code=campaign_code,
            subject=one_line(subject)[:_SUBJECT_LENGTH],
            body=body,
            url=url,
            created_at=now,
            mail_state=MailState.WAITING if person.email else MailState.NONE,
        )
        for person in dict.fromkeys(people)
    )
    if any(notification.mail_state == MailState.WAITING for notification in notifications):
        transaction.on_commit(send_waiting_mail.enqueue)
    return notifications
