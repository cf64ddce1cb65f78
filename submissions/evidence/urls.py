"""Addresses of evidence, under a unit's file in a campaign."""

from submissions.evidence.views import documents, files
from units.addresses import address

_LIST_EVIDENCE = "self.list_evidence_of_U"
_UPLOAD_EVIDENCE = "self.upload_evidence_of_U"
_UPLOAD_SUPPLEMENTARY_EVIDENCE = "self.upload_supplementary_evidence_of_U"
_DOWNLOAD_EVIDENCE = "self.download_evidence_of_U"

_FILES = "dot/<slug:code>/ho-so/<str:unit>/tai-lieu/"
_ANSWER = "dot/<slug:code>/ho-so/<str:unit>/tieu-chi/<int:answer>/tai-lieu/"

urlpatterns = [
    address(_FILES, documents.evidence, _LIST_EVIDENCE, name="evidence"),
    address(
        f"{_FILES}tai-len/",
        files.evidence_upload,
        _UPLOAD_EVIDENCE,
        _UPLOAD_SUPPLEMENTARY_EVIDENCE,
        name="evidence_upload",
    ),
    address(
        f"{_FILES}tron-bo.zip",
        files.evidence_package,
        "self.download_evidence_zip_of_U",
        name="evidence_package",
    ),
    address(f"{_FILES}<int:pk>/", documents.evidence_item, _LIST_EVIDENCE, name="evidence_item"),
    address(
        f"{_FILES}<int:pk>/sua/",
        documents.evidence_describe,
        _UPLOAD_EVIDENCE,
        _UPLOAD_SUPPLEMENTARY_EVIDENCE,
        name="evidence_describe",
    ),
    address(
        f"{_FILES}<int:pk>/rut/",
        documents.evidence_withdraw,
        "self.delete_evidence_of_U",
        name="evidence_withdraw",
    ),
    address(
        f"{_FILES}<int:pk>/tep/",
        files.evidence_download,
        _DOWNLOAD_EVIDENCE,
        name="evidence_download",
    ),
    address(
        f"{_FILES}<int:pk>/xem/",
        files.evidence_preview,
        _DOWNLOAD_EVIDENCE,
        name="evidence_preview",
    ),
    address(_ANSWER, documents.evidence_of_answer, _LIST_EVIDENCE, name="evidence_of_answer"),
    address(
        f"{_ANSWER}vien-dan/",
        documents.evidence_cite,
        _UPLOAD_EVIDENCE,
        _UPLOAD_SUPPLEMENTARY_EVIDENCE,
        name="evidence_cite",
    ),
    address(
        f"{_ANSWER}bo-vien-dan/",
        documents.evidence_uncite,
        _UPLOAD_EVIDENCE,
        _UPLOAD_SUPPLEMENTARY_EVIDENCE,
        name="evidence_uncite",
    ),
]
