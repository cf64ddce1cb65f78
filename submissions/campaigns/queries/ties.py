"""What holds a person to a unit: roles in running campaigns.

Told to the floor that keeps workplaces.
"""

from submissions.models import Appointment
from submissions.models.capacities import APPRAISING
from units.enums import GrantState
from units.models import Unit, User
from units.people.services.memberships import register_tie


def register() -> None:
    register_tie(why_tied)


def why_tied(person: User, unit: Unit) -> str:
    """While the person appraises where that unit is assessed, or acts for the unit: the
    conflict would be forgotten.
    """
    held = (
        Appointment.objects.filter(user=person)
        .exclude(state=GrantState.ENDED)
        .select_related("campaign")
    )
    for appointment in held:
        campaign = appointment.campaign
        if campaign is None or campaign.is_public:
            continue
        judges_unit = (
            appointment.role in APPRAISING and campaign.submissions.filter(unit=unit).exists()
        )
        if judges_unit or appointment.unit_id == unit.pk:
            return (
                f"{person} đang giữ vai trò «{appointment.get_role_display()}» trong đợt "
                f"{campaign.code}, "
                f"nơi {unit} được đánh giá. Hãy kết thúc vai trò đó trước."
            )
    return ""
