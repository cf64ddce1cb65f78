"""What happened to a campaign's phases, read from the record: who moved it where and when. One query."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from submissions.enums import Phase
from submissions.models import Campaign
from units.models import AuditEntry

_SENTENCES = {
    "campaign.opened": "Đợt đánh giá được mở",
    "campaign.advanced": "Chuyển sang giai đoạn này",
    "campaign.step_back_proposed": "Đề nghị lùi về giai đoạn «{target}»",
    "campaign.stepped_back": "Đồng ý lùi; đợt đánh giá trở về giai đoạn này",
    "campaign.step_back_declined": "Không đồng ý lùi",
    "campaign.step_back_withdrawn": "Rút đề nghị lùi",
}
#: The acts after which the campaign stands in another phase than before.
MOVES = ("campaign.advanced", "campaign.stepped_back")
_COLUMNS = ("at", "act", "actor_id", "actor_name", "phase", "facts", "reason")


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the record about phases. `phase` is where the campaign stood right after it."""

    at: datetime
    act: str
    actor_id: int | None
    actor: str
    phase: str
    sentence: str
    reason: str


def moments_of(campaign: Campaign) -> list[Moment]:
    """In the order of the record."""
    entries = AuditEntry.objects.filter(campaign_code=campaign.code, act__in=_SENTENCES).order_by("sequence")
    return [_moment(values) for values in entries.values_list(*_COLUMNS)]


def last_move(campaign: Campaign) -> Moment | None:
    """The act that brought the campaign where it stands; None when the record does not say."""
    entries = AuditEntry.objects.filter(campaign_code=campaign.code, act__in=MOVES).order_by("-sequence")
    values = entries.values_list(*_COLUMNS).first()
    return _moment(values) if values else None


def _moment(values: tuple[Any, ...]) -> Moment:
    at, act, actor_id, name, phase, facts, reason = values
    target = json.loads(facts).get("target", "")
    label = Phase(target).label if target else ""
    return Moment(at, act, actor_id, name or "Người vận hành hệ thống", phase, _SENTENCES[act].format(target=label), reason)
