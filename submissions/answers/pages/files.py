"""The list of the files that a person may read in a campaign, and the groups that units
declared not to apply.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from submissions.dossier.queries.files import VIEW
from submissions.frame.deadlines import why_closed
from submissions.models import Campaign, GroupDeclaration, Submission
from submissions.models.capacities import where_may
from units.clock import moment_in_words


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One unit's file; `state` in words."""

    unit: str
    name: str
    kind: str
    state: str
    is_handed_in: bool


def files_page(campaign: Campaign, user: Any, *, now: datetime) -> list[SubmissionRow]:
    """In official order. One query."""
    seen = Submission.objects.filter(where_may(user, VIEW), campaign=campaign).select_related(
        "unit", "kind"
    )
    files = list(seen.distinct().order_by("kind__order", "order"))
    for file in files:
        file.campaign = campaign
    return [
        SubmissionRow(
            file.unit.code, file.name, file.kind.name, _state(file, now), file.is_handed_in
        )
        for file in files
    ]


def _state(file: Submission, now: datetime) -> str:
    if file.is_handed_in:
        return f"đã nộp lúc {moment_in_words(file.submitted_at)}"
    return "chưa nộp, đã hết hạn" if why_closed(file, now=now) else "chưa nộp"


def declarations_of(campaign: Campaign) -> list[GroupDeclaration]:
    """Those not confirmed yet first. One query."""
    declared = GroupDeclaration.objects.filter(submission__campaign=campaign)
    return list(
        declared.select_related("submission__campaign", "submission__unit", "declared_by").order_by(
            "is_confirmed", "submission__order", "group_code"
        )
    )
