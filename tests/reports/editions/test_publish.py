"""Publishing: behind a fresh password, and a fresh code where the person has a second factor."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from submissions.enums import Phase
from submissions.models import Appraisal, Campaign
from tests.questions import address, client_of, left_alone, stranger, text_of
from tests.reports.editions.factories import (
    answer_for_everything,
    freeze,
    lay_out_quickly,
    make_desk,
)
from tests.submissions.factories import NOW

pytestmark = pytest.mark.django_db
PASSWORD = "mật khẩu dài"
SEND = {"phase": "signing", "confirmed": "on", "edition": "1"}


@pytest.fixture
def desk(monkeypatch):
    lay_out_quickly(monkeypatch)
    desk = make_desk()
    freeze(desk)
    answer_for_everything(desk)
    return desk


@pytest.fixture
def campaign(desk):
    return desk.campaign


@pytest.fixture
def publisher(desk):
    return desk.publisher


def prove(client, campaign, **typed):
    wanted = address("publish", campaign)
    name = "mfa_reauthenticate" if "code" in typed else "account_reauthenticate"
    return client.post(reverse(name), {"next": wanted} | typed)


def code_of(secret: str) -> str:
    """What the application on the telephone shows now."""
    return totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )


def test_publishing_asks_for_the_password_first(campaign, publisher):
    client = client_of(publisher)
    before = left_alone(campaign)
    for answer in (
        client.get(address("publish", campaign)),
        client.post(address("publish", campaign), SEND),
    ):
        asked = reverse("account_reauthenticate")
        assert (answer.status_code, answer.url.split("?")[0]) == (302, asked)
    assert left_alone(campaign) == before


def test_with_a_fresh_password_it_is_published(campaign, publisher):
    client = client_of(publisher)
    assert prove(client, campaign, password=PASSWORD).url == address("publish", campaign)
    page = client.get(address("publish", campaign))
    assert (
        "Mọi người đọc được báo cáo, không cần tài khoản. Việc này không lùi lại được."
        in text_of(page)
    )
    answer = client.post(address("publish", campaign), SEND)
    assert (answer.status_code, Campaign.objects.get().phase) == (302, Phase.PUBLISHED)


def test_a_wrong_password_proves_nothing(campaign, publisher):
    client = client_of(publisher)
    before = left_alone(campaign)[0]
    prove(client, campaign, password="sai rồi")
    assert client.post(address("publish", campaign), SEND).url.startswith(
        reverse("account_reauthenticate")
    )
    assert Campaign.objects.get().phase == before


def test_a_proof_gets_old(campaign, publisher):
    client = client_of(publisher)
    with time_machine.travel(NOW) as clock:
        prove(client, campaign, password=PASSWORD)
        clock.shift(timedelta(minutes=6))
        answer = client.post(address("publish", campaign), SEND)
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert Campaign.objects.get().phase == Phase.SIGNING


def test_who_has_a_second_factor_is_asked_for_it_too(campaign, publisher):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(publisher, secret)
    RecoveryCodes.activate(publisher)
    client = client_of(publisher)
    prove(client, campaign, password=PASSWORD)
    assert client.post(address("publish", campaign), SEND).url.startswith(
        reverse("mfa_reauthenticate")
    )
    assert Campaign.objects.get().phase == Phase.SIGNING
    prove(client, campaign, code=code_of(secret))
    assert client.post(address("publish", campaign), SEND).url == address("phases", campaign)
    assert Campaign.objects.get().phase == Phase.PUBLISHED
    assert Authenticator.objects.filter(user=publisher).count() == 2


def test_a_code_alone_is_not_enough(campaign, publisher):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(publisher, secret)
    client = client_of(publisher)
    prove(client, campaign, code=code_of(secret))
    assert client.post(address("publish", campaign), SEND).url.startswith(
        reverse("account_reauthenticate")
    )


def test_account_without_a_password_is_told_what_to_do(campaign, publisher):
    publisher.set_unusable_password()
    publisher.save()
    answer = client_of(publisher).get(address("publish", campaign))
    assert (answer.status_code, "Đặt mật khẩu" in text_of(answer)) == (403, True)


def test_decision_must_be_written_first(campaign, publisher):
    Campaign.objects.update(decision_number="")
    client = client_of(publisher)
    prove(client, campaign, password=PASSWORD)
    answer = client.post(address("publish", campaign), SEND)
    assert (answer.status_code, Campaign.objects.get().phase) == (409, Phase.SIGNING)
    assert "Quyết định ban hành còn thiếu: số." in text_of(answer)


def test_page_shows_the_edition_and_every_check(campaign, publisher):
    client = client_of(publisher)
    prove(client, campaign, password=PASSWORD)
    page = text_of(client.get(address("publish", campaign)))
    assert "Bản số 1" in page
    assert "Chưa nhận bản PDF đã ký số." in page
    assert "Ban hành bản số 1" in page


def test_a_check_that_fails_meanwhile_holds_it_up(campaign, publisher):
    client = client_of(publisher)
    prove(client, campaign, password=PASSWORD)
    Appraisal.objects.filter(round=2).update(points=2)
    answer = client.post(address("publish", campaign), SEND)
    assert (answer.status_code, Campaign.objects.get().phase) == (409, Phase.SIGNING)
    assert "Số liệu hiện nay khác số liệu trong bản đã chốt." in text_of(answer)


def test_without_the_number_of_the_edition_that_was_seen_nothing_happens(campaign, publisher):
    client = client_of(publisher)
    prove(client, campaign, password=PASSWORD)
    answer = client.post(address("publish", campaign), {"phase": "signing", "confirmed": "on"})
    assert (answer.status_code, Campaign.objects.get().phase) == (422, Phase.SIGNING)
    assert "Trang thiếu số của bản đã xem." in text_of(answer)


def test_another_edition_than_the_one_seen_is_a_conflict(campaign, publisher):
    client = client_of(publisher)
    prove(client, campaign, password=PASSWORD)
    answer = client.post(address("publish", campaign), SEND | {"edition": "7"})
    assert (answer.status_code, Campaign.objects.get().phase) == (409, Phase.SIGNING)


def test_campaign_does_not_exist_for_a_stranger(campaign, publisher):
    assert client_of(stranger(campaign)).post(address("publish", campaign), SEND).status_code == 404


@pytest.mark.parametrize(
    "role", ["wg_head", "council_secretary", "administrator", "auditor", "unit_head"]
)
def test_others_are_refused_before_any_password_is_asked(campaign, publisher, role):
    person = type(publisher).objects.get(username=f"{role}-2020")
    answer = client_of(person).post(address("publish", campaign), SEND)
    assert (answer.status_code, Campaign.objects.get().phase) == (403, Phase.SIGNING)


def test_published_already_is_a_conflict(campaign, publisher):
    Campaign.objects.update(phase=Phase.PUBLISHED)
    assert client_of(publisher).post(address("publish", campaign), SEND).status_code == 409


def test_wrong_method(campaign, publisher):
    assert client_of(publisher).put(address("publish", campaign)).status_code == 405
