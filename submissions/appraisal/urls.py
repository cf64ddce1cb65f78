"""Addresses of the working group: what each has to do, one yardstick across units, and the desk."""

from django.urls import path

from submissions.appraisal.assignment import views as assignment
from submissions.appraisal.second_reading import views as second_reading
from submissions.appraisal.views import comparison, desk, notes, on_site, overview

_ALL = "dot/<slug:code>/tham-dinh/"
_UNIT = f"{_ALL}<str:unit>/"

#: The desk comes last: the words of the others stand where a unit stands there.
urlpatterns = [
    path(f"{_ALL}", overview.inbox, name="appraisal_inbox"),
    path(f"{_ALL}bang-theo-doi/", overview.board, name="appraisal_board"),
    path(f"{_ALL}phan-cong/", assignment.assignments, name="assignments"),
    path(f"{_ALL}phan-cong/chia-deu/", assignment.spread, name="assignments_spread"),
    path(f"{_ALL}phan-cong/<int:pk>/thoi/", assignment.end, name="assignment_end"),
    path(f"{_ALL}tieu-chi/", comparison.index, name="criteria_index"),
    path(
        f"{_ALL}tieu-chi/<str:group>/<str:criterion>/", comparison.by_criterion, name="by_criterion"
    ),
    path(f"{_ALL}chenh-lech/", comparison.gaps, name="largest_gaps"),
    path(f"{_ALL}tai-lieu-trung/", comparison.identical, name="identical_evidence"),
    path(f"{_UNIT}nhan/", assignment.claim, name="claim"),
    path(f"{_UNIT}nhan/<int:pk>/tra-lai/", assignment.give_back, name="give_back"),
    path(f"{_UNIT}ghi-chu/", notes.notes, name="internal_notes"),
    path(f"{_UNIT}kiem-tra-thuc-te/<int:pk>/", on_site.on_site, name="on_site_check"),
    path(f"{_UNIT}theo-tieu-chi/<int:pk>/", comparison.save, name="by_criterion_save"),
    path(f"{_UNIT}doc-lan-hai/<str:group>/", second_reading.reading, name="second_reading"),
    path(f"{_UNIT}doc-lan-hai/tieu-chi/<int:pk>/", second_reading.read, name="second_reading_save"),
    path(f"{_UNIT}thong-nhat/", second_reading.differences, name="reading_differences"),
    path(f"{_UNIT}thong-nhat/<int:pk>/", second_reading.settle, name="reading_settle"),
    path(f"{_UNIT}nhom/<str:group>/", desk.desk, name="appraisal_desk"),
    path(f"{_UNIT}nhom/<str:group>/giu-nguyen/", desk.accept, name="appraisal_accept"),
    path(f"{_UNIT}tieu-chi/<int:key>/", desk.decide, name="appraisal_decide"),
    path(f"{_UNIT}xong/", desk.finish, name="appraisal_finish"),
    path(f"{_UNIT}mo-lai/", desk.reopen, name="appraisal_reopen"),
    path(_UNIT, desk.unit, name="appraisal_unit"),
]
