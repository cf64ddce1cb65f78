"""The list of campaigns and the home page of each. Readable without an account; what is out of sight does not exist."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from submissions.campaigns.pages.overview import campaign_or_404, campaign_page, campaigns_listed
from submissions.frame.menu import campaign_links, campaign_menu, watching_links
from submissions.home.queries import tasks_of


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every campaign the reader may see, and what waits for the reader in them."""
    context = {
        "entries": campaigns_listed(request.user),
        "waiting": tasks_of(request.user, now=timezone.now()),
        "watching": watching_links(request.user),
    }
    return render(request, "submissions/home.html", context)


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
