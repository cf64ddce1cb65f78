"""Security events into the record: signing in and out, failures, lockouts, passwords, second
factors. Receivers of Django's and allauth's signals; what is typed never gets into the record, only
a digest of an unknown name.
"""

import hashlib
import hmac
from typing import Any

from allauth.account import signals as account_signals
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import signals as auth_signals
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from units import audit
from units.models import User
from units.people.queries import account_typed
from units.sign_in import session_limits

SIGN_IN_FAILED = audit.name_act("account.sign_in_failed", "Đăng nhập không thành công")
LOCKED_OUT = audit.name_act("account.locked_out", "Tạm khóa đăng nhập vì sai nhiều lần")
SIGN_ON_REFUSED = audit.name_act("account.sign_on_refused", "Từ chối đăng nhập một cửa")
SIGNED_IN = audit.name_act("account.signed_in", "Đăng nhập")
SIGNED_OUT = audit.name_act("account.signed_out", "Đăng xuất")
PASSWORD_CHANGED = audit.name_act("account.password_changed", "Đổi mật khẩu")
PASSWORD_RESET = audit.name_act("account.password_reset", "Đặt lại mật khẩu đã quên")
SECOND_FACTOR_ADDED = audit.name_act("account.second_factor_added", "Bật xác thực hai bước")
SECOND_FACTOR_REMOVED = audit.name_act("account.second_factor_removed", "Tắt xác thực hai bước")
RECOVERY_CODES_MADE = audit.name_act("account.recovery_codes_made", "Tạo mã khôi phục mới")
RECOVERY_CODE_USED = audit.name_act("account.recovery_code_used", "Dùng mã khôi phục")
SECOND_FACTOR_FAILED = audit.name_act(
    "account.second_factor_failed", "Nhập sai mã xác thực hai bước"
)

_LOCKOUT_LASTS = 15 * 60


def connect() -> None:
    """Once, when the application starts."""
    auth_signals.user_logged_in.connect(_begin_session)
    auth_signals.user_logged_out.connect(_signed_out)
    account_signals.user_logged_in.connect(_signed_in)
    account_signals.password_changed.connect(_password_changed)
    account_signals.password_reset.connect(_password_reset)
    factor_signals.authenticator_added.connect(_factor_added)
    factor_signals.authenticator_removed.connect(_factor_removed)
    factor_signals.authenticator_reset.connect(_codes_made)
    factor_signals.authenticator_used.connect(_factor_used)
    factor_signals.authentication_failed.connect(_factor_failed)


def record_failure(request: HttpRequest, typed: str) -> None:
    """A sign-in with a wrong name or password."""
    account = account_typed(typed)
    if account:
        _record(SIGN_IN_FAILED, request, about=account)
    else:
        _record(SIGN_IN_FAILED, request, name_digest=_digest(typed))


def record_lockout(request: HttpRequest, typed: str, limit: str) -> None:
    """A sign-in that was not even tried.

    One entry a lockout, however often somebody goes on trying.
    """
    place = address_of(request) if limit.endswith("address") else _digest(typed)
    if cache.add(f"lockout-recorded:{limit}:{place}", True, _LOCKOUT_LASTS):
        _record(LOCKED_OUT, request, about=account_typed(typed), limit=limit)


def record_unknown_sign_on(request: HttpRequest) -> None:
    """The ministry's sign-on vouched for somebody who has no account here."""
    _record(SIGN_ON_REFUSED, request)


def address_of(request: HttpRequest) -> str:
    return get_adapter().get_client_ip(request)


def _record(
    act: audit.ActCode,
    request: HttpRequest,
    *,
    by: User | None = None,
    about: User | None = None,
    **facts: Any,
) -> None:
    """Failures are nobody's acts: who tried is not known, only whom it was about."""
    with transaction.atomic():
        audit.record(
            act=act, by=by, subject=about or by, facts={"address": address_of(request), **facts}
        )


def _digest(typed: str) -> str:
    """The same for the same name, so that a series shows, and of no use to whoever reads the
    record.
    """
    return hmac.new(
        settings.RECORD_KEY.encode(), typed.casefold().encode(), hashlib.sha256
    ).hexdigest()[:16]


def _begin_session(request: HttpRequest, **_kwargs: Any) -> None:
    session_limits.begin(request.session, timezone.now())


def _signed_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    methods = [str(step["method"]) for step in get_authentication_records(request, user)]
    _record(SIGNED_IN, request, by=user, methods=methods)


def _signed_out(request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    if user is not None:
        cause = getattr(request, "session_over", "asked")
        _record(SIGNED_OUT, request, by=user, cause=str(cause))


def _password_changed(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    _record(PASSWORD_CHANGED, request, by=user)


def _password_reset(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    _record(PASSWORD_RESET, request, by=user)


def _factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any
) -> None:
    _record(SECOND_FACTOR_ADDED, request, by=user, kind=authenticator.type)


def _factor_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any
) -> None:
    _record(SECOND_FACTOR_REMOVED, request, by=user, kind=authenticator.type)


def _codes_made(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    _record(RECOVERY_CODES_MADE, request, by=user)


def _factor_used(
    request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """Every sign-in says that the second factor was used; a recovery code is worth an entry of
    its own.
    """
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _record(RECOVERY_CODE_USED, request, by=user)


def _factor_failed(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    _record(SECOND_FACTOR_FAILED, request, about=user)
