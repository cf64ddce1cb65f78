"""What must hold of a person who is signed in before any view runs: the session lasts, and the
second factor is set up.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from units.access import may
from units.people.queries import has_second_factor
from units.sign_in import session_limits

RequestHandler = Callable[[HttpRequest], HttpResponse]

#: What a person may still do who has to set up the second factor first.
_BEFORE_SET_UP = frozenset({"mfa_activate_totp", "account_reauthenticate", "account_logout"})


class SessionLimitsMiddleware:
    """Ends a session that was idle too long or has lasted too long, and says so."""

    def __init__(self, get_response: RequestHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._check(request)
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        now = timezone.now()
        over = session_limits.why_over(request.session, now)
        if over is None:
            session_limits.note_request(request.session, now)
            return
        request.session_over = over  # type: ignore[attr-defined]
        logout(request)
        messages.info(request, session_limits.SENTENCES[over])


class SecondFactorMiddleware:
    """Leads people whose roles require the second factor to its set-up before anything else."""

    def __init__(self, get_response: RequestHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if not (settings.REQUIRE_TOTP and request.user.is_authenticated):
            return None
        match = request.resolver_match
        if match and match.url_name in _BEFORE_SET_UP:
            return None
        if may(request.user, "account.work_without_second_factor") or has_second_factor(
            request.user
        ):
            return None
        return redirect("mfa_activate_totp")
