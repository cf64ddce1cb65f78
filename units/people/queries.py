"""What is asked about accounts: by what is typed to sign in, by e-mail, and whether the second
factor is set up.
"""

import unicodedata
from collections.abc import Collection

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from units.models import User


def has_second_factor(user: User | AnonymousUser) -> bool:
    """Codes of an application; recovery codes alone are none."""
    return user.pk in with_second_factor([user.pk])


def with_second_factor(keys: Collection[int | None]) -> set[int]:
    """Those of these accounts that have one. One query."""
    codes = Authenticator.objects.filter(user__in=keys, type=Authenticator.Type.TOTP)
    return set(codes.values_list("user_id", flat=True))


def account_typed(typed: str) -> User | None:
    """The account that somebody names by its user name or its e-mail address, active or not.

    One query, found or not.
    """
    named = Q(username__iexact=typed) | Q(email__iexact=typed)
    return User.objects.filter(named).order_by("pk").first()


def account_with_email(email: str) -> User | None:
    """The active account with that address. One query, found or not.

    Compared once more in Python: databases take some different letters for the same, and a
    look-alike address is not the same.
    """
    found = [
        user
        for user in User.active.filter(email__iexact=email)
        if user.email.lower() == email.lower()
    ]
    return found[0] if len(found) == 1 else None


def lockout_key(typed: str) -> str:
    """Under what failed sign-ins are counted: one key for an account however it is named, one
    for each unknown name.
    """
    account = account_typed(typed)
    if account:
        return f"account:{account.pk}"
    return f"name:{unicodedata.normalize('NFKC', typed).casefold()}"
