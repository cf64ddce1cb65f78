"""A unit's letter about the first round, and that round's results, on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.document.printing.letter import letter_of
from reports.layout.pdf import PdfUnavailable, make_pdf
from submissions.reply.queries.reply import reply_page
from submissions.reply.queries.window import READ, file_or_404
from units.access import require
from units.http import SignedInRequest


@never_cache
@require_safe
def reply_letter(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """The letter with which the unit confirms or contests, to be numbered and signed.

    A third of a second of work.
    """
    submission = file_or_404(request.user, code, unit)
    require(request.user, READ, submission)
    letter = letter_of(submission, reply_page(submission, request.user, now=timezone.now()))
    return _pdf(
        request,
        render_to_string("print/letter.html", {"letter": letter}),
        f"phieu-xac-nhan-{code}-{unit}.pdf",
    )


@never_cache
@require_safe
def first_round_pdf(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """Every outcome with its reason, and no name of who appraised.

    Less than a second of work for 135 criteria.
    """
    submission = file_or_404(request.user, code, unit)
    page = reply_page(submission, request.user, now=timezone.now())
    html = render_to_string(
        "print/first_round.html",
        {"page": page, "submission": submission, "campaign": submission.campaign},
    )
    return _pdf(request, html, f"ket-qua-lan-1-{code}-{unit}.pdf")


def _pdf(request: SignedInRequest, html: str, name: str) -> HttpResponse:
    try:
        content = make_pdf(html).content
    except PdfUnavailable as problem:
        return render(
            request, "reports/document/no_receipt.html", {"problem": str(problem)}, status=503
        )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
