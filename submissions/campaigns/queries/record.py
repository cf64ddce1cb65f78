"""Which part of the record a reader may see on which page: the whole, a campaign's, a unit's own, security events only."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.urls import reverse

from submissions.enums import Phase
from submissions.models import Answer, Campaign, Submission
from units.access import may, require
from units.models import AuditEntry
from units.record.pages import Scope
from units.record.queries.acts import OF_REPLY, OF_UNIT, SECURITY
from units.record.queries.filters import Entries, touching
from units.record.services import MAY_VERIFY

SEE_ALL = "audit.view_whole_audit_log"
SEE_SECURITY = "audit.view_security_events"
SEE_OWN_UNIT = "audit.view_audit_log_of_own_unit"
SEE_HISTORY = "self.view_edit_history_of_U"
SEE_APPRAISERS = "appraise.view_who_appraised_U"
READ_REPLY = "appraise.read_explanation_of_U"
EXPORT = "audit.export_record"

PHASES = {str(phase): str(phase.label) for phase in Phase}


def whole_record(user: Any, campaign: Campaign | None) -> Scope:
    """Everything, or everything of one campaign. Raises NotAllowed."""
    require(user, SEE_ALL, campaign)
    entries = AuditEntry.objects.all()
    if campaign is None:
        lead = "Mọi việc đã làm trong hệ thống: ai, lúc nào, việc gì, vì sao, trước và sau. Không ai sửa hay xóa được."
        return Scope(entries, "Nhật ký", lead, reverse("record"), _to("record_entry"), PHASES)
    own = entries.filter(campaign_code=campaign.code)
    lead = "Mọi việc đã làm trong đợt đánh giá này: ai, lúc nào, việc gì, vì sao, trước và sau."
    url = reverse("campaign_record", args=[campaign.code])
    return Scope(own, f"Nhật ký đợt {campaign.code}", lead, url, _to("campaign_record_entry", campaign.code), PHASES)


def security_events(user: Any) -> Scope:
    """Accounts, sign-ins and roles; no scores. Raises NotAllowed."""
    require(user, SEE_SECURITY)
    lead = "Đăng nhập, tài khoản và vai trò. Trang này không có số liệu của hồ sơ nào."
    entries = AuditEntry.objects.filter(reduce(or_, (Q(act__startswith=start) for start in SECURITY)))
    return Scope(entries, "Sự kiện an ninh", lead, reverse("security_events"), _to("security_event"), PHASES)


def record_of_unit(user: Any, submission: Submission) -> Scope:
    """What was done about the unit in the campaign. Raises NotAllowed."""
    require(user, SEE_OWN_UNIT, submission)
    return _of_unit(user, submission)


def history_of_answer(user: Any, answer: Answer) -> tuple[Scope, Entries]:
    """How a declared criterion came to be what it is, with all that hangs on it. Raises NotAllowed."""
    require(user, SEE_HISTORY, answer.submission)
    keys = rows_of(answer)
    scope = _of_unit(user, answer.submission, shows=lambda change: (change["table"], str(change["key"])) in keys)
    return scope, touching(scope.entries, keys)


def rows_of(answer: Answer) -> list[tuple[str, str]]:
    """The rows of the record that the history of an answer is about: its own and those that point to it."""
    keys = [(Answer._meta.db_table, str(answer.pk))]
    for relation in Answer._meta.related_objects:
        model = relation.related_model
        if getattr(model, "is_recorded", False):
            below = model._default_manager.filter(**{relation.field.name: answer}).values_list("pk", flat=True)
            keys += [(model._meta.db_table, str(key)) for key in below]
    return keys


def verification_url(user: Any, campaign: Campaign | None) -> str:
    """The page where the person may have the record verified, or nothing."""
    if not may(user, MAY_VERIFY, campaign):
        return ""
    return reverse("campaign_record_check", args=[campaign.code]) if campaign else reverse("record_check")


def _of_unit(user: Any, submission: Submission, *, shows: Callable[[dict[str, Any]], bool] | None = None) -> Scope:
    """Who may not know who appraised sees only what the unit itself did; who may not read its reply yet, nothing of that."""
    campaign, unit = submission.campaign, submission.unit
    of_campaign = AuditEntry.objects.filter(campaign_code=campaign.code)
    if may(user, SEE_APPRAISERS, submission):
        # Loads and openings of a whole campaign carry no unit.
        entries = of_campaign.filter(Q(unit=unit) | Q(unit=None)) if shows else of_campaign.filter(unit=unit)
    else:
        entries = of_campaign.filter(unit=unit, act__startswith=OF_UNIT)
    if not may(user, READ_REPLY, submission) and not may(user, SEE_ALL, campaign):
        entries = entries.exclude(act__startswith=OF_REPLY)
    return Scope(
        entries,
        f"Nhật ký của {submission.short_name}",
        f"Những việc đã làm với hồ sơ của {submission.name} trong đợt {campaign.code}.",
        reverse("unit_record", args=[campaign.code, unit.code]),
        _to("unit_record_entry", campaign.code, unit.code),
        PHASES,
        shows,
    )


def _to(name: str, *args: str) -> Callable[[int], str]:
    return lambda sequence: reverse(name, args=[*args, sequence])
