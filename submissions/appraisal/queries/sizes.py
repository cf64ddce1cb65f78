"""How many criteria each file has to be appraised, group by group, from the framework: known
before anything is answered.
"""

from dataclasses import dataclass

from django.db.models import Count

from criteria.models import BY_PLACE, LEAF, AnnexAssignment
from submissions.models import Campaign, GroupDeclaration


@dataclass(frozen=True, slots=True)
class GroupSize:
    """A group of a file: its name, and how many scored criteria it has."""

    code: str
    name: str
    criteria: int


def sizes_of(campaign: Campaign) -> dict[int, dict[str, GroupSize]]:
    """By file and code of the group, in the order of the framework; confirmed absent groups are
    left out. Three queries.
    """
    files = dict(campaign.submissions.values_list("unit_id", "pk"))
    absent = set(
        GroupDeclaration.objects.confirmed()
        .filter(submission__campaign=campaign)
        .values_list("submission_id", "group_code")
    )
    found: dict[int, dict[str, GroupSize]] = {key: {} for key in files.values()}
    for unit, code, name, criteria in _groups(campaign):
        file = files.get(unit)
        if file is not None and (file, code) not in absent:
            found[file][code] = GroupSize(code, name, criteria)
    return found


def _groups(campaign: Campaign) -> list[tuple[int, str, str, int]]:
    """In the order in which each unit has them."""
    rows = AnnexAssignment.objects.by_group(period=campaign.code).with_places()
    columns = ("unit_id", "annex__groups__code", "annex__groups__name")
    counted = Count("annex__groups__criteria", filter=LEAF.where("annex__groups__criteria__"))
    grouped = rows.values(*columns, "place", "annex__order", "annex__groups__order")
    in_order = grouped.annotate(criteria=counted).order_by(*BY_PLACE)
    return list(in_order.values_list(*columns, "criteria"))
