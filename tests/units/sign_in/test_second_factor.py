"""The second factor: required of every role but unit staff, set up before anything else, proved
by codes, lost and reset.
"""

from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.enums import Phase
from tests.submissions.factories import appoint, make_stage
from tests.units.factories import (
    PASSWORD,
    acts,
    code_of,
    facts_of,
    give_second_factor,
    is_signed_in,
    last_entry,
    make_administrator,
    make_person,
    sign_in,
    signed_in,
)
from units.enums import Role
from units.models import ChainHead, Notification
from units.people.services.accounts import reset_second_factor

pytestmark = pytest.mark.django_db

SET_UP = "/tai-khoan/hai-buoc/bat/"


@pytest.fixture(autouse=True)
def _required(settings, time_machine):
    """The clock stands still, so that a code is never one of the half minute before."""
    settings.REQUIRE_TOTP = True
    time_machine.move_to("2026-11-22 08:00:00+07:00", tick=False)


@pytest.fixture
def stage():
    return make_stage(Phase.APPRAISE_1)


def holding(role: Role, stage):
    person = make_person(f"nguoi.{role}")
    unit = (
        stage.submissions.get(order=1).unit if role in (Role.UNIT_STAFF, Role.UNIT_HEAD) else None
    )
    appoint(person, role, None if role == Role.ADMINISTRATOR else stage, unit)
    return person


@pytest.mark.parametrize("role", [role for role in Role if role != Role.UNIT_STAFF])
def test_every_role_but_unit_staff_is_led_to_the_set_up(stage, role):
    browser = signed_in_half(holding(role, stage))
    for path in ("/", f"/dot/{stage.code}/", "/tai-khoan/", "/tai-khoan/phien/", "/nguoi-dung/"):
        answer = browser.get(path)
        assert (answer.status_code, answer["Location"]) == (302, SET_UP)


def signed_in_half(person) -> Client:
    browser = Client()
    sign_in(browser, person.username)
    return browser


def test_posting_something_is_led_to_the_set_up_too(stage):
    browser = signed_in_half(holding(Role.WG_HEAD, stage))
    assert browser.post(reverse("sessions_end"))["Location"] == SET_UP


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "account_set_password",
        "mfa_index",
        "mfa_view_recovery_codes",
        "notices",
        "home",
    ],
)
def test_only_what_the_set_up_takes_is_open_before_it(stage, name):
    browser = signed_in_half(holding(Role.WG_HEAD, stage))
    assert browser.get(reverse(name)).headers["Location"] == SET_UP


def test_unit_staff_work_without(stage):
    assert is_signed_in(signed_in_half(holding(Role.UNIT_STAFF, stage)))


def test_somebody_without_a_role_reads_without():
    assert is_signed_in(signed_in_half(make_person("khach")))


def test_unit_staff_with_another_role_must(stage):
    person = holding(Role.UNIT_STAFF, stage)
    appoint(person, Role.APPRAISER, stage)
    assert signed_in_half(person).get("/")["Location"] == SET_UP


def test_a_role_that_is_only_proposed_requires_nothing_yet(stage):
    person = make_person("an")
    appointment = appoint(person, Role.APPRAISER, stage)
    type(appointment).objects.filter(pk=appointment.pk).update(state="proposed")
    assert is_signed_in(signed_in_half(person))


def test_the_demo_s_setting_lets_everybody_in_and_says_so_on_the_page(stage, settings):
    settings.REQUIRE_TOTP = False
    answer = signed_in_half(holding(Role.PUBLISHER, stage)).get("/")
    assert answer.status_code == 200
    assert "không yêu cầu xác thực hai bước" in answer.content.decode()


def test_pages_say_nothing_of_a_demo_where_the_second_factor_is_required(client):
    assert "xác thực hai bước" not in client.get("/").content.decode()


def test_somebody_who_has_to_set_up_can_still_sign_out(stage):
    browser = signed_in_half(holding(Role.AUDITOR, stage))
    assert browser.post(reverse("account_logout"))["Location"] == "/"
    assert browser.get("/").status_code == 200


