"""One meeting as finished values: who came, what was put to the vote, said and concluded, and what
the reader may do.

Who voted what is shown to the secretary, who notes the hands, and to each member their own; counts
only once they are final.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from submissions.council.queries.rights import CAST, CHANGE, MANAGE, VIEW
from submissions.council.queries.seats import seat_of, seats_of
from submissions.council.queries.tally import Tally, is_own, tally_of
from submissions.enums import VoteChoice
from submissions.models import (
    Answer,
    Appointment,
    Attendance,
    Campaign,
    Conclusion,
    Meeting,
    MeetingDraft,
    Motion,
    Vote,
)
from submissions.models.capacities import where_may
from units.access import may
from units.models import User

#: Instead of a conclusion about the unit of who reads it.
ABOUT_OWN_UNIT = "Kết luận này nói về đơn vị nơi Ông/Bà công tác nên không hiển thị."


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A member in the list of those who came.

    `is_present` None: not counted in or out yet; then the box is ticked for them.
    """

    pk: int
    person: str
    position: str
    title: str
    is_present: bool | None
    note: str

    @property
    def is_ticked(self) -> bool:
        return self.is_present is not False


@dataclass(frozen=True, slots=True)
class MemberVote:
    """What a member who is present has voted, for the secretary;

    `is_fixed`: by the member's own account.
    """

    pk: int
    person: str
    choice: str
    label: str
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class MotionRow:
    """A question. `tally` once it is counted; `may_vote` with the reader's `own` choice so far."""

    motion: Motion
    tally: Tally | None
    cast: int
    own: str
    own_label: str
    may_vote: bool
    may_close: bool
    hands: tuple[MemberVote, ...]


@dataclass(frozen=True, slots=True)
class ConclusionRow:
    """A conclusion; `text` says so instead where it is about the unit of who reads it."""

    pk: int
    number: int
    text: str
    about: str
    change_url_of: int | None


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """Everything the page of a meeting shows."""

    meeting: Meeting
    draft: MeetingDraft | None
    seats: tuple[SeatRow, ...]
    motions: tuple[MotionRow, ...]
    conclusions: tuple[ConclusionRow, ...]
    present: int | None
    may_edit: bool
    may_open: bool
    may_run: bool
    may_accept_be_put: bool
    choices: tuple[tuple[str, str], ...]

    @property
    def has_begun(self) -> bool:
        return not self.meeting.is_planned

    @property
    def is_closed(self) -> bool:
        return self.meeting.is_closed


def meeting_page(meeting: Meeting, reader: User) -> MeetingPage:
    """Six queries, whatever the number of members, motions and conclusions."""
    campaign = meeting.campaign
    manages = bool(may(reader, MANAGE, campaign)) and not meeting.is_closed
    attendances = list(
        Attendance.objects.filter(meeting=meeting)
        .select_related("member")
        .order_by("member__order", "member_id")
    )
    seats = tuple(_seat_rows(meeting, attendances))
    runs = manages and meeting.is_open
    return MeetingPage(
        meeting=meeting,
        draft=MeetingDraft.objects.filter(meeting=meeting).first(),
        seats=seats,
        motions=tuple(_motions(meeting, attendances, reader, runs=runs)),
        conclusions=conclusions_shown(meeting.conclusions.all(), campaign, reader),
        present=sum(bool(row.is_present) for row in seats) if attendances else None,
        may_edit=manages,
        may_open=manages and meeting.is_planned and campaign.stands.holds_meetings,
        may_run=runs,
        may_accept_be_put=campaign.stands.accepts_report,
        choices=tuple((str(choice), str(choice.label)) for choice in VoteChoice),
    )


def conclusions_shown(
    conclusions: Any, campaign: Campaign, reader: User
) -> tuple[ConclusionRow, ...]:
    """One query, one more where a conclusion is about a unit: by its criterion, or by the
    comment that it settles.
    """
    may_change = bool(may(reader, CHANGE, campaign))
    listed = list(
        conclusions.select_related(
            "meeting", "answer__submission__unit", "answer__criterion__group", "comment"
        )
    )
    named = {
        each.pk
        for each in listed
        if each.answer_id or (each.comment and each.comment.submission_id)
    }
    hidden = named - _seen_by(reader, named)
    return tuple(
        _conclusion(each, is_seen=each.pk not in hidden, may_change=may_change) for each in listed
    )


