"""Addresses of a unit's own work on its file."""

from django.urls import path

from submissions.answers.views import absences, cells, groups
from units.addresses import address

_MARK_GROUP_NOT_APPLICABLE_FOR_UNIT = "period.mark_group_not_applicable_for_unit"
_VIEW_SELF_SCORES = "self.view_self_scores_of_U"
_EDIT_SELF_SCORE = "self.edit_self_score_of_U"

_ABSENCES = "dot/<slug:code>/nhom-khong-ap-dung/"
_FILES = "dot/<slug:code>/ho-so/"
_GROUP = f"{_FILES}<str:unit>/nhom/<str:group>/"

urlpatterns = [
    address(_ABSENCES, absences.absences, _MARK_GROUP_NOT_APPLICABLE_FOR_UNIT, name="absences"),
    address(
        f"{_ABSENCES}<int:pk>/xac-nhan/",
        absences.confirm,
        _MARK_GROUP_NOT_APPLICABLE_FOR_UNIT,
        name="absence_confirm",
    ),
    address(
        f"{_ABSENCES}<int:pk>/bo-xac-nhan/",
        absences.unconfirm,
        _MARK_GROUP_NOT_APPLICABLE_FOR_UNIT,
        name="absence_unconfirm",
    ),
    path(_FILES, groups.files, name="files"),
    address(f"{_FILES}<str:unit>/", groups.home, _VIEW_SELF_SCORES, name="unit_home"),
    address(
        _GROUP,
        groups.group,
        _VIEW_SELF_SCORES,
        _EDIT_SELF_SCORE,
        "self.compare_with_last_year_of_U",
        name="unit_group",
    ),
    address(f"{_GROUP}tong/", groups.summary, _VIEW_SELF_SCORES, name="unit_group_summary"),
    address(f"{_GROUP}xong/", groups.done, _EDIT_SELF_SCORE, name="group_done"),
    address(f"{_GROUP}mo-lai/", groups.reopen, _EDIT_SELF_SCORE, name="group_reopen"),
    address(
        f"{_GROUP}khong-ap-dung/", groups.declare_absent, _EDIT_SELF_SCORE, name="group_absent"
    ),
    address(f"{_GROUP}rut-khai/", groups.take_back, _EDIT_SELF_SCORE, name="group_take_back"),
    address(
        f"{_FILES}<str:unit>/tieu-chi/<int:key>/",
        cells.save_cell,
        "self.autosave_self_score_of_U",
        name="save_cell",
    ),
]
