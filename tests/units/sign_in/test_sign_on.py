"""The ministry's sign-on, tried against a real provider: it opens the account with a verified
address, and makes nothing.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.test import Client
from django.urls import reverse

from submissions.enums import Phase
from submissions.models import Appointment
from tests.places import ROOT
from tests.submissions.factories import appoint, make_stage
from tests.units.factories import (
    acts,
    code_of,
    facts_of,
    give_second_factor,
    is_signed_in,
    last_entry,
    make_person,
)
from tests.units.sign_in.oidc_provider import CLIENT, PASSWORD, SECRET
from units.enums import Role
from units.models import Membership, User
from units.sign_in.adapters import account_of

pytestmark = pytest.mark.django_db

BACK = "http://testserver/tai-khoan/mot-cua/mot-cua/ve/"
ACCOUNTS = [
    ("dao", "dao@bonoivu.example", True),
    ("gia", "gia@bonoivu.example", False),
    ("la", "la@noi-khac.example", True),
    ("hoa", "HOA@bonoivu.example", True),
]


@pytest.fixture(scope="module")
def provider(tmp_path_factory) -> Iterator[str]:
    """Its address."""
    command = [
        sys.executable,
        "-m",
        "tests.units.sign_in.oidc_provider",
        str(tmp_path_factory.mktemp("provider")),
        BACK,
        json.dumps(ACCOUNTS),
    ]
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ICTINDEX_", "DJANGO_", "DATABASE_"))
    }
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


@pytest.fixture
def sign_on(settings):
    """Sets the application up for a provider."""

    def use(issuer: str) -> None:
        settings.OIDC_ISSUER = issuer
        app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"] | {
            "APPS": [
                {
                    "provider_id": settings.OIDC_ID,
                    "name": "Cổng của Bộ",
                    "client_id": CLIENT,
                    "secret": SECRET,
                    "settings": {"server_url": issuer},
                }
            ]
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": app}

    return use


def go_there(client: Client, **more: str):
    return client.post(reverse("openid_connect_login", args=["mot-cua"]), more)


def come_back(provider: str, name: str, wanted: str) -> str:
    """Sign in at the provider as that person, as a browser would; where it leads back to,
    without the host.
    """
    browser = requests.Session()
    browser.post(
        f"{provider}/accounts/login/",
        {"login": name, "password": PASSWORD},
        allow_redirects=False,
        timeout=20,
    )
    answer = browser.get(wanted, allow_redirects=False, timeout=20)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix("http://testserver")


def sign_in_by(provider: str, name: str, client: Client, **more: str):
    return client.get(come_back(provider, name, go_there(client, **more)["Location"]))


def test_a_verified_address_opens_the_account(provider, sign_on, client):
    sign_on(provider)
    person = make_person("nguyen.dao", email="Dao@bonoivu.example")
    assert sign_in_by(provider, "dao", client)["Location"] == "/"
    assert client.get(reverse("account")).context["user"] == person
    assert (last_entry().act, last_entry().actor, facts_of(last_entry())["methods"]) == (
        "account.signed_in",
        person,
        ["socialaccount"],
    )


def test_capital_letters_in_an_address_do_not_matter(provider, sign_on, client):
    sign_on(provider)
    make_person("hoa", email="hoa@bonoivu.example")
    assert sign_in_by(provider, "hoa", client)["Location"] == "/"


@pytest.mark.parametrize("said", [False, None, "false", "true", 1])
def test_only_true_itself_means_verified(said):
    """Some providers send the word «false», which is true to Python."""
    make_person("dao", email="dao@bonoivu.example")
    address = EmailAddress(email="dao@bonoivu.example", verified=said)
    assert account_of(SocialLogin(email_addresses=[address])) is None


def test_it_asks_for_an_address_and_proves_itself(provider, sign_on, client):
    sign_on(provider)
    asked = parse_qs(urlsplit(go_there(client)["Location"]).query)
    assert sorted(asked["scope"][0].split()) == ["email", "openid", "profile"]
    assert (asked["code_challenge_method"], asked["redirect_uri"]) == (["S256"], [BACK])
    assert len(asked["state"][0]) >= 16


def test_the_page_that_was_wanted_comes_next(provider, sign_on, client):
    sign_on(provider)
    make_person("dao", email="dao@bonoivu.example")
    assert (
        sign_in_by(provider, "dao", client, next="/tai-khoan/phien/")["Location"]
        == "/tai-khoan/phien/"
    )


@pytest.mark.parametrize("name", ["gia", "la"])
def test_an_unverified_or_unknown_address_opens_and_makes_nothing(provider, sign_on, client, name):
    sign_on(provider)
    make_person("that", email="gia@bonoivu.example")
    answer = sign_in_by(provider, name, client)
    assert answer.status_code == 403
    assert "không có tài khoản đang dùng nào" in answer.content.decode()
    assert not is_signed_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
    assert acts() == ["account.sign_on_refused"]


def test_nothing_but_the_identity_comes_from_outside(provider, sign_on, client):
    """Neither names nor roles nor an entry that would open the account by anything else than
    the address.
    """
    sign_on(provider)
    person = make_person("dao", email="dao@bonoivu.example", full_name="Nguyễn Thị Đào")
    before = User.objects.values().get()
    sign_in_by(provider, "dao", client)
    after = User.objects.values().get()
    assert {name for name in before if before[name] != after[name]} == {"last_login"}
    counts = (
        SocialAccount.objects.count(),
        Appointment.objects.count(),
        Membership.objects.count(),
    )
    assert (counts, person.check_password("mật-khẩu-đủ-dài")) == ((0, 0, 0), True)


def test_a_disabled_account_stays_shut(provider, sign_on, client):
    sign_on(provider)
    make_person("dao", email="dao@bonoivu.example", is_active=False)
    assert sign_in_by(provider, "dao", client).status_code == 403
    assert not is_signed_in(client)


def test_the_second_factor_is_asked_all_the_same(provider, sign_on, client, time_machine):
    sign_on(provider)
    person = make_person("dao", email="dao@bonoivu.example")
    secret = give_second_factor(person)
    assert sign_in_by(provider, "dao", client)["Location"] == "/tai-khoan/hai-buoc/dang-nhap/"
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_signed_in(client)


def test_its_set_up_is_required_all_the_same(provider, sign_on, client, settings):
    settings.REQUIRE_TOTP = True
    sign_on(provider)
    appoint(
        make_person("dao", email="dao@bonoivu.example"), Role.PUBLISHER, make_stage(Phase.SIGNING)
    )
    sign_in_by(provider, "dao", client)
    assert client.get("/")["Location"] == "/tai-khoan/hai-buoc/bat/"


def test_who_is_signed_in_cannot_tie_a_foreign_identity_to_the_account(provider, sign_on, client):
    """allauth's «connect» would let the owner of another address in for good.

    Here it signs the other one in, and no more.
    """
    sign_on(provider)
    dao = make_person("dao", email="dao@bonoivu.example")
    client.force_login(make_person("an"))
    sign_in_by(provider, "dao", client, process="connect")
    assert client.get(reverse("account")).context["user"] == dao
    assert not SocialAccount.objects.exists()


def test_an_answer_that_nobody_asked_for_is_refused(provider, sign_on, client):
    """Somebody else's way back, put under a victim's nose."""
    sign_on(provider)
    make_person("dao", email="dao@bonoivu.example")
    back = come_back(provider, "dao", go_there(Client())["Location"])
    answer = client.get(back)
    assert answer.status_code == 401
    assert "Chưa đăng nhập được" in answer.content.decode()
    assert not is_signed_in(client)


def test_an_answer_works_once(provider, sign_on, client):
    sign_on(provider)
    make_person("dao", email="dao@bonoivu.example")
    back = come_back(provider, "dao", go_there(client)["Location"])
    client.get(back)
    client.post(reverse("account_logout"))
    assert client.get(back).status_code == 401
    assert not is_signed_in(client)


def test_stopping_there_is_told_here(provider, sign_on, client):
    sign_on(provider)
    state = parse_qs(urlsplit(go_there(client)["Location"]).query)["state"][0]
    answer = client.get(BACK, {"state": state, "error": "access_denied"}, follow=True)
    assert "Ông/Bà đã dừng" in answer.content.decode()


def test_a_provider_that_does_not_answer_is_told_in_plain_words(sign_on, client):
    sign_on("http://127.0.0.1:9")
    answer = go_there(client)
    assert answer.status_code == 502
    assert "không trả lời" in answer.content.decode()


def test_going_there_is_by_post_only(provider, sign_on, client):
    sign_on(provider)
    assert client.get(reverse("openid_connect_login", args=["mot-cua"])).status_code == 405
    assert client.post(reverse("openid_connect_login", args=["khac"])).status_code == 404


def test_the_button_is_there_only_where_there_is_a_provider(sign_on, client):
    path, button = reverse("account_login"), reverse("openid_connect_login", args=["mot-cua"])
    assert button not in client.get(path).content.decode()
    assert go_there(client).status_code == 404
    sign_on("https://cong.example")
    assert button in client.get(path).content.decode()


def test_the_settings_come_from_the_environment(tmp_path):
    said = _settings_with(
        tmp_path,
        ICTINDEX_OIDC_ISSUER="https://cong.example/oidc/",
        ICTINDEX_OIDC_CLIENT_ID="a",
        ICTINDEX_OIDC_SECRET="b",
    )
    assert said == {
        "form": ["'self'", "https://cong.example"],
        "apps": [["a", "b", "https://cong.example/oidc"]],
        "totp": True,
        "second": True,
    }


def test_without_a_provider_forms_lead_nowhere_else(tmp_path):
    said = _settings_with(tmp_path, ICTINDEX_REQUIRE_TOTP="0", ICTINDEX_SECOND_ADMIN="0")
    assert said == {"form": ["'self'"], "apps": [], "totp": False, "second": False}


def _settings_with(folder: Path, **environment: str) -> dict:
    program = (
        "import json; from ictindex import settings as s\n"
        "apps = s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS']\n"
        "print(json.dumps({'form': s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'], "
        "'totp': s.REQUIRE_TOTP,"
        "'second': s.SECOND_ADMIN, 'apps': [[a['client_id'], a['secret'], "
        "a['settings']['server_url']] for a in apps]}))"
    )
    clean = {
        name: value for name, value in os.environ.items() if not re.match("ICTINDEX_|DJANGO_", name)
    }
    told = clean | {"ICTINDEX_DATA_DIR": str(folder)} | environment
    return json.loads(
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=told, capture_output=True, check=True
        ).stdout
    )
