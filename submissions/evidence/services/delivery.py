"""A file of evidence as a response: by nginx where it does that, by the application otherwise,
and harmless in a browser.
"""

from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from ictindex.lib.file_kinds import KINDS
from submissions.frame.responses import harmless
from submissions.models import Evidence

_NAMELESS = "application/octet-stream"


def send_file(evidence: Evidence, file: BinaryIO, *, is_preview: bool) -> HttpResponseBase:
    """`file` is open and was checked; it is closed with the response."""
    kind = KINDS.get(evidence.media_type)
    is_shown = is_preview and kind is not None and kind.is_previewed
    response = (
        _by_nginx(evidence, file) if settings.EVIDENCE_ACCEL else _by_ourselves(evidence, file)
    )
    response.headers["Content-Type"] = kind.media_type if kind else _NAMELESS
    response.headers["Content-Disposition"] = (
        content_disposition_header(not is_shown, evidence.name) or "attachment"
    )
    return harmless(response, frames="'self'" if is_shown else "'none'")


def _by_nginx(evidence: Evidence, file: BinaryIO) -> HttpResponseBase:
    file.close()
    response = HttpResponse()
    response.headers["X-Accel-Redirect"] = (
        f"{settings.EVIDENCE_ACCEL.rstrip('/')}/{evidence.stored_as}"
    )
    return response


def _by_ourselves(evidence: Evidence, file: BinaryIO) -> HttpResponseBase:
    response = FileResponse(file)
    response.headers["Content-Length"] = str(evidence.size)
    return response
