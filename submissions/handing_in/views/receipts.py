"""The receipts of what a unit handed in: to read, and as a file with which the unit proves it
without this server.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from submissions.dossier.queries.files import file_or_404
from submissions.frame.queries import around
from submissions.handing_in.queries.receipts import hand_in_or_404, history_of, receipt_of
from units.http import SignedInRequest
from units.record.queries.receipts import receipt_json


@require_safe
def receipt(
    request: SignedInRequest, code: str, unit: str, sequence: int | None = None
) -> HttpResponse:
    """The latest receipt, or an earlier one, and how it is checked."""
    submission = file_or_404(request.user, code, unit)
    entry = hand_in_or_404(submission, sequence)
    home = reverse("unit_home", args=[code, unit])
    context = {
        "submission": submission,
        "receipt": receipt_of(submission, entry),
        "history": history_of(submission),
    }
    context |= around(
        request,
        submission.campaign,
        here="Biên nhận",
        below="files",
        above=[(submission.short_name, home)],
    )
    return render(request, "submissions/handing_in/receipt.html", context)


@require_safe
def receipt_file(request: SignedInRequest, code: str, unit: str, sequence: int) -> HttpResponse:
    """The entry with the content itself, which `chain.py --receipt` checks with Python alone."""
    entry = hand_in_or_404(file_or_404(request.user, code, unit), sequence)
    response = HttpResponse(receipt_json(entry), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="bien-nhan-{code}-{unit}-{sequence}.json"'
    )
    return response
