"""The minutes as a Word file: all that they say, in order, in the styles of the report."""

from io import BytesIO

import pytest
from docx import Document

from reports.council.queries.minutes import Minutes, MinutesPart, MinutesTable
from reports.council.services.minutes_docx import minutes_as_docx

HOSTILE = '</w:t><w:p/>{{ 7*7 }}{% now %}"&amp;\x07=1+1'
SHOWN = HOSTILE.replace("\x07", "")
ROWS = (("1. Trần Thị Ớt", "Chủ tịch", "có mặt"), (HOSTILE, "Ủy viên\nthư ký", "vắng"))
MINUTES = Minutes(
    ministry="Bộ Giáo dục và Đào tạo",
    title="DỰ THẢO BIÊN BẢN",
    subject="Họp lần 1 của Hội đồng đánh giá",
    is_draft=True,
    parts=(
        MinutesPart("1. Thời gian, địa điểm", ("Thời gian: ngày 11.", HOSTILE)),
        MinutesPart(
            "2. Thành phần",
            ("Hội đồng có 2 thành viên.",),
            MinutesTable(("Họ và tên", "Nhiệm vụ", "Điểm danh"), ROWS),
        ),
    ),
    closing="Phiên họp chưa kết thúc.",
    chair="Trần Thị Ớt",
    secretary="Lê C",
    source="Biên bản lập từ số liệu của phiên họp 1.",
)


@pytest.fixture(scope="module")
def file():
    return Document(BytesIO(minutes_as_docx(MINUTES)))


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_everything_is_said_in_order_and_text_stays_text(file):
    said = [(each.style.style_id, each.text) for each in file.paragraphs if each.text]
    assert said == [
        ("ictTitle", "DỰ THẢO BIÊN BẢN"),
        ("ictSubject", "Họp lần 1 của Hội đồng đánh giá"),
        ("Heading2", "1. Thời gian, địa điểm"),
        ("Normal", "Thời gian: ngày 11."),
        ("Normal", SHOWN),
        ("Heading2", "2. Thành phần"),
        ("Normal", "Hội đồng có 2 thành viên."),
        ("Normal", "Phiên họp chưa kết thúc."),
        ("ictSeal", "Biên bản lập từ số liệu của phiên họp 1."),
    ]


def test_head_attendance_and_signatures_are_tables(file):
    head, attendance, signatures = file.tables
    assert cells(head) == [
        [
            "BỘ GIÁO DỤC VÀ ĐÀO TẠO\nHỘI ĐỒNG ĐÁNH GIÁ",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        ]
    ]
    assert cells(attendance) == [
        ["Họ và tên", "Nhiệm vụ", "Điểm danh"],
        ["1. Trần Thị Ớt", "Chủ tịch", "có mặt"],
        [SHOWN, "Ủy viên\nthư ký", "vắng"],
    ]
    assert cells(signatures) == [["THƯ KÝ\n\n\n\nLê C", "CHỦ TỌA\n\n\n\nTrần Thị Ớt"]]


def test_the_page_is_that_of_the_report_with_nothing_of_what_it_says(file):
    section = file.sections[0]
    assert (section.page_width < section.page_height, round(section.left_margin.mm)) == (True, 30)
    footers = (section.footer, section.first_page_footer)
    assert [each.text for footer in footers for each in footer.paragraphs] == ["", ""]
    assert "PAGE" in section.header._element.xml
    assert (file.core_properties.title, file.core_properties.author) == (
        "DỰ THẢO BIÊN BẢN – Họp lần 1 của Hội đồng đánh giá",
        "ictindex",
    )


def test_the_same_minutes_give_the_same_bytes():
    assert minutes_as_docx(MINUTES) == minutes_as_docx(MINUTES)
