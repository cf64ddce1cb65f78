"""Office files and CSV as finished bytes: the same whenever they are packed, and no text
becomes a formula.
"""

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO

import pytest
from docx import Document
from openpyxl import Workbook

from ictindex.lib.csv_files import as_csv
from ictindex.lib.office_files import settled
from ictindex.lib.zip_stream import ZipStream


def made(kind) -> bytes:
    file = BytesIO()
    kind().save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", [Workbook, Document])
def test_a_settled_file_is_as_of_its_day_and_of_no_other_moment(kind):
    content = made(kind)
    first = settled(content, date(2020, 12, 21))
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2020, 12, 21, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2020-12-21T00:00:00Z") == 2
        assert archive.namelist() == zipfile.ZipFile(BytesIO(content)).namelist()
    assert settled(first, date(2020, 12, 21)) == first


def test_a_file_without_a_day_is_as_of_the_first_day_a_zip_knows():
    with zipfile.ZipFile(BytesIO(settled(made(Workbook), None))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_csv_is_what_vietnamese_excel_reads():
    rows = [("Tên", "Điểm"), ('Vụ "A"; B', Decimal("62.00")), (None, 3), ("", Decimal("-1.5"))]
    assert (
        as_csv(rows)
        == b"\xef\xbb\xbf" + 'Tên;Điểm\r\n"Vụ ""A""; B";62,00\r\n;3\r\n;-1,5\r\n'.encode()
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n"])
def test_a_text_that_would_begin_a_formula_begins_with_an_apostrophe(start):
    assert f"'{start}1+1" in as_csv([(f"{start}1+1",)]).decode("utf-8-sig")


def test_csv_holds_no_letters_that_no_file_can_hold():
    assert as_csv([("a\x00b\ud800\uffff",)]) == b"\xef\xbb\xbfab\r\n"


def test_a_zip_that_is_sent_while_it_is_made_can_be_read_and_knows_its_sums():
    sent, at, large = ZipStream(), datetime(2020, 12, 21, tzinfo=UTC), bytes(range(256)) * 4096
    blocks = [
        *sent.put("Danh mục.csv", b"abc", at),
        *sent.copy("to.bin", BytesIO(large), at),
        *sent.close(),
    ]
    assert max(map(len, blocks)) < len(large)
    with zipfile.ZipFile(BytesIO(b"".join(blocks))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "Danh mục.csv": b"abc",
            "to.bin": large,
        }
    assert [(member.name, member.size, member.sha256) for member in sent.members] == [
        ("Danh mục.csv", 3, sha256(b"abc").hexdigest()),
        ("to.bin", len(large), sha256(large).hexdigest()),
    ]
