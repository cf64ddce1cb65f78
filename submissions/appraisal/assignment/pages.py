"""The page on which the head of the working group gives files to people: what is given, what is
not, and how much each has.
"""

from dataclasses import dataclass
from typing import Any

from submissions.appraisal.assignment.services import appraisers_of, belongings_of
from submissions.appraisal.queries.shares import Share, Shares, shares_of
from submissions.appraisal.queries.sizes import GroupSize, sizes_of
from submissions.models import Campaign, Submission
from submissions.models.capacities import standing_of
from units.models import User


@dataclass(frozen=True, slots=True)
class AssignedRow:
    """One assignment. `problem` says why it does not hold any more."""

    pk: int
    name: str
    group: str
    is_second: bool
    is_claimed: bool
    problem: str


@dataclass(frozen=True, slots=True)
class AssignableSubmission:
    """One file; `lacking` names the groups that nobody has, `lacks_all`: nobody has any. Of the
    reader's own unit nobody is named.
    """

    unit: str
    name: str
    kind: str
    is_own: bool
    criteria: int
    rows: tuple[AssignedRow, ...]
    lacking: tuple[str, ...]
    lacks_all: bool


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """One appraiser: what the person has, and where he or she cannot appraise."""

    pk: int
    name: str
    files: int
    criteria: int
    barred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssignmentPage:
    """Everything on the page; `groups` are the codes and names that a file can be split into."""

    files: tuple[AssignableSubmission, ...]
    people: tuple[PersonLoad, ...]
    groups: tuple[tuple[str, str], ...]

    @property
    def lacking(self) -> int:
        """Files of which somebody must still be given a group or all."""
        return sum(bool(file.lacking) for file in self.files)


def assigning_page(campaign: Campaign, user: Any) -> AssignmentPage:
    """Eight queries, whatever the number of units."""
    files = list(
        campaign.submissions.select_related("unit", "kind").order_by("kind__order", "order")
    )
    sizes, shares = sizes_of(campaign), shares_of(campaign)
    people = {person.pk: person for person in appraisers_of(campaign)}
    own = belongings_of(people | {row.person: User(pk=row.person) for row in shares.rows})
    conflicts = standing_of(user).units
    groups = {size.code: size.name for each in sizes.values() for size in each.values()}
    return AssignmentPage(
        files=tuple(
            _file(file, sizes[file.pk], shares, people, own, is_own=file.unit_id in conflicts)
            for file in files
        ),
        people=tuple(
            _person(person, files, sizes, shares, own[person.pk]) for person in people.values()
        ),
        groups=tuple(groups.items()),
    )


def _file(
    file: Submission,
    sizes: dict[str, GroupSize],
    shares: Shares,
    people: dict[int, User],
    own: dict[int, frozenset[int]],
    *,
    is_own: bool,
) -> AssignableSubmission:
    rows = [row for row in shares.rows if row.submission == file.pk and not is_own]
    lacking = tuple(size.name for code, size in sizes.items() if not shares.of(file.pk, code))
    return AssignableSubmission(
        unit=file.unit.code,
        name=file.name,
        kind=file.kind.name,
        is_own=is_own,
        criteria=sum(size.criteria for size in sizes.values()),
        rows=tuple(_assigned(row, _problem(row, file, people, own)) for row in rows),
        lacking=lacking,
        lacks_all=len(lacking) == len(sizes),
    )


def _assigned(row: Share, problem: str) -> AssignedRow:
    return AssignedRow(row.pk, row.name, row.group, row.is_second, row.is_claimed, problem)


def _problem(
    row: Share, file: Submission, people: dict[int, User], own: dict[int, frozenset[int]]
) -> str:
    if row.person not in people:
        return "không còn là người thẩm định của đợt này"
    return "nay công tác tại đơn vị này" if file.unit_id in own[row.person] else ""


def _person(
    person: User,
    files: list[Submission],
    sizes: dict[int, dict[str, GroupSize]],
    shares: Shares,
    own: frozenset[int],
) -> PersonLoad:
    has = [
        (key, size.criteria)
        for key, each in sizes.items()
        for code, size in each.items()
        if shares.are_of(person.pk, key, code)
    ]
    return PersonLoad(
        pk=person.pk,
        name=str(person),
        files=len({key for key, _ in has}),
        criteria=sum(criteria for _, criteria in has),
        barred=tuple(file.short_name for file in files if file.unit_id in own),
    )
