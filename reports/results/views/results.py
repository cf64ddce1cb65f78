"""The figures of a campaign for reading: results, a unit's working, reconciliation.

Files to keep are in `files`.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from reports.frame.surroundings import (
    campaign_with_figures,
    history_addresses,
    page_context,
    require_total,
    sees_criteria,
)
from reports.results.pages.order import TableOrder, known_order, order_asked
from reports.results.pages.reconciliation import ReconciliationPage, reconciliation_page
from reports.results.pages.results import PageChart, charts_shown, results_page
from reports.results.pages.unit import unit_page
from reports.results.queries.cache import kept, results_kept
from reports.results.queries.sight import is_open
from scoring.core.results import CampaignResults
from scoring.reconciliation.queries.doubts import boundary_cases, contradictions
from scoring.reconciliation.queries.findings import reconcile
from scoring.results.queries import unit_working
from submissions.models import Campaign, Submission
from units.access import may

COMPARE = "public.compare_years"


@login_not_required
@require_safe
@gzip_page
def results(request: HttpRequest, code: str) -> HttpResponse:
    """Tables, letter groups and charts.

    Of the pages it is the largest by far, and packs to a tenth.
    """
    campaign = campaign_with_figures(request, code)
    asked = order_asked(request.GET)
    order = known_order(results_kept(campaign), asked) if asked else None
    page = kept(campaign, f"results page {order}", lambda: _results_body(campaign, order))
    return render(
        request,
        "reports/results/results.html",
        page_context(request, campaign, page, here="Kết quả", name="results"),
    )


@login_not_required
@require_safe
def unit_result(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """One unit's totals, place and working."""
    campaign = campaign_with_figures(request, code)
    seen = Submission.objects.visible_to(request.user).select_related("campaign__framework", "unit")
    submission = get_object_or_404(seen, campaign=campaign, unit__code=unit)
    require_total(request.user, submission)
    page = _unit_body(request, submission)
    above = [("Kết quả", reverse("results", args=[code]))]
    context = page_context(
        request, campaign, page, here=submission.short_name, above=above, below="results"
    )
    years_url = (
        reverse("unit_years", args=[code, unit]) if may(request.user, COMPARE, campaign) else ""
    )
    return render(
        request,
        "reports/results/unit.html",
        context | {"submission": submission, "years_url": years_url},
    )


@login_not_required
@require_safe
def reconciliation(request: HttpRequest, code: str) -> HttpResponse:
    """Printed figures against recomputed ones: those that differ, or with `?xem=tat-ca` all."""
    campaign = campaign_with_figures(request, code)
    shows_all = request.GET.get("xem") == "tat-ca"
    page = kept(
        campaign,
        f"reconciliation, all: {shows_all}",
        lambda: _reconciled(campaign, shows_all=shows_all),
    )
    return render(
        request,
        "reports/results/reconciliation.html",
        page_context(request, campaign, page, here="Đối soát", name="reconciliation"),
    )


def _reconciled(campaign: Campaign, *, shows_all: bool) -> ReconciliationPage:
    """The same for every reader."""
    results = results_kept(campaign)
    return reconciliation_page(
        results,
        reconcile(campaign),
        contradictions=contradictions(campaign),
        boundaries=boundary_cases(results),
        shows_all=shows_all,
    )


def _results_body(campaign: Campaign, order: TableOrder | None) -> SafeString:
    """The charts are the same whatever the order of a table is."""
    results = results_kept(campaign)
    drawn, drawings = kept(campaign, "charts", lambda: _drawn(results))
    return _body("results", campaign, results_page(results, order, drawn=drawn), drawings=drawings)


def _drawn(results: CampaignResults) -> tuple[tuple[PageChart, ...], SafeString]:
    charts = charts_shown(results)
    return charts, render_to_string("reports/results/results_charts.html", {"charts": charts})


def _unit_body(request: HttpRequest, submission: Submission) -> SafeString:
    """What the public sees is the same for everybody; more is made for its reader alone."""
    sees, history_of = (
        sees_criteria(request.user, submission),
        history_addresses(request.user, submission),
    )
    campaign = submission.campaign

    def make() -> SafeString:
        working = unit_working(submission)
        page = unit_page(working, results_kept(campaign), sees_criteria=sees, history_of=history_of)
        return _body("unit", campaign, page)

    if history_of or sees != is_open(submission):
        return make()
    return kept(campaign, f"unit page {submission.unit.code}", make)


def _body(name: str, campaign: Campaign, page: object, **more: object) -> SafeString:
    """The part of a page that is about the figures, without anything about its reader."""
    reconciliation_url = reverse("reconciliation", args=[campaign.code])
    context = {"page": page, "campaign": campaign, "reconciliation_url": reconciliation_url, **more}
    return render_to_string(f"reports/results/{name}_body.html", context)
