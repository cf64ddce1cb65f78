"""A fresh proof of who is at the keyboard, asked before an act that cannot be undone: the
password, and the second factor.
"""

import time
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.urls import reverse

from ictindex.lib.errors import NotAllowed
from units.http import SignedInRequest

_NO_PASSWORD = (
    "Tài khoản của Ông/Bà chưa có mật khẩu riêng. Đặt mật khẩu rồi thực hiện lại việc này."
)


def where_to_prove(request: SignedInRequest, *, then: str) -> str | None:
    """The page that asks for what is still lacking, and leads to the address `then`; None when
    nothing is.

    The second factor is asked of who has one. Raises NotAllowed for an account without a password
    of its own.
    """
    if not request.user.has_usable_password():
        raise NotAllowed(_NO_PASSWORD)
    proved = _fresh_methods(request)
    if "password" not in proved:
        return _page("account_reauthenticate", then)
    if "mfa" not in proved and is_mfa_enabled(request.user):
        return _page("mfa_reauthenticate", then)
    return None


def _fresh_methods(request: SignedInRequest) -> set[str]:
    """What the person proved in this session within the last minutes, and not merely by signing
    in.
    """
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return {
        record["method"]
        for record in records
        if record.get("reauthenticated") and record["at"] > since
    }


def _page(name: str, then: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': then})}"
