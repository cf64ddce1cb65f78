"""Signing in and out and the pages around passwords: allauth's views with the methods and the
context of this application.
"""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account import views as account_views
from allauth.socialaccount.providers.openid_connect import views as sign_on_views
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from units.http import SignedInRequest

logger = logging.getLogger(__name__)


class SignIn(account_views.LoginView):
    """Name and password, or the ministry's sign-on where there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sign_on = (
            {"id": settings.OIDC_ID, "name": settings.OIDC_NAME} if settings.OIDC_ISSUER else None
        )
        return super().get_context_data(**kwargs) | {"sign_on": sign_on}


sign_in = SignIn.as_view()
sign_out = require_POST(account_views.logout)


@login_not_required
@require_POST
def begin_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Over to the ministry's sign-on."""
    return _asking_the_provider(request, lambda: sign_on_views.login(request, provider_id))


@login_not_required
@require_safe
def end_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from there, with a word for the server on who it is."""
    return _asking_the_provider(request, lambda: sign_on_views.callback(request, provider_id))


def _asking_the_provider(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """A provider that does not answer, or not in its language, is not this application's
    failure.
    """
    try:
        return answer()
    except RequestException:
        logger.exception("the provider of the sign-on does not answer")
        return render(request, "socialaccount/authentication_error.html", status=502)


@require_safe
def no_password(request: SignedInRequest) -> HttpResponse:
    """Instead of changing a password that was never set."""
    return render(request, "units/sign_in/no_password.html")
