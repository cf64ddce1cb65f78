"""Telling people of a campaign: who they are, and how its title and its address come into what they
are told.

The words, and who is told what, are those of each room.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.urls import reverse

from submissions.models import Appointment, Campaign, Submission
from units.enums import UNIT_ROLES, Role
from units.models import User
from units.notify import Notice


def campaign_notice(
    campaign: Campaign,
    people: Iterable[User],
    *,
    about: str,
    body: str,
    page: str,
    place: tuple[object, ...] = (),
    anchor: str = "",
    without: tuple[User | None, ...] = (),
    is_held: bool = False,
) -> Notice:
    """`page` names the address, `place` what it takes besides the campaign: a unit, a meeting.

    `without` and `is_held` are those of `units.notify.Notice`.
    """
    return Notice(
        people,
        subject=f"{campaign.title}: {about}",
        body=body,
        url=reverse(page, args=[campaign.code, *place]) + anchor,
        campaign_code=campaign.code,
        without=without,
        is_held=is_held,
    )


def people_in(campaign: Campaign, roles: tuple[Role, ...]) -> list[User]:
    """The active people who hold one of the roles in the campaign. One query."""
    return list(Appointment.objects.in_force().in_campaign(campaign).of_role(*roles).holders())


def people_of_unit(submission: Submission) -> list[User]:
    """The active people who hold a role of the unit in the campaign. One query."""
    held = Appointment.objects.in_force().in_campaign(submission.campaign_id)
    return list(held.of_role(*UNIT_ROLES).filter(unit=submission.unit_id).holders())


def people_by_unit(campaign: Campaign) -> dict[int, list[User]]:
    """`people_of_unit` of every unit at once. One query, whatever the number of units."""
    held = Appointment.objects.in_force().in_campaign(campaign).of_role(*UNIT_ROLES)
    found: dict[int, list[User]] = defaultdict(list)
    for each in held.of_active_people().select_related("user").order_by("user_id"):
        if each.unit_id and each.user:
            found[each.unit_id].append(each.user)
    return found
