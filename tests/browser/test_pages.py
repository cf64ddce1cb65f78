"""Every page in a real browser, wide and narrow: nothing runs over, nothing is complained of,
axe finds nothing.
"""

import pytest
from playwright.sync_api import expect

from reports.enums import JobState
from reports.models import Rendering
from tests.browser.visitor import BOTH, NARROW, WIDE

PAGES = [
    "/",
    "/tai-khoan/dang-nhap/",
    "/dot/2020/",
    "/dot/2020/ket-qua/",
    "/dot/2020/don-vi/VKHTCNN/",
    "/dot/2020/don-vi/TL/",
    "/dot/2020/doi-soat/",
    "/dot/2020/doi-soat/?xem=tat-ca",
    "/dot/2020/bao-cao/",
]


@pytest.mark.looks
@BOTH
@pytest.mark.parametrize("path", PAGES)
def test_page_is_sound(visit, path, viewport) -> None:
    visitor = visit(viewport)
    visitor.open(path)
    assert (visitor.overflow(), visitor.complaints, visitor.axe_violations()) == (0, [], [])


@pytest.mark.looks
@BOTH
def test_page_that_does_not_exist_is_sound(visit, viewport) -> None:
    visitor = visit(viewport)
    visitor.open("/khong-co/")
    visitor.complaints.clear()  # the browser reports the status itself
    assert (visitor.overflow(), visitor.complaints, visitor.axe_violations()) == (0, [], [])


@pytest.mark.looks
@BOTH
def test_unit_with_all_135_criteria_open_is_sound(visit, viewport) -> None:
    visitor = visit(viewport)
    page = visitor.open("/dot/2020/don-vi/BTGCP/")
    page.get_by_role("button", name="Mở tất cả các nhóm").click()
    expect(page.locator("details.group[open]")).to_have_count(6)
    assert (visitor.overflow(), visitor.complaints, visitor.axe_violations()) == (0, [], [])


@pytest.mark.looks
@BOTH
def test_sign_in_that_failed_is_sound(visit, viewport) -> None:
    visitor = visit(viewport)
    visitor.sign_in("khong-co", "sai")
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    assert (visitor.overflow(), visitor.complaints, visitor.axe_violations()) == (0, [], [])


@BOTH
def test_pages_stay_whole_without_javascript(visit, viewport) -> None:
    visitor = visit(viewport, java_script_enabled=False)
    page = visitor.open("/dot/2020/ket-qua/")
    expect(page.get_by_role("table", name="Bảng 5.")).to_be_visible()
    page = visitor.open("/dot/2020/don-vi/TL/")
    page.locator("details.group summary").first.click()
    expect(page.locator("details.group").first.get_by_role("table")).to_be_visible()


def test_text_may_be_twice_as_large(visit) -> None:
    visitor = visit(WIDE)
    for path in PAGES:
        visitor.open(path).evaluate("document.documentElement.style.fontSize = '200%'")
        assert visitor.overflow() == 0, path


def test_progress_moves_without_a_reload_and_stops_when_done(visit, campaign_2020) -> None:
    rendering = Rendering.objects.create(
        campaign=campaign_2020, state=JobState.RUNNING, step="Đang dàn trang 12", percent=42
    )
    visitor = visit(NARROW)
    page = visitor.open("/dot/2020/bao-cao/")
    expect(page.get_by_text("Đang dàn trang 12")).to_be_visible()
    Rendering.objects.filter(pk=rendering.pk).update(step="Đang dàn trang 20", percent=80)
    page.get_by_text("Đang dàn trang 20").wait_for()
    assert (visitor.overflow(), visitor.axe_violations()) == (0, [])
    Rendering.objects.filter(pk=rendering.pk).update(state=JobState.DONE, percent=100)
    page.get_by_text("Bản PDF đã tạo xong.").wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)  # it would ask again every two seconds
    assert (asked, visitor.complaints) == ([], [])
