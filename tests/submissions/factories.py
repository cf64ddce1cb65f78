"""A small campaign with people in every role, for tests of phases and rights."""

from datetime import UTC, datetime, timedelta

from submissions.campaigns.queries.needs import Need
from submissions.campaigns.queries.readiness import needs_of
from submissions.campaigns.queries.steps import steps_from
from submissions.campaigns.services.outbox import release_notices
from submissions.enums import Body, OutcomeKind, Phase, Round
from submissions.models import Answer, Appointment, Appraisal, Campaign
from tests.scoring.factories import make_campaign, make_framework, make_submission
from units.enums import Role
from units.models import Membership, Unit, User
from units.notify import held

NOW = datetime(2020, 11, 20, 9, 0, tzinfo=UTC)
BODIES = {
    Role.UNIT_STAFF: Body.UNIT,
    Role.UNIT_HEAD: Body.UNIT,
    Role.APPRAISER: Body.WORKING_GROUP,
    Role.WG_HEAD: Body.WORKING_GROUP,
    Role.COUNCIL_MEMBER: Body.COUNCIL,
    Role.COUNCIL_SECRETARY: Body.COUNCIL,
}


def make_user(name: str, **fields: object) -> User:
    defaults = {"full_name": f"Người {name}", "email": f"{name}@bonoivu.example"}
    return User.objects.create_user(username=name, password="mật khẩu dài", **defaults | fields)


def appoint(
    user: User, role: Role, campaign: Campaign | None, unit: Unit | None = None
) -> Appointment:
    return Appointment.objects.create(
        campaign=campaign,
        role=role,
        body=BODIES.get(role, Body.MINISTRY),
        person=str(user),
        user=user,
        unit=unit,
    )


def make_stage(phase: Phase = Phase.SETUP, year: int = 2020) -> Campaign:
    """Two units, A (annex I) and B (annex II), with deadlines ahead of NOW."""
    campaign = make_campaign(
        make_framework(f"khung-{year}"),
        year,
        phase=phase,
        self_score_due_at=NOW + timedelta(days=10),
        reply_due_at=NOW + timedelta(days=20),
    )
    make_submission(campaign, "A", annex="I", order=1)
    make_submission(campaign, "B", annex="II", kind="truc_thuoc", order=2)
    return campaign


def cast(campaign: Campaign) -> dict[str, User]:
    """One person for each role; unit people belong to A;

    «conflicted» is an appraiser who works in A.
    """
    own = campaign.submissions.get(order=1).unit
    people = {str(role): make_user(f"{role}-{campaign.code}") for role in Role}
    for role in Role:
        unit = own if role in (Role.UNIT_STAFF, Role.UNIT_HEAD) else None
        appoint(people[role], role, None if role == Role.ADMINISTRATOR else campaign, unit)
    people["conflicted"] = make_user(f"conflicted-{campaign.code}")
    appoint(people["conflicted"], Role.APPRAISER, campaign)
    Membership.objects.create(user=people["conflicted"], unit=own)
    return people


def decide_everything(campaign: Campaign, which: Round) -> None:
    Appraisal.objects.bulk_create(
        Appraisal(answer=answer, round=which, outcome=OutcomeKind.SCORED, points=1)
        for answer in Answer.objects.filter(submission__campaign=campaign)
    )


def let_notices_go(campaign: Campaign, by: User) -> None:
    """What waits in the outbox to be read has been read."""
    release_notices(campaign=campaign, notices=[notice.pk for notice in held(campaign.code)], by=by)


def lacks(campaign: Campaign, *, now: datetime) -> list[Need]:
    """What the usual step out of the campaign's phase lacks."""
    return needs_of(campaign, steps_from(campaign.phase)[0], now=now)


#: Every step of every phase, in their order.
STEPS = [step for phase in Phase for step in steps_from(phase)]
#: Who takes the step out of each phase, by the policy.
MOVERS = {
    step.source: {
        Phase.COUNCIL_1: Role.COUNCIL_SECRETARY,
        Phase.COUNCIL_2: Role.COUNCIL_SECRETARY,
        Phase.SIGNING: Role.PUBLISHER,
        Phase.PUBLISHED: Role.COUNCIL_SECRETARY,
    }.get(Phase(step.source), Role.WG_HEAD)
    for step in STEPS
}
