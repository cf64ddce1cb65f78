"""Addresses of figures and of the report: each room names its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("reports.council.urls")),
    path("", include("reports.results.urls")),
    path("", include("reports.site.urls")),
    path("", include("reports.exports.urls")),
    path("", include("reports.document.urls")),
    path("", include("reports.editions.urls")),
]
