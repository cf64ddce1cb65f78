"""Addresses of evidence, under a unit's file in a campaign."""

from django.urls import path

from submissions.evidence.views import documents, files

_FILES = "dot/<slug:code>/ho-so/<str:unit>/tai-lieu/"
_ANSWER = "dot/<slug:code>/ho-so/<str:unit>/tieu-chi/<int:answer>/tai-lieu/"

urlpatterns = [
    path(_FILES, documents.evidence, name="evidence"),
    path(f"{_FILES}tai-len/", files.evidence_upload, name="evidence_upload"),
    path(f"{_FILES}tron-bo.zip", files.evidence_package, name="evidence_package"),
    path(f"{_FILES}<int:pk>/", documents.evidence_item, name="evidence_item"),
    path(f"{_FILES}<int:pk>/sua/", documents.evidence_describe, name="evidence_describe"),
    path(f"{_FILES}<int:pk>/rut/", documents.evidence_withdraw, name="evidence_withdraw"),
    path(f"{_FILES}<int:pk>/tep/", files.evidence_download, name="evidence_download"),
    path(f"{_FILES}<int:pk>/xem/", files.evidence_preview, name="evidence_preview"),
    path(_ANSWER, documents.evidence_of_answer, name="evidence_of_answer"),
    path(f"{_ANSWER}vien-dan/", documents.evidence_cite, name="evidence_cite"),
    path(f"{_ANSWER}bo-vien-dan/", documents.evidence_uncite, name="evidence_uncite"),
]
