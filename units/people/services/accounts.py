"""Accounts as administrators keep them: created, disabled with immediate effect, enabled, freed
of a lost second factor.
"""

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.text import clean_line, clean_text, slug
from units import audit
from units.access import require
from units.models import Membership, Unit, User
from units.people.services.invitations import invite, withdraw_invitations
from units.people.services.notices import tell_of_factor_reset
from units.people.services.sessions import end_sessions

CREATED = audit.name_act("account.created", "Tạo tài khoản")
DISABLED = audit.name_act("account.disabled", "Khóa tài khoản")
ENABLED = audit.name_act("account.enabled", "Mở khóa tài khoản")
SECOND_FACTOR_RESET = audit.name_act(
    "account.second_factor_reset", "Bỏ xác thực hai bước cho người khác"
)

_NAME_LENGTH = 100
TAKEN = "Đã có tài khoản dùng địa chỉ thư này."


@transaction.atomic
def create_account(*, full_name: str, email: str, unit: Unit | None, by: User) -> User:
    """An account that its owner opens by an invitation.

    The user name is made of the address. Raises DomainError.
    """
    require(by, "account.create_or_disable_user")
    person, changes = open_account(full_name=full_name, email=email)
    if unit:
        changes.append(audit.inserted(Membership.objects.create(user=person, unit=unit)))
    _, change = invite(person, by=by)
    audit.record(act=CREATED, by=by, subject=person, unit=unit, changes=[*changes, change])
    return person


def open_account(
    *, full_name: str, email: str, username: str = ""
) -> tuple[User, list[audit.Change]]:
    """For services, inside their transaction: the account without a password."""
    full_name, email = clean_line(full_name), email.strip().lower()
    if not full_name or not email:
        raise DomainError("Hãy nhập họ tên và địa chỉ thư điện tử.")
    person = User(username=username or _free_name(email), full_name=full_name, email=email)
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as problem:
        raise DomainError(TAKEN) from problem
    return person, [audit.inserted(person)]


@transaction.atomic
def disable_account(*, person: User, reason: str, by: User) -> User:
    """From now on: sessions end in the same act, and an open invitation with them.

    Raises StaleState when it is disabled.
    """
    require(by, "account.create_or_disable_user")
    if person == by:
        raise NotAllowed("Không ai tự khóa tài khoản của mình. Hãy nhờ một quản trị viên khác.")
    change = _set_active(person, is_active=False, stale="Tài khoản này đã bị khóa trước đó.")
    changes = [change, *withdraw_invitations(person)]
    facts = {"sessions_ended": end_sessions(person)}
    audit.record(
        act=DISABLED, by=by, subject=person, reason=_reason(reason), changes=changes, facts=facts
    )
    return person


@transaction.atomic
def enable_account(*, person: User, reason: str, by: User) -> User:
    """The account is as it was before, with its password and its roles.

    Raises StaleState when it is not disabled.
    """
    require(by, "account.create_or_disable_user")
    change = _set_active(person, is_active=True, stale="Tài khoản này đang dùng được.")
    audit.record(act=ENABLED, by=by, subject=person, reason=_reason(reason), changes=[change])
    return person


@transaction.atomic
def reset_second_factor(*, person: User, reason: str, by: User) -> User:
    """For somebody who lost the telephone: the second factor is gone, sessions end, the owner
    is told.
    """
    require(by, "account.reset_second_factor_of_user")
    if person == by:
        raise NotAllowed(
            "Không ai tự bỏ xác thực hai bước của mình bằng cách này. Hãy nhờ một quản trị viên "
            "khác."
        )
    kinds = sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    if not kinds:
        raise StaleState("Tài khoản này chưa bật xác thực hai bước.")
    Authenticator.objects.filter(user=person).delete()
    facts = {"kinds": kinds, "sessions_ended": end_sessions(person)}
    audit.record(
        act=SECOND_FACTOR_RESET, by=by, subject=person, reason=_reason(reason), facts=facts
    )
    tell_of_factor_reset(person, _reason(reason))
    return person


def _set_active(person: User, *, is_active: bool, stale: str) -> audit.Change:
    before = audit.row_of(person)
    if not User.objects.filter(pk=person.pk, is_active=not is_active).update(is_active=is_active):
        raise StaleState(stale)
    person.is_active = is_active
    return audit.updated(before | {"is_active": str(not is_active).lower()}, person)


def _reason(text: str) -> str:
    """Raises DomainError for a blank one."""
    reason = clean_text(text)
    if not reason:
        raise DomainError("Hãy ghi lý do.")
    return reason


def _free_name(email: str) -> str:
    """«van.dao@…» → «van.dao», or with a number where somebody has it.

    Never with «@», so that it is no address.
    """
    wanted = (
        ".".join(slug(part) for part in email.split("@", maxsplit=1)[0].split(".") if slug(part))[
            :_NAME_LENGTH
        ]
        or "nguoi-dung"
    )
    taken = {
        name.lower()
        for name in User.objects.filter(username__istartswith=wanted).values_list(
            "username", flat=True
        )
    }
    names = (wanted, *(f"{wanted}{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
