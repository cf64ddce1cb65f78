"""Reminders at 7, 3 and 1 days and at the end: one digest a person, nothing twice, and a missed
run made up for once.
"""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from submissions.enums import Phase
from submissions.frame.deadlines import deadline_of
from submissions.handing_in.queries.reminders import digests_due, stage_of
from submissions.handing_in.services.reminders import ReminderTally, send_reminders
from submissions.handing_in.services.submission import take_back
from submissions.models import Appointment, Campaign, Reminder, Submission
from tests.scoring.factories import make_submission
from tests.submissions.factories import appoint, make_user
from tests.submissions.handing_in.factories import file_to_hand_in, finish, submit
from tests.submissions.workplace import make_work, make_workers
from tests.units.test_mail import smtp  # noqa: F401 - a fixture
from units.enums import GrantState, MailState, Role
from units.models import Notification

MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def campaign(db) -> Campaign:
    return make_work()


@pytest.fixture
def people(campaign):
    return make_workers(campaign)


def run(campaign: Campaign, before: timedelta) -> ReminderTally:
    return send_reminders(now=campaign.self_score_due_at - before)


def told() -> list[tuple[str, str]]:
    return sorted(Notification.objects.values_list("user__username", "subject"))


@pytest.mark.parametrize(
    ("left", "stage"),
    [
        (7 * DAY + MICROSECOND, None), (7 * DAY, 7), (5 * DAY, 7), (3 * DAY + MICROSECOND, 7),
        (3 * DAY, 3), (2 * DAY, 3),
        (DAY + MICROSECOND, 3), (DAY, 1), (MICROSECOND, 1), (timedelta(0), 0), (-DAY, 0),
        (-2 * DAY + MICROSECOND, 0),
        (-2 * DAY, None), (-30 * DAY, None),
    ],
)  # fmt: skip
def test_stage_is_the_latest_whose_time_has_come(campaign, left, stage):
    assert stage_of(campaign.self_score_due_at, campaign.self_score_due_at - left) == stage


def test_people_of_units_are_reminded_at_each_stage_once(campaign, people):
    sent = [
        run(campaign, left).people
        for left in (8 * DAY, 7 * DAY, 6 * DAY, 3 * DAY, 2 * DAY, DAY, DAY / 2)
    ]
    assert sent == [0, 2, 0, 2, 0, 2, 0]
    assert {notification.user for notification in Notification.objects.all()} == {
        people["unit_staff"],
        people["unit_head"],
    }


def test_mail_says_until_when_how_long_and_how_far(campaign, people):
    run(campaign, 3 * DAY)
    notification = Notification.objects.filter(user=people["unit_head"]).get()
    assert notification.subject == "Đợt 2021: Nhắc hạn nộp hồ sơ A: còn 3 ngày"
    assert "Đơn vị A, Đợt 2021: hồ sơ chưa nộp, hạn " in notification.body
    assert "còn 3 ngày. Đã trả lời 1/16 tiêu chí, đã xong 0/3 nhóm." in notification.body
    assert notification.url == "/dot/2021/ho-so/A/"


def test_missed_runs_are_made_up_for_by_one_reminder(campaign, people):
    """The timer stood still from eight days before the deadline until two days before it."""
    assert (
        run(campaign, 8 * DAY).people,
        run(campaign, 2 * DAY).people,
        run(campaign, 2 * DAY).people,
    ) == (0, 2, 0)
    assert set(Reminder.objects.values_list("days_before", flat=True)) == {3}


def test_the_end_is_told_to_units_that_did_not_hand_in_and_to_the_working_groups_head(
    campaign, people
):
    run(campaign, timedelta(0))
    assert told() == [
        ("unit_head-2021", "Đợt 2021: Đã hết hạn nộp hồ sơ A"),
        ("unit_staff-2021", "Đợt 2021: Đã hết hạn nộp hồ sơ A"),
        ("wg_head-2021", "Đợt 2021: đã hết hạn nộp hồ sơ"),
    ]
    assert (
        "0/2 đơn vị đã nộp. Chưa nộp: A, B."
        in Notification.objects.get(user=people["wg_head"]).body
    )


def test_the_end_is_no_news_long_after(campaign, people):
    assert run(campaign, -3 * DAY).people == 0


def test_unit_that_handed_in_is_left_in_peace(campaign, people):
    submission = file_to_hand_in(campaign)
    finish(submission, people["unit_head"])
    submit(submission, people["unit_head"])
    Notification.objects.all().delete()
    assert run(campaign, 3 * DAY).people == 0
    run(campaign, timedelta(0))
    assert [name for name, _ in told()] == ["wg_head-2021"]


def test_unit_that_took_back_is_reminded_again(campaign, people):
    submission = file_to_hand_in(campaign)
    finish(submission, people["unit_head"])
    submit(submission, people["unit_head"])
    take_back(submission=submission, by=people["unit_head"])
    assert run(campaign, 3 * DAY).people == 2


def test_person_of_two_units_gets_one_digest(campaign):
    person = make_user("hai-don-vi")
    for unit, role in (("A", Role.UNIT_STAFF), ("B", Role.UNIT_HEAD)):
        appoint(person, role, campaign, file_to_hand_in(campaign, unit).unit)
    assert run(campaign, 3 * DAY) == ReminderTally(1, 2)
    notification = Notification.objects.get()
    assert notification.subject == "Nhắc hạn nộp hồ sơ: 2 việc"
    assert [line[:8] for line in notification.body.split("\n\n")] == ["Đơn vị A", "Đơn vị B"]
    assert (notification.url, notification.campaign_code) == ("/", "2021")


