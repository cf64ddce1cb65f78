"""The extensions of a campaign, read from the record: which unit, until when, why, and who gave
it.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from submissions.models import Campaign, Submission
from units import audit
from units.models import AuditEntry

EXTENDED = audit.name_act("submission.deadline_extended", "Gia hạn nộp cho đơn vị")


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one unit."""

    unit: str
    due_at: datetime
    reason: str
    by: str
    at: datetime


def extensions_of(campaign: Campaign) -> tuple[Extension, ...]:
    """The latest first, under the units' names of this campaign. Two queries."""
    entries = AuditEntry.objects.filter(act=EXTENDED, campaign_code=campaign.code).order_by(
        "-sequence"
    )
    names = dict(Submission.objects.filter(campaign=campaign).values_list("unit_id", "name"))
    rows = entries.values_list("unit_id", "facts", "reason", "actor_name", "at")
    return tuple(
        Extension(
            names.get(unit, ""), datetime.fromisoformat(json.loads(facts)["due_at"]), reason, by, at
        )
        for unit, facts, reason, by, at in rows
    )
