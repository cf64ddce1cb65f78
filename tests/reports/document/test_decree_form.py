"""The printed decision and report in the measures of Decree 30/2020/NĐ-CP, read off the PDF:
margins, sizes, faces, places.
"""

from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from reports.document.text.markup import html_of
from reports.document.text.passages import StoredBasis, StoredPassage, StoredSection, StoredText
from reports.enums import DocumentPart
from reports.layout.blocks import Items, Paragraph, Run
from tests.reports.document.printed_lines import MM, PrintedLine, lines_of
from tests.reports.document.printed_report import make_report
from tests.reports.facts import DRAFT, FACTS, small_results

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:(weasyprint|fontTools|pydyf)")

REGULAR, BOLD, ITALIC, BOLD_ITALIC = (
    "ICT-Serif",
    "ICT-Serif-Bold",
    "ICT-Serif-Italic",
    "ICT-Serif-Bold-Italic",
)
LEFT, RIGHT = 30, 193
_made: dict[str, pypdfium2.PdfDocument] = {}


@pytest.fixture
def report() -> pypdfium2.PdfDocument:
    """Rendered once; nobody changes it."""
    if "report" not in _made:
        _made["report"] = pypdfium2.PdfDocument(make_report(small_results(), FACTS).content)
    return _made["report"]


@pytest.fixture
def decision(report) -> list[PrintedLine]:
    return lines_of(report[0])


def find(lines: list[PrintedLine], start: str) -> PrintedLine:
    return next(line for line in lines if line.text.startswith(start))


def following(lines: list[PrintedLine], line: PrintedLine) -> PrintedLine:
    return lines[lines.index(line) + 1]


def strokes(page: pypdfium2.PdfPage) -> list[tuple[float, float, float]]:
    """Left and right end and distance from the top of every horizontal stroke, in millimetres;
    a box is the line at its foot.
    """
    _, height = page.get_size()
    found = []
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = each.get_bounds()
        if top - bottom < 20 and right - left > 20:
            found.append((left / MM, right / MM, (height - bottom) / MM))
    return found


def stroke_below(page: pypdfium2.PdfPage, line: PrintedLine) -> float:
    """The length of the stroke under a line of text."""
    near = [
        (left, right)
        for left, right, top in strokes(page)
        if 0 < top - line.top < 4 and left < line.middle < right
    ]
    left, right = near[0]
    assert abs((left + right) / 2 - line.middle) < 1
    return right - left


# --- paper ----------------------------------------------------------------------------


def test_every_page_is_a4_and_wide_ones_lie_on_their_long_side(report):
    sizes = {tuple(round(side / MM) for side in page.get_size()) for page in report}
    assert sizes == {(210, 297), (297, 210)}


def test_letters_stay_inside_margins_of_20_to_25_30_to_35_and_15_to_20(report):
    for page in report:
        width, height = (side / MM for side in page.get_size())
        body = [line for line in lines_of(page) if line.top > 20]
        assert 29.9 <= min(line.left for line in body) <= 35 + 11
        assert max(line.right for line in body) <= width - 15
        assert max(line.top for line in body) <= height - 20


def test_the_page_number_stands_in_the_middle_of_the_top_margin_of_every_page_but_the_first(report):
    for place, page in enumerate(report, start=1):
        above = [line for line in lines_of(page) if line.top < 20]
        if place == 1:
            assert above == []
            continue
        (number,) = above
        width = page.get_size()[0] / MM
        assert (number.text, number.size, number.faces) == (str(place), 13, {REGULAR})
        assert abs(number.middle - (LEFT + width - 17) / 2) < 1


# --- the head of the decision -----------------------------------------------------------


def test_the_nation_stands_right_in_bold_capitals_over_its_motto_with_a_line_of_its_length(
    report, decision
):
    nation, motto = find(decision, "CỘNG HÒA"), find(decision, "Độc lập")
    assert (nation.size, nation.faces, motto.size, motto.faces) == (12, {BOLD}, 13, {BOLD})
    assert nation.left > 95
    assert abs(nation.middle - motto.middle) < 1
    assert 4 < motto.top - nation.top < 8
    assert abs(stroke_below(report[0], motto) - (motto.right - motto.left)) < 1.5


def test_the_issuing_body_stands_left_with_a_line_of_a_third_to_half_its_length(report, decision):
    body, nation = find(decision, "BỘ GIÁO DỤC"), find(decision, "CỘNG HÒA")
    assert (body.size, body.faces) == (12, {BOLD})
    assert abs(body.top - nation.top) < 0.5
    assert body.right < 95
    assert 1 / 3 <= stroke_below(report[0], body) / (body.right - body.left) <= 1 / 2


