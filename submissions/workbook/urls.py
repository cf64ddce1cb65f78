"""Addresses of the unit's workbook."""

from django.urls import path

from submissions.workbook import views as workbook

urlpatterns = [
    path("dot/<slug:code>/ho-so/<str:unit>/excel/", workbook.workbook, name="workbook"),
    path("dot/<slug:code>/ho-so/<str:unit>/excel/tai-ve/", workbook.download, name="workbook_download"),
    path("dot/<slug:code>/ho-so/<str:unit>/excel/tai-len/", workbook.upload, name="workbook_upload"),
    path("dot/<slug:code>/ho-so/<str:unit>/excel/<int:pk>/", workbook.preview, name="workbook_preview"),
    path("dot/<slug:code>/ho-so/<str:unit>/excel/<int:pk>/ghi/", workbook.apply, name="workbook_apply"),
]
