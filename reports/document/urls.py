"""Addresses of the report's editor, and of letters and receipts on paper."""

from django.urls import path

from reports.document.views import decision, headings, letters, passages, receipts, text

_HERE = "dot/<slug:code>/bao-cao/soan"

urlpatterns = [
    path(f"{_HERE}/", text.report_text, name="report_text"),
    path(f"{_HERE}/bat-dau/", text.report_text_begin, name="report_text_begin"),
    path(f"{_HERE}/so-lieu-doi/", text.report_changes, name="report_changes"),
    path(f"{_HERE}/so-lieu-doi/quyet-dinh/", text.report_decide, name="report_decide"),
    path(f"{_HERE}/so-lieu-doi/tat-ca/", text.report_take_all, name="report_take_all"),
    path(f"{_HERE}/da-xoa/<int:sequence>/", text.removal_undo, name="removal_undo"),
    path(f"{_HERE}/muc/<int:pk>/", headings.report_section, name="report_section"),
    path(f"{_HERE}/muc/<int:pk>/them-muc/", headings.section_add, name="section_add"),
    path(f"{_HERE}/muc/<int:pk>/in/", headings.section_print, name="section_print"),
    path(f"{_HERE}/muc/<int:pk>/chuyen/", headings.section_move, name="section_move"),
    path(f"{_HERE}/muc/<int:pk>/de-muc-cu/", headings.title_restore, name="title_restore"),
    path(f"{_HERE}/muc/<int:pk>/xoa/", headings.section_remove, name="section_remove"),
    path(f"{_HERE}/muc/<int:pk>/them-doan/", passages.passage_add, name="passage_add"),
    path(f"{_HERE}/doan/<int:pk>/", passages.passage_edit, name="passage_edit"),
    path(f"{_HERE}/doan/<int:pk>/in/", passages.passage_print, name="passage_print"),
    path(f"{_HERE}/doan/<int:pk>/chuyen/", passages.passage_move, name="passage_move"),
    path(f"{_HERE}/doan/<int:pk>/lay-lai/", passages.passage_restore, name="passage_restore"),
    path(f"{_HERE}/doan/<int:pk>/loi-cu/", passages.wording_restore, name="wording_restore"),
    path(f"{_HERE}/doan/<int:pk>/xoa/", passages.passage_remove, name="passage_remove"),
    path(f"{_HERE}/quyet-dinh/", decision.decision_text, name="decision_text"),
    path(f"{_HERE}/can-cu/them/", decision.basis_add, name="basis_add"),
    path(f"{_HERE}/can-cu/<int:pk>/", decision.basis_edit, name="basis_edit"),
    path(f"{_HERE}/can-cu/<int:pk>/chon/", decision.basis_choose, name="basis_choose"),
    path(f"{_HERE}/can-cu/<int:pk>/bo/", decision.basis_drop, name="basis_drop"),
    path(f"{_HERE}/can-cu/<int:pk>/chuyen/", decision.basis_move, name="basis_move"),
    path(
        "dot/<slug:code>/ho-so/<str:unit>/bien-nhan/<int:sequence>.pdf",
        receipts.receipt_pdf,
        name="receipt_pdf",
    ),
    path(
        "dot/<slug:code>/ho-so/<str:unit>/giai-trinh/phieu-xac-nhan.pdf",
        letters.reply_letter,
        name="reply_letter",
    ),
    path(
        "dot/<slug:code>/ho-so/<str:unit>/giai-trinh/ket-qua-lan-1.pdf",
        letters.first_round_pdf,
        name="first_round_pdf",
    ),
]
