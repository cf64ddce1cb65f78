"""What stands between every request and the views.

Refusals of services become pages here, once for all views.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.text import is_clean_line
from units.http import clean_address, clean_form

#: The particular ones first.
_STATUS: Final[dict[type[DomainError], int]] = {NotAllowed: 403, StaleState: 409, DomainError: 422}
_BAD_REQUEST: Final = 400
_WRONG_METHOD: Final = 405
_TOO_LARGE: Final = re.compile(r"/[0-9]{19,}(?:[/.]|$)")
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: For pages that were made before the middleware that knows the policy of pages was reached: for a
#: wrong host, for one.
_PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: Nothing that was made for somebody who has a session is kept by a browser or by what lies
#: between.
_PRIVATE: Final = "private, no-store"


class GuardedAnswersMiddleware:
    """Outermost, so that no answer is without: what browsers may do with it, be it a page, a
    file, data or an error.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Security-Policy", _PAGE_POLICY)
        if response.cookies or settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", _PRIVATE)
        return response


class NamelessAddressMiddleware:
    """Answers addresses that can name nothing, because no database takes a question about them:
    with a character that no text has, or a key of more digits than any number there has.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_clean_line(request.path_info) or _TOO_LARGE.search(request.path_info):
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            return render(request, "400.html", status=_BAD_REQUEST)
        return self.get_response(request)


class CleanTextMiddleware:
    """Innermost: views read clean texts only. A view that takes in files decides itself when the
    body is read, and is exempt from the check of the token for that reason; it cleans then.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> None:
        clean_address(request)
        if not getattr(view, "csrf_exempt", False):
            clean_form(request)


class RefusalMiddleware:
    """Answers a refused act that no view answered itself: with the reason, 409 where somebody
    was faster; and 405 in words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == _WRONG_METHOD:
            return _wrong_method(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        for kind, status in _STATUS.items():
            if isinstance(error, kind):
                return render(request, f"{status}.html", {"reason": str(error)}, status=status)
        return None


def _wrong_method(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Django leaves the page empty.

    Somebody sees it who reloads the address of a form, or opens it from the history.
    """
    allow = {"Allow": answer.headers["Allow"]} if "Allow" in answer.headers else {}
    return HttpResponse(render(request, "405.html").content, status=_WRONG_METHOD, headers=allow)
