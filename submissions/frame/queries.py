"""The campaign of an address, and what every page inside it shows around itself."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from submissions.frame.menu import campaign_menu
from submissions.models import Campaign


def campaign_or_404(user: Any, code: str) -> Campaign:
    """The campaign with its framework, if the person may see it. Raises Http404: out of sight does not exist."""
    campaign = Campaign.objects.visible_to(user).select_related("framework").filter(code=code).first()
    if campaign is None:
        raise Http404
    return campaign


def around(request: HttpRequest, campaign: Campaign, *, here: str, name: str) -> dict[str, Any]:
    """`here` is the page's own name in the trail, `name` its entry in the bar."""
    return {
        "campaign": campaign,
        "menu": campaign_menu(request.user, campaign, here=name),
        "steps": [{"label": f"Đợt {campaign.code}", "url": reverse("campaign", args=[campaign.code])}],
        "here": here,
    }


def around_files(request: HttpRequest, campaign: Any, *, here: str, steps: Any) -> dict[str, Any]:
    """The bar and the trail of a page below the files of a campaign; steps are (label, address)."""
    above = [(f"Đợt {campaign.code}", reverse("campaign", args=[campaign.code])), *steps]
    return {
        "campaign": campaign,
        "menu": campaign_menu(request.user, campaign, below="files"),
        "steps": [{"label": label, "url": url} for label, url in above],
        "here": here,
    }
