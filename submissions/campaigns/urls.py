"""Addresses of campaigns, of the people in them, and of their records."""

from django.urls import include, path

from submissions.campaigns.views import (
    appointments,
    correspondences,
    outbox,
    overview,
    people,
    phases,
    record,
    round_end,
    setup,
    timeline,
)

_PEOPLE = [
    path("", people.people, name="people"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/vai-tro/", appointments.grant, name="role_grant"),
    path(
        "<int:pk>/vai-tro/<int:appointment_pk>/xac-nhan/", appointments.confirm, name="role_confirm"
    ),
    path("<int:pk>/vai-tro/<int:appointment_pk>/ket-thuc/", appointments.end_role, name="role_end"),
]
_RECORD = [
    path("nhat-ky/", record.record, name="campaign_record"),
    path("nhat-ky/<int:sequence>/", record.record_entry, name="campaign_record_entry"),
    path("nhat-ky/kiem-tra/", record.check, name="campaign_record_check"),
    path("nhat-ky/kiem-tra/chay/", record.run_check, name="campaign_record_check_run"),
    path("dau-xac-nhan.json", record.checkpoint, name="checkpoint"),
    path("don-vi/<str:unit>/nhat-ky/", record.unit_record, name="unit_record"),
    path(
        "don-vi/<str:unit>/nhat-ky/<int:sequence>/",
        record.unit_record_entry,
        name="unit_record_entry",
    ),
    path(
        "don-vi/<str:unit>/nhat-ky/<int:sequence>/bien-nhan.json",
        record.unit_receipt,
        name="unit_receipt",
    ),
    path(
        "don-vi/<str:unit>/ke-khai/<int:answer>/lich-su/",
        record.answer_history,
        name="answer_history",
    ),
]
_CAMPAIGN = [
    path("", overview.campaign, name="campaign"),
    path("giai-doan/", phases.phases, name="phases"),
    path("giai-doan/chuyen/", phases.advance, name="advance_phase"),
    path("giai-doan/luu-tru/", phases.archive, name="archive_campaign"),
    path("giai-doan/lui/", phases.propose_step_back, name="propose_step_back"),
    path("giai-doan/lui/<int:pk>/dong-y/", phases.agree_to_step_back, name="agree_to_step_back"),
    path(
        "giai-doan/lui/<int:pk>/khong-dong-y/", phases.decline_step_back, name="decline_step_back"
    ),
    path("giai-doan/lui/<int:pk>/rut/", phases.withdraw_step_back, name="withdraw_step_back"),
    path("khoa-lan-tham-dinh/", round_end.closing, name="close_round"),
    path("dot-moi/", setup.open_next, name="open_next"),
    path("thiet-lap/", setup.setup, name="setup"),
    path("thiet-lap/han-nop/", setup.set_deadline, name="set_deadline"),
    path("thiet-lap/han-giai-trinh/", setup.set_reply_deadline, name="set_reply_deadline"),
    path("thiet-lap/quyet-dinh/", setup.write_decision, name="write_decision"),
    path("tuong-ung/", correspondences.correspondences, name="correspondences"),
    path(
        "tuong-ung/<int:pk>/bo/",
        correspondences.correspondence_remove,
        name="correspondence_remove",
    ),
    path("tien-trinh/", timeline.timeline, name="timeline"),
    path("thu-da-gui/", outbox.outbox, name="outbox"),
    path("thu-da-gui/gui/", outbox.release, name="release_notices"),
    *_RECORD,
]

urlpatterns = [path("nguoi-dung/", include(_PEOPLE)), path("dot/<slug:code>/", include(_CAMPAIGN))]
