"""Workbooks are read exactly, and what is written into them stays what it is."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ictindex.lib.sheets import (
    CellKind,
    SheetCell,
    place,
    put_number,
    put_text,
    read_book,
    sheet_title,
)
from ictindex.lib.text import clean_letters
from tests.ictindex.packages import BOOK, SHEET, cell, package, sheet


def read(rows: str, **parts: str) -> dict[str, SheetCell]:
    """The cells of the only sheet by their places."""
    book = read_book(package(rows, parts))
    return {place(*where): found for where, found in book.sheets[0].cells.items()}


def only(xml: str) -> SheetCell:
    return read(f'<row r="1">{xml}</row>')["A1"]


def written(put, value) -> tuple[SheetCell | None, object]:
    """A value put into a cell of a real workbook: as it is read back here, and as openpyxl
    reads it.
    """
    book = openpyxl.Workbook()
    put(book.active["A1"], value)
    file = BytesIO()
    book.save(file)
    return read_book(file).sheets[0].cells.get((1, 1)), openpyxl.load_workbook(file).active["A1"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 912", "-5", "@cmd", "=cmd|'/c calc'!A1", "\t=1", "- gạch đầu dòng"]
)
def test_text_that_could_be_computed_stays_a_text(text) -> None:
    ours, theirs = written(put_text, text)
    assert (ours, theirs.data_type, theirs.value, theirs.quotePrefix) == (
        SheetCell(CellKind.TEXT, text),
        "s",
        text,
        True,
    )


@pytest.mark.parametrize(
    "text",
    ["_x0041_", "a _x000D_ b", "_xABCD_", "hai\ndòng", "  khoảng  ", "Đ₫ – «ngoặc»", "&<>\"'"],
)
def test_text_is_read_back_letter_by_letter(text) -> None:
    assert written(put_text, text)[0] == SheetCell(CellKind.TEXT, text)


@given(st.text(max_size=60))
def test_any_text_comes_back_as_it_could_be_written(text) -> None:
    expected = clean_letters(text)
    found = written(put_text, text)[0]
    assert found == (SheetCell(CellKind.TEXT, expected) if expected else None)


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("72.57", "72.57"),
        ("12.50", "12.5"),
        ("0", "0"),
        ("1000000", "1000000"),
        ("0.000001", "0.000001"),
    ],
)
def test_number_is_kept_as_a_number(number, kept) -> None:
    ours, theirs = written(put_number, Decimal(number))
    assert (ours, theirs.data_type, theirs.number_format) == (
        SheetCell(CellKind.NUMBER, kept),
        "n",
        "0.00",
    )


def test_number_of_more_digits_than_a_cell_keeps_is_put_as_text() -> None:
    assert written(put_number, Decimal("123456789012345.123456"))[0] == SheetCell(
        CellKind.TEXT, "123456789012345,123456"
    )


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_amount_of_two_places_comes_back_exactly(number) -> None:
    found = written(put_number, number)[0]
    assert (found.kind, Decimal(found.text)) == (CellKind.NUMBER, number)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("72.569999999999993", "72.57"),
        ("0.10000000000000001", "0.1"),
        ("1.4999999999999999E-2", "0.015"),
        ("1E3", "1000"),
        (" 12 ", "12"),
        ("-0", "0"),
        ("+7", "7"),
        ("1e-7", "0.0000001"),
    ],
)
def test_number_is_what_the_office_program_shows(stored, shown) -> None:
    assert only(cell("A1", stored)) == SheetCell(CellKind.NUMBER, shown)


@pytest.mark.parametrize(
    "stored", ["NaN", "INF", "-Infinity", "1e999", "1E-300", "1_0", "0x1F", "５", "1,5", "", "12 3"]
)
def test_what_is_no_number_is_an_error_and_never_a_number(stored) -> None:
    found = read(f'<row r="1">{cell("A1", stored)}{cell("B1", "1")}</row>').get("A1")
    assert found in (None, SheetCell(CellKind.ERROR, stored))


@pytest.mark.parametrize(
    ("style", "stored", "found"),
    [
        (1, "44196", SheetCell(CellKind.DATE, "2020-12-31")),
        (4, "44196", SheetCell(CellKind.DATE, "2020-12-31")),
        (1, "44196.5", SheetCell(CellKind.DATE, "")),
        (1, "99999999", SheetCell(CellKind.DATE, "")),
        (1, "-1", SheetCell(CellKind.DATE, "")),
        (2, "7.5", SheetCell(CellKind.NUMBER, "7.5")),
        (3, "0.72", SheetCell(CellKind.PERCENT, "0.72")),
        (5, "0.72", SheetCell(CellKind.PERCENT, "0.72")),
        (6, "7.5", SheetCell(CellKind.NUMBER, "7.5")),
        (99, "7.5", SheetCell(CellKind.NUMBER, "7.5")),
    ],
)
def test_days_and_percentages_are_told_from_numbers_by_their_format(style, stored, found) -> None:
    assert only(cell("A1", stored, style=style)) == found


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    book = BOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert read(f'<row r="1">{cell("A1", "42734", style=1)}</row>', **{"xl/workbook.xml": book})[
        "A1"
    ] == SheetCell(CellKind.DATE, "2020-12-31")


@pytest.mark.parametrize(
    ("xml", "found"),
    [
        ('<c r="A1"><f>1+1</f><v>2</v></c>', SheetCell(CellKind.FORMULA, "")),
        ('<c r="A1" t="str"><f>"a"</f><v>a</v></c>', SheetCell(CellKind.FORMULA, "")),
        ('<c r="A1"><f t="shared" si="0"/></c>', SheetCell(CellKind.FORMULA, "")),
        ('<c r="A1" t="b"><v>1</v></c>', SheetCell(CellKind.TRUTH, "1")),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', SheetCell(CellKind.ERROR, "#DIV/0!")),
        ('<c r="A1" t="d"><v>2020-12-31T00:00:00</v></c>', SheetCell(CellKind.DATE, "2020-12-31")),
        ('<c r="A1" t="d"><v>2020-12-31T10:30:00</v></c>', SheetCell(CellKind.DATE, "")),
        (
            '<c r="A1" t="inlineStr"><is><r><t>Có </t></r><r><t>hai</t></r></is></c>',
            SheetCell(CellKind.TEXT, "Có hai"),
        ),
        ("<c><v>5</v></c>", SheetCell(CellKind.NUMBER, "5")),
    ],
)
def test_kinds_of_cells(xml, found) -> None:
    assert only(xml) == found


def test_shared_texts_are_joined_from_their_runs_without_pronunciations() -> None:
    texts = (
        "<sst><si><r><t>Tử </t></r><r><t>số</t></r><rPh><t>x</t></rPh></si><si><t>b</t></si></sst>"
    )
    found = read(
        f"<row>{cell('A1', '0', kind='s')}{cell('B1', '1', kind='s')}</row>",
        **{"xl/sharedStrings.xml": texts},
    )
    assert found == {"A1": SheetCell(CellKind.TEXT, "Tử số"), "B1": SheetCell(CellKind.TEXT, "b")}


def test_names_with_a_prefix_mean_the_same() -> None:
    rows = '<x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>'
    assert read("", **{SHEET: sheet(rows, prefix="x")}) == {"B2": SheetCell(CellKind.TEXT, "a")}


def test_cells_without_a_place_follow_one_another() -> None:
    found = read(
        '<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c><v>3</v></c><c '
        'r="D5"><v>4</v></c><c><v>5</v></c></row>'
    )
    assert {where: each.text for where, each in found.items()} == {
        "A1": "1",
        "B1": "2",
        "A5": "3",
        "D5": "4",
        "E5": "5",
    }


def test_merged_areas_are_named() -> None:
    parts = {SHEET: sheet("", around='{}<mergeCells><mergeCell ref="B2:C3"/></mergeCells>')}
    assert read_book(package(None, parts)).sheets[0].merged == ("B2:C3",)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("HTKT", "HTKT"),
        ("TTĐT/Cổng", "TTĐT-Cổng"),
        ("a[b]:c*d?e\\f", "a-b--c-d-e-f"),
        ("'tên'", "tên"),
        ("x" * 40, "x" * 31),
        ("", "Trang"),
        ("History", "History-"),
        ("Một\ndòng", "Một-dòng"),
    ],
)
def test_sheet_titles_are_such_as_office_programs_take(text, title) -> None:
    assert sheet_title(text) == title


def test_sheet_titles_differ_whatever_their_case_and_length() -> None:
    taken: set[str] = set()
    for text in ("htkt", "HTKT", "Htkt", "x" * 40, "X" * 31):
        taken.add(sheet_title(text, taken).casefold())
    assert taken == {"htkt", "htkt (2)", "htkt (3)", "x" * 31, f"{'x' * 27} (2)"}


@given(st.text(max_size=50), st.sets(st.text(max_size=31).map(str.casefold), max_size=4))
def test_openpyxl_takes_every_title(text, taken) -> None:
    title = sheet_title(text, taken)
    book = openpyxl.Workbook()
    book.active.title = title
    assert (book.active.title, 0 < len(title) <= 31, title.casefold() in taken) == (
        title,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("where", "name"), [((1, 1), "A1"), ((12, 26), "Z12"), ((3, 27), "AA3"), ((7, 703), "AAA7")]
)
def test_places_are_named_as_in_the_program(where, name) -> None:
    assert place(*where) == name


def test_what_a_cell_hides_is_left_out_and_letters_are_composed() -> None:
    rows = cell("A1", "a_x0000_b_xFFFF_\ufdd0\u202e Tie\u0302\u0301ng", kind="inlineStr")
    book = read_book(package(f'<row r="1">{rows}</row>'))
    assert book.sheets[0].cells[1, 1] == SheetCell(CellKind.TEXT, "ab Tiếng")
