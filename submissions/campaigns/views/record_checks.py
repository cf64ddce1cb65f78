"""Having the record verified, and its state at publication for everybody who wants to hold the ministry to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ictindex.lib.errors import DomainError, NotAllowed
from submissions.campaigns.pages.overview import campaign_or_404
from submissions.campaigns.queries.record import SEE_ALL, verification_url
from submissions.campaigns.views.record import record_frame
from submissions.enums import Phase
from submissions.models import Campaign
from units.access import may, require
from units.http import SignedInRequest
from units.models import AuditEntry, ChainHead, VerificationRun
from units.record.services import MAY_VERIFY, UNFINISHED, ask_for_verification

CHECKPOINT = "public.get_signed_checkpoint_of_published_report"
#: Acts that bring a campaign to publication.
_PUBLISHING = ("campaign.advanced", "campaign.loaded")


@require_safe
def record_check(request: SignedInRequest, code: str = "") -> HttpResponse:
    """The last verification and what it found."""
    campaign = campaign_or_404(request.user, code) if code else None
    require(request.user, MAY_VERIFY, campaign)
    run = VerificationRun.objects.select_related("asked_by").first()
    context = {
        "run": run,
        "is_unfinished": run is not None and run.state in UNFINISHED,
        # What was changed into what can be a score that the person may not see.
        "sees_values": bool(may(request.user, SEE_ALL)),
        "head": ChainHead.objects.get(pk=1),
        "run_url": verification_url(request.user, campaign) + "chay/",
        "here_url": verification_url(request.user, campaign),
    }
    return render(request, "units/record_check.html", context | record_frame(request, campaign, "Kiểm tra nhật ký"))


@require_POST
def record_check_run(request: SignedInRequest, code: str = "") -> HttpResponse:
    """Ask for a verification."""
    campaign = campaign_or_404(request.user, code) if code else None
    try:
        ask_for_verification(campaign=campaign, by=request.user, witness=request.POST.get("dau", ""))
    except NotAllowed:
        raise
    except DomainError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Đã nhận yêu cầu kiểm tra nhật ký. Việc này thường mất vài giây.")
    return redirect(verification_url(request.user, campaign))


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
    entries = AuditEntry.objects.filter(campaign_code=campaign.code, phase=Phase.PUBLISHED, act__in=_PUBLISHING)
    return entries.order_by("sequence").defer("changes").first()
