"""Closing a round, or the time to reply, for all units at once.

The button is that of the step itself.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from submissions.campaigns.forms.campaign import StepForm
from submissions.campaigns.pages.round_end import closing_page
from submissions.campaigns.phases.table import ADVANCE
from submissions.campaigns.queries.steps import steps_from
from submissions.frame.queries import around, campaign_or_404
from units.access import require
from units.http import SignedInRequest


@require_safe
def closing(request: SignedInRequest, code: str) -> HttpResponse:
    """Unit by unit what is missing; in a phase that closes nothing, the page of the phases."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, ADVANCE.action, campaign)
    if not campaign.stands.closes_for_all:
        return redirect("phases", code)
    page = closing_page(campaign, request.user, now=timezone.now())
    usual = steps_from(campaign.phase)[0]
    context = {"page": page, "step_form": StepForm(step=usual)}
    return render(
        request,
        "submissions/campaigns/round_end.html",
        context | around(request, campaign, here=page.step.label, name="phases"),
    )
