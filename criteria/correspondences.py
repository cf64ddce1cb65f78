"""What of two frameworks can be compared, as rows say.

What no row names is not comparable: equal codes prove nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from criteria.models import Correspondence, CriterionGroup, Framework

#: Stands for the total where a group's code could.
WHOLE = ""
NO_ROW = "Chưa có căn cứ ghi rằng hai nội dung này tương ứng với nhau."
NO_PARTNER = "Bộ tiêu chí kia không có nội dung nào được ghi là tương ứng."


@dataclass(frozen=True, slots=True)
class GroupLink:
    """A group of the earlier framework against one of the later (`WHOLE`: the totals), comparable
    or not, and why.

    None on a side: nothing there corresponds.
    """

    older: str | None
    newer: str | None
    is_comparable: bool
    reason: str


def rows_between(older: int, newer: int) -> tuple[GroupLink, ...]:
    """The rows on two frameworks, by their keys, as written.

    It does not matter which was called the older. One query.
    """
    either = Q(older=older, newer=newer) | Q(older=newer, newer=older)
    return tuple(
        GroupLink(row.older_group, row.newer_group, row.is_comparable, row.reason)
        if row.older_id == older
        else GroupLink(row.newer_group, row.older_group, row.is_comparable, row.reason)
        for row in Correspondence.objects.filter(either).order_by("pk")
    )


def links_between(older: int, newer: int) -> tuple[GroupLink, ...]:
    """The same rows in the order of the groups. Two queries."""
    found = rows_between(older, newer)
    places = {older: {WHOLE: -1}, newer: {WHOLE: -1}}
    groups = CriterionGroup.objects.filter(annex__framework__in=[older, newer]).order_by(
        "annex__order", "order"
    )
    for place, (framework, code) in enumerate(groups.values_list("annex__framework_id", "code")):
        places[framework].setdefault(code, place)
    last = 10**6

    def place_of(link: GroupLink) -> tuple[int, int]:
        return places[newer].get(link.newer or WHOLE, last), places[older].get(
            link.older or WHOLE, last
        )

    return tuple(sorted(found, key=place_of))


def in_order(one: Framework, other: Framework) -> tuple[Framework, Framework]:
    """The earlier framework first: by the day it was issued, or where that is not known by
    which came here first.
    """
    both_known = one.issued_on is not None and other.issued_on is not None
    first, second = sorted(
        (one, other), key=lambda each: (str(each.issued_on) if both_known else "", each.pk)
    )
    return first, second


def groups_of(framework: Framework) -> dict[str, str]:
    """Code and name of every group of a framework, in the order of its annexes. One query."""
    return dict(_groups(framework))


def _groups(framework: Framework) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    rows = CriterionGroup.objects.filter(annex__framework=framework).order_by(
        "annex__order", "order"
    )
    for code, name in rows.values_list("code", "name"):
        if code not in seen:
            seen.add(code)
            yield code, name
