"""The units, members and steps of a published campaign as rows; the units themselves are shared
by all campaigns.
"""

from collections.abc import Iterator, Mapping

from ictindex.lib.text import fold
from scoring.published import PublishedCampaign, PublishedUnit
from scoring.published.people import COUNCIL, WORKING_GROUP
from scoring.published.values import PublishedMember, PublishedStep
from submissions.enums import Body
from submissions.models import Appointment, Campaign, Submission, TimelineStep
from units.enums import Role
from units.models import Unit, UnitKind

KIND_NAMES = {"thuoc_bo": "Đơn vị thuộc Bộ", "truc_thuoc_bo": "Đơn vị trực thuộc Bộ"}
#: How the step that appointed a body begins, folded.
APPOINTED_BY = {COUNCIL: "thanh lap hoi dong", WORKING_GROUP: "thanh lap to giup viec"}


def ensure_units(published: PublishedCampaign) -> tuple[Mapping[str, UnitKind], Mapping[str, Unit]]:
    """Kinds and units by code.

    New ones are made; units that no later campaign knows get the names of this one.
    """
    kinds = _ensure_kinds(published)
    codes = [unit.code for unit in published.units]
    existing = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    newer = set(
        Submission.objects.filter(
            unit__code__in=codes, campaign__year__gt=published.description.year
        ).values_list("unit__code", flat=True)
    )
    rows = {
        unit.code: _unit_row(
            unit, existing.get(unit.code) or Unit(code=unit.code), kinds[unit.kind]
        )
        for unit in published.units
        if unit.code not in newer
    }
    Unit.objects.bulk_create(row for row in rows.values() if row.pk is None)
    Unit.objects.bulk_update(
        [row for row in rows.values() if row.code in existing],
        ["name", "short_name", "folded_name", "kind", "order"],
    )
    return kinds, existing | rows


def appointments(
    campaign: Campaign, published: PublishedCampaign, units: Mapping[str, Unit]
) -> Iterator[Appointment]:
    """Every member with the role that the title gives and the document that appointed the body."""
    documents = {
        body: _document(published.steps, beginning) for body, beginning in APPOINTED_BY.items()
    }
    for member in published.members:
        yield Appointment(
            campaign=campaign,
            role=_role(member),
            body=Body.COUNCIL if member.body == COUNCIL else Body.WORKING_GROUP,
            order=member.order,
            person=member.name,
            position=member.position,
            title=member.role,
            unit=units[member.unit] if member.unit else None,
            document=documents[member.body],
        )


def timeline(campaign: Campaign, published: PublishedCampaign) -> Iterator[TimelineStep]:
    for step in published.steps:
        yield TimelineStep(
            campaign=campaign,
            number=step.number,
            happened_on=step.day,
            document=step.document,
            what=step.what,
        )


def _ensure_kinds(published: PublishedCampaign) -> Mapping[str, UnitKind]:
    """Kinds that are already there keep their names and their order: other campaigns' reports
    stand on them.
    """
    used = {unit.kind for unit in published.units}
    existing = {kind.code: kind for kind in UnitKind.objects.all()}
    first = max((kind.order for kind in existing.values()), default=0) + 1
    new = [code for code in published.description.annexes if code in used and code not in existing]
    names = KIND_NAMES | dict(published.description.kinds)
    rows = [
        UnitKind(code=code, name=names.get(code, code), order=order)
        for order, code in enumerate(new, start=first)
    ]
    UnitKind.objects.bulk_create(rows)
    return existing | {row.code: row for row in rows}


def _unit_row(unit: PublishedUnit, row: Unit, kind: UnitKind) -> Unit:
    row.name, row.short_name, row.kind, row.order = unit.name, unit.short_name, kind, unit.order
    row.folded_name = fold(f"{unit.name} {unit.short_name}")[
        : Unit._meta.get_field("folded_name").max_length
    ]
    return row


def _role(member: PublishedMember) -> Role:
    title = fold(member.role)
    if member.body == COUNCIL:
        return Role.COUNCIL_SECRETARY if "thu ky" in title else Role.COUNCIL_MEMBER
    return Role.WG_HEAD if title.startswith("to truong") else Role.APPRAISER


def _document(steps: tuple[PublishedStep, ...], beginning: str) -> str:
    return next((step.document for step in steps if fold(step.what).startswith(beginning)), "")
