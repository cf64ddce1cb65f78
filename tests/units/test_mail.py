"""Mails over a real SMTP server: one a person and event, whole in Vietnamese, and one refused
address in nobody's way.
"""

import asyncio
import email
import socket
from datetime import timedelta
from email import policy
from threading import Barrier, Thread

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from submissions.campaigns.services import phases
from tests.submissions.factories import NOW, appoint, cast, make_stage, make_user
from units.enums import MailState, Role
from units.mail import send_waiting
from units.models import AuditEntry, Notification, User
from units.notify import Notice, tell


class Server:
    """Keeps what it is given; refuses the addresses it is told to refuse, with the code it is
    told.
    """

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], email.message.EmailMessage]] = []
        self.refused: dict[str, str] = {}
        self.seconds = 0.0

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802 - aiosmtpd's name
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(self.seconds)
        self.mails.append(
            (envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=policy.default))
        )
        return "250 OK"

    def addressees(self) -> list[str]:
        return sorted(address for addresses, _ in self.mails for address in addresses)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def smtp(settings):
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    yield server
    controller.stop()


def told(*people: User, subject: str = "Có kết quả", **fields) -> list[Notification]:
    return tell(Notice(people, subject=subject, body="Nội dung", **fields))


def subject_of(mail: email.message.EmailMessage) -> str:
    """A long subject may begin on the line after its name, and then with a space that no reader
    shows.
    """
    return str(mail["Subject"]).strip()


def state_of(person: User) -> tuple[str, str]:
    return Notification.objects.values_list("mail_state", "problem").get(user=person)


@pytest.mark.django_db
def test_mail_is_whole_in_vietnamese(smtp, settings):
    settings.PUBLIC_URL = "https://danhgia.example"
    person = make_user("an", full_name="Nguyễn Thị Ước")
    tell(
        Notice(
            [person],
            subject="Đợt 2020: Thẩm định lần 1",
            body="Bắt đầu thẩm định.\nHạn: 17:00.",
            url="/dot/2020/",
        )
    )
    send_waiting()
    ((addresses, mail),) = smtp.mails
    assert (addresses, mail["To"]) == (["an@bonoivu.example"], "an@bonoivu.example")
    assert subject_of(mail) == "Đợt 2020: Thẩm định lần 1"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_charset() == "utf-8"
    lines = mail.get_content().splitlines()
    assert lines[:5] == ["Kính gửi Nguyễn Thị Ước,", "", "Bắt đầu thẩm định.", "Hạn: 17:00.", ""]
    assert lines[5] == "Xem tại: https://danhgia.example/dot/2020/"
    assert state_of(person) == (MailState.SENT, "")


