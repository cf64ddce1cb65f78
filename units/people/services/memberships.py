"""Where people work.

It decides conflicts of interest, so it cannot be ended to get round one, nor changed by the person.
"""

from collections.abc import Callable

from django.db import IntegrityError, transaction

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.text import clean_text
from units import audit
from units.access import require
from units.models import Membership, Unit, User

ADDED = audit.name_act("membership.added", "Ghi nơi công tác")
ENDED = audit.name_act("membership.ended", "Kết thúc nơi công tác")

_ACTION = "account.create_or_disable_user"
#: Says in a sentence why the person cannot leave the unit now; empty where nothing speaks against
#: it.
Tie = Callable[[User, Unit], str]
_ties: list[Tie] = []
OWN = "Không ai tự đổi nơi công tác của mình. Hãy nhờ một quản trị viên khác."


def register_tie(tie: Tie) -> None:
    """What else may hold a person to a unit, said by a floor above this one.

    Raises ValueError for what is registered already.
    """
    if tie in _ties:
        raise ValueError(f"{tie.__qualname__} is asked already")
    _ties.append(tie)


@transaction.atomic
def add_membership(*, person: User, unit: Unit, by: User) -> Membership:
    """The person works in that unit too.

    Raises NotAllowed, or DomainError when that is written already.
    """
    require(by, _ACTION)
    if person == by:
        raise NotAllowed(OWN)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(user=person, unit=unit)
    except IntegrityError as problem:
        raise DomainError(f"{person} đã được ghi là công tác tại {unit}.") from problem
    audit.record(act=ADDED, by=by, unit=unit, subject=person, changes=[audit.inserted(membership)])
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, reason: str, by: User) -> User:
    """The person left the unit.

    Raises NotAllowed, StaleState, or DomainError while something holds the person to it.
    """
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
    audit.record(
        act=ENDED, by=by, unit=unit, subject=person, reason=clean_text(reason), changes=[change]
    )
    return person


def _require_loose(person: User, unit: Unit) -> None:
    for tie in _ties:
        reason = tie(person, unit)
        if reason:
            raise DomainError(reason)
