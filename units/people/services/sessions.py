"""Ending sessions at once: one's own from another computer, or all of somebody's when their
account changes.
"""

from allauth.usersessions.models import UserSession
from django.db import transaction

from units import audit
from units.models import User

SESSIONS_ENDED = audit.name_act("account.sessions_ended", "Kết thúc phiên đăng nhập")


@transaction.atomic
def end_own_session(*, session: UserSession, by: User) -> None:
    """A session of the person's own."""
    session.end()
    audit.record(act=SESSIONS_ENDED, by=by, subject=by, facts={"count": 1})


@transaction.atomic
def end_other_sessions(*, by: User, keep: str) -> int:
    """All of the person's own sessions but the one with that key. How many there were."""
    count = end_sessions(by, keep=keep)
    audit.record(act=SESSIONS_ENDED, by=by, subject=by, facts={"count": count})
    return count


def end_sessions(person: User, *, keep: str = "") -> int:
    """For services, inside their transaction. How many ended."""
    sessions = list(UserSession.objects.filter(user=person).exclude(session_key=keep))
    for session in sessions:
        session.end()
    return len(sessions)
