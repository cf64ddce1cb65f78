"""Addresses of the working group: what each has to do, one yardstick across units, and the desk."""

from submissions.appraisal.assignment import views as assignment
from submissions.appraisal.second_reading import views as second_reading
from submissions.appraisal.views import comparison, desk, notes, on_site, overview
from units.addresses import address

_VIEW_DESK = "appraise.view_desk"
_ASSIGN_APPRAISER = "period.assign_appraiser"
_CLAIM_U_FOR_APPRAISAL = "appraise.claim_U_for_appraisal"
_EDIT_ROUND1_SCORE = "appraise.edit_round1_score_of_U"
_EDIT_ROUND2_SCORE = "appraise.edit_round2_score_of_U"
_VIEW_SECOND_READING = "appraise.view_second_reading_of_U"
_FINISH_ROUND_FOR_U = "appraise.finish_round_for_U"

_ALL = "dot/<slug:code>/tham-dinh/"
_UNIT = f"{_ALL}<str:unit>/"

#: The desk comes last: the words of the others stand where a unit stands there.
urlpatterns = [
    address(f"{_ALL}", overview.inbox, _VIEW_DESK, name="appraisal_inbox"),
    address(f"{_ALL}bang-theo-doi/", overview.board, _VIEW_DESK, name="appraisal_board"),
    address(f"{_ALL}phan-cong/", assignment.assignments, _ASSIGN_APPRAISER, name="assignments"),
    address(
        f"{_ALL}phan-cong/chia-deu/",
        assignment.spread,
        _ASSIGN_APPRAISER,
        name="assignments_spread",
    ),
    address(
        f"{_ALL}phan-cong/<int:pk>/thoi/", assignment.end, _ASSIGN_APPRAISER, name="assignment_end"
    ),
    address(f"{_ALL}tieu-chi/", comparison.index, _VIEW_DESK, name="criteria_index"),
    address(
        f"{_ALL}tieu-chi/<str:group>/<str:criterion>/",
        comparison.by_criterion,
        _VIEW_DESK,
        name="by_criterion",
    ),
    address(f"{_ALL}chenh-lech/", comparison.gaps, _VIEW_DESK, name="largest_gaps"),
    address(f"{_ALL}tai-lieu-trung/", comparison.identical, _VIEW_DESK, name="identical_evidence"),
    address(f"{_UNIT}nhan/", assignment.claim, _CLAIM_U_FOR_APPRAISAL, name="claim"),
    address(
        f"{_UNIT}nhan/<int:pk>/tra-lai/",
        assignment.give_back,
        _CLAIM_U_FOR_APPRAISAL,
        name="give_back",
    ),
    address(
        f"{_UNIT}ghi-chu/",
        notes.notes,
        "appraise.write_internal_note_on_U",
        "appraise.read_internal_note_on_U",
        name="internal_notes",
    ),
    address(
        f"{_UNIT}kiem-tra-thuc-te/<int:pk>/",
        on_site.on_site,
        "appraise.record_on_site_check_of_U",
        name="on_site_check",
    ),
    address(
        f"{_UNIT}theo-tieu-chi/<int:pk>/",
        comparison.save,
        _EDIT_ROUND1_SCORE,
        _EDIT_ROUND2_SCORE,
        name="by_criterion_save",
    ),
    address(
        f"{_UNIT}doc-lan-hai/<str:group>/",
        second_reading.reading,
        _VIEW_SECOND_READING,
        name="second_reading",
    ),
    address(
        f"{_UNIT}doc-lan-hai/tieu-chi/<int:pk>/",
        second_reading.read,
        "appraise.read_second_time_of_U",
        name="second_reading_save",
    ),
    address(
        f"{_UNIT}thong-nhat/",
        second_reading.differences,
        _VIEW_SECOND_READING,
        name="reading_differences",
    ),
    address(
        f"{_UNIT}thong-nhat/<int:pk>/",
        second_reading.settle,
        "appraise.settle_second_reading_of_U",
        name="reading_settle",
    ),
    address(f"{_UNIT}nhom/<str:group>/", desk.desk, _VIEW_DESK, name="appraisal_desk"),
    address(
        f"{_UNIT}nhom/<str:group>/giu-nguyen/",
        desk.accept,
        _EDIT_ROUND1_SCORE,
        _EDIT_ROUND2_SCORE,
        name="appraisal_accept",
    ),
    address(
        f"{_UNIT}tieu-chi/<int:key>/",
        desk.decide,
        _EDIT_ROUND1_SCORE,
        _EDIT_ROUND2_SCORE,
        "appraise.autosave_appraisal_of_U",
        "appraise.refuse_score_with_reason_of_U",
        name="appraisal_decide",
    ),
    address(f"{_UNIT}xong/", desk.finish, _FINISH_ROUND_FOR_U, name="appraisal_finish"),
    address(f"{_UNIT}mo-lai/", desk.reopen, _FINISH_ROUND_FOR_U, name="appraisal_reopen"),
    address(_UNIT, desk.unit, _VIEW_DESK, name="appraisal_unit"),
]
