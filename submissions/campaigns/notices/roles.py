"""Who is told when somebody is given a role: the person, and before that the administrators who
can confirm it.
"""

from django.urls import reverse

from submissions.models import Appointment
from units.enums import Role
from units.notify import Notice


def notice_of_grant(appointment: Appointment) -> Notice:
    """The person, who has the role from now on; nobody where a member has no account."""
    return Notice(
        [appointment.user] if appointment.user else [],
        subject=f"Ông/Bà có vai trò mới: {appointment.get_role_display()}",
        body=f"Ông/Bà được phân công làm {_named(appointment)}. Vai trò có hiệu lực từ bây giờ.",
        url=reverse("home"),
        campaign_code=_code(appointment),
    )


def notice_of_proposal(appointment: Appointment) -> Notice:
    """The other administrators, who have something to decide."""
    held = Appointment.objects.in_force().in_campaign(None).of_role(Role.ADMINISTRATOR)
    return Notice(
        held.holders(),
        subject="Có vai trò chờ xác nhận",
        body=(
            f"{appointment.granted_by} đề nghị phân công {appointment.user} làm "
            f"{_named(appointment)}. Cần một quản trị viên thứ hai xác nhận."
        ),
        url=reverse("person", args=[appointment.user_id]),
        campaign_code=_code(appointment),
        without=(appointment.granted_by, appointment.user),
    )


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
