"""Each action of the policy and the addresses that serve it; a test holds this against the resolver
and the policy.

A new page needs a line here. An action without an address is not built yet; one that the policy
allows to nobody never will be.
"""

from typing import Final

ROUTES: Final[dict[str, tuple[str, ...]]] = {
    "public.open_home_page": ("home",),
    "public.log_in": (
        *("account_login", "account_logout", "mfa_authenticate", "invitation_accept"),
        *("openid_connect_login", "openid_connect_callback", "socialaccount_login_cancelled"),
    ),
    "public.request_password_reset": (
        *("account_reset_password", "account_reset_password_done"),
        *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    ),
    "public.view_published_report": ("report", "report_progress", "edition"),
    "public.download_published_pdf": ("report_pdf", "edition_file"),
    "public.download_published_tables_xlsx": (),
    "public.get_signed_checkpoint_of_published_report": ("checkpoint",),
    "public.view_framework_criteria": (),
    "public.compare_years": ("compare_years", "unit_years"),
    "public.download_open_data": ("open_data:figures", "open_data:figures_csv"),
    # The own second factor belongs to the own password: the policy names them together, as what
    # somebody signs in with.
    "account.change_own_password": (
        *("account", "account_change_password", "account_set_password", "account_reauthenticate"),
        *("mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_reauthenticate"),
        *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    ),
    "account.list_and_end_own_sessions": ("sessions", "sessions_end", "session_end"),
    "account.search_or_list_users": ("people", "invitations"),
    "account.view_other_user_profile": ("person",),
    "account.create_or_disable_user": (
        *("person_create", "person_disable", "person_enable", "invitation_resend"),
        *("membership_add", "membership_end"),
    ),
    "account.reset_second_factor_of_user": ("second_factor_reset",),
    "account.grant_role_to_other": (
        "role_grant",
        "role_confirm",
        "role_end",
        "seat_add",
        "seat_edit",
        "seat_end",
    ),
    "account.grant_role_to_self": (),
    "account.impersonate_user": (),
    "account.open_django_admin": (),
    "account.edit_score_in_django_admin": (),
    "period.create_or_edit_framework": (),
    "period.import_framework_xlsx": (),
    "period.rename_or_remove_unit": (),
    "period.set_deadlines": ("setup", "set_deadline"),
    "period.set_reply_deadline": ("setup", "set_reply_deadline"),
    "period.extend_deadline_for_one_unit": ("extend_deadline",),
    "period.view_extensions": ("extensions",),
    "period.mark_group_not_applicable_for_unit": (
        "absences",
        "absence_confirm",
        "absence_unconfirm",
    ),
    "period.assign_appraiser": ("assignments", "assignments_spread", "assignment_end"),
    "period.advance_phase": ("advance_phase", "close_round"),
    "period.archive_period": ("archive_campaign",),
    "period.step_phase_back": ("propose_step_back", "withdraw_step_back"),
    "period.confirm_step_back": ("agree_to_step_back", "decline_step_back"),
    "period.open_next_period_from_this": ("open_next",),
    "period.edit_timeline": ("setup", "timeline"),
    "period.write_decision": ("setup", "write_decision"),
    "period.view_outbox": ("setup", "outbox"),
    "period.release_notices": ("release_notices",),
    "period.edit_correspondences": ("correspondences", "correspondence_remove"),
    "self.view_self_scores_of_U": (
        *("unit_home", "unit_group", "unit_group_summary"),
        *("check_answers", "receipt", "receipt_of", "receipt_file", "receipt_pdf"),
    ),
    "self.view_submission_progress_of_all_units": ("progress",),
    "self.edit_self_score_of_U": (
        "unit_group",
        "group_done",
        "group_reopen",
        "group_absent",
        "group_take_back",
    ),
    "self.autosave_self_score_of_U": ("save_cell",),
    "self.import_self_scores_xlsx_of_U": ("workbook_upload", "workbook_preview", "workbook_apply"),
    "self.submit_self_assessment_of_U": ("hand_in",),
    "self.withdraw_submission_of_U": ("take_back",),
    "self.submit_after_deadline_without_extension": (),
    "self.list_evidence_of_U": ("evidence", "evidence_item", "evidence_of_answer"),
    "self.download_evidence_of_U": ("evidence_download", "evidence_preview"),
    "self.download_evidence_zip_of_U": ("evidence_package",),
    "self.upload_evidence_of_U": (
        "evidence_upload",
        "evidence_describe",
        "evidence_cite",
        "evidence_uncite",
    ),
    "self.delete_evidence_of_U": ("evidence_withdraw",),
    "self.upload_supplementary_evidence_of_U": (
        *("evidence_upload", "evidence_describe", "evidence_cite", "evidence_uncite"),
    ),
    "self.delete_original_evidence_during_explain": (),
    "self.export_own_xlsx_of_U": ("workbook", "workbook_download"),
    "self.view_edit_history_of_U": ("answer_history",),
    "self.compare_with_last_year_of_U": ("unit_group",),
    "appraise.view_round1_scores_of_U": (
        "reply",
        "reply_group",
        "reply_summary",
        "first_round_pdf",
    ),
    "appraise.view_round2_scores_of_U": (),
    "appraise.view_who_appraised_U": (),
    "appraise.edit_round1_score_of_U": (
        "appraisal_decide",
        "appraisal_accept",
        "by_criterion_save",
    ),
    "appraise.edit_round2_score_of_U": (
        "appraisal_decide",
        "appraisal_accept",
        "by_criterion_save",
    ),
    "appraise.autosave_appraisal_of_U": ("appraisal_decide",),
    "appraise.refuse_score_with_reason_of_U": ("appraisal_decide",),
    "appraise.bulk_set_scores": (),
    "appraise.write_internal_note_on_U": ("internal_notes",),
    "appraise.read_internal_note_on_U": ("internal_notes",),
    "appraise.claim_U_for_appraisal": ("claim", "give_back"),
    "appraise.finish_round_for_U": ("appraisal_finish", "appraisal_reopen"),
    "appraise.confirm_round1_result_of_U": ("reply_confirm",),
    "appraise.write_explanation_of_U": ("reply_group", "reply_save", "reply_agree"),
    "appraise.read_explanation_of_U": ("reply", "reply_group", "reply_summary", "reply_letter"),
    "appraise.view_desk": (
        *(
            "appraisal_unit",
            "appraisal_desk",
            "appraisal_inbox",
            "appraisal_board",
            "criteria_index",
        ),
        *("by_criterion", "largest_gaps", "identical_evidence"),
    ),
    "appraise.record_on_site_check_of_U": ("on_site_check",),
    "appraise.read_second_time_of_U": ("second_reading_save",),
    "appraise.view_second_reading_of_U": ("second_reading", "reading_differences"),
    "appraise.settle_second_reading_of_U": ("reading_settle",),
    "appraise.view_identical_evidence_of_U": (),  # asked of each file on identical_evidence
    "appraise.reopen_reply_of_U": ("reply_reopen",),
    # asked on unit_result, beside the right to all figures
    "report.view_total_of_U_before_publication": (),
    "report.view_ranking_and_charts_data": (
        *("results", "results_json", "results_csv", "chart_svg", "unit_result", "reconciliation"),
        *("figure_source", "average_source"),
    ),
    "report.edit_report_narrative": (
        *("report_text", "report_text_begin", "report_changes", "report_decide", "report_take_all"),
        *(
            "report_section",
            "section_add",
            "section_print",
            "section_move",
            "section_remove",
            "title_restore",
        ),
        *(
            "passage_add",
            "passage_edit",
            "passage_print",
            "passage_move",
            "passage_restore",
            "passage_remove",
        ),
        *("wording_restore", "removal_undo"),
    ),
    "report.generate_draft_pdf": ("report_request",),
    "report.view_draft_report": ("report", "report_progress", "report_pdf", "meeting_draft"),
    "report.write_council_comment": ("comment_write",),
    "report.read_council_comments": ("council_comments",),
    "report.change_score_on_council_request": ("score_change",),
    "report.record_council_acceptance": ("accept",),
    "report.export_approved_report_pdf": ("report_request", "edition", "edition_file"),
    "report.export_all_units_xlsx": ("units_book",),
    "report.sign_and_publish": ("publish",),
    "report.publish_correction_as_new_version": (
        *(
            "correction",
            "publish_correction",
            "withdraw_edition",
            "make_edition_files",
            "sign_off_check",
        ),
    ),
    "report.edit_or_delete_published_figure": (),
    "report.manage_meetings": (
        *(
            "meeting_plan",
            "meeting_edit",
            "meeting_cancel",
            "meeting_open",
            "meeting_attend",
            "meeting_write",
            "meeting_close",
        ),
        *("conclusion_add", "motion_put", "motion_note", "motion_close"),
    ),
    "report.view_meetings": ("council", "meeting", "minutes_docx", "minutes_pdf", "acceptance"),
    "report.cast_vote": ("motion_vote",),
    "report.answer_council_comment": ("comment_answer",),
    # The parts of the decision are edited on the same addresses as those of the report, each by its
    # own right.
    "report.edit_decision_text": (
        *("report_text", "report_text_begin", "report_changes", "report_decide", "report_take_all"),
        *("decision_text", "basis_add", "basis_edit", "basis_choose", "basis_drop", "basis_move"),
    ),
    "report.export_draft_files": (
        *(
            "edition_working_file",
            "report_file",
            "report_file_request",
            "report_file_progress",
            "report_package",
        ),
    ),
    "report.view_publication_checks": ("publication", "edition_progress"),
    "report.sign_off_check": ("sign_off_check",),
    "report.freeze_edition": ("freeze_edition", "withdraw_edition", "make_edition_files"),
    "report.upload_signed_pdf": ("upload_signed",),
    "report.view_insight": ("insight", "what_if"),
    "audit.view_whole_audit_log": (
        "record",
        "record_entry",
        "campaign_record",
        "campaign_record_entry",
    ),
    "audit.view_security_events": ("security_events", "security_event"),
    "audit.view_audit_log_of_own_unit": ("unit_record", "unit_record_entry", "unit_receipt"),
    "audit.run_chain_verification": (
        *("record_check", "record_check_run", "campaign_record_check", "campaign_record_check_run"),
    ),
    "audit.edit_or_delete_audit_entry": (),
    "audit.download_backup_over_http": (),
    "audit.open_detailed_health_page": (),
    "audit.export_record": ("record_export",),
    # Misuses of forms: each must change nothing, on the addresses of the forms themselves.
    "field.post_own_form_with_unit_id_of_other": (),
    "field.post_self_score_with_appraised_score_field": (),
    "field.post_self_score_with_status_or_submitted_at_field": (),
    "field.post_profile_with_is_staff_or_groups_field": (),
    "field.post_formset_row_id_of_other_unit": (),
    "field.post_max_score_or_weight_with_score": (),
}

