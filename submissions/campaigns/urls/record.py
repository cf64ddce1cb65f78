"""Addresses of the record, of the whole and under campaigns and units."""

from django.urls import path

from submissions.campaigns.views import record, record_checks

urlpatterns = [
    path("nhat-ky/", record.record, name="record"),
    path("nhat-ky/<int:sequence>/", record.record_entry, name="record_entry"),
    path("nhat-ky/an-ninh/", record.security_events, name="security_events"),
    path("nhat-ky/an-ninh/<int:sequence>/", record.security_event, name="security_event"),
    path("nhat-ky/nhat-ky.jsonl", record.record_export, name="record_export"),
    path("nhat-ky/kiem-tra-nhat-ky.py", record.record_verifier, name="record_verifier"),
    path("nhat-ky/kiem-tra/", record_checks.record_check, name="record_check"),
    path("nhat-ky/kiem-tra/chay/", record_checks.record_check_run, name="record_check_run"),
    path("dot/<slug:code>/nhat-ky/", record.record, name="campaign_record"),
    path("dot/<slug:code>/nhat-ky/<int:sequence>/", record.record_entry, name="campaign_record_entry"),
    path("dot/<slug:code>/nhat-ky/kiem-tra/", record_checks.record_check, name="campaign_record_check"),
    path("dot/<slug:code>/nhat-ky/kiem-tra/chay/", record_checks.record_check_run, name="campaign_record_check_run"),
    path("dot/<slug:code>/dau-xac-nhan.json", record_checks.checkpoint, name="checkpoint"),
    path("dot/<slug:code>/don-vi/<str:unit>/nhat-ky/", record.unit_record, name="unit_record"),
    path("dot/<slug:code>/don-vi/<str:unit>/nhat-ky/<int:sequence>/", record.unit_record_entry, name="unit_record_entry"),
    path("dot/<slug:code>/don-vi/<str:unit>/nhat-ky/<int:sequence>/bien-nhan.json", record.unit_receipt, name="unit_receipt"),
    path("dot/<slug:code>/don-vi/<str:unit>/ke-khai/<int:answer>/lich-su/", record.answer_history, name="answer_history"),
]
