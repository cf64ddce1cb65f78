"""Signing in and out and the pages around passwords: allauth's views with the methods and the context of this application."""

from typing import Any

from allauth.account import views as account_views
from allauth.socialaccount.providers.openid_connect import views as sign_on_views
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from units.http import SignedInRequest


class SignIn(account_views.LoginView):
    """Name and password, or the ministry's sign-on where there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sign_on = {"id": settings.OIDC_ID, "name": settings.OIDC_NAME} if settings.OIDC_ISSUER else None
        return super().get_context_data(**kwargs) | {"sign_on": sign_on}


sign_in = SignIn.as_view()
sign_out = require_POST(account_views.logout)
begin_sign_on = require_POST(sign_on_views.login)
end_sign_on = require_safe(sign_on_views.callback)


@require_safe
def no_password(request: SignedInRequest) -> HttpResponse:
    """Instead of changing a password that was never set."""
    return render(request, "units/no_password.html")


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Instead of any page that was asked for too often."""
    return render(request, "429.html", status=429)
