"""Who is told when somebody is given a role: the person, and before that the administrators who
can confirm it.
"""

from django.urls import reverse

from submissions.models import Appointment
from units.enums import Role
from units.models import User
from units.notify import tell


def tell_of_grant(appointment: Appointment) -> None:
    """The person has the role from now on."""
    if appointment.user:
        subject = f"Ông/Bà có vai trò mới: {appointment.get_role_display()}"
        body = f"Ông/Bà được phân công làm {_named(appointment)}. Vai trò có hiệu lực từ bây giờ."
        tell(
            [appointment.user],
            subject=subject,
            body=body,
            url=reverse("home"),
            campaign_code=_code(appointment),
        )


def tell_of_proposal(appointment: Appointment) -> None:
    """The other administrators have something to decide."""
    if appointment.user:
        asked = (
            f"{appointment.granted_by} đề nghị phân công {appointment.user} làm "
            f"{_named(appointment)}."
        )
        body = f"{asked} Cần một quản trị viên thứ hai xác nhận."
        url = reverse("person", args=[appointment.user.pk])
        tell(
            _who_can_confirm(appointment),
            subject="Có vai trò chờ xác nhận",
            body=body,
            url=url,
            campaign_code=_code(appointment),
        )


def _who_can_confirm(appointment: Appointment) -> list[User]:
    held = Appointment.objects.in_force().in_campaign(None).of_role(Role.ADMINISTRATOR)
    involved = (appointment.granted_by, appointment.user)
    return [person for person in held.holders() if person not in involved]


def _named(appointment: Appointment) -> str:
    place = f" ({appointment.unit})" if appointment.unit else ""
    where = (
        f"trong đợt đánh giá {appointment.campaign.code}"
        if appointment.campaign
        else "trong mọi đợt đánh giá"
    )
    return f"{appointment.get_role_display()}{place} {where}"


def _code(appointment: Appointment) -> str:
    return appointment.campaign.code if appointment.campaign else ""
