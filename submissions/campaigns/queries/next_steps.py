"""The steps that can be taken next, as the page of the phases shows them: what each needs and does,
who is told, and who may take it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from submissions.campaigns.notices.phases import PhaseNotice, recipients_of
from submissions.campaigns.phases.values import Step
from submissions.campaigns.queries.needs import Need
from submissions.campaigns.queries.readiness import needs_of
from submissions.campaigns.queries.steps import step_actions, steps_from
from submissions.models import Campaign
from submissions.permissions import roles_who_may
from units.access import may
from units.enums import Role
from units.models import User

#: Who may know names besides those who take a step: who is told of what the campaign does. Units
#: read roles only.
_SEE_NAMES = "period.view_outbox"
#: Who may know what is missing besides those who take a step; for everybody else it would be the
#: progress of other units.
_SEE_PROGRESS = "self.view_submission_progress_of_all_units"


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
    """A step that can be taken next, by which action of the policy, and where to press.
    `asks_proof`: on a page of its own, behind a fresh proof of who presses.

    `needs` is None for readers who may not know what is missing. `units_url`: where it is said unit
    by unit, if anywhere. `choice`: what the form says of several steps, and `anchor` ends the names
    of places on the page for all but the usual one.
    """

    source: str
    label: str
    target: str
    effect: str
    movers: str
    action: str
    url: str
    asks_proof: bool
    may_take: bool
    needs: tuple[Need, ...] | None
    told: tuple[NoticePreview, ...]
    units_url: str
    choice: str
    anchor: str

    @property
    def is_ready(self) -> bool:
        return self.needs == ()


def next_steps(campaign: Campaign, user: User, *, now: datetime) -> tuple[NextStep, ...]:
    """The usual one first."""
    return tuple(_next_step(campaign, step, user, now) for step in steps_from(campaign.phase))


def movers_of(phase: str) -> str:
    """Who takes the steps out of the phase, in words."""
    roles = {role for step in steps_from(phase) for role in roles_who_may(step.action, phase)}
    return roles_in_words(role for role in Role if role in roles)


def sees_names(user: Any, campaign: Campaign) -> bool:
    return _may_step_or(_SEE_NAMES, user, campaign)


def roles_in_words(roles: Any) -> str:
    """«Tổ trưởng Tổ giúp việc, Thư ký Hội đồng»."""
    return ", ".join(str(role.label) for role in roles)


def _may_step_or(act: str, user: Any, campaign: Campaign) -> bool:
    """Whether the person may do that, or what takes a step."""
    return any(may(user, each, campaign) for each in (act, *step_actions()))


def _next_step(campaign: Campaign, step: Step, user: User, now: datetime) -> NextStep:
    shows_names = sees_names(user, campaign)
    shows_needs = _may_step_or(_SEE_PROGRESS, user, campaign)
    closes = step.is_onward and campaign.stands.closes_for_all
    usual, *others = steps_from(step.source)
    return NextStep(
        source=step.source,
        label=step.label,
        target=str(step.target.label),
        effect=step.effect,
        movers=roles_in_words(roles_who_may(step.action, step.source)),
        action=step.action,
        url=reverse(step.address.name, args=[campaign.code]),
        asks_proof=step.address.asks_proof,
        may_take=bool(may(user, step.action, campaign)),
        needs=tuple(needs_of(campaign, step, now=now)) if shows_needs else None,
        told=tuple(
            _told(telling, shows_names=shows_names) for telling in recipients_of(campaign, step)
        ),
        units_url=reverse("close_round", args=[campaign.code]) if closes else "",
        choice=str(step.target) if others else "",
        anchor="" if step == usual else f"-{step.target}",
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