def _seen_by(reader: User, named: set[int]) -> set[int]:
    """Those that are not about a unit whose file the reader, being of the working group, must
    keep away from.
    """
    if not named:
        return set()
    by_criterion = Q(answer=None) | where_may(reader, VIEW, prefix="answer__submission__")
    by_comment = Q(comment__submission=None) | where_may(
        reader, VIEW, prefix="comment__submission__"
    )
    return set(
        Conclusion.objects.filter(by_criterion, by_comment, pk__in=named).values_list(
            "pk", flat=True
        )
    )


def _conclusion(conclusion: Conclusion, *, is_seen: bool, may_change: bool) -> ConclusionRow:
    answer = conclusion.answer
    if not is_seen:
        return ConclusionRow(conclusion.pk, conclusion.number, ABOUT_OWN_UNIT, "", None)
    about = _named(answer) if answer else ""
    changes = answer is not None and may_change and conclusion.meeting.is_closed
    return ConclusionRow(
        conclusion.pk, conclusion.number, conclusion.text, about, conclusion.pk if changes else None
    )


def _named(answer: Answer) -> str:
    criterion = answer.criterion
    return (
        f"{answer.submission.short_name}, nhóm {criterion.group.code}, tiêu chí {criterion.code}. "
        f"{criterion.name}"
    )


def _seat_rows(meeting: Meeting, attendances: list[Attendance]) -> Iterable[SeatRow]:
    """Who sits in the Council now; of a closed meeting, who was counted then."""
    by_member = {row.member_id: row for row in attendances}
    members = (
        [row.member for row in attendances] if meeting.is_closed else seats_of(meeting.campaign)
    )
    for member in members:
        row = by_member.get(member.pk)
        title = member.title or str(member.get_role_display())
        yield SeatRow(
            member.pk,
            member.person,
            member.position,
            title,
            row.is_present if row else None,
            row.note if row else "",
        )


def _motions(
    meeting: Meeting, attendances: list[Attendance], reader: User, *, runs: bool
) -> Iterable[MotionRow]:
    here = [row.member for row in attendances if row.is_present]
    own_seat = seat_of(here, reader)
    votes: dict[int, list[Vote]] = defaultdict(list)
    for vote in Vote.objects.filter(motion__meeting=meeting).select_related("member"):
        votes[vote.motion_id].append(vote)
    casts = bool(may(reader, CAST, meeting.campaign)) and meeting.is_open and own_seat is not None
    for motion in meeting.motions.all():
        is_open = not motion.is_counted
        own = next(
            (vote for vote in votes[motion.pk] if own_seat and vote.member_id == own_seat.pk), None
        )
        yield MotionRow(
            motion=motion,
            tally=tally_of_motion(motion, votes[motion.pk]),
            cast=len(votes[motion.pk]),
            own=own.choice if own else "",
            own_label=str(own.get_choice_display()) if own else "",
            may_vote=casts and is_open,
            may_close=runs and is_open,
            hands=tuple(_hands(here, votes[motion.pk], reader)) if runs and is_open else (),
        )


def tally_of_motion(motion: Motion, votes: Iterable[Vote]) -> Tally | None:
    """Once it is counted."""
    if motion.entitled is None or motion.present is None:
        return None
    return tally_of(
        (vote.choice for vote in votes), entitled=motion.entitled, present=motion.present
    )


def _hands(here: list[Appointment], votes: list[Vote], reader: User) -> Iterable[MemberVote]:
    by_member = {vote.member_id: vote for vote in votes}
    for member in here:
        vote = by_member.get(member.pk)
        is_fixed = vote is not None and is_own(vote) and vote.entered_by_id != reader.pk
        label = str(vote.get_choice_display()) if vote else ""
        yield MemberVote(member.pk, member.person, vote.choice if vote else "", label, is_fixed)


def meetings_of(campaign: Campaign) -> list[Meeting]:
    """In order. One query."""
    return list(Meeting.objects.filter(campaign=campaign).order_by("number"))
