"""The keyboard alone, what is printed, and the small helps of JavaScript."""

from playwright.sync_api import Page, expect

from tests.browser.visitor import NARROW, WIDE


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]")


def press(page: Page, key: str, times: int = 1) -> list[str]:
    """What has the focus after each press."""
    names = []
    for _ in range(times):
        page.keyboard.press(key)
        names.append(focused(page))
    return names


def test_the_first_stop_is_the_way_past_the_head(visit) -> None:
    page = visit().open("/dot/2020/doi-soat/")
    assert press(page, "Tab") == ["Đến nội dung chính"]
    assert page.locator(".skip-link").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
    assert press(page, "Tab", 2) == ["Chỉ khác biệt (9)", "Tất cả (192)"]


def test_stops_follow_the_page_from_head_to_trail(visit) -> None:
    page = visit().open("/dot/2020/doi-soat/")
    stops = press(page, "Tab", 11)
    assert stops[1:] == [
        "Chỉ số ứng dụng CNTT",
        "Đăng nhập",
        "Tổng quan",
        "Kết quả",
        "Đối soát",
        "So sánh các năm",
        "Báo cáo",
        "Trang chủ",
        "Đợt 2020",
        "Chỉ khác biệt (9)",
    ]


def test_every_stop_shows_that_it_has_the_focus(visit) -> None:
    page = visit(NARROW).open("/dot/2020/ket-qua/")
    for _ in range(45):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, "
            "s.outlineWidth]; })()"
        )
        assert style == ["solid", "3px"], focused(page)


def test_filter_is_used_by_keyboard(visit) -> None:
    page = visit().open("/dot/2020/doi-soat/")
    page.get_by_role("link", name="Tất cả (192)").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/doi-soat/?xem=tat-ca*")
    expect(page.locator("table.findings tbody tr")).to_have_count(192)


def test_group_opens_by_keyboard_and_by_address(visit) -> None:
    page = visit().open("/dot/2020/don-vi/TL/")
    page.locator("details.group summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.group").first).to_have_attribute("open", "")
    page.get_by_role("link", name="Cơ chế, chính sách").click()
    expect(page.locator("#nhom-CCCS")).to_have_attribute("open", "")


def test_wide_table_scrolls_by_keyboard_inside_its_own_region(visit) -> None:
    visitor = visit(NARROW)
    page = visitor.open("/dot/2020/ket-qua/")
    region = page.get_by_role("region", name="Bảng 5.")
    region.focus()
    page.keyboard.press("ArrowRight")
    expect(region).not_to_have_js_property("scrollLeft", 0)
    assert visitor.overflow() == 0
    name = region.get_by_role("rowheader", name="Ban TGCP")
    assert name.bounding_box()["x"] >= 0


def test_contents_list_marks_the_part_that_is_read(visit) -> None:
    page = visit(WIDE).open("/dot/2020/ket-qua/#bieu-do-7")
    link = page.locator(".contents a[aria-current]")
    link.wait_for()
    expect(link).to_have_attribute("href", "#bieu-do-7")


def test_paper_leaves_out_what_is_only_for_the_screen(visit) -> None:
    page = visit(WIDE).open("/dot/2020/don-vi/TL/")
    page.emulate_media(media="print")
    hidden = [
        page.locator(place).first.is_visible()
        for place in (".campaign-bar", ".trail", ".pager", ".site-people")
    ]
    assert hidden == [False] * 4
    expect(page.get_by_role("heading", name="Vụ Tiền lương")).to_be_visible()


def test_results_fit_on_paper(visit) -> None:
    """On A4 with its margins no table is cut off at the right."""
    page = visit({"width": 642, "height": 970}).open("/dot/2020/ket-qua/")
    page.emulate_media(media="print")
    too_wide = page.evaluate(
        "[...document.querySelectorAll('.figures-table')].filter((t) => "
        "t.getBoundingClientRect().right > innerWidth).length"
    )
    assert too_wide == 0
    assert len(page.pdf(format="A4", prefer_css_page_size=True)) > 10_000
