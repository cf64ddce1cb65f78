"""Addresses of a unit's own work on its file."""

from django.urls import path

from submissions.answers.views import absences, cells, groups

_ABSENCES = "dot/<slug:code>/nhom-khong-ap-dung/"
_FILES = "dot/<slug:code>/ho-so/"
_GROUP = f"{_FILES}<str:unit>/nhom/<str:group>/"

urlpatterns = [
    path(_ABSENCES, absences.absences, name="absences"),
    path(f"{_ABSENCES}<int:pk>/xac-nhan/", absences.confirm, name="absence_confirm"),
    path(f"{_ABSENCES}<int:pk>/bo-xac-nhan/", absences.unconfirm, name="absence_unconfirm"),
    path(_FILES, groups.files, name="files"),
    path(f"{_FILES}<str:unit>/", groups.home, name="unit_home"),
    path(_GROUP, groups.group, name="unit_group"),
    path(f"{_GROUP}tong/", groups.summary, name="unit_group_summary"),
    path(f"{_GROUP}xong/", groups.done, name="group_done"),
    path(f"{_GROUP}mo-lai/", groups.reopen, name="group_reopen"),
    path(f"{_GROUP}khong-ap-dung/", groups.declare_absent, name="group_absent"),
    path(f"{_GROUP}rut-khai/", groups.take_back, name="group_take_back"),
    path(f"{_FILES}<str:unit>/tieu-chi/<int:key>/", cells.save_cell, name="save_cell"),
]
