"""The campaigns that a person sees, as finished rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from submissions.models import Campaign


@dataclass(frozen=True, slots=True)
class CampaignEntry:
    """One campaign in the list of campaigns. `is_public`: everybody may read it."""

    campaign: Campaign
    unit_count: int
    is_public: bool


def campaigns_listed(user: Any) -> list[CampaignEntry]:
    """The campaigns the person may see, newest first.

    One query, besides those for the person's standing.
    """
    seen = (
        Campaign.objects.visible_to(user)
        .annotate(unit_count=Count("submissions"))
        .order_by("-year", "-code")
    )
    return [CampaignEntry(campaign, campaign.unit_count, campaign.is_public) for campaign in seen]
