"""What each named rule about files at work, replies and the Council takes and leaves out."""

from datetime import timedelta

import pytest

from submissions.enums import MeetingState, Pin, ReplyState, Round, Stance, StepBackState
from submissions.models import (
    Answer,
    Assignment,
    Attendance,
    Comment,
    Conclusion,
    Confirmation,
    Meeting,
    Motion,
    Reply,
    StepBack,
    Submission,
    WorkbookImport,
)
from submissions.models.appraisals import WHOLE_FILE
from submissions.models.replies import CONTESTING, is_outdated
from tests.scoring.factories import criterion_of, make_answer, make_submission
from tests.submissions.factories import NOW, appoint, make_stage, make_user
from units.enums import Role

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=1)


@pytest.fixture
def campaign():
    return make_stage()


@pytest.fixture
def submission(campaign):
    return campaign.submissions.get(order=1)


@pytest.fixture
def user():
    return make_user("an")


def test_assignment_is_in_force_until_it_is_ended(submission, user):
    columns = {"submission": submission, "user": user, "assigned_by": user, "assigned_at": NOW}
    first = Assignment.objects.create(group_code="HT", **columns)
    second = Assignment.objects.create(group_code="DV", is_second=True, **columns)
    over = Assignment.objects.create(group_code="TT", is_second=True, ended_at=NOW, **columns)
    assert list(Assignment.objects.in_force()) == [first, second]
    assert list(Assignment.objects.of_second_readings()) == [second, over]
    assert list(Assignment.objects.of_first_readings()) == [first]


def test_assignment_shares_a_group_that_it_has_alone_or_with_the_whole_file(submission, user):
    columns = {"submission": submission, "user": user, "assigned_by": user, "assigned_at": NOW}
    whole, own, other = [
        Assignment.objects.create(group_code=group, **columns) for group in (WHOLE_FILE, "HT", "DV")
    ]
    assert list(Assignment.objects.sharing("HT")) == [whole, own]
    assert list(Assignment.objects.sharing("TT")) == [whole]
    assert list(Assignment.objects.sharing(WHOLE_FILE)) == [whole, own, other]


def test_proposal_to_go_back_is_open_until_it_is_decided_or_withdrawn(campaign, user):
    for state in StepBackState:
        StepBack.objects.create(
            campaign=campaign,
            from_phase=campaign.phase,
            to_phase=campaign.phase,
            state=state,
            proposed_by=user,
            proposed_at=NOW,
        )
    assert [each.state for each in StepBack.objects.open()] == [StepBackState.PROPOSED]


def test_file_is_in_hand_until_it_is_handed_in(submission, user):
    Submission.objects.filter(pk=submission.pk).update(
        submitted_at=NOW, submitted_by=user, content_sha256="0" * 64
    )
    assert [each.unit.code for each in Submission.objects.not_handed_in()] == ["B"]


def test_reply_is_open_until_it_is_confirmed_or_silence_is_recorded(campaign, user):
    make_submission(campaign, "C", order=3)
    ends = {"A": ReplyState.CONFIRMED, "B": ReplyState.SILENT}
    for code, state in ends.items():
        Confirmation.objects.create(
            submission=campaign.submissions.get(unit__code=code), state=state, by=user, at=NOW
        )
    assert [each.unit.code for each in Submission.objects.with_reply_open()] == ["C"]
    assert [each.submission.unit.code for each in Confirmation.objects.silent()] == ["B"]
    assert [
        (each.is_confirmed, each.is_silent) for each in Confirmation.objects.order_by("pk")
    ] == [(True, False), (False, True)]


def test_reply_contests_or_agrees_and_silence_does_neither(submission, user):
    stances = {"1.1": Stance.CONTESTS, "1.2": Stance.AGREES, "2": None}
    for code, stance in stances.items():
        criterion = criterion_of(submission, "I", "HT", code)
        answer = make_answer(submission, criterion, claimed=None, rounds={})
        if stance:
            Reply.objects.create(
                answer=answer, stance=stance, text="Vì…", changed_by=user, changed_at=NOW
            )
    contested = Answer.objects.filter(CONTESTING.where("reply__"))
    assert [each.answer.criterion.code for each in Reply.objects.contesting()] == ["1.1"]
    assert [each.criterion.code for each in contested] == ["1.1"]
    assert [each.is_contesting for each in Reply.objects.order_by("pk")] == [True, False]


