"""Votes of the Council: a question is put, members present vote or raise a hand, it is closed
and counted once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import StaleState
from ictindex.lib.text import clean_line
from submissions.council.notices import notice_of_motion
from submissions.council.queries.rights import CAST, MANAGE
from submissions.council.queries.seats import seat_of, seats_of
from submissions.council.queries.tally import Tally, is_own, tally_of
from submissions.council.services.meeting_lock import (
    InvalidCouncilEntry,
    held_meeting,
    require_meeting_open,
)
from submissions.council.services.meetings import present_among
from submissions.enums import Phase, VoteChoice
from submissions.models import Appointment, Attendance, Meeting, Motion, Vote
from submissions.models.council import AttendanceQuerySet
from units import audit
from units.models import User
from units.notify import tell

MOTION_PUT = audit.name_act("council.motion_put", "Đặt biểu quyết")
VOTED = audit.name_act("council.voted", "Biểu quyết")
HANDS_NOTED = audit.name_act("council.hands_noted", "Ghi ý kiến giơ tay")
MOTION_CLOSED = audit.name_act("council.motion_closed", "Chốt biểu quyết")

_COUNTED = "Biểu quyết này đã chốt nên không nhận thêm ý kiến."


@dataclass(frozen=True, slots=True)
class NotedVote:
    """A hand as the secretary noted it: what the page showed, and what it should be.

    Empty: no vote.
    """

    seen: str
    choice: str


@transaction.atomic
def put_motion(*, meeting: Meeting, question: str, is_acceptance: bool = False, by: User) -> Motion:
    """A question with the next number. `is_acceptance`: whether the report with its figures is
    accepted, in the last meeting.

    Raises NotAllowed, StaleState or InvalidCouncilEntry.
    """
    held = held_meeting(meeting.pk, by=by)
    require_meeting_open(held)
    question = clean_line(question)
    if not question or len(question) > 500:
        raise InvalidCouncilEntry(
            "Hãy ghi nội dung biểu quyết, không quá 500 ký tự.", field="question"
        )
    if is_acceptance:
        _require_time_to_accept(held)
    number = (held.motions.aggregate(last=Max("number"))["last"] or 0) + 1
    motion = Motion(meeting=held, number=number, question=question, is_acceptance=is_acceptance)
    motion.save(force_insert=True)
    _record(MOTION_PUT, motion, by, [audit.inserted(motion)])
    tell(notice_of_motion(motion, by=by))
    return motion


@transaction.atomic
def cast_vote(*, motion: Motion, choice: str, by: User, now: datetime | None = None) -> Vote:
    """A member's own vote, given or changed before the count. It goes before a hand that the
    secretary noted.

    Raises NotAllowed, StaleState once it was counted, or InvalidCouncilEntry for who is no member
    or not present.
    """
    held = _held_motion(motion, CAST, by)
    seat = seat_of(seats_of(held.meeting.campaign), by)
    if seat is None:
        raise InvalidCouncilEntry(
            "Ông/Bà không có tên trong danh sách thành viên Hội đồng của đợt này nên không biểu "
            "quyết."
        )
    if not _attendances(held).present().filter(member=seat).exists():
        raise InvalidCouncilEntry(
            "Ông/Bà chưa được điểm danh có mặt nên chưa biểu quyết được. Hãy báo Thư ký Hội đồng."
        )
    vote, change = _store(held, seat, _choice(choice), by=by, now=now or timezone.now())
    if change:
        _record(VOTED, held, by, [change])
    return vote


@transaction.atomic
def note_hands(
    *, motion: Motion, hands: Mapping[int, NotedVote], by: User, now: datetime | None = None
) -> None:
    """What the secretary saw, by the key of the seat: of members present who have not voted
    themselves.

    Raises NotAllowed, StaleState where a vote was given since the page was opened, or
    InvalidCouncilEntry.
    """
    held, now = _held_motion(motion, MANAGE, by), now or timezone.now()
    here = {row.member_id: row.member for row in _attendances(held).present()}
    stored = {vote.member_id: vote for vote in held.votes.select_related("member")}
    changes: list[audit.Change] = []
    for key, hand in hands.items():
        vote = stored.get(key)
        if hand.choice == hand.seen:
            continue
        if key not in here:
            raise InvalidCouncilEntry(
                "Chỉ ghi được ý kiến của thành viên có mặt. Hãy tải lại trang."
            )
        _require_unchanged(vote, hand, by)
        changes += _note(held, here[key], vote, hand.choice, by=by, now=now)
    if changes:
        _record(HANDS_NOTED, held, by, changes)


@transaction.atomic
def close_motion(*, motion: Motion, by: User, now: datetime | None = None) -> Tally:
    """Members, those present and votes are counted, and the vote is fixed.

    Raises NotAllowed, StaleState when it was counted before, or InvalidCouncilEntry before all were
    counted in or out.
    """
    held = _held_motion(motion, MANAGE, by)
    seats = [seat.pk for seat in seats_of(held.meeting.campaign)]
    choices = dict(held.votes.values_list("member_id", "choice"))
    # Who voted as a member and left the Council before the count was entitled, and there.
    left = len(choices.keys() - set(seats))
    present = present_among(held.meeting, seats) + left
    tally = tally_of(choices.values(), entitled=len(seats) + left, present=present)
    before = audit.row_of(held)
    values = {
        "entitled": tally.entitled,
        "present": tally.present,
        "closed_at": now or timezone.now(),
    }
    if not Motion.objects.open().filter(pk=held.pk).update(**values):
        raise StaleState(_COUNTED)
    for name, value in values.items():
        setattr(held, name, value)
    _record(MOTION_CLOSED, held, by, [audit.updated(before, held)], result=tally.in_words)
    return tally


def _held_motion(motion: Motion, action: str, by: User) -> Motion:
    """Open to votes, locked with its meeting. Raises Http404, NotAllowed or StaleState."""
    meeting = held_meeting(motion.meeting_id, action=action, by=by)
    held = (
        Motion.objects.select_for_update(no_key=True).filter(pk=motion.pk, meeting=meeting).first()
    )
    if held is None:
        raise Http404
    held.meeting = meeting
    if held.is_counted:
        raise StaleState(_COUNTED)
    require_meeting_open(meeting)
    return held


def _require_time_to_accept(meeting: Meeting) -> None:
    if not meeting.campaign.stands.accepts_report:
        accepting = (phase for phase in Phase if phase.traits.accepts_report)
        names = ", ".join(f"«{phase.label}»" for phase in accepting)
        raise InvalidCouncilEntry(
            f"Biểu quyết nghiệm thu chỉ đặt ra được ở giai đoạn {names}.", field="is_acceptance"
        )


def _attendances(motion: Motion) -> AttendanceQuerySet:
    return Attendance.objects.filter(meeting=motion.meeting).select_related("member")


def _choice(choice: str) -> str:
    if choice not in VoteChoice.values:
        raise InvalidCouncilEntry(
            "Hãy chọn tán thành, không tán thành hoặc không có ý kiến.", field="choice"
        )
    return choice


def _store(
    motion: Motion,
    seat: Appointment,
    choice: str,
    *,
    by: User,
    now: datetime,
    vote: Vote | None = None,
) -> tuple[Vote, audit.Change | None]:
    """The vote of a seat; None where the same person gave the same before."""
    vote = vote or motion.votes.filter(member=seat).first()
    if vote is None:
        vote = Vote(motion=motion, member=seat, choice=choice, entered_by=by, at=now)
        vote.save(force_insert=True)
        return vote, audit.inserted(vote)
    if (vote.choice, vote.entered_by_id) == (choice, by.pk):
        return vote, None
    before = audit.row_of(vote)
    vote.choice, vote.entered_by, vote.at = choice, by, now
    vote.save(update_fields=["choice", "entered_by", "at"])
    return vote, audit.updated(before, vote)


def _require_unchanged(vote: Vote | None, hand: NotedVote, by: User) -> None:
    """Raises StaleState where the vote is not the one that was seen, and InvalidCouncilEntry
    for a member's own.
    """
    if (vote.choice if vote else "") != hand.seen:
        who = vote.member.person if vote else "một thành viên"
        raise StaleState(
            f"Ý kiến của {who} đã thay đổi sau khi Ông/Bà mở trang. Nội dung vừa nhập chưa được "
            "lưu."
        )
    if vote and is_own(vote) and vote.entered_by_id != by.pk:
        raise InvalidCouncilEntry(
            f"{vote.member.person} đã tự biểu quyết nên Thư ký không ghi thay được."
        )


def _note(
    motion: Motion, seat: Appointment, vote: Vote | None, choice: str, *, by: User, now: datetime
) -> list[audit.Change]:
    """The hand, or that there was none after all."""
    if choice:
        _, change = _store(motion, seat, _choice(choice), by=by, now=now, vote=vote)
        return [change] if change else []
    if vote is None:
        return []
    before, key = audit.row_of(vote), vote.pk
    vote.delete()
    return [audit.deleted(before, Vote, key)]


def _record(
    act: audit.ActCode, motion: Motion, by: User, changes: list[audit.Change], **facts: object
) -> None:
    audit.record(
        act=act,
        by=by,
        campaign=motion.meeting.campaign,
        subject=motion,
        changes=changes,
        facts={"meeting": motion.meeting.number, "motion": motion.number} | facts,
    )
