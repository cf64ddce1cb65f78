"""Closing a round, or the time to reply, for all units at once.

The button is that of the step itself.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from submissions.campaigns.pages.round_end import ADVANCE, CLOSED_BY_LEAVING, closing_page
from submissions.frame.forms import ConfirmedStepForm
from submissions.frame.queries import around, campaign_or_404
from units.access import require
from units.http import SignedInRequest


@require_safe
def closing(request: SignedInRequest, code: str) -> HttpResponse:
    """Unit by unit what is missing; in a phase that closes nothing, the page of the phases."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, ADVANCE, campaign)
    if campaign.phase not in CLOSED_BY_LEAVING:
        return redirect("phases", code)
    page = closing_page(campaign, request.user, now=timezone.now())
    context = {"page": page, "step_form": ConfirmedStepForm(initial={"phase": campaign.phase})}
    return render(
        request,
        "submissions/campaigns/round_end.html",
        context | around(request, campaign, here=page.step.label, name="phases"),
    )
