"""Addresses of handing in: checking, submitting, receipts, progress and more time."""

from submissions.handing_in.views import progress, receipts, submission
from units.addresses import address

_VIEW_SELF_SCORES = "self.view_self_scores_of_U"

urlpatterns = [
    address(
        "dot/<slug:code>/tien-do/",
        progress.progress,
        "self.view_submission_progress_of_all_units",
        name="progress",
    ),
    address(
        "dot/<slug:code>/gia-han/", progress.extensions, "period.view_extensions", name="extensions"
    ),
    address(
        "dot/<slug:code>/gia-han/<str:unit>/",
        progress.extend,
        "period.extend_deadline_for_one_unit",
        name="extend_deadline",
    ),
    address(
        "dot/<slug:code>/ho-so/<str:unit>/kiem-tra/",
        submission.check_answers,
        _VIEW_SELF_SCORES,
        name="check_answers",
    ),
    address(
        "dot/<slug:code>/ho-so/<str:unit>/nop/",
        submission.hand_in,
        "self.submit_self_assessment_of_U",
        name="hand_in",
    ),
    address(
        "dot/<slug:code>/ho-so/<str:unit>/rut-lai/",
        submission.take_back,
        "self.withdraw_submission_of_U",
        name="take_back",
    ),
    address(
        "dot/<slug:code>/ho-so/<str:unit>/bien-nhan/",
        receipts.receipt,
        _VIEW_SELF_SCORES,
        name="receipt",
    ),
    address(
        "dot/<slug:code>/ho-so/<str:unit>/bien-nhan/<int:sequence>/",
        receipts.receipt,
        _VIEW_SELF_SCORES,
        name="receipt_of",
    ),
    address(
        "dot/<slug:code>/ho-so/<str:unit>/bien-nhan/<int:sequence>.json",
        receipts.receipt_file,
        _VIEW_SELF_SCORES,
        name="receipt_file",
    ),
]
