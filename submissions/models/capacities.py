"""In what capacities a person stands towards campaigns and units, and on which of them they may
do something.

Below the models: it reads a person's appointments and memberships through the person, and asks the
policy.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast

from submissions import policy
from submissions.enums import Phase
from units.enums import APPRAISING, UNIT_ROLES, Role
from units.models import User
from units.row_rules import RowRule

#: Who looks at something, signed in or not.
Visitor = User | AnonymousUser
#: The campaign is over: its report is published, and everybody may read it.
PUBLIC = RowRule(phase=tuple(phase for phase in Phase if phase.traits.is_public))
SELF_SCORING_PHASES = frozenset(str(phase) for phase in Phase if phase.traits.is_self_scoring)
#: In which units that were given more time go on as while they score themselves.
LATE_PHASES = frozenset(str(phase) for phase in Phase if phase.traits.takes_late_files)
#: Where the policy names a role otherwise.
_CAPACITY = {
    Role.PUBLISHER: "minister_publisher",
    Role.UNIT_STAFF: "unit_staff_own",
    Role.UNIT_HEAD: "unit_head_own",
}
#: The columns for the people of the unit that is asked about.
OWN_UNIT = frozenset({"unit_staff_own", "unit_head_own"})
_CACHE = "_standing"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in force.

    No campaign: in every campaign; `unit_id` is the unit that a unit role is held for.
    """

    role: Role
    campaign_id: int | None
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's roles in force, and the units they belong to (by work or by any appointment)."""

    is_signed_in: bool = False
    grants: tuple[Grant, ...] = ()
    units: frozenset[int] = frozenset()

    def grants_in(self, campaign_id: int | None) -> list[Grant]:
        return [grant for grant in self.grants if grant.campaign_id in (None, campaign_id)]

    def capacities(self, campaign_id: int | None, unit_id: int | None = None) -> frozenset[str]:
        """The columns of the policy that apply.

        A conflict of interest replaces the working group's roles.
        """
        if not self.is_signed_in:
            return frozenset({"anonymous"})
        held = {self._capacity(grant, unit_id) for grant in self.grants_in(campaign_id)}
        return frozenset(held or {"unit_staff_other"})

    def has_conflict(self, unit_id: int | None) -> bool:
        """The person belongs to that unit, and so never appraises it."""
        return unit_id in self.units

    def _capacity(self, grant: Grant, unit_id: int | None) -> str:
        if grant.role in UNIT_ROLES:
            is_own = unit_id is None or unit_id == grant.unit_id
            return capacity_of(grant.role) if is_own else "unit_staff_other"
        if grant.role in APPRAISING and unit_id is not None and self.has_conflict(unit_id):
            return "appraiser_conflict"
        return capacity_of(grant.role)


def capacity_of(role: Role) -> str:
    """The column of the policy for who holds the role, unit roles for the own unit."""
    return _CAPACITY.get(role, str(role))


def load_standing(user: Visitor) -> Standing:
    """One query: workplaces come along as appointments without a role.

    A disabled account stands nowhere.
    """
    if not (user.is_authenticated and user.is_active):
        return Standing()
    appointments = user.appointments.in_force().values_list("role", "campaign_id", "unit_id")
    workplaces = user.memberships.values_list(
        Value(""), Cast(Value(None), models.BigIntegerField()), "unit_id"
    )
    rows = list(appointments.order_by().union(workplaces.order_by()))
    return make_standing(
        sorted((row for row in rows if row[0]), key=str),
        [unit for role, _, unit in rows if not role],
    )


def make_standing(
    appointments: Sequence[tuple[str, int | None, int | None]], workplaces: Iterable[int]
) -> Standing:
    """Of an active person: appointments in force as (role, campaign, unit), and the units that
    the person works in.
    """
    units = set(workplaces) | {unit for _, _, unit in appointments if unit}
    return Standing(
        True,
        tuple(Grant(Role(role), campaign, unit) for role, campaign, unit in appointments),
        frozenset(units),
    )


def keep_standing(user: Visitor, standing: Standing) -> None:
    """Onto the user object, where `standing_of` finds it, for who reads the standings of many
    people at once.
    """
    setattr(user, _CACHE, standing)


def standing_of(user: Visitor) -> Standing:
    """The person's standing, read once for each user object (one request)."""
    standing = getattr(user, _CACHE, None)
    if standing is None:
        standing = load_standing(user)
        keep_standing(user, standing)
    return standing


def forget_standing(user: Visitor) -> None:
    """After a grant changed, on the object at hand."""
    user.__dict__.pop(_CACHE, None)


def where_may(user: Visitor, *actions: str, prefix: str = "") -> Q:
    """The submissions on which the person may do at least one of the actions, as a condition
    without a query.

    `prefix` leads to the submission from the model that is filtered, such as "submission__".
    """
    standing = standing_of(user)
    conditions = [_granted(grant, standing, actions, prefix) for grant in standing.grants]
    bystander = "unit_staff_other" if standing.is_signed_in else "anonymous"
    conditions.append(Q(**{f"{prefix}campaign__phase__in": _phases(bystander, actions)}))
    whole = Q()
    for condition in conditions:
        whole |= condition
    return whole


def _granted(grant: Grant, standing: Standing, actions: tuple[str, ...], prefix: str) -> Q:
    """What one role opens: its campaign, in its phases, for its own unit or, when appraising, for
    all but the own ones.

    A unit that was given more time goes on while the campaign waits for it.
    """
    capacity = standing._capacity(grant, grant.unit_id if grant.role in UNIT_ROLES else None)
    phases = _phases(capacity, actions)
    condition = Q(**{f"{prefix}campaign__phase__in": phases})
    if capacity in OWN_UNIT and not SELF_SCORING_PHASES.isdisjoint(phases):
        late = {f"{prefix}campaign__phase__in": LATE_PHASES, f"{prefix}due_at__isnull": False}
        condition |= Q(**late)
    if grant.campaign_id is not None:
        condition &= Q(**{f"{prefix}campaign_id": grant.campaign_id})
    if grant.role in UNIT_ROLES:
        condition &= Q(**{f"{prefix}unit_id": grant.unit_id})
    if grant.role in APPRAISING and standing.units:
        condition &= ~Q(**{f"{prefix}unit_id__in": standing.units})
    return condition


def _phases(capacity: str, actions: tuple[str, ...]) -> list[str]:
    allowed: frozenset[str] = frozenset().union(
        *(policy.action(name).phases[capacity] for name in actions)
    )
    return sorted(allowed)


def reading_actions() -> tuple[str, ...]:
    """Those that only show something of a unit."""
    return tuple(
        action.name
        for action in policy.actions().values()
        if action.is_about_unit and action.is_reading
    )