@pytest.mark.django_db
def test_one_mail_a_person_and_event(smtp, django_capture_on_commit_callbacks):
    campaign = make_stage()
    people = cast(campaign)
    appoint(people["unit_head"], Role.WG_HEAD, campaign)
    appoint(people["unit_head"], Role.UNIT_STAFF, campaign, campaign.submissions.get(order=1).unit)
    with time_machine.travel(NOW, tick=False), django_capture_on_commit_callbacks(execute=True):
        phases.advance(campaign=campaign, source="setup", by=people["wg_head"])
    assert smtp.addressees() == [
        "unit_head-2020@bonoivu.example",
        "unit_staff-2020@bonoivu.example",
    ]
    smtp.mails.clear()
    with (
        time_machine.travel(NOW + timedelta(days=11), tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        phases.advance(campaign=campaign, source="self_score", by=people["wg_head"])
    names = ("unit_head", "unit_staff", "wg_head")
    assert smtp.addressees() == [f"{name}-2020@bonoivu.example" for name in names]
    both = next(
        mail.get_content()
        for addresses, mail in smtp.mails
        if addresses == ["unit_head-2020@bonoivu.example"]
    )
    assert "Tổ trưởng tổng hợp" in both
    assert "không sửa được nữa" in both
    head = AuditEntry.objects.latest("sequence")
    assert all(f"{head.sequence}:{head.entry_hash}" in mail.get_content() for _, mail in smtp.mails)


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_headers_cannot_be_put_in_by_names_and_titles(smtp, end):
    person = make_user("an", full_name=f"Nguyễn An{end}Bcc: x@y.example")
    told(person, subject=f"Đợt 2020{end}Bcc: ai@khac.example{end}{end}Thân thư giả")
    send_waiting()
    ((addresses, mail),) = smtp.mails
    assert (addresses, mail["Bcc"]) == (["an@bonoivu.example"], None)
    assert subject_of(mail) == "Đợt 2020 Bcc: ai@khac.example Thân thư giả"


@pytest.mark.django_db
def test_a_subject_that_was_stored_otherwise_is_one_line_too(smtp):
    told(make_user("an"))
    Notification.objects.update(subject="Đợt 2020\nBcc: ai@khac.example")
    send_waiting()
    assert [subject_of(mail) for _, mail in smtp.mails] == ["Đợt 2020 Bcc: ai@khac.example"]


@pytest.mark.django_db
def test_an_address_with_a_line_end_fails_alone(smtp):
    bad, good = (
        make_user("xau", email="xau@bonoivu.example\nBcc: ai@khac.example"),
        make_user("tot"),
    )
    told(bad, good)
    send_waiting()
    assert (smtp.addressees(), state_of(bad)[0], state_of(good)[0]) == (
        ["tot@bonoivu.example"],
        "failed",
        "sent",
    )
    assert "không hợp lệ" in state_of(bad)[1]


@pytest.mark.django_db
def test_a_refused_address_keeps_the_problem_and_loses_nobody_else(smtp):
    first, refused, last = make_user("mot"), make_user("hai"), make_user("ba")
    smtp.refused[refused.email] = "550 5.1.1 no such mailbox"
    told(first, refused, last)
    tally = send_waiting()
    assert (tally.sent, tally.failed, tally.waiting) == (2, 1, 0)
    assert smtp.addressees() == ["ba@bonoivu.example", "mot@bonoivu.example"]
    assert state_of(refused) == (
        MailState.FAILED,
        "Máy chủ thư từ chối địa chỉ người nhận: 550 5.1.1 no such mailbox",
    )


@pytest.mark.django_db
def test_refused_for_now_is_tried_again_later(smtp):
    person = make_user("an")
    smtp.refused[person.email] = "451 4.7.1 try again later"
    told(person)
    with time_machine.travel(timezone.now()) as clock:
        assert (send_waiting().waiting, state_of(person)[0]) == (1, MailState.WAITING)
        assert send_waiting().waiting == 0, "not at once"
        smtp.refused.clear()
        clock.shift(timedelta(minutes=11))
        assert (send_waiting().sent, state_of(person)) == (1, (MailState.SENT, ""))


@pytest.mark.django_db
def test_server_that_is_away_leaves_all_waiting_until_the_timer_comes(smtp, settings, capsys):
    people = [make_user(name) for name in ("mot", "hai", "ba")]
    told(*people)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert (send_waiting().waiting, smtp.mails) == (1, [])
    assert "Không kết nối được với máy chủ thư" in state_of(people[0])[1]
    assert {state_of(person)[0] for person in people} == {MailState.WAITING}
    settings.EMAIL_PORT = port
    call_command("send_mail_waiting")
    assert capsys.readouterr().out == "Đã gửi 3 thư, không gửi được 0 thư, còn chờ 0 thư.\n"
    assert len(smtp.mails) == 3


@pytest.mark.django_db
def test_after_days_without_a_server_it_is_given_up_and_can_be_asked_for(smtp, settings, capsys):
    person = make_user("an")
    told(person)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    Notification.objects.update(created_at=timezone.now() - timedelta(days=4))
    send_waiting()
    settings.EMAIL_PORT = port
    call_command("send_mail_waiting")
    assert (state_of(person)[0], smtp.mails) == (MailState.FAILED, [])
    call_command("send_mail_waiting", "--with-failed")
    assert (state_of(person), len(smtp.mails)) == ((MailState.SENT, ""), 1)


@pytest.mark.django_db
def test_a_mail_whose_sender_died_is_taken_up_again(smtp):
    told(make_user("an"))
    Notification.objects.update(mailed_at=timezone.now())
    assert send_waiting().sent == 0
    Notification.objects.update(mailed_at=timezone.now() - timedelta(minutes=11))
    assert (send_waiting().sent, len(smtp.mails)) == (1, 1)


@pytest.mark.django_db
def test_more_than_a_batch_is_sent(smtp, monkeypatch):
    monkeypatch.setattr("units.mail.BATCH", 2)
    told(*(make_user(f"u{number}") for number in range(5)))
    assert (send_waiting().sent, len(smtp.mails)) == (5, 5)


@pytest.mark.django_db
def test_locked_account_gets_no_mail(smtp):
    person = make_user("an")
    told(person)
    User.objects.update(is_active=False)
    send_waiting()
    assert (smtp.mails, state_of(person)[0]) == ([], MailState.FAILED)


@pytest.mark.django_db
def test_nobody_is_told_twice_and_who_has_no_address_reads_it_here():
    with_address, without = make_user("an"), make_user("binh", email="")
    told(with_address, without, with_address)
    rows = Notification.objects.order_by("pk").values_list("user__username", "mail_state")
    assert list(rows) == [("an", "waiting"), ("binh", "none")]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_each_mail_once(smtp):
    told(*(make_user(f"u{number}") for number in range(12)))
    smtp.mails.clear()
    Notification.objects.update(mail_state=MailState.WAITING, mailed_at=None)
    smtp.seconds = 0.03  # so that the runs overlap
    barrier = Barrier(3)

    def run() -> None:
        barrier.wait()
        send_waiting()
        connection.close()

    runs = [Thread(target=run) for _ in range(3)]
    for each in runs:
        each.start()
    for each in runs:
        each.join()
    assert smtp.addressees() == sorted(f"u{number}@bonoivu.example" for number in range(12))
