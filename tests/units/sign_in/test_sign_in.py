"""Signing in: by name or address, one answer for whatever is wrong, locked after five failures,
and recorded.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.strict_pages import inline_code, landmarks
from tests.units.factories import (
    PASSWORD,
    acts,
    code_of,
    facts_of,
    give_second_factor,
    is_signed_in,
    last_entry,
    make_person,
    sign_in,
)
from units.models import AuditEntry, ChainHead
from units.record.queries.rows import entries_shown

pytestmark = pytest.mark.django_db

WRONG = [
    (
        "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt "
        "rồi "
        "nhập lại."
    )
]
LOCKED = ["Đã nhập sai nhiều lần nên việc đăng nhập tạm dừng. Hãy thử lại sau 15 phút."]
HERE, ELSEWHERE, FAR = "203.0.113.7", "198.51.100.9", "192.0.2.33"


@pytest.fixture
def person():
    return make_person("dao.nv", full_name="Nguyễn Văn Đào")


def problems(answer) -> list[str]:
    return answer.context["form"].non_field_errors()


def fail(client: Client, name: str, times: int, *, address: str = HERE) -> None:
    for _ in range(times):
        assert problems(sign_in(client, name, "sai", address=address)) == WRONG


@pytest.mark.parametrize(
    "name", ["dao.nv", "DAO.NV", "dao.nv@bonoivu.example", "Dao.NV@BoNoiVu.example", "  dao.nv "]
)
def test_name_and_address_both_open_the_account(client, person, name):
    assert sign_in(client, name)["Location"] == "/"
    assert is_signed_in(client)


def test_the_page_that_was_wanted_comes_next(client, person):
    assert sign_in(client, "dao.nv", next="/dot/2020/")["Location"] == "/dot/2020/"


def test_no_other_site_comes_next(client, person):
    assert sign_in(client, "dao.nv", next="https://ke-xau.example/")["Location"] == "/"


@pytest.mark.parametrize(
    ("name", "password"),
    [("dao.nv", "sai"), ("dao.nv@bonoivu.example", "sai"), ("khong.co", PASSWORD)],
)
def test_whatever_is_wrong_the_answer_is_the_same(client, person, name, password):
    answer = sign_in(client, name, password)
    assert (answer.status_code, problems(answer)) == (200, WRONG)
    assert not is_signed_in(client)


def test_disabled_account_gets_the_answer_of_a_wrong_password(client, person):
    person.is_active = False
    person.save()
    assert problems(sign_in(client, "dao.nv")) == WRONG


@pytest.mark.parametrize(
    "name",
    ["dao.nv", "dao.nv@bonoivu.example", "khong.co", "khong.co@bonoivu.example", "moi", "khoa"],
)
def test_every_failure_hashes_one_password(client, person, monkeypatch, name):
    """Hashing is by far the longest part: as many hashes, as much time, whether the name is
    known, invited or disabled.
    """
    make_person("khoa", is_active=False)
    invited = make_person("moi")
    invited.set_unusable_password()
    invited.save()
    counted = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *args: counted.append(1) or encode(*args)
    )
    sign_in(client, name, "sai")
    assert len(counted) == 1


def test_empty_fields_are_named_above_and_beside(client):
    html = sign_in(client, "", "").content.decode()
    assert html.count("Hãy nhập tên đăng nhập hoặc địa chỉ thư điện tử.") == 2
    assert html.count("Hãy nhập mật khẩu.") == 2
    assert '<a href="#id_login">' in html


def test_what_was_typed_as_a_name_stays_and_the_password_does_not(client, person):
    html = sign_in(client, "dao.nv", "rất bí mật").content.decode()
    assert 'value="dao.nv"' in html
    assert "rất bí mật" not in html


def test_after_five_failures_the_right_password_is_refused(client, person):
    fail(client, "dao.nv", 5)
    answer = sign_in(client, "dao.nv")
    assert problems(answer) == LOCKED
    assert not is_signed_in(client)


def test_four_failures_lock_nothing(client, person):
    fail(client, "dao.nv", 4)
    sign_in(client, "dao.nv")
    assert is_signed_in(client)


def test_the_account_is_locked_at_every_address(client, person):
    fail(client, "dao.nv", 5)
    assert problems(sign_in(client, "dao.nv", address=ELSEWHERE)) == LOCKED


def test_failures_by_name_and_by_address_count_as_one(client, person):
    fail(client, "dao.nv", 2, address=HERE)
    fail(client, "DAO.NV@bonoivu.example", 2, address=ELSEWHERE)
    fail(client, "Dao.nv", 1, address=FAR)
    assert problems(sign_in(client, "dao.nv@bonoivu.example", address="192.0.2.99")) == LOCKED


def test_the_address_is_locked_for_every_account(client, person):
    for number in range(5):
        fail(client, f"la.{number}", 1)
    assert problems(sign_in(client, "dao.nv", address=HERE)) == LOCKED
    sign_in(client, "dao.nv", address=ELSEWHERE)
    assert is_signed_in(client)


def test_a_third_person_elsewhere_is_not_locked_out(client, person):
    make_person("ba")
    fail(client, "dao.nv", 5)
    sign_in(client, "ba", address=ELSEWHERE)
    assert is_signed_in(client)


def test_unknown_names_are_locked_like_known_ones(client):
    fail(client, "khong.co", 5)
    assert problems(sign_in(client, "khong.co", address=ELSEWHERE)) == LOCKED


@pytest.mark.parametrize(("minutes", "opens"), [(14.9, False), (15.1, True)])
def test_the_lock_lasts_fifteen_minutes(client, person, time_machine, minutes, opens):
    time_machine.move_to("2026-11-22 09:00:00+07:00", tick=False)
    fail(client, "dao.nv", 5)
    time_machine.shift(timedelta(minutes=minutes))
    sign_in(client, "dao.nv")
    assert is_signed_in(client) is opens


def test_right_passwords_in_between_do_not_forgive_failures(client, person):
    fail(client, "dao.nv", 4)
    sign_in(Client(), "dao.nv")
    fail(client, "dao.nv", 1)
    assert problems(sign_in(client, "dao.nv")) == LOCKED


def test_the_second_factor_of_an_insider_does_not_clear_the_address(client, person, settings):
    """allauth forgets the failures of an address when somebody signs in from there with a code;
    here they are kept apart.
    """
    secret = give_second_factor(make_person("trong"))
    for number in range(4):
        fail(client, f"nan.nhan.{number}", 1)
    insider = Client(REMOTE_ADDR=HERE)
    sign_in(insider, "trong")
    assert insider.post(reverse("mfa_authenticate"), {"code": code_of(secret)})["Location"] == "/"
    fail(client, "nan.nhan.5", 1)
    assert problems(sign_in(client, "dao.nv")) == LOCKED


def test_behind_a_proxy_the_address_is_that_of_the_person(client, person, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(5):
        name = {"login": f"la.{number}", "password": "sai"}
        client.post(
            reverse("account_login"), name, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=HERE
        )
    answer = client.post(
        reverse("account_login"),
        {"login": "dao.nv", "password": PASSWORD},
        REMOTE_ADDR="127.0.0.1",
        HTTP_X_FORWARDED_FOR=f"{HERE}, {ELSEWHERE}",
    )
    assert answer["Location"] == "/"


def test_signing_in_and_out_is_recorded(client, person):
    sign_in(client, "dao.nv")
    entry = last_entry()
    assert (entry.act, entry.actor, facts_of(entry)) == (
        "account.signed_in",
        person,
        {"address": HERE, "methods": ["password"]},
    )
    client.post(reverse("account_logout"), REMOTE_ADDR=HERE)
    entry = last_entry()
    assert (entry.act, entry.actor, facts_of(entry)) == (
        "account.signed_out",
        person,
        {"address": HERE, "cause": "asked"},
    )


def test_a_failure_is_recorded_about_the_account_and_as_nobody_s_act(client, person):
    sign_in(client, "dao.nv@bonoivu.example", "mật khẩu gõ nhầm")
    entry = last_entry()
    assert (entry.act, entry.actor, entry.subject) == (
        "account.sign_in_failed",
        None,
        f"units_user:{person.pk}",
    )
    assert facts_of(entry) == {"address": HERE}


def test_neither_unknown_names_nor_passwords_are_recorded(client, person):
    sign_in(client, "bi.mat.lo.go.vao", "Mật-khẩu-lỡ-gõ")
    sign_in(client, "bi.mat.lo.go.vao", "Mật-khẩu-lỡ-gõ")
    entries = list(AuditEntry.objects.all())
    text = " ".join(
        f"{entry.subject} {entry.facts} {entry.changes} {entry.reason} {entry.actor_name}"
        for entry in entries
    )
    assert "bi.mat.lo.go.vao" not in text
    assert "lỡ-gõ" not in text
    first, second = (facts_of(entry)["name_digest"] for entry in entries)
    assert first == second
    assert len(first) == 16


def test_a_lockout_is_recorded_once(client, person):
    fail(client, "dao.nv", 5)
    before = ChainHead.objects.get(pk=1).sequence
    for _ in range(4):
        sign_in(client, "dao.nv")
    assert acts(since=before) == ["account.locked_out"]
    assert facts_of(last_entry()) == {"address": HERE, "limit": "login_failed"}


def test_sign_out_is_by_post_only(client, person):
    client.force_login(person)
    assert client.get(reverse("account_logout")).status_code == 405
    assert is_signed_in(client)
    assert client.post(reverse("account_logout"))["Location"] == "/"
    assert not is_signed_in(client)


def test_who_is_signed_in_is_not_asked_again(client, person):
    client.force_login(person)
    assert client.get(reverse("account_login"))["Location"] == "/"


def test_nobody_signs_up(client):
    for path in (
        "/tai-khoan/dang-ky/",
        "/tai-khoan/signup/",
        "/accounts/signup/",
        "/tai-khoan/email/",
    ):
        assert client.get(path).status_code == 404


def test_the_page_keeps_to_the_policy_and_has_its_landmarks(client):
    answer = client.get(reverse("account_login"))
    html = answer.content.decode()
    assert (inline_code(html), landmarks(html)) == ([], ("vi", 1, 1))
    assert "form-action 'self'" in answer["Content-Security-Policy"]


def test_too_many_posts_are_answered_in_vietnamese(client, person, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}
    for _ in range(2):
        sign_in(client, "dao.nv", "sai")
    answer = sign_in(client, "dao.nv", "sai")
    assert answer.status_code == 429
    assert "Quá nhiều yêu cầu" in answer.content.decode()


def test_a_cache_that_fills_up_does_not_forget_the_failures(client, person):
    fail(client, "dao.nv", 5)
    for number in range(400):
        cache.add(f"a-filling-{number}", True)
    assert problems(sign_in(client, "dao.nv")) == LOCKED


def test_the_record_page_calls_nobody_the_operator_who_only_tried(client, person):
    sign_in(client, "dao.nv", "sai")
    assert [shown.who for shown in entries_shown([(last_entry(), [], 0)], {})] == [
        "Người chưa đăng nhập"
    ]
