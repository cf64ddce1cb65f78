"""The PDF itself: what it may load, its fonts, tags and metadata, and that the same values give
the same bytes.
"""

import logging
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from reports.document.prose.facts import BodyMember, FailingUnits, ProcedureStep
from reports.layout.pdf import ORIGIN, PdfRefused, PdfUnavailable, make_pdf, own_assets_fetcher
from tests.reports.document.printed_report import make_report
from tests.reports.facts import DRAFT, FACTS, small_results, wide_results

FONTS = sorted((Path(settings.BASE_DIR) / "static" / "fonts").glob("Liberation*.ttf"))
VIETNAMESE = "ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ"
SIGNS = "«»–…·0123456789%*[]()/.,;:-“”’"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:(weasyprint|fontTools|pydyf)")


@pytest.fixture(scope="module")
def content() -> bytes:
    return make_report(small_results(), replace(FACTS, is_reconstructed=True)).content


@pytest.fixture
def pdf(content):
    with pikepdf.open(BytesIO(content)) as opened:
        yield opened


def structure(pdf) -> list[pikepdf.Dictionary]:
    """Every element of the tag tree, in reading order."""
    found, waiting = [], [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, pikepdf.Array):
            waiting[:0] = list(node)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(node)
            waiting[:0] = [node.K] if "/K" in node else []
    return found


# --- what may be loaded -------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x",
        "data:image/png;base64,iVBORw0KGgo=",
        "data:text/css,p{color:red}",
        f"{ORIGIN}fonts/../../manage.py",
        f"{ORIGIN}report.css?x",
        f"{ORIGIN}/report.css",
        f"{ORIGIN}fonts/OFL.txt",
        "report.css",
        "",
    ],
)
def test_the_fetcher_knows_nothing_but_the_application_s_own_names(address):
    with pytest.raises(PdfRefused):
        own_assets_fetcher().fetch(address)


def test_the_fetcher_gives_the_style_and_the_eight_fonts():
    fetcher = own_assets_fetcher()
    assert fetcher.fetch(f"{ORIGIN}report.css").read().startswith(b"/* The printed report")
    assert [fetcher.fetch(f"{ORIGIN}fonts/{font.name}").read() for font in FONTS] == [
        font.read_bytes() for font in FONTS
    ]
    assert len(FONTS) == 8


@pytest.mark.parametrize(
    "html",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@import url(file:///etc/passwd);</style>",
        '<style>p { background: url("http://127.0.0.1:9/x.png") }</style><p>x</p>',
        '<style>@font-face { font-family: x; src: url("file:///etc/passwd") }</style><p>x</p>',
    ],
)
def test_a_page_that_asks_for_more_is_refused_whole(html):
    with pytest.raises(PdfRefused):
        make_pdf(f'<html lang="vi"><title>x</title><body>{html}</body></html>')


HOSTILE = '</p><img src="file:///etc/passwd"><style>@import url(x)</style>\x07\uffff\ufdd0'


def test_what_people_typed_stays_text():
    results = small_results()
    kind = results.kinds[0]
    units = tuple(
        replace(unit, name=f"{unit.code}{HOSTILE}", short_name=f"{unit.code}{HOSTILE}")
        for unit in kind.units
    )
    kind = replace(kind, name=HOSTILE, groups=(("G1", HOSTILE),), units=units)
    bands = tuple(replace(band, label=HOSTILE) for band in results.bands)
    facts = replace(
        FACTS,
        title=HOSTILE,
        ministry=HOSTILE,
        place=HOSTILE,
        decision=replace(FACTS.decision, number=HOSTILE, signer=HOSTILE, authority=HOSTILE),
        framework=replace(FACTS.framework, title=HOSTILE, document=HOSTILE, sample_notice=HOSTILE),
        council=(BodyMember(HOSTILE, HOSTILE, HOSTILE),),
        steps=(ProcedureStep(1, None, HOSTILE, HOSTILE),),
        failings=(FailingUnits(HOSTILE, HOSTILE, HOSTILE, (HOSTILE,)),),
        findings=(replace(FACTS.findings[0], remark=HOSTILE),),
        data_sha256=HOSTILE,
    )
    content = make_report(
        replace(results, title=HOSTILE, kinds=(kind,), bands=bands), facts
    ).content
    with pikepdf.open(BytesIO(content)) as pdf:
        assert str(pdf.docinfo["/Author"]) == HOSTILE


def test_a_drawing_that_cannot_be_drawn_is_not_left_out_in_silence():
    broken = (
        '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><image href="file:///x" '
        'width="9" height="9"/></svg>'
    )
    with pytest.raises(PdfRefused, match="Không dàn được trọn vẹn tài liệu"):
        make_pdf(f'<html lang="vi"><title>x</title><body>{broken}</body></html>')


# --- form -----------------------------------------------------------------------------


def test_only_the_vendored_fonts_are_in_it_and_all_are_embedded(pdf):
    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    inner = [font.DescendantFonts[0].FontDescriptor for font in fonts]
    names = {str(one.FontName).split("+")[-1] for one in inner}
    assert names <= {
        "ICT-Serif",
        "ICT-Serif-Bold",
        "ICT-Serif-Italic",
        "ICT-Serif-Bold-Italic",
        "ICT-Sans",
        "ICT-Sans-Bold",
    }
    assert {"ICT-Serif", "ICT-Serif-Bold", "ICT-Serif-Italic", "ICT-Sans"} <= names
    assert all("/FontFile2" in one and len(one.FontFile2.read_bytes()) > 1000 for one in inner)


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_the_vendored_fonts_have_every_vietnamese_letter(path):
    font = TTFont(path)
    letters = {ord(letter) for letter in VIETNAMESE + VIETNAMESE.upper() + SIGNS}
    assert letters - set(font.getBestCmap()) == set()
    assert font["name"].getDebugName(5) == "Version 2.1.5"


