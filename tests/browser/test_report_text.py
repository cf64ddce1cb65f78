"""Writing the report in a browser: words pasted from Word, the toolbar, the plain field without
a script, narrow windows, axe.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from reports.document.services.passages import begin_text
from reports.models import Passage, Section
from submissions.enums import Phase
from submissions.models import Campaign
from tests.browser.visitor import BOTH, WIDE, Visitor
from tests.submissions.factories import appoint, make_user
from units.enums import Role

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "mật khẩu dài"
WORD = """<html><head><style>p {color: red}</style></head><body><!--StartFragment-->
<p class=MsoNormal style='margin:0'><b><span style='font-size:14.0pt;color:red'>Kết quả<o:p></o:p></span></b></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>-<span>&nbsp;</span></span>Ý
một</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>+</span>Ý con</p>
<table border=1><tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table>
<img src="/x" onerror="document.title='hỏng'"><script>document.title='hỏng'</script><!--EndFragment--></body></html>"""  # noqa: E501 - text as it is
PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.querySelector("#rich").dispatchEvent(event);
}"""


@pytest.fixture
def section(campaign_2020) -> Section:
    """The section on late reports, taken over by the secretary."""
    Campaign.objects.filter(pk=campaign_2020.pk).update(phase=Phase.DRAFT_REPORT)
    secretary = make_user("thuky")
    appoint(secretary, Role.COUNCIL_SECRETARY, campaign_2020)
    begin_text(campaign=campaign_2020, by=secretary)
    return Section.objects.get(campaign=campaign_2020, key="gui-bao-cao")


def at_section(visitor: Visitor, section: Section) -> Page:
    visitor.sign_in("thuky", PASSWORD)
    return visitor.open(f"/dot/2020/bao-cao/soan/muc/{section.pk}/")


def editor(visitor: Visitor, section: Section) -> Page:
    page = at_section(visitor, section)
    with page.expect_navigation():
        page.get_by_role("link", name="Sửa đoạn 1").click()
    return page


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu", exact=True).click()


def texts(section: Section) -> list[str]:
    return list(Passage.objects.filter(section=section).values_list("text", flat=True))


def test_words_pasted_from_word_become_clean_passages(visit, section):
    visitor = visit(WIDE)
    page = editor(visitor, section)
    (before,) = texts(section)
    page.locator("#rich").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.evaluate(PASTE, WORD)
    save(page)
    assert texts(section) == [
        before,
        "<p><b>Kết quả</b></p>",
        "<ul><li>Ý một<ul><li>Ý con</li></ul></li></ul>",
        "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ]
    assert "hỏng" not in page.title()
    assert visitor.complaints == []


def test_what_a_paste_cannot_keep_is_said_and_the_page_is_not_left_with_unsaved_words(
    visit, section
):
    page = editor(visit(WIDE), section)
    expect(page.locator("[data-told]")).to_have_text("")
    page.locator("#rich").click()
    page.evaluate(
        PASTE,
        """<b style="font-weight:normal"><p>Thường <del>đã xóa</del><a href="javascript:alert(1)">chữ</a><img src="/x">
        <span style='mso-comment-reference:A_1'><a class=msocomanchor href="#_msocom_1">[A1]</a></span></p></b>""",  # noqa: E501 - text as it is
    )
    lost = (
        "1 hình ảnh; 1 chỗ đã xóa trong chế độ theo dõi thay đổi; 1 chú thích của người góp ý; 1 "
        "địa chỉ liên kết (chữ vẫn giữ)"
    )
    expect(page.locator("[data-lost]")).to_have_text(f"Không đưa được vào báo cáo: {lost}.")
    expect(page.locator("[data-told]")).to_have_text("Có nội dung chưa lưu.")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Bỏ, không lưu").click()
    page.wait_for_function("() => true")
    assert asked == ["beforeunload"]
    save(page)
    assert "Thường chữ" in "".join(texts(section))
    assert "đã xóa" not in "".join(texts(section))
    assert "<b>" not in "".join(texts(section))


def test_the_editor_works_by_keyboard_alone(visit, section):
    page = editor(visit(WIDE), section)
    page.locator("#rich").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Hai đơn vị ")
    page.keyboard.press("Control+b")
    page.keyboard.type("gửi chậm")
    page.get_by_role("button", name="Lưu", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert texts(section) == ["<p>Hai đơn vị <b>gửi chậm</b></p>"]
    expect(page.get_by_text("Đã lưu đoạn.")).to_be_visible()


def test_the_toolbar_makes_lists_and_tables(visit, section):
    page = editor(visit(WIDE), section)
    page.locator("#rich").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Ý một")
    page.get_by_role("button", name="Danh sách", exact=True).click()
    page.keyboard.press("Enter")
    page.keyboard.type("Ý con")
    page.get_by_role("button", name="Ý con").click()
    save(page)
    assert texts(section) == ["<ul><li>Ý một<ul><li>Ý con</li></ul></li></ul>"]
    page.goto(re.sub("/muc/.*", f"/muc/{section.pk}/them-doan/", page.url))
    page.locator("#rich").click()
    page.get_by_role("button", name="Thêm bảng").click()
    page.get_by_role("button", name="Thêm cột").click()
    page.get_by_role("button", name="Thêm dòng").click()
    page.keyboard.type("Ô mới")
    save(page)
    assert texts(section)[0] == (
        "<table><thead><tr><th>Cột 1</th><th>Cột 2</th><th></th></tr></thead>"
        "<tbody><tr><td>Ô mới</td><td></td><td></td></tr></tbody></table>"
    )


def test_without_a_script_the_same_is_typed(visit, section):
    visitor = visit(WIDE, java_script_enabled=False)
    page = editor(visitor, section)
    expect(page.locator("#rich")).to_be_hidden()
    page.locator("#typed").fill("Câu ==đậm==\n- một\n- hai")
    save(page)
    assert texts(section) == ["<p>Câu <b>đậm</b></p>", "<ul><li>một</li><li>hai</li></ul>"]


@pytest.mark.looks
@BOTH
def test_pages_of_the_editor_are_sound(visit, section, viewport):
    visitor = visit(viewport)
    Section.objects.filter(pk=section.pk).update(title="Đ" * 250)
    Passage.objects.filter(section=section).update(
        text="<p>Lời văn đã sửa 17</p>", is_edited=True, generated="<p>Cũ 5</p>"
    )
    page = at_section(visitor, section)
    passage = Passage.objects.filter(section=section).first()
    base = re.sub("/muc/.*", "", page.url.removeprefix(visitor.origin))
    for path in (
        "/",
        "/so-lieu-doi/",
        "/quyet-dinh/",
        "/can-cu/them/",
        f"/muc/{section.pk}/",
        f"/doan/{passage.pk}/",
    ):
        visitor.open(base + path)
        assert (path, visitor.axe_violations(), visitor.overflow()) == (path, [], 0)
    assert visitor.complaints == []
