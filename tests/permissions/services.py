"""Every service by its name, with the action that it is, and a call that asks it of the stage
with right values.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from submissions.answers.services import entries as entry
from submissions.answers.services import groups
from submissions.appraisal.services import decisions as appraisal
from submissions.campaigns.services import appointments, phases
from submissions.campaigns.services import setup as campaigns
from submissions.dossier.queries.entries import Entry
from submissions.enums import Phase
from submissions.evidence.services import changes as evidence_changes
from submissions.evidence.services import download as evidence_handing
from submissions.handing_in.services import submission as handing_in
from submissions.models import StepBack
from tests.permissions.service import Call, Service
from tests.permissions.services_council import SERVICES as COUNCIL
from tests.permissions.services_group import SERVICES as GROUP
from tests.permissions.services_public import SERVICES as PUBLIC
from tests.permissions.services_reply import SERVICES as REPLY
from tests.permissions.services_reports import SERVICES as REPORTS
from tests.permissions.stage import Stage
from units.enums import Role
from units.models import User
from units.people.services import accounts, invitations, memberships
from units.record import services as verifications

LATER = datetime(2090, 12, 21, tzinfo=UTC)
EDIT, IMPORT = "self.edit_self_score_of_U", "self.import_self_scores_xlsx_of_U"
UPLOAD = ("self.upload_evidence_of_U", "self.upload_supplementary_evidence_of_U")
KEEP, GRANT = "account.create_or_disable_user", "account.grant_role_to_other"
DECLARE = "period.mark_group_not_applicable_for_unit"
APPRAISE = ("appraise.edit_round1_score_of_U", "appraise.edit_round2_score_of_U")
FINISH = "appraise.finish_round_for_U"
REFUSAL = appraisal.Decision("refused", ground="no_evidence", reason="Không thấy tài liệu")


def _unit(action: str | tuple[str, ...], call: Call) -> Service:
    return Service("unit", (action,) if isinstance(action, str) else action, call)


def _campaign(action: str, call: Call) -> Service:
    return Service("campaign", (action,), call)


def _everywhere(action: str, call: Call) -> Service:
    return Service("everywhere", (action,), call)


def _advance(stage: Stage, by: User) -> Any:
    return phases.advance(campaign=stage.campaign, source=stage.campaign.phase, by=by)


def _set(service: Callable[..., Any], name: str) -> Call:
    return lambda stage, by: service(campaign=stage.campaign, by=by, **{name: LATER})


def _decision(stage: Stage, by: User) -> Any:
    return campaigns.write_decision(
        campaign=stage.campaign,
        number="1/QĐ",
        decided_on=date(2020, 12, 21),
        signer="Lê Văn Ký",
        authority="",
        by=by,
    )


def _typed(stage: Stage) -> entry.TypedEntry:
    return stage.answer.pk, stage.answer.version, Entry()


def _group(service: Callable[..., Any], **values: str) -> Call:
    return lambda stage, by: service(submission=stage.submission, group_code="HT", by=by, **values)


def _about(service: Callable[..., Any], reason: str = "Theo đề nghị") -> Call:
    return lambda stage, by: service(person=stage.subject, reason=reason, by=by)


def _round(stage: Stage) -> int:
    return 2 if stage.campaign.phase == Phase.APPRAISE_2 else 1


def _appraise(stage: Stage, by: User) -> Any:
    return appraisal.record_appraisal(
        answer=stage.answer, round=_round(stage), version=1, decision=REFUSAL, by=by
    )


def _appraise_at(stage: Stage, by: User) -> Any:
    place = {"campaign": "2020", "unit": "A", "key": stage.answer.pk}
    return appraisal.record_appraisal_at(
        **place, round=_round(stage), version=1, decision=REFUSAL, by=by
    )


def _accept(stage: Stage, by: User) -> Any:
    looked_at = {stage.answer.pk: 1}
    return appraisal.accept_unchanged(
        submission=stage.submission, group="HT", round=_round(stage), versions=looked_at, by=by
    )


def _on_file(service: Callable[..., Any]) -> Call:
    return lambda stage, by: service(submission=stage.submission, round=_round(stage), by=by)


SERVICES: dict[str, Service] = {
    "campaigns.grant_role": _everywhere(
        GRANT,
        lambda stage, by: appointments.grant_role(
            person=stage.subject,
            role=Role.COUNCIL_MEMBER,
            campaign=stage.campaign,
            unit=None,
            by=by,
        ),
    ),
    "campaigns.confirm_grant": _everywhere(
        GRANT, lambda stage, by: appointments.confirm_grant(appointment=stage.proposed_role, by=by)
    ),
    "campaigns.end_grant": _everywhere(
        GRANT,
        lambda stage, by: appointments.end_grant(appointment=stage.role, reason="Thôi việc", by=by),
    ),
    "appraisal.record_appraisal": _unit(APPRAISE, _appraise),
    "appraisal.record_appraisal_at": _unit(APPRAISE, _appraise_at),
    "appraisal.accept_unchanged": _unit(APPRAISE, _accept),
    "appraisal.finish_round": _unit(FINISH, _on_file(appraisal.finish_round)),
    "appraisal.reopen_round": _unit(FINISH, _on_file(appraisal.reopen_round)),
    "campaigns.open_next": _campaign(
        "period.open_next_period_from_this",
        lambda stage, by: campaigns.open_next(
            source=stage.campaign, code="2021", year=2021, title="Năm 2021", by=by
        ),
    ),
    "campaigns.set_deadlines": _campaign(
        "period.set_deadlines", _set(campaigns.set_deadlines, "self_score_due_at")
    ),
    "campaigns.set_reply_deadline": _campaign(
        "period.set_reply_deadline", _set(campaigns.set_reply_deadline, "reply_due_at")
    ),
    "campaigns.write_decision": _campaign("period.write_decision", _decision),
    "campaigns.write_timeline": _campaign(
        "period.edit_timeline",
        lambda stage, by: campaigns.write_timeline(campaign=stage.campaign, steps=[], by=by),
    ),
    "answers.save_answer": _unit(
        EDIT,
        lambda stage, by: entry.save_answer(
            answer=stage.answer, version=stage.answer.version, entry=Entry(), by=by
        ),
    ),
    "answers.save_answer_at": _unit(
        EDIT,
        lambda stage, by: entry.save_answer_at(
            campaign="2020",
            unit="A",
            key=stage.answer.pk,
            version=stage.answer.version,
            entry=Entry(),
            by=by,
        ),
    ),
    "answers.save_answers": _unit(
        IMPORT,
        lambda stage, by: entry.save_answers(
            submission=stage.submission, entries=[_typed(stage)], by=by, action=IMPORT
        ),
    ),
    "answers.save_each": _unit(
        EDIT,
        lambda stage, by: entry.save_each(
            submission=stage.submission, entries=[_typed(stage)], by=by
        ),
    ),
    "evidence.cite_evidence": _unit(
        UPLOAD,
        lambda stage, by: evidence_changes.cite_evidence(
            evidence=stage.evidence, answer=stage.answer, page="1", by=by
        ),
    ),
    "evidence.uncite_evidence": _unit(
        UPLOAD,
        lambda stage, by: evidence_changes.uncite_evidence(
            evidence=stage.evidence, answer=stage.answer, by=by
        ),
    ),
    "evidence.withdraw_evidence": _unit(
        "self.delete_evidence_of_U",
        lambda stage, by: evidence_changes.withdraw_evidence(
            evidence=stage.evidence, by=by, reason="Nhầm tệp"
        ),
    ),
    "evidence.hand_out": _unit(
        "self.download_evidence_of_U",
        lambda stage, by: evidence_handing.hand_out(
            evidence=stage.evidence, is_preview=False, by=by
        ),
    ),
    "evidence.hand_out_all": _unit(
        "self.download_evidence_zip_of_U",
        lambda stage, by: evidence_handing.hand_out_all(submission=stage.submission, by=by),
    ),
    "answers.mark_group_done": _unit(EDIT, _group(groups.mark_group_done)),
    "answers.reopen_group": _unit(EDIT, _group(groups.reopen_group)),
    "answers.declare_group_absent": _unit(
        EDIT, _group(groups.declare_group_absent, reason="Không có")
    ),
    "answers.take_back_declaration": _unit(EDIT, _group(groups.take_back_declaration)),
    "answers.confirm_declaration": _unit(
        DECLARE, lambda stage, by: groups.confirm_declaration(declaration=stage.absence, by=by)
    ),
    "answers.unconfirm_declaration": _unit(
        DECLARE, lambda stage, by: groups.unconfirm_declaration(declaration=stage.absence, by=by)
    ),
    "handing_in.hand_in": _unit(
        "self.submit_self_assessment_of_U",
        lambda stage, by: handing_in.hand_in(
            submission=stage.submission, seen_sha256="", has_no_secrets=True, by=by
        ),
    ),
    "handing_in.take_back": _unit(
        "self.withdraw_submission_of_U",
        lambda stage, by: handing_in.take_back(submission=stage.submission, by=by),
    ),
    "handing_in.extend_deadline": _campaign(
        "period.extend_deadline_for_one_unit",
        lambda stage, by: handing_in.extend_deadline(
            submission=stage.submission,
            due_at=LATER,
            reason="Mất điện",
            version=handing_in.deadline_version(stage.submission),
            by=by,
        ),
    ),
    "people.add_membership": _everywhere(
        KEEP,
        lambda stage, by: memberships.add_membership(person=stage.subject, unit=stage.unit, by=by),
    ),
    "people.end_membership": _everywhere(
        KEEP,
        lambda stage, by: memberships.end_membership(
            membership=stage.membership, reason="Chuyển công tác", by=by
        ),
    ),
    "campaigns.advance": _campaign("period.advance_phase", _advance),
    "campaigns.propose_step_back": _campaign(
        "period.step_phase_back",
        lambda stage, by: phases.propose_step_back(
            campaign=stage.campaign,
            source=stage.campaign.phase,
            target=Phase.SETUP,
            reason="Bỏ sót",
            by=by,
        ),
    ),
    "campaigns.decide_step_back": Service(
        "campaign",
        ("period.confirm_step_back",),
        lambda _, by: phases.decide_step_back(proposal=StepBack.objects.get(), agreed=True, by=by),
        prepare=lambda stage, _: stage.propose_step_back(None),
    ),
    "campaigns.withdraw_step_back": Service(
        "campaign",
        ("period.step_phase_back",),
        lambda _, by: phases.withdraw_step_back(proposal=StepBack.objects.get(), by=by),
        prepare=lambda stage, by: stage.propose_step_back(by),
    ),
    "people.create_account": _everywhere(
        KEEP,
        lambda _, by: accounts.create_account(
            full_name="Lê Mới", email="moi@bonoivu.example", unit=None, by=by
        ),
    ),
    "people.disable_account": _everywhere(KEEP, _about(accounts.disable_account)),
    "people.enable_account": _everywhere(KEEP, _about(accounts.enable_account)),
    "people.reset_second_factor": _everywhere(
        "account.reset_second_factor_of_user", _about(accounts.reset_second_factor)
    ),
    "people.resend_invitation": _everywhere(
        KEEP, lambda stage, by: invitations.resend_invitation(person=stage.subject, by=by)
    ),
    "record.enter_export": _everywhere(
        "audit.export_record", lambda _, by: verifications.enter_export(by=by)
    ),
    "record.ask_for_verification": _campaign(
        "audit.run_chain_verification",
        lambda stage, by: verifications.ask_for_verification(campaign=stage.campaign, by=by),
    ),
}

SERVICES |= COUNCIL | GROUP | PUBLIC | REPLY | REPORTS

#: Services that ask nothing by themselves or need a file, and who asks instead.
ASKED_ELSEWHERE = {
    "appraisal.held_file": (
        "a part of the services of the appraisal, with the right that each asks for"
    ),
    "evidence.receive_evidence": "needs a file that arrived; tests/submissions/evidence holds it",
    "evidence.describe_evidence": (
        "the same window as citing; tests/submissions/evidence holds it"
    ),
    "people.invite": "a part of creating an account or granting a first role, which ask",
    "jobs.begin": "a part of the services that ask for a rendering or an edition, which ask",
    "exports.units_in_sight": "answers with what the person may see, and changes nothing",
    "reply.record_silence": "a part of taking the step out of the explaining phase, which asks",
    "people.end_own_session": "the person's own",
    "people.end_other_sessions": "the person's own",
    "document.drafted": "makes a row of the words of the application, and stores nothing",
    "document.record": "the entry of a service that has asked",
    "editions.add_file": "a part of making the files of an edition, which asks",
    "editions.keep_edition": "a part of freezing, which asks",
    "reply.store_agreement": "a part of the services of the reply, which ask",
    "reply.record_reply": "the entry of a service that has asked",
    "council.held_meeting": "holds a meeting for a service, with the right that each asks for",
    "workbook.keep_upload": "asks as a saved answer does; tests/submissions/workbook holds it",
    "workbook.apply_upload": "asks as a saved answer does; tests/submissions/workbook holds it",
}
