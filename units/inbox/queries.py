"""A person's own notifications: reading them, counting them, marking them read.

Nobody ever reaches another's, or a held one.
"""

from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, When
from django.db.models.query import QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject

from units.enums import MailState
from units.models import Notification, User

_PER_PAGE = 30


def inbox(user: User, *, page: str | None = None) -> Page:
    """A page of the person's notifications, unread ones first, then newest first. Two queries."""
    is_read = Case(When(read_at=None, then=0), default=1)
    return Paginator(_own(user).order_by(is_read, "-id"), _PER_PAGE).get_page(page)


def unread_count(user: Any) -> int:
    """One query; none for who is not signed in."""
    return _own(user).filter(read_at=None).count() if user.is_authenticated else 0


def header(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the number of unread notifications, asked for only where a
    template shows it.
    """
    return {"unread_count": SimpleLazyObject(lambda: unread_count(request.user))}


def mark_read(user: User, *, pk: int, now: datetime) -> None:
    """One of the person's own; again changes nothing. Raises Http404 for any other."""
    own = _own(user).filter(pk=pk)
    if not own.exists():
        raise Http404
    own.filter(read_at=None).update(read_at=now)


def mark_seen(user: User, *, url: str, now: datetime) -> None:
    """The person has come to the page that these lead to. One query."""
    _own(user).filter(read_at=None, url__startswith=url).update(read_at=now)


def mark_all_read(user: User, *, now: datetime) -> int:
    """How many were unread."""
    return _own(user).filter(read_at=None).update(read_at=now)


def _own(user: User) -> QuerySet[Notification]:
    return Notification.objects.filter(user=user).exclude(mail_state=MailState.HELD)
