"""The Council at work: meetings, attendance, votes and conclusions, each fixed once it is
closed.
"""

from datetime import timedelta

import pytest

from ictindex.lib.errors import NotAllowed, StaleState
from submissions.campaigns.services.blank_answers import open_answers
from submissions.council.queries.seats import seats_of
from submissions.council.queries.tally import Tally
from submissions.council.services import meetings, motions, seats
from submissions.council.services.comments import write_comment
from submissions.council.services.meeting_lock import InvalidCouncilEntry, StaleMeeting
from submissions.enums import MeetingState, Phase, Pin
from submissions.models import Attendance, Conclusion, Meeting, Motion, Vote
from tests.reports.council.factories import (
    DAY,
    close_sitting,
    open_sitting,
    put_acceptance,
    vote_by_hand,
)
from tests.submissions.factories import appoint, cast, make_stage, make_user
from units.enums import GrantState, Role
from units.models import AuditEntry, Notification

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=7)


@pytest.fixture
def council():
    """A campaign in the Council's last phase; four members, of whom one has no account, and the
    secretary.
    """
    campaign = make_stage(Phase.COUNCIL_2)
    people = cast(campaign)
    for number in (2, 3):
        people[f"member-{number}"] = make_user(f"member-{number}")
        appoint(people[f"member-{number}"], Role.COUNCIL_MEMBER, campaign)
    seats.seat_without_account(
        campaign=campaign,
        role=Role.COUNCIL_MEMBER,
        person="Nguyễn Phú Tiến",
        position="Phó Cục trưởng",
        title="Ủy viên",
        document="950/QĐ-BNV",
        unit=None,
        by=people["administrator"],
    )
    return campaign, people


def seat_named(campaign, name):
    return next(seat for seat in seats_of(campaign) if seat.person == name)


def test_seats_are_counted_once_each_and_without_demo_accounts(council):
    campaign, people = council
    appoint(people["council_secretary"], Role.COUNCIL_MEMBER, campaign)
    appoint(make_user("demo", is_demo=True), Role.COUNCIL_MEMBER, campaign)
    gone = appoint(make_user("gone"), Role.COUNCIL_MEMBER, campaign)
    type(gone).objects.filter(pk=gone.pk).update(state=GrantState.ENDED)
    assert len(seats_of(campaign)) == 5


def test_demo_accounts_sit_where_nobody_real_does():
    campaign = make_stage(Phase.COUNCIL_1)
    appoint(make_user("demo", is_demo=True), Role.COUNCIL_MEMBER, campaign)
    assert [seat.user.username for seat in seats_of(campaign)] == ["demo"]


def test_meeting_names_what_it_looked_at_and_is_counted_when_closed(council):
    campaign, people = council
    meeting = open_sitting(campaign, people["council_secretary"], absent=2)
    assert (len(meeting.figures_sha256), meeting.draft_sha256) == (64, "")
    closed = close_sitting(meeting, people["council_secretary"])
    assert (closed.state, closed.entitled, closed.present) == (MeetingState.CLOSED, 5, 3)
    assert closed.closed_by == people["council_secretary"]


def test_nothing_of_a_closed_meeting_changes(council):
    campaign, people = council
    secretary = people["council_secretary"]
    meeting = close_sitting(open_sitting(campaign, secretary), secretary)
    entries = AuditEntry.objects.count()
    for act in (
        lambda: meetings.edit_meeting(meeting=meeting, version=meeting.version, held_on=DAY,
        purpose="X", by=secretary),
        lambda: meetings.take_attendance(meeting=meeting, version=meeting.version,
        present=frozenset(), by=secretary),
        lambda: meetings.write_proceedings(meeting=meeting, version=meeting.version,
        proceedings="X", by=secretary),
        lambda: meetings.conclude(meeting=meeting, text="X", by=secretary),
        lambda: meetings.close_meeting(meeting=meeting, version=meeting.version, by=secretary),
        lambda: motions.put_motion(meeting=meeting, question="X", by=secretary),
    ):  # fmt: skip
        with pytest.raises(StaleState):
            act()
    assert AuditEntry.objects.count() == entries


