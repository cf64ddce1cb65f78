"""Demo accounts, one per role, for a campaign somebody wants to try out.

Nothing here runs unless asked for by name.
"""

from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model

from ictindex.lib.errors import DomainError
from ictindex.lib.files import kept_secret
from submissions.campaigns.services.appointments import GENERAL
from submissions.enums import Body
from submissions.models import Appointment, Campaign, Submission
from units import audit
from units.enums import UNIT_ROLES, Role
from units.models import Membership, Unit, User

LOADED = audit.name_act("demo.loaded", "Nạp tài khoản trình diễn")

TITLE = "Tài khoản trình diễn"


def load_demo(campaign: Campaign, *, password: str) -> list[User]:
    """One account for each role, appointed in the campaign; unit roles belong to its first unit.
    Again changes nothing.

    Raises DomainError where an account of somebody else already has the name of a demo account.
    """
    changes: list[audit.Change] = []
    with transaction.atomic():
        users = [_load_account(Role(role), campaign, changes) for role in Role.values]
        _give_password(users, password)
        if changes:
            audit.record(act=LOADED, by=None, campaign=campaign, changes=changes)
    return users


def load_unit_accounts(campaign: Campaign, *, password: str) -> list[User]:
    """An officer and a head for the first unit of each further kind, so that units of every kind
    can be tried out.

    Raises DomainError where an account of somebody else already has the name of a demo account.
    """
    changes: list[audit.Change] = []
    with transaction.atomic():
        users = [
            _load_unit_account(role, campaign, submission, changes)
            for submission in _first_of_further_kinds(campaign)
            for role in UNIT_ROLES
        ]
        _give_password(users, password)
        if changes:
            audit.record(act=LOADED, by=None, campaign=campaign, changes=changes)
    return users


def load_heads(campaign: Campaign, *, password: str) -> dict[int, User]:
    """A head for each unit, by the unit; those that are there already are taken.

    Raises DomainError where an account of somebody else already has the name of a demo account.
    """
    held = Appointment.objects.in_campaign(campaign).of_role(Role.UNIT_HEAD)
    heads = {
        appointment.unit_id: appointment.user
        for appointment in held.filter(user__is_demo=True).select_related("user")
        if appointment.unit_id and appointment.user
    }
    changes: list[audit.Change] = []
    with transaction.atomic():
        for submission in campaign.submissions.exclude(unit__in=heads).select_related(
            "unit", "kind"
        ):
            made = _load_unit_account(
                Role.UNIT_HEAD, campaign, submission, changes, suffix=submission.unit.code.lower()
            )
            heads[submission.unit_id] = made
        _give_password(list(heads.values()), password)
        if changes:
            audit.record(act=LOADED, by=None, campaign=campaign, changes=changes)
    return heads


def demo_password(kept: Path) -> str:
    """The password of all demo accounts here: made once, kept in a file that only the owner of
    the process can read.
    """
    return kept_secret(kept, 12)


def _give_password(users: list[User], password: str) -> None:
    """One hash for all, since hashing is slow by design and the password is one."""
    if not users:
        return
    if len({user.password for user in users}) == 1 and users[0].check_password(password):
        return
    encoded = make_password(password)
    for user in users:
        user.password = encoded
        user.save(update_fields=["password"])


def _load_account(role: Role, campaign: Campaign, changes: list[audit.Change]) -> User:
    user, is_new = _ensure_user(role)
    made: list[tuple[Model, bool]] = [(user, is_new)]
    unit = _unit_of(role, campaign)
    if unit:
        made.append(Membership.objects.get_or_create(user=user, unit=unit))
    made.append(_ensure_appointment(user, role, campaign, unit=unit))
    changes += [audit.inserted(row) for row, is_new in made if is_new]
    return user


def _first_of_further_kinds(campaign: Campaign) -> list[Submission]:
    files = campaign.submissions.select_related("unit", "kind").order_by(
        "kind__order", "kind_id", "order"
    )
    first = {file.kind_id: file for file in reversed(list(files))}
    return sorted(first.values(), key=lambda file: file.kind.order)[1:]


def _load_unit_account(
    role: Role,
    campaign: Campaign,
    submission: Submission,
    changes: list[audit.Change],
    *,
    suffix: str = "",
) -> User:
    """`suffix` tells the account's name from others of the role; else the kind of the unit does."""
    user, is_new = _ensure_user(
        role, suffix=f"_{suffix or submission.kind.code}", note=f", {submission.unit.short_name}"
    )
    made: list[tuple[Model, bool]] = [(user, is_new)]
    made.append(Membership.objects.get_or_create(user=user, unit=submission.unit))
    made.append(_ensure_appointment(user, role, campaign, unit=submission.unit))
    changes += [audit.inserted(row) for row, is_new in made if is_new]
    return user


def _ensure_user(role: Role, *, suffix: str = "", note: str = "") -> tuple[User, bool]:
    username = f"demo_{role.value}{suffix}"
    fresh = {
        "full_name": f"{TITLE} – {role.label}{note}",
        "email": f"{username}@ictindex.invalid",
        "is_demo": True,
    }
    user, is_new = User.objects.get_or_create(username=username, defaults=fresh)
    if not user.is_demo:
        raise DomainError(
            f"Tài khoản «{username}» đã có và không phải tài khoản trình diễn. Đổi tên tài khoản "
            "đó rồi nạp lại."
        )
    return user, is_new


def _unit_of(role: Role, campaign: Campaign) -> Unit | None:
    if role not in UNIT_ROLES:
        return None
    submission = campaign.submissions.select_related("unit").order_by("order").first()
    if submission is None:
        raise DomainError(
            f"Đợt đánh giá «{campaign.code}» chưa có đơn vị nào. Nạp số liệu của đợt trước khi "
            "nạp tài khoản."
        )
    return submission.unit


def _ensure_appointment(
    user: User, role: Role, campaign: Campaign, *, unit: Unit | None
) -> tuple[Appointment, bool]:
    """Never to the Council or the working group: those lists are printed in the report and name
    real people only.

    Administrators and auditors work with accounts and the whole record, which belong to no
    campaign.
    """
    appointed = {
        "body": Body.UNIT if unit else Body.MINISTRY,
        "person": user.full_name,
        "title": TITLE,
        "unit": unit,
    }
    place = None if role in GENERAL else campaign
    return Appointment.objects.get_or_create(
        campaign=place, user=user, role=role, defaults=appointed
    )
