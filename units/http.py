"""What a view may take for granted of a request that came past the sign-in wall."""

from django.http import HttpRequest, QueryDict

from units.models import User


class SignedInRequest(HttpRequest):
    """A request of a person with an account: every view that is not marked public gets one."""

    user: User


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: all that was posted, be it nothing, and None when the page is
    only opened.
    """
    return request.POST if request.method == "POST" else None
