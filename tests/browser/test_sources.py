"""From a printed figure to the file that proves it in two presses, in a real browser; tables
sorted by their headings.
"""

import hashlib

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from submissions.models import Answer, Evidence, EvidenceUse, Submission
from tests import sample_files
from tests.browser.visitor import BOTH, WIDE, Visitor
from tests.stored_files import evidence_path, lay
from tests.submissions.factories import appoint, make_user
from units.enums import Role

SOUND = (0, [], [])
MINE = [
    "/dot/2020/nguon-goc/don-vi/BTGCP/",
    "/dot/2020/nguon-goc/don-vi/TL/?so=DVCTT&nam=2020",
    "/dot/2020/nguon-goc/don-vi/TL/?so=total&nam=2019",
    "/dot/2020/nguon-goc/trung-binh/?so=total&nam=2020",
    "/dot/2020/so-sanh/?so=3",
    "/dot/2020/don-vi/BTGCP/cac-nam/",
]


@pytest.fixture
def proof(campaign_2020, settings) -> Evidence:
    """A real file behind criterion 1.1 of the first group of Văn phòng Bộ, and somebody of that
    unit who may read it.
    """
    settings.REQUIRE_TOTP = False
    submission = Submission.objects.get(campaign=campaign_2020, unit__code="VP")
    appoint(make_user("can-bo"), Role.UNIT_STAFF, campaign_2020, submission.unit)
    content = sample_files.make_pdf(2)
    stored_as = "a" * 48
    lay(evidence_path(stored_as), content)
    file = Evidence.objects.create(
        submission=submission,
        name="bien-ban-kiem-ke.pdf",
        stored_as=stored_as,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type="application/pdf",
        uploaded_at=timezone.now(),
        document_number="12/BB-VP",
    )
    answer = Answer.objects.get(
        submission=submission, criterion__group__code="HTKT", criterion__code="1.1"
    )
    EvidenceUse.objects.create(evidence=file, answer=answer, page="2")
    return file


def state(visitor: Visitor) -> tuple[int, list[str], list[str]]:
    return visitor.overflow(), visitor.complaints, visitor.axe_violations()


def press_file_and_compare(visitor: Visitor, proof: Evidence) -> None:
    """The second press, and that the octets are those whose sum is shown."""
    page = visitor.page
    expect(page.get_by_text(f"SHA-256 {proof.sha256}")).to_be_visible()
    expect(page.get_by_text("Thẩm định lần 2").first).to_be_visible()
    page.get_by_role("link", name=proof.name).click()
    expect(page.get_by_text(proof.sha256).first).to_be_visible()
    content = page.request.get(
        f"{visitor.origin}/dot/2020/ho-so/VP/tai-lieu/{proof.pk}/tep/"
    ).body()
    assert hashlib.sha256(content).hexdigest() == proof.sha256


def test_cell_of_a_table_is_two_presses_from_the_file(visit, proof) -> None:
    visitor = visit(WIDE)
    visitor.sign_in("can-bo", "mật khẩu dài")
    page = visitor.open("/dot/2020/ket-qua/")
    row = (
        page.get_by_role("table", name="Bảng 3.")
        .get_by_role("row")
        .filter(has=page.get_by_role("link", name="VP Bộ"))
    )
    row.get_by_role("link", name="90,00", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Nhóm «Hạ tầng kỹ thuật công nghệ thông tin» năm 2020"
    )
    press_file_and_compare(visitor, proof)


def test_total_is_two_presses_from_the_file_too(visit, proof) -> None:
    visitor = visit(WIDE)
    visitor.sign_in("can-bo", "mật khẩu dài")
    page = visitor.open("/dot/2020/ket-qua/")
    row = (
        page.get_by_role("table", name="Bảng 1.")
        .get_by_role("row")
        .filter(has=page.get_by_role("link", name="VP Bộ"))
    )
    row.get_by_role("link", name="65,10", exact=True).click()
    press_file_and_compare(visitor, proof)


