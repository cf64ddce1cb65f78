"""What a view may take for granted of a request that came past the sign-in wall."""

from django.http import HttpRequest

from units.models import User


class SignedInRequest(HttpRequest):
    """A request of a person with an account: every view that is not marked public gets one."""

    user: User
