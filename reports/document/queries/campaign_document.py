"""The whole document of a campaign as blocks, as every form of output prints it: one way in for
PDF, DOCX and editions.
"""

from reports.document.queries.facts import report_facts
from reports.document.queries.report import ReportDocument, report_document
from reports.results.queries.open_data import as_open_data
from scoring.results.queries import campaign_results
from submissions.models import Campaign


def campaign_document(campaign: Campaign) -> ReportDocument:
    """Decision and report from the figures of now and, where the text was taken over for editing,
    the stored passages.

    A fixed number of queries, no clock: the same stored values make the same document.
    """
    results = campaign_results(campaign)
    return report_document(
        results, report_facts(campaign, data_sha256=as_open_data(results)["sha256"])
    )
