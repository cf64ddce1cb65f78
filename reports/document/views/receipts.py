"""The receipt of what a unit handed in, on paper.

What it says comes from the submissions' floor; only the PDF is made here.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from reports.layout.pdf import PdfUnavailable, make_pdf
from submissions.dossier.queries.files import file_or_404
from submissions.handing_in.queries.receipts import Receipt, hand_in_or_404, receipt_of
from units.http import SignedInRequest


@require_safe
def receipt_pdf(request: SignedInRequest, code: str, unit: str, sequence: int) -> HttpResponse:
    """One page of text, which takes about a fifth of a second: nobody need wait for a worker."""
    submission = file_or_404(request.user, code, unit)
    receipt = receipt_of(submission, hand_in_or_404(submission, sequence))
    try:
        content = make_pdf(receipt_html(receipt, ministry=submission.campaign.ministry)).content
    except PdfUnavailable as problem:
        return render(
            request, "reports/document/no_receipt.html", {"problem": str(problem)}, status=503
        )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = (
        f'attachment; filename="bien-nhan-{code}-{unit}-{sequence}.pdf"'
    )
    return response


def receipt_html(receipt: Receipt, *, ministry: str) -> str:
    return render_to_string("print/receipt.html", {"receipt": receipt, "ministry": ministry})
