"""Vietnamese text: composed on the way in, folded to search by, ASCII in file names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ictindex.lib.text import fold, nfc, slug

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
