"""Checking what will be handed in, handing it in, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.dossier.queries.files import file_or_404
from submissions.frame.queries import around
from submissions.handing_in.pages.check import check_page
from submissions.handing_in.services import submission as services
from submissions.models import Submission
from units.http import SignedInRequest

_CONFLICT, _UNPROCESSABLE = 409, 422


@require_safe
def check_answers(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """All answers, what is lacking, and the button for the head."""
    return _page(request, file_or_404(request.user, code, unit))


@require_POST
def hand_in(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """The clock is read first, before this request waits for its turn to write."""
    now = timezone.now()
    submission = file_or_404(request.user, code, unit)
    seen, has_no_secrets = request.POST.get("seen", ""), request.POST.get("has_no_secrets") == "on"
    try:
        services.hand_in(
            submission=submission,
            seen_sha256=seen,
            has_no_secrets=has_no_secrets,
            by=request.user,
            now=now,
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _page(
            request,
            file_or_404(request.user, code, unit),
            refusal=refusal,
            has_no_secrets=has_no_secrets,
        )
    messages.success(request, "Hồ sơ đã được nộp. Giữ biên nhận dưới đây.")
    return redirect("receipt", code, unit)


@require_POST
def take_back(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """Back to the page, where what was handed in can be changed again."""
    now = timezone.now()
    submission = file_or_404(request.user, code, unit)
    try:
        services.take_back(submission=submission, by=request.user, now=now)
    except StaleState as refusal:
        return _page(request, file_or_404(request.user, code, unit), refusal=refusal)
    messages.success(request, "Đã rút lại hồ sơ. Đơn vị sửa tiếp được và phải nộp lại trước hạn.")
    return redirect("check_answers", code, unit)


def _page(
    request: SignedInRequest,
    submission: Submission,
    *,
    refusal: DomainError | None = None,
    has_no_secrets: bool = False,
) -> HttpResponse:
    home = reverse("unit_home", args=[submission.campaign.code, submission.unit.code])
    context: dict[str, Any] = {
        "submission": submission,
        "page": check_page(submission, request.user, now=timezone.now()),
        "refusal": str(refusal) if refusal else "",
        "is_unconfirmed": str(refusal) == services.UNCONFIRMED,
        "unconfirmed": services.UNCONFIRMED,
        "has_no_secrets": has_no_secrets,
    }
    context |= around(
        request,
        submission.campaign,
        here="Kiểm tra và nộp",
        below="files",
        above=[(submission.short_name, home)],
    )
    return render(request, "submissions/handing_in/check.html", context, status=_status(refusal))


def _status(refusal: DomainError | None) -> int:
    if refusal is None:
        return 200
    return _CONFLICT if isinstance(refusal, StaleState) else _UNPROCESSABLE
