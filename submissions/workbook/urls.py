"""Addresses of the unit's views."""

from django.urls import path

from submissions.workbook import views

urlpatterns = [
    path("dot/<slug:code>/ho-so/<str:unit>/excel/", views.workbook, name="workbook"),
    path(
        "dot/<slug:code>/ho-so/<str:unit>/excel/tai-ve/", views.download, name="workbook_download"
    ),
    path("dot/<slug:code>/ho-so/<str:unit>/excel/tai-len/", views.upload, name="workbook_upload"),
    path(
        "dot/<slug:code>/ho-so/<str:unit>/excel/<int:pk>/", views.preview, name="workbook_preview"
    ),
    path(
        "dot/<slug:code>/ho-so/<str:unit>/excel/<int:pk>/ghi/", views.apply, name="workbook_apply"
    ),
]
