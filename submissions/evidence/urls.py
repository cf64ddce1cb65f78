"""Addresses of evidence, under a unit's file in a campaign."""

from django.urls import path

from submissions.evidence.views import documents as evidence
from submissions.evidence.views import files as evidence_files

_FILES = "dot/<slug:code>/ho-so/<str:unit>/tai-lieu/"
_ANSWER = "dot/<slug:code>/ho-so/<str:unit>/tieu-chi/<int:answer>/tai-lieu/"

urlpatterns = [
    path(_FILES, evidence.evidence, name="evidence"),
    path(f"{_FILES}tai-len/", evidence_files.evidence_upload, name="evidence_upload"),
    path(f"{_FILES}tron-bo.zip", evidence_files.evidence_package, name="evidence_package"),
    path(f"{_FILES}<int:pk>/", evidence.evidence_item, name="evidence_item"),
    path(f"{_FILES}<int:pk>/sua/", evidence.evidence_describe, name="evidence_describe"),
    path(f"{_FILES}<int:pk>/rut/", evidence.evidence_withdraw, name="evidence_withdraw"),
    path(f"{_FILES}<int:pk>/tep/", evidence_files.evidence_download, name="evidence_download"),
    path(f"{_FILES}<int:pk>/xem/", evidence_files.evidence_preview, name="evidence_preview"),
    path(_ANSWER, evidence.evidence_of_answer, name="evidence_of_answer"),
    path(f"{_ANSWER}vien-dan/", evidence.evidence_cite, name="evidence_cite"),
    path(f"{_ANSWER}bo-vien-dan/", evidence.evidence_uncite, name="evidence_uncite"),
]
