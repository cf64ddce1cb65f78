"""The pages of the working group in a real browser: sound wide and narrow, and worked with the
keyboard alone.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from submissions.appraisal.assignment.services import assign_appraiser
from submissions.appraisal.services.notes import write_note
from submissions.models import Appraisal, Assignment, Campaign, InternalNote
from tests.browser.test_unit_work import sign_in
from tests.browser.visitor import BOTH, WIDE, Visitor
from tests.submissions.appraisal.campaigns import (
    ROOT,
    answer_of,
    file_of,
    make_appraisal,
    make_group,
)
from units.models import User

PAGES = [
    "",
    "bang-theo-doi/",
    "phan-cong/",
    "tieu-chi/",
    "tieu-chi/HT/2/",
    "chenh-lech/",
    "tai-lieu-trung/",
    "A/ghi-chu/",
]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def campaign(settings, live_server) -> Campaign:
    settings.REQUIRE_TOTP = False
    return make_appraisal()


@pytest.fixture
def people(campaign) -> dict[str, User]:
    """The head has the file C, and reads A again;

    «one» has decided a criterion of A and noted something.
    """
    people = make_group(campaign)
    assign_appraiser(
        submission=file_of(campaign, "C"), person=people["wg_head"], by=people["wg_head"]
    )
    assign_appraiser(
        submission=file_of(campaign), person=people["wg_head"], is_second=True, by=people["wg_head"]
    )
    write_note(
        submission=file_of(campaign),
        text="Xem lại\nsố máy",
        answer=answer_of(campaign),
        by=people["one"],
    )
    Appraisal.objects.create(
        answer=answer_of(campaign),
        round=1,
        outcome="scored",
        points=5,
        reason="Thiếu",
        by=people["one"],
    )
    return people


@pytest.fixture
def at_work(browser: Browser, live_server, people) -> Iterator[Callable[..., Visitor]]:
    contexts: list[BrowserContext] = []

    def make(viewport: dict[str, int] = WIDE, who: str = "wg_head", **options: object) -> Visitor:
        context = browser.new_context(
            viewport=viewport, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options
        )
        contexts.append(context)
        sign_in(context, live_server.url, people[who])
        return Visitor(context, live_server.url)

    yield make
    for context in contexts:
        context.close()


@pytest.mark.looks
@BOTH
def test_pages_are_sound(at_work, campaign, viewport) -> None:
    visitor = at_work(viewport)
    further = [
        f"A/kiem-tra-thuc-te/{answer_of(campaign).pk}/",
        "A/doc-lan-hai/HT/",
        "A/thong-nhat/",
    ]
    for page in (*PAGES, *further):
        visitor.open(f"{ROOT}/{page}")
        assert (page, visitor.overflow(), visitor.complaints, visitor.axe_violations()) == (
            page,
            0,
            [],
            [],
        )


def test_file_is_assigned_and_a_row_decided_with_the_keyboard_alone(
    at_work, campaign, people
) -> None:
    page = at_work(java_script_enabled=False).open(f"{ROOT}/phan-cong/")
    page.get_by_label("Hồ sơ của đơn vị").focus()
    for label, chosen in (
        ("Hồ sơ của đơn vị", "Đơn vị D"),
        ("Phần hồ sơ", ""),
        ("Người thẩm định", str(people["two"])),
    ):
        choose_with_arrows(page, label, chosen)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Đã phân công {people['two']}: hồ sơ D.")).to_be_visible()
    assert Assignment.objects.filter(user=people["two"], submission__unit__code="D").count() == 1

    page.goto(f"{page.url.split('/dot/')[0]}{ROOT}/tieu-chi/HT/2/")
    page.locator(f"#don-vi-{answer_of(campaign, 'C').pk} summary").focus()
    page.keyboard.press("Enter")
    page.locator(f"#diem-{answer_of(campaign, 'C').pk}").focus()
    page.keyboard.type("7,5")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Thiếu văn bản")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đang là: 7,50 điểm")).to_be_visible()


def choose_with_arrows(page: Page, label: str, chosen: str) -> None:
    """In the list that has the focus."""
    offered = page.get_by_label(label).locator("option").all_inner_texts()
    for _ in range(offered.index(chosen) if chosen else 0):
        page.keyboard.press("ArrowDown")


def test_wheel_does_not_change_typed_points(at_work, campaign) -> None:
    page = at_work().open(f"{ROOT}/tieu-chi/HT/2/")
    page.locator(f"#don-vi-{answer_of(campaign, 'C').pk} summary").click()
    points = page.locator(f"#diem-{answer_of(campaign, 'C').pk}")
    points.fill("7,5")
    points.hover()
    page.mouse.wheel(0, 300)
    expect(points).to_have_value("7,5")


def test_note_is_written_without_javascript(at_work) -> None:
    page = at_work(java_script_enabled=False).open(f"{ROOT}/A/ghi-chu/")
    page.get_by_label("Ghi chú nội bộ mới").fill("Gọi lại đơn vị")
    page.get_by_role("button", name="Lưu ghi chú").click()
    expect(page.get_by_text("Đơn vị không đọc được ghi chú này")).to_be_visible()
    assert InternalNote.objects.count() == 2
