"""Published years beside each other: two of them for all units, or all of them for one unit.

Readable without an account.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from reports.frame.addresses import unit_url
from reports.frame.surroundings import page_context
from reports.results.pages.comparison import CompareQuery, asked, compare_page
from reports.results.pages.unit_years import UnitYear, unit_in, unit_years_page
from reports.results.queries.cache import kept, results_kept
from reports.results.queries.year_choices import (
    chosen,
    links_of,
    published_campaigns,
    two_years,
    year_choices,
)
from reports.results.queries.years import Year
from scoring.core.results import TOTAL
from scoring.reconciliation.queries.prints import reports_itself
from submissions.frame.queries import campaign_or_404
from submissions.models import Campaign
from units.access import require

COMPARE = "public.compare_years"
HERE = "So sánh các năm"


@login_not_required
@require_safe
def compare_years(request: HttpRequest, code: str) -> HttpResponse:
    """This campaign and another year, one measure at a time."""
    campaign = _campaign(request, code)
    wanted = asked(request.GET)
    body = kept(campaign, f"compared {wanted}", lambda: _compared(campaign, wanted))
    return render(
        request,
        "reports/results/compare.html",
        page_context(request, campaign, body, here=HERE, name="compare_years"),
    )


@login_not_required
@require_safe
def unit_years(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """One unit in every published year."""
    campaign = _campaign(request, code)
    here = next((each for each in results_kept(campaign).units if each.code == unit), None)
    if here is None:
        raise Http404
    body = kept(campaign, f"years of {unit}", lambda: _over_years(unit, here.name))
    above = [("Kết quả", reverse("results", args=[code])), (here.short_name, unit_url(code, unit))]
    context = page_context(
        request, campaign, body, here="Qua các năm", above=above, below="results"
    )
    return render(request, "reports/results/unit_years.html", context | {"unit": here})


def _compared(campaign: Campaign, wanted: CompareQuery) -> SafeString:
    """The same for every reader: published years only."""
    choices = year_choices(campaign)
    choice = chosen(choices, wanted.other, year=campaign.year)
    page = None
    if choice:
        older, newer, links = two_years(campaign, choice)
        other = choice.campaign.code if choice.campaign else campaign.code
        codes = (
            (other, campaign.code)
            if newer.results.code == campaign.code
            else (campaign.code, other)
        )
        page = compare_page(
            older, newer, links, choices=choices, choice=choice, wanted=wanted, codes=codes
        )
    return render_to_string(
        "reports/results/compare_body.html", {"page": page, "campaign": campaign}
    )


def _over_years(unit: str, name: str) -> SafeString:
    page = unit_years_page(unit, name, _years_of(unit), links_of)
    return render_to_string("reports/results/unit_years_body.html", {"page": page})


def _campaign(request: HttpRequest, code: str) -> Campaign:
    """Raises Http404 out of sight, NotAllowed before publication."""
    campaign = campaign_or_404(request.user, code)
    require(request.user, COMPARE, campaign)
    return campaign


def _years_of(unit: str) -> list[UnitYear]:
    """From the earliest on; a year that only a later report printed stands where no campaign of
    its own does.
    """
    found: list[UnitYear] = []
    campaigns = published_campaigns()
    own_years = {campaign.year for campaign in campaigns}
    for campaign in campaigns:
        results = results_kept(campaign)
        if not any(each.code == unit for each in results.units):
            continue
        before, framework = campaign.previous_year, str(campaign.framework)
        is_new = before is not None and before not in own_years and reports_itself(campaign, before)
        if (
            before is not None
            and is_new
            and unit_in(results, unit).figure(TOTAL, before).official is not None
        ):
            found.append(
                UnitYear(
                    Year(before, results, campaign.framework_id, is_printed=True),
                    campaign.code,
                    framework,
                )
            )
        found.append(
            UnitYear(Year(campaign.year, results, campaign.framework_id), campaign.code, framework)
        )
    return sorted(found, key=lambda own: own.year.year)
