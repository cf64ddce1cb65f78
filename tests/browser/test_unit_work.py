"""An officer at work in a real browser: saving as one types, and nothing typed is ever lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from submissions.answers.services.entries import Entry, save_answer
from submissions.models import Answer, Campaign
from tests.browser.visitor import BOTH, WIDE, Visitor
from tests.submissions.workplace import answer_to, make_work, make_workers
from units.models import User

GROUP = "/dot/2021/ho-so/A/nhom/TC/"
HOME = "/dot/2021/ho-so/A/"
pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(context: BrowserContext, origin: str, user: User) -> None:
    """A session as the sign-in page would give it."""
    client = Client()
    client.force_login(user)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": origin}]
    )


@pytest.fixture
def campaign(settings, live_server) -> Campaign:
    settings.REQUIRE_TOTP = False
    return make_work()


@pytest.fixture
def people(campaign) -> dict[str, User]:
    return make_workers(campaign)


@pytest.fixture
def at_work(browser: Browser, live_server, people) -> Iterator[Callable[..., Visitor]]:
    """Makes officers of the unit A at their own browsers."""
    contexts: list[BrowserContext] = []

    def make(
        viewport: dict[str, int] = WIDE, who: str = "unit_staff", **options: object
    ) -> Visitor:
        context = browser.new_context(
            viewport=viewport, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options
        )
        contexts.append(context)
        sign_in(context, live_server.url, people[who])
        return Visitor(context, live_server.url)

    yield make
    for context in contexts:
        context.close()


def row_of(page: Page, answer: Answer):
    return page.locator(f'[data-row="{answer.pk}"]')


def state_of(page: Page, answer: Answer):
    return row_of(page, answer).locator("[data-saved]")


def bar_of(page: Page):
    return page.locator(".work-state")


def stored(answer: Answer) -> tuple[object, int]:
    answer.refresh_from_db()
    return answer.declared, answer.version


def test_what_is_typed_is_saved_by_itself_and_scored(at_work, campaign) -> None:
    page = at_work().open(GROUP)
    answer = answer_to(campaign, "3")
    row_of(page, answer).get_by_label("Tử số").fill("9")
    row_of(page, answer).get_by_label("Mẫu số").fill("10")
    page.keyboard.press("Tab")
    expect(state_of(page, answer)).to_contain_text("đã lưu lúc")
    expect(row_of(page, answer).locator("[data-points]")).to_have_text("7,20")
    expect(bar_of(page)).to_contain_text("Mọi thay đổi đã lưu lúc")
    expect(page.locator("[data-total]")).to_have_text("7,20")
    expect(page.locator("[data-missing]")).to_have_text("Còn 10 trên 12 tiêu chí chưa trả lời.")
    assert stored(answer)[0] == {"numerator": "9", "denominator": "10"}


def test_saved_is_said_only_after_the_server_has_committed(at_work, campaign) -> None:
    page = at_work().open(GROUP)
    answer = answer_to(campaign, "1.2")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/tieu-chi/**", hold)
    row_of(page, answer).get_by_label("Trả lời").select_option("yes")
    expect(state_of(page, answer)).to_have_text("đang lưu…")
    page.wait_for_timeout(700)  # nothing on the page tells that a wrong «đã lưu» will not come
    assert (state_of(page, answer).text_content(), stored(answer)) == ("đang lưu…", ({}, 1))
    held[0].continue_()
    expect(state_of(page, answer)).to_contain_text("đã lưu lúc")
    assert stored(answer) == ({"answer": "yes"}, 2)


def test_an_answer_of_the_server_that_is_no_answer_is_not_taken_for_saved(
    at_work, campaign
) -> None:
    page = at_work().open(GROUP)
    answer = answer_to(campaign, "1.2")
    page.route(
        "**/tieu-chi/**",
        lambda route: route.fulfill(status=200, content_type="text/html", body="<p>OK</p>"),
    )
    row_of(page, answer).get_by_label("Trả lời").select_option("yes")
    expect(state_of(page, answer)).to_have_text("chưa lưu được, đang thử lại")
    assert stored(answer) == ({}, 1)


def test_a_lost_connection_loses_nothing(at_work, campaign) -> None:
    visitor = at_work()
    page = visitor.open(GROUP)
    first, second = answer_to(campaign, "1.1"), answer_to(campaign, "5")
    visitor.context.set_offline(True)
    row_of(page, first).get_by_label("Điểm").fill("7,5")
    row_of(page, second).get_by_label("Số lượng").fill("2")
    page.keyboard.press("Tab")
    expect(state_of(page, first)).to_have_text("chưa lưu được, đang thử lại")
    expect(bar_of(page)).to_contain_text("Mất kết nối với máy chủ")
    expect(state_of(page, second)).to_have_text("chưa lưu được, đang thử lại")
    assert (stored(first), stored(second)) == (({}, 1), ({}, 1))
    visitor.context.set_offline(False)
    expect(bar_of(page)).to_contain_text("Mọi thay đổi đã lưu lúc")
    assert (stored(first), stored(second)) == (({"points": "7.5"}, 2), ({"count": "2"}, 2))


def test_a_lost_answer_of_the_server_is_no_conflict(at_work, campaign) -> None:
    """The row was committed, and only the word of it was lost: sent again, it is the same value."""
    page = at_work().open(GROUP)
    answer = answer_to(campaign, "1.2")
    lost = []

    def commit_and_lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch())
            route.abort()

    page.route("**/tieu-chi/**", commit_and_lose)
    row_of(page, answer).get_by_label("Trả lời").select_option("no")
    expect(state_of(page, answer)).to_have_text("chưa lưu được, đang thử lại")
    expect(state_of(page, answer)).to_contain_text("đã lưu lúc", timeout=10_000)
    assert stored(answer) == ({"answer": "no"}, 2)


def test_a_closed_tab_loses_nothing(at_work, campaign) -> None:
    visitor = at_work()
    page = visitor.open(GROUP)
    answer = answer_to(campaign, "3")
    visitor.context.set_offline(True)
    row_of(page, answer).get_by_label("Tử số").fill("4")
    row_of(page, answer).get_by_text("Ghi chú").click()
    row_of(page, answer).get_by_label("Ghi chú").fill("Đếm lại vào cuối năm")
    page.close()
    visitor.context.set_offline(False)
    again = visitor.context.new_page()
    again.goto(visitor.origin + GROUP)
    expect(row_of(again, answer).get_by_label("Tử số")).to_have_value("4")
    expect(row_of(again, answer).get_by_label("Ghi chú")).to_have_value("Đếm lại vào cuối năm")
    expect(state_of(again, answer)).to_contain_text("đã lưu lúc")
    assert stored(answer)[0] == {"numerator": "4"}
    assert again.evaluate("localStorage.length") == 0


def test_an_expired_session_loses_nothing(at_work, campaign, people) -> None:
    visitor = at_work()
    page = visitor.open(GROUP)
    answer = answer_to(campaign, "1.1")
    Session.objects.all().delete()
    row_of(page, answer).get_by_label("Điểm").fill("8")
    page.keyboard.press("Tab")
    expect(bar_of(page)).to_contain_text("Phiên đăng nhập đã hết")
    assert stored(answer) == ({}, 1)
    page.get_by_role("link", name="Đăng nhập lại").click()
    page.get_by_label("Tên đăng nhập").fill(people["unit_staff"].username)
    page.locator("input[type=password]").fill("mật khẩu dài")
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"**{GROUP}")
    expect(row_of(page, answer).get_by_label("Điểm")).to_have_value("8")
    expect(state_of(page, answer)).to_contain_text("đã lưu lúc")
    assert stored(answer) == ({"points": "8"}, 2)


def test_signing_in_again_in_another_tab_is_enough(at_work, campaign, people, live_server) -> None:
    visitor = at_work()
    page = visitor.open(GROUP)
    answer = answer_to(campaign, "1.1")
    Session.objects.all().delete()
    row_of(page, answer).get_by_label("Điểm").fill("8")
    page.keyboard.press("Tab")
    expect(bar_of(page)).to_contain_text("Phiên đăng nhập đã hết")
    sign_in(visitor.context, live_server.url, people["unit_staff"])
    expect(state_of(page, answer)).to_contain_text("đã lưu lúc", timeout=10_000)


def test_the_next_person_at_the_computer_neither_sees_nor_saves_it(
    at_work, campaign, people, live_server
) -> None:
    visitor = at_work()
    page = visitor.open(GROUP)
    answer = answer_to(campaign, "1.1")
    sign_in(visitor.context, live_server.url, people["unit_head"])
    row_of(page, answer).get_by_label("Điểm").fill("8")
    page.keyboard.press("Tab")
    expect(bar_of(page)).to_contain_text("Người đang đăng nhập không phải người đã nhập")
    page.goto(visitor.origin + GROUP)
    expect(row_of(page, answer).get_by_label("Điểm")).to_have_value("")
    assert stored(answer) == ({}, 1)


def test_a_value_that_is_no_score_is_refused_beside_the_field_and_stays_typed(
    at_work, campaign
) -> None:
    page = at_work().open(GROUP)
    wrong, right = answer_to(campaign, "1.1"), answer_to(campaign, "5")
    field = row_of(page, wrong).get_by_label("Điểm")
    field.fill("12")
    row_of(page, right).get_by_label("Số lượng").fill("1")
    page.keyboard.press("Tab")
    said = "Tiêu chí 1.1: điểm 12 vượt mức tối đa 10. Nhập từ 0 đến 10."
    expect(row_of(page, wrong).locator(".field-problem")).to_have_text(said)
    expect(field).to_have_value("12")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        said + " " + row_of(page, wrong).locator("th").inner_text().replace("\n", " ")
    )
    expect(state_of(page, right)).to_contain_text("đã lưu lúc")
    expect(bar_of(page)).to_have_text("Còn 1 tiêu chí có giá trị chưa hợp lệ nên chưa lưu.")
    assert (stored(wrong), stored(right)) == (({}, 1), ({"count": "1"}, 2))
    page.reload()
    expect(field).to_have_value("12")
    expect(row_of(page, wrong).locator(".field-problem")).to_have_text(said)
    field.fill("10")
    page.keyboard.press("Tab")
    expect(state_of(page, wrong)).to_contain_text("đã lưu lúc")
    expect(row_of(page, wrong).locator(".field-problem")).to_have_count(0)


def overtake(page: Page, campaign: Campaign, head: User) -> Answer:
    """A colleague saves 5 while this person types 8."""
    answer = answer_to(campaign, "1.1")
    save_answer(answer=answer, version=1, entry=Entry(declared={"points": "5"}), by=head)
    row_of(page, answer).get_by_label("Điểm").fill("8")
    page.keyboard.press("Tab")
    told = row_of(page, answer).locator(".conflict p")
    expect(told).to_contain_text("Người unit_head-2021 đã lưu giá trị khác")
    expect(told).to_contain_text(": 5. Giá trị Ông/Bà nhập chưa được lưu.")
    expect(row_of(page, answer).get_by_label("Điểm")).to_have_value("8")
    return answer


def test_of_two_values_the_own_one_can_be_kept(at_work, campaign, people) -> None:
    page = at_work().open(GROUP)
    answer = overtake(page, campaign, people["unit_head"])
    assert stored(answer) == ({"points": "5"}, 2)
    page.get_by_role("button", name="Giữ giá trị tôi nhập").click()
    expect(state_of(page, answer)).to_contain_text("đã lưu lúc")
    assert stored(answer) == ({"points": "8"}, 3)


def test_of_two_values_the_other_one_can_be_taken(at_work, campaign, people) -> None:
    page = at_work().open(GROUP)
    answer = overtake(page, campaign, people["unit_head"])
    page.get_by_role("button", name="Lấy giá trị đã lưu").click()
    expect(row_of(page, answer).get_by_label("Điểm")).to_have_value("5")
    expect(row_of(page, answer).locator(".conflict")).to_have_count(0)
    row_of(page, answer).get_by_label("Điểm").fill("6")
    page.keyboard.press("Tab")
    expect(state_of(page, answer)).to_contain_text("đã lưu lúc")
    assert stored(answer) == ({"points": "6"}, 3)


def test_two_windows_that_save_different_cells_do_not_disturb_each_other(at_work, campaign) -> None:
    one, other = at_work().open(GROUP), at_work(who="unit_head").open(GROUP)
    first, second = answer_to(campaign, "1.1"), answer_to(campaign, "6")
    row_of(one, first).get_by_label("Điểm").fill("1")
    one.keyboard.press("Tab")
    row_of(other, second).get_by_label("Điểm").fill("2")
    other.keyboard.press("Tab")
    expect(state_of(one, first)).to_contain_text("đã lưu lúc")
    expect(state_of(other, second)).to_contain_text("đã lưu lúc")
    assert (stored(first), stored(second)) == (({"points": "1"}, 2), ({"points": "2"}, 2))


def test_after_the_deadline_it_says_so_and_keeps_what_was_typed(at_work, campaign) -> None:
    page = at_work().open(GROUP)
    answer = answer_to(campaign, "1.1")
    Campaign.objects.filter(pk=campaign.pk).update(
        self_score_due_at=timezone.now() - timedelta(seconds=1)
    )
    row_of(page, answer).get_by_label("Điểm").fill("8")
    page.keyboard.press("Tab")
    expect(bar_of(page)).to_contain_text("Đã hết hạn nộp hồ sơ lúc")
    expect(row_of(page, answer).get_by_label("Điểm")).to_have_value("8")
    assert stored(answer) == ({}, 1)


def test_a_figure_takes_the_reason_for_the_blank_away(at_work, campaign) -> None:
    page = at_work().open(GROUP)
    answer = answer_to(campaign, "1.1")
    row_of(page, answer).get_by_label("Để trống vì").select_option("Làm sau")
    expect(state_of(page, answer)).to_contain_text("đã lưu lúc")
    row_of(page, answer).get_by_label("Điểm").fill("3")
    page.keyboard.press("Tab")
    expect(row_of(page, answer).locator("[data-points]")).to_have_text("3,00")
    answer.refresh_from_db()
    assert (answer.skipped, answer.declared) == ("", {"points": "3"})


def test_a_group_is_filled_in_and_said_to_be_done_by_keyboard_alone(at_work, campaign) -> None:
    page = at_work().open("/dot/2021/ho-so/A/nhom/HT/")
    page.locator('[name$="v.points"]').first.focus()
    for number in range(3):
        page.keyboard.type("5")
        page.keyboard.press("Tab")  # why it is blank
        page.keyboard.press("Tab")  # the note
        for _ in range(4):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name ?? ''").endswith("v.points"):
                break
        else:
            assert number == 2
    expect(bar_of(page)).to_contain_text("Mọi thay đổi đã lưu lúc")
    page.get_by_role("button", name="Xác nhận đã xong nhóm này").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("đơn vị xác nhận đã xong nhóm này")


def test_enter_in_a_field_saves_and_does_not_leave_the_page(at_work, campaign) -> None:
    page = at_work().open(GROUP)
    answer = answer_to(campaign, "1.1")
    row_of(page, answer).get_by_label("Điểm").fill("4")
    page.keyboard.press("Enter")
    expect(state_of(page, answer)).to_contain_text("đã lưu lúc")
    assert page.url.endswith(GROUP)


def test_a_group_is_not_said_to_be_done_while_something_is_not_saved(at_work, campaign) -> None:
    page = at_work().open(GROUP)
    row_of(page, answer_to(campaign, "1.1")).get_by_label("Điểm").fill("99")
    page.keyboard.press("Tab")
    expect(bar_of(page)).to_contain_text("chưa hợp lệ")
    page.get_by_role("button", name="Xác nhận đã xong nhóm này").click()
    expect(page.get_by_text("Còn giá trị chưa lưu. Chờ lưu xong")).to_be_visible()


def test_going_back_shows_what_is_stored_and_not_an_old_page(at_work, campaign) -> None:
    visitor = at_work()
    page = visitor.open(GROUP)
    answer = answer_to(campaign, "1.1")
    row_of(page, answer).get_by_label("Điểm").fill("4")
    page.keyboard.press("Tab")
    expect(state_of(page, answer)).to_contain_text("đã lưu lúc")
    visitor.open(HOME)
    page.go_back()
    expect(row_of(page, answer).get_by_label("Điểm")).to_have_value("4")
    row_of(page, answer).get_by_label("Điểm").fill("5")
    page.keyboard.press("Tab")
    expect(state_of(page, answer)).to_contain_text("đã lưu lúc")
    assert stored(answer) == ({"points": "5"}, 3)


@pytest.mark.looks
@BOTH
def test_what_has_the_focus_is_not_below_the_bar(at_work, campaign, viewport) -> None:
    page = at_work(viewport).open(GROUP)
    page.locator("textarea, input:not([type=hidden])").last.focus()
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        places = page.evaluate(
            "(() => { const f = document.activeElement.getBoundingClientRect();"
            " const b = document.querySelector('.work-bar').getBoundingClientRect(); return "
            "[f.top, b.bottom]; })()"
        )
        assert places[0] >= places[1] - 1, page.evaluate("document.activeElement.outerHTML")


def test_without_javascript_one_button_saves_all(at_work, campaign) -> None:
    page = at_work(java_script_enabled=False).open(GROUP)
    good, wrong = answer_to(campaign, "1.1"), answer_to(campaign, "6")
    row_of(page, good).get_by_label("Điểm").fill("7")
    row_of(page, wrong).get_by_label("Điểm").fill("99")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Tiêu chí 6: điểm 99 vượt mức tối đa 3.")
    expect(row_of(page, wrong).get_by_label("Điểm")).to_have_value("99")
    assert (stored(good), stored(wrong)) == (({"points": "7"}, 2), ({}, 1))
    page.get_by_role("link", name="Tiêu chí 6:").click()
    assert page.url.endswith(f"#o-{wrong.pk}-0")


@pytest.mark.looks
@BOTH
@pytest.mark.parametrize("path", ["/dot/2021/ho-so/", HOME, GROUP, "/dot/2021/ho-so/A/nhom/DV/"])
def test_pages_of_the_unit_are_sound(at_work, campaign, path, viewport) -> None:
    visitor = at_work(viewport)
    visitor.open(path)
    assert (visitor.overflow(), visitor.complaints, visitor.axe_violations()) == (0, [], [])


@pytest.mark.looks
@BOTH
def test_refusals_and_conflicts_are_sound(at_work, campaign, people, viewport) -> None:
    visitor = at_work(viewport)
    page = visitor.open(GROUP)
    overtake(page, campaign, people["unit_head"])
    row_of(page, answer_to(campaign, "6")).get_by_label("Điểm").fill("99")
    page.keyboard.press("Tab")
    expect(page.locator(".field-problem")).to_have_count(1 + page.locator("[data-not-yet]").count())
    assert (visitor.overflow(), visitor.axe_violations()) == (0, [])


@pytest.mark.looks
@BOTH
def test_pages_for_readers_and_the_working_group_are_sound(at_work, campaign, viewport) -> None:
    visitor = at_work(viewport, who="auditor")
    for path in ("/dot/2021/ho-so/", GROUP):
        visitor.open(path)
        assert (path, visitor.overflow(), visitor.axe_violations()) == (path, 0, [])


@pytest.fixture
def at_work_in_earnest(
    browser: Browser, live_server, settings, tmp_path, campaign_2020
) -> Callable[..., Visitor]:
    """The officer of the unit with 135 criteria in the campaign to try out."""
    settings.REQUIRE_TOTP, settings.DATA_DIR = False, tmp_path
    call_command("load_demo", verbosity=0)
    officer = User.objects.get(username="demo_unit_staff_truc_thuoc_bo")

    def make(viewport: dict[str, int]) -> Visitor:
        context = browser.new_context(viewport=viewport, locale="vi-VN")
        sign_in(context, live_server.url, officer)
        return Visitor(context, live_server.url)

    return make


@pytest.mark.looks
@BOTH
def test_the_largest_group_of_a_real_unit_is_sound(at_work_in_earnest, viewport) -> None:
    visitor = at_work_in_earnest(viewport)
    for path in ("/dot/2021/ho-so/BTGCP/", "/dot/2021/ho-so/BTGCP/nhom/TTDT/"):
        visitor.open(path)
        assert (path, visitor.overflow(), visitor.complaints, visitor.axe_violations()) == (
            path,
            0,
            [],
            [],
        )
    expect(visitor.page.locator("[data-row]")).to_have_count(51)
    visitor.context.close()
