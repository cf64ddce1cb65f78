"""Addresses of the appraiser's desk. They come after those of the working group, whose words stand where a unit stands here."""

from django.urls import path

from submissions.appraisal.views import desk as appraising

_UNIT = "dot/<slug:code>/tham-dinh/<str:unit>/"

urlpatterns = [
    path(f"{_UNIT}nhom/<str:group>/", appraising.desk, name="appraisal_desk"),
    path(f"{_UNIT}nhom/<str:group>/giu-nguyen/", appraising.accept, name="appraisal_accept"),
    path(f"{_UNIT}tieu-chi/<int:key>/", appraising.decide, name="appraisal_decide"),
    path(f"{_UNIT}xong/", appraising.finish, name="appraisal_finish"),
    path(f"{_UNIT}mo-lai/", appraising.reopen, name="appraisal_reopen"),
    path(_UNIT, appraising.unit, name="appraisal_unit"),
]
