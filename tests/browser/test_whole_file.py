"""A unit's file from the first figure to the receipt, played by two officers and their head in a
real browser.

Fill in, lose the line, come back, work in Excel while a colleague works online, settle the
conflict, upload, hand in.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from ictindex.lib.chain import canonical
from submissions.models import Campaign, Submission
from tests import sample_files
from tests.browser.test_procedure import SOUND, enter, findings
from tests.browser.test_workbook import campaign, file_of, people, send
from tests.browser.visitor import WIDE, Visitor
from tests.submissions.handing_in.factories import codes_of
from tests.submissions.workbook.books import FIRST, SECOND, changed, stored
from units.record.queries.verification import verify_record

__all__ = ["campaign", "people"]
#: What the officer types, by the name of the field.
TYPED = {
    "v.numerator": "7",
    "v.denominator": "8",
    "v.points": "1,5",
    "v.number": "3",
    "v.count": "2",
    "as_of": "31/10/2021",
}
#: 55 criteria, and 135 of which most are gone through in the same way.
EACH = pytest.mark.parametrize(
    "unit", [pytest.param("CCHC", marks=pytest.mark.representative), "BTGCP"]
)
pytestmark = pytest.mark.slow


def fill_in(row: Locator) -> None:
    for field in row.locator("input:not([type=hidden])").all():
        field.fill(TYPED[(field.get_attribute("name") or "").partition("-")[2]])
    for chooser in row.locator("select:not([name$=skipped])").all():
        chooser.select_option(index=1)


def wait_until_saved(page: Page) -> None:
    expect(page.locator(".work-state")).to_contain_text("Mọi thay đổi đã lưu", timeout=30_000)
    expect(page.locator(".work-missing")).to_contain_text(
        "Mọi tiêu chí đã có điểm.", timeout=30_000
    )


def fill_in_group(page: Page, *, losing_the_line: bool) -> None:
    """With the line lost in the middle of it, and back before its end."""
    rows = page.locator("tr.leaf").all()
    for place, row in enumerate(rows):
        if losing_the_line and place == len(rows) // 2:
            page.context.set_offline(True)
        fill_in(row)
    if losing_the_line:
        expect(page.locator(".work-state")).to_contain_text("chưa lưu", ignore_case=True)
        page.context.set_offline(False)
    wait_until_saved(page)


def say_done(page: Page) -> None:
    page.get_by_role("button", name="Xác nhận đã xong nhóm này").click()
    page.get_by_role("button", name="Mở lại nhóm này").wait_for()


def work_in_excel(officer: Visitor, head: Visitor, unit: str, folder: Path) -> None:
    """The file changes two cells; meanwhile the head changes one of them online."""
    officer.open(f"/dot/2021/ho-so/{unit}/excel/")
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="Tải tệp Excel về").click()
    page = head.open(f"/dot/2021/ho-so/{unit}/nhom/HTKT/")
    page.locator("tr.leaf").first.get_by_label("Tử số").fill("6")
    expect(page.locator("tr.leaf").first.locator("[data-saved]")).to_contain_text(
        "đã lưu", timeout=30_000
    )
    cells = {("HTKT", "1.1", FIRST): 5, ("HTKT", "1.2", FIRST): 4, ("HTKT", "1.2", SECOND): 9}
    send(officer.page, changed(Path(download.value.path()).read_bytes(), cells), folder)
    officer.page.get_by_role("heading", name="1 ô được sửa ở cả hai nơi").wait_for()
    officer.page.get_by_label("giữ giá trị trên hệ thống").check()
    officer.page.get_by_role("button", name="Ghi vào hồ sơ").click()
    officer.page.get_by_text("từ tệp Excel vào hồ sơ.").wait_for()
    officer.complaints.clear()  # to the browser a download is a page that was not opened


def upload(page: Page, unit: str, folder: Path) -> None:
    path = folder / "Báo cáo thống kê máy tính của đơn vị.pdf"
    path.write_bytes(sample_files.make_pdf(2))
    page.goto(page.url.split("/dot/")[0] + f"/dot/2021/ho-so/{unit}/tai-lieu/")
    page.get_by_label("Tôi xác nhận các tệp này không chứa bí mật nhà nước.").check()
    page.get_by_label("Chọn tệp").set_input_files(path)
    page.locator("[data-upload-state]").get_by_text("Đã nhận 1 tệp.").wait_for()


def hand_in(page: Page) -> None:
    page.get_by_label("Tôi xác nhận").check()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_url("**/bien-nhan/")


def receipt_of(page: Page) -> str:
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải nội dung đã nộp (JSON)").click()
    return Path(download.value.path()).read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    """The application's data and the officer's desk."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@EACH
def test_a_unit_fills_in_works_in_excel_uploads_and_hands_in(
    visit, campaign: Campaign, people, unit, folder
) -> None:
    staged = verify_record()  # the people were put in by hand
    submission: Submission = file_of(campaign, unit)
    officer, head = enter(visit(WIDE), people[unit]), enter(visit(WIDE), people[f"head-{unit}"])
    for place, group in enumerate(codes_of(submission)):
        fill_in_group(
            officer.open(f"/dot/2021/ho-so/{unit}/nhom/{group}/"), losing_the_line=place == 0
        )
    officer.complaints.clear()  # the browser itself complains of the lost line
    work_in_excel(officer, head, unit, folder)
    assert {key: stored(submission)[key] for key in ("HTKT:1.1", "HTKT:1.2")} == {
        "HTKT:1.1": {"numerator": "6", "denominator": "8", "as_of": "2021-10-31"},
        "HTKT:1.2": {"numerator": "4", "denominator": "9", "as_of": "2021-10-31"},
    }
    for group in codes_of(submission):
        say_done(officer.open(f"/dot/2021/ho-so/{unit}/nhom/{group}/"))
    upload(officer.page, unit, folder)
    assert findings(officer) == SOUND

    hand_in(head.open(f"/dot/2021/ho-so/{unit}/kiem-tra/"))
    assert findings(head) == SOUND
    submission.refresh_from_db()
    assert submission.content_sha256 in canonical(receipt_of(head.page))
    assert verify_record() == staged
