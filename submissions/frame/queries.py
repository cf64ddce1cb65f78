"""The campaign of an address."""

from typing import Any

from django.http import Http404

from submissions.models import Campaign


def campaign_or_404(user: Any, code: str) -> Campaign:
    """The campaign with its framework, if the person may see it. Raises Http404: out of sight does not exist."""
    campaign = Campaign.objects.visible_to(user).select_related("framework").filter(code=code).first()
    if campaign is None:
        raise Http404
    return campaign
