"""Changing and resetting passwords: by the old one or by a link from a mail, and one answer for
every address.
"""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from tests.units.factories import (
    PASSWORD,
    acts,
    is_signed_in,
    last_entry,
    make_person,
    sign_in,
    signed_in,
)
from units.models import Notification

pytestmark = pytest.mark.django_db

NEW = "một-mật-khẩu-khác"
FORGOTTEN = "/tai-khoan/mat-khau/quen/"


@pytest.fixture
def person():
    return make_person("dao.nv", full_name="Nguyễn Văn Đào")


def ask(client, email: str):
    return client.post(FORGOTTEN, {"email": email})


def link_in(message) -> str:
    """The address in the mail, without the host."""
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def open_link(client, link: str):
    """allauth takes the key out of the address before it shows the form."""
    answer = client.get(link)
    return client.get(answer["Location"]) if answer.status_code == 302 else answer


def reset(client, link: str, password: str = NEW, again: str | None = None):
    page = client.get(link)["Location"]
    return client.post(page, {"password1": password, "password2": again or password})


def change(client, *, old: str = PASSWORD, new: str = NEW, again: str | None = None):
    return client.post(
        "/tai-khoan/mat-khau/", {"oldpassword": old, "password1": new, "password2": again or new}
    )


# --- changing ------------------------------------------------------------------


def test_the_old_password_is_needed(person):
    browser = signed_in(person)
    answer = change(browser, old="sai")
    assert answer.context["form"].errors == {
        "oldpassword": ["Mật khẩu hiện nay không đúng. Hãy nhập lại."]
    }
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_changed_password_ends_the_other_sessions_and_is_told(person):
    here, elsewhere = signed_in(person), signed_in(person)
    assert change(here)["Location"] == "/tai-khoan/"
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)
    assert (last_entry().act, last_entry().actor) == ("account.password_changed", person)
    assert Notification.objects.get(user=person).subject == "Mật khẩu đã được đổi"


@pytest.mark.parametrize(
    ("new", "again", "expected"),
    [
        ("ngắn", None, {"password1": ["Mật khẩu quá ngắn. Mật khẩu phải có ít nhất 12 ký tự."]}),
        (NEW, "một-mật-khẩu-nhầm", {"password2": ["Hai lần nhập mật khẩu không giống nhau."]}),
        (
            "098765432112345",
            None,
            {"password1": ["Mật khẩu chỉ gồm chữ số. Hãy thêm chữ cái hoặc dấu."]},
        ),
        ("Nguyễn Văn Đào", None, {"password1": ["Mật khẩu quá giống với họ và tên."]}),
    ],
)
def test_a_bad_new_password_changes_nothing(person, new, again, expected):
    answer = change(signed_in(person), new=new, again=again)
    assert answer.status_code == 200
    assert answer.context["form"].errors == expected
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_changed_password_overwrites_nothing_else_of_the_account(person):
    browser = signed_in(person)
    type(person).objects.filter(pk=person.pk).update(full_name="Tên mới sửa")
    change(browser)
    person.refresh_from_db()
    assert (person.full_name, person.check_password(NEW)) == ("Tên mới sửa", True)


def test_a_stranger_is_sent_to_sign_in(client):
    assert change(client)["Location"].startswith("/tai-khoan/dang-nhap/")


def test_an_account_without_a_password_is_told_so(person):
    person.set_unusable_password()
    person.save()
    browser = Client()
    browser.force_login(person)
    answer = browser.get("/tai-khoan/mat-khau/", follow=True)
    assert "chưa đặt mật khẩu" in answer.content.decode()


# --- forgotten -----------------------------------------------------------------


def test_known_and_unknown_addresses_get_one_answer(client, person):
    pages = []
    for email in ("dao.nv@bonoivu.example", "khong.co@bonoivu.example"):
        answer = ask(client, email)
        page = client.get(answer["Location"])
        pages.append((answer.status_code, answer["Location"], page.status_code, page.content))
    assert pages[0] == pages[1]


@pytest.fixture
def _later(settings):
    """Mails are another process's work, as in earnest; and no limit, so that only the request
    itself is counted.
    """
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"reset_password": None}


@pytest.mark.usefixtures("_later", "person")
@pytest.mark.parametrize("email", ["dao.nv@bonoivu.example", "khong.co@bonoivu.example"])
def test_the_request_does_the_same_work_whether_the_address_is_known(
    client, email, monkeypatch, django_assert_num_queries
):
    """Looking for the account takes one query either way, and nothing is hashed or sent."""
    hashed = []
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *_args: hashed.append(1))
    with django_assert_num_queries(1):
        ask(client, email)
    assert (hashed, mail.outbox) == ([], [])


def test_the_mail_leads_to_a_new_password(client, person):
    ask(client, "Dao.NV@bonoivu.example")
    message = mail.outbox[0]
    assert message.to == ["dao.nv@bonoivu.example"]
    assert reset(client, link_in(message))["Location"] == "/tai-khoan/mat-khau/dat-lai/xong/"
    assert "account.password_reset" in acts()
    sign_in(client, "dao.nv", NEW)
    assert is_signed_in(client)


def test_the_link_is_the_application_s_own_address_whatever_host_was_asked(
    client, person, settings
):
    settings.PUBLIC_URL = "https://chiso.example"
    settings.ALLOWED_HOSTS = ["*"]
    client.post(FORGOTTEN, {"email": person.email}, HTTP_HOST="ke-xau.example")
    assert "https://chiso.example/tai-khoan/mat-khau/dat-lai/" in mail.outbox[0].body
    assert "ke-xau" not in mail.outbox[0].body


def test_a_link_works_once(client, person):
    ask(client, person.email)
    link = link_in(mail.outbox[0])
    reset(client, link)
    assert "Liên kết không dùng được" in open_link(Client(), link).content.decode()


def test_a_link_dies_after_an_hour(client, person, time_machine):
    time_machine.move_to("2026-11-22 09:00:00+07:00", tick=False)
    ask(client, person.email)
    time_machine.shift(timedelta(minutes=61))
    assert "Liên kết không dùng được" in open_link(client, link_in(mail.outbox[0])).content.decode()


def test_a_link_dies_with_the_account(client, person):
    ask(client, person.email)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert "Liên kết không dùng được" in open_link(client, link_in(mail.outbox[0])).content.decode()


def test_a_reset_ends_every_session(client, person):
    browser = signed_in(person)
    ask(client, person.email)
    reset(client, link_in(mail.outbox[0]))
    assert not is_signed_in(browser)
    assert Notification.objects.get(user=person).subject == "Mật khẩu đã được đặt lại"


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!chưa có"}])
def test_no_mail_to_disabled_accounts_and_to_those_never_opened(client, person, change):
    type(person).objects.filter(pk=person.pk).update(**change)
    assert ask(client, person.email)["Location"] == "/tai-khoan/mat-khau/quen/da-gui/"
    assert mail.outbox == []


def test_a_look_alike_address_leads_nowhere(client):
    make_person("mike", email="mike@bonoıvu.example")
    ask(client, "mike@bonoivu.example")
    assert mail.outbox == []


def test_an_address_is_asked_for_five_times_a_minute_at_most(client, person):
    answers = [ask(client, person.email).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_a_mail_server_that_is_down_is_not_the_asker_s_to_know(client, person, settings):
    settings.EMAIL_BACKEND = "tests.units.mail_down.BrokenEmailBackend"
    assert ask(client, person.email)["Location"] == "/tai-khoan/mat-khau/quen/da-gui/"
