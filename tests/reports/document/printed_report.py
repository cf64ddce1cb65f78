"""The printed report from values made up for a test, without the workbook that lies inside it."""

from django.template.loader import render_to_string

from reports.document.prose.facts import ReportFacts
from reports.document.queries.report import report_document
from reports.layout.pdf import Pdf, Progress, make_pdf, require_weasyprint
from scoring.core.results import CampaignResults


def make_report(
    results: CampaignResults,
    facts: ReportFacts,
    *,
    progress: Progress = lambda _step, _percent: None,
) -> Pdf:
    """The report as PDF/A-2a with its number of pages; the same values give the same bytes.

    `progress` hears a step in Vietnamese and a percentage; whatever it raises stops the work.
    Raises PdfUnavailable.
    """
    require_weasyprint()
    progress("Đang soạn nội dung báo cáo", 5)
    html = render_to_string("print/report.html", {"report": report_document(results, facts)})
    return make_pdf(html, progress=progress)