def test_what_a_person_was_reminded_of_is_not_in_the_next_digest(campaign):
    person, due = make_user("hai-don-vi"), campaign.self_score_due_at
    for unit, role in (("A", Role.UNIT_STAFF), ("B", Role.UNIT_HEAD)):
        appoint(person, role, campaign, file_to_hand_in(campaign, unit).unit)
    Submission.objects.filter(unit__code="B").update(due_at=due + 5 * DAY)
    assert run(campaign, 3 * DAY) == ReminderTally(1, 1)
    assert run(campaign, 2 * DAY) == ReminderTally(1, 1)
    assert [
        body[:8] for body in Notification.objects.order_by("pk").values_list("body", flat=True)
    ] == ["Đơn vị A", "Đơn vị B"]


def test_person_of_two_campaigns_gets_one_digest_that_neither_outbox_shows(campaign):
    other = make_work(2022)
    Campaign.objects.filter(pk=other.pk).update(
        self_score_due_at=campaign.self_score_due_at - timedelta(hours=1)
    )
    person = make_user("hai-dot")
    for each in (campaign, other):
        appoint(person, Role.UNIT_HEAD, each, file_to_hand_in(each).unit)
    assert run(campaign, 3 * DAY) == ReminderTally(1, 2)
    notification = Notification.objects.get()
    assert [line[:18] for line in notification.body.split("\n\n")] == [
        "Đơn vị A, Đợt 2022",
        "Đơn vị A, Đợt 2021",
    ]
    assert notification.campaign_code == ""


def test_person_who_is_staff_and_head_is_told_once(campaign):
    person = make_user("ca-hai")
    for role in (Role.UNIT_STAFF, Role.UNIT_HEAD):
        appoint(person, role, campaign, file_to_hand_in(campaign).unit)
    assert run(campaign, 3 * DAY) == ReminderTally(1, 1)


def test_unit_with_more_time_is_reminded_of_its_own_deadline(campaign, people):
    due = campaign.self_score_due_at
    Submission.objects.filter(unit__code="A").update(due_at=due + 5 * DAY)
    assert run(campaign, 3 * DAY).people == 0
    assert (
        send_reminders(now=due).people == 3
    )  # the unit's two, and the working group's head for the end of all others
    Campaign.objects.update(phase=Phase.LATE)
    assert [send_reminders(now=due + days * DAY).people for days in (2, 5)] == [2, 2]
    assert sorted(
        Reminder.objects.filter(user=people["unit_head"]).values_list("days_before", flat=True)
    ) == [0, 3, 7]


def test_deadline_put_off_is_reminded_of_anew(campaign, people):
    run(campaign, 3 * DAY)
    Campaign.objects.update(self_score_due_at=campaign.self_score_due_at + 10 * DAY)
    campaign.refresh_from_db()
    assert [run(campaign, left).people for left in (9 * DAY, 3 * DAY)] == [0, 2]


@pytest.mark.parametrize(
    "phase", [phase for phase in Phase if phase not in (Phase.SELF_SCORE, Phase.LATE)]
)
def test_nobody_is_reminded_in_other_phases(campaign, people, phase):
    Campaign.objects.update(phase=phase)
    assert (run(campaign, 3 * DAY).people, run(campaign, timedelta(0)).people) == (0, 0)


def test_people_who_left_are_not_reminded(campaign, people):
    people["unit_staff"].is_active = False
    people["unit_staff"].save()
    Appointment.objects.filter(user=people["unit_head"]).update(state=GrantState.ENDED)
    assert run(campaign, 3 * DAY).people == 0


@pytest.mark.parametrize("number", [2, 12])
def test_reading_who_is_due_costs_a_fixed_number_of_queries(campaign, people, number):
    for order in range(2, number):
        submission = make_submission(campaign, f"U{order}", order=order + 1)
        appoint(make_user(f"u{order}"), Role.UNIT_STAFF, campaign, submission.unit)
    with CaptureQueriesContext(connection) as queries:
        assert len(digests_due(now=campaign.self_score_due_at - 3 * DAY)) == number
    assert len(queries) == 8


@pytest.mark.django_db(transaction=True)
def test_five_timers_at_once_send_nothing_twice():
    campaign = make_work()
    make_workers(campaign)
    barrier, sent = Barrier(5), []

    def tick() -> None:
        barrier.wait()
        try:
            sent.append(run(campaign, 3 * DAY).people)
        finally:
            connection.close()

    timers = [Thread(target=tick) for _ in range(5)]
    for timer in timers:
        timer.start()
    for timer in timers:
        timer.join()
    assert (sum(sent), Notification.objects.count(), Reminder.objects.count()) == (2, 2, 2)


@pytest.mark.django_db(transaction=True)
def test_reminders_arrive_over_real_smtp(smtp):  # noqa: F811 - the fixture
    campaign = make_work()
    people = make_workers(campaign)
    Campaign.objects.update(self_score_due_at=deadline_of(file_to_hand_in(campaign)) - 8 * DAY)
    call_command("send_reminders")
    assert smtp.addressees() == sorted([people["unit_staff"].email, people["unit_head"].email])
    text = smtp.mails[0][1].get_content()
    assert "hồ sơ chưa nộp, hạn " in text
    assert "/dot/2021/ho-so/A/" in text
    assert "Dấu xác nhận nhật ký: " in text
    assert set(Notification.objects.values_list("mail_state", flat=True)) == {MailState.SENT}


def test_command_tells_how_many(campaign, people, capsys):
    Campaign.objects.update(self_score_due_at=deadline_of(file_to_hand_in(campaign)) - 8 * DAY)
    call_command("send_reminders")
    call_command("send_reminders")
    assert capsys.readouterr().out.splitlines() == [
        "Đã nhắc 2 người về 2 việc.",
        "Đã nhắc 0 người về 0 việc.",
    ]
