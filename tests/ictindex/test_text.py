"""Vietnamese text: clean and composed on the way in, folded to search by, ASCII in file names."""

import unicodedata
from xml.sax.saxutils import escape

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from ictindex.lib.text import (
    JOINERS,
    clean_letters,
    clean_line,
    clean_text,
    fold,
    in_xml,
    is_clean_line,
    is_mark,
    legible,
    marked,
    nfc,
    slug,
)

texts = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("ăâđêôơưĂÂĐÊÔƠƯàảãáạệ \t-_.")), max_size=20
)


def test_letters_and_tones_sent_apart_are_put_together() -> None:
    apart = unicodedata.normalize("NFD", "Bộ Nội vụ")

    assert apart != "Bộ Nội vụ"
    assert nfc(apart) == "Bộ Nội vụ"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đào tạo, bồi dưỡng", "dao tao, boi duong"),
        ("ĐƯỜNG", "duong"),
        ("Quỳnh  Ỷ\tở\n", "quynh y o"),
        ("ắằẳẵặấầẩẫậ", "aaaaaaaaaa"),
        ("", ""),
    ],
)
def test_text_is_folded_to_plain_lower_case(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(texts)
def test_both_ways_of_sending_a_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(texts)
def test_folding_and_composing_twice_change_nothing_more(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Báo cáo 2020", "bao-cao-2020"),
        ("QĐ 1101/QĐ-BNV", "qd-1101-qd-bnv"),
        ("../../etc/passwd", "etc-passwd"),
        ("…", ""),
    ],
)
def test_a_file_name_has_ascii_words_and_hyphens(text: str, name: str) -> None:
    assert slug(text) == name


@given(texts)
def test_a_file_name_holds_nothing_else(text: str) -> None:
    name = slug(text)

    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not name.startswith("-")
    assert not name.endswith("-")
    assert "--" not in name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x07\x1f\x7f", "ab"),
        ("a\ud800b", "ab"),
        ("a\uffffb\ufffe\U0001ffff\ufdd0\ufdef", "ab"),
        ("hoa\u202edon\u2066\u200f", "hoadon"),
        ("Vụ\u200b \ufeffA\u00ad", "Vụ A"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("một\vhai\x0cba\x85bốn\u2028năm\u2029sáu", "một\nhai\nba\nbốn\nnăm\nsáu"),
        ("cột\tcột", "cột\tcột"),
        (f"क्{JOINERS}ष", f"क्{JOINERS}ष"),
        ("𝕏 部 🏛️ –\u00a0«»", "𝕏 部 🏛️ –\u00a0«»"),
        ("", ""),
    ],
)
def test_what_no_file_can_hold_or_nobody_can_see_is_left_out(typed: str, kept: str) -> None:
    assert legible(typed) == kept
    assert clean_letters(typed) == kept


@given(texts)
def test_a_clean_text_is_legible_composed_and_bare_and_stays_so(text: str) -> None:
    clean = clean_text(text)

    assert legible(clean) == nfc(clean) == clean.strip() == clean
    assert clean_text(clean) == clean


@given(texts)
def test_any_text_becomes_one_clean_line(text: str) -> None:
    line = clean_line(text)

    assert is_clean_line(line)
    assert line == " ".join(line.split())


@given(st.text(min_size=1))
def test_xml_holds_every_legible_text(text: str) -> None:
    kept = fromstring(f"<a>{escape(legible(text))}</a>")

    assert (kept.text or "") == legible(text)


@given(st.text())
def test_legible_leaves_each_letter_that_is_clean_by_itself(text: str) -> None:
    """Whatever short cuts are taken for a whole text."""
    letters = text.replace("\r\n", "\n")

    assert legible(text) == "".join(legible(letter) for letter in letters)


@pytest.mark.parametrize("filler", "\u115f\u1160\u3164\uffa0\u2800")
def test_letters_that_are_drawn_as_nothing_are_not_clean(filler: str) -> None:
    assert (legible(f"a{filler}b"), is_clean_line(filler)) == ("ab", False)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\u00adb\u200bc\ue000", "a\u00adb\u200bc\ue000"),
        ("a\nb\x00c\uffff", "a b c"),
        ("e\u0301", "é"),
    ],
)
def test_hidden_marks_stay_in_what_was_drawn_before(text: str, line: str) -> None:
    assert in_xml(text) == line


@given(st.text())
def test_xml_holds_every_line_made_for_it(text: str) -> None:
    kept = fromstring(f"<a>{escape(in_xml(text))}</a>")

    assert (kept.text or "") == in_xml(text)


@pytest.mark.parametrize(
    "text", ["a\nb", "a\tb", "a\u2028b", "a\x00", "\ud800", "\u202e", "\ue000"]
)
def test_what_is_no_clean_line_is_marked_where_it_is_not(text: str) -> None:
    assert not is_clean_line(text)
    assert is_clean_line(marked(text))
    assert "\ufffd" in marked(text)


def test_tones_and_joiners_take_no_width() -> None:
    assert [is_mark(letter) for letter in "\u0301\u200da "] == [True, True, False, False]
