"""Addresses of figures, all under their campaign."""

from django.urls import path

from reports.results.views import files, insight, results, sources, years

urlpatterns = [
    path("dot/<slug:code>/ket-qua/", results.results, name="results"),
    path("dot/<slug:code>/ket-qua.json", files.results_json, name="results_json"),
    path("dot/<slug:code>/bieu-do/<int:number>.svg", files.chart_svg, name="chart_svg"),
    path("dot/<slug:code>/don-vi/<str:unit>/", results.unit_result, name="unit_result"),
    path("dot/<slug:code>/so-sanh/", years.compare_years, name="compare_years"),
    path("dot/<slug:code>/don-vi/<str:unit>/cac-nam/", years.unit_years, name="unit_years"),
    path("dot/<slug:code>/phan-tich/", insight.insight, name="insight"),
    path("dot/<slug:code>/phan-tich/<str:unit>/", insight.try_outcomes, name="what_if"),
    path("dot/<slug:code>/nguon-goc/trung-binh/", sources.average_source, name="average_source"),
    path(
        "dot/<slug:code>/nguon-goc/don-vi/<str:unit>/", sources.figure_source, name="figure_source"
    ),
    path("dot/<slug:code>/doi-soat/", results.reconciliation, name="reconciliation"),
]
