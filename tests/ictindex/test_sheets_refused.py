"""Files that are no honest workbook are refused with a sentence, quickly and in little memory."""

import os
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from ictindex.lib.sheets import (
    CellKind,
    NotAWorkbook,
    SheetCell,
    WorkbookLimits,
    WorkbookRefused,
    read_book,
)
from tests.ictindex.packages import BOOK, BOOK_LINKS, ROOT, SHEET, cell, package, sheet

ROOT_FOLDER = Path(__file__).resolve().parent.parent.parent
MOST_MEMORY = 150 << 20
QUICK = 5

#: A sheet of 4 KB that says that it is as large as a sheet can be, with a cell in its last corner.
FORGED = sheet(cell("A1", "1"), around='<dimension ref="A1:XFD1048576"/>{}')
CORNER = sheet(f'<row r="1048576">{cell("XFD1048576", "1")}</row>')
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def million_rows() -> BytesIO:
    return package("".join(f'<row r="{number}"/>' for number in range(1, 300_000)))


def million_cells() -> BytesIO:
    return package(f'<row r="1">{"<c/>" * 400_000}</row>')


def long_text() -> BytesIO:
    return package(f'<row r="1">{cell("A1", "x" * 2_000_000, kind="inlineStr")}</row>')


def many_texts() -> BytesIO:
    return package("", {"xl/sharedStrings.xml": f"<sst>{'<si><t/></si>' * 200_000}</sst>"})


def many_formats() -> BytesIO:
    return package(
        "", {"xl/styles.xml": f"<styleSheet><cellXfs>{'<xf/>' * 400_000}</cellXfs></styleSheet>"}
    )


def many_merges() -> BytesIO:
    return package("", {SHEET: sheet("", around="{}" + '<mergeCell ref="A1:B2"/>' * 300_000)})


def deep() -> BytesIO:
    return package("", {SHEET: "<a>" * 1_000_000})


def long_name() -> BytesIO:
    return package("", {SHEET: f"<a {'b' * 15_000_000}='1'/>"})


def bomb() -> BytesIO:
    return package("", {"xl/media/image1.png": b"\0" * (60 << 20)})


def lying_bomb() -> BytesIO:
    """The directory says that the part is small; what is packed in it is not."""
    content = package("", {SHEET: sheet("<row/>" * 5_000_000)}).getvalue()
    real = len(sheet("<row/>" * 5_000_000)).to_bytes(4, "little")
    return BytesIO(content.replace(real, (1000).to_bytes(4, "little")))


def many_members() -> BytesIO:
    return package("", {f"xl/media/{number}": b"" for number in range(5_000)})


HOSTILE = {
    "million rows": (million_rows, "Trang «T» có nhiều dòng"),
    "million cells": (million_cells, "Trang «T» có nhiều dòng"),
    "corner": (lambda: package("", {SHEET: CORNER}), "Trang «T» có nhiều dòng"),
    "long text": (long_text, "Trang «T» có nhiều dòng"),
    "many texts": (many_texts, "Bảng chữ"),
    "many formats": (many_formats, "Bảng chữ"),
    "deep": (deep, "Trang «T» có nhiều dòng"),
    "bomb": (bomb, "giải nén vượt 20 MB"),
    "lying bomb": (lying_bomb, "bị hỏng"),
    "many members": (many_members, "hơn 300 thành phần"),
    "entities": (lambda: package("", {SHEET: ENTITIES}), "bị hỏng"),
    "document type": (lambda: package("", {SHEET: "<!DOCTYPE worksheet><worksheet/>"}), "bị hỏng"),
    "outside entity": (lambda: package("", {"xl/workbook.xml": OUTSIDE}), "bị hỏng"),
    "too large": (lambda: BytesIO(b"PK\x03\x04" + os.urandom(6 << 20)), "lớn hơn 5 MB"),
}


def refusal(file: BytesIO) -> str:
    with pytest.raises(WorkbookRefused) as caught:
        read_book(file)
    return str(caught.value)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_with_the_reason_and_quickly(name) -> None:
    make, sentence = HOSTILE[name]
    file = make()
    began = time.perf_counter()
    assert sentence in refusal(file)
    assert time.perf_counter() - began < QUICK


#: Odd, and harmless: how many cells are read.
ODD = {
    "forged": (lambda: package("", {SHEET: FORGED}), 1),
    "long name": (long_name, 0),
    "many merges": (many_merges, 0),
}


def test_forged_dimension_is_not_believed() -> None:
    assert read_book(package("", {SHEET: FORGED})).sheets[0].cells == {
        (1, 1): SheetCell(CellKind.NUMBER, "1")
    }


