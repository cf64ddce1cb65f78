"""Addresses of figures, all under their campaign."""

from reports.results.views import files, insight, results, sources, years
from units.addresses import address

_VIEW_RANKING_AND_CHARTS_DATA = "report.view_ranking_and_charts_data"
_COMPARE_YEARS = "public.compare_years"
_VIEW_INSIGHT = "report.view_insight"

urlpatterns = [
    address(
        "dot/<slug:code>/ket-qua/", results.results, _VIEW_RANKING_AND_CHARTS_DATA, name="results"
    ),
    address(
        "dot/<slug:code>/ket-qua.json",
        files.results_json,
        _VIEW_RANKING_AND_CHARTS_DATA,
        name="results_json",
    ),
    address(
        "dot/<slug:code>/bieu-do/<int:number>.svg",
        files.chart_svg,
        _VIEW_RANKING_AND_CHARTS_DATA,
        name="chart_svg",
    ),
    address(
        "dot/<slug:code>/don-vi/<str:unit>/",
        results.unit_result,
        _VIEW_RANKING_AND_CHARTS_DATA,
        name="unit_result",
    ),
    address("dot/<slug:code>/so-sanh/", years.compare_years, _COMPARE_YEARS, name="compare_years"),
    address(
        "dot/<slug:code>/don-vi/<str:unit>/cac-nam/",
        years.unit_years,
        _COMPARE_YEARS,
        name="unit_years",
    ),
    address("dot/<slug:code>/phan-tich/", insight.insight, _VIEW_INSIGHT, name="insight"),
    address(
        "dot/<slug:code>/phan-tich/<str:unit>/", insight.try_outcomes, _VIEW_INSIGHT, name="what_if"
    ),
    address(
        "dot/<slug:code>/nguon-goc/trung-binh/",
        sources.average_source,
        _VIEW_RANKING_AND_CHARTS_DATA,
        name="average_source",
    ),
    address(
        "dot/<slug:code>/nguon-goc/don-vi/<str:unit>/",
        sources.figure_source,
        _VIEW_RANKING_AND_CHARTS_DATA,
        name="figure_source",
    ),
    address(
        "dot/<slug:code>/doi-soat/",
        results.reconciliation,
        _VIEW_RANKING_AND_CHARTS_DATA,
        name="reconciliation",
    ),
]
