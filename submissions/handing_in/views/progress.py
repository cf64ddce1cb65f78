"""How far the units have come, for those who chase them, and more time for one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.frame.deadlines import deadline_of
from submissions.frame.queries import around, campaign_or_404
from submissions.handing_in.forms import ExtensionForm
from submissions.handing_in.queries.extensions import extensions_of
from submissions.handing_in.queries.progress import OFFICIAL, ORDERS, board_of
from submissions.handing_in.services.submission import EXTEND, deadline_version, extend_deadline
from submissions.models import Campaign, Submission
from units.access import may, require
from units.http import SignedInRequest

SEE_PROGRESS = "self.view_submission_progress_of_all_units"
SEE_EXTENSIONS = "period.view_extensions"
_CONFLICT, _UNPROCESSABLE = 409, 422


@require_safe
def progress(request: SignedInRequest, code: str) -> HttpResponse:
    """One row a unit, counts only."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, SEE_PROGRESS, campaign)
    order = request.GET.get("xep", OFFICIAL)
    context = {
        "board": board_of(campaign, order=order, now=timezone.now()),
        "orders": [
            {"code": name, "label": each.label, "is_current": name == order}
            for name, each in ORDERS.items()
        ],
        "may_extend": bool(may(request.user, EXTEND, campaign)),
    }
    context |= around(request, campaign, here="Tiến độ", name="progress")
    return render(request, "submissions/handing_in/progress.html", context)


@require_safe
def extensions(request: SignedInRequest, code: str) -> HttpResponse:
    """Who was given more time, and why: for everybody with a part in the campaign, so that no
    unit is favoured unseen.
    """
    campaign = campaign_or_404(request.user, code)
    require(request.user, SEE_EXTENSIONS, campaign)
    context = {
        "extensions": extensions_of(campaign),
        "may_see_progress": bool(may(request.user, SEE_PROGRESS, campaign)),
    }
    context |= around(request, campaign, here="Gia hạn", name="extensions")
    return render(request, "submissions/handing_in/extensions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """More time for one unit."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, EXTEND, campaign)
    submission = _submission(campaign, unit)
    if request.method != "POST":
        return _form_page(request, submission, ExtensionForm(initial=_initial(submission)))
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        return _form_page(request, submission, form, status=_UNPROCESSABLE)
    return _extend(request, submission, form)


def _extend(request: SignedInRequest, submission: Submission, form: ExtensionForm) -> HttpResponse:
    typed = form.cleaned_data
    try:
        extend_deadline(
            submission=submission,
            due_at=form.moment(),
            reason=typed["reason"],
            version=typed["version"],
            by=request.user,
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        stored = _submission(submission.campaign, submission.unit.code)
        form.data = {**form.data.dict(), "version": deadline_version(stored)}  # type: ignore[attr-defined]
        return _form_page(
            request,
            stored,
            form,
            status=_CONFLICT if isinstance(refusal, StaleState) else _UNPROCESSABLE,
        )
    messages.success(request, f"Đã gia hạn cho {submission.name} và báo cho mọi đơn vị.")
    return redirect("extensions", submission.campaign.code)


def _submission(campaign: Campaign, unit: str) -> Submission:
    return get_object_or_404(
        Submission.objects.select_related("campaign", "unit"), campaign=campaign, unit__code=unit
    )


def _initial(submission: Submission) -> dict[str, Any]:
    return ExtensionForm.initial_of(deadline_of(submission), deadline_version(submission))


def _form_page(
    request: SignedInRequest, submission: Submission, form: ExtensionForm, *, status: int = 200
) -> HttpResponse:
    campaign = submission.campaign
    context: dict[str, Any] = {
        "form": form,
        "submission": submission,
        "due": deadline_of(submission),
    }
    context |= around(request, campaign, here=f"Gia hạn cho {submission.short_name}", name="")
    context["steps"].append({"label": "Tiến độ", "url": reverse("progress", args=[campaign.code])})
    return render(request, "submissions/handing_in/extend.html", context, status=status)
