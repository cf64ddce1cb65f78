"""Addresses of the whole record."""

from django.urls import path

from units.addresses import address
from units.record import views

_VIEW_WHOLE_AUDIT_LOG = "audit.view_whole_audit_log"
_VIEW_SECURITY_EVENTS = "audit.view_security_events"
_RUN_CHAIN_VERIFICATION = "audit.run_chain_verification"

urlpatterns = [
    address("", views.record, _VIEW_WHOLE_AUDIT_LOG, name="record"),
    address("<int:sequence>/", views.record_entry, _VIEW_WHOLE_AUDIT_LOG, name="record_entry"),
    address("an-ninh/", views.events, _VIEW_SECURITY_EVENTS, name="security_events"),
    address("an-ninh/<int:sequence>/", views.event, _VIEW_SECURITY_EVENTS, name="security_event"),
    address("nhat-ky.jsonl", views.export, "audit.export_record", name="record_export"),
    path("kiem-tra-nhat-ky.py", views.verifier, name="record_verifier"),
    address("kiem-tra/", views.check, _RUN_CHAIN_VERIFICATION, name="record_check"),
    address("kiem-tra/chay/", views.run_check, _RUN_CHAIN_VERIFICATION, name="record_check_run"),
]
