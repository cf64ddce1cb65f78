"""Working in Excel, in a real browser: fetch, fill in, upload, look, choose and confirm, while
a colleague works online.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from submissions.answers.services.entries import Entry, save_answer
from submissions.campaigns.services import phases
from submissions.campaigns.services.setup import open_next, set_deadlines
from submissions.models import Answer, Campaign, Submission
from tests.browser.test_procedure import SOUND, enter, findings
from tests.browser.visitor import BOTH, WIDE
from tests.submissions.factories import appoint, make_user
from tests.submissions.workbook.books import (
    FIRST,
    NOTE,
    SECOND,
    changed,
    loaded,
    stored,
    workbook_of,
)
from tests.submissions.workbook.random_answers import store_random
from units.enums import Role
from units.models import User

#: A unit that answers 55 criteria and one that answers 135.
UNITS = {"CCHC": 55, "BTGCP": 135}
EACH = pytest.mark.parametrize("unit", UNITS)
LONG = "Ghi chú dài về cách thống kê số liệu của đơn vị theo từng tháng trong năm, kèm căn cứ. " * 4


@pytest.fixture
def people(campaign_2020) -> dict[str, User]:
    people = {"wg_head": make_user("wg_head")}
    appoint(people["wg_head"], Role.WG_HEAD, campaign_2020)
    for unit in UNITS:
        for role, name in ((Role.UNIT_STAFF, unit), (Role.UNIT_HEAD, f"head-{unit}")):
            people[name] = make_user(f"nguoi-{name}")
            appoint(
                people[name],
                role,
                campaign_2020,
                campaign_2020.submissions.get(unit__code=unit).unit,
            )
    return people


@pytest.fixture
def campaign(campaign_2020, people) -> Campaign:
    """In self-scoring."""
    title = "Đánh giá mức độ ứng dụng công nghệ thông tin năm 2021"
    campaign = open_next(
        source=campaign_2020, code="2021", year=2021, title=title, by=people["wg_head"]
    )
    set_deadlines(
        campaign=campaign,
        self_score_due_at=timezone.now() + timedelta(days=9),
        by=people["wg_head"],
    )
    return phases.advance(
        campaign=Campaign.objects.get(pk=campaign.pk), source="setup", by=people["wg_head"]
    )


def file_of(campaign: Campaign, unit: str) -> Submission:
    return loaded(campaign.submissions.get(unit__code=unit))


def send(page: Page, content: bytes, folder: Path) -> None:
    path = folder / "ke-khai.xlsx"
    path.write_bytes(content)
    page.get_by_label("Tệp Excel (.xlsx) của đơn vị").set_input_files(path)
    page.get_by_role("button", name="Tải lên và xem trước").click()


def save_online(submission: Submission, code: str, by: User, **declared: str) -> None:
    answer = Answer.objects.get(
        submission=submission, criterion__group__code="HTKT", criterion__code=code
    )
    save_answer(answer=answer, version=answer.version, entry=Entry(declared=declared), by=by)


@BOTH
@EACH
def test_a_unit_works_offline_while_a_colleague_works_online(
    visit, campaign, people, tmp_path, *, unit, viewport
) -> None:
    submission, head = file_of(campaign, unit), people[f"head-{unit}"]
    visitor = enter(visit(viewport), people[unit])
    page = visitor.open(f"/dot/2021/ho-so/{unit}/")
    page.get_by_role("link", name="Làm việc bằng Excel").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp Excel về").click()
    assert download.value.suggested_filename == f"ke-khai-2021-{unit.lower()}.xlsx"
    visitor.complaints.clear()  # to the browser a download is a page that was not opened
    assert findings(visitor) == SOUND
    content = changed(
        Path(download.value.path()).read_bytes(),
        {
            ("HTKT", "1.1", FIRST): 9,
            ("HTKT", "1.1", SECOND): 10,
            ("HTKT", "1.2", FIRST): 3,
            ("HTKT", "1.4", NOTE): LONG,
        },
    )
    save_online(submission, "1.1", head, numerator="8", denominator="10")

    send(page, content, tmp_path)
    page.get_by_role("heading", name="1 ô được sửa ở cả hai nơi").wait_for()
    assert findings(visitor) == SOUND
    assert "HTKT:1.2" not in stored(submission)

    page.get_by_label("lấy giá trị trong tệp").check()
    page.get_by_role("button", name="Ghi vào hồ sơ").click()
    page.get_by_text("Đã ghi 3 ô của 3 tiêu chí từ tệp Excel vào hồ sơ.").wait_for()
    assert {key: cells for key, cells in stored(submission).items() if key != "HTKT:1.4"} == {
        "HTKT:1.1": {"numerator": "9", "denominator": "10"},
        "HTKT:1.2": {"numerator": "3"},
    }
    assert findings(visitor) == SOUND


@pytest.mark.looks
@BOTH
@EACH
def test_comparison_of_a_whole_file_is_sound(
    visit, campaign, people, tmp_path, *, unit, viewport
) -> None:
    submission = file_of(campaign, unit)
    blank = workbook_of(submission)
    visitor = enter(visit(viewport), people[unit])
    page = visitor.open(f"/dot/2021/ho-so/{unit}/excel/")
    store_random(submission, 5)
    full = workbook_of(submission)
    Answer.objects.filter(submission=submission).update(
        declared={},
        declared_as_of=None,
        self_outcome="missing",
        self_points=None,
        skipped="",
        note="",
    )
    for content, heading in ((full, ""), (blank, "Tệp không có gì khác")):
        send(page, content, tmp_path)
        page.get_by_role("heading", name="Xem trước tệp Excel").wait_for()
        assert (heading in page.content(), findings(visitor)) == (True, SOUND)
        page.goto(f"{visitor.origin}/dot/2021/ho-so/{unit}/excel/")


@BOTH
def test_wrong_file_and_wrong_cells_are_told_and_can_be_sent_again(
    visit, campaign, people, viewport, tmp_path
) -> None:
    submission = file_of(campaign, "CCHC")
    visitor = enter(visit(viewport), people["CCHC"])
    page = visitor.open("/dot/2021/ho-so/CCHC/excel/")
    send(page, workbook_of(file_of(campaign, "BTGCP")), tmp_path)
    alert = page.get_by_role("alert")
    assert "Tệp này của đơn vị có mã «BTGCP»" in alert.inner_text()
    alert.get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "tep"
    visitor.complaints.clear()  # the browser reports the status 422 itself
    assert findings(visitor) == SOUND

    send(
        page,
        changed(
            workbook_of(submission), {("HTKT", "1.1", FIRST): "nhiều", ("HTKT", "1.2", FIRST): 2}
        ),
        tmp_path,
    )
    assert "tử số «nhiều» không phải là một số" in page.get_by_role("alert").inner_text()
    assert findings(visitor) == SOUND
    page.get_by_role("link", name="Tải lên tệp đã sửa").click()
    send(page, changed(workbook_of(submission), {("HTKT", "1.1", FIRST): 2}), tmp_path)
    page.get_by_role("button", name="Ghi vào hồ sơ").click()
    page.get_by_text("Đã ghi 1 ô").wait_for()
    assert stored(submission) == {"HTKT:1.1": {"numerator": "2"}}


def test_conflicts_are_chosen_and_confirmed_with_the_keyboard_alone(
    visit, campaign, people, tmp_path
) -> None:
    submission = file_of(campaign, "CCHC")
    content = changed(workbook_of(submission), {("HTKT", "1.1", FIRST): 9})
    save_online(submission, "1.1", people["head-CCHC"], numerator="8")
    visitor = enter(visit(WIDE), people["CCHC"])
    page = visitor.open("/dot/2021/ho-so/CCHC/excel/")
    send(page, content, tmp_path)
    page.get_by_role("button", name="Ghi vào hồ sơ").focus()
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text("Còn 1 ô chưa chọn").wait_for()
    visitor.complaints.clear()  # the browser reports the status 422 itself
    assert findings(visitor) == SOUND
    page.get_by_label("giữ giá trị trên hệ thống").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    for _ in range(2):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
    page.get_by_text("Đã ghi 1 ô của 1 tiêu chí").wait_for()
    assert stored(submission) == {"HTKT:1.1": {"numerator": "9"}}


def test_everything_works_without_javascript(visit, campaign, people, tmp_path) -> None:
    submission = file_of(campaign, "CCHC")
    content = changed(
        workbook_of(submission), {("HTKT", "1.1", FIRST): 9, ("HTKT", "1.2", FIRST): 2}
    )
    for code in ("1.1", "1.2"):
        save_online(submission, code, people["head-CCHC"], numerator="8")
    page = enter(visit(WIDE, java_script_enabled=False), people["CCHC"]).open(
        "/dot/2021/ho-so/CCHC/excel/"
    )
    send(page, content, tmp_path)
    page.get_by_role("link", name="Lấy giá trị trong tệp cho mọi ô").click()
    page.get_by_role("button", name="Ghi vào hồ sơ").click()
    page.get_by_text("Đã ghi 2 ô của 2 tiêu chí").wait_for()
    assert stored(submission) == {"HTKT:1.1": {"numerator": "9"}, "HTKT:1.2": {"numerator": "2"}}
