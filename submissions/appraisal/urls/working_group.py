"""Addresses of the working group: what each has to do, who has what, and one yardstick across units."""

from django.urls import path

from submissions.appraisal.assignment import views as assigning
from submissions.appraisal.second_reading import views as second
from submissions.appraisal.views import comparison as across
from submissions.appraisal.views import notes, on_site, overview

urlpatterns = [
    path("dot/<slug:code>/tham-dinh/", overview.inbox, name="appraisal_inbox"),
    path("dot/<slug:code>/tham-dinh/bang-theo-doi/", overview.board, name="appraisal_board"),
    path("dot/<slug:code>/tham-dinh/phan-cong/", assigning.assignments, name="assignments"),
    path("dot/<slug:code>/tham-dinh/phan-cong/chia-deu/", assigning.spread, name="assignments_spread"),
    path("dot/<slug:code>/tham-dinh/phan-cong/<int:pk>/thoi/", assigning.end, name="assignment_end"),
    path("dot/<slug:code>/tham-dinh/tieu-chi/", across.index, name="criteria_index"),
    path("dot/<slug:code>/tham-dinh/tieu-chi/<str:group>/<str:criterion>/", across.by_criterion, name="by_criterion"),
    path("dot/<slug:code>/tham-dinh/chenh-lech/", across.gaps, name="largest_gaps"),
    path("dot/<slug:code>/tham-dinh/tai-lieu-trung/", across.identical, name="identical_evidence"),
    path("dot/<slug:code>/tham-dinh/<str:unit>/nhan/", assigning.claim, name="claim"),
    path("dot/<slug:code>/tham-dinh/<str:unit>/nhan/<int:pk>/tra-lai/", assigning.give_back, name="give_back"),
    path("dot/<slug:code>/tham-dinh/<str:unit>/ghi-chu/", notes.notes, name="internal_notes"),
    path("dot/<slug:code>/tham-dinh/<str:unit>/kiem-tra-thuc-te/<int:pk>/", on_site.on_site, name="on_site_check"),
    path("dot/<slug:code>/tham-dinh/<str:unit>/theo-tieu-chi/<int:pk>/", across.save, name="by_criterion_save"),
    path("dot/<slug:code>/tham-dinh/<str:unit>/doc-lan-hai/<str:group>/", second.reading, name="second_reading"),
    path("dot/<slug:code>/tham-dinh/<str:unit>/doc-lan-hai/tieu-chi/<int:pk>/", second.read, name="second_reading_save"),
    path("dot/<slug:code>/tham-dinh/<str:unit>/thong-nhat/", second.differences, name="reading_differences"),
    path("dot/<slug:code>/tham-dinh/<str:unit>/thong-nhat/<int:pk>/", second.settle, name="reading_settle"),
]
