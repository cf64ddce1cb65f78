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
from units.addresses import address

_GRANT_ROLE_TO_OTHER = "account.grant_role_to_other"
_VIEW_WHOLE_AUDIT_LOG = "audit.view_whole_audit_log"
_RUN_CHAIN_VERIFICATION = "audit.run_chain_verification"
_VIEW_AUDIT_LOG_OF_OWN_UNIT = "audit.view_audit_log_of_own_unit"
_ADVANCE_PHASE = "period.advance_phase"
_STEP_PHASE_BACK = "period.step_phase_back"
_CONFIRM_STEP_BACK = "period.confirm_step_back"
_SET_DEADLINES = "period.set_deadlines"
_SET_REPLY_DEADLINE = "period.set_reply_deadline"
_EDIT_TIMELINE = "period.edit_timeline"
_WRITE_DECISION = "period.write_decision"
_VIEW_OUTBOX = "period.view_outbox"
_EDIT_CORRESPONDENCES = "period.edit_correspondences"

_PEOPLE = [
    address("", people.people, "account.search_or_list_users", name="people"),
    address("<int:pk>/", people.person, "account.view_other_user_profile", name="person"),
    address("<int:pk>/vai-tro/", appointments.grant, _GRANT_ROLE_TO_OTHER, name="role_grant"),
    address(
        "<int:pk>/vai-tro/<int:appointment_pk>/xac-nhan/",
        appointments.confirm,
        _GRANT_ROLE_TO_OTHER,
        name="role_confirm",
    ),
    address(
        "<int:pk>/vai-tro/<int:appointment_pk>/ket-thuc/",
        appointments.end_role,
        _GRANT_ROLE_TO_OTHER,
        name="role_end",
    ),
]
_RECORD = [
    address("nhat-ky/", record.record, _VIEW_WHOLE_AUDIT_LOG, name="campaign_record"),
    address(
        "nhat-ky/<int:sequence>/",
        record.record_entry,
        _VIEW_WHOLE_AUDIT_LOG,
        name="campaign_record_entry",
    ),
    address(
        "nhat-ky/kiem-tra/", record.check, _RUN_CHAIN_VERIFICATION, name="campaign_record_check"
    ),
    address(
        "nhat-ky/kiem-tra/chay/",
        record.run_check,
        _RUN_CHAIN_VERIFICATION,
        name="campaign_record_check_run",
    ),
    address(
        "dau-xac-nhan.json",
        record.checkpoint,
        "public.get_signed_checkpoint_of_published_report",
        name="checkpoint",
    ),
    address(
        "don-vi/<str:unit>/nhat-ky/",
        record.unit_record,
        _VIEW_AUDIT_LOG_OF_OWN_UNIT,
        name="unit_record",
    ),
    address(
        "don-vi/<str:unit>/nhat-ky/<int:sequence>/",
        record.unit_record_entry,
        _VIEW_AUDIT_LOG_OF_OWN_UNIT,
        name="unit_record_entry",
    ),
    address(
        "don-vi/<str:unit>/nhat-ky/<int:sequence>/bien-nhan.json",
        record.unit_receipt,
        _VIEW_AUDIT_LOG_OF_OWN_UNIT,
        name="unit_receipt",
    ),
    address(
        "don-vi/<str:unit>/ke-khai/<int:answer>/lich-su/",
        record.answer_history,
        "self.view_edit_history_of_U",
        name="answer_history",
    ),
]
_CAMPAIGN = [
    path("", overview.campaign, name="campaign"),
    path("giai-doan/", phases.phases, name="phases"),
    address("giai-doan/chuyen/", phases.advance, _ADVANCE_PHASE, name="advance_phase"),
    address("giai-doan/luu-tru/", phases.archive, "period.archive_period", name="archive_campaign"),
    address("giai-doan/lui/", phases.propose_step_back, _STEP_PHASE_BACK, name="propose_step_back"),
    address(
        "giai-doan/lui/<int:pk>/dong-y/",
        phases.agree_to_step_back,
        _CONFIRM_STEP_BACK,
        name="agree_to_step_back",
    ),
    address(
        "giai-doan/lui/<int:pk>/khong-dong-y/",
        phases.decline_step_back,
        _CONFIRM_STEP_BACK,
        name="decline_step_back",
    ),
    address(
        "giai-doan/lui/<int:pk>/rut/",
        phases.withdraw_step_back,
        _STEP_PHASE_BACK,
        name="withdraw_step_back",
    ),
    address("khoa-lan-tham-dinh/", round_end.closing, _ADVANCE_PHASE, name="close_round"),
    address("dot-moi/", setup.open_next, "period.open_next_period_from_this", name="open_next"),
    address(
        "thiet-lap/",
        setup.setup,
        _SET_DEADLINES,
        _SET_REPLY_DEADLINE,
        _EDIT_TIMELINE,
        _WRITE_DECISION,
        _VIEW_OUTBOX,
        name="setup",
    ),
    address("thiet-lap/han-nop/", setup.set_deadline, _SET_DEADLINES, name="set_deadline"),
    address(
        "thiet-lap/han-giai-trinh/",
        setup.set_reply_deadline,
        _SET_REPLY_DEADLINE,
        name="set_reply_deadline",
    ),
    address("thiet-lap/quyet-dinh/", setup.write_decision, _WRITE_DECISION, name="write_decision"),
    address(
        "tuong-ung/", correspondences.correspondences, _EDIT_CORRESPONDENCES, name="correspondences"
    ),
    address(
        "tuong-ung/<int:pk>/bo/",
        correspondences.correspondence_remove,
        _EDIT_CORRESPONDENCES,
        name="correspondence_remove",
    ),
    address("tien-trinh/", timeline.timeline, _EDIT_TIMELINE, name="timeline"),
    address("thu-da-gui/", outbox.outbox, _VIEW_OUTBOX, name="outbox"),
    address("thu-da-gui/gui/", outbox.release, "period.release_notices", name="release_notices"),
    *_RECORD,
]

urlpatterns = [path("nguoi-dung/", include(_PEOPLE)), path("dot/<slug:code>/", include(_CAMPAIGN))]
