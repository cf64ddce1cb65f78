"""Where people work. It decides conflicts of interest, so it cannot be ended to get round one, nor changed by the person."""

from django.db import IntegrityError, transaction

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.text import nfc
from submissions.models import Appointment
from submissions.models.standing import APPRAISING, PUBLIC_PHASES
from units import audit
from units.access import require
from units.enums import GrantState
from units.models import Membership, Unit, User

_ACTION = "account.create_or_disable_user"
OWN = "Không ai tự đổi nơi công tác của mình. Hãy nhờ một quản trị viên khác."


@transaction.atomic
def add_membership(*, person: User, unit: Unit, by: User) -> Membership:
    """The person works in that unit too. Raises NotAllowed, or DomainError when that is written already."""
    require(by, _ACTION)
    if person == by:
        raise NotAllowed(OWN)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(user=person, unit=unit)
    except IntegrityError as problem:
        raise DomainError(f"{person} đã được ghi là công tác tại {unit}.") from problem
    audit.record(act="membership.added", by=by, unit=unit, subject=person, changes=[audit.inserted(membership)])
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, reason: str, by: User) -> User:
    """The person left the unit. Raises NotAllowed, StaleState, or DomainError while a role of a running campaign hangs on it."""
    require(by, _ACTION)
    person, unit = membership.user, membership.unit
    if person == by:
        raise NotAllowed(OWN)
    if not reason.strip():
        raise DomainError("Hãy ghi lý do.")
    _require_loose(person, unit)
    before, key = audit.row_of(membership), membership.pk
    if not Membership.objects.filter(pk=key).delete()[0]:
        raise StaleState("Nơi công tác này đã được kết thúc.")
    change = audit.deleted(before, Membership, key)
    audit.record(act="membership.ended", by=by, unit=unit, subject=person, reason=nfc(reason.strip()), changes=[change])
    return person


def _require_loose(person: User, unit: Unit) -> None:
    """Not while the person appraises where that unit is assessed, or acts for the unit: the conflict would be forgotten."""
    held = Appointment.objects.filter(user=person).exclude(state=GrantState.ENDED).select_related("campaign")
    for appointment in held:
        campaign = appointment.campaign
        if campaign is None or campaign.phase in PUBLIC_PHASES:
            continue
        judges_unit = appointment.role in APPRAISING and campaign.submissions.filter(unit=unit).exists()
        if judges_unit or appointment.unit_id == unit.pk:
            raise DomainError(
                f"{person} đang giữ vai trò «{appointment.get_role_display()}» trong đợt {campaign.code}, "
                f"nơi {unit} được đánh giá. Hãy kết thúc vai trò đó trước."
            )
