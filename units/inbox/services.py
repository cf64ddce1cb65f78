"""Marking a person's own notifications read. Nobody ever reaches another's, or a held one."""

from datetime import datetime

from django.http import Http404

from units.inbox.queries import notices_of
from units.models import User


def mark_read(user: User, *, pk: int, now: datetime) -> None:
    """One of the person's own; again changes nothing. Raises Http404 for any other."""
    own = notices_of(user).filter(pk=pk)
    if not own.exists():
        raise Http404
    own.unread().update(read_at=now)


def mark_seen(user: User, *, url: str, now: datetime) -> None:
    """The person has come to the page that these lead to. One query."""
    notices_of(user).unread().filter(url__startswith=url).update(read_at=now)


def mark_all_read(user: User, *, now: datetime) -> int:
    """How many were unread."""
    return notices_of(user).unread().update(read_at=now)
