"""What every page of a campaign's figures asks and shows: may the reader see it, and the bar
above it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from submissions.frame.queries import Crumb, around, campaign_or_404
from submissions.models import Campaign, Submission
from units.access import may, require

#: The viewers that browsers show a PDF in need styles of their own; the file itself runs nothing.
PDF_POLICY = "frame-ancestors 'none'"
SEE_FIGURES = "report.view_ranking_and_charts_data"
READ_PUBLISHED = "public.view_published_report"
READ_DRAFT = "report.view_draft_report"
REQUEST_REPORT = ("report.generate_draft_pdf", "report.export_approved_report_pdf")
EXPORT = "report.export_draft_files"
EXPORT_UNITS = "report.export_all_units_xlsx"
SEE_SELF_SCORES = "self.view_self_scores_of_U"
SEE_TOTAL = "report.view_total_of_U_before_publication"
SEE_HISTORY = "self.view_edit_history_of_U"
SEE_FINAL_SCORES = "appraise.view_round2_scores_of_U"


def campaign_with_figures(request: HttpRequest, code: str) -> Campaign:
    """The campaign, if the reader may see every unit's figures.

    Raises Http404 out of sight, NotAllowed too early.
    """
    campaign = campaign_or_404(request.user, code)
    require(request.user, SEE_FIGURES, campaign)
    return campaign


def campaign_with_report(request: HttpRequest, code: str) -> Campaign:
    """The campaign, if the reader may read its report: published, or as a draft."""
    campaign = campaign_or_404(request.user, code)
    if not may(request.user, READ_PUBLISHED, campaign):
        require(request.user, READ_DRAFT, campaign)
    return campaign


def may_request_report(user: Any, campaign: Campaign) -> bool:
    """Whether the person may have the document made anew: while it is drafted, or once it was
    approved.
    """
    return any(may(user, act, campaign) for act in REQUEST_REPORT)


def sees_criteria(user: Any, submission: Submission) -> bool:
    """Whether the person may see single criteria. Reconstructed ones of a published year are
    nobody's secret: they follow from printed figures; real ones are for those whom the policy
    names.
    """
    campaign = submission.campaign
    if campaign.is_reconstructed and campaign.is_public:
        return True
    return bool(may(user, SEE_SELF_SCORES, submission) and may(user, SEE_FINAL_SCORES, submission))


def require_total(user: Any, submission: Submission) -> None:
    """Before publication a unit's page is not for its own people, whatever else they are in the
    campaign. Raises NotAllowed.
    """
    if not submission.campaign.is_public:
        require(user, SEE_TOTAL, submission)


def history_addresses(user: Any, submission: Submission) -> Callable[[int], str] | None:
    """Where the history of each answer is, for who may read it."""
    if not may(user, SEE_HISTORY, submission):
        return None
    return lambda answer: reverse(
        "answer_history", args=[submission.campaign.code, submission.unit.code, answer]
    )


def page_context(
    request: HttpRequest,
    campaign: Campaign,
    page: Any,
    *,
    here: str,
    name: str = "",
    above: Sequence[Crumb] = (),
    below: str = "",
) -> dict[str, Any]:
    """The context of a page: `here` is its name in the trail, after the pages `above` it in the
    campaign; `name` is its entry in the bar, or `below` the entry it lies under.
    """
    context = around(request, campaign, here=here, name=name, below=below, above=above)
    return context | {
        "page": page,
        "reconciliation_url": reverse("reconciliation", args=[campaign.code]),
    }


def no_report(request: HttpRequest, campaign: Campaign, reason: str) -> HttpResponse:
    context = page_context(request, campaign, None, here="Chưa có bản PDF", below="report") | {
        "reason": reason
    }
    return render(request, "reports/frame/no_report.html", context, status=404)