def test_stale_page_of_a_meeting_is_told_and_changes_nothing(council):
    campaign, people = council
    secretary = people["council_secretary"]
    meeting = open_sitting(campaign, secretary)
    meetings.write_proceedings(
        meeting=meeting, version=meeting.version, proceedings="Bản thứ nhất", by=secretary
    )
    with pytest.raises(StaleMeeting) as refusal:
        meetings.write_proceedings(
            meeting=meeting, version=meeting.version, proceedings="Bản thứ hai", by=secretary
        )
    assert refusal.value.current.proceedings == Meeting.objects.get().proceedings == "Bản thứ nhất"


def test_only_one_meeting_is_open_and_only_while_the_council_meets(council):
    campaign, people = council
    secretary = people["council_secretary"]
    open_sitting(campaign, secretary)
    with pytest.raises(InvalidCouncilEntry, match="Phiên họp 1 đang mở"):
        open_sitting(campaign, secretary)
    Meeting.objects.update(state=MeetingState.PLANNED)
    type(campaign).objects.update(phase=Phase.REVISION)
    campaign.refresh_from_db()
    with pytest.raises(InvalidCouncilEntry, match="giai đoạn Hội đồng họp"):
        open_sitting(campaign, secretary)


def test_meeting_is_not_closed_before_all_is_counted_and_written(council):
    campaign, people = council
    secretary = people["council_secretary"]
    meeting = open_sitting(campaign, secretary)
    motion = motions.put_motion(meeting=meeting, question="Thông qua?", by=secretary)
    with pytest.raises(InvalidCouncilEntry, match="Biểu quyết số 1 chưa chốt"):
        close_sitting(meeting, secretary)
    motions.close_motion(motion=motion, by=secretary)
    Attendance.objects.first().delete()
    with pytest.raises(InvalidCouncilEntry, match="Còn 1 thành viên chưa được điểm danh"):
        close_sitting(meeting, secretary)


def test_empty_meeting_is_not_closed(council):
    campaign, people = council
    meeting = open_sitting(campaign, people["council_secretary"])
    with pytest.raises(InvalidCouncilEntry, match="chưa có diễn biến hay kết luận"):
        meetings.close_meeting(
            meeting=meeting, version=meeting.version, by=people["council_secretary"]
        )


def test_votes_are_counted_once_with_members_and_those_present(council):
    campaign, people = council
    secretary = people["council_secretary"]
    motion = put_acceptance(open_sitting(campaign, secretary, absent=1), secretary)
    tally = vote_by_hand(motion, secretary, "for", "against", "abstain")
    assert tally == Tally(entitled=5, present=4, votes_for=2, against=1, abstain=1)
    assert not tally.is_carried
    stored = Motion.objects.get()
    assert (stored.entitled, stored.present, stored.closed_at is not None) == (5, 4, True)
    with pytest.raises(StaleState, match="đã chốt"):
        motions.close_motion(motion=motion, by=secretary)
    with pytest.raises(StaleState, match="đã chốt"):
        motions.cast_vote(motion=motion, choice="for", by=people["council_member"])


@pytest.mark.parametrize(
    ("votes_for", "entitled", "is_carried"),
    [(6, 13, False), (7, 13, True), (6, 12, False), (0, 0, False)],
)
def test_more_than_half_of_all_members_carry_a_motion(votes_for, entitled, is_carried):
    assert Tally(entitled=entitled, present=entitled, votes_for=votes_for).is_carried is is_carried


def test_who_is_present_and_gave_no_vote_did_not_abstain():
    tally = Tally(entitled=5, present=4, votes_for=3)
    assert (tally.silent, tally.abstain) == (1, 0)
    assert tally.in_words == (
        "3 tán thành, 0 không tán thành, 0 không có ý kiến, 1 không biểu quyết trên 5 thành viên "
        "(4 có mặt): được thông qua"
    )


