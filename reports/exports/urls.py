"""Addresses of files to go on working with, all under the report of their campaign."""

from django.urls import path

from reports.exports import views

urlpatterns = [
    path("dot/<slug:code>/bao-cao/tep/<slug:form>/", views.report_file, name="report_file"),
    path(
        "dot/<slug:code>/bao-cao/tep/<slug:form>/tao-lai/",
        views.report_file_request,
        name="report_file_request",
    ),
    path(
        "dot/<slug:code>/bao-cao/tep/<slug:form>/tien-do/",
        views.report_file_progress,
        name="report_file_progress",
    ),
    path("dot/<slug:code>/bao-cao/tieu-chi.xlsx", views.units_book, name="units_book"),
    path("dot/<slug:code>/bao-cao/toan-bo.zip", views.report_package, name="report_package"),
    path("dot/<slug:code>/ket-qua.csv", views.results_csv, name="results_csv"),
]
