"""The minutes of a meeting as files."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from ictindex.lib.office_files import DOCX
from reports.council.queries.minutes import Minutes, minutes_of
from reports.council.services.minutes_docx import minutes_as_docx
from reports.layout.pdf import PdfUnavailable, make_pdf
from submissions.council.views.surroundings import meeting_for
from submissions.models import Meeting
from units.http import SignedInRequest


@require_safe
def minutes_docx(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """To be edited and signed."""
    meeting = meeting_for(request, code, number)
    return _file(minutes_as_docx(minutes_of(meeting, request.user)), meeting, "docx", DOCX)


@require_safe
def minutes_pdf(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """A few pages of text, which take a fraction of a second: nobody need wait for a worker."""
    meeting = meeting_for(request, code, number)
    try:
        content = make_pdf(minutes_html(minutes_of(meeting, request.user))).content
    except PdfUnavailable as problem:
        return render(
            request, "reports/council/no_minutes.html", {"problem": str(problem)}, status=503
        )
    return _file(content, meeting, "pdf", "application/pdf")


def minutes_html(minutes: Minutes) -> str:
    return render_to_string("print/minutes.html", {"minutes": minutes})


def _file(content: bytes, meeting: Meeting, ending: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    name = f"bien-ban-hop-{meeting.number}-{meeting.campaign.code}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
