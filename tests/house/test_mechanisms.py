"""One mechanism each for files and for Word; and each question asked of a small house that has
more.
"""

import pytest

from tests.house import mechanisms
from tests.house.exceptions import FILE_WRITERS
from tests.house.sources import read_sources
from tests.places import ROOT

SOURCES = read_sources(ROOT)


@pytest.mark.parametrize(
    "question",
    [
        mechanisms.file_writers,
        mechanisms.word_users,
        mechanisms.idle_file_writers,
        mechanisms.tags_in_python,
        mechanisms.idle_tags,
    ],
    ids=lambda question: question.__name__,
)
def test_there_is_one_mechanism(question):
    assert question(SOURCES) == []


@pytest.mark.parametrize(
    "line",
    [
        "os.fsync(1)",
        "os.open(path, 1)",
        "os.replace(one, other)",
        "os.link(one, other)",
        "beside.replace(target)",
        "path.rename(target)",
        "path.unlink()",
        "path.write_bytes(b'')",
        "path.open('wb')",
        "path.open(mode='a')",
        "open(path, 'x')",
        "open(path, mode='r+b')",
        "shutil.copyfileobj(one, other)",
        "tempfile.NamedTemporaryFile()",
    ],
)
def test_a_second_hand_on_files_is_seen(line):
    assert len(mechanisms.file_writers({"reports.site.views": f"x = {line}"})) == 1
    assert mechanisms.file_writers({"ictindex.lib.files": f"x = {line}"}) == []


@pytest.mark.parametrize(
    "line",
    [
        "path.open('rb')",
        "path.open()",
        "open(path)",
        "open(path, 'rb')",
        "archive.open(name, 'w')",
        "archive.open('word/a.xml')",
        "text.replace('a', 'b')",
        "moment.replace(hour=0)",
        "replace(row, points=1)",
        "path.read_bytes()",
    ],
)
def test_reading_files_and_changing_values_is_nothing_of_the_kind(line):
    assert mechanisms.file_writers({"reports.site.views": f"x = {line}"}) == []


def test_a_second_writer_of_word_files_is_seen():
    sources = {
        "reports.site.views": "from docx import Document",
        "reports.layout.docx_parts": "def made():\n    from docxtpl import DocxTemplate",
        "reports.layout.docx_writer": "import docx",
        "reports.document.services.docx": "from reports.document.services import docx",
    }
    assert mechanisms.word_users(sources) == [
        "reports.site.views:1 imports docx.Document",
        "reports.layout.docx_parts:2 imports docxtpl.DocxTemplate",
    ]


def test_an_idle_excuse_is_seen():
    excused = dict.fromkeys(FILE_WRITERS, "path.unlink()")
    assert mechanisms.idle_file_writers(excused) == []
    name = min(excused)
    assert mechanisms.idle_file_writers(excused | {name: ""}) == [
        f"{name} is listed and handles no file"
    ]


@pytest.mark.parametrize("line", ["'<p>'", "f'<a href={x}>'", "'</td>'", "'a <br/> b'"])
def test_html_in_python_is_seen(line):
    assert len(mechanisms.tags_in_python({"submissions.home.pages": f"x = {line}"})) == 1


@pytest.mark.parametrize("line", ["'1 < 2'", "'<tên đợt>'", "'a <- b'"])
def test_what_only_looks_like_a_tag_is_not(line):
    assert mechanisms.tags_in_python({"submissions.home.pages": f"x = {line}"}) == []


def test_docstring_may_speak_of_tags():
    source = 'def head():\n    """As <p> of the page."""'
    assert mechanisms.tags_in_python({"submissions.home.pages": source}) == []
