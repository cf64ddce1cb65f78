"""The page of the Council's acceptance: the hash of the present figures, what was accepted, and
whether that still holds.
"""

from collections import defaultdict
from dataclasses import dataclass

from reports.council.services.acceptance import (
    ACCEPT,
    ValidAcceptance,
    VoidAcceptance,
    figures_digest,
    standing_acceptance,
)
from reports.models import Acceptance
from submissions.council.queries.meetings import tally_of_motion
from submissions.council.queries.tally import Tally
from submissions.models import Campaign, Motion, Vote
from units.access import may
from units.models import User


@dataclass(frozen=True, slots=True)
class CountedVote:
    """A vote on acceptance that was counted.

    `is_usable`: it carries, and is about the present figures.
    """

    motion: Motion
    tally: Tally
    is_usable: bool


@dataclass(frozen=True, slots=True)
class AcceptancePage:
    """Everything the page shows; `history` newest first."""

    figures_sha256: str
    accepted: ValidAcceptance | None
    voided: VoidAcceptance | None
    history: tuple[Acceptance, ...]
    votes: tuple[CountedVote, ...]
    may_record: bool


def acceptance_page(campaign: Campaign, reader: User) -> AcceptancePage:
    """At most 25 queries, whatever the number of units, meetings and votes."""
    standing = standing_acceptance(campaign)
    digest = _present_digest(campaign, standing)
    votes = tuple(_votes(campaign, digest))
    is_open = not isinstance(standing, ValidAcceptance) and any(vote.is_usable for vote in votes)
    return AcceptancePage(
        figures_sha256=digest,
        accepted=standing if isinstance(standing, ValidAcceptance) else None,
        voided=standing if isinstance(standing, VoidAcceptance) else None,
        history=tuple(
            Acceptance.objects.filter(campaign=campaign).select_related("motion__meeting", "by")
        ),
        votes=votes,
        may_record=is_open and bool(may(reader, ACCEPT, campaign)),
    )


def _present_digest(campaign: Campaign, standing: ValidAcceptance | VoidAcceptance | None) -> str:
    match standing:
        case ValidAcceptance(acceptance):
            return acceptance.figures_sha256
        case VoidAcceptance():
            return standing.figures_sha256
    return figures_digest(campaign).sha256


def _votes(campaign: Campaign, digest: str) -> list[CountedVote]:
    """Two queries."""
    counted = Motion.objects.counted().of_acceptance().filter(meeting__campaign=campaign)
    motions = list(counted.select_related("meeting").order_by("meeting__number", "number"))
    by_motion: dict[int, list[Vote]] = defaultdict(list)
    for vote in Vote.objects.filter(motion__in=motions):
        by_motion[vote.motion_id].append(vote)
    tallies = [(motion, tally_of_motion(motion, by_motion[motion.pk])) for motion in motions]
    return [
        CountedVote(motion, tally, tally.is_carried and motion.meeting.figures_sha256 == digest)
        for motion, tally in tallies
        if tally
    ]
