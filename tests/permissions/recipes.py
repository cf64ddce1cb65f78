"""For each address of the application what to send to it, so that whoever may is served: its
arguments and valid data.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.utils import timezone

from submissions.campaigns.services import setup as campaigns
from submissions.enums import Phase
from submissions.handing_in.services.submission import deadline_version
from submissions.models import GroupDeclaration, GroupDone, WorkbookImport
from tests.permissions.recipe import Data, Recipe
from tests.permissions.recipes_council import RECIPES as COUNCIL
from tests.permissions.recipes_desk import RECIPES as DESK
from tests.permissions.recipes_editions import RECIPES as EDITIONS
from tests.permissions.recipes_formats import RECIPES as FORMATS
from tests.permissions.recipes_group import RECIPES as GROUP
from tests.permissions.recipes_public import RECIPES as PUBLIC
from tests.permissions.recipes_reply import RECIPES as REPLY
from tests.permissions.recipes_text import RECIPES as TEXT
from tests.permissions.stage import Stage
from tests.reports.council.factories import accept_figures
from units.models import Notification, User
from units.people.services.link_mail import invitation_link


def _campaign(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code]


def _campaign_ready(stage: Stage, user: User | None) -> list[Any]:
    """The Council's second round ends with figures that it accepted."""
    if stage.campaign.phase == Phase.COUNCIL_2:
        accept_figures(stage.campaign, User.objects.get(username="spare"))
    return _campaign(stage, user)


def _unit(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, stage.unit.code]


def _nothing(_stage: Stage, _user: User | None) -> list[Any]:
    return []


def _subject(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.subject.pk]


def _disabled_subject(stage: Stage, _user: User | None) -> list[Any]:
    User.objects.filter(pk=stage.subject.pk).update(is_active=False)
    return [stage.subject.pk]


def _no_data(_stage: Stage) -> dict[str, Any]:
    return {}


def _reason(_stage: Stage) -> dict[str, Any]:
    return {"reason": "Theo đề nghị của đơn vị"}


def _step(stage: Stage) -> dict[str, Any]:
    return {"phase": stage.campaign.phase, "confirmed": "on"}


def _deadline(prefix: str, version: Callable[[Any], str]) -> Data:
    return lambda stage: {
        f"{prefix}-day": "21/12/2090",
        f"{prefix}-hour": "17:00",
        f"{prefix}-version": version(stage.campaign),
    }


def _decision(stage: Stage) -> dict[str, Any]:
    values = {
        "number": "1/QĐ-BNV",
        "decided_on": "21/12/2020",
        "signer": "Lê Văn Ký",
        "authority": "Bộ trưởng",
    }
    values["version"] = campaigns.decision_version(stage.campaign)
    return {f"quyet_dinh-{name}": value for name, value in values.items()}


def _timeline(stage: Stage) -> dict[str, Any]:
    version = campaigns.timeline_version(list(stage.campaign.timeline.all()))
    return {
        "act": "save",
        "number": "1",
        "happened_on": "09/11/2020",
        "document": "950/QĐ-BNV",
        "what": "Họp",
        "version": version,
    }


def _own_session(_stage: Stage, user: User | None) -> list[Any]:
    return [UserSession.objects.get(user=user, session_key=f"other-{user.pk}").pk if user else 0]


def _own_notice(_stage: Stage, user: User | None) -> list[Any]:
    return [Notification.objects.filter(user=user).first().pk if user else 0]


def _group(stage: Stage, user: User | None) -> list[Any]:
    return [*_unit(stage, user), "HT"]


def _answer(stage: Stage, user: User | None) -> list[Any]:
    return [*_unit(stage, user), stage.answer.pk]


def _file(stage: Stage, user: User | None) -> list[Any]:
    return [*_unit(stage, user), stage.evidence.pk]


def _hand_in(stage: Stage, user: User | None) -> list[Any]:
    return [*_unit(stage, user), stage.hand_in.pk]