#: Pages of a campaign without any figure, for whoever sees the campaign, and why. Out of sight they
#: do not exist.
WHOEVER_SEES_THE_CAMPAIGN: Final[dict[str, str]] = {
    "council_members": (
        "the members of the Council and the working group, as the first page lists them; needs an "
        "account"
    ),
    "campaign": "where the campaign stands, its timeline and the members of its bodies",
    "phases": (
        "the phases and their meaning; who may take a step finds the button there; needs an account"
    ),
    "files": (
        "a list of the units' files that the person may read, empty where there is none; needs an "
        "account"
    ),
}

#: What every account has for itself, and why. Without an account they lead to the sign-in.
FOR_EVERY_ACCOUNT: Final[dict[str, str]] = {
    "notices": "the person's own notifications",
    "notice_read": "one of them",
    "notices_read": "all of them",
}

#: Addresses that hold nothing that anybody could not have, and why.
FOR_EVERYBODY: Final[dict[str, str]] = {
    "record_verifier": "a program without data, which units run on their receipts",
    "open_data:campaigns": "which campaigns are published",
    "open_data:openapi-json": "what the fields of the open data mean, without any of it",
    "open_data:openapi-view": "the same as a page",
    "open_data:api-root": (
        "an address that programs take for the beginning of the others; it answers nothing"
    ),
}
