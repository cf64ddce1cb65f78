"""A person's own notifications: reading and counting them.

Nobody ever reaches another's, or a held one.
"""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, When
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from units.models import Notification, User
from units.models.notices import UNREAD, NotificationQuerySet

_PER_PAGE = 30


def notices_of(user: User) -> NotificationQuerySet:
    return Notification.objects.told().filter(user=user)


def inbox(user: User, *, page: str | None = None) -> Page:
    """A page of the person's notifications, unread ones first, then newest first. Two queries."""
    is_read = Case(When(UNREAD.where(), then=0), default=1)
    return Paginator(notices_of(user).order_by(is_read, "-id"), _PER_PAGE).get_page(page)


def unread_count(user: Any) -> int:
    """One query; none for who is not signed in."""
    return notices_of(user).unread().count() if user.is_authenticated else 0


def header(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the number of unread notifications, asked for only where a
    template shows it.
    """
    return {"unread_count": SimpleLazyObject(lambda: unread_count(request.user))}
