"""The record in a real browser: the whole, one big entry, a score's history, and having it
verified.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from submissions.models import Answer
from tests.browser.visitor import BOTH, Visitor
from tests.submissions.factories import appoint, make_user
from units.enums import Role
from units.models import AuditEntry, User

#: Where pictures of the pages are left, when somebody wants to look at them.
PICTURES = os.environ.get("ICTINDEX_PICTURES", "")


@pytest.fixture
def auditor(campaign_2020, settings) -> User:
    settings.REQUIRE_TOTP = False
    person = make_user("thanh-tra", full_name="Đào Thị Thanh Tra")
    appoint(person, Role.AUDITOR, None)
    return person


def enter(visitor: Visitor, person: User) -> Visitor:
    client = Client()
    client.force_login(person)
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    visitor.context.add_cookies([cookie | {"url": visitor.origin}])
    return visitor


def pages() -> dict[str, str]:
    loaded = AuditEntry.objects.filter(act="submission.loaded").first()
    answer = Answer.objects.select_related("submission__unit").first()
    unit = answer.submission.unit.code
    return {
        "record": reverse("record"),
        "entry": reverse("record_entry", args=[loaded.pk]),
        "filtered": reverse("record") + "?viec=submission.loaded",
        "nothing": reverse("record") + "?tu_ngay=01/01/2090",
        "unit": reverse("unit_record", args=["2020", unit]),
        "history": reverse("answer_history", args=["2020", unit, answer.pk]),
        "check": reverse("campaign_record_check", args=["2020"]),
        "security": reverse("security_events"),
    }


@pytest.mark.looks
@BOTH
def test_every_page_of_the_record_is_sound(visit, auditor, viewport):
    visitor = enter(visit(viewport), auditor)
    found = {}
    for name, path in pages().items():
        page = visitor.open(path)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{viewport['width']}.png", full_page=True)
        found[name] = (visitor.overflow(), visitor.axe_violations())
    assert found == dict.fromkeys(found, (0, []))
    assert visitor.complaints == []


def test_auditor_filters_opens_an_entry_and_looks_at_one_row(visit, auditor):
    page = enter(visit(), auditor).open(reverse("record"))
    page.get_by_label("Việc", exact=True).select_option(label="Nạp số liệu của đơn vị")
    page.get_by_role("button", name="Lọc").click()
    page.get_by_role("link", name="Xem tất cả").first.click()
    page.get_by_role("link", name="Lịch sử của dòng này").first.click()
    expect(page.locator(".record-entry")).to_have_count(1)


def test_auditor_has_the_record_verified(visit, auditor):
    page = enter(visit(), auditor).open(reverse("record_check"))
    page.get_by_role("button", name="Kiểm tra ngay").click()
    page.get_by_role("heading", name="Lần kiểm tra gần nhất").wait_for()
    # The test's own person was not recorded.
    expect(page.get_by_role("heading", name="Nhật ký không khớp ở 2 chỗ")).to_be_visible()
