"""Addresses of the unit's views."""

from submissions.workbook import views
from units.addresses import address

_EXPORT_OWN_XLSX = "self.export_own_xlsx_of_U"
_IMPORT_SELF_SCORES_XLSX = "self.import_self_scores_xlsx_of_U"

urlpatterns = [
    address(
        "dot/<slug:code>/ho-so/<str:unit>/excel/", views.workbook, _EXPORT_OWN_XLSX, name="workbook"
    ),
    address(
        "dot/<slug:code>/ho-so/<str:unit>/excel/tai-ve/",
        views.download,
        _EXPORT_OWN_XLSX,
        name="workbook_download",
    ),
    address(
        "dot/<slug:code>/ho-so/<str:unit>/excel/tai-len/",
        views.upload,
        _IMPORT_SELF_SCORES_XLSX,
        name="workbook_upload",
    ),
    address(
        "dot/<slug:code>/ho-so/<str:unit>/excel/<int:pk>/",
        views.preview,
        _IMPORT_SELF_SCORES_XLSX,
        name="workbook_preview",
    ),
    address(
        "dot/<slug:code>/ho-so/<str:unit>/excel/<int:pk>/ghi/",
        views.apply,
        _IMPORT_SELF_SCORES_XLSX,
        name="workbook_apply",
    ),
]
