"""Sessions end: after half an hour without a request, after twelve hours anyway, and when their
owner says so.
"""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from tests.units.factories import acts, facts_of, is_signed_in, last_entry, make_person, signed_in
from units.sign_in.pages import browser_of

pytestmark = pytest.mark.django_db

START = "2026-11-22 08:00:00+07:00"


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(START, tick=False)


@pytest.fixture
def person():
    return make_person("an")


@pytest.mark.parametrize(("minutes", "lasts"), [(29, True), (30, False)])
def test_half_an_hour_without_a_request_ends_a_session(person, time_machine, minutes, lasts):
    browser = signed_in(person)
    time_machine.shift(timedelta(minutes=minutes))
    assert is_signed_in(browser) is lasts


def test_requests_keep_a_session_alive(person, time_machine):
    browser = signed_in(person)
    for _ in range(5):
        time_machine.shift(timedelta(minutes=25))
        assert is_signed_in(browser)


def test_twelve_hours_end_every_session(person, time_machine):
    browser = signed_in(person)
    for _ in range(28):
        time_machine.shift(timedelta(minutes=25))
        assert is_signed_in(browser)
    time_machine.shift(timedelta(minutes=20))
    assert not is_signed_in(browser)


def test_an_ended_session_says_why_and_leads_back(person, time_machine):
    browser = signed_in(person)
    time_machine.shift(timedelta(minutes=31))
    answer = browser.get("/tai-khoan/phien/")
    assert answer["Location"] == "/tai-khoan/dang-nhap/?next=/tai-khoan/phien/"
    assert "lâu không có thao tác" in browser.get(answer["Location"]).content.decode()
    assert (last_entry().act, facts_of(last_entry())["cause"]) == ("account.signed_out", "idle")


def test_a_public_page_stays_readable_after_the_end(person, time_machine):
    browser = signed_in(person)
    time_machine.shift(timedelta(hours=13))
    assert browser.get("/").status_code == 200


def test_limits_are_settings(person, time_machine, settings):
    settings.SESSION_IDLE = timedelta(minutes=5)
    browser = signed_in(person)
    time_machine.shift(timedelta(minutes=6))
    assert not is_signed_in(browser)


def test_reading_pages_writes_the_session_once_a_minute_at_most(
    person, time_machine, django_assert_num_queries
):
    browser = signed_in(person)
    time_machine.shift(timedelta(seconds=59))
    before = browser.session["seen_at"]
    browser.get("/")
    assert browser.session["seen_at"] == before
    time_machine.shift(timedelta(seconds=1))
    browser.get("/")
    assert browser.session["seen_at"] == before + 60


def test_the_list_shows_where_one_is_signed_in(person):
    here = signed_in(person, address="203.0.113.7")
    signed_in(person, address="198.51.100.9")
    signed_in(make_person("ba"))
    shown = here.get(reverse("sessions")).context["sessions"]
    assert [(row.address, row.is_current) for row in shown] == [
        ("203.0.113.7", True),
        ("198.51.100.9", False),
    ]


def test_another_session_can_be_ended(person):
    here, elsewhere = signed_in(person), signed_in(person)
    other = next(
        row for row in here.get(reverse("sessions")).context["sessions"] if not row.is_current
    )
    assert here.post(reverse("session_end", args=[other.pk]))["Location"] == reverse("sessions")
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)
    assert last_entry().act == "account.sessions_ended"


def test_all_others_can_be_ended_at_once(person):
    here, *others = (signed_in(person) for _ in range(3))
    here.post(reverse("sessions_end"))
    assert [is_signed_in(browser) for browser in (here, *others)] == [True, False, False]
    assert facts_of(last_entry()) == {"count": 2}


def test_somebody_else_s_session_is_out_of_sight(person):
    other = signed_in(make_person("ba"))
    key = UserSession.objects.get(user__username="ba").pk
    before = acts()
    assert signed_in(person).post(reverse("session_end", args=[key])).status_code == 404
    assert is_signed_in(other)
    assert acts() == [*before, "account.signed_in"]


def test_an_ended_session_cannot_be_ended_again(person):
    here, _elsewhere = signed_in(person), signed_in(person)
    other = next(
        row for row in here.get(reverse("sessions")).context["sessions"] if not row.is_current
    )
    path = reverse("session_end", args=[other.pk])
    here.post(path)
    assert here.post(path).status_code == 404


@pytest.mark.parametrize("name", ["sessions_end", "account_logout"])
def test_ending_is_by_post_only(person, name):
    assert signed_in(person).get(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", ["account", "sessions"])
def test_strangers_are_sent_to_sign_in(name):
    assert Client().get(reverse(name))["Location"].startswith("/tai-khoan/dang-nhap/")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 "
                "Safari/537.36"
            ),
            "Chrome trên Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130.0",
            "Edge trên Windows",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
            "Firefox trên Linux",
        ),
        (
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile "
                "Safari/604.1"
            ),
            "Safari trên iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36",
            "Chrome trên Android",
        ),
        ("curl/8.0", "Trình duyệt khác"),
        ("", "Trình duyệt khác"),
    ],
)
def test_browsers_are_named_in_plain_words(said, shown):
    assert browser_of(said) == shown
