"""An appraiser at the desk in a real browser: by keyboard only, with the keys turned off,
without JavaScript, and two at once.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from criteria.models import CriterionGroup
from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import OutcomeKind, Phase
from submissions.models import Answer, Appraisal, Campaign
from tests.browser.test_unit_work import sign_in
from tests.browser.visitor import BOTH, WIDE, Visitor
from tests.scoring.factories import make_criterion
from tests.submissions.appraisal.factories import (
    contest,
    decide,
    make_appraised,
    move,
    of_unit,
    prove,
    refused,
    scored,
)
from tests.submissions.workplace import answer_to
from units.models import User

DESK = "/dot/2021/tham-dinh/A/nhom/TC/"
TWENTY = "/dot/2021/tham-dinh/A/nhom/N20/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(settings, live_server) -> tuple[Campaign, dict[str, User]]:
    settings.REQUIRE_TOTP = False
    return make_appraised()


@pytest.fixture
def at_desk(browser: Browser, live_server, stage) -> Iterator[Callable[..., Visitor]]:
    """Makes people of the working group at their own browsers."""
    contexts: list[BrowserContext] = []

    def make(viewport: dict[str, int] = WIDE, who: str = "appraiser", **options: object) -> Visitor:
        context = browser.new_context(
            viewport=viewport, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options
        )
        contexts.append(context)
        sign_in(context, live_server.url, stage[1][who])
        return Visitor(context, live_server.url)

    yield make
    for context in contexts:
        context.close()


def row_of(page: Page, answer: Answer):
    return page.locator(f'[data-row="{answer.pk}"]')


def said(page: Page):
    return page.locator("[data-said]")


def make_twenty(campaign: Campaign) -> list[Answer]:
    """A group of twenty criteria of 10 points, each claimed with 8; the last one may not apply."""
    group = CriterionGroup.objects.create(
        annex=campaign.framework.annexes.get(code="I"),
        code="N20",
        name="Hai mươi tiêu chí",
        maximum=200,
        order=9,
    )
    for order in range(1, 21):
        rule = {"may_not_apply": True} if order == 20 else {}
        make_criterion(group, str(order), 10, rule_kind="manual", rule=rule, order=order)
    open_answers(campaign)
    rows = of_unit(campaign, group="N20")
    rows.update(self_outcome=OutcomeKind.SCORED, self_points=Decimal(8))
    return list(rows.select_related("criterion").order_by("criterion__order"))


def test_twenty_criteria_are_finished_in_twenty_decisions_by_keyboard_only(at_desk, stage) -> None:
    campaign, _ = stage
    answers = make_twenty(campaign)
    visitor = at_desk()
    page = visitor.open(TWENTY)
    page.keyboard.press("m")
    expect(row_of(page, answers[0])).to_be_focused()
    for number, answer in enumerate(answers, 1):
        expect(row_of(page, answer)).to_be_focused()
        if number == 20:
            page.keyboard.press("d")
            page.keyboard.type("Không có đơn vị trực thuộc")
            page.keyboard.press("Control+Enter")
        elif number % 7 == 0:
            page.keyboard.press("k")
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Tab")
            page.keyboard.type("Không có số liệu kèm theo")
            page.keyboard.press("Control+Enter")
        elif number % 5 == 0:
            page.keyboard.press("s")
            page.keyboard.type("6,5")
            page.keyboard.press("Enter")
            expect(row_of(page, answer).get_by_label("Lý do")).to_be_focused()
            page.keyboard.type("Thiếu một quyết định")
            page.keyboard.press("Control+Enter")
        else:
            page.keyboard.press("g")
        expect(row_of(page, answer).locator("[data-words]")).not_to_be_empty()
    expect(said(page)).to_contain_text("Mọi tiêu chí của nhóm đã có kết quả.")
    expect(page.locator("[data-decided-count]")).to_have_text("20")
    stored = Appraisal.objects.order_by("answer__criterion__order").values_list(
        "outcome", "points", "ground", "version"
    )
    expected = {
        5: ("scored", Decimal("6.50"), "", 1),
        7: ("refused", None, "no_figures", 1),
        10: ("scored", Decimal("6.50"), "", 1),
        14: ("refused", None, "no_figures", 1),
        15: ("scored", Decimal("6.50"), "", 1),
        20: ("not_applicable", None, "", 1),
    }
    assert list(stored) == [
        expected.get(number, ("scored", Decimal("8.00"), "", 1)) for number in range(1, 21)
    ]
    # Three were sent once without a reason, and told so.
    assert [text for text in visitor.complaints if "422" not in text] == []


def test_keys_skip_go_back_and_jump_to_what_is_open(at_desk, stage) -> None:
    campaign, people = stage
    first, second, third = (answer_to(campaign, code) for code in ("1.1", "1.2", "2.1"))
    decide(second, scored("5"), people["appraiser"])
    page = at_desk().open(DESK)
    page.keyboard.press("t")
    expect(row_of(page, first)).to_be_focused()
    page.keyboard.press("m")
    expect(row_of(page, third)).to_be_focused()
    page.keyboard.press("l")
    expect(row_of(page, second)).to_be_focused()
    page.keyboard.press("t")
    expect(row_of(page, third)).to_be_focused()
    assert Appraisal.objects.count() == 1


def test_first_key_decides_nothing_before_a_criterion_is_in_hand(at_desk, stage) -> None:
    campaign, _ = stage
    page = at_desk().open(DESK)
    page.keyboard.press("g")
    expect(row_of(page, answer_to(campaign, "1.1"))).to_be_focused()
    assert not Appraisal.objects.exists()


def test_keys_can_be_turned_off_and_stay_off(at_desk, stage) -> None:
    campaign, _ = stage
    page = at_desk().open(DESK)
    page.get_by_role("button", name="Tắt phím tắt").click()
    expect(page.locator("[data-keys-list]")).to_be_hidden()
    page.reload()
    row_of(page, answer_to(campaign, "1.1")).focus()
    for key in "gskdtlmx":
        page.keyboard.press(key)
    expect(row_of(page, answer_to(campaign, "1.1"))).to_be_focused()
    page.get_by_role("button", name="Bật phím tắt").click()
    row_of(page, answer_to(campaign, "1.1")).focus()
    page.keyboard.press("g")
    expect(row_of(page, answer_to(campaign, "1.2"))).to_be_focused()
    assert Appraisal.objects.get().points == 8


def test_letters_typed_into_a_reason_decide_nothing(at_desk, stage) -> None:
    campaign, _ = stage
    page = at_desk().open(DESK)
    row = row_of(page, answer_to(campaign, "1.1"))
    row.focus()
    page.keyboard.press("s")
    row.get_by_label("Lý do").focus()
    page.keyboard.type("gskdtlmx")
    expect(row.get_by_label("Lý do")).to_have_value("gskdtlmx")
    assert not Appraisal.objects.exists()


def test_wheel_never_changes_typed_points(at_desk, stage) -> None:
    campaign, _ = stage
    page = at_desk().open(DESK)
    row = row_of(page, answer_to(campaign, "1.1"))
    row.focus()
    page.keyboard.press("s")
    page.keyboard.type("7,25")
    points = row.locator("[name=points]")
    points.hover()
    for _ in range(5):
        page.mouse.wheel(0, 120)
    expect(points).to_have_value("7,25")


def test_evidence_opens_beside_and_the_criterion_stays_in_hand(at_desk, stage) -> None:
    campaign, people = stage
    answer = answer_to(campaign, "1.1")
    prove(answer, people["unit_staff"], "quy-che.docx", is_supplementary=False)
    page = at_desk().open(DESK)
    row_of(page, answer).focus()
    page.keyboard.press("x")
    expect(page.locator(".preview-panel")).to_contain_text("quy-che.docx")
    page.keyboard.press("Escape")
    expect(page.locator(".preview-panel")).to_have_count(0)
    page.keyboard.press("x")
    expect(page.locator(".preview-panel")).to_have_count(1)
    page.keyboard.press("g")
    expect(row_of(page, answer).locator("[data-words]")).to_have_text("8,00 điểm")
    expect(row_of(page, answer_to(campaign, "1.2"))).to_be_focused()
    expect(page.locator(".preview-panel")).to_have_count(0)


def test_of_two_appraisers_the_second_is_told_the_first_ones_value_and_may_replace_it(
    at_desk, stage
) -> None:
    campaign, people = stage
    answer = answer_to(campaign, "1.1")
    page = at_desk().open(DESK)
    decide(answer, scored("6", "Thiếu văn bản"), people["wg_head"])
    row = row_of(page, answer)
    row.focus()
    page.keyboard.press("s")
    page.keyboard.type("7")
    row.get_by_label("Lý do").fill("Có một phần")
    page.keyboard.press("Control+Enter")
    expect(row.locator("[data-conflict]")).to_contain_text("6,00 điểm, lý do: Thiếu văn bản")
    expect(row.locator("[name=points]")).to_have_value("7")
    assert Appraisal.objects.get().points == 6
    page.keyboard.press("Control+Enter")
    expect(row.locator("[data-words]")).to_have_text("7,00 điểm")
    assert (Appraisal.objects.get().points, Appraisal.objects.get().version) == (7, 2)


def test_lost_connection_loses_nothing_and_says_so(at_desk, stage) -> None:
    campaign, _ = stage
    page = at_desk().open(DESK)
    row = row_of(page, answer_to(campaign, "1.1"))
    page.context.set_offline(True)
    row.get_by_role("button", name="Giữ 8,00 điểm").click()
    expect(said(page)).to_contain_text("không kết nối được máy chủ")
    assert not Appraisal.objects.exists()
    page.context.set_offline(False)
    row.get_by_role("button", name="Giữ 8,00 điểm").click()
    expect(said(page)).to_contain_text("Đã lưu: 8,00 điểm.")
    assert Appraisal.objects.get().points == 8


def test_desk_works_without_javascript(at_desk, stage) -> None:
    campaign, _ = stage
    page = at_desk(java_script_enabled=False).open(DESK)
    expect(page.locator("[data-keys]")).to_be_hidden()
    row_of(page, answer_to(campaign, "1.1")).get_by_role("button", name="Giữ 8,00 điểm").click()
    assert page.url.endswith(f"#tc-{answer_to(campaign, '1.2').pk}")
    second = row_of(page, answer_to(campaign, "1.2"))
    second.locator("summary").click()
    second.locator("[name=points]").fill("3")
    second.get_by_label("Chấm", exact=True).check()
    second.locator("[data-other] button").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "kết quả khác điểm tự chấm (5,00 điểm) nên phải nêu lý do."
    )
    second = row_of(page, answer_to(campaign, "1.2"))
    second.get_by_label("Lý do").fill("Chỉ có ở một nơi")
    second.locator("[data-other] button").click()
    expect(second.locator("[data-words]")).to_have_text("3,00 điểm")
    page.get_by_label("Tôi đã xem các tiêu chí này").check()
    page.get_by_role("button", name="Giữ nguyên 5 tiêu chí").click()
    expect(page.locator(".work-total strong")).to_have_text("7")


@pytest.mark.looks
@BOTH
def test_desk_of_both_rounds_is_accessible_and_never_wider_than_the_window(
    at_desk, stage, viewport
) -> None:
    campaign, people = stage
    answer = answer_to(campaign, "1.1")
    long = "Căn-cứ-rất-dài-không-có-chỗ-ngắt-" * 6
    decide(answer, refused("no_evidence", long), people["appraiser"])
    visitor = at_desk(viewport)
    for phase in (Phase.APPRAISE_1, Phase.APPRAISE_2):
        move(campaign, phase)
        page = visitor.open(DESK)
        page.evaluate(
            "document.querySelectorAll('[data-other]').forEach((each) => { each.open = true; })"
        )
        assert visitor.axe_violations() == []
        assert visitor.overflow() == 0
        if phase == Phase.APPRAISE_1:
            contest(answer, people["unit_head"], asked="8")
            prove(answer, people["unit_head"], long[:200] + ".pdf")
    visitor.open("/dot/2021/tham-dinh/A/")
    assert visitor.axe_violations() == []
    assert visitor.overflow() == 0
    assert visitor.complaints == []
