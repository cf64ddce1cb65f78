"""The Council's first page: what there is to do, its meetings, comments and conclusions, and
the state of its acceptance.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.query import QuerySet

from reports.council.pages.todos import CouncilState, Todo, todos_of
from reports.council.services.acceptance import ValidAcceptance, VoidAcceptance, standing_kept
from submissions.council.queries.comments import READ, comments_seen
from submissions.council.queries.disagreements import ContestedList, contested_in
from submissions.council.queries.meetings import ConclusionRow, conclusions_shown, meetings_of
from submissions.council.queries.rights import CAST, MANAGE, WRITE
from submissions.council.queries.seats import seat_of, seats_of
from submissions.enums import Round
from submissions.models import Appointment, Appraisal, Campaign, Conclusion, Meeting
from units.access import may
from units.models import User


@dataclass(frozen=True, slots=True)
class CouncilPage:
    """Everything the page shows.

    `own`: what the reader is to do; `lacks_seat`: a member who is not in the list: no vote.
    """

    own: tuple[Todo, ...]
    others: tuple[Todo, ...]
    lacks_seat: bool
    meetings: tuple[Meeting, ...]
    members: int
    conclusions: tuple[ConclusionRow, ...]
    contested: ContestedList
    accepted: ValidAcceptance | None
    voided: VoidAcceptance | None
    comments: int
    open_comments: int
    may_plan: bool
    may_comment: bool
    may_read_comments: bool


def council_page(campaign: Campaign, reader: User) -> CouncilPage:
    """At most 25 queries, whatever the number of units, members, meetings and comments."""
    standing = standing_kept(campaign)
    meetings, seats = meetings_of(campaign), seats_of(campaign)
    responses = list(comments_seen(campaign, reader).values_list("response", flat=True))
    reads = bool(may(reader, READ, campaign))
    open_comments = responses.count("") if reads else 0
    conclusions = conclusions_shown(unfulfilled(campaign), campaign, reader)
    todos = todos_of(
        CouncilState(campaign, reader, seats, meetings, standing, open_comments, conclusions)
    )
    return CouncilPage(
        own=tuple(todo for todo in todos if todo.is_own),
        others=tuple(todo for todo in todos if not todo.is_own),
        lacks_seat=_lacks_seat(campaign, reader, seats),
        meetings=tuple(meetings),
        members=len(seats),
        conclusions=conclusions,
        contested=contested_in(campaign, reader),
        accepted=standing if isinstance(standing, ValidAcceptance) else None,
        voided=standing if isinstance(standing, VoidAcceptance) else None,
        comments=len(responses),
        open_comments=open_comments,
        may_plan=bool(may(reader, MANAGE, campaign)),
        may_comment=bool(may(reader, WRITE, campaign)),
        may_read_comments=reads,
    )


def unfulfilled(campaign: Campaign) -> "QuerySet[Conclusion]":
    """Conclusions that name a criterion for which the Council's outcome was not recorded."""
    decided = Appraisal.objects.filter(
        answer=OuterRef("answer"), round=Round.COUNCIL, conclusion=OuterRef("pk")
    )
    named = Conclusion.objects.fixed().filter(meeting__campaign=campaign, answer__isnull=False)
    return named.filter(~Exists(decided)).order_by("meeting__number", "number")


def _lacks_seat(campaign: Campaign, reader: User, seats: list[Appointment]) -> bool:
    return bool(may(reader, CAST, campaign)) and seat_of(seats, reader) is None