def test_member_votes_and_changes_the_vote_before_the_count(council):
    campaign, people = council
    motion = put_acceptance(
        open_sitting(campaign, people["council_secretary"]), people["council_secretary"]
    )
    member = people["council_member"]
    for choice in ("for", "against", "against"):
        motions.cast_vote(motion=motion, choice=choice, by=member)
    assert list(Vote.objects.values_list("choice", "entered_by")) == [("against", member.pk)]
    assert AuditEntry.objects.filter(act="council.voted").count() == 2


def test_absent_member_does_not_vote_and_who_voted_is_not_made_absent(council):
    campaign, people = council
    secretary, member = people["council_secretary"], people["member-3"]
    meeting = open_sitting(campaign, secretary)
    seat = seat_named(campaign, str(member))
    others = frozenset(each.pk for each in seats_of(campaign)) - {seat.pk}
    meeting = meetings.take_attendance(
        meeting=meeting, version=meeting.version, present=others, by=secretary
    )
    motion = motions.put_motion(meeting=meeting, question="Thông qua?", by=secretary)
    with pytest.raises(InvalidCouncilEntry, match="chưa được điểm danh có mặt"):
        motions.cast_vote(motion=motion, choice="for", by=member)
    motions.cast_vote(motion=motion, choice="for", by=people["council_member"])
    with pytest.raises(InvalidCouncilEntry, match="đã biểu quyết trong phiên họp này"):
        meetings.take_attendance(
            meeting=meeting, version=meeting.version, present=frozenset({seat.pk}), by=secretary
        )


def test_secretary_notes_hands_but_never_over_a_members_own_vote(council):
    campaign, people = council
    secretary, member = people["council_secretary"], people["council_member"]
    motion = put_acceptance(open_sitting(campaign, secretary), secretary)
    own, silent = seat_named(campaign, str(member)), seat_named(campaign, "Nguyễn Phú Tiến")
    motions.cast_vote(motion=motion, choice="against", by=member)
    motions.note_hands(motion=motion, hands={silent.pk: motions.NotedVote("", "for")}, by=secretary)
    motions.note_hands(
        motion=motion, hands={silent.pk: motions.NotedVote("for", "abstain")}, by=secretary
    )
    with pytest.raises(InvalidCouncilEntry, match="đã tự biểu quyết"):
        motions.note_hands(
            motion=motion, hands={own.pk: motions.NotedVote("against", "for")}, by=secretary
        )
    with pytest.raises(StaleState, match="đã thay đổi"):
        motions.note_hands(
            motion=motion, hands={silent.pk: motions.NotedVote("for", "against")}, by=secretary
        )
    assert dict(Vote.objects.values_list("member__person", "choice")) == {
        str(member): "against",
        "Nguyễn Phú Tiến": "abstain",
    }
    motions.note_hands(
        motion=motion, hands={silent.pk: motions.NotedVote("abstain", "")}, by=secretary
    )
    assert Vote.objects.count() == 1


def test_who_has_no_seat_does_not_vote(council):
    campaign, people = council
    motion = put_acceptance(
        open_sitting(campaign, people["council_secretary"]), people["council_secretary"]
    )
    with pytest.raises(NotAllowed):
        motions.cast_vote(motion=motion, choice="for", by=people["wg_head"])
    assert not Vote.objects.exists()


def test_acceptance_is_put_to_the_vote_in_the_last_phase_only(council):
    campaign, people = council
    meeting = open_sitting(campaign, people["council_secretary"])
    type(campaign).objects.update(phase=Phase.COUNCIL_1)
    with pytest.raises(InvalidCouncilEntry, match="Hội đồng nghiệm thu"):
        put_acceptance(meeting, people["council_secretary"])


