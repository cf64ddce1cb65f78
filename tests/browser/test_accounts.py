"""The pages of accounts in a real browser: they fit, hold to the policy, and are usable without
seeing them.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from submissions.models import Appointment
from tests.browser.visitor import BOTH, NARROW
from tests.units.factories import PASSWORD, code_of, make_administrator, make_person
from tests.units.sign_in.oidc_provider import CLIENT, SECRET
from tests.units.sign_in.oidc_provider import PASSWORD as PASSWORD_THERE
from units.enums import Role

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def administrator(campaign_2020):
    return make_administrator()


def paths(person) -> list[str]:
    own = (
        "account",
        "account_change_password",
        "sessions",
        "mfa_index",
        "mfa_activate_totp",
        "people",
        "invitations",
        "person_create",
    )
    about = ("person", "person_disable", "membership_add", "role_grant")
    return [*(reverse(name) for name in own), *(reverse(name, args=[person.pk]) for name in about)]


def check(visitor, path: str) -> None:
    visitor.open(path)
    assert (path, visitor.overflow(), visitor.axe_violations(), visitor.complaints) == (
        path,
        0,
        [],
        [],
    )


@pytest.mark.looks
@BOTH
def test_pages_of_people_without_an_account_fit(visit, viewport):
    visitor = visit(viewport)
    for path in (
        reverse("account_login"),
        reverse("account_reset_password"),
        reverse("account_reset_password_done"),
    ):
        check(visitor, path)


@pytest.mark.looks
@BOTH
def test_pages_of_accounts_fit(visit, administrator, campaign_2020, viewport):
    person = make_person(
        "dao",
        full_name="Nguyễn Thị Bích Đào",
        email="bich.dao.phong.to.chuc.can.bo@bonoivu.example",
    )
    unit = campaign_2020.submissions.order_by("order")[0].unit
    for role in (Role.UNIT_HEAD, Role.APPRAISER):
        Appointment.objects.create(
            campaign=campaign_2020,
            role=role,
            body="unit",
            person=str(person),
            user=person,
            unit=unit,
        )
    visitor = visit(viewport)
    visitor.sign_in(administrator.username, PASSWORD)
    for path in paths(person):
        check(visitor, path)


def test_the_second_factor_is_set_up_in_the_browser(visit, administrator, settings):
    settings.REQUIRE_TOTP = True
    visitor = visit(NARROW)
    visitor.sign_in(administrator.username, PASSWORD)
    page = visitor.page
    assert page.url.endswith("/tai-khoan/hai-buoc/bat/")
    assert page.locator("img.qr").evaluate("image => image.complete && image.naturalWidth > 0")
    page.get_by_label("Mã 6 chữ số trên ứng dụng").fill(code_of(page.locator("code").inner_text()))
    page.get_by_role("button", name="Bật xác thực hai bước").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert (visitor.overflow(), visitor.axe_violations(), visitor.complaints) == (0, [], [])
    page.get_by_role("link", name="Đã cất mã, vào làm việc").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.fixture
def provider(tmp_path, live_server, settings) -> Iterator[str]:
    """A real provider of the sign-on, known to the application; its address."""
    back = f"{live_server.url}{reverse('openid_connect_callback', args=['mot-cua'])}"
    command = [
        sys.executable,
        "-m",
        "tests.units.sign_in.oidc_provider",
        str(tmp_path),
        back,
        json.dumps([["dao", "dao@x.example", True]]),
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
            issuer = f"http://127.0.0.1:{process.stdout.readline().strip()}"
            _use(settings, issuer)
            yield issuer
        finally:
            process.kill()


def _use(settings, issuer: str) -> None:
    app = {
        "provider_id": settings.OIDC_ID,
        "name": "Cổng của Bộ",
        "client_id": CLIENT,
        "secret": SECRET,
    }
    settings.OIDC_ISSUER = issuer
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [app | {"settings": {"server_url": issuer}}]}
    }
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": directives | {"form-action": ["'self'", issuer]}
    }


@pytest.mark.slow
def test_the_button_of_the_sign_on_leads_there_and_back_under_the_policy(visit, provider):
    make_person("bich.dao", email="dao@x.example", full_name="Bích Đào")
    visitor = visit()
    page = visitor.open(reverse("account_login"))
    page.get_by_role("button", name="Đăng nhập bằng").click()
    page.locator("input[name=login]").fill("dao")
    page.locator("input[name=password]").fill(PASSWORD_THERE)
    page.get_by_role("button", name="Sign In").click()
    page.get_by_role("link", name="Bích Đào").wait_for()
    assert [each for each in visitor.complaints if "Content Security Policy" in each] == []
