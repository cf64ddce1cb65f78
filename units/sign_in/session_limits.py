"""How long a session lasts: two moments kept in it, when the person signed in and when the last
request came.
"""

from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

_SIGNED_IN = "signed_in_at"
_SEEN = "seen_at"
#: The last request is written down at most this often, in seconds, so that reading pages writes
#: nothing.
_GRAIN = 60


class SessionEnd(StrEnum):
    """Why a session ended by itself."""

    IDLE = "idle"
    LONGEST = "longest"


SENTENCES = {
    SessionEnd.IDLE: "Phiên làm việc đã kết thúc vì lâu không có thao tác. Hãy đăng nhập lại.",
    SessionEnd.LONGEST: "Phiên làm việc đã kéo dài tối đa. Hãy đăng nhập lại.",
}


def begin(session: SessionBase, now: datetime) -> None:
    """The person has just signed in."""
    session[_SIGNED_IN] = session[_SEEN] = int(now.timestamp())


def why_over(session: SessionBase, now: datetime) -> SessionEnd | None:
    """None while the session lasts, and for one that was never begun."""
    moment = int(now.timestamp())
    if moment - session.get(_SIGNED_IN, moment) >= settings.SESSION_LONGEST.total_seconds():
        return SessionEnd.LONGEST
    if moment - session.get(_SEEN, moment) >= settings.SESSION_IDLE.total_seconds():
        return SessionEnd.IDLE
    return None


def note_request(session: SessionBase, now: datetime) -> None:
    """A request came in a session that lasts."""
    moment = int(now.timestamp())
    if _SIGNED_IN not in session:
        begin(session, now)
    elif moment - session.get(_SEEN, 0) >= _GRAIN:
        session[_SEEN] = moment
