"""Where each figure of the tables and charts comes from, as far down as the reader may see."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from ictindex.lib.numbers import parse_whole
from reports.frame.addresses import KIND, MEASURE, YEAR, source_url, unit_url
from reports.frame.surroundings import campaign_with_figures, page_context, require_total
from reports.results.pages.average import average_page
from reports.results.pages.source import SourcePage, page_before, source_page
from reports.results.queries.cache import kept, results_kept
from reports.results.queries.rank_order import PERCENT
from reports.results.queries.sight import sight_of
from scoring.core.results import TOTAL, CampaignResults, Measure, UnitResults
from scoring.reconciliation.queries.prints import printed_at, reports_itself
from scoring.results.queries import unit_working
from submissions.dossier.queries.trails import Sight, trails_of
from submissions.models import Campaign, Submission


@login_not_required
@require_safe
def figure_source(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """One figure of one unit.

    A figure of a year that has a published campaign of its own is traced there.
    """
    campaign = campaign_with_figures(request, code)
    submission = _submission(request, campaign, unit)
    require_total(request.user, submission)
    results, measure = results_kept(campaign), _measure(request, campaign)
    _unit(results, unit, measure)
    elsewhere = (
        _campaign_of_year_before(campaign, unit) if measure[1] == results.previous_year else None
    )
    if elsewhere:
        return redirect(source_url(elsewhere.code, unit, _called_then(results, measure)))
    body = _body(request, submission, measure, results)
    above = _above(campaign, submission)
    context = page_context(
        request, campaign, body, here="Nguồn gốc của số liệu", above=above, below="results"
    )
    return render(request, "reports/results/source.html", context | {"submission": submission})


@login_not_required
@require_safe
def average_source(request: HttpRequest, code: str) -> HttpResponse:
    """One average, of a kind of units or of all."""
    campaign = campaign_with_figures(request, code)
    results, of_kind = results_kept(campaign), request.GET.get(KIND, "")
    kind = next((kind for kind in results.kinds if kind.code == of_kind), None)
    page = average_page(_measure(request, campaign), results, kind) if kind or not of_kind else None
    if page is None:
        raise Http404
    above = [("Kết quả", reverse("results", args=[code]))]
    context = page_context(
        request, campaign, page, here="Nguồn gốc của số trung bình", above=above, below="results"
    )
    return render(request, "reports/results/average_source.html", context)


def _called_then(results: CampaignResults, measure: Measure) -> Measure:
    """What a measure of the year before is called by the campaign of that year."""
    counterpart = results.counterparts.get(measure[0])
    return (counterpart.code or measure[0] if counterpart else measure[0]), measure[1]


def _submission(request: HttpRequest, campaign: Campaign, unit: str) -> Submission:
    seen = Submission.objects.visible_to(request.user).select_related("campaign__framework", "unit")
    return get_object_or_404(seen, campaign=campaign, unit__code=unit)


def _measure(request: HttpRequest, campaign: Campaign) -> Measure:
    """This year's total unless the address names another. Raises Http404 for what is no year."""
    code, year = request.GET.get(MEASURE, TOTAL), request.GET.get(YEAR, str(campaign.year))
    number = parse_whole(year, most=9999)
    if number is None:
        raise Http404
    return code, number


def _unit(results: CampaignResults, unit: str, measure: Measure) -> UnitResults:
    """Raises Http404 for a figure that the unit does not have."""
    shown = next((each for each in results.units if each.code == unit), None)
    if shown is None or (measure not in shown.figures and measure != (PERCENT, results.year)):
        raise Http404
    return shown


def _campaign_of_year_before(campaign: Campaign, unit: str) -> Campaign | None:
    """The published campaign that holds the figures of the year before, unless this campaign's
    report printed them itself.
    """
    year = campaign.previous_year
    if year is None or reports_itself(campaign, year):
        return None
    before = Campaign.objects.of_year_before(campaign)
    return before.filter(submissions__unit__code=unit).order_by("-pk").first()


def _body(
    request: HttpRequest, submission: Submission, measure: Measure, results: CampaignResults
) -> SafeString:
    """What the public sees is the same for everybody; more is made for its reader alone."""
    sight = sight_of(request.user, submission)
    if sight != sight_of(AnonymousUser(), submission):
        return _made(submission, measure, results, sight)
    name = f"source {submission.unit.code} {measure}"
    return kept(submission.campaign, name, lambda: _made(submission, measure, results, sight))


def _made(
    submission: Submission, measure: Measure, results: CampaignResults, sight: Sight
) -> SafeString:
    campaign = submission.campaign
    page = _page(submission, measure, results, sight)
    context = {
        "page": page,
        "campaign": campaign,
        "unit_url": unit_url(campaign.code, submission.unit.code),
    }
    return render_to_string("reports/results/source_body.html", context)


def _page(
    submission: Submission, measure: Measure, results: CampaignResults, sight: Sight
) -> SourcePage:
    printed = printed_at(submission, measure)
    if measure[1] != results.year:
        return page_before(measure, _unit(results, submission.unit.code, measure), results, printed)
    return source_page(
        measure,
        unit_working(submission),
        results,
        sight=sight,
        trails=trails_of({"submission": submission}, sight),
        files_at=reverse("evidence", args=[submission.campaign.code, submission.unit.code]),
        printed=printed,
    )


def _above(campaign: Campaign, submission: Submission) -> list[tuple[str, str]]:
    return [
        ("Kết quả", reverse("results", args=[campaign.code])),
        (submission.short_name, unit_url(campaign.code, submission.unit.code)),
    ]