@BOTH
def test_bar_of_a_chart_is_two_presses_from_the_file(visit, proof, viewport) -> None:
    visitor = visit(viewport)
    visitor.sign_in("can-bo", "mật khẩu dài")
    page = visitor.open("/dot/2020/ket-qua/")
    shown = ".chart-wide" if viewport == WIDE else ".chart-narrow"
    bar = page.locator(f"#bieu-do-4 {shown} a[href*='/VP/'][href*='so=HTKT&nam=2020'] path")
    bar.scroll_into_view_if_needed()
    place = bar.bounding_box()
    assert place
    page.mouse.click(place["x"] + 5, place["y"] + place["height"] / 2)
    page.wait_for_url("**/nguon-goc/don-vi/VP/**")
    press_file_and_compare(visitor, proof)


def test_numbers_of_a_chart_lead_there_by_keyboard(visit, proof) -> None:
    visitor = visit(WIDE)
    visitor.sign_in("can-bo", "mật khẩu dài")
    page = visitor.open("/dot/2020/ket-qua/")
    summary = page.locator("#bieu-do-4 summary")
    summary.focus()
    page.keyboard.press("Enter")
    way = page.locator("#bieu-do-4 td a[href*='/VP/'][href*='nam=2020']")
    way.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/nguon-goc/don-vi/VP/**")
    page.get_by_role("link", name=proof.name).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tai-lieu/{proof.pk}/")


def test_without_an_account_there_is_no_file(visit, proof) -> None:
    visitor = visit(WIDE)
    page = visitor.open("/dot/2020/nguon-goc/don-vi/VP/?so=HTKT&nam=2020")
    assert [
        text in page.content() for text in (proof.sha256, proof.name, proof.document_number)
    ] == [False, False, False]
    assert "Tài liệu kiểm chứng chỉ hiển thị cho đơn vị" in page.content()


@pytest.mark.looks
@BOTH
@pytest.mark.parametrize("path", MINE)
def test_page_is_sound(visit, path, viewport) -> None:
    visitor = visit(viewport)
    visitor.open(path)
    assert state(visitor) == SOUND


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_table_is_sorted_by_a_heading_and_back(visit, javascript) -> None:
    visitor = visit(WIDE, java_script_enabled=javascript)
    page = visitor.open("/dot/2020/ket-qua/")
    for name, first, last, sort in (
        ("Năm 2019", "VP Bộ", "Học viện HCQG", "descending"),
        ("Năm 2019", "Học viện HCQG", "VP Bộ", "ascending"),
        ("Hạng", "Ban TGCP", "Tạp chí TCNN", "ascending"),
    ):
        table = page.get_by_role("table", name="Bảng 1.")
        table.get_by_role("columnheader", name=name).get_by_role("link").click()
        table = page.get_by_role("table", name="Bảng 1.")
        names = table.locator("tbody th").all_inner_texts()
        assert (names[0], names[-1], len(names)) == (first, last, 23)
        assert table.locator("th[aria-sort]").evaluate_all(
            "all => all.map(th => th.getAttribute('aria-sort'))"
        ) == [sort]


def test_groups_table_is_sorted_by_the_column_under_its_heading(visit) -> None:
    page = visit(WIDE).open("/dot/2020/ket-qua/")
    table = page.get_by_role("table", name="Bảng 5.")
    table.get_by_role("columnheader", name="2020").nth(1).get_by_role("link").click()
    shown = table.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => row.cells[5].dataset.value)"
    )
    assert shown == sorted(shown, key=lambda text: -float(text or -1))


@pytest.mark.looks
@BOTH
def test_pages_of_the_working_group_are_sound(visit, campaign_2020, viewport, settings) -> None:
    settings.REQUIRE_TOTP = False
    appoint(make_user("to-truong"), Role.WG_HEAD, campaign_2020)
    visitor = visit(viewport)
    visitor.sign_in("to-truong", "mật khẩu dài")
    for path in ("phan-tich/", "phan-tich/BTGCP/?doi=HTKT:1.1=0", "tuong-ung/"):
        visitor.open(f"/dot/2020/{path}")
        assert (path, *state(visitor)) == (path, *SOUND)
