"""What one member of the working group has to appraise: the own files and groups with their
progress, and what can be claimed.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from submissions.appraisal.queries.overview import GroupProgress, Overview
from submissions.appraisal.queries.rights import CLAIM
from submissions.models import Submission
from units.access import may

SEE = "appraise.view_round1_scores_of_U"


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """A group that the person appraises, and where."""

    unit: str
    unit_name: str
    progress: GroupProgress
    url: str


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of which the person appraises all or some groups.

    `claim`: the key of the own claim, which can be given back.
    """

    unit: str
    name: str
    kind: str
    groups: tuple[OwnGroup, ...]
    criteria: int
    left: int
    contested_left: int
    differing: int
    is_finished: bool
    claim: int | None

    @property
    def decided(self) -> int:
        return self.criteria - self.left

    @property
    def next_url(self) -> str:
        """The first group with something left."""
        return next((group.url for group in self.groups if group.progress.left), "")


@dataclass(frozen=True, slots=True)
class UnassignedFile:
    """A file that nobody has, and how much there is to do."""

    unit: str
    name: str
    criteria: int


@dataclass(frozen=True, slots=True)
class GroupAcrossUnits:
    """One group in all the files in which the person appraises it."""

    code: str
    name: str
    groups: tuple[OwnGroup, ...]
    criteria: int
    left: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """Everything on the page. `second`: groups to be read a second time, and independently."""

    files: tuple[OwnFile, ...]
    by_group: tuple[GroupAcrossUnits, ...]
    second: tuple[OwnGroup, ...]
    claimable: tuple[UnassignedFile, ...]
    criteria: int
    left: int
    contested_left: int


def inbox_of(overview: Overview, user: Any) -> Inbox:
    """No query beside the overview's."""
    files = tuple(
        own
        for file in overview.files
        if may(user, SEE, file) and (own := _own_file(overview, file, user))
    )
    second = tuple(
        group
        for file in overview.files
        if may(user, SEE, file)
        for group in _second(overview, file, user)
    )
    return Inbox(
        files=files,
        by_group=_by_group(files),
        second=second,
        claimable=tuple(_claimable(overview, user)),
        criteria=sum(file.criteria for file in files),
        left=sum(file.left for file in files),
        contested_left=sum(file.contested_left for file in files),
    )


def _own_file(overview: Overview, file: Submission, user: Any) -> OwnFile | None:
    groups = overview.groups.get(file.pk, ())
    own = [group for group in groups if overview.shares.are_of(user.pk, file.pk, group.code)]
    if not own:
        return None
    return OwnFile(
        unit=file.unit.code,
        name=file.name,
        kind=file.kind.name,
        groups=tuple(_own_group(overview, file, group, "appraisal_desk") for group in own),
        criteria=sum(group.criteria for group in own),
        left=sum(group.left for group in own),
        contested_left=sum(group.contested_left for group in own),
        differing=sum(group.differing for group in own),
        is_finished=file.pk in overview.finished,
        claim=_claim_of(overview, file, user),
    )


def _own_group(overview: Overview, file: Submission, group: GroupProgress, page: str) -> OwnGroup:
    url = reverse(page, args=[overview.campaign.code, file.unit.code, group.code])
    return OwnGroup(file.unit.code, file.name, group, url)


def _claim_of(overview: Overview, file: Submission, user: Any) -> int | None:
    if not may(user, CLAIM, file):
        return None
    own = (
        row
        for row in overview.shares.rows
        if (row.submission, row.person, row.is_claimed) == (file.pk, user.pk, True)
    )
    return next((row.pk for row in own), None)


def _second(overview: Overview, file: Submission, user: Any) -> list[OwnGroup]:
    return [
        _own_group(overview, file, group, "second_reading")
        for group in overview.groups.get(file.pk, ())
        if overview.shares.are_of(user.pk, file.pk, group.code, is_second=True)
    ]


def _claimable(overview: Overview, user: Any) -> list[UnassignedFile]:
    """Files without anybody, and which the person may claim."""
    taken = {row.submission for row in overview.shares.rows if not row.is_second}
    second = {
        row.submission for row in overview.shares.rows if row.is_second and row.person == user.pk
    }
    return [
        UnassignedFile(
            file.unit.code,
            file.name,
            sum(group.criteria for group in overview.groups.get(file.pk, ())),
        )
        for file in overview.files
        if file.pk not in taken | second and may(user, CLAIM, file)
    ]


def _by_group(files: tuple[OwnFile, ...]) -> tuple[GroupAcrossUnits, ...]:
    found: dict[str, list[OwnGroup]] = {}
    for file in files:
        for group in file.groups:
            found.setdefault(group.progress.code, []).append(group)
    return tuple(
        GroupAcrossUnits(
            code,
            groups[0].progress.name,
            tuple(groups),
            sum(group.progress.criteria for group in groups),
            sum(group.progress.left for group in groups),
        )
        for code, groups in found.items()
    )
