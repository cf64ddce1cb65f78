"""A stored file of an edition as a response: by nginx where it does that, by the application
otherwise, as it was stored.
"""

from io import BytesIO
from typing import Final

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from reports.editions.queries.store import read_checked
from reports.enums import FileFormat
from reports.models import EditionFile

#: The viewers that browsers show a PDF in need styles of their own; the file itself runs nothing.
_PDF_POLICY: Final = "frame-ancestors 'none'"
_POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
_TYPES: Final[dict[str, tuple[str, str]]] = {
    FileFormat.CONTENT: ("application/zip", "noi-dung.zip"),
    FileFormat.PDF: ("application/pdf", "pdf"),
    FileFormat.SIGNED: ("application/pdf", "da-ky.pdf"),
    FileFormat.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
    FileFormat.XLSX: ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    FileFormat.JSON: ("application/json", "json"),
    FileFormat.CSV: ("text/csv; charset=utf-8", "csv"),
    FileFormat.ZIP: ("application/zip", "ho-so.zip"),
}


def send_edition_file(file: EditionFile) -> HttpResponseBase:
    """The same bytes each time.

    A PDF is shown in the browser, everything else is saved. Raises StoredFileDamaged.
    """
    media_type, ending = _TYPES[file.format]
    content = read_checked(file)
    response: HttpResponseBase = (
        HttpResponse() if settings.EDITIONS_ACCEL else FileResponse(BytesIO(content))
    )
    if settings.EDITIONS_ACCEL:
        response.headers["X-Accel-Redirect"] = (
            f"{settings.EDITIONS_ACCEL.rstrip('/')}/{file.stored_as}"
        )
    else:
        response.headers["Content-Length"] = str(file.size)
    name = f"bao-cao-{file.edition.campaign.code}-ban-{file.edition.number}.{ending}"
    is_pdf = media_type == "application/pdf"
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = (
        content_disposition_header(not is_pdf, name) or "attachment"
    )
    response.headers["Content-Security-Policy"] = _PDF_POLICY if is_pdf else _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["ETag"] = f'"{file.sha256}"'
    return response
