"""Which part of the record a reader may see: a campaign's, a unit's own, the history of one
answer.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from submissions.enums import Phase
from submissions.models import Answer, Campaign, Submission
from units.access import may, require
from units.models import AuditEntry
from units.record.queries.acts import OF_REPLY, OF_UNIT
from units.record.queries.filters import Entries, touching
from units.record.queries.scopes import SEE_ALL, RecordScope, entry_address, name_phases

SEE_OWN_UNIT = "audit.view_audit_log_of_own_unit"
SEE_HISTORY = "self.view_edit_history_of_U"
SEE_APPRAISERS = "appraise.view_who_appraised_U"
READ_REPLY = "appraise.read_explanation_of_U"

PHASES = {str(phase): str(phase.label) for phase in Phase}


def register() -> None:
    """The phases that entries of the record name, for every page of it."""
    name_phases(PHASES)


def record_of_campaign(user: Any, campaign: Campaign) -> RecordScope:
    """Everything of one campaign. Raises NotAllowed."""
    require(user, SEE_ALL, campaign)
    own = AuditEntry.objects.filter(campaign_code=campaign.code)
    lead = "Mọi việc đã làm trong đợt đánh giá này: ai, lúc nào, việc gì, vì sao, trước và sau."
    url = reverse("campaign_record", args=[campaign.code])
    address = entry_address("campaign_record_entry", campaign.code)
    return RecordScope(own, f"Nhật ký đợt {campaign.code}", lead, url, address, PHASES)


def record_of_unit(user: Any, submission: Submission) -> RecordScope:
    """What was done about the unit in the campaign. Raises NotAllowed."""
    require(user, SEE_OWN_UNIT, submission)
    return _of_unit(user, submission)


def history_of_answer(user: Any, answer: Answer) -> tuple[RecordScope, Entries]:
    """How a declared criterion came to be what it is, with all that hangs on it.

    Raises NotAllowed.
    """
    require(user, SEE_HISTORY, answer.submission)
    keys = rows_of(answer)
    scope = _of_unit(
        user, answer.submission, shows=lambda change: (change["table"], str(change["key"])) in keys
    )
    return scope, touching(scope.entries, keys)


def rows_of(answer: Answer) -> list[tuple[str, str]]:
    """The rows of the record that the history of an answer is about: its own and those that
    point to it.
    """
    keys = [(Answer._meta.db_table, str(answer.pk))]
    for relation in Answer._meta.related_objects:
        model = relation.related_model
        if getattr(model, "is_recorded", False):
            below = model._default_manager.filter(**{relation.field.name: answer}).values_list(
                "pk", flat=True
            )
            keys += [(model._meta.db_table, str(key)) for key in below]
    return keys


def _of_unit(
    user: Any, submission: Submission, *, shows: Callable[[dict[str, Any]], bool] | None = None
) -> RecordScope:
    """Who may not know who appraised sees only what the unit itself did; who may not read its
    reply yet, nothing of that.
    """
    campaign, unit = submission.campaign, submission.unit
    of_campaign = AuditEntry.objects.filter(campaign_code=campaign.code)
    if may(user, SEE_APPRAISERS, submission):
        # Loads and openings of a whole campaign carry no unit.
        entries = (
            of_campaign.filter(Q(unit=unit) | Q(unit=None))
            if shows
            else of_campaign.filter(unit=unit)
        )
    else:
        entries = of_campaign.filter(unit=unit, act__startswith=OF_UNIT)
    if not may(user, READ_REPLY, submission) and not may(user, SEE_ALL, campaign):
        entries = entries.exclude(act__startswith=OF_REPLY)
    return RecordScope(
        entries,
        f"Nhật ký của {submission.short_name}",
        f"Những việc đã làm với hồ sơ của {submission.name} trong đợt {campaign.code}.",
        reverse("unit_record", args=[campaign.code, unit.code]),
        entry_address("unit_record_entry", campaign.code, unit.code),
        PHASES,
        shows,
    )