def test_number_and_place_share_a_line_and_the_place_is_italic(decision):
    number, place = (
        find(decision, "Số: 07/QĐ-BGDĐT"),
        find(decision, "Hà Nội, ngày 05 tháng 01 năm 2021"),
    )
    assert (number.size, number.faces, place.size, place.faces) == (13, {REGULAR}, 13, {ITALIC})
    assert abs(number.top - place.top) < 0.5
    assert abs(number.middle - find(decision, "BỘ GIÁO DỤC").middle) < 1
    assert abs(place.middle - find(decision, "CỘNG HÒA").middle) < 1


def test_kind_and_subject_are_centred_and_bold_with_a_short_line(report, decision):
    kind, subject, authority = (
        find(decision, "QUYẾT ĐỊNH"),
        find(decision, "Về việc"),
        find(decision, "BỘ TRƯỞNG BỘ"),
    )
    assert [(line.size, line.faces) for line in (kind, subject, authority)] == [
        (14, {BOLD}),
        (13, {BOLD}),
        (13, {BOLD}),
    ]
    middle = (LEFT + RIGHT) / 2
    assert [abs(line.middle - middle) < 1 for line in (kind, subject, authority)] == [True] * 3
    assert 1 / 4 <= stroke_below(report[0], subject) / (subject.right - subject.left) <= 1 / 2


def test_parts_of_the_decision_follow_one_another_in_the_order_of_the_decree(decision):
    starts = (
        "CỘNG HÒA",
        "Độc lập",
        "Số:",
        "QUYẾT ĐỊNH",
        "Về việc",
        "BỘ TRƯỞNG BỘ",
        "Căn cứ",
        "Theo đề nghị",
        "QUYẾT ĐỊNH:",
    )
    tops = [find(decision, start).top for start in (*starts, "Điều 1.", "Điều 4.", "Nơi nhận:")]
    assert tops == sorted(tops)


# --- its body -------------------------------------------------------------------------------


def test_legal_bases_are_italic_one_per_line_and_end_with_semicolons_and_a_full_stop(decision):
    start, end = (
        decision.index(find(decision, "Căn cứ")),
        decision.index(find(decision, "QUYẾT ĐỊNH:")),
    )
    lines = decision[start:end]
    assert {(line.size, *line.faces) for line in lines} == {(13, ITALIC)}
    begun = [line for line in lines if line.left > 40]
    assert [line.text.split()[0] for line in begun] == ["Căn", "Căn", "Theo"]
    ends = [lines[lines.index(line) - 1].text[-1] for line in begun[1:]] + [lines[-1].text[-1]]
    assert ends == [";", ";", "."]


def test_paragraphs_are_justified_with_a_first_line_of_10_to_12_7_millimetres_and_6_points_between(
    decision,
):
    first = find(decision, "Điều 2.")
    second = following(decision, first)
    assert 10 <= first.left - LEFT <= 12.7
    assert abs(second.left - LEFT) < 0.5
    assert [abs(line.right - RIGHT) < 0.5 for line in (first, second)] == [True, True]
    spacing = (second.top - first.top) * MM
    assert 13 <= spacing <= 13 * 1.5 + 2
    last = decision[decision.index(find(decision, "Điều 3.")) - 1]
    between = (find(decision, "Điều 3.").top - last.top) * MM
    assert between - spacing >= 5.9


def test_articles_are_labelled_in_bold_and_the_last_one_closes_the_text(decision):
    assert [find(decision, f"Điều {number}.").faces for number in range(1, 5)] == [
        {BOLD, REGULAR}
    ] * 4
    assert decision[decision.index(find(decision, "Nơi nhận:")) - 1].text.endswith("./.")


def test_recipients_stand_left_level_with_the_signature(decision):
    to, first, last = (
        find(decision, "Nơi nhận:"),
        find(decision, "- Như Điều 4;"),
        find(decision, "- Lưu: VT."),
    )
    assert (to.size, to.faces) == (12, {BOLD_ITALIC})
    assert {(line.size, *line.faces) for line in (first, last)} == {(11, REGULAR)}
    signed = next(line for line in decision if line.text == "BỘ TRƯỞNG")
    assert abs(signed.top - to.top) < 1
    assert abs(to.left - LEFT) < 0.5


def test_the_signature_is_bold_on_the_right_with_room_to_sign(decision):
    authority = next(line for line in decision if line.text == "BỘ TRƯỞNG")
    name = find(decision, "Nguyễn Văn Ấn")
    assert (authority.size, authority.faces, name.size, name.faces) == (13, {BOLD}, 13, {BOLD})
    assert authority.left > 105
    assert abs(authority.middle - name.middle) < 1
    assert name.top - authority.top >= 25


def test_number_date_and_signature_stay_free_while_undecided():
    lines = lines_of(pypdfium2.PdfDocument(make_report(small_results(), DRAFT).content)[0])
    number = find(lines, "Số:")
    beside = [line.text for line in lines if abs(line.top - number.top) < 0.5]
    assert beside == ["Số:", "/QĐ-BGDĐT", "Hà Nội, ngày tháng năm"]
    assert lines[-1].text == "- Lưu: VT."


