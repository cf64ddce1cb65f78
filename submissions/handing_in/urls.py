"""Addresses of handing in: checking, submitting, receipts, progress and more time."""

from django.urls import path

from submissions.handing_in.views import progress, receipts, submission

urlpatterns = [
    path("dot/<slug:code>/tien-do/", progress.progress, name="progress"),
    path("dot/<slug:code>/gia-han/", progress.extensions, name="extensions"),
    path("dot/<slug:code>/gia-han/<str:unit>/", progress.extend, name="extend_deadline"),
    path(
        "dot/<slug:code>/ho-so/<str:unit>/kiem-tra/", submission.check_answers, name="check_answers"
    ),
    path("dot/<slug:code>/ho-so/<str:unit>/nop/", submission.hand_in, name="hand_in"),
    path("dot/<slug:code>/ho-so/<str:unit>/rut-lai/", submission.take_back, name="take_back"),
    path("dot/<slug:code>/ho-so/<str:unit>/bien-nhan/", receipts.receipt, name="receipt"),
    path(
        "dot/<slug:code>/ho-so/<str:unit>/bien-nhan/<int:sequence>/",
        receipts.receipt,
        name="receipt_of",
    ),
    path(
        "dot/<slug:code>/ho-so/<str:unit>/bien-nhan/<int:sequence>.json",
        receipts.receipt_file,
        name="receipt_file",
    ),
]
