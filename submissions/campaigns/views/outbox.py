"""What was sent to whom in a campaign, and letting go of what waits to be read first."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ictindex.lib.numbers import parse_whole
from submissions.campaigns.pages.outbox import outbox_page
from submissions.campaigns.services.outbox import release_notices
from submissions.frame.queries import around, campaign_or_404
from units.access import require
from units.http import SignedInRequest


@require_safe
def outbox(request: SignedInRequest, code: str) -> HttpResponse:
    """What waits to be let go; then what was sent, newest first, by person and state."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, "period.view_outbox", campaign)
    page = outbox_page(campaign, request.user, request.GET)
    return render(
        request,
        "submissions/campaigns/outbox.html",
        {"page": page} | around(request, campaign, here="Thư đã gửi", name="outbox"),
    )


@require_POST
def release(request: SignedInRequest, code: str) -> HttpResponse:
    """Exactly the notices that the person has read."""
    campaign = campaign_or_404(request.user, code)
    count = release_notices(
        campaign=campaign, notices=keys_in(request.POST.get("notices", "")), by=request.user
    )
    messages.success(request, f"Đã gửi {count} thông báo.")
    return redirect("outbox", code)


def keys_in(text: str) -> list[int]:
    """«12 13 14»; what is no key is left out."""
    return [key for word in text.split() if (key := parse_whole(word))]
