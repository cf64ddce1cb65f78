"""Addresses of files to go on working with, all under the report of their campaign."""

from reports.exports import views
from units.addresses import address

_EXPORT_DRAFT_FILES = "report.export_draft_files"

urlpatterns = [
    address(
        "dot/<slug:code>/bao-cao/tep/<slug:form>/",
        views.report_file,
        _EXPORT_DRAFT_FILES,
        name="report_file",
    ),
    address(
        "dot/<slug:code>/bao-cao/tep/<slug:form>/tao-lai/",
        views.report_file_request,
        _EXPORT_DRAFT_FILES,
        name="report_file_request",
    ),
    address(
        "dot/<slug:code>/bao-cao/tep/<slug:form>/tien-do/",
        views.report_file_progress,
        _EXPORT_DRAFT_FILES,
        name="report_file_progress",
    ),
    address(
        "dot/<slug:code>/bao-cao/tieu-chi.xlsx",
        views.units_book,
        "report.export_all_units_xlsx",
        name="units_book",
    ),
    address(
        "dot/<slug:code>/bao-cao/toan-bo.zip",
        views.report_package,
        _EXPORT_DRAFT_FILES,
        name="report_package",
    ),
    address(
        "dot/<slug:code>/ket-qua.csv",
        views.results_csv,
        "report.view_ranking_and_charts_data",
        name="results_csv",
    ),
]
