"""The figures of a campaign as files to keep: charts and open data."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reports.drawing.svg import standalone_svg
from reports.frame.surroundings import campaign_with_figures
from reports.results.queries.cache import results_kept
from reports.results.queries.charts import charts
from reports.results.queries.open_data import as_json, as_open_data

#: A drawing opened by itself may load and run nothing.
SVG_POLICY = "default-src 'none'; sandbox"


@login_not_required
@require_safe
def chart_svg(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One chart with its caption."""
    campaign = campaign_with_figures(request, code)
    chart = next(
        (chart for chart in charts(results_kept(campaign)) if chart.number == number), None
    )
    if chart is None:
        raise Http404
    response = HttpResponse(standalone_svg(chart), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="bieu-do-{number}-{campaign.code}.svg"'
    response["Content-Security-Policy"] = SVG_POLICY
    return response


@login_not_required
@require_safe
def results_json(request: HttpRequest, code: str) -> HttpResponse:
    """All tables and charts for machines."""
    campaign = campaign_with_figures(request, code)
    return HttpResponse(
        as_json(as_open_data(results_kept(campaign))), content_type="application/json"
    )
