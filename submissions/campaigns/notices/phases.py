"""Who is told what when a campaign moves: people, subject and text, in the words of each role."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from submissions.campaigns.phases.values import Step
from submissions.enums import Phase
from submissions.frame.notices import campaign_notice, people_in
from submissions.models import Campaign, StepBack
from submissions.permissions import people_who_may
from units.enums import APPRAISING, COUNCIL_ROLES, UNIT_ROLES, Role
from units.models import User
from units.notify import Notice


@dataclass(frozen=True, slots=True)
class PhaseNotice:
    """What the holders of some roles are told when a campaign takes a step;

    `is_held`: it is read in the outbox first.
    """

    roles: tuple[Role, ...]
    text: str
    people: tuple[User, ...]
    is_held: bool


def recipients_of(campaign: Campaign, step: Step) -> list[PhaseNotice]:
    """Who would be told what when the campaign takes the step.

    One query for each text, of which a step has at most two.
    """
    return [
        PhaseNotice(
            told.roles, told.text, tuple(people_in(campaign, told.roles)), step.holds_notices
        )
        for told in step.tells
    ]


def notices_of_step(campaign: Campaign, step: Step) -> list[Notice]:
    """The campaign has just taken it.

    A person with several roles gets one notification with each text.
    """
    texts: dict[User, list[str]] = defaultdict(list)
    for telling in recipients_of(campaign, step):
        for person in telling.people:
            texts[person].append(telling.text)
    people_by_text: dict[str, list[User]] = defaultdict(list)
    for person, own in texts.items():
        people_by_text["\n".join(own)].append(person)
    about, deadline = step.target.label, _deadline_in_words(campaign)
    return [
        _notice(campaign, people, about, text + deadline, is_held=step.holds_notices)
        for text, people in people_by_text.items()
    ]


def notice_of_proposed_step_back(proposal: StepBack) -> Notice:
    """Those who may confirm, but for the one who proposed."""
    campaign = proposal.campaign
    text = (
        f"{proposal.proposed_by} đề nghị lùi đợt về giai đoạn "
        f"«{proposal.get_to_phase_display()}». Lý do: {proposal.reason}"
    )
    return _notice(
        campaign,
        people_who_may("period.confirm_step_back", campaign),
        "chờ xác nhận lùi giai đoạn",
        text,
        without=(proposal.proposed_by,),
    )


def notice_of_declined_step_back(proposal: StepBack) -> Notice:
    """The one who proposed."""
    text = (
        f"Đề nghị lùi đợt về giai đoạn «{proposal.get_to_phase_display()}» không được đồng ý. "
        "Giai đoạn không đổi."
    )
    return _notice(proposal.campaign, [proposal.proposed_by], "không lùi giai đoạn", text)


def notices_of_step_back(proposal: StepBack) -> list[Notice]:
    """The working group and the Council learn that the campaign went back, and why. Units learn it,
    where something changes for them, without the reason: it may speak of another unit or of an
    appraiser.
    """
    campaign, about = proposal.campaign, "lùi giai đoạn"
    text = f"Đợt đánh giá đã lùi về giai đoạn «{proposal.get_to_phase_display()}»."
    insiders = people_in(campaign, (*APPRAISING, *COUNCIL_ROLES))
    to_insiders = _notice(campaign, insiders, about, f"{text} Lý do: {proposal.reason}")
    if not _concerns_units(proposal):
        return [to_insiders]
    units, text = people_in(campaign, UNIT_ROLES), text + _deadline_in_words(campaign)
    return [to_insiders, _notice(campaign, units, about, text, without=tuple(insiders))]


def _concerns_units(proposal: StepBack) -> bool:
    """The units get work back, or lose results that they have been sent."""
    order = list(Phase)
    undone = order[
        order.index(Phase(proposal.to_phase)) : order.index(Phase(proposal.from_phase)) + 1
    ]
    return any(phase.traits.deadline for phase in undone)


def _deadline_in_words(campaign: Campaign) -> str:
    due = campaign.phase_ends_at
    if not due or due <= timezone.now():
        return ""
    return f"\nHạn: {date_format(timezone.localtime(due), 'DATETIME_FORMAT')}."


def _notice(
    campaign: Campaign,
    people: list[User],
    about: str,
    body: str,
    *,
    without: tuple[User, ...] = (),
    is_held: bool = False,
) -> Notice:
    """What is held is about the units' own files, and leads there."""
    page = "files" if is_held else "phases"
    return campaign_notice(
        campaign, people, about=about, body=body, page=page, without=without, is_held=is_held
    )