def test_set_up_opens_the_application_and_gives_recovery_codes(
    stage, django_capture_on_commit_callbacks
):
    person = holding(Role.APPRAISER, stage)
    browser = signed_in_half(person)
    before = ChainHead.objects.get(pk=1).sequence
    secret = browser.get(SET_UP).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(SET_UP, {"code": code_of(secret)})
    assert answer["Location"] == "/tai-khoan/hai-buoc/ma-khoi-phuc/"
    assert len(browser.get(answer["Location"]).context["unused_codes"]) == 10
    assert browser.get("/").status_code == 200
    assert acts(since=before) == ["account.second_factor_added", "account.second_factor_added"]
    assert [note.subject for note in Notification.objects.filter(user=person)] == [
        "Đã bật xác thực hai bước"
    ]


def test_a_wrong_first_code_sets_nothing_up(stage):
    person = holding(Role.APPRAISER, stage)
    answer = signed_in_half(person).post(SET_UP, {"code": "000000"})
    assert answer.context["form"].errors == {
        "code": ["Mã không đúng hoặc đã dùng. Hãy đợi ứng dụng hiện mã mới rồi nhập lại."]
    }
    assert not Authenticator.objects.filter(user=person).exists()


def test_set_up_long_after_signing_in_asks_for_the_password_again(stage, time_machine):
    time_machine.move_to("2026-11-22 09:00:00+07:00", tick=False)
    browser = signed_in_half(holding(Role.APPRAISER, stage))
    time_machine.shift(301)
    answer = browser.get(SET_UP)
    assert unquote(answer["Location"]) == f"/tai-khoan/xac-nhan/?next={SET_UP}"
    answer = browser.post(answer["Location"], {"password": PASSWORD, "next": SET_UP})
    assert answer["Location"] == SET_UP
    assert browser.get(SET_UP).status_code == 200


def test_the_secret_lies_sealed_in_the_database(stage):
    secret = give_second_factor(make_person("an"))
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_signing_in_takes_both_steps(stage):
    person = holding(Role.APPRAISER, stage)
    secret = give_second_factor(person)
    browser = Client()
    assert sign_in(browser, person.username)["Location"] == "/tai-khoan/hai-buoc/dang-nhap/"
    assert browser.get("/tai-khoan/")["Location"].startswith("/tai-khoan/dang-nhap/")
    assert browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})["Location"] == "/"
    assert is_signed_in(browser)
    assert facts_of(last_entry())["methods"] == ["password", "mfa"]


def test_a_wrong_code_keeps_out_and_is_recorded(stage):
    person = holding(Role.APPRAISER, stage)
    give_second_factor(person)
    browser = signed_in_half(person)
    assert browser.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert not is_signed_in(browser)
    assert (last_entry().act, last_entry().actor, last_entry().subject) == (
        "account.second_factor_failed",
        None,
        f"units_user:{person.pk}",
    )


def test_five_wrong_codes_lock_the_right_one_out(stage):
    person = holding(Role.APPRAISER, stage)
    secret = give_second_factor(person)
    browser = signed_in_half(person)
    for _ in range(5):
        browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert answer.context["form"].errors == {
        "code": ["Đã nhập sai nhiều lần nên việc đăng nhập tạm dừng. Hãy thử lại sau 15 phút."]
    }


def test_a_code_works_once(stage):
    person = holding(Role.APPRAISER, stage)
    secret = give_second_factor(person)
    code = code_of(secret)
    first, second = signed_in_half(person), signed_in_half(person)
    first.post(reverse("mfa_authenticate"), {"code": code})
    second.post(reverse("mfa_authenticate"), {"code": code})
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_a_recovery_code_works_once_and_is_recorded(stage):
    person = holding(Role.APPRAISER, stage)
    give_second_factor(person)
    code = (
        Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()[0]
    )
    first, second = signed_in_half(person), signed_in_half(person)
    first.post(reverse("mfa_authenticate"), {"code": code})
    second.post(reverse("mfa_authenticate"), {"code": code})
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)
    assert "account.recovery_code_used" in acts()


