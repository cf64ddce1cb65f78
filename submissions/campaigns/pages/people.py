"""Accounts as administrators and auditors read them: the list, one person, the invitations.

No scores, and no passwords.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.db.models.query import QuerySet
from django.utils import timezone

from ictindex.lib.names import by_given_name
from ictindex.lib.text import fold
from submissions.models import Appointment
from submissions.models.capacities import make_standing
from units.enums import APPRAISING, Role
from units.models import Invitation, Membership, User
from units.people.queries import with_second_factor

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in the list."""

    pk: int
    name: str
    username: str
    email: str
    units: str
    roles: tuple[str, ...]
    state: str
    is_usable: bool
    has_second_factor: bool


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role of a person.

    `waits`: for the second administrator; `can_confirm`: who reads this is one.
    """

    pk: int
    role: str
    campaign: str
    unit: str
    state: str
    granted_by: str
    confirmed_by: str
    waits: bool
    is_over: bool
    can_confirm: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything on one person's page.

    `barred`: units where the person appraises nothing because of belonging to them.
    """

    person: User
    state: str
    memberships: tuple[Membership, ...]
    roles: tuple[RoleRow, ...]
    barred: tuple[str, ...]
    has_second_factor: bool
    needs_invitation: bool


def people_listed(typed: str, page: str | None) -> "Page[PersonRow]":
    """Those whose name, user name or address has all the words, tones or not, by given name.

    Six queries at most.
    """
    found = User.objects.all()
    for word in fold(typed).split():
        found = found.filter(folded_name__contains=word)
    names = sorted(
        found.values_list("full_name", "pk"), key=lambda row: (by_given_name(row[0]), row[1])
    )
    shown: Page = Paginator([pk for _, pk in names], PAGE_SIZE).get_page(page)
    shown.object_list = _rows(list(shown.object_list))
    return shown


def person_page(person: User, reader: User) -> PersonPage:
    """Five queries."""
    appointments = list(_roles_of(person).order_by("-campaign__year", "pk"))
    memberships = tuple(person.memberships.select_related("unit").order_by("unit__order"))
    invitations = list(person.invitations.open())
    return PersonPage(
        person=person,
        state=_state(person, invitations),
        memberships=memberships,
        roles=tuple(_role_row(row, reader) for row in appointments),
        barred=_barred(memberships, [row for row in appointments if row.is_in_force]),
        has_second_factor=bool(with_second_factor([person.pk])),
        needs_invitation=person.is_active and not person.has_usable_password(),
    )


def grants_waiting_for(reader: User) -> "QuerySet[Appointment]":
    """The roles that this administrator can confirm: proposed by somebody else, for somebody
    else.
    """
    waiting = Appointment.objects.open_to(reader).of_active_people()
    return waiting.select_related("user", "campaign", "unit").order_by("pk")


def _barred(memberships: Iterable[Membership], in_force: Sequence[Appointment]) -> tuple[str, ...]:
    """Nothing bars who does not appraise."""
    if not any(row.role in APPRAISING for row in in_force):
        return ()
    standing = make_standing(
        [(row.role, row.campaign_id, row.unit_id) for row in in_force],
        [membership.unit_id for membership in memberships],
    )
    units = [each.unit for each in memberships] + [each.unit for each in in_force if each.unit]
    return tuple(dict.fromkeys(unit.name for unit in units if standing.has_conflict(unit.pk)))


def _rows(keys: list[int]) -> list[PersonRow]:
    held = Appointment.objects.not_over().select_related("campaign")
    people = User.objects.filter(pk__in=keys).prefetch_related(
        Prefetch("memberships", Membership.objects.select_related("unit").order_by("unit__order")),
        Prefetch("appointments", held.order_by("-campaign__year", "pk")),
        Prefetch("invitations", Invitation.objects.open()),
    )
    by_key = {person.pk: person for person in people}
    codes = with_second_factor(keys)
    return [_person_row(by_key[key], key in codes) for key in keys]


def _person_row(person: User, has_second_factor: bool) -> PersonRow:
    return PersonRow(
        pk=person.pk,
        name=str(person),
        username=person.username,
        email=person.email,
        units=", ".join(membership.unit.short_name for membership in person.memberships.all()),
        roles=tuple(_role_in_words(row) for row in person.appointments.all()),
        state=_state(person, list(person.invitations.all())),
        is_usable=person.is_active and person.has_usable_password(),
        has_second_factor=has_second_factor,
    )


def _state(person: User, invitations: list[Invitation]) -> str:
    if not person.is_active:
        return "Đã khóa"
    if person.has_usable_password():
        return "Đang dùng"
    if invitations and not invitations[0].is_too_old(now=timezone.now()):
        return "Chờ đặt mật khẩu"
    return "Lời mời quá hạn" if invitations else "Chưa có mật khẩu"


def _role_in_words(row: Appointment) -> str:
    where = f"đợt {row.campaign.code}" if row.campaign else "mọi đợt"
    waits = ", chờ xác nhận" if row.is_proposed else ""
    return f"{row.get_role_display()} ({where}{waits})"


def _roles_of(person: User) -> "QuerySet[Appointment]":
    return Appointment.objects.filter(user=person).select_related(
        "campaign", "unit", "granted_by", "confirmed_by"
    )


def _role_row(row: Appointment, reader: User) -> RoleRow:
    return RoleRow(
        pk=row.pk,
        role=Role(row.role).label,
        campaign=row.campaign.code if row.campaign else "Mọi đợt",
        unit=row.unit.short_name if row.unit else "",
        state=row.get_state_display(),
        granted_by=str(row.granted_by or "máy chủ"),
        confirmed_by=str(row.confirmed_by or ""),
        waits=row.is_proposed,
        is_over=row.is_over,
        can_confirm=row.is_proposed and reader.pk not in (row.granted_by_id, row.user_id),
    )
