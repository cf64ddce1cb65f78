"""The Word file: the same blocks as the PDF in styles of the template, whole for office
programs, and every text as text.
"""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from ictindex.lib.text import legible
from reports.document.prose.facts import BodyMember, FailingUnits, ProcedureStep
from reports.document.queries.campaign_document import campaign_document
from reports.document.queries.report import ReportDocument, report_document
from reports.document.services.docx import make_docx
from reports.layout.blocks import FigureTable, Grid, Heading, Paragraph, Run, flattened
from reports.layout.docx_writer import as_png, template_path
from tests.reports.facts import FACTS, small_results, wide_results

HOSTILE = '</w:t><w:p/>{{ 7*7 }}{% now %}<style>p{}</style>"&amp;\x00\x07\uffff\ufdd0=1+1'
#: What of it a file can hold.
SHOWN = legible(HOSTILE)
PNG = b"\x89PNG\r\n\x1a\n"


def opened(document: ReportDocument):
    return Document(BytesIO(make_docx(document)))


def texts(file) -> list[str]:
    """Every paragraph in reading order, those of tables among them."""
    return [
        "".join(node.text or "" for node in each.iter(qn("w:t")))
        for each in file.element.body.iter(qn("w:p"))
    ]


@pytest.fixture(scope="module")
def small() -> ReportDocument:
    return report_document(small_results(), replace(FACTS, is_reconstructed=True))


def test_every_heading_paragraph_and_table_of_the_document_is_in_it(small):
    shown = texts(opened(small))
    for block in flattened(small.blocks):
        if isinstance(block, Heading):
            assert f"{block.label} {block.title}" in shown
        if isinstance(block, Paragraph):
            assert block.text in shown
        if isinstance(block, Grid):
            assert {text for row in block.rows for text in row if text} <= set(shown)
        if isinstance(block, FigureTable):
            assert f"Bảng {block.number}. {block.title}" in shown
            assert {cell.text for row in block.rows for cell in row.cells} <= set(shown)
            assert {cell.beside for row in block.rows for cell in row.cells if cell.beside} <= set(
                shown
            )


def test_the_decision_is_filled_into_the_template(small):
    shown = texts(opened(small))
    for line in (
        *small.decision.bases,
        *small.decision.recipients,
        *small.decision.signed_as,
        small.decision.signer,
    ):
        assert line in shown
    assert all(f"{label} {text}" in shown for label, text in small.decision.articles)
    assert not any("{{" in text or "{%" in text for text in shown)


def test_every_chart_is_a_picture_told_to_who_cannot_see_it(small):
    file = opened(small)
    told = [about.get("descr") for about in file.element.body.iter(qn("wp:docPr"))]
    assert told == [
        f"Biểu đồ {picture.number}. {part.title}. {part.told}"
        for picture in small.pictures
        for part in picture.parts
    ]
    pictures = [
        part.blob
        for part in file.part.package.iter_parts()
        if part.partname.startswith("/word/media/")
    ]
    assert pictures
    assert all(picture.startswith(PNG) for picture in pictures)


def test_the_letters_of_a_drawing_are_drawn(small):
    svg = small.pictures[0].parts[0].svg
    assert as_png(svg) == as_png(svg)
    assert as_png(svg) != as_png(re.sub(r"<text .*?</text>", "", svg))


