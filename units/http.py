"""What a view may take for granted of a request: its texts are clean, and behind the sign-in wall
somebody is there.
"""

from django.http import HttpRequest, QueryDict

from ictindex.lib.text import clean_letters, clean_line
from units.models import User


class SignedInRequest(HttpRequest):
    """A request of a person with an account: every view that is not marked public gets one."""

    user: User


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: all that was posted, be it nothing, and None when the page is
    only opened.
    """
    return request.POST if request.method == "POST" else None


def clean_address(request: HttpRequest) -> None:
    """What the address asks for, and the name of the browser, is clean text from here on."""
    _clean_part(request, "GET")
    if agent := request.META.get("HTTP_USER_AGENT"):
        request.META["HTTP_USER_AGENT"] = clean_line(agent)


def clean_form(request: HttpRequest) -> None:
    """What was typed into the form is clean text from here on. Reads the body."""
    _clean_part(request, "POST")


def _clean_part(request: HttpRequest, part: str) -> None:
    sent: QueryDict = getattr(request, part)
    clean = sent.copy()
    for name, texts in sent.lists():
        if not _is_secret(name):
            clean.setlist(name, [clean_letters(text) for text in texts])
    setattr(request, part, clean)


def _is_secret(name: str) -> bool:
    """A password is no text: it is compared as it was typed, and never shown or stored."""
    return "password" in name
