"""Addresses of the report to download, and of the open data for machines."""

from django.urls import include, path

from reports.site import views
from reports.site.api import open_addresses

urlpatterns = [
    path("dot/<slug:code>/bao-cao/", views.report, name="report"),
    path("dot/<slug:code>/bao-cao/tien-do/", views.report_progress, name="report_progress"),
    path("dot/<slug:code>/bao-cao/tao-lai/", views.report_request, name="report_request"),
    path("dot/<slug:code>/bao-cao.pdf", views.report_pdf, name="report_pdf"),
    path("api/", include([path("", open_addresses())])),
]
