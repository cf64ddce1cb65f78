"""What waits for a person: the step that can be taken now, the step back to decide, the grants
to confirm, and nothing else.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.editions.queries.tasks import tasks_before_publication
from submissions.campaigns.phases.table import ENTRIES
from submissions.campaigns.queries.needs import RoundIsWhole, units_were_told
from submissions.campaigns.services import phases
from submissions.campaigns.services.blank_answers import open_answers
from submissions.council.services.comments import answer_comment, write_comment
from submissions.council.services.motions import put_motion
from submissions.enums import Phase, Round
from submissions.home.queries import Task, register_tasks, tasks_of
from submissions.models import Answer, Campaign
from tests.reports.council.factories import close_sitting, open_sitting, vote_by_hand
from tests.submissions.factories import (
    MOVERS,
    NOW,
    appoint,
    cast,
    decide_everything,
    let_notices_go,
    make_stage,
    make_user,
)
from units.enums import GrantState, MailState, Role
from units.models import Notification, User

pytestmark = pytest.mark.django_db


PLAN = "Đợt 2020: ghi lịch phiên họp Hội đồng"


def labels(person, now=NOW) -> list[str]:
    return [task.label for task in tasks_of(User.objects.get(pk=person.pk), now=now)]


def tasks(person) -> list[tuple[str, str]]:
    return [(task.label, task.url) for task in tasks_of(User.objects.get(pk=person.pk), now=NOW)]


@pytest.mark.parametrize(
    ("phase", "label"),
    [
        (Phase.SETUP, "Đợt 2020: chuẩn bị và mở đợt tự chấm"),
        (Phase.LATE, "Đợt 2020: bắt đầu thẩm định lần 1"),
        (Phase.COUNCIL_1, PLAN),
    ],
)
def test_step_waits_for_the_one_who_takes_it(phase, label):
    campaign = make_stage(phase)
    people = cast(campaign)
    found_by = {role: labels(person) for role, person in people.items()}
    assert {role: found for role, found in found_by.items() if found} == {MOVERS[phase]: [label]}


def test_while_the_draft_is_finished_the_secretary_plans_the_meeting():
    people = cast(make_stage(Phase.DRAFT_REPORT))
    found_by = {role: labels(person) for role, person in people.items()}
    assert {role: found for role, found in found_by.items() if found} == {
        MOVERS[Phase.DRAFT_REPORT]: ["Đợt 2020: trình Hội đồng họp lần 1"],
        Role.COUNCIL_SECRETARY: [PLAN],
    }


def test_publication_waits_for_the_publisher():
    campaign = make_stage(Phase.SIGNING)
    people = cast(campaign)
    found_by = {
        role: labels(person) for role, person in people.items() if role != Role.COUNCIL_SECRETARY
    }
    assert {role: found for role, found in found_by.items() if found} == {
        Role.PUBLISHER: ["Đợt 2020: ban hành"]
    }


def test_what_is_registered_twice_is_refused():
    """The reports register theirs when the application starts."""
    with pytest.raises(ValueError, match="tasks_before_publication is asked already"):
        register_tasks(tasks_before_publication)


@pytest.mark.parametrize(
    ("phase", "field"), [(Phase.SELF_SCORE, "self_score_due_at"), (Phase.EXPLAIN, "reply_due_at")]
)
def test_step_does_not_wait_before_the_deadline(phase, field):
    campaign = make_stage(phase)
    head, due = cast(campaign)["wg_head"], getattr(campaign, field)
    assert (labels(head, due - timedelta(seconds=1)), len(labels(head, due))) == ([], 1)


def test_step_does_not_wait_while_units_were_not_told():
    campaign = make_stage(Phase.APPRAISE_1)
    head = cast(campaign)["wg_head"]
    phases.advance(campaign=campaign, source=Phase.APPRAISE_1, by=head, now=NOW)
    assert labels(head, campaign.reply_due_at) == [
        "Đợt 2020: đọc lại và gửi các thông báo đang chờ"
    ]
    let_notices_go(campaign, head)
    assert labels(head, campaign.reply_due_at) == ["Đợt 2020: bắt đầu thẩm định lần 2"]


@pytest.mark.parametrize(
    ("phase", "which"), [(Phase.APPRAISE_1, Round.FIRST), (Phase.APPRAISE_2, Round.SECOND)]
)
def test_step_does_not_wait_while_outcomes_are_missing(phase, which):
    campaign = make_stage(phase)
    head = cast(campaign)["wg_head"]
    open_answers(campaign)
    assert labels(head) == []
    decide_everything(campaign, which)
    assert len(labels(head)) == 1


@pytest.fixture
def asking_step(monkeypatch) -> None:
    """The step out of a phase that asks neither for outcomes nor for notices comes to ask both."""
    entry = ENTRIES[Phase.DRAFT_REPORT]
    asking = replace(entry.steps[0], needs=(RoundIsWhole(Round.FIRST), units_were_told))
    monkeypatch.setitem(ENTRIES, Phase.DRAFT_REPORT, replace(entry, steps=(asking,)))


@pytest.mark.usefixtures("asking_step")
def test_home_asks_the_entry_what_the_step_waits_for():
    campaign = make_stage(Phase.DRAFT_REPORT)
    head = cast(campaign)["wg_head"]
    open_answers(campaign)
    decide_everything(campaign, Round.SECOND)
    assert labels(head) == []
    decide_everything(campaign, Round.FIRST)
    assert labels(head) == ["Đợt 2020: trình Hội đồng họp lần 1"]
    Notification.objects.create(
        user=head, campaign_code=campaign.code, mail_state=MailState.HELD, created_at=NOW
    )
    assert labels(head) == ["Đợt 2020: đọc lại và gửi các thông báo đang chờ"]


@pytest.mark.parametrize("phase", [Phase.PUBLISHED, Phase.ARCHIVED])
def test_nothing_waits_in_a_campaign_that_is_over(phase):
    people = cast(make_stage(phase))
    assert [labels(person) for person in people.values()] == [[]] * len(people)


def test_council_s_first_phase_is_left_once_it_has_met():
    campaign = make_stage(Phase.COUNCIL_1)
    people = cast(campaign)
    secretary = people["council_secretary"]
    meeting = open_sitting(campaign, secretary)
    assert labels(secretary) == []
    close_sitting(meeting, secretary)
    assert labels(secretary) == ["Đợt 2020: chỉnh sửa theo kết luận của Hội đồng"]


def test_member_is_led_to_the_vote_and_to_the_minutes_until_they_are_read(client):
    campaign = make_stage(Phase.COUNCIL_1)
    people = cast(campaign)
    secretary, member = people["council_secretary"], people["council_member"]
    meeting = open_sitting(campaign, secretary)
    motion = put_motion(meeting=meeting, question="Thông qua?", by=secretary)
    place = "/dot/2020/hoi-dong/hop/1/"
    assert tasks(member) == [("Đợt 2020: biểu quyết", f"{place}#bieu-quyet")]
    vote_by_hand(motion, secretary)
    close_sitting(meeting, secretary)
    assert tasks(member) == [
        ("Đợt 2020: đọc biên bản phiên họp Hội đồng", "/dot/2020/hoi-dong/#phien-hop")
    ]
    client.force_login(member)
    assert client.get(place).status_code == 200
    assert tasks(member) == []


def test_council_is_told_where_to_look_and_nothing_of_what_is_there():
    """No question, purpose, comment or answer leaves the application by mail."""
    campaign = make_stage(Phase.COUNCIL_1)
    people = cast(campaign)
    secretary, member = people["council_secretary"], people["council_member"]
    comment = write_comment(campaign=campaign, pin="whole", text="KIN về 7,25 điểm", by=member)
    meeting = open_sitting(campaign, secretary, purpose="KIN phiên")
    motion = put_motion(meeting=meeting, question="KIN nâng lên 7,25 điểm?", by=secretary)
    answer_comment(comment=comment, version=1, response="KIN trả lời", by=secretary)
    vote_by_hand(motion, secretary)
    close_sitting(meeting, secretary)
    told = list(Notification.objects.filter(user=member).order_by("pk"))
    assert [notice.subject for notice in told] == [
        "Đợt 2020: phiên họp 1 của Hội đồng",
        "Đợt 2020: biểu quyết tại phiên họp 1 của Hội đồng",
        "Đợt 2020: ý kiến của Ông/Bà đã được trả lời",
        "Đợt 2020: biên bản phiên họp 1 của Hội đồng",
    ]
    assert not any(
        "KIN" in text or "7,25" in text for notice in told for text in (notice.subject, notice.body)
    )
    assert {notice.user_id for notice in Notification.objects.all()} == {member.pk}


def test_step_back_waits_for_the_second_person_instead_of_the_step():
    campaign = make_stage(Phase.DRAFT_REPORT)
    people = cast(campaign)
    phases.propose_step_back(
        campaign=campaign,
        source="draft_report",
        target="appraise_2",
        reason="x",
        by=people["council_secretary"],
    )
    assert labels(people["wg_head"]) == ["Đợt 2020: quyết định đề nghị lùi giai đoạn"]
    assert labels(people["council_secretary"]) == []


def test_own_proposal_never_waits_for_the_proposer():
    campaign = make_stage(Phase.DRAFT_REPORT)
    both = make_user("hai-vai")
    appoint(both, Role.COUNCIL_SECRETARY, campaign)
    appoint(both, Role.WG_HEAD, campaign)
    phases.propose_step_back(
        campaign=campaign, source="draft_report", target="appraise_2", reason="x", by=both
    )
    assert labels(both) == []


def test_grant_waits_for_another_administrator():
    campaign = make_stage()
    administrator = cast(campaign)["administrator"]
    other, subject = make_user("quan-tri-2"), make_user("duoc-trao")
    appoint(other, Role.ADMINISTRATOR, None)
    grant = appoint(subject, Role.APPRAISER, campaign)
    type(grant).objects.filter(pk=grant.pk).update(
        state=GrantState.PROPOSED, granted_by=administrator
    )
    task = Task(
        "Xác nhận vai trò Thành viên Tổ giúp việc của Người duoc-trao", f"/nguoi-dung/{subject.pk}/"
    )
    assert [each.label for each in tasks_of(other, now=NOW)] == [task.label]
    assert (labels(administrator), labels(subject)) == ([], [])


def test_who_has_no_part_is_asked_for_without_a_query():
    person = make_user("khach")
    assert tasks_of(person, now=NOW) == ()
    with CaptureQueriesContext(connection) as queries:
        tasks_of(person, now=NOW)
    assert len(queries) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_campaigns(count):
    person = make_user("to-truong")
    for number in range(count):
        campaign = make_stage(Phase.APPRAISE_1, year=2020 + number)
        appoint(person, Role.WG_HEAD, campaign)
        open_answers(campaign)
    assert (Campaign.objects.count(), Answer.objects.count()) == (count, 8 * count)
    with CaptureQueriesContext(connection) as queries:
        tasks_of(User.objects.get(pk=person.pk), now=NOW)
    assert len(queries) == 3  # the person, one for the standing, one for all campaigns
