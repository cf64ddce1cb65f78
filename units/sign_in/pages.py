"""The sessions of a person as a page shows them: since when, from where, in which browser."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession

from units.models import User

# In this order: Edge and Opera also say Chrome, and all of those also say Safari.
_BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "coc_coc": "Cốc Cốc",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One row. `is_current`: the session that asks."""

    pk: int
    since: datetime
    address: str
    browser: str
    is_current: bool


def sessions_shown(person: User, current_key: str) -> list[SessionRow]:
    """The present one first, then the latest.

    Those that ended by themselves are forgotten on the way.
    """
    rows = [
        _session_row(session, current_key) for session in UserSession.objects.purge_and_list(person)
    ]
    return sorted(rows, key=lambda row: (not row.is_current, -row.since.timestamp()))


def _session_row(session: UserSession, current_key: str) -> SessionRow:
    is_current = session.session_key == current_key
    return SessionRow(
        session.pk, session.created_at, session.ip, browser_of(session.user_agent), is_current
    )


def browser_of(user_agent: str) -> str:
    """«Firefox trên Windows», from what the browser says of itself."""
    browser = next(
        (name for sign, name in _BROWSERS.items() if sign in user_agent), "Trình duyệt khác"
    )
    system = next((name for sign, name in _SYSTEMS.items() if sign in user_agent), "")
    return f"{browser} trên {system}" if system else browser
