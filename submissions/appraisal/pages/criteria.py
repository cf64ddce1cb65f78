"""All criteria of the campaign with how many units have been decided, to go through them one by
one across units.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, FilteredRelation, Q

from submissions.appraisal.pages.inbox import SEE
from submissions.models import Answer, Campaign
from submissions.models.appraisals import DECIDED
from submissions.models.capacities import where_may


@dataclass(frozen=True, slots=True)
class CriterionEntry:
    """One code of a group, in whatever annexes it is asked; `name` is that of the first."""

    code: str
    name: str
    units: int
    decided: int

    @property
    def left(self) -> int:
        return self.units - self.decided


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """One group with its criteria."""

    code: str
    name: str
    criteria: tuple[CriterionEntry, ...]

    @property
    def left(self) -> int:
        return sum(entry.left for entry in self.criteria)


def criteria_index(campaign: Campaign, user: Any) -> tuple[GroupEntry, ...]:
    """Groups in the order of the framework, codes by number, over the units whose files the
    person may read. One query.
    """
    groups: dict[str, tuple[str, dict[str, CriterionEntry]]] = {}
    for group, group_name, code, name, units, decided in _counted(campaign, user):
        entries = groups.setdefault(group, (group_name, {}))[1]
        known = entries.get(code)
        entries[code] = CriterionEntry(
            code,
            known.name if known else name,
            units + (known.units if known else 0),
            decided + (known.decided if known else 0),
        )
    return tuple(
        GroupEntry(
            code, name, tuple(sorted(entries.values(), key=lambda entry: by_number(entry.code)))
        )
        for code, (name, entries) in groups.items()
    )


def by_number(code: str) -> tuple[tuple[int, int, str], ...]:
    """The key to sort codes of several annexes by: 2 before 10, 1 before 1.1."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in code.split(".")
    )


def _counted(campaign: Campaign, user: Any) -> Any:
    condition = Q(appraisals__round=campaign.stands.shown_round) & DECIDED.where("appraisals__")
    seen = Answer.objects.applicable().filter(
        where_may(user, SEE, prefix="submission__"), submission__campaign=campaign
    )
    columns = (
        "criterion__group__code",
        "criterion__group__name",
        "criterion__code",
        "criterion__name",
    )
    order = (
        "criterion__group__annex__order",
        "criterion__group__order",
        "criterion__order",
        "criterion",
    )
    counted = (
        seen.annotate(done=FilteredRelation("appraisals", condition=condition))
        .values(*columns, *order)
        .annotate(units=Count("pk", distinct=True), decided=Count("done", distinct=True))
    )
    return counted.order_by(*order).values_list(*columns, "units", "decided")
