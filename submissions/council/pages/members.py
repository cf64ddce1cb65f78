"""The Council and the working group of a campaign as lists, with what an administrator can do
to each place.
"""

from dataclasses import dataclass
from typing import Any

from submissions.enums import BODIES, Body
from submissions.models import Appointment, Campaign
from units.access import may

_GRANT = "account.grant_role_to_other"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One member.

    `waits`: for the second administrator; `account` is empty for who never signs in.
    """

    pk: int
    order: int
    person: str
    position: str
    title: str
    unit: str
    document: str
    account: int | None
    waits: bool
    may_keep: bool


@dataclass(frozen=True, slots=True)
class BodySection:
    """One body and its deciding documents."""

    code: str
    name: str
    documents: tuple[str, ...]
    rows: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Both bodies. `may_keep`: an administrator reads it."""

    bodies: tuple[BodySection, ...]
    may_keep: bool


def members_page(campaign: Campaign, reader: Any) -> MembersPage:
    """One query. Places that wait for a second administrator are for administrators to see."""
    may_keep = bool(may(reader, _GRANT))
    seated = Appointment.objects.in_campaign(campaign).of_body(*BODIES).of_real_people()
    held = seated.not_over() if may_keep else seated.in_force()
    listed = list(held.select_related("unit", "user").order_by("order", "pk"))
    return MembersPage(
        tuple(_body(body, listed, reader, may_keep=may_keep) for body in BODIES), may_keep
    )


def _body(body: Body, listed: list[Appointment], reader: Any, *, may_keep: bool) -> BodySection:
    rows = [row for row in listed if row.body == body]
    documents = tuple(dict.fromkeys(row.document for row in rows if row.document))
    shown = tuple(_place_row(row, may_keep=may_keep and row.user_id != reader.pk) for row in rows)
    return BodySection(str(body), str(body.label), documents, shown)


def _place_row(row: Appointment, *, may_keep: bool) -> PlaceRow:
    return PlaceRow(
        pk=row.pk,
        order=row.order,
        person=row.person,
        position=row.position,
        title=row.title or str(row.get_role_display()),
        unit=row.unit.short_name if row.unit else "",
        document=row.document,
        account=row.user_id if may_keep else None,
        waits=row.is_proposed,
        may_keep=may_keep,
    )
