"""What was handed in and when, read from the record's own entry of the act, which nobody can
change: the unit's receipt.

Later edits, another hand-in or a new name of the unit change nothing in a receipt.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404

from submissions.handing_in.queries.content import SubmissionCounts
from submissions.models import Submission
from units import audit
from units.models import AuditEntry, ChainHead
from units.record.queries.receipts import mark_of

HANDED_IN = audit.name_act("self.handed_in", "Nộp hồ sơ")
TAKEN_BACK = audit.name_act("self.taken_back", "Rút lại hồ sơ đã nộp")


@dataclass(frozen=True, slots=True)
class Receipt:
    """One hand-in. `mark` is its entry in the record and `head` the record's last entry now, both
    as «number:hash».

    `is_current`: this is what the unit's submission consists of now; otherwise it was taken back
    since.
    """

    sequence: int
    at: datetime
    due_at: datetime | None
    by: str
    unit: str
    unit_name: str
    campaign: str
    campaign_title: str
    counts: SubmissionCounts
    content_sha256: str
    mark: str
    head: str
    is_current: bool


def hand_ins_of(submission: Submission) -> Any:
    """The entries with which the unit handed in, the latest first."""
    entries = AuditEntry.objects.filter(
        act=HANDED_IN, campaign_code=submission.campaign.code, unit=submission.unit_id
    )
    return entries.order_by("-sequence")


def hand_in_or_404(submission: Submission, sequence: int | None) -> AuditEntry:
    """The entry of one hand-in, or of the latest. Raises Http404."""
    entries = hand_ins_of(submission)
    entry: AuditEntry | None = (
        entries if sequence is None else entries.filter(pk=sequence)
    ).first()
    if entry is None:
        raise Http404
    return entry


def receipt_of(submission: Submission, entry: AuditEntry) -> Receipt:
    """One query, for the head of the record."""
    facts = json.loads(entry.facts)
    content = facts["content"]
    return Receipt(
        sequence=entry.sequence,
        at=datetime.fromisoformat(facts["submitted_at"]),
        due_at=datetime.fromisoformat(facts["due_at"]) if facts["due_at"] else None,
        by=entry.actor_name,
        unit=content["unit"],
        unit_name=content["unit_name"],
        campaign=content["campaign"],
        campaign_title=facts["campaign_title"],
        counts=SubmissionCounts(**facts["counts"]),
        content_sha256=facts["content_sha256"],
        mark=mark_of(entry),
        head=str(ChainHead.objects.get(pk=1)),
        is_current=_is_current(submission, facts),
    )


def _is_current(submission: Submission, facts: dict[str, Any]) -> bool:
    return datetime.fromisoformat(facts["submitted_at"]) == submission.submitted_at


@dataclass(frozen=True, slots=True)
class HandingInEvent:
    """The unit handed in, or took back. `sequence`: of the receipt, None for a taking back."""

    at: datetime
    by: str
    sequence: int | None


def history_of(submission: Submission) -> tuple[HandingInEvent, ...]:
    """Every handing in and taking back, the latest first, without their contents. One query."""
    entries = AuditEntry.objects.filter(
        act__in=[HANDED_IN, TAKEN_BACK],
        campaign_code=submission.campaign.code,
        unit=submission.unit_id,
    ).order_by("-sequence")
    rows = entries.values_list("at", "actor_name", "act", "sequence")
    return tuple(
        HandingInEvent(at, by, sequence if act == HANDED_IN else None)
        for at, by, act, sequence in rows
    )
