"""Who appraises which group of which file, as assigned: a person for one group goes before
those for the whole file.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from submissions.models import Assignment, Campaign
from submissions.models.appraisals import WHOLE_FILE


@dataclass(frozen=True, slots=True)
class Share:
    """An assignment in force. `is_claimed`: the person took it himself."""

    pk: int
    submission: int
    group: str
    person: int
    name: str
    is_second: bool
    is_claimed: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """The assignments of a campaign. First and second readers are asked for apart."""

    rows: tuple[Share, ...] = ()
    _by_place: dict[tuple[int, str, bool], list[Share]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        for row in self.rows:
            self._by_place[row.submission, row.group, row.is_second].append(row)

    def of(self, submission: int, group: str, *, is_second: bool = False) -> tuple[Share, ...]:
        """Those who read that group of that file; nobody where nobody was assigned."""
        own = self._by_place.get((submission, group, is_second), [])
        return tuple(own) or tuple(self._by_place.get((submission, WHOLE_FILE, is_second), []))

    def are_of(self, person: int, submission: int, group: str, *, is_second: bool = False) -> bool:
        return any(row.person == person for row in self.of(submission, group, is_second=is_second))


def shares_of(campaign: Campaign) -> Shares:
    """The assignments in force, in the order in which they were made. One query."""
    in_force = Assignment.objects.in_force().filter(submission__campaign=campaign)
    return Shares(tuple(_assigned(in_force.order_by("pk"))))


def _assigned(rows: Any) -> Iterator[Share]:
    columns = (
        "pk",
        "submission_id",
        "group_code",
        "user_id",
        "user__full_name",
        "user__username",
        "is_second",
        "assigned_by_id",
    )
    for pk, submission, group, person, full_name, username, is_second, by in rows.values_list(
        *columns
    ):
        is_claimed = person == by and not is_second
        yield Share(pk, submission, group, person, full_name or username, is_second, is_claimed)
