"""What the data workbook of a campaign is made from: for whoever may read its report, or for
who may see every criterion.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from reports.document.queries.report import ReportDocument
from reports.frame.phrases import document_called, short_date
from reports.results.queries.criterion_lines import CriterionLine, criterion_lines
from scoring.core.reconciliation import Finding
from scoring.core.results import CampaignResults
from scoring.reconciliation.queries.findings import reconcile
from submissions.models import Campaign

_RECONSTRUCTED = (
    "Điểm từng tiêu chí được dựng lại từ điểm nhóm đã công bố; điểm nhóm và tổng điểm là số đã "
    "công bố."
)
_WITHHELD = "Điểm từng tiêu chí của các đơn vị không công bố."


@dataclass(frozen=True, slots=True)
class BookDescription:
    """What the workbook belongs to.

    `day` is written as when it was made; `notice` stands on the first sheet.
    """

    title: str
    ministry: str
    decision: str
    day: date | None
    data_sha256: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class BookCriteria:
    """The criteria behind the figures, for readers who may see them; `note` says what is left out
    and why.

    `has_proofs`: with the files that prove them.
    """

    lines: tuple[CriterionLine, ...] = ()
    note: str = ""
    has_proofs: bool = False


@dataclass(frozen=True, slots=True)
class BookSource:
    """The finished values of a workbook."""

    results: CampaignResults
    about: BookDescription
    findings: tuple[Finding, ...]
    annex: BookCriteria


def book_for_readers(
    campaign: Campaign, results: CampaignResults, document: ReportDocument, data_sha256: str
) -> BookSource:
    """What goes with the report."""
    return BookSource(
        results,
        _about(campaign, document, data_sha256),
        reconcile(campaign),
        annex_for_readers(campaign),
    )


def annex_for_readers(campaign: Campaign) -> BookCriteria:
    """Single criteria are for whoever reads the report only where they are reconstructed, since
    those follow from what is printed; real ones are for those whom the policy names.
    """
    lines = criterion_lines(campaign) if campaign.is_reconstructed else ()
    return BookCriteria(lines, _RECONSTRUCTED if lines else _WITHHELD)


def book_of_units(
    campaign: Campaign,
    results: CampaignResults,
    document: ReportDocument,
    data_sha256: str,
    *,
    units: Container[str],
    left_out: str,
) -> BookSource:
    """With every criterion, round, reason and file of the units that the reader may see;

    `left_out` says which are missing.
    """
    note = " ".join(
        text for text in (_RECONSTRUCTED if campaign.is_reconstructed else "", left_out) if text
    )
    annex = BookCriteria(criterion_lines(campaign, units=units), note, has_proofs=True)
    return BookSource(results, _about(campaign, document, data_sha256), reconcile(campaign), annex)


def _about(campaign: Campaign, document: ReportDocument, data_sha256: str) -> BookDescription:
    day = f" ngày {short_date(campaign.decided_on)}" if campaign.decided_on else ""
    decision = (
        f"{document_called(campaign.decision_number)}{day}" if campaign.decision_number else ""
    )
    return BookDescription(
        title=document.subject,
        ministry=campaign.ministry,
        decision=decision,
        day=campaign.decided_on,
        data_sha256=data_sha256,
        notice=document.notice,
    )
