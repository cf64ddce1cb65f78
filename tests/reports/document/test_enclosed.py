"""The data workbook inside the PDF: once, whole, by its name and kind, in a PDF/A-3a that stays
the same.
"""

from datetime import date
from io import BytesIO

import pikepdf
import pytest

from ictindex.lib.office_files import XLSX
from reports.jobs.services.drafts import enclosed_book
from reports.layout.pdf import PdfRefused, make_pdf

PAGE = (
    '<html lang="vi"><title>Báo cáo</title><meta name="dcterms.created" '
    'content="2020-12-21"><body><p>x</p></body></html>'
)
BOOK = b"PK\x03\x04 so lieu" * 100
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:(weasyprint|fontTools|pydyf)")


def test_a_pdf_with_data_is_a_3a_and_holds_the_file_once_and_whole():
    content = make_pdf(
        PAGE, enclosed=enclosed_book(BOOK, code="2020", day=date(2020, 12, 21))
    ).content
    with pikepdf.open(BytesIO(content)) as pdf:
        (listed,) = pdf.Root.AF
        assert (str(listed.UF), str(listed.AFRelationship)) == ("so-lieu-2020.xlsx", "/Data")
        assert str(listed.EF.F.Subtype) == f"/{XLSX}"
        assert listed.EF.F.read_bytes() == BOOK
        assert str(listed.EF.F.Params.ModDate) == "D:20201221000000Z"
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert pdf.Root.MarkInfo.Marked


def test_a_pdf_without_data_stays_2a():
    with pikepdf.open(BytesIO(make_pdf(PAGE).content)) as pdf:
        assert "/AF" not in pdf.Root
        assert pdf.open_metadata()["pdfaid:part"] == "2"


def test_the_same_page_and_data_make_the_same_bytes_and_other_data_another_identifier():
    one, again, other = (
        make_pdf(PAGE, enclosed=enclosed_book(book, code="2020", day=None)).content
        for book in (BOOK, BOOK, BOOK + b".")
    )
    assert one == again
    identifiers = [bytes(pikepdf.open(BytesIO(content)).trailer.ID[0]) for content in (one, other)]
    assert identifiers[0] != identifiers[1]


def test_the_page_itself_may_not_name_the_file():
    page = PAGE.replace(
        "<body>", '<link rel="attachment" href="ictindex-print:/so-lieu-2020.xlsx"><body>'
    )
    with pytest.raises(PdfRefused):
        make_pdf(page, enclosed=enclosed_book(BOOK, code="2020", day=None))
