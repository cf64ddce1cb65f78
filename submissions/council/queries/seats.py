"""Who sits in the Council of a campaign, and so is counted and votes."""

from submissions.enums import Body
from submissions.models import Appointment, Campaign
from units.enums import COUNCIL_ROLES
from units.models import User


def seats_of(campaign: Campaign) -> list[Appointment]:
    """One seat a person, in the order of the deciding document, whether the person has an account
    or not. One query.

    Accounts for trying out have a seat only where nobody real sits.
    """
    appointed = Appointment.objects.in_force().in_campaign(campaign).of_role(*COUNCIL_ROLES)
    rows = list(appointed.select_related("user", "unit").order_by("order", "pk"))
    real = [row for row in rows if row.body == Body.COUNCIL and row.is_of_real_person]
    return _one_for_each_person(real or rows)


def seat_of(seats: list[Appointment], user: User) -> Appointment | None:
    """The person's own seat among them."""
    return next((seat for seat in seats if seat.user_id == user.pk), None)


def _one_for_each_person(rows: list[Appointment]) -> list[Appointment]:
    """A member who is the secretary too is counted once."""
    seats: dict[object, Appointment] = {}
    for row in rows:
        seats.setdefault(row.user_id or f"seat {row.pk}", row)
    return list(seats.values())
