"""Telling people: notifications are written in the transaction of the act; mails go out after it,
by `units.mail`.

A held one reaches nobody, neither in the application nor by mail, until somebody has read it and
lets it go.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.query import QuerySet
from django.utils import timezone

from ictindex.lib.text import clean_line
from units.enums import MailState
from units.mail import send_waiting_mail
from units.models import Notification, User

_SUBJECT_LENGTH = Notification._meta.get_field("subject").max_length


@dataclass(frozen=True, slots=True)
class Notice:
    """What some people are told, as a value that `tell` delivers.

    `without`: those who know it already, such as who acts. `is_held`: it waits until `let_go`.
    """

    people: Iterable[User]
    subject: str
    body: str
    url: str = ""
    campaign_code: str = ""
    without: tuple[User | None, ...] = ()
    is_held: bool = False


def tell(*notices: Notice) -> list[Notification]:
    """Write each notice once for each of its people; those with an address get it by mail once the
    transaction has committed.
    """
    now = timezone.now()
    notifications = Notification.objects.bulk_create(
        _notification(notice, person, now)
        for notice in notices
        for person in dict.fromkeys(notice.people)
        if person not in notice.without
    )
    if any(notification.mail_state == MailState.WAITING for notification in notifications):
        transaction.on_commit(send_waiting_mail.enqueue)
    return notifications


def held(campaign_code: str) -> QuerySet[Notification]:
    """What waits in a campaign to be read before it goes, in the order in which it was written."""
    return Notification.objects.held().of_campaign(campaign_code).order_by("pk")


def let_go(notifications: Iterable[Notification], *, now: datetime) -> int:
    """Held ones reach their people, as if they were told now; how many. Each comes with its person.

    Two people who let the same ones go send them once.
    """
    by_state: dict[str, list[int]] = {}
    for notification in notifications:
        by_state.setdefault(_state_for(notification.user), []).append(notification.pk)
    count = 0
    for state, keys in by_state.items():
        still_held = Notification.objects.held().filter(pk__in=keys)
        count += still_held.update(mail_state=state, created_at=now)
    if MailState.WAITING in by_state:
        transaction.on_commit(send_waiting_mail.enqueue)
    return count


def drop_held(campaign_code: str) -> int:
    """What would be said is not so any more, and nobody has read it; how many those were."""
    dropped, _ = held(campaign_code).order_by().delete()
    return dropped


def _notification(notice: Notice, person: User, now: datetime) -> Notification:
    return Notification(
        user=person,
        campaign_code=notice.campaign_code,
        subject=clean_line(notice.subject)[:_SUBJECT_LENGTH],
        body=notice.body,
        url=notice.url,
        created_at=now,
        mail_state=MailState.HELD if notice.is_held else _state_for(person),
    )


def _state_for(person: User) -> MailState:
    return MailState.WAITING if person.email else MailState.NONE