# --- the report ---------------------------------------------------------------------------------


def test_the_report_has_a_head_of_its_own_without_number_and_date(report):
    lines = lines_of(report[1])
    kind = find(lines, "BÁO CÁO")
    assert (kind.size, kind.faces) == (14, {BOLD})
    assert find(lines, "CỘNG HÒA").size == 12
    assert find(lines, "(Kèm theo Quyết định số 07/QĐ-BGDĐT").faces == {ITALIC}
    assert not [line for line in lines if line.text.startswith(("Số:", "Hà Nội"))]


def test_headings_are_roman_in_bold_capitals_then_arabic_in_bold(report):
    body = next(
        lines for page in report if find_or_none(lines := lines_of(page), "Báo cáo trình bày")
    )
    part, section = find(body, "I. MỤC ĐÍCH, YÊU CẦU"), find(body, "1. Mục đích")
    assert (part.size, part.faces, section.size, section.faces) == (13, {BOLD}, 13, {BOLD})
    assert 10 <= section.left - LEFT <= 12.7


def test_the_appendix_is_named_in_14_points_over_its_title_in_capitals(report):
    lines = lines_of(report[len(report) - 1])
    name, title = find(lines, "Phụ lục"), find(lines, "ĐỐI SOÁT SỐ LIỆU")
    assert (name.size, name.faces, title.faces, find(lines, "(Kèm theo").faces) == (
        14,
        {BOLD},
        {BOLD},
        {ITALIC},
    )
    assert abs(name.middle - title.middle) < 1


def find_or_none(lines: list[PrintedLine], start: str) -> PrintedLine | None:
    return next((line for line in lines if line.text.startswith(start)), None)


# --- edited words in the same form ----------------------------------------------------------------


def decision_of(*sections: StoredSection, bases: tuple[StoredBasis, ...] = ()) -> list[PrintedLine]:
    facts = replace(FACTS, text=StoredText(sections, bases))
    return lines_of(pypdfium2.PdfDocument(make_report(small_results(), facts).content)[0])


def stored(key: str, *blocks: Paragraph | Items) -> StoredSection:
    passages = tuple(
        StoredPassage(place, "", html_of(block)) for place, block in enumerate(blocks, start=1)
    )
    return StoredSection(1, DocumentPart.DECISION, key, 1, "Điều", passages=passages)


def test_chosen_bases_and_edited_articles_are_set_in_the_same_form():
    lines = decision_of(
        stored(
            "trich-yeu",
            Paragraph("Về việc công bố kết quả", (Run("Về việc công bố kết quả", is_bold=True),)),
        ),
        stored("dieu:1", Paragraph("Công bố."), Items(("một", "hai"), is_numbered=True)),
        stored("dieu:them-1", Paragraph("Giao các đơn vị thực hiện.")),
        stored("noi-nhan", Items(("Như Điều 9", "Lưu: VT, TTTT", "Bộ trưởng"))),
        bases=(
            StoredBasis(1, "Luật Công nghệ thông tin"),
            StoredBasis(2, "Căn cứ Nghị định số 30/2020/NĐ-CP"),
        ),
    )
    texts = [line.text for line in lines]
    assert texts[texts.index("QUYẾT ĐỊNH:") - 2 : texts.index("QUYẾT ĐỊNH:")] == [
        "Căn cứ Luật Công nghệ thông tin;",
        "Căn cứ Nghị định số 30/2020/NĐ-CP.",
    ]
    assert [text for text in texts if text.startswith(("Điều", "1.", "2."))] == [
        "Điều 1. Công bố.",
        "1. một",
        "2. hai",
        "Điều 2. Giao các đơn vị thực hiện./.",
    ]
    assert [text for text in texts if text.startswith("- ")] == [
        "- Như Điều 2;",
        "- Bộ trưởng;",
        "- Lưu: VT, TTTT.",
    ]


def test_a_word_of_ten_thousand_letters_breaks_inside_the_margins():
    facts = replace(
        FACTS,
        text=StoredText(
            (
                StoredSection(
                    1,
                    DocumentPart.REPORT,
                    "x",
                    1,
                    "Y" * 300,
                    passages=(
                        StoredPassage(1, "", html_of(Paragraph("Đ" * 10_000))),
                        StoredPassage(2, "", html_of(Items(("N" * 500,)))),
                    ),
                ),
            )
        ),
    )
    document = pypdfium2.PdfDocument(make_report(small_results(), facts).content)
    letters = 0
    for page in document:
        lines = lines_of(page)
        assert max(line.right for line in lines) <= page.get_size()[0] / MM - 15
        letters += sum(line.text.count("Đ") for line in lines if set(line.text) == {"Đ"})
    assert letters == 10_000
