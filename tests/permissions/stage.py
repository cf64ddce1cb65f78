"""A campaign in any phase with everything that the addresses need, and one person for each
capacity of the policy.
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import timedelta
from decimal import Decimal

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from reports.enums import JobState
from reports.models import Rendering
from submissions.enums import OutcomeKind, Phase, Round, StepBackState
from submissions.handing_in.queries.content import content_of, counts_of, digest_of
from submissions.models import (
    Answer,
    Appointment,
    Appraisal,
    Campaign,
    Evidence,
    GroupDeclaration,
    StepBack,
    Submission,
)
from tests.scoring.factories import (
    SHAPE,
    criterion_of,
    make_campaign,
    make_framework,
    make_submission,
)
from tests.stored_files import evidence_path, lay, rendering_path
from tests.submissions.factories import appoint, make_user
from units import audit
from units.enums import GrantState, Role
from units.models import AuditEntry, Invitation, Membership, Notification, Unit, User


@dataclass(frozen=True)
class Capacity:
    """The policy's columns for one person: towards unit A, towards the campaign, and without a
    campaign.
    """

    unit: str
    campaign: str
    everywhere: str = "unit_staff_other"
    has_a_part: bool = True


#: Unit people belong to A, but for unit_staff_other, who belongs to B.
CAPACITIES = {
    "anonymous": Capacity("anonymous", "anonymous", "anonymous", has_a_part=False),
    "without_role": Capacity("unit_staff_other", "unit_staff_other", has_a_part=False),
    "unit_staff_own": Capacity("unit_staff_own", "unit_staff_own"),
    "unit_head_own": Capacity("unit_head_own", "unit_head_own"),
    "unit_staff_other": Capacity("unit_staff_other", "unit_staff_own"),
    "appraiser": Capacity("appraiser", "appraiser"),
    "appraiser_conflict": Capacity("appraiser_conflict", "appraiser"),
    "wg_head": Capacity("wg_head", "wg_head"),
    "council_member": Capacity("council_member", "council_member"),
    "council_secretary": Capacity("council_secretary", "council_secretary"),
    "minister_publisher": Capacity("minister_publisher", "minister_publisher"),
    "administrator": Capacity("administrator", "administrator", "administrator"),
    "auditor": Capacity("auditor", "auditor", "auditor"),
    "auditor_of_campaign": Capacity("auditor", "auditor"),
}


@dataclass
class Stage:
    """What is there. `people` hold one person for each capacity; None is nobody."""

    campaign: Campaign
    people: dict[str, User | None]
    unit: Unit
    submission: Submission
    answer: Answer
    own_entry: AuditEntry
    security_entry: AuditEntry
    subject: User
    membership: Membership
    role: Appointment
    proposed_role: Appointment
    invitation: Invitation
    evidence: Evidence
    absence: GroupDeclaration
    hand_in: AuditEntry

    def propose_step_back(self, by: User | None) -> StepBack:
        """A proposal that waits, by the given person or by a spare secretary."""
        return StepBack.objects.create(
            campaign=self.campaign,
            from_phase=self.campaign.phase,
            to_phase=Phase.SETUP,
            reason="Xem lại",
            state=StepBackState.PROPOSED,
            proposed_by=by or User.objects.get(username="spare"),
            proposed_at=timezone.now(),
        )


def set_stage(phase: str, *, words: dict[str, str] | None = None) -> Stage:
    """Units A and B with answers and both rounds decided, whatever the phase, so that only the
    rights decide what is seen.
    """
    now = timezone.now()
    ahead = phase in (Phase.SETUP, Phase.APPRAISE_1)
    campaign = make_campaign(
        make_framework(),
        2020,
        phase=phase,
        self_score_due_at=now + timedelta(days=1 if ahead else -1),
        reply_due_at=now + timedelta(days=1 if ahead else -1),
        decision_number="1101/QĐ-BNV",
        decided_on=now.date(),
        signer="Lê Văn Ký",
    )
    first = make_submission(campaign, "A", order=1)
    second = make_submission(campaign, "B", annex="II", kind="truc_thuoc", order=2)
    third = Unit.objects.create(code="C", name="Đơn vị C", short_name="C", kind=first.kind)
    people = make_people(campaign, first.unit, second.unit)
    for submission, annex in ((first, "I"), (second, "II")):
        make_answers(submission, annex, people["appraiser"])
    subject, admin = make_invited(), people["administrator"]
    store_report(campaign)
    make_notices(people)
    return Stage(
        campaign=campaign,
        people=people,
        unit=first.unit,
        submission=first,
        answer=first.answers.first(),
        own_entry=enter("self.noted", campaign, first, people["unit_head_own"]),
        security_entry=enter("account.signed_in", None, None, people["unit_head_own"]),
        subject=subject,
        membership=Membership.objects.create(user=subject, unit=third),
        role=appoint(subject, Role.UNIT_STAFF, campaign, second.unit),
        proposed_role=Appointment.objects.create(
            campaign=campaign,
            role=Role.COUNCIL_SECRETARY,
            body="council",
            person="subject",
            user=subject,
            state=GrantState.PROPOSED,
            granted_by=User.objects.get(username="spare"),
        ),
        invitation=Invitation.objects.create(user=subject, sent_by=admin, sent_at=now),
        evidence=store_evidence(first),
        absence=GroupDeclaration.objects.create(
            submission=first, group_code="DV", reason="Không có dịch vụ công"
        ),
        hand_in=enter_hand_in(first, people["unit_head_own"]),
    )


def make_invited() -> User:
    """Has not set a password yet."""
    person = make_user("subject")
    person.set_unusable_password()
    person.save()
    return person


def make_people(campaign: Campaign, own: Unit, other: Unit) -> dict[str, User | None]:
    roles = {
        "unit_staff_own": (Role.UNIT_STAFF, campaign, own),
        "unit_head_own": (Role.UNIT_HEAD, campaign, own),
        "unit_staff_other": (Role.UNIT_STAFF, campaign, other),
        "appraiser": (Role.APPRAISER, campaign, None),
        "appraiser_conflict": (Role.APPRAISER, campaign, None),
        "wg_head": (Role.WG_HEAD, campaign, None),
        "council_member": (Role.COUNCIL_MEMBER, campaign, None),
        "council_secretary": (Role.COUNCIL_SECRETARY, campaign, None),
        "minister_publisher": (Role.PUBLISHER, campaign, None),
        "administrator": (Role.ADMINISTRATOR, None, None),
        "auditor": (Role.AUDITOR, None, None),
        "auditor_of_campaign": (Role.AUDITOR, campaign, None),
    }
    people: dict[str, User | None] = {"anonymous": None, "without_role": make_user("without-role")}
    for name, (role, where, unit) in roles.items():
        person = people[name] = make_user(name)
        appoint(person, role, where, unit)
    Membership.objects.create(user=people["appraiser_conflict"], unit=own)
    appoint(make_user("spare"), Role.COUNCIL_SECRETARY, campaign)
    return people


def make_answers(submission: Submission, annex: str, appraiser: User | None) -> None:
    for group, leaves in SHAPE[annex].items():
        for code, maximum in leaves.items():
            answer = Answer.objects.create(
                submission=submission,
                criterion=criterion_of(submission, annex, group, code),
                self_outcome=OutcomeKind.SCORED,
                self_points=maximum,
            )
            for number in (Round.FIRST, Round.SECOND):
                Appraisal.objects.create(
                    answer=answer,
                    round=number,
                    outcome=OutcomeKind.SCORED,
                    points=Decimal(maximum) / 2,
                    reason="đã xem",
                    by=appraiser,
                )


def store_report(campaign: Campaign) -> None:
    content = b"%PDF-1.7 draft"
    digest = hashlib.sha256(content).hexdigest()
    done = Rendering(
        campaign=campaign,
        state=JobState.DONE,
        file_sha256=digest,
        finished_at=timezone.now(),
        percent=100,
    )
    lay(rendering_path(done), content)
    done.save()


def store_evidence(submission: Submission) -> Evidence:
    content = b"%PDF-1.7 evidence"
    stored_as = "0" * 48
    lay(evidence_path(stored_as), content)
    return Evidence.objects.create(
        submission=submission,
        name="bao-cao.pdf",
        stored_as=stored_as,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type="application/pdf",
        uploaded_at=timezone.now(),
    )


def enter_hand_in(submission: Submission, by: User | None) -> AuditEntry:
    """As handing in leaves it, without its conditions."""
    content = content_of(submission)
    facts = {
        "content": content,
        "content_sha256": digest_of(content),
        "counts": asdict(counts_of(content)),
        "campaign_title": submission.campaign.title,
        "submitted_at": timezone.now().isoformat(),
        "due_at": None,
    }
    with transaction.atomic():
        return audit.record(
            act="self.handed_in",
            by=by,
            campaign=submission.campaign,
            unit=submission.unit,
            subject=submission,
            facts=facts,
        )


def make_notices(people: dict[str, User | None]) -> None:
    for person in filter(None, people.values()):
        Notification.objects.create(
            user=person, subject="Việc chờ", body="Việc chờ", created_at=timezone.now()
        )
        UserSession.objects.create(
            user=person, session_key=f"other-{person.pk}", ip="127.0.0.1", user_agent="x"
        )


def enter(
    act: str, campaign: Campaign | None, submission: Submission | None, by: User | None
) -> AuditEntry:
    with transaction.atomic():
        return audit.record(
            act=act,
            by=by,
            campaign=campaign,
            unit=submission.unit if submission else None,
            subject=submission or by,
            changes=[audit.inserted(answer) for answer in submission.answers.all()[:1]]
            if submission
            else (),
        )
