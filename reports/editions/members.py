"""What an edition is made from, and the files that lie in its content whole: one line for each
form of output.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from reports.data_book.queries import BookCriteria, BookDescription, annex_for_readers
from reports.data_book.services import make_data_book
from reports.document.queries.campaign_document import campaign_document
from reports.document.queries.report import ReportDocument
from reports.document.services.docx import make_docx
from reports.enums import FileFormat
from reports.layout.blocks import Block, Grid, Heading, Paragraph
from reports.layout.pdf import Progress
from reports.results.queries.csv_data import figures_csv
from reports.results.queries.open_data import as_json, as_open_data
from scoring.core.reconciliation import Finding
from scoring.core.results import CampaignResults
from scoring.reconciliation.queries.findings import reconcile
from scoring.results.queries import campaign_results
from submissions.models import Campaign

NOTHING = "(không có)"


@dataclass(frozen=True, slots=True)
class Erratum:
    """One thing put right: where it stands, what it said, and what it says or is to be read as."""

    place: str
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Correction:
    """Why there is a new edition, and everything in it that is not as in the one that it takes
    the place of.
    """

    of_number: int
    explanation: str
    errata: tuple[Erratum, ...]


@dataclass(frozen=True, slots=True)
class EditionSource:
    """The finished values of a campaign's report. `book` is what the workbook says of itself."""

    results: CampaignResults
    open_data: dict[str, Any]
    document: ReportDocument
    findings: tuple[Finding, ...]
    book: BookDescription
    correction: Correction | None = None
    annex: BookCriteria | None = None

    @property
    def printed(self) -> ReportDocument:
        """The document as it is printed: a correction stands before everything else in the
        report.
        """
        if self.correction is None:
            return self.document
        return replace(self.document, blocks=(*corrected(self.correction), *self.document.blocks))


def read_source(campaign: Campaign) -> EditionSource:
    """As the campaign is now. A fixed number of queries."""
    results = campaign_results(campaign)
    data = as_open_data(results)
    document = campaign_document(campaign)
    book = BookDescription(
        title=campaign.title,
        ministry=campaign.ministry,
        decision=campaign.decision_number,
        day=campaign.decided_on,
        data_sha256=data["sha256"],
        notice=document.notice,
    )
    return EditionSource(
        results, data, document, reconcile(campaign), book, annex=annex_for_readers(campaign)
    )


def corrected(correction: Correction) -> tuple[Block, ...]:
    """What is put right, as it is printed at the head of the new edition."""
    about = f"Báo cáo này thay bản ban hành số {correction.of_number}. {correction.explanation}"
    blocks: tuple[Block, ...] = (
        Heading(1, "", "NỘI DUNG ĐÍNH CHÍNH", "dinh-chinh"),
        Paragraph(about),
    )
    if not correction.errata:
        return blocks
    rows = tuple(
        (each.place, each.wrong or NOTHING, each.right or NOTHING) for each in correction.errata
    )
    return (
        *blocks,
        Grid("Nội dung đính chính", ("Vị trí", "Đã in", "Sửa thành"), (30, 35, 35), rows),
    )


def files_of(source: EditionSource, *, progress: Progress | None = None) -> dict[str, bytes]:
    """Each form but the PDF, which is laid out from the content.

    `progress` hears each form in Vietnamese with a percentage.
    """
    made = {}
    for done, (form, make) in enumerate(MAKERS.items()):
        if progress:
            progress(f"Đang lập tệp {form.label}", 100 * done // len(MAKERS))
        made[str(form)] = make(source)
    return made


def _json(source: EditionSource) -> bytes:
    return as_json(source.open_data).encode()


def _xlsx(source: EditionSource) -> bytes:
    """This one is for everybody: with the criteria behind the figures only where they may be
    told.
    """
    return make_data_book(source.results, source.book, findings=source.findings, annex=source.annex)


def _docx(source: EditionSource) -> bytes:
    return make_docx(source.printed)


def _csv(source: EditionSource) -> bytes:
    return figures_csv(source.results)


#: The forms that lie in an edition whole, in the order in which they are made.
MAKERS: dict[FileFormat, Callable[[EditionSource], bytes]] = {
    FileFormat.JSON: _json,
    FileFormat.CSV: _csv,
    FileFormat.XLSX: _xlsx,
    FileFormat.DOCX: _docx,
}