def test_what_is_hidden_in_a_page_is_laid_out_as_it_was_frozen():
    page = '<html lang="vi"><title>A</title><p>mềm{}mại</p></html>'
    plain, hidden = (make_pdf(page.format(mark)).content for mark in ("", "\u00ad"))
    assert plain != hidden


def test_it_says_what_it_is(pdf):
    assert (str(pdf.docinfo["/Title"]), str(pdf.docinfo["/Author"])) == (
        "Kết quả đánh giá mức độ ứng dụng CNTT năm 2020",
        "Bộ Giáo dục và Đào tạo",
    )
    assert str(pdf.docinfo["/CreationDate"]) == "D:20210105"
    assert str(pdf.Root.Lang) == "vi"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_it_declares_pdf_a_2a_with_its_colours(pdf):
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["dc:title"] == "Kết quả đánh giá mức độ ứng dụng CNTT năm 2020"
    assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"
    assert "/DestOutputProfile" in pdf.Root.OutputIntents[0]
    assert not any(name in pdf.Root for name in ("/AA", "/OpenAction", "/AcroForm"))
    assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})


def test_charts_are_figures_with_alternative_text(pdf):
    figures = [node for node in structure(pdf) if node.S == "/Figure"]
    assert [str(figure.Alt).split(".")[0] for figure in figures] == [
        "Biểu đồ 1",
        "Biểu đồ 2",
        "Biểu đồ 3",
        "Biểu đồ 4",
    ]


def test_tables_have_headers_that_cells_point_to(pdf):
    found = structure(pdf)
    headers = {str(node.ID) for node in found if node.S == "/TH" and "/ID" in node}
    cells = [node for node in found if node.S == "/TD"]
    assert len([node for node in found if node.S == "/Table"]) == 9
    assert cells
    assert all({str(name) for name in cell.A.Headers} <= headers for cell in cells)
    # In each of three Bảng two units and the average head their rows.
    assert len([node for node in found if node.S == "/TH" and node.P.P.S == "/TBody"]) == 9


def test_headings_make_an_outline(pdf):
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == ["QUYẾT ĐỊNH", "BÁO CÁO"]


def test_pages_are_a4_and_lie_on_the_long_side_where_a_table_needs_it():
    with pikepdf.open(
        BytesIO(make_report(wide_results(6), replace(DRAFT, findings=())).content)
    ) as wide:
        sizes = [tuple(round(float(side)) for side in page.mediabox[2:]) for page in wide.pages]
    assert set(sizes) == {(595, 842), (842, 595)}
    assert sizes.count((842, 595)) == 1
    assert sizes[0] == sizes[-1] == (595, 842)


def test_progress_is_told_in_steps_that_only_grow():
    told = []
    make_report(small_results(), FACTS, progress=lambda step, percent: told.append((step, percent)))
    percents = [percent for _, percent in told]
    assert percents == sorted(percents)
    assert told[0] == ("Đang soạn nội dung báo cáo", 5)
    assert told[1] == ("Đang dàn trang 1", 11)
    assert told[-1] == ("Đang ghi tệp PDF", 90)


def test_who_listens_can_stop_the_work():
    class Enough(Exception):
        pass

    def stop(step, percent):
        if step == "Đang dàn trang 2":
            raise Enough

    with pytest.raises(Enough):
        make_report(small_results(), FACTS, progress=stop)
    assert logging.getLogger("weasyprint.progress").handlers == []


# --- the same again -----------------------------------------------------------------------


_RENDER = """
import hashlib, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "ictindex.settings"
import django
django.setup()
from tests.reports.document.printed_report import make_report

from tests.reports.facts import FACTS, small_results
print(hashlib.sha256(make_report(small_results(), FACTS).content).hexdigest())
"""


def rendered_elsewhere(folder, seed: str) -> str:
    """The SHA-256 of the small report, rendered by another process with its own seed of hashes,
    folder and time zone.
    """
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "ICTINDEX_DATA_DIR": str(folder / seed),
        "TZ": f"X{seed}",
    }
    done = subprocess.run(
        [sys.executable, "-c", _RENDER],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_same_values_give_the_same_bytes_in_every_process(tmp_path):
    assert rendered_elsewhere(tmp_path, "1") == rendered_elsewhere(tmp_path, "4242")


def test_other_values_give_other_bytes_and_another_identifier(content):
    other = make_report(
        small_results(), replace(FACTS, is_reconstructed=True, title="Đánh giá khác")
    ).content
    with pikepdf.open(BytesIO(content)) as one, pikepdf.open(BytesIO(other)) as two:
        assert one.trailer.ID[0] != two.trailer.ID[0]


# --- without Pango ------------------------------------------------------------------------


def test_without_pango_the_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PdfUnavailable) as refusal:
        make_report(small_results(), FACTS)
    assert str(refusal.value) == (
        "Máy chủ chưa có thư viện dàn trang chữ (Pango), nên không tạo được PDF."
        " Người quản trị cần chạy: apt-get install -y libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def test_nothing_but_a_rendering_loads_weasyprint(tmp_path):
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'ictindex.settings'; import "
        "django; django.setup();"
    )
    code += (
        "import reports.layout.pdf, reports.jobs.services.requests, ictindex.urls; "
        "print('weasyprint' in sys.modules)"
    )
    environment = os.environ | {"ICTINDEX_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("False", 0), done.stderr