@pytest.mark.parametrize(
    ("changed", "is_told"),
    [({"purpose": "Nghiệm thu"}, False), ({"place": "Phòng 2"}, True), ({"held_on": LATER}, True)],
)
def test_members_are_told_of_another_day_or_place_and_the_record_keeps_each_change(
    council, changed, is_told
):
    campaign, people = council
    planned = {"held_on": DAY, "purpose": "Góp ý", "place": "Phòng 1"}
    secretary = people["council_secretary"]
    meeting = meetings.plan_meeting(campaign=campaign, by=secretary, **planned)
    Notification.objects.all().delete()
    edited = meetings.edit_meeting(
        meeting=meeting, version=meeting.version, by=secretary, **planned | changed
    )
    kept = Meeting.objects.get(pk=meeting.pk)
    for column, value in (planned | changed).items():
        assert getattr(kept, column) == getattr(edited, column) == value
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.act, entry.actor, entry.subject) == (
        "council.meeting_edited",
        secretary,
        f"submissions_meeting:{meeting.pk}",
    )
    told = {each.user for each in Notification.objects.select_related("user")}
    assert (people["council_member"] in told, secretary in told) == (is_told, False)


def test_planned_meeting_is_cancelled_with_a_reason_and_the_record_keeps_it(council):
    campaign, people = council
    secretary = people["council_secretary"]
    meeting = meetings.plan_meeting(campaign=campaign, held_on=DAY, purpose="Góp ý", by=secretary)
    with pytest.raises(InvalidCouncilEntry):
        meetings.cancel_meeting(meeting=meeting, version=1, reason=" ", by=secretary)
    meetings.cancel_meeting(meeting=meeting, version=1, reason="Hoãn", by=secretary)
    entry = AuditEntry.objects.get(act="council.meeting_cancelled")
    assert (Meeting.objects.count(), entry.reason) == (0, "Hoãn")


def test_conclusion_takes_the_criterion_of_the_comment_it_settles(council):
    campaign, people = council
    open_answers(campaign)
    secretary = people["council_secretary"]
    meeting = open_sitting(campaign, secretary)
    first, second = (
        file.answers.select_related("submission").first() for file in campaign.submissions.all()
    )
    comment = write_comment(
        campaign=campaign,
        pin=Pin.CRITERION,
        answer=first,
        text="Nên nâng",
        by=people["council_member"],
    )
    conclusions = [
        meetings.conclude(meeting=meeting, text="Nâng", comment=comment, by=secretary),
        meetings.conclude(meeting=meeting, text="Giữ", by=secretary),
    ]
    assert [(each.number, each.answer) for each in conclusions] == [(1, first), (2, None)]
    with pytest.raises(InvalidCouncilEntry, match="một tiêu chí khác"):
        meetings.conclude(
            meeting=meeting, text="Nâng", comment=comment, answer=second, by=secretary
        )


def test_conclusion_names_nothing_of_another_campaign(council):
    campaign, people = council
    meeting = open_sitting(campaign, people["council_secretary"])
    other = make_stage(Phase.COUNCIL_2, year=2021)
    open_answers(other)
    stranger = other.submissions.first().answers.select_related("submission").first()
    with pytest.raises(InvalidCouncilEntry, match="đợt đánh giá khác"):
        meetings.conclude(
            meeting=meeting, text="Nâng", answer=stranger, by=people["council_secretary"]
        )
    assert not Conclusion.objects.exists()


def test_member_without_account_is_kept_by_an_administrator_only(council):
    campaign, people = council
    seat = seat_named(campaign, "Nguyễn Phú Tiến")
    values = {
        "seat": seat,
        "order": 4,
        "position": "Cục trưởng",
        "title": "Ủy viên",
        "document": "951/QĐ-BNV",
    }
    seen = seats.seat_version(seat)
    with pytest.raises(NotAllowed):
        seats.describe_seat(**values, seen=seen, by=people["council_secretary"])
    seats.describe_seat(**values, seen=seen, by=people["administrator"])
    with pytest.raises(StaleState):
        seats.describe_seat(**values, seen=seen, by=people["administrator"])
    seat.refresh_from_db()
    assert (seat.order, seat.position, seat.document, seat.user) == (
        4,
        "Cục trưởng",
        "951/QĐ-BNV",
        None,
    )


def test_no_role_of_another_kind_is_given_without_an_account(council):
    campaign, people = council
    with pytest.raises(InvalidCouncilEntry):
        seats.seat_without_account(
            campaign=campaign,
            role=Role.PUBLISHER,
            person="X",
            position="",
            title="",
            document="1/QĐ",
            unit=None,
            by=people["administrator"],
        )