def test_reply_is_outdated_once_the_first_outcome_is_changed_after_it(submission, user):
    """Whatever becomes of later rounds."""
    moments = {
        "1.1": {Round.FIRST: NOW + LATER},
        "1.2": {Round.FIRST: NOW},
        "2": {Round.FIRST: None, Round.SECOND: NOW + LATER},
    }
    for code, changed in moments.items():
        answer = make_answer(
            submission,
            criterion_of(submission, "I", "HT", code),
            claimed=None,
            rounds=dict.fromkeys(changed, "1"),
        )
        for number, moment in changed.items():
            answer.appraisals.filter(round=number).update(changed_at=moment)
        Reply.objects.create(answer=answer, stance=Stance.AGREES, changed_by=user, changed_at=NOW)
    assert [each.answer.criterion.code for each in Reply.objects.outdated()] == ["1.1"]
    told = {
        each.answer.criterion.code
        for each in Reply.objects.all()
        for first in each.answer.appraisals.filter(round=Round.FIRST)
        if is_outdated(replied_at=each.changed_at, decided_at=first.changed_at)
    }
    assert told == {"1.1"}


def test_uploaded_workbook_waits_until_it_is_written(submission, user):
    columns = {"submission": submission, "uploaded_by": user, "uploaded_at": NOW}
    waiting = WorkbookImport.objects.create(**columns)
    WorkbookImport.objects.create(applied_at=NOW, **columns)
    assert list(WorkbookImport.objects.waiting()) == [waiting]


@pytest.fixture
def meetings(campaign):
    counted = {"entitled": 5, "present": 4, "closed_at": NOW}
    return {
        state: Meeting.objects.create(
            campaign=campaign,
            number=number,
            held_on=NOW.date(),
            purpose="Họp",
            state=state,
            **(counted if state == MeetingState.CLOSED else {}),
        )
        for number, state in enumerate(MeetingState, start=1)
    }


def test_meeting_is_planned_then_open_then_closed(meetings):
    found = Meeting.objects
    assert [list(found.planned()), list(found.open()), list(found.closed())] == [
        [meeting] for meeting in meetings.values()
    ]
    assert [(each.is_planned, each.is_open, each.is_closed) for each in meetings.values()] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


def test_conclusion_is_fixed_once_its_meeting_is_over(meetings):
    made = [
        Conclusion.objects.create(meeting=meeting, number=1, text="Thống nhất.")
        for meeting in meetings.values()
    ]
    assert list(Conclusion.objects.fixed()) == made[2:]


def test_motion_is_open_until_its_votes_are_counted(meetings):
    made = {
        (state, is_closed): Motion.objects.create(
            meeting=meeting,
            number=1 + is_closed,
            question="Có nghiệm thu?",
            is_acceptance=is_closed,
            **({"entitled": 5, "present": 4, "closed_at": NOW} if is_closed else {}),
        )
        for state, meeting in meetings.items()
        for is_closed in (False, True)
    }
    counted = [motion for (_, is_closed), motion in made.items() if is_closed]
    found = Motion.objects.order_by("pk")
    assert list(found.counted()) == counted
    assert list(found.of_acceptance()) == counted
    assert list(found.open()) == [each for each in made.values() if each not in counted]
    assert list(found.in_open_meetings()) == [
        motion for (state, _), motion in made.items() if state == MeetingState.OPEN
    ]


def test_member_is_present_or_absent_or_not_counted_yet(campaign, meetings):
    presence = {"có mặt": True, "vắng": False, "chưa điểm danh": None}
    for name, is_present in presence.items():
        seat = appoint(make_user(name, full_name=name), Role.COUNCIL_MEMBER, campaign)
        if is_present is not None:
            Attendance.objects.create(
                meeting=meetings[MeetingState.OPEN], member=seat, is_present=is_present
            )
    found = Attendance.objects
    assert [
        [str(each.member.person) for each in rows] for rows in (found.present(), found.absent())
    ] == [["có mặt"], ["vắng"]]


def test_comment_is_unanswered_until_it_has_an_answer(campaign, user):
    columns = {"campaign": campaign, "pin": Pin.WHOLE, "text": "Xem lại.", "by": user, "at": NOW}
    waiting = Comment.objects.create(**columns)
    Comment.objects.create(response="Đã sửa.", responded_by=user, responded_at=NOW, **columns)
    assert list(Comment.objects.unanswered()) == [waiting]
