"""Page shapes of campaigns: finished rows for the screens, each in a fixed number of queries.

Figures come from scoring.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from submissions.campaigns.queries.phases import PhaseStep, phase_steps
from submissions.enums import BODIES, Body, Phase
from submissions.models import Appointment, Campaign, Submission, TimelineStep
from units.enums import GrantState


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure that says much, with what it is of."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MemberList:
    """The members of one body, and the documents that appointed them."""

    code: str
    name: str
    members: tuple[Appointment, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """Everything the home page of a campaign shows."""

    is_public: bool
    phases: tuple[PhaseStep, ...]
    timeline: tuple[TimelineStep, ...]
    bodies: tuple[MemberList, ...]
    key_figures: tuple[KeyFigure, ...]


def campaign_page(campaign: Campaign) -> CampaignPage:
    """Three queries."""
    submissions = list(
        Submission.objects.filter(campaign=campaign)
        .select_related("kind")
        .order_by("kind__order", "order")
    )
    return CampaignPage(
        is_public=campaign.is_public,
        phases=phase_steps(Phase(campaign.phase)),
        timeline=tuple(campaign.timeline.all()),
        bodies=_bodies(campaign),
        key_figures=_key_figures(campaign, submissions),
    )


def _bodies(campaign: Campaign) -> tuple[MemberList, ...]:
    """Accounts for trying out are no members."""
    seated = Appointment.objects.filter(
        campaign=campaign, body__in=BODIES, state=GrantState.IN_FORCE
    )
    members = list(
        seated.filter(Q(user=None) | Q(user__is_demo=False))
        .select_related("unit")
        .order_by("order", "id")
    )
    return tuple(
        _member_list(body, [member for member in members if member.body == body]) for body in BODIES
    )


def _member_list(body: Body, members: list[Appointment]) -> MemberList:
    documents = dict.fromkeys(member.document for member in members if member.document)
    return MemberList(body.value, str(body.label), tuple(members), tuple(documents))


def _key_figures(campaign: Campaign, submissions: list[Submission]) -> tuple[KeyFigure, ...]:
    late = [submission.short_name for submission in submissions if submission.is_late]
    figures = [
        KeyFigure("Đơn vị được đánh giá", str(len(submissions)), _kinds_in_words(submissions)),
        KeyFigure("Gửi báo cáo chậm", str(len(late)), ", ".join(late)),
    ]
    if campaign.decision_number:
        figures.append(
            KeyFigure("Quyết định ban hành", campaign.decision_number, _signed_in_words(campaign))
        )
    return tuple(figures)


def _kinds_in_words(submissions: list[Submission]) -> str:
    """«15 thuộc Bộ, 8 trực thuộc Bộ»."""
    counts = Counter(submission.kind.name for submission in submissions)
    return ", ".join(f"{count} {name[:1].lower()}{name[1:]}" for name, count in counts.items())


def _signed_in_words(campaign: Campaign) -> str:
    signed = f"{campaign.signer_authority} {campaign.signer}".strip()
    dated = f"ngày {campaign.decided_on:%d/%m/%Y}" if campaign.decided_on else ""
    return ", ".join(part for part in (dated, signed) if part)
