"""The page of a campaign's phases: where it stands, how it came there, what the next step needs
and does, and the way back.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from submissions.campaigns.notices.phases import PhaseNotice, recipients_on_entering
from submissions.campaigns.queries.needs import Need, needs_of, open_step_back
from submissions.enums import Phase
from submissions.models import Campaign, StepBack
from submissions.permissions import roles_who_may
from submissions.workflow import next_step
from units.access import may
from units.models import AuditEntry, User

ADVANCE = "period.advance_phase"
PUBLISH = "report.sign_and_publish"
ARCHIVE = "period.archive_period"
PROPOSE_BACK = "period.step_phase_back"
CONFIRM_BACK = "period.confirm_step_back"
#: Leaving them closes a round, or the time to reply, for all units at once; the list of the units
#: has a page of its own.
CLOSING = frozenset({Phase.APPRAISE_1, Phase.EXPLAIN, Phase.APPRAISE_2})
_ADDRESSES = {ADVANCE: "advance_phase", PUBLISH: "publish", ARCHIVE: "archive_campaign"}
#: Who may know names: who is told of what the campaign does, or has a say in it. Units read roles
#: only.
_SEES_NAMES = ("period.view_outbox", ADVANCE, PUBLISH, ARCHIVE)
#: Who may know what is missing; for everybody else it would be the progress of other units.
_SEES_PROGRESS = ("self.view_submission_progress_of_all_units", ADVANCE, PUBLISH, ARCHIVE)
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
class NoticePreview:
    """People who will be told: how many, in what roles, in what words. `without_mail` of them read
    it in the application only.

    `is_held`: it waits in the outbox until somebody has read it.
    """

    roles: str
    count: int
    without_mail: int
    text: str
    names: tuple[str, ...]
    is_held: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one way forward, and where to press. `asks_proof`: on a page of its own, behind a fresh
    proof of who presses.

    `needs` is None for readers who may not know what is missing. `units_url`: where it is said unit
    by unit, if anywhere.
    """

    source: str
    label: str
    target: str
    effect: str
    movers: str
    url: str
    asks_proof: bool
    may_take: bool
    needs: tuple[Need, ...] | None
    told: tuple[NoticePreview, ...]
    units_url: str

    @property
    def is_ready(self) -> bool:
        return self.needs == ()


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
    step: NextStep | None
    back: WayBack


@dataclass(frozen=True, slots=True)
class PhaseEntry:
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
    """At most eleven queries, whatever the number of units: the record, the proposal, the needs
    and the recipients.
    """
    shows_names = may_any(user, _SEES_NAMES, campaign)
    return PhasesPage(
        rows=_rows(campaign, shows_names=shows_names),
        step=_next_step(campaign, user, shows_names=shows_names, now=now),
        back=_way_back(campaign, user, shows_reason=shows_names),
    )


def may_any(user: Any, acts: tuple[str, ...], campaign: Campaign) -> bool:
    return any(may(user, act, campaign) for act in acts)


def _rows(campaign: Campaign, *, shows_names: bool) -> tuple[PhaseRow, ...]:
    happened: dict[str, list[PhaseEvent]] = defaultdict(list)
    for moment in moments_of(campaign):
        happened[moment.phase].append(_happening(moment, shows_names=shows_names))
    steps = zip(Phase, phase_steps(Phase(campaign.phase)), strict=True)
    return tuple(
        PhaseRow(number, step.label, step.state, step.note, _movers(phase), tuple(happened[phase]))
        for number, (phase, step) in enumerate(steps, start=1)
    )


def _happening(moment: PhaseEntry, *, shows_names: bool) -> PhaseEvent:
    who, reason = (moment.actor, moment.reason) if shows_names else ("", "")
    return PhaseEvent(moment.at, moment.sentence, who, reason)


def _movers(phase: str) -> str:
    step = next_step(phase)
    return roles_in_words(roles_who_may(step.action, phase)) if step else ""


def _next_step(
    campaign: Campaign, user: User, *, shows_names: bool, now: datetime
) -> NextStep | None:
    step = next_step(campaign.phase)
    if step is None:
        return None
    needs = tuple(needs_of(campaign, now=now)) if may_any(user, _SEES_PROGRESS, campaign) else None
    return NextStep(
        source=step.source,
        label=step.label,
        target=str(Phase(step.target).label),
        effect=step.effect,
        movers=_movers(step.source),
        url=reverse(_ADDRESSES[step.action], args=[campaign.code]),
        asks_proof=step.action == PUBLISH,
        may_take=bool(may(user, step.action, campaign)),
        needs=needs,
        told=tuple(
            _told(telling, shows_names=shows_names)
            for telling in recipients_on_entering(campaign, step.target)
        ),
        units_url=reverse("close_round", args=[campaign.code]) if step.source in CLOSING else "",
    )


def _told(telling: PhaseNotice, *, shows_names: bool) -> NoticePreview:
    return NoticePreview(
        roles=roles_in_words(telling.roles),
        count=len(telling.people),
        without_mail=sum(not person.email for person in telling.people),
        text=telling.text,
        names=tuple(str(person) for person in telling.people) if shows_names else (),
        is_held=telling.is_held,
    )


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


def roles_in_words(roles: Any) -> str:
    """«Tổ trưởng Tổ giúp việc, Thư ký Hội đồng»."""
    return ", ".join(str(role.label) for role in roles)


def moments_of(campaign: Campaign) -> list[PhaseEntry]:
    """In the order of the record."""
    entries = AuditEntry.objects.filter(campaign_code=campaign.code, act__in=_SENTENCES).order_by(
        "sequence"
    )
    return [_moment(values) for values in entries.values_list(*_COLUMNS)]


def last_move(campaign: Campaign) -> PhaseEntry | None:
    """The act that brought the campaign where it stands; None when the record does not say."""
    entries = AuditEntry.objects.filter(campaign_code=campaign.code, act__in=MOVES).order_by(
        "-sequence"
    )
    values = entries.values_list(*_COLUMNS).first()
    return _moment(values) if values else None


def _moment(values: tuple[Any, ...]) -> PhaseEntry:
    at, act, actor_id, name, phase, facts, reason = values
    target = json.loads(facts).get("target", "")
    label = Phase(target).label if target else ""
    return PhaseEntry(
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