def test_who_must_have_it_cannot_switch_it_off(stage):
    person = holding(Role.APPRAISER, stage)
    secret = give_second_factor(person)
    browser = signed_in_half(person)
    browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    answer = browser.post(reverse("mfa_deactivate_totp"))
    assert "bắt buộc xác thực hai bước" in answer.content.decode()
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_who_need_not_have_it_can_switch_it_off(stage):
    person = make_person("khach")
    secret = give_second_factor(person)
    browser = signed_in_half(person)
    browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert browser.post(reverse("mfa_deactivate_totp"))["Location"] == "/tai-khoan/hai-buoc/"
    assert not Authenticator.objects.filter(user=person).exists()
    assert acts()[-2:] == ["account.second_factor_removed", "account.second_factor_removed"]


def test_new_recovery_codes_replace_the_old(stage, django_capture_on_commit_callbacks):
    person = make_person("khach")
    secret = give_second_factor(person)
    browser = signed_in_half(person)
    browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    old = browser.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("mfa_generate_recovery_codes"))
    new = browser.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert set(old).isdisjoint(new)
    assert last_entry().act == "account.recovery_codes_made"


# --- an administrator takes it away --------------------------------------------


def test_reset_removes_it_ends_sessions_and_tells_the_owner(stage):
    administrator, person = make_administrator(), make_person("mat.may")
    secret = give_second_factor(person)
    browser = signed_in_half(person)
    browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_signed_in(browser)
    reset_second_factor(person=person, reason="Mất điện thoại, đã gặp trực tiếp", by=administrator)
    assert not Authenticator.objects.filter(user=person).exists()
    assert not is_signed_in(browser)
    entry = last_entry()
    assert (entry.act, entry.actor, entry.reason) == (
        "account.second_factor_reset",
        administrator,
        "Mất điện thoại, đã gặp trực tiếp",
    )
    assert facts_of(entry) == {"kinds": ["recovery_codes", "totp"], "sessions_ended": 1}
    assert "Mất điện thoại" in Notification.objects.get(user=person).body


def test_nobody_resets_the_own_one(stage):
    administrator = make_administrator()
    give_second_factor(administrator)
    with pytest.raises(NotAllowed, match="Không ai tự bỏ"):
        reset_second_factor(person=administrator, reason="x", by=administrator)
    assert Authenticator.objects.filter(user=administrator).count() == 2


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.WG_HEAD, Role.PUBLISHER])
def test_only_administrators_reset(stage, role):
    person = make_person("mat.may")
    give_second_factor(person)
    with pytest.raises(NotAllowed):
        reset_second_factor(person=person, reason="x", by=holding(role, stage))
    assert Authenticator.objects.filter(user=person).count() == 2


def test_reset_needs_a_reason_and_something_to_reset(stage):
    administrator, person = make_administrator(), make_person("an")
    with pytest.raises(StaleState, match="chưa bật"):
        reset_second_factor(person=person, reason="x", by=administrator)
    give_second_factor(person)
    with pytest.raises(DomainError, match="lý do"):
        reset_second_factor(person=person, reason="  ", by=administrator)
    assert Authenticator.objects.filter(user=person).count() == 2


def test_the_page_of_the_reset_asks_for_a_fresh_password_first(stage, settings, time_machine):
    settings.REQUIRE_TOTP = False
    time_machine.move_to("2026-11-22 09:00:00+07:00", tick=False)
    person = make_person("mat.may")
    give_second_factor(person)
    browser = signed_in(make_administrator())
    path = reverse("second_factor_reset", args=[person.pk])
    assert browser.get(path).status_code == 200
    time_machine.shift(301)
    answer = browser.post(path, {"reason": "Mất điện thoại"})
    assert answer["Location"].startswith("/tai-khoan/xac-nhan/?next=")
    assert Authenticator.objects.filter(user=person).count() == 2
    answer = browser.post(answer["Location"], {"password": PASSWORD, "next": path})
    assert answer["Location"] == reverse("person", args=[person.pk])
    assert not Authenticator.objects.filter(user=person).exists()


def test_the_page_refuses_others_before_asking_for_a_password(stage, settings):
    settings.REQUIRE_TOTP = False
    browser = Client()
    browser.force_login(holding(Role.AUDITOR, stage))
    answer = browser.post(
        reverse("second_factor_reset", args=[make_person("an").pk]), {"reason": "x"}
    )
    assert answer.status_code == 403
    assert is_signed_in(browser)


def test_signed_in_without_a_code_is_no_help_to_a_stranger(client):
    assert client.get(SET_UP)["Location"].startswith("/tai-khoan/dang-nhap/")
