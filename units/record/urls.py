"""Addresses of the whole record."""

from django.urls import path

from units.record import views

urlpatterns = [
    path("", views.record, name="record"),
    path("<int:sequence>/", views.record_entry, name="record_entry"),
    path("an-ninh/", views.events, name="security_events"),
    path("an-ninh/<int:sequence>/", views.event, name="security_event"),
    path("nhat-ky.jsonl", views.export, name="record_export"),
    path("kiem-tra-nhat-ky.py", views.verifier, name="record_verifier"),
    path("kiem-tra/", views.check, name="record_check"),
    path("kiem-tra/chay/", views.run_check, name="record_check_run"),
]
