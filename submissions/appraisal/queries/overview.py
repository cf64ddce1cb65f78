"""How far the appraisal of a whole campaign is, group by group of every file: the one reading
behind inbox and board.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, FilteredRelation, Q

from submissions.appraisal.queries.shares import Shares, shares_of
from submissions.dossier.queries.backlog import is_unsettled
from submissions.enums import Round
from submissions.models import (
    Answer,
    Campaign,
    GroupDeclaration,
    RoundFinished,
    SecondReading,
    Submission,
)
from submissions.models.appraisals import DECIDED
from submissions.models.replies import CONTESTING

#: A group of a file.
Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """A group of a file in the round that is shown. `contested`: by the unit's reply; so many of
    them are not decided yet.

    `read_again` of its criteria the second reader has decided; `differing`: so many differ and are
    not settled, known once all are read or nobody is to read on.
    """

    code: str
    name: str
    criteria: int
    decided: int
    contested: int = 0
    contested_left: int = 0
    read_again: int = 0
    differing: int = 0

    @property
    def left(self) -> int:
        return self.criteria - self.decided


@dataclass(frozen=True, slots=True)
class Overview:
    """All files in official order, their groups by file, who has them, and which the working
    group calls finished.
    """

    campaign: Campaign
    round: Round
    files: tuple[Submission, ...]
    groups: Mapping[int, tuple[GroupProgress, ...]]
    shares: Shares
    finished: frozenset[int]


def overview_of(campaign: Campaign) -> Overview:
    """Six queries, whatever the number of units and criteria."""
    which = campaign.stands.shown_round
    files = tuple(
        campaign.submissions.select_related("unit", "kind").order_by("kind__order", "order")
    )
    for file in files:
        file.campaign = campaign
    shares = shares_of(campaign)
    finished = RoundFinished.objects.filter(submission__campaign=campaign, round=which)
    return Overview(
        campaign=campaign,
        round=which,
        files=files,
        groups=_groups(campaign, which, shares),
        shares=shares,
        finished=frozenset(finished.values_list("submission_id", flat=True)),
    )


def _groups(
    campaign: Campaign, which: Round, shares: Shares
) -> dict[int, tuple[GroupProgress, ...]]:
    absent, second = _absent(campaign), _second(campaign, which)
    found: dict[int, list[GroupProgress]] = defaultdict(list)
    for row in _counted(campaign, which):
        place = (row["submission"], row["criterion__group__code"])
        if place in absent:
            continue
        read, differing = second.get(place, (0, 0))
        is_contesting = which == Round.SECOND
        is_known = read >= row["criteria"] or not shares.of(*place, is_second=True)
        found[place[0]].append(
            GroupProgress(
                place[1],
                row["criterion__group__name"],
                row["criteria"],
                row["decided"],
                contested=row["contested"] if is_contesting else 0,
                contested_left=row["contested_left"] if is_contesting else 0,
                read_again=read,
                differing=differing if is_known else 0,
            )
        )
    return {key: tuple(groups) for key, groups in found.items()}


def _counted(campaign: Campaign, which: Round) -> Any:
    """What a reply contests is counted in every round, and shown only from the second on."""
    condition = Q(appraisals__round=which) & DECIDED.where("appraisals__")
    is_contested = CONTESTING.where("reply__")
    own = Answer.objects.filter(submission__campaign=campaign).annotate(
        done=FilteredRelation("appraisals", condition=condition)
    )
    return (
        own.values(
            "submission",
            "criterion__group__code",
            "criterion__group__name",
            "criterion__group__order",
        )
        .annotate(
            criteria=Count("pk"),
            decided=Count("done"),
            contested=Count("reply", filter=is_contested),
            contested_left=Count("reply", filter=is_contested & Q(done=None)),
        )
        .order_by("submission", "criterion__group__order", "criterion__group__code")
    )


def _absent(campaign: Campaign) -> frozenset[Place]:
    confirmed = GroupDeclaration.objects.confirmed().filter(submission__campaign=campaign)
    return frozenset(confirmed.values_list("submission_id", "group_code"))


def _second(campaign: Campaign, which: Round) -> dict[Place, tuple[int, int]]:
    """Group of a file → criteria read again, and those of them that came to something else and
    are not settled.
    """
    given = SecondReading.objects.decided().filter(
        answer__submission__campaign=campaign, round=which
    )
    rows = given.annotate(is_open=ExpressionWrapper(is_unsettled(), BooleanField())).order_by()
    found: dict[Place, tuple[int, int]] = {}
    for file, group, is_open in rows.values_list(
        "answer__submission", "answer__criterion__group__code", "is_open"
    ):
        read, differing = found.get((file, group), (0, 0))
        found[file, group] = (read + 1, differing + is_open)
    return found
