"""The list of campaigns and the home page of each.

Readable without an account; what is out of sight does not exist.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from submissions.campaigns.pages.overview import campaign_page
from submissions.frame.menu import campaign_links, campaign_menu
from submissions.frame.queries import campaign_or_404


@login_not_required
@require_safe
def campaign(request: HttpRequest, code: str) -> HttpResponse:
    """Where one campaign stands, what happened when, and who sat in its bodies."""
    shown = campaign_or_404(request.user, code)
    context = {
        "campaign": shown,
        "menu": campaign_menu(request.user, shown, here="campaign"),
        "page": campaign_page(shown),
        "links": campaign_links(request.user, shown),
        "here": f"Đợt {shown.code}",
    }
    return render(request, "submissions/campaigns/campaign.html", context)
