"""A file of evidence as a response: by nginx where it does that, by the application otherwise, and harmless in a browser."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar, cast

from csp.decorators import csp_update
from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from ictindex.lib.file_kinds import KINDS
from submissions.models import Evidence

#: Whatever is in the file, it runs nothing, loads nothing, sends nothing, and is framed by our own pages only.
_POLICY = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors {frames}"
_NAMELESS = "application/octet-stream"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def shows_previews(view: View) -> View:
    """For views whose pages show a preview in a frame; all other pages may frame nothing."""
    return cast(View, csp_update({"frame-src": ["'self'"]})(view))


def send_file(evidence: Evidence, file: BinaryIO, *, is_preview: bool) -> HttpResponseBase:
    """`file` is open and was checked; it is closed with the response."""
    kind = KINDS.get(evidence.media_type)
    is_shown = is_preview and kind is not None and kind.is_previewed
    response = _by_nginx(evidence, file) if settings.EVIDENCE_ACCEL else _by_ourselves(evidence, file)
    response.headers["Content-Type"] = kind.media_type if kind else _NAMELESS
    response.headers["Content-Disposition"] = content_disposition_header(not is_shown, evidence.name) or "attachment"
    return harmless(response, frames="'self'" if is_shown else "'none'")


def send_package(content: Iterator[bytes], name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return harmless(response, frames="'none'")


def harmless(response: HttpResponseBase, *, frames: str) -> HttpResponseBase:
    response.headers["Content-Security-Policy"] = _POLICY.format(frames=frames)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if frames == "'self'" else "DENY"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _by_nginx(evidence: Evidence, file: BinaryIO) -> HttpResponseBase:
    file.close()
    response = HttpResponse()
    response.headers["X-Accel-Redirect"] = f"{settings.EVIDENCE_ACCEL.rstrip('/')}/{evidence.stored_as}"
    return response


def _by_ourselves(evidence: Evidence, file: BinaryIO) -> HttpResponseBase:
    response = FileResponse(file)
    response.headers["Content-Length"] = str(evidence.size)
    return response
