"""Addresses of figures and reports, all under their campaign."""

from django.urls import path

from reports.document.views import letters, receipts
from reports.editions.views import corrections, editions, publication
from reports.exports import views as exports
from reports.results.views import files, insight, sources, years
from reports.results.views import results as figures
from reports.site import views as report

urlpatterns = [
    path("dot/<slug:code>/ket-qua/", figures.results, name="results"),
    path("dot/<slug:code>/ket-qua.json", files.results_json, name="results_json"),
    path("dot/<slug:code>/bieu-do/<int:number>.svg", files.chart_svg, name="chart_svg"),
    path("dot/<slug:code>/don-vi/<str:unit>/", figures.unit_result, name="unit_result"),
    path("dot/<slug:code>/so-sanh/", years.compare_years, name="compare_years"),
    path("dot/<slug:code>/don-vi/<str:unit>/cac-nam/", years.unit_years, name="unit_years"),
    path("dot/<slug:code>/phan-tich/", insight.insight, name="insight"),
    path("dot/<slug:code>/phan-tich/<str:unit>/", insight.try_outcomes, name="what_if"),
    path("dot/<slug:code>/nguon-goc/trung-binh/", sources.average_source, name="average_source"),
    path("dot/<slug:code>/nguon-goc/don-vi/<str:unit>/", sources.figure_source, name="figure_source"),
    path("dot/<slug:code>/doi-soat/", figures.reconciliation, name="reconciliation"),
    path("dot/<slug:code>/bao-cao/", report.report, name="report"),
    path("dot/<slug:code>/bao-cao/tien-do/", report.report_progress, name="report_progress"),
    path("dot/<slug:code>/bao-cao/tao-lai/", report.report_request, name="report_request"),
    path("dot/<slug:code>/bao-cao/tep/<slug:form>/", exports.report_file, name="report_file"),
    path("dot/<slug:code>/bao-cao/tep/<slug:form>/tao-lai/", exports.report_file_request, name="report_file_request"),
    path("dot/<slug:code>/bao-cao/tep/<slug:form>/tien-do/", exports.report_file_progress, name="report_file_progress"),
    path("dot/<slug:code>/bao-cao/tieu-chi.xlsx", exports.units_book, name="units_book"),
    path("dot/<slug:code>/bao-cao/toan-bo.zip", exports.report_package, name="report_package"),
    path("dot/<slug:code>/ket-qua.csv", exports.results_csv, name="results_csv"),
    path("dot/<slug:code>/ho-so/<str:unit>/bien-nhan/<int:sequence>.pdf", receipts.receipt_pdf, name="receipt_pdf"),
    path("dot/<slug:code>/ho-so/<str:unit>/giai-trinh/phieu-xac-nhan.pdf", letters.reply_letter, name="reply_letter"),
    path("dot/<slug:code>/ho-so/<str:unit>/giai-trinh/ket-qua-lan-1.pdf", letters.first_round_pdf, name="first_round_pdf"),
    path("dot/<slug:code>/bao-cao.pdf", report.report_pdf, name="report_pdf"),
    path("dot/<slug:code>/ban-hanh/", publication.publication, name="publication"),
    path("dot/<slug:code>/ban-hanh/tien-do/", publication.edition_progress, name="edition_progress"),
    path("dot/<slug:code>/ban-hanh/chot/", publication.freeze_edition, name="freeze_edition"),
    path("dot/<slug:code>/ban-hanh/huy/", publication.withdraw_edition, name="withdraw_edition"),
    path("dot/<slug:code>/ban-hanh/tao-tep/", publication.make_edition_files, name="make_edition_files"),
    path("dot/<slug:code>/ban-hanh/xac-nhan/", publication.sign_off_check, name="sign_off_check"),
    path("dot/<slug:code>/ban-hanh/ban-ky/", publication.upload_signed, name="upload_signed"),
    path("dot/<slug:code>/giai-doan/ban-hanh/", publication.publish, name="publish"),
    path("dot/<slug:code>/ban-hanh/dinh-chinh/", corrections.correction, name="correction"),
    path("dot/<slug:code>/ban-hanh/dinh-chinh/ban-hanh/", corrections.publish_correction, name="publish_correction"),
    path("dot/<slug:code>/ban/<int:number>/", editions.edition, name="edition"),
    path("dot/<slug:code>/ban/<int:number>/<slug:form>/", editions.edition_file, name="edition_file"),
    path("dot/<slug:code>/ban/<int:number>/noi-bo/<slug:form>/", editions.edition_working_file, name="edition_working_file"),
]