def test_pages_are_those_of_the_decree(small):
    section = opened(small).sections[0]
    assert [round(section.page_width.mm), round(section.page_height.mm)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [22, 20, 30, 17]
    assert section.different_first_page_header_footer


def test_wide_tables_lie_on_the_long_side_and_the_text_turns_back():
    made = opened(report_document(wide_results(12), FACTS))
    turned = [section.page_width > section.page_height for section in made.sections]
    assert turned[0] is False
    assert True in turned
    assert all(one is not other for one, other in pairwise(turned))


def test_tables_are_as_wide_as_their_columns_and_repeat_their_heads(small):
    for table in opened(small).element.body.iter(qn("w:tbl")):
        grid = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
        width = table.tblPr.find(qn("w:tblW"))
        if width is not None and width.get(qn("w:type")) == "dxa":
            assert int(width.get(qn("w:w"))) == sum(grid)
            assert table.find(".//" + qn("w:tblHeader")) is not None


def test_looks_of_edited_text_are_kept(small):
    spans = (Run("đậm", is_bold=True), Run(" nghiêng\nxuống dòng", is_italic=True))
    block = Paragraph("đậm nghiêng\nxuống dòng", spans)
    file = opened(replace(small, blocks=(block,)))
    paragraph = next(each for each in file.paragraphs if each.text == "đậm nghiêng\nxuống dòng")
    assert [(run.text, bool(run.bold), bool(run.italic)) for run in paragraph.runs] == [
        ("đậm", True, False),
        (" nghiêng\nxuống dòng", False, True),
    ]


def hostile_document() -> ReportDocument:
    results = small_results()
    (kind,) = results.kinds
    units = tuple(
        replace(unit, name=f"{unit.code}{HOSTILE}", short_name=f"{unit.code}{HOSTILE}")
        for unit in kind.units
    )
    results = replace(
        results,
        title=HOSTILE,
        kinds=(replace(kind, name=HOSTILE, groups=(("G1", HOSTILE),), units=units),),
    )
    facts = replace(
        FACTS,
        title=HOSTILE,
        ministry=HOSTILE,
        place=HOSTILE,
        council=(BodyMember(HOSTILE, "W" * 10_000, HOSTILE),),
        decision=replace(FACTS.decision, number=HOSTILE, signer=HOSTILE, authority=HOSTILE),
        steps=(ProcedureStep(1, None, HOSTILE, HOSTILE),),
        failings=(FailingUnits("G1", HOSTILE, HOSTILE, (HOSTILE,)),),
    )
    return report_document(results, facts)


def test_what_people_typed_stays_text():
    file = opened(hostile_document())
    shown = texts(file)
    assert SHOWN in shown
    assert "W" * 10_000 in shown
    assert not any("49" in text and "7*7" not in text and HOSTILE[:5] in text for text in shown)
    assert SHOWN.upper() in {text.strip() for text in shown} or any(
        SHOWN.upper()[:20] in text for text in shown
    )


def test_the_same_document_gives_the_same_bytes(small):
    assert make_docx(small) == make_docx(small)


def test_the_template_names_only_what_is_filled_in():
    with zipfile.ZipFile(template_path()) as archive:
        names = archive.namelist()
    assert not [
        name
        for name in names
        if "vba" in name.lower() or "embeddings" in name.lower() or "external" in name.lower()
    ]


def test_it_says_how_far_it_is(small):
    told: list[int] = []
    make_docx(small, progress=lambda _step, percent: told.append(percent))
    assert told == sorted(told)
    assert told[-1] == 90


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_shows_the_report_of_2020_whole(campaign_2020, tmp_path: Path):
    document = campaign_document(campaign_2020)
    pdf = laid_out_by_libreoffice(make_docx(document), tmp_path)
    shown = set(re.findall(r"\d+,\d\d\*?|\S+", words_of(pdf)))
    figures = {
        cell.text for table in document.figure_tables for row in table.rows for cell in row.cells
    }
    assert figures - shown == set()
    images = [
        each for page in pdf for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    ]
    assert len(images) == sum(len(picture.parts) for picture in document.pictures) == 15


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_shows_hostile_text_as_text(tmp_path: Path):
    shown = words_of(laid_out_by_libreoffice(make_docx(hostile_document()), tmp_path))
    assert "{{ 7*7 }}" in shown
    assert "<style>" in shown


def laid_out_by_libreoffice(content: bytes, folder: Path) -> pypdfium2.PdfDocument:
    (folder / "a.docx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    act = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "a.docx"),
    ]
    subprocess.run(act, check=True, capture_output=True, timeout=180)
    return pypdfium2.PdfDocument(folder / "a.pdf")


def words_of(pdf: pypdfium2.PdfDocument) -> str:
    return " ".join(page.get_textpage().get_text_bounded().replace("\r\n", " ") for page in pdf)