def _kept_workbook(stage: Stage, user: User | None) -> list[Any]:
    """An upload is seen by who made it."""
    person = user or User.objects.get(username="spare")
    empty = {
        "filled_in": [],
        "problems": [],
        "criteria": 0,
        "downloaded_at": timezone.now().isoformat(),
    }
    kept = WorkbookImport.objects.create(
        submission=stage.submission,
        uploaded_by=person,
        uploaded_at=timezone.now(),
        file_sha256="0" * 64,
        cells=empty,
    )
    return [*_unit(stage, user), kept.pk]


def _absence(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, stage.absence.pk]


def _confirmed_absence(stage: Stage, user: User | None) -> list[Any]:
    GroupDeclaration.objects.filter(pk=stage.absence.pk).update(is_confirmed=True)
    return _absence(stage, user)


def _done_group(stage: Stage, user: User | None) -> list[Any]:
    person = User.objects.get(username="unit_head_own")
    GroupDone.objects.create(
        submission=stage.submission, group_code="HT", done_by=person, done_at=timezone.now()
    )
    return _group(stage, user)


def _extension(stage: Stage) -> dict[str, Any]:
    version = deadline_version(stage.submission)
    return {"day": "21/12/2090", "hour": "17:00", "reason": "Đường truyền hỏng", "version": version}


def _reads_unit(**options: Any) -> Recipe:
    return Recipe("unit", _unit, **options)


#: Done by a unit while its time lasts; the walk comes after it, so whoever may is told that it is
#: too late, or what is lacking.
LATE = (409, 422)


def _with_second_factor(_stage: Stage, user: User | None) -> list[Any]:
    if user:
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)
    return []


def _campaign_read(**options: Any) -> Recipe:
    return Recipe("campaign", _campaign, is_public=True, **options)


def _account(**options: Any) -> Recipe:
    return Recipe("everywhere", _nothing, **options)


