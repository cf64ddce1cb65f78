"""What stands between every request and the views. Refusals of services become pages here, once for all views."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ictindex.lib.errors import NotAllowed, StaleState

_STATUS = {NotAllowed: 403, StaleState: 409}


class RefusalMiddleware:
    """Answers a refused act that no view answered itself: 403 with the reason, or 409 where somebody was faster."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        for kind, status in _STATUS.items():
            if isinstance(error, kind):
                return render(request, f"{status}.html", {"reason": str(error)}, status=status)
        return None
