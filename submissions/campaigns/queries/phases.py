"""The page of a campaign's phases: where it stands, how it came there, what the next step needs
and does, and the way back.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from submissions.campaigns.queries.needs import open_step_back
from submissions.campaigns.queries.next_steps import (
    NextStep,
    movers_of,
    next_steps,
    roles_in_words,
    sees_names,
)
from submissions.enums import Phase
from submissions.models import Campaign, StepBack
from submissions.permissions import roles_who_may
from units.access import may
from units.models import AuditEntry, User

PROPOSE_BACK = "period.step_phase_back"
CONFIRM_BACK = "period.confirm_step_back"
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
class PhaseEvent:
    """A line below a phase: what was done to it.

    `who` and `reason` are empty for readers whom they do not concern.
    """

    at: datetime
    sentence: str
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One phase: its name, past, now or next in words, who takes the step out of it, and what
    happened in it.
    """

    number: int
    label: str
    state: str
    note: str
    movers: str
    happenings: tuple[PhaseEvent, ...]


@dataclass(frozen=True, slots=True)
class WayBack:
    """The proposal that waits, and what the reader may do about it; or whether the reader may
    propose one.
    """

    proposal: StepBack | None
    shows_reason: bool
    may_decide: bool
    may_withdraw: bool
    may_propose: bool
    deciders: str


@dataclass(frozen=True, slots=True)
class PhasesPage:
    """Everything the page shows."""

    rows: tuple[PhaseRow, ...]
    steps: tuple[NextStep, ...]
    back: WayBack


@dataclass(frozen=True, slots=True)
class PhaseMoment:
    """One entry of the record about phases. `phase` is where the campaign stood right after it."""

    at: datetime
    act: str
    actor_id: int | None
    actor: str
    phase: str
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """One phase of the procedure; `state` is past, now or next, and `note` says so in words."""

    label: str
    state: str
    note: str


def phases_page(campaign: Campaign, user: User, *, now: datetime) -> PhasesPage:
    """At most eleven queries where there is one way on, whatever the number of units: the record,
    the proposal, the needs and the recipients.
    """
    shows_names = sees_names(user, campaign)
    return PhasesPage(
        rows=_rows(campaign, shows_names=shows_names),
        steps=next_steps(campaign, user, now=now),
        back=_way_back(campaign, user, shows_reason=shows_names),
    )


def _rows(campaign: Campaign, *, shows_names: bool) -> tuple[PhaseRow, ...]:
    happened: dict[str, list[PhaseEvent]] = defaultdict(list)
    for moment in moments_of(campaign):
        happened[moment.phase].append(_happening(moment, shows_names=shows_names))
    steps = zip(Phase, phase_steps(Phase(campaign.phase)), strict=True)
    return tuple(
        PhaseRow(
            number, step.label, step.state, step.note, movers_of(phase), tuple(happened[phase])
        )
        for number, (phase, step) in enumerate(steps, start=1)
    )


def _happening(moment: PhaseMoment, *, shows_names: bool) -> PhaseEvent:
    who, reason = (moment.actor, moment.reason) if shows_names else ("", "")
    return PhaseEvent(moment.at, moment.sentence, who, reason)


def _way_back(campaign: Campaign, user: User, *, shows_reason: bool) -> WayBack:
    proposal = open_step_back(campaign)
    is_own = proposal is not None and proposal.proposed_by == user
    may_propose = bool(may(user, PROPOSE_BACK, campaign))
    return WayBack(
        proposal=proposal,
        shows_reason=shows_reason or is_own,
        may_decide=proposal is not None and not is_own and bool(may(user, CONFIRM_BACK, campaign)),
        may_withdraw=is_own and may_propose,
        may_propose=proposal is None and may_propose,
        deciders=roles_in_words(roles_who_may(CONFIRM_BACK, campaign.phase)),
    )


def moments_of(campaign: Campaign) -> list[PhaseMoment]:
    """In the order of the record."""
    entries = AuditEntry.objects.filter(campaign_code=campaign.code, act__in=_SENTENCES).order_by(
        "sequence"
    )
    return [_moment(values) for values in entries.values_list(*_COLUMNS)]


def last_move(campaign: Campaign) -> PhaseMoment | None:
    """The act that brought the campaign where it stands; None when the record does not say."""
    entries = AuditEntry.objects.filter(campaign_code=campaign.code, act__in=MOVES).order_by(
        "-sequence"
    )
    values = entries.values_list(*_COLUMNS).first()
    return _moment(values) if values else None


def _moment(values: tuple[Any, ...]) -> PhaseMoment:
    at, act, actor_id, name, phase, facts, reason = values
    target = json.loads(facts).get("target", "")
    label = Phase(target).label if target else ""
    return PhaseMoment(
        at,
        act,
        actor_id,
        name or "Người vận hành hệ thống",
        phase,
        _SENTENCES[act].format(target=label),
        reason,
    )


def phase_steps(now: Phase) -> tuple[PhaseStep, ...]:
    """All phases in order."""
    order = list(Phase)
    place = order.index(now)
    return tuple(
        PhaseStep(str(phase.label), *_step_state(number, place))
        for number, phase in enumerate(order)
    )


def _step_state(number: int, now: int) -> tuple[str, str]:
    if number < now:
        return "past", "đã qua"
    return ("now", "hiện nay") if number == now else ("next", "chưa đến")
