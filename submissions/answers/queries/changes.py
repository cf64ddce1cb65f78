"""What others have done to a unit's file since the person last looked, read from the record."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from submissions.models import Submission
from units.clock import moment_in_words
from units.models import AuditEntry
from units.record.queries.acts import OF_UNIT, name_of

HISTORY = "self.view_edit_history_of_U"
_SHOWN = 20
_CRITERIA_NAMED = 6


@dataclass(frozen=True, slots=True)
class RecentAct:
    """One act of somebody else: when, who, and what in words."""

    when: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class RecentActs:
    """Newest first, at most 20; `more`: there are further ones."""

    since: str
    shown: tuple[RecentAct, ...]
    more: bool


def changes_since(submission: Submission, user: Any, since: datetime) -> RecentActs:
    """What other people of the unit did to the file since then. One query."""
    entries = AuditEntry.objects.filter(
        unit=submission.unit_id,
        campaign_code=submission.campaign.code,
        act__startswith=OF_UNIT,
        at__gt=since,
    )
    found = list(
        entries.exclude(actor=user)
        .order_by("-sequence")
        .values_list("at", "actor_name", "act", "facts")[: _SHOWN + 1]
    )
    return RecentActs(
        moment_in_words(since),
        tuple(_shown(*row) for row in found[:_SHOWN]),
        more=len(found) > _SHOWN,
    )


def _shown(at: datetime, who: str, act: str, facts: str) -> RecentAct:
    return RecentAct(moment_in_words(at), who, f"{name_of(act)}{_named(json.loads(facts))}")


def _named(facts: dict[str, Any]) -> str:
    if "group" in facts:
        return f": nhóm {facts['group']}"
    return f": {_listed(facts['criteria'])}" if facts.get("criteria") else ""


def _listed(keys: Iterable[str]) -> str:
    """«nhóm HTKT tiêu chí 1.1, 1.2; nhóm CCCS tiêu chí 3»."""
    named = list(keys)
    by_group: dict[str, list[str]] = {}
    for key in named[:_CRITERIA_NAMED]:
        group, _, code = key.partition(":")
        by_group.setdefault(group, []).append(code)
    shown = "; ".join(
        f"nhóm {group} tiêu chí {', '.join(codes)}" for group, codes in by_group.items()
    )
    rest = len(named) - _CRITERIA_NAMED
    return f"{shown} và {rest} tiêu chí khác" if rest > 0 else shown
