"""How django-allauth behaves here: closed sign-up, lockout per account and per address, sealed
second factors, and the ministry's sign-on that opens existing accounts only. Settings name these
classes; nothing else uses them.
"""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from units.access import may
from units.models import User
from units.people.queries import account_with_email, lockout_key
from units.people.services.notices import tell_of_change
from units.sign_in.events import record_failure, record_lockout, record_unknown_sign_on

# Both are taken before the password is looked at, and given back when it was right: many guesses at
# once count as many.
_LIMITS = ("login_failed", "login_failed_from_address")
_FRESH_FOR = 300


class AccountAdapter(DefaultAccountAdapter):
    """Accounts and passwords."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Only the password: the rest of the row may have been changed by somebody since it was
        read.
        """
        user.set_password(password)
        user.save(update_fields=["password"])

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        typed = _typed(credentials)
        key, usage = lockout_key(typed), ratelimit.RateLimitUsage(usage=[])
        for limit in _LIMITS:
            taken = ratelimit.consume(request, app="allauth.account", action=limit, key=key)
            if taken is None:
                usage.rollback()
                record_lockout(request, typed, limit)
                raise self.validation_error("too_many_login_attempts")
            usage.usage += taken.usage
        self._login_failed_rl_usage = usage

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """After a password was reset by mail, allauth forgets the failures under this key."""
        return lockout_key(_typed(credentials))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """A disabled account gets the answer of a wrong password."""
        user = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        record_failure(request, _typed(credentials))

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Disabled between the password and the second factor."""
        messages.error(request, str(self.error_messages["username_password_mismatch"]))
        return redirect("account_login")

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        """Who signed in a moment ago has just proved it."""
        steps = get_authentication_records(self.request, self.request.user)
        return not steps or timezone.now().timestamp() - steps[-1]["at"] >= _FRESH_FOR

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """In the application and by mail, like every other notice."""
        tell_of_change(user, template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes of an application on the telephone."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        return user.username

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not settings.REQUIRE_TOTP or bool(
            may(authenticator.user, "account.work_without_second_factor")
        )


class SignOnAdapter(DefaultSocialAccountAdapter):
    """The ministry's sign-on: it says who somebody is, by a verified address; accounts and
    roles are made here only.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Raises ImmediateHttpResponse where no active account has an address that the provider
        has verified.
        """
        sociallogin.state["process"] = AuthProcess.LOGIN
        account = account_of(sociallogin)
        if account is None:
            record_unknown_sign_on(request)
            raise ImmediateHttpResponse(
                render(request, "socialaccount/no_account.html", status=403)
            )
        sociallogin.user = account


def _typed(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")


def account_of(sociallogin: SocialLogin) -> User | None:
    """`verified` must be true itself: some providers send the word «false», which is true to
    Python.
    """
    verified = [
        address.email for address in sociallogin.email_addresses if address.verified is True
    ]
    return account_with_email(verified[0]) if len(verified) == 1 else None


def _cipher() -> Fernet:
    return Fernet(
        base64.urlsafe_b64encode(hashlib.sha256(settings.SECOND_FACTOR_KEY.encode()).digest())
    )
