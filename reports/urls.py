"""Addresses of figures and reports, all under their campaign."""

from django.urls import path

from reports.views import figures, files, letters, receipts, report, sources

urlpatterns = [
    path("dot/<slug:code>/ket-qua/", figures.results, name="results"),
    path("dot/<slug:code>/ket-qua.json", files.results_json, name="results_json"),
    path("dot/<slug:code>/bieu-do/<int:number>.svg", files.chart_svg, name="chart_svg"),
    path("dot/<slug:code>/don-vi/<str:unit>/", figures.unit_result, name="unit_result"),
    path("dot/<slug:code>/nguon-goc/trung-binh/", sources.average_source, name="average_source"),
    path("dot/<slug:code>/nguon-goc/don-vi/<str:unit>/", sources.figure_source, name="figure_source"),
    path("dot/<slug:code>/doi-soat/", figures.reconciliation, name="reconciliation"),
    path("dot/<slug:code>/bao-cao/", report.report, name="report"),
    path("dot/<slug:code>/bao-cao/tien-do/", report.report_progress, name="report_progress"),
    path("dot/<slug:code>/bao-cao/tao-lai/", report.report_request, name="report_request"),
    path("dot/<slug:code>/ho-so/<str:unit>/bien-nhan/<int:sequence>.pdf", receipts.receipt_pdf, name="receipt_pdf"),
    path("dot/<slug:code>/ho-so/<str:unit>/giai-trinh/phieu-xac-nhan.pdf", letters.reply_letter, name="reply_letter"),
    path("dot/<slug:code>/ho-so/<str:unit>/giai-trinh/ket-qua-lan-1.pdf", letters.first_round_pdf, name="first_round_pdf"),
    path("dot/<slug:code>/bao-cao.pdf", report.report_pdf, name="report_pdf"),
]