def test_empty_rows_far_below_are_no_offence() -> None:
    rows = (
        f'<row r="1">{cell("A1", "1")}</row><row r="1048576" ht="12"><c r="A1048576" s="1"/></row>'
    )
    assert read_book(package(rows)).sheets[0].cells == {(1, 1): SheetCell(CellKind.NUMBER, "1")}


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("xl/vbaProject.bin", "macro"),
        ("xl/VBAPROJECT.BIN", "macro"),
        ("xl/macrosheets/sheet1.xml", "macro"),
        ("xl/externalLinks/externalLink1.xml", "liên kết tới tệp khác"),
        ("xl/embeddings/oleObject1.bin", "đối tượng nhúng"),
        ("xl/activeX/activeX1.xml", "đối tượng nhúng"),
        ("xl/connections.xml", "kết nối dữ liệu"),
        ("xl/queryTables/queryTable1.xml", "kết nối dữ liệu"),
    ],
)
def test_parts_that_act_or_reach_outside_are_refused_by_name(part, what) -> None:
    sentence = refusal(package("", {part: "x"}))
    assert (
        f"Tệp có {what} («{part.lower()}»)" in sentence,
        sentence.endswith("rồi tải lên lại."),
    ) == (True, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp rỗng."),
        (b"%PDF-1.7", "Tệp không phải là tệp Excel (.xlsx)."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "Tệp có mật khẩu hoặc theo dạng .xls cũ.",
        ),
        (b"PK\x03\x04" + b"\0" * 100, "Tệp Excel bị hỏng"),
        (b"PK\x03\x04PK\x05\x06" + b"\0" * 18, "Tệp Excel bị hỏng"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_reason(content, sentence) -> None:
    assert refusal(BytesIO(content)).startswith(sentence)


@pytest.mark.parametrize(
    "parts",
    [
        {"_rels/.rels": "<Relationships/>"},
        {"_rels/.rels": ROOT.replace("xl/workbook.xml", "../../etc/passwd")},
        {"xl/workbook.xml": "không phải XML"},
        {"xl/_rels/workbook.xml.rels": "<Relationships/>"},
        {
            "xl/_rels/workbook.xml.rels": BOOK_LINKS.replace(
                "worksheets/sheet1.xml", "../../../etc/passwd"
            )
        },
        {"xl/workbook.xml": BOOK.replace('r:id="r1"', "")},
        {SHEET: sheet('<row r="1"><c r="1A"><v>1</v></c></row>')},
        {SHEET: sheet('<row r="0x1"><c><v>1</v></c></row>')},
        {SHEET: sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')},
        {SHEET: sheet('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>')},
        {SHEET: sheet('<row r="1"><c r="A1" s="x"><v>1</v></c></row>')},
        {SHEET: b"\xff\xfe\x00"},
        {"xl/styles.xml": "<styleSheet><cellXfs>"},
    ],
)
def test_broken_parts_are_refused_and_nothing_else_happens(parts) -> None:
    with pytest.raises(NotAWorkbook, match="bị hỏng"):
        read_book(package("", parts))


def test_more_sheets_than_allowed_are_refused() -> None:
    book = BOOK.replace("</sheets>", '<sheet name="A" r:id="r1"/>' * 60 + "</sheets>")
    assert "hơn 60 trang" in refusal(package("", {"xl/workbook.xml": book}))


def test_two_parts_of_one_name_are_refused() -> None:
    file = package("")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("XL/workbook.xml", BOOK)
    assert "bị hỏng" in refusal(file)


def test_encrypted_parts_are_refused() -> None:
    content = bytearray(package("").getvalue())
    for place in (content.find(b"PK\x03\x04") + 6, content.find(b"PK\x01\x02") + 8):
        content[place] |= 1
    assert "Tệp có mật khẩu" in refusal(BytesIO(bytes(content)))


def test_every_cut_of_a_workbook_is_refused_or_read() -> None:
    """Never another error than a refusal, wherever the file breaks off and whatever byte is
    wrong.
    """
    whole = package(f'<row r="1">{cell("A1", "1")}</row>', stored=True).getvalue()
    damaged = [
        content
        for at in range(0, len(whole), 7)
        for content in (whole[:at], whole[:at] + b"\xff" + whole[at + 1 :])
    ]
    for content in damaged:
        with suppress(WorkbookRefused):
            read_book(BytesIO(content))
    assert len(damaged) > 500


def test_limits_are_those_that_are_asked_for() -> None:
    file = package(f'<row r="3">{cell("C3", "1")}</row>')
    assert read_book(file, WorkbookLimits(rows=3, columns=3)).sheets[0].cells == {
        (3, 3): SheetCell(CellKind.NUMBER, "1")
    }
    for limits in (WorkbookLimits(rows=2), WorkbookLimits(columns=2)):
        with pytest.raises(WorkbookRefused, match="nhiều dòng, nhiều cột"):
            read_book(file, limits)


def _read_within(path: Path, program: str) -> subprocess.CompletedProcess[str]:
    """Read a file in a process that may use no more address space than the limit."""
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, "
        f"{MOST_MEMORY}))\n{program}"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT_FOLDER,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


OURS = """
import sys
from ictindex.lib.sheets import WorkbookRefused, read_book
with open(sys.argv[1], "rb") as file:
    try:
        book = read_book(file)
    except WorkbookRefused as refused:
        print("refused")
    else:
        print("read", len(book.sheets[0].cells))
"""
THEIRS = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
print(len(list(book.worksheets[0].rows)))
"""


@pytest.mark.parametrize("name", [*HOSTILE, *ODD])
def test_no_file_takes_more_than_150_megabytes(name, tmp_path) -> None:
    path = tmp_path / "tep.xlsx"
    make, _ = (HOSTILE | ODD)[name]
    path.write_bytes(make().getvalue())
    done = _read_within(path, OURS)
    assert (done.stdout, done.stderr) == (
        f"read {ODD[name][1]}\n" if name in ODD else "refused\n",
        "",
    )


def test_the_limit_of_memory_is_one_that_a_forged_dimension_breaks_elsewhere(tmp_path) -> None:
    """What shows that the test above could fail: the usual reader does not come to an end
    within the same memory.
    """
    path = tmp_path / "tep.xlsx"
    rows = f'<row r="1">{cell("A1", "1")}</row><row r="1048576">{cell("XFD1048576", "1")}</row>'
    path.write_bytes(
        package("", {SHEET: sheet(rows, around='<dimension ref="A1:XFD1048576"/>{}')}).getvalue()
    )
    assert "MemoryError" in _read_within(path, THEIRS).stderr
    assert _read_within(path, OURS).stdout == "refused\n"
