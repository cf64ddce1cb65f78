"""What every page inside a campaign shows around itself: the bar above it and the way it was reached."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from submissions.frame.menu import campaign_menu
from submissions.models import Campaign


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
