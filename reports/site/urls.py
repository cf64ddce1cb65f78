"""Addresses of the report to download, and of the open data for machines."""

from django.urls import include, path

from reports.site import views
from reports.site.api import open_addresses
from units.addresses import address

_VIEW_PUBLISHED_REPORT = "public.view_published_report"
_VIEW_DRAFT_REPORT = "report.view_draft_report"

urlpatterns = [
    address(
        "dot/<slug:code>/bao-cao/",
        views.report,
        _VIEW_PUBLISHED_REPORT,
        _VIEW_DRAFT_REPORT,
        name="report",
    ),
    address(
        "dot/<slug:code>/bao-cao/tien-do/",
        views.report_progress,
        _VIEW_PUBLISHED_REPORT,
        _VIEW_DRAFT_REPORT,
        name="report_progress",
    ),
    address(
        "dot/<slug:code>/bao-cao/tao-lai/",
        views.report_request,
        "report.generate_draft_pdf",
        "report.export_approved_report_pdf",
        name="report_request",
    ),
    address(
        "dot/<slug:code>/bao-cao.pdf",
        views.report_pdf,
        "public.download_published_pdf",
        _VIEW_DRAFT_REPORT,
        name="report_pdf",
    ),
    path("api/", include([path("", open_addresses())])),
]