RECIPES: dict[str, Recipe] = {
    # public
    "home": _account(is_public=True),
    "record_verifier": _account(is_public=True),
    "campaign": _campaign_read(),
    "checkpoint": _campaign_read(),
    # reports
    "results": _campaign_read(),
    "results_json": _campaign_read(),
    "chart_svg": Recipe("campaign", lambda stage, _: [stage.campaign.code, 1], is_public=True),
    "unit_result": Recipe("campaign", _unit, is_public=True),
    "reconciliation": _campaign_read(),
    "report": _campaign_read(),
    "report_progress": _campaign_read(),
    "report_pdf": _campaign_read(),
    "report_request": Recipe(
        "campaign", _campaign, posts=_no_data, gets=False, is_asked_by_readers=True
    ),
    # phases
    "phases": Recipe("campaign", _campaign),
    "advance_phase": Recipe("campaign", _campaign_ready, posts=_step, gets=False),
    "publish": Recipe("campaign", _campaign, posts=_step),
    "archive_campaign": Recipe("campaign", _campaign, posts=_step, gets=False),
    "propose_step_back": Recipe(
        "campaign",
        _campaign,
        posts=lambda stage: {
            "phase": stage.campaign.phase,
            "target": Phase.SETUP,
            "reason": "Bỏ sót hồ sơ",
        },
        gets=False,
    ),
    "agree_to_step_back": Recipe(
        "campaign",
        lambda stage, _: [stage.campaign.code, stage.propose_step_back(None).pk],
        posts=_no_data,
        gets=False,
    ),
    "decline_step_back": Recipe(
        "campaign",
        lambda stage, _: [stage.campaign.code, stage.propose_step_back(None).pk],
        posts=_no_data,
        gets=False,
    ),
    "withdraw_step_back": Recipe(
        "campaign",
        lambda stage, user: [stage.campaign.code, stage.propose_step_back(user).pk],
        posts=_no_data,
        gets=False,
    ),
    # setting up
    "open_next": Recipe(
        "campaign",
        _campaign,
        posts=lambda _: {"year": "2021", "code": "2021", "title": "Đánh giá năm 2021"},
    ),
    "setup": Recipe("campaign", _campaign),
    "set_deadline": Recipe(
        "campaign", _campaign, posts=_deadline("nop", campaigns.deadline_version), gets=False
    ),
    "set_reply_deadline": Recipe(
        "campaign",
        _campaign,
        posts=_deadline("tra_loi", campaigns.reply_deadline_version),
        gets=False,
    ),
    "write_decision": Recipe("campaign", _campaign, posts=_decision, gets=False),
    "timeline": Recipe("campaign", _campaign, posts=_timeline),
    "outbox": Recipe("campaign", _campaign),
    # the record
    "record": _account(),
    "record_entry": Recipe("everywhere", lambda stage, _: [stage.own_entry.pk]),
    "security_events": _account(),
    "security_event": Recipe("everywhere", lambda stage, _: [stage.security_entry.pk]),
    "record_export": _account(),
    "record_check": _account(),
    "record_check_run": _account(posts=_no_data, gets=False),
    "campaign_record": Recipe("campaign", _campaign),
    "campaign_record_entry": Recipe(
        "campaign", lambda stage, _: [stage.campaign.code, stage.own_entry.pk]
    ),
    "campaign_record_check": Recipe("campaign", _campaign),
    "campaign_record_check_run": Recipe("campaign", _campaign, posts=_no_data, gets=False),
    "unit_record": Recipe("unit", _unit),
    "unit_record_entry": Recipe(
        "unit", lambda stage, user: [*_unit(stage, user), stage.own_entry.pk]
    ),
    "unit_receipt": Recipe("unit", lambda stage, user: [*_unit(stage, user), stage.own_entry.pk]),
    "answer_history": Recipe("unit", lambda stage, user: [*_unit(stage, user), stage.answer.pk]),
    # units at work
    "files": Recipe("campaign", _campaign),
    "unit_home": _reads_unit(),
    "unit_group": Recipe("unit", _group, posts=_no_data, told=LATE),
    "unit_group_summary": Recipe("unit", _group),
    "group_done": Recipe("unit", _group, posts=_no_data, gets=False, told=LATE),
    "group_reopen": Recipe("unit", _done_group, posts=_no_data, gets=False, told=LATE),
    "group_absent": Recipe("unit", _group, posts=_reason, gets=False, told=LATE),
    "group_take_back": Recipe("unit", _group, posts=_no_data, gets=False, told=LATE),
    "save_cell": Recipe("unit", _answer, posts=_no_data, gets=False, told=LATE),
    "workbook": _reads_unit(),
    "workbook_download": _reads_unit(),
    "workbook_upload": _reads_unit(posts=_no_data, gets=False, told=LATE),
    "workbook_preview": Recipe("unit", _kept_workbook),
    "workbook_apply": Recipe("unit", _kept_workbook, posts=_no_data, gets=False, told=LATE),
    "check_answers": _reads_unit(),
    "hand_in": _reads_unit(posts=_no_data, gets=False, told=LATE),
    "take_back": _reads_unit(posts=_no_data, gets=False, told=LATE),
    "receipt": _reads_unit(),
    "receipt_of": Recipe("unit", _hand_in),
    "receipt_file": Recipe("unit", _hand_in),
    "receipt_pdf": Recipe("unit", _hand_in),
    "evidence": _reads_unit(),
    "evidence_item": Recipe("unit", _file),
    "evidence_of_answer": Recipe("unit", _answer),
    "evidence_download": Recipe("unit", _file),
    "evidence_preview": Recipe("unit", _file),
    "evidence_package": _reads_unit(),
    "evidence_upload": _reads_unit(posts=_no_data, gets=False, told=LATE),
    "evidence_describe": Recipe("unit", _file, posts=_no_data, gets=False, told=LATE),
    "evidence_cite": Recipe(
        "unit", _answer, posts=lambda stage: {"evidence": stage.evidence.pk}, gets=False, told=LATE
    ),
    "evidence_uncite": Recipe(
        "unit", _answer, posts=lambda stage: {"evidence": stage.evidence.pk}, gets=False, told=LATE
    ),
    "evidence_withdraw": Recipe("unit", _file, posts=_reason, gets=False, told=LATE),
    # watching over the units
    "progress": Recipe("campaign", _campaign),
    "extensions": Recipe("campaign", _campaign),
    "extend_deadline": Recipe("campaign", _unit, posts=_extension),
    "absences": Recipe("campaign", _campaign),
    "absence_confirm": Recipe("unit", _absence, posts=_no_data, gets=False),
    "absence_unconfirm": Recipe("unit", _confirmed_absence, posts=_no_data, gets=False),
    # people
    "people": _account(),
    "invitations": _account(),
    "person": Recipe("everywhere", _subject),
    "person_create": _account(
        posts=lambda _: {"full_name": "Lê Thị Mới", "email": "moi@bonoivu.example"}
    ),
    "invitation_resend": Recipe("everywhere", _subject, posts=_no_data, gets=False),
    "person_disable": Recipe("everywhere", _subject, posts=_reason),
    "person_enable": Recipe("everywhere", _disabled_subject, posts=_reason),
    "second_factor_reset": Recipe("everywhere", _subject, posts=_reason),
    "membership_add": Recipe("everywhere", _subject, posts=lambda stage: {"unit": stage.unit.pk}),
    "membership_end": Recipe(
        "everywhere", lambda stage, _: [stage.subject.pk, stage.membership.pk], posts=_reason
    ),
    "role_grant": Recipe(
        "everywhere",
        _subject,
        posts=lambda stage: {"role": "council_member", "campaign": stage.campaign.pk, "unit": ""},
    ),
    "role_confirm": Recipe(
        "everywhere",
        lambda stage, _: [stage.subject.pk, stage.proposed_role.pk],
        posts=_no_data,
        gets=False,
    ),
    "role_end": Recipe(
        "everywhere", lambda stage, _: [stage.subject.pk, stage.role.pk], posts=_reason
    ),
    # the own account
    "account": _account(),
    "sessions": _account(),
    "sessions_end": _account(posts=_no_data, gets=False),
    "session_end": Recipe("everywhere", _own_session, posts=_no_data, gets=False),
    "notices": _account(),
    "notices_read": _account(posts=_no_data, gets=False),
    "notice_read": Recipe("everywhere", _own_notice, posts=_no_data, gets=False),
    "account_change_password": _account(),
    "account_set_password": _account(),
    "account_reauthenticate": _account(),
    "mfa_index": _account(),
    "mfa_activate_totp": _account(),
    "mfa_deactivate_totp": Recipe("everywhere", _with_second_factor),
    "mfa_reauthenticate": _account(),
    "mfa_view_recovery_codes": Recipe("everywhere", _with_second_factor),
    "mfa_generate_recovery_codes": _account(),
    # signing in
    "account_login": _account(is_public=True),
    "account_logout": _account(is_public=True, posts=_no_data, gets=False),
    "mfa_authenticate": _account(is_public=True),
    "invitation_accept": Recipe(
        "everywhere",
        lambda stage, _: [invitation_link(stage.invitation).rstrip("/").split("/")[-1]],
        is_public=True,
    ),
    "account_reset_password": _account(is_public=True),
    "account_reset_password_done": _account(is_public=True),
    "account_reset_password_from_key": Recipe(
        "everywhere", lambda *_: ["1", "set-password"], is_public=True
    ),
    "account_reset_password_from_key_done": _account(is_public=True),
    "socialaccount_login_cancelled": _account(is_public=True),
}

for _more in (COUNCIL, DESK, PUBLIC, GROUP, REPLY, TEXT, EDITIONS, FORMATS):
    RECIPES |= _more

#: Addresses that the walk leaves to tests of their own, and why.
ELSEWHERE = {
    "openid_connect_login": "needs the ministry's sign-on",
    "openid_connect_callback": "needs the ministry's sign-on",
}
