"""The list of campaigns and the home page of each. Readable without an account; what is out of sight does not exist."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from submissions.menu import campaign_links, campaign_menu
from submissions.queries import campaign_or_404, campaign_page, campaigns_listed


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every campaign the reader may see."""
    return render(request, "submissions/home.html", {"entries": campaigns_listed(request.user)})


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
    return render(request, "submissions/campaign.html", context)
