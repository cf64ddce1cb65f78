"""Responses with files that people sent: harmless in a browser, whatever is in them."""

from collections.abc import Callable, Iterator
from typing import TypeVar, cast

from csp.decorators import csp_update
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

#: Whatever is in the file, it runs nothing, loads nothing, sends nothing, and is framed by our own
#: pages only.
_POLICY = (
    "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors {frames}"
)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def shows_previews(view: View) -> View:
    """For views whose pages show a preview in a frame; all other pages may frame nothing."""
    return cast(View, csp_update({"frame-src": ["'self'"]})(view))


def send_package(content: Iterator[bytes], name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return harmless(response, frames="'none'")


def harmless(response: HttpResponseBase, *, frames: str) -> HttpResponseBase:
    response.headers["Content-Security-Policy"] = _POLICY.format(frames=frames)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if frames == "'self'" else "DENY"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
