"""The people who have a part in a campaign."""

from submissions.models import Campaign, Submission
from units.enums import GrantState, Role
from units.models import User

UNIT_ROLES = (Role.UNIT_STAFF, Role.UNIT_HEAD)


def people_in(campaign: Campaign, roles: tuple[Role, ...]) -> list[User]:
    """The active people who hold one of the roles in the campaign."""
    held = User.objects.filter(
        is_active=True,
        appointments__campaign=campaign,
        appointments__role__in=roles,
        appointments__state=GrantState.IN_FORCE,
    )
    return list(held.distinct().order_by("pk"))


def people_of_unit(submission: Submission) -> list[User]:
    """The active people who hold a role of the unit in the campaign."""
    held = User.objects.filter(
        is_active=True,
        appointments__campaign=submission.campaign_id,
        appointments__unit=submission.unit_id,
        appointments__role__in=UNIT_ROLES,
        appointments__state=GrantState.IN_FORCE,
    )
    return list(held.distinct().order_by("pk"))
