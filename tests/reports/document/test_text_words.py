"""Words on their way in and out: what is pasted is cleaned, what is typed is letters, every
figure of a passage is found.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.document.text.figures import figures_in
from reports.document.text.markup import block_of, clean, form_of, html_of, letters_of
from reports.document.text.plain_text import blocks_of_typed, typed_of
from reports.enums import PassageForm
from reports.layout.blocks import Grid, Items, ListLine, Paragraph, Run

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {color: red}</style></head><body>
<!--StartFragment--><p class=MsoNormal style='mso-margin-top-alt:auto'><b><span style='font-size:14.0pt;color:red'>Kết
quả<o:p></o:p></span></b></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>-<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Ý&nbsp;một</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>+<span>&nbsp;</span></span>Ý
con <span style="font-style:italic">nghiêng</span></p>
<table border=1><tr><td colspan=2><p>Đầu</p></td></tr><tr><td>A<br>B</td><td>1,5</td></tr></table>
<!--EndFragment--></body></html>"""  # noqa: E501 - text as it is


def plain(text: str) -> Paragraph:
    return Paragraph(text)


# --- pasted -------------------------------------------------------------------------


def test_words_pasted_from_word_keep_looks_lists_and_tables_and_lose_everything_else():
    assert clean(WORD) == (
        Paragraph("Kết quả", (Run("Kết quả", is_bold=True),)),
        Items(
            ("Ý một", "Ý con nghiêng"),
            ((Run("Ý một"),), (Run("Ý con "), Run("nghiêng", is_italic=True))),
            (0, 1),
        ),
        Grid("", ("Đầu", ""), (50, 50), (("A\nB", "1,5"),), frozenset({1})),
    )


def test_numbers_that_word_writes_in_front_make_a_numbered_list():
    number = "<span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>"
    pasted = f"<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'>{number}Một</p>"
    assert clean(pasted) == (Items(("Một",), is_numbered=True),)


GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1">
<h2 dir="ltr"><span style="font-weight:400">Hạn chế</span></h2>
<p dir="ltr"><span style="font-weight:700">Đậm</span><span style="font-weight:400"> thường</span></p>
<ul><li dir="ltr"><p><span>Một</span></p></li><ul><li><p>Hai</p></li><ul><li><p>Ba</p></li></ul></ul></ul></b>"""  # noqa: E501 - text as it is
OFFICE = """<p align="left" style="line-height: 100%"><font face="Liberation Serif"><font color="#c9211e"><b>Đỏ</b></font>
</font></p><ol><li><p>Một</p><li><p>Hai</p></ol>
<table cellspacing=0><col width=99><tr valign=top><td><p>A</p></td><td><p>1</p></td></tr></table>"""  # noqa: E501 - text as it is
TRACKED = """<p class=MsoNormal>Còn <del cite="mailto:A" datetime="2021-01-01T00:00"><span style='color:red'>bỏ </span></del><ins
cite="mailto:A">thêm</ins></p>"""  # noqa: E501 - text as it is
MERGED = """<table><tr><td rowspan=2>Đơn vị</td><td colspan=2>Điểm</td></tr><tr><td>2020</td><td>2021</td></tr>
<tr><td rowspan=2>A</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"""  # noqa: E501 - text as it is

MERGED_STORED = (
    "<table><thead><tr><th>Đơn "
    "vị</th><th>Điểm</th><th></th></tr></thead><tbody><tr><td></td><td>2020</td><td>2021</td></tr>"
    "<tr><td>A</td><td>1</td><td>2</td></tr><tr><td></td><td>3</td><td>4</td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        (
            GOOGLE,
            [
                "<p><b>Hạn chế</b></p>",
                "<p><b>Đậm</b> thường</p>",
                "<ul><li>Một<ul><li>Hai</li><li>Ba</li></ul></li></ul>",
            ],
        ),
        (
            OFFICE,
            [
                "<p><b>Đỏ</b></p>",
                "<ol><li>Một</li><li>Hai</li></ol>",
                "<table><thead><tr><th>A</th><th>1</th></tr></thead><tbody></tbody></table>",
            ],
        ),
        (TRACKED, ["<p>Còn thêm</p>"]),
        (MERGED, [MERGED_STORED]),
    ],
    ids=["Google Docs", "LibreOffice", "tracked changes", "merged cells"],
)
def test_what_other_editors_put_on_the_clipboard_comes_out_clean(pasted, stored):
    assert [html_of(block) for block in clean(pasted)] == stored


@pytest.mark.parametrize(
    ("hostile", "left"),
    [
        ("<script>alert(1)</script><p onclick='x()'>Chữ</p>", ["Chữ"]),
        ("<p><img src=x onerror=alert(1)>Chữ<svg onload=x><text>vẽ</text></svg></p>", ["Chữ"]),
        ("<p><a href='javascript:alert(1)'>Liên kết</a></p>", ["Liên kết"]),
        ("<p style='background:url(//x)'>Chữ</p><style>*{display:none}</style>", ["Chữ"]),
        (
            "<iframe src=//x></iframe><p>&lt;b&gt;{{ 7|add:1 }}{% load x %}=1+1</p>",
            ["<b>{{ 7|add:1 }}{% load x %}=1+1"],
        ),
        ("<title>Tên trang</title><xml><w:view>Print</w:view></xml><p>Chữ</p>", ["Chữ"]),
        ("<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>", ["a b"]),
        ("<p>đảo\u202eo\u0300i\x00\ufeff</p>", ["đảoòi"]),
        ("", []),
        ("<p>   &nbsp; </p><ul><li></li></ul><table></table>", []),
    ],
)
def test_nothing_but_words_comes_through(hostile, left):
    blocks = clean(hostile)
    assert [letters_of(block) for block in blocks] == left
    for block in blocks:
        assert "<script" not in html_of(block)
        assert "javascript" not in html_of(block)


def test_a_cell_over_a_thousand_columns_is_cut():
    (grid,) = clean("<table><tr><td colspan=999>x</td></tr></table>")
    assert len(grid.head) == 20


# --- stored and printed ---------------------------------------------------------------


BLOCKS = (
    plain("A & B < C «đ»"),
    Paragraph(
        "Đậm và nghiêng\nhai dòng",
        (Run("Đậm", is_bold=True), Run(" và "), Run("nghiêng\nhai dòng", is_italic=True)),
    ),
    Paragraph("cả hai", (Run("cả hai", is_bold=True, is_italic=True),)),
    Items(("một", "con", "hai")[:2], levels=(0, 1)),
    Items(("một", "con", "con nữa", "hai"), levels=(0, 1, 1, 0), is_numbered=True),
    Grid("", ("Tên", "Số"), (56, 44), (("a|b\nc", "1,5"), ("", "2")), frozenset({1})),
)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_what_is_stored_prints_the_same(block):
    assert block_of(html_of(block)) == block
    assert clean(html_of(block)) == (block,)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_what_is_shown_to_be_typed_over_is_the_same_words(block):
    assert blocks_of_typed(typed_of((block,))) == (block,)


def test_the_widths_of_a_table_are_those_it_was_drafted_with_while_it_has_the_same_columns():
    drafted = Grid("Các bước", ("A", "B"), (10, 90), (("1", "x"),), frozenset({0}))
    assert block_of(html_of(drafted), drafted) == drafted
    narrower = block_of("<table><tr><th>A</th></tr><tr><td>x</td></tr></table>", drafted)
    assert (narrower.widths, narrower.name) == ((100,), "")


def test_forms_are_told_from_blocks():
    assert [form_of(block) for block in (plain("x"), Items(("x",)), BLOCKS[-1])] == [
        PassageForm.PARAGRAPH,
        PassageForm.LIST,
        PassageForm.TABLE,
    ]


def test_lists_have_dashes_and_plusses_or_numbers_and_dashes():
    levels = {"items": ("a", "b", "c"), "levels": (0, 1, 0)}
    assert [line.label for line in Items(**levels).lines] == ["-", "+", "-"]
    assert [line.label for line in Items(**levels, is_numbered=True).lines] == ["1.", "-", "2."]
    assert Items(("x",)).lines == (ListLine("-", (Run("x"),), 0),)


# --- typed --------------------------------------------------------------------------------


def test_typed_lines_are_paragraphs_items_and_rows():
    lines = [
        "Đoạn ==đậm== 59,77* == lẻ",
        "  dòng hai",
        "- một",
        "+ con",
        "# số",
        "| A | B\\|C |",
        "| 1 | x |",
    ]
    blocks = blocks_of_typed("\n".join([*lines, "\\- không phải ý", "<script>x</script>"]))
    assert [letters_of(block) for block in blocks] == [
        "Đoạn đậm 59,77* == lẻ\ndòng hai",
        "một\ncon",
        "số",
        "A | B|C\n1 | x",
        "- không phải ý",
        "<script>x</script>",
    ]
    assert blocks[0].runs[1] == Run("đậm", is_bold=True)
    assert html_of(blocks[-1]) == "<p>&lt;script&gt;x&lt;/script&gt;</p>"


@given(st.text(alphabet="ab=~\\|-+#  \n<>&*1,5", max_size=60))
def test_typing_over_what_is_shown_changes_nothing(text):
    blocks = blocks_of_typed(text)
    assert blocks_of_typed(typed_of(blocks)) == blocks


@given(st.text(max_size=80))
def test_any_letters_can_be_typed_and_pasted(text):
    for blocks in (blocks_of_typed(text), clean(text)):
        for block in blocks:
            assert block_of(html_of(block)) == block


# --- figures ----------------------------------------------------------------------------------


def test_figures_are_named_by_the_words_before_them():
    text = (
        "Điểm trung bình là 63,86* điểm (tính trên 23 đơn vị); năm 2019 là 59,77 điểm. Ban A tăng "
        "3,27 điểm (từ 73,11 lên 76,38)"
    )
    assert figures_in(plain(text)) == {
        "Điểm trung bình là": "63,86*",
        "tính trên": "23",
        "tính trên, năm": "2019",
        "tính trên, là": "59,77",
        "Ban A tăng": "3,27",
        "Ban A tăng, từ": "73,11",
        "Ban A tăng, lên": "76,38",
    }


def test_every_number_of_a_list_and_a_table_is_a_figure():
    items = Items(("5 đơn vị đạt 100 điểm", "Không có số"))
    assert sorted(figures_in(items).values()) == ["100", "5"]
    grid = Grid(
        "",
        ("Loại", "Nhóm", "Số đơn vị"),
        (40, 30, 30),
        (("Thuộc Bộ", "Nhóm A", "3"), ("Thuộc Bộ", "Nhóm B", "12")),
    )
    assert figures_in(grid) == {
        "Thuộc Bộ, Nhóm A: Số đơn vị": "3",
        "Thuộc Bộ, Nhóm B: Số đơn vị": "12",
    }


def test_figures_of_one_name_are_told_apart():
    assert figures_in(plain("Có 1. Có 2. Có 3")) == {"Có": "1", "Có (2)": "2", "Có (3)": "3"}
