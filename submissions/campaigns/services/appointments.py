"""Giving people their roles in campaigns and ending them. The only writer of `Appointment.state`
for accounts.

Nobody grants to themselves, and some roles count only once a second administrator has confirmed
them. A person may hold a role in a unit and be an appraiser too, as most of 2020's working group
did. They never meet over that unit: a role in a unit is given to members of the unit only,
membership cannot end while somebody appraises (`services.memberships`), and whoever belongs to a
unit has no reach as an appraiser there, by the rules and by the database.
"""

from django.conf import settings
from django.db import IntegrityError, transaction

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.text import clean_text
from submissions.campaigns.notices.roles import notice_of_grant, notice_of_proposal
from submissions.enums import Body
from submissions.models import Appointment, Campaign
from units import audit
from units.access import require
from units.enums import APPRAISING, UNIT_ROLES, GrantState, Role
from units.models import Invitation, Unit, User
from units.notify import tell
from units.people.services.accounts import open_account
from units.people.services.invitations import invite, withdraw_invitations

PROPOSED = audit.name_act("role.proposed", "Đề nghị vai trò")
GRANTED = audit.name_act("role.granted", "Trao vai trò")
CONFIRMED = audit.name_act("role.confirmed", "Xác nhận vai trò")
ENDED = audit.name_act("role.ended", "Kết thúc vai trò")

BODIES = {
    Role.UNIT_STAFF: Body.UNIT,
    Role.UNIT_HEAD: Body.UNIT,
    Role.APPRAISER: Body.WORKING_GROUP,
    Role.WG_HEAD: Body.WORKING_GROUP,
    Role.COUNCIL_MEMBER: Body.COUNCIL,
    Role.COUNCIL_SECRETARY: Body.COUNCIL,
}
#: Held in all campaigns at once. Administrators keep accounts, which belong to no campaign.
GENERAL = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
#: Administrators too: otherwise one of them could make the second one, and confirm with that.
NEEDS_SECOND = frozenset({*APPRAISING, Role.COUNCIL_SECRETARY, Role.ADMINISTRATOR})

_ACTION = "account.grant_role_to_other"
SELF = "Không ai tự phân công hay tự xác nhận vai trò cho mình."
TWICE = "Người này đã có vai trò đó trong đợt, hoặc đang chờ xác nhận vai trò đó."


@transaction.atomic
def grant_role(
    *,
    person: User,
    role: Role,
    campaign: Campaign | None,
    unit: Unit | None,
    by: User,
    position: str = "",
    title: str = "",
    document: str = "",
) -> Appointment:
    """Give a role, in force at once or waiting for the second administrator. `unit`: the one that
    the role is held in, or that the person comes from. Raises NotAllowed or DomainError.
    """
    require(by, _ACTION)
    _check_grant(person, role, campaign, unit, by)
    waits = settings.SECOND_ADMIN and role in NEEDS_SECOND
    body = BODIES.get(role, Body.MINISTRY)
    appointment = Appointment(
        campaign=campaign,
        role=role,
        body=body,
        order=Appointment.objects.in_campaign(campaign).of_body(body).next_order(),
        person=str(person),
        position=clean_text(position),
        title=clean_text(title),
        unit=unit,
        document=clean_text(document),
        user=person,
        state=GrantState.PROPOSED if waits else GrantState.IN_FORCE,
        granted_by=by,
    )
    _insert(appointment)
    _record(PROPOSED if waits else GRANTED, appointment, audit.inserted(appointment), by)
    tell((notice_of_proposal if waits else notice_of_grant)(appointment))
    return appointment


@transaction.atomic
def confirm_grant(*, appointment: Appointment, by: User) -> Appointment:
    """The second administrator agrees: the role is in force from now on.

    Raises NotAllowed or StaleState.
    """
    require(by, _ACTION)
    if by == appointment.user:
        raise NotAllowed(SELF)
    if by == appointment.granted_by:
        raise NotAllowed(
            "Ông/Bà đã đề nghị vai trò này nên không tự xác nhận được. Cần một quản trị viên khác."
        )
    change = _move(appointment, GrantState.PROPOSED, state=GrantState.IN_FORCE, confirmed_by=by)
    _record(CONFIRMED, appointment, change, by)
    tell(notice_of_grant(appointment))
    return appointment


