"""Who is told what when a campaign moves: people, subject and text, in the words of each role."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from submissions.campaigns.phases.values import COUNCIL, UNITS, WORKING_GROUP, Step
from submissions.enums import Phase
from submissions.frame.people import people_in
from submissions.models import Campaign, StepBack
from submissions.permissions import people_who_may
from units.enums import Role
from units.models import User
from units.notify import tell


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


def tell_of_step(campaign: Campaign, step: Step) -> None:
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
    subject = f"{campaign.title}: {step.target.label}"
    for text, people in people_by_text.items():
        body = text + _deadline_in_words(campaign)
        _tell(campaign, people, subject, body, is_held=step.holds_notices)


def tell_of_proposed_step_back(proposal: StepBack) -> None:
    """Those who may confirm, but for the one who proposed."""
    campaign = proposal.campaign
    deciders = [
        person
        for person in people_who_may("period.confirm_step_back", campaign)
        if person != proposal.proposed_by
    ]
    text = (
        f"{proposal.proposed_by} đề nghị lùi đợt về giai đoạn "
        f"«{proposal.get_to_phase_display()}». Lý do: {proposal.reason}"
    )
    _tell(campaign, deciders, f"{campaign.title}: chờ xác nhận lùi giai đoạn", text)


def tell_of_declined_step_back(proposal: StepBack) -> None:
    """The one who proposed."""
    campaign = proposal.campaign
    text = (
        f"Đề nghị lùi đợt về giai đoạn «{proposal.get_to_phase_display()}» không được đồng ý. "
        "Giai đoạn không đổi."
    )
    _tell(campaign, [proposal.proposed_by], f"{campaign.title}: không lùi giai đoạn", text)


def tell_of_step_back(proposal: StepBack) -> None:
    """The working group and the Council learn that the campaign went back, and why. Units learn it,
    where something changes for them, without the reason: it may speak of another unit or of an
    appraiser.
    """
    campaign = proposal.campaign
    subject = f"{campaign.title}: lùi giai đoạn"
    text = f"Đợt đánh giá đã lùi về giai đoạn «{proposal.get_to_phase_display()}»."
    insiders = people_in(campaign, (*WORKING_GROUP, *COUNCIL))
    _tell(campaign, insiders, subject, f"{text} Lý do: {proposal.reason}")
    if _concerns_units(proposal):
        outsiders = [person for person in people_in(campaign, UNITS) if person not in insiders]
        _tell(campaign, outsiders, subject, text + _deadline_in_words(campaign))


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


def _tell(
    campaign: Campaign, people: list[User], subject: str, body: str, *, is_held: bool = False
) -> None:
    """What is held is about the units' own files, and leads there."""
    url = reverse("files" if is_held else "phases", args=[campaign.code])
    tell(people, subject=subject, body=body, url=url, campaign_code=campaign.code, is_held=is_held)
