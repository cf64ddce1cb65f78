"""What the working group looks at beside the figures: inflation, bounds, ranks, and what would
be if. Nothing is stored.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.frame.surroundings import page_context
from reports.results.pages.insight import insight_page
from reports.results.pages.what_if import CHANGE, what_if_page
from reports.results.queries.sight import SEE_FIRST
from reports.results.queries.what_if import (
    NOT_APPLICABLE,
    REFUSED,
    NoChange,
    WhatIfOutcome,
    read_change,
    read_changes,
    what_if,
)
from scoring.results.queries import InterimCampaign, InterimUnit, judged
from submissions.frame.queries import campaign_or_404
from submissions.models import Campaign, Submission
from units.access import require
from units.http import SignedInRequest

INSIGHT = "report.view_insight"
CRITERION, OUTCOME, POINTS = "tieu-chi", "ket-qua", "diem"


@require_safe
def insight(request: SignedInRequest, code: str) -> HttpResponse:
    """Of the units whose appraisal the person may see."""
    campaign = _campaign(request, code)
    page = insight_page(_judged(request, campaign))
    return render(
        request,
        "reports/results/insight.html",
        page_context(request, campaign, page, here="Phân tích", name="insight"),
    )


@require_safe
def try_outcomes(request: SignedInRequest, code: str, unit: str) -> HttpResponse:
    """Other outcomes of one unit, all in the address: the page can be sent on, and is gone when
    it is left.
    """
    campaign = _campaign(request, code)
    seen = Submission.objects.visible_to(request.user).select_related("campaign", "unit")
    submission = get_object_or_404(seen, campaign=campaign, unit__code=unit)
    require(request.user, SEE_FIRST, submission)
    everything = _judged(request, campaign)
    own = next(each for each in everything.units if each.rows.submission_id == submission.pk)
    changes, problem = _changes(request, own)
    page = what_if_page(own, changes, what_if(everything, own, changes))
    above = [("Phân tích", reverse("insight", args=[code]))]
    context = page_context(
        request,
        campaign,
        page,
        here=f"Thử kết quả khác: {submission.short_name}",
        above=above,
        below="insight",
    )
    return render(
        request,
        "reports/results/what_if.html",
        context | {"problem": problem, "typed": request.GET, "chosen": request.GET.get(CRITERION)},
    )


def _campaign(request: SignedInRequest, code: str) -> Campaign:
    campaign = campaign_or_404(request.user, code)
    require(request.user, INSIGHT, campaign)
    return campaign


def _judged(request: SignedInRequest, campaign: Campaign) -> InterimCampaign:
    """A conflict of interest leaves the own unit out, whatever the role."""
    seen = Submission.objects.on_which(request.user, SEE_FIRST).filter(campaign=campaign)
    return judged(campaign, seen.values_list("pk", flat=True))


def _changes(request: HttpRequest, unit: InterimUnit) -> tuple[tuple[WhatIfOutcome, ...], str]:
    """Those that travelled, with the one that was just chosen; or the sentence why it could not
    be read.
    """
    texts = request.GET.getlist(CHANGE)
    if CRITERION not in request.GET:
        return read_changes(unit, texts), ""
    wanted = request.GET.get(OUTCOME, "")
    value = wanted if wanted in (REFUSED, NOT_APPLICABLE) else request.GET.get(POINTS, "")
    try:
        added = read_change(unit, request.GET[CRITERION], value)
    except NoChange as refusal:
        return read_changes(unit, texts), str(refusal)
    return read_changes(unit, [*texts, added.text]), ""