@transaction.atomic
def end_grant(*, appointment: Appointment, reason: str, by: User) -> Appointment:
    """A role ends at once, or a proposal is dropped.

    Raises NotAllowed, StaleState, or DomainError without a reason.
    """
    require(by, _ACTION)
    if appointment.role == Role.ADMINISTRATOR and by == appointment.user:
        raise NotAllowed(
            "Không ai tự kết thúc vai trò quản trị của mình. Hãy nhờ một quản trị viên khác."
        )
    if not reason.strip():
        raise DomainError("Hãy ghi lý do.")
    change = _move(appointment, GrantState.PROPOSED, GrantState.IN_FORCE, state=GrantState.ENDED)
    _record(ENDED, appointment, change, by, reason=clean_text(reason))
    return appointment


@transaction.atomic
def appoint_administrator(*, username: str, full_name: str, email: str) -> Invitation | None:
    """By the operator of the server, for the first administrators: nobody else could grant the
    first role.

    The account is made unless there is one of that name. Answers an invitation while there is no
    password. Raises DomainError.
    """
    person, changes = _named(username) or open_account(
        full_name=full_name, email=email, username=username
    )
    appointment = Appointment(
        role=Role.ADMINISTRATOR, body=Body.MINISTRY, person=str(person), user=person
    )
    _insert(appointment)
    changes.append(audit.inserted(appointment))
    invitation = None
    if not person.has_usable_password():
        changes += withdraw_invitations(person)
        invitation, change = invite(person, by=None)
        changes.append(change)
    audit.record(
        act=GRANTED, by=None, subject=person, changes=changes, facts={"role": Role.ADMINISTRATOR}
    )
    return invitation


def _check_grant(
    person: User, role: Role, campaign: Campaign | None, unit: Unit | None, by: User
) -> None:
    if person == by:
        raise NotAllowed(SELF)
    if not person.is_active:
        raise DomainError("Tài khoản của người này đang bị khóa. Hãy mở khóa trước khi phân công.")
    if role == Role.ADMINISTRATOR and campaign:
        raise DomainError("Quản trị viên làm việc với mọi đợt đánh giá. Hãy chọn «Mọi đợt».")
    if role not in GENERAL and campaign is None:
        raise DomainError(f"Vai trò «{role.label}» gắn với một đợt đánh giá. Hãy chọn đợt.")
    if role in UNIT_ROLES and unit is None:
        raise DomainError(f"Vai trò «{role.label}» gắn với một đơn vị. Hãy chọn đơn vị.")
    if unit:
        _check_unit(person, campaign, unit)


def _check_unit(person: User, campaign: Campaign | None, unit: Unit) -> None:
    if not person.memberships.filter(unit=unit).exists():
        raise DomainError(
            f"{person} chưa được ghi nơi công tác tại {unit}. Hãy ghi nơi công tác trước khi phân "
            "công."
        )
    if campaign and not campaign.submissions.filter(unit=unit).exists():
        raise DomainError(f"{unit} không được đánh giá trong đợt {campaign.code}.")


def _insert(appointment: Appointment) -> None:
    try:
        with transaction.atomic():
            appointment.save(force_insert=True)
    except IntegrityError as problem:
        raise DomainError(TWICE) from problem


def _move(appointment: Appointment, *sources: GrantState, **values: object) -> audit.Change:
    """The conditional update that makes two presses one act. Raises StaleState."""
    before = audit.row_of(appointment)
    if not Appointment.objects.filter(pk=appointment.pk, state__in=sources).update(**values):
        raise StaleState(
            "Vai trò này đã được xác nhận hoặc đã kết thúc. Tải lại trang để xem trạng thái hiện "
            "nay."
        )
    for name, value in values.items():
        setattr(appointment, name, value)
    return audit.updated(before, appointment)


def _record(
    act: audit.ActCode,
    appointment: Appointment,
    change: audit.Change,
    by: User,
    *,
    reason: str = "",
) -> None:
    audit.record(
        act=act,
        by=by,
        campaign=appointment.campaign,
        unit=appointment.unit,
        subject=appointment.user,
        reason=reason,
        changes=[change],
        facts={"role": appointment.role},
    )


def _named(username: str) -> tuple[User, list[audit.Change]] | None:
    person = User.objects.filter(username__iexact=username).first()
    return (person, []) if person else None
