"""The instrument itself: it overlooks how things are written down, and nothing that is said."""

import gzip
import io
import zipfile
from pathlib import Path

from tests.answers.comparison import compare
from tests.answers.normal_form import html, text_of
from tests.answers.record import Book

PAGE = """<!doctype html><html><head><link rel="stylesheet" href="/static/css/base.css">
  <script src="/static/js/board.0123456789ab.js" defer></script></head>
  <body><p class="a  b"
     id="x">Đơn vị <b>A</b> được 5,00 điểm.</p>
  <input type="hidden" name="csrfmiddlewaretoken" value="{token}"><pre> a
 b</pre></body></html>"""
WRAPPED = """<!doctype html>
<html>
<head><link rel="stylesheet" href="/static/css/other.css"><link href="/x.css" rel="stylesheet">
<script
  src="/static/js/parts/board.js" defer></script></head><body>
<p class="a b" id="x">
  Đơn vị
  <b>A</b>
  được 5,00
  điểm.
</p> <input type="hidden" name="csrfmiddlewaretoken" value="{token}"><pre> a
 b</pre></body></html>"""
WHO = {"part": "pages", "phase": "late", "who": "wg_head", "method": "GET", "route": "home"}


def test_wrapped_lines_tokens_and_places_of_styles_make_no_difference():
    before, after = PAGE.replace("{token}", "aZ" * 32), WRAPPED.replace("{token}", "Zb" * 32)
    assert html(before) == html(after)


def test_words_numbers_attributes_and_exact_text_make_a_difference():
    changes = {"điểm": "đỉểm", "5,00": "5,01", 'id="x"': 'id="y"', "<b>": "<i>", " a\n b": "a b"}
    assert [old for old, new in changes.items() if html(PAGE) == html(PAGE.replace(old, new))] == []


def test_space_between_words_and_inline_tags_makes_a_difference():
    assert html("<p>một <b>hai</b></p>") != html("<p>một<b>hai</b></p>")
    assert html('<input value="a  b">') != html('<input value="a b">')


def test_data_and_packed_files_are_read():
    assert text_of(b'{"b": 1, "a": 2}', "application/json") == '{\n "a": 2,\n "b": 1\n}'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("word.xml", "<a><b>điểm</b></a>")
    assert text_of(packed.getvalue()) == "=== word.xml\n<a>\n<b>điểm</b>\n</a>"


def book_of(body: str, **said: object) -> Book:
    book = Book()
    for number in range(2):
        book.add({**WHO, "url": f"/{number}/"}, status=200, body=body, **said)
    return book


def test_changed_answer_is_told_once_with_all_its_places(tmp_path: Path):
    book_of("một\nhai").write(tmp_path / "old", "pages-late")
    book_of("một\nba").write(tmp_path / "new", "pages-late")
    found = compare(tmp_path / "old", tmp_path / "new")
    assert found.count == 2
    told = [line.strip() for line in found.told()]
    places = [f"pages late wg_head GET home /{number}/" for number in range(2)]
    assert told == ["## 2 x", *places, "@ body", "-hai", "+ba"]


def test_equal_and_lacking_answers_are_told_apart(tmp_path: Path):
    book_of("một").write(tmp_path / "old", "pages-late")
    book_of("một").write(tmp_path / "same", "pages-late")
    assert compare(tmp_path / "old", tmp_path / "same").count == 0
    assert compare(tmp_path / "old", tmp_path / "none").count == 2
    assert compare(tmp_path / "none", tmp_path / "old").count == 2
    assert compare(tmp_path / "none", tmp_path / "old", ("acts",)).count == 0


def test_status_and_headers_are_compared(tmp_path: Path):
    book_of("một", headers={"Cache-Control": "no-store"}).write(tmp_path / "old", "pages-late")
    book_of("một", headers={"Cache-Control": "public"}).write(tmp_path / "new", "pages-late")
    assert compare(tmp_path / "old", tmp_path / "new").count == 2


def test_nothing_that_is_different_is_overlooked(tmp_path: Path):
    book_of("một\nhai").write(tmp_path / "old", "acts-late")
    book_of("một\nhai\n").write(tmp_path / "new", "acts-late")
    assert compare(tmp_path / "old", tmp_path / "new").count == 2


def test_each_body_is_stored_once(tmp_path: Path):
    book_of("một").write(tmp_path, "pages-late")
    with gzip.open(tmp_path / "pages-late.bodies.gz", "rt", encoding="utf-8") as file:
        assert len(file.readlines()) == 1
