"""The record of a campaign: for auditors all of it, for a unit what it did, for a declared
criterion how it came to be.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from submissions.campaigns.queries import record as scopes
from submissions.frame.queries import Crumb, around, campaign_or_404
from submissions.models import Answer, Campaign, Submission
from submissions.models.capacities import PUBLIC
from units.access import may, require
from units.http import SignedInRequest
from units.models import AuditEntry
from units.record.pages import check_page, history_of
from units.record.queries.receipts import receipt_json
from units.record.queries.scopes import RecordScope
from units.record.services import MAY_VERIFY
from units.record.views import as_download, ask_or_say_why_not, show_entry, show_list

CHECKPOINT = "public.get_signed_checkpoint_of_published_report"
#: Acts that bring a campaign to publication.
_PUBLISHING = ("campaign.advanced", "campaign.loaded")


@require_safe
def record(request: SignedInRequest, code: str) -> HttpResponse:
    """All entries of the campaign."""
    campaign = campaign_or_404(request.user, code)
    return _list(request, scopes.record_of_campaign(request.user, campaign), campaign)


@require_safe
def record_entry(request: SignedInRequest, code: str, sequence: int) -> HttpResponse:
    """One of them."""
    campaign = campaign_or_404(request.user, code)
    return _entry(request, scopes.record_of_campaign(request.user, campaign), sequence, campaign)


@require_safe
def unit_record(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """What was done about a unit's submission; its own people see what the unit did."""
    submission = _submission(request, code, unit)
    return _list(request, scopes.record_of_unit(request.user, submission), submission.campaign)


@require_safe
def unit_record_entry(
    request: SignedInRequest, code: str, unit: str, sequence: int
) -> HttpResponse:
    """One of them, with its receipt."""
    submission = _submission(request, code, unit)
    scope = scopes.record_of_unit(request.user, submission)
    receipt = reverse("unit_receipt", args=[code, unit, sequence])
    return _entry(request, scope, sequence, submission.campaign, receipt_url=receipt)


@require_safe
def unit_receipt(request: SignedInRequest, code: str, unit: str, sequence: int) -> HttpResponseBase:
    """The receipt of an entry, to keep outside."""
    scope = scopes.record_of_unit(request.user, _submission(request, code, unit))
    entry = get_object_or_404(scope.entries, pk=sequence)
    return as_download(
        HttpResponse(receipt_json(entry), content_type="application/json"),
        f"bien-nhan-{code}-{unit}-{sequence}.json",
    )


@require_safe
def answer_history(request: SignedInRequest, code: str, unit: str, answer: int) -> HttpResponse:
    """Everything that was done to one declared criterion and its appraisals, and the way back
    to it.
    """
    submission = _submission(request, code, unit)
    asked = get_object_or_404(
        Answer.objects.select_related("criterion__group"), pk=answer, submission=submission
    )
    asked.submission = submission
    scope, entries = scopes.history_of_answer(request.user, asked)
    sees_figures = may(request.user, "report.view_ranking_and_charts_data", submission.campaign)
    context = {
        "answer": asked,
        "submission": submission,
        "page": history_of(scope, entries),
        "back_url": f"{reverse('unit_result', args=[code, unit])}#nhom-{asked.criterion.group.code}"
        if sees_figures
        else "",
    }
    return render(
        request,
        "units/record/record_history.html",
        context | _frame(request, submission.campaign, "Lịch sử"),
    )


@require_safe
def check(request: SignedInRequest, code: str) -> HttpResponse:
    """The last verification and what it found."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, MAY_VERIFY, campaign)
    context = check_page(request.user, url=_check_url(campaign)) | _frame(
        request, campaign, "Kiểm tra nhật ký"
    )
    return render(request, "units/record/record_check.html", context)


@require_POST
def run_check(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for a verification."""
    campaign = campaign_or_404(request.user, code)
    ask_or_say_why_not(request, campaign=campaign)
    return redirect(_check_url(campaign))


@login_not_required
@require_safe
def checkpoint(request: HttpRequest, code: str) -> HttpResponse:
    """The record's head when the campaign was published, to hold against any later export."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, CHECKPOINT, campaign)
    entry = _publication(campaign)
    return JsonResponse(
        {
            "campaign": campaign.code,
            "witness": f"{entry.sequence}:{entry.entry_hash}" if entry else None,
            "at": entry.at.isoformat() if entry else None,
        }
    )


def _publication(campaign: Campaign) -> AuditEntry | None:
    """The entry with which the campaign became public."""
    entries = AuditEntry.objects.filter(
        PUBLIC.where(), campaign_code=campaign.code, act__in=_PUBLISHING
    )
    return entries.order_by("sequence").defer("changes").first()


def _check_url(campaign: Campaign) -> str:
    return reverse("campaign_record_check", args=[campaign.code])


def _submission(request: SignedInRequest, code: str, unit: str) -> Submission:
    seen = Submission.objects.visible_to(request.user).select_related("campaign", "unit")
    return get_object_or_404(seen, campaign=campaign_or_404(request.user, code), unit__code=unit)


def _list(request: SignedInRequest, scope: RecordScope, campaign: Campaign) -> HttpResponse:
    frame = _frame(request, campaign, scope.heading)
    url = _check_url(campaign) if may(request.user, MAY_VERIFY, campaign) else ""
    return show_list(request, scope, frame, verification_url=url)


def _entry(
    request: SignedInRequest,
    scope: RecordScope,
    sequence: int,
    campaign: Campaign,
    *,
    receipt_url: str = "",
) -> HttpResponse:
    frame = _frame(request, campaign, f"Mục {sequence}", (scope.heading, scope.url))
    return show_entry(request, scope, sequence, frame, receipt_url=receipt_url)


def _frame(
    request: SignedInRequest, campaign: Campaign, here: str, *above: Crumb
) -> dict[str, Any]:
    """The campaign's bar, and the trail."""
    return around(request, campaign, here=here, name="campaign_record", above=above) | {
        "frame": "campaign_base.html"
    }
