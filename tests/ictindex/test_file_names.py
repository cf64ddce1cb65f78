"""Names of files, as people and attackers give them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ictindex.lib.file_names import MOST_OCTETS, clean_name, shown_name, unique_name

PDF = (".pdf",)
JPEG = (".jpg", ".jpeg")

NAMES = {
    "plain": ("Báo cáo 2020.pdf", "Báo cáo 2020.pdf"),
    "parts of a path": ("../../etc/passwd.pdf", "passwd.pdf"),
    "parts of a path of Windows": ("C:\\Users\\a\\..\\Báo cáo.pdf", "Báo cáo.pdf"),
    "only a path": ("../..", "tai-lieu.pdf"),
    "nothing": ("", "tai-lieu.pdf"),
    "only dots": ("....", "tai-lieu.pdf"),
    "only an ending": (".pdf", "pdf.pdf"),
    "control characters": ("a\x00b\x1f\x7f.pdf", "ab.pdf"),
    "line ends": ("dòng một\r\nSet-Cookie: a=b.pdf", "dòng một Set-Cookie_ a=b.pdf"),
    "line separators": ("a\u2028b\u2029c.pdf", "a b c.pdf"),
    "written from right to left": ("bao\u202egnp.fdp.pdf", "baognp.fdp.pdf"),
    "an ending hidden by direction": ("thu\u202efdp.exe", "thufdp.exe.pdf"),
    "letters without width": ("b\u200bá\ufeffo\u200d.pdf", "báo.pdf"),
    "letters apart from their tones": (
        unicodedata.normalize("NFD", "Đề án số.pdf"),
        "Đề án số.pdf",
    ),
    "half a letter": ("a\ud800b.pdf", "ab.pdf"),
    "what Windows forbids": ('a<b>:"|?*.pdf', "a_b______.pdf"),
    "a device of Windows": ("CON.pdf", "_CON.pdf"),
    "a device with more": ("lpt1.old.pdf", "_lpt1.old.pdf"),
    "another ending": ("virus.exe", "virus.exe.pdf"),
    "a page": ("trang.html", "trang.html.pdf"),
    "no ending": ("Quyết định", "Quyết định.pdf"),
    "ending in capitals": ("SCAN.PDF", "SCAN.PDF"),
    "blanks at the ends": ("  a  b .pdf  ", "a b.pdf"),
    "two endings": ("a.pdf.pdf", "a.pdf.pdf"),
}


@pytest.mark.parametrize(("given_name", "cleaned"), NAMES.values(), ids=NAMES.keys())
def test_name_is_made_fit(given_name, cleaned):
    assert clean_name(given_name, PDF) == cleaned


def test_each_usual_ending_is_kept():
    assert [clean_name(name, JPEG) for name in ("a.jpeg", "a.JPG", "a.png")] == [
        "a.jpeg",
        "a.JPG",
        "a.png.jpg",
    ]


def test_long_name_keeps_its_ending_and_its_letters_whole():
    name = clean_name("Đ" * 300 + ".pdf", PDF)
    assert name == "Đ" * 98 + ".pdf"
    assert len(name.encode()) == MOST_OCTETS


def test_mark_that_lost_its_letter_goes_with_it():
    letter = "x\u0323\u0302"
    name = clean_name("a" * 195 + letter + ".pdf", PDF)
    assert not unicodedata.combining(name.removesuffix(".pdf")[-1])


@given(st.text(alphabet=st.characters()))
def test_any_text_becomes_a_name(text):
    name = clean_name(text, PDF)
    assert name.lower().endswith(".pdf")
    assert len(name.encode()) <= MOST_OCTETS
    assert not set(name) & set('/\\<>:"|?*\0')
    assert {unicodedata.category(letter) for letter in name}.isdisjoint(
        {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
    )
    assert clean_name(name, PDF) == name


def test_refused_file_is_named_without_its_tricks():
    assert [shown_name(name) for name in ("/a/b\u202efdp.exe", "", "\x00")] == [
        "bfdp.exe",
        "không tên",
        "không tên",
    ]


def test_same_names_get_numbers():
    taken: set[str] = set()
    names = [unique_name(name, taken) for name in ("a.pdf", "A.PDF", "a.pdf", "a (2).pdf")]
    assert names == ["a.pdf", "A (2).PDF", "a (3).pdf", "a (2) (2).pdf"]
