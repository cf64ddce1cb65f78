"""What was sent to whom in a campaign."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from submissions.queries import campaign_or_404
from submissions.screens.outbox_page import outbox_page
from submissions.views.shared import around
from units.access import require
from units.http import SignedInRequest


@require_safe
def outbox(request: SignedInRequest, code: str) -> HttpResponse:
    """Newest first, by person and state."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, "period.view_outbox", campaign)
    context = {"page": outbox_page(campaign, request.GET)} | around(request, campaign, here="Thư đã gửi", name="outbox")
    return render(request, "submissions/outbox.html", context)
