"""The campaign of an address, and what every page inside it shows around itself."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from submissions.frame.menu import campaign_menu
from submissions.models import Campaign

#: A page in the trail: its label and address.
Crumb = tuple[str, str]


def campaign_or_404(user: Any, code: str) -> Campaign:
    """The campaign with its framework, if the person may see it.

    Raises Http404: out of sight does not exist.
    """
    campaign = (
        Campaign.objects.visible_to(user).select_related("framework").filter(code=code).first()
    )
    if campaign is None:
        raise Http404
    return campaign


def around(
    request: HttpRequest,
    campaign: Campaign,
    *,
    here: str,
    name: str = "",
    below: str = "",
    above: Iterable[Crumb] = (),
) -> dict[str, Any]:
    """The bar and the trail of a page. `here` is the page's own name in the trail, after the places
    `above` it in the campaign; `name` is its entry in the bar, or `below` the entry that it lies
    under.
    """
    steps = [(f"Đợt {campaign.code}", reverse("campaign", args=[campaign.code])), *above]
    return {
        "campaign": campaign,
        "menu": campaign_menu(request.user, campaign, here=name, below=below),
        "steps": [{"label": label, "url": url} for label, url in steps],
        "here": here,
    }
