"""Makes the files of a report from a campaign as it is now: one line for each form.

Where they go is told in `worker`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.template.loader import render_to_string

from ictindex.lib.office_files import XLSX
from reports.data_book.queries import BookSource, book_for_readers
from reports.data_book.services import make_book
from reports.document.queries.facts import report_facts
from reports.document.queries.report import ReportDocument, report_document
from reports.document.services.docx import make_docx
from reports.enums import FileFormat
from reports.layout.pdf import PdfAttachment, Progress, make_pdf, require_weasyprint
from reports.results.queries.open_data import as_open_data
from scoring.core.results import CampaignResults
from scoring.results.queries import campaign_results
from submissions.models import Campaign

#: A file inside a draft is written as of a day that says nothing.
_NO_DAY: Final = date(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A finished file, and the sum of the open data that it was made from."""

    content: bytes
    data_sha256: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class _Source:
    campaign: Campaign
    results: CampaignResults
    document: ReportDocument
    data_sha256: str

    def data_book(self) -> BookSource:
        return book_for_readers(self.campaign, self.results, self.document, self.data_sha256)


def make_file(form: str, campaign: Campaign, progress: Progress) -> MadeFile:
    """The file in that form; `progress` hears a step in Vietnamese and a percentage, and may stop
    the work by raising.

    Raises PdfUnavailable, or KeyError for a form that is not made of a campaign as it is now.
    """
    make = _MAKERS[form]
    progress("Đang tổng hợp số liệu", 2)
    results = campaign_results(campaign)
    digest = as_open_data(results)["sha256"]
    source = _Source(
        campaign,
        results,
        report_document(results, report_facts(campaign, data_sha256=digest)),
        digest,
    )
    return make(source, progress)


def enclosed_book(content: bytes, *, code: str, day: date | None) -> PdfAttachment:
    """The workbook as it lies inside the PDF."""
    return PdfAttachment(
        f"so-lieu-{code}.xlsx", XLSX, content, "Số liệu của báo cáo, dạng bảng tính", day or _NO_DAY
    )


def _pdf(source: _Source, progress: Progress) -> MadeFile:
    require_weasyprint()
    progress("Đang lập bảng số liệu kèm theo", 3)
    enclosed = enclosed_book(
        make_book(source.data_book()), code=source.campaign.code, day=source.campaign.decided_on
    )
    progress("Đang soạn nội dung báo cáo", 5)
    html = render_to_string("print/report.html", {"report": source.document})
    pdf = make_pdf(html, progress=progress, enclosed=enclosed)
    return MadeFile(pdf.content, source.data_sha256, pdf.pages)


def _docx(source: _Source, progress: Progress) -> MadeFile:
    return MadeFile(make_docx(source.document, progress=progress), source.data_sha256)


def _xlsx(source: _Source, progress: Progress) -> MadeFile:
    progress("Đang lập các bảng", 20)
    return MadeFile(make_book(source.data_book()), source.data_sha256)


_MAKERS: Final[dict[str, Callable[[_Source, Progress], MadeFile]]] = {
    FileFormat.PDF: _pdf,
    FileFormat.DOCX: _docx,
    FileFormat.XLSX: _xlsx,
}
#: The forms that a campaign's report is made in while it is a draft.
FORMS: Final = tuple(FileFormat(form) for form in _MAKERS)
