"""A campaign in appraisal for tests: two units with self-scores of every kind, and people in
every role.
"""

from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils import timezone

from submissions.appraisal.services.decisions import record_appraisal
from submissions.dossier.queries.decisions import Decision
from submissions.enums import OutcomeKind, Phase, Round, Stance
from submissions.models import Answer, Appraisal, Campaign, Evidence, EvidenceUse, Reply
from tests.submissions.workplace import make_work, make_workers
from units.models import User

#: Self points of unit A by criterion of the group TC; the others have not been answered.
CLAIMED = {"1.1": "8", "1.2": "5", "2.1": "2", "3": "4", "5": "2.5", "9": "1", "10": "2"}


def make_appraised(phase: Phase = Phase.APPRAISE_1) -> tuple[Campaign, dict[str, User]]:
    """Unit A claims what `CLAIMED` says; its answer to 8 does not apply; 4 waits for the best
    unit; nothing is decided.
    """
    campaign = make_work()
    people = make_workers(campaign)
    for code, points in CLAIMED.items():
        of_unit(campaign).filter(criterion__code=code).update(
            self_outcome=OutcomeKind.SCORED, self_points=Decimal(points)
        )
    move(campaign, phase)
    return campaign, people


def move(campaign: Campaign, phase: Phase) -> Campaign:
    Campaign.objects.filter(pk=campaign.pk).update(phase=phase)
    campaign.refresh_from_db()
    return campaign


def of_unit(campaign: Campaign, unit: str = "A", group: str = "TC") -> Any:
    return Answer.objects.filter(
        submission__campaign=campaign, submission__unit__code=unit, criterion__group__code=group
    )


def scored(points: str, reason: str = "") -> Decision:
    return Decision(OutcomeKind.SCORED, Decimal(points), reason=reason)


def refused(ground: str, reason: str = "Không thấy tài liệu") -> Decision:
    return Decision(OutcomeKind.REFUSED, ground=ground, reason=reason)


def decide(
    answer: Answer, decision: Decision, by: User, *, round: int = Round.FIRST, version: int = 0
) -> Appraisal:
    return record_appraisal(answer=answer, round=round, version=version, decision=decision, by=by)


def contest(answer: Answer, by: User, *, asked: str | None = None) -> Reply:
    return Reply.objects.create(
        answer=answer,
        stance=Stance.CONTESTS,
        text="Đơn vị có quyết định kèm theo.",
        asked_points=Decimal(asked) if asked else None,
        changed_by=by,
        changed_at=timezone.now(),
    )


def prove(
    answer: Answer, by: User, name: str = "bo-sung.pdf", *, is_supplementary: bool = True
) -> Evidence:
    evidence = Evidence.objects.create(
        submission=answer.submission,
        name=name,
        stored_as=sha256(f"{name}-{answer.pk}".encode()).hexdigest(),
        sha256="0" * 64,
        size=10,
        media_type="application/pdf",
        uploaded_by=by,
        uploaded_at=timezone.now(),
        is_supplementary=is_supplementary,
    )
    EvidenceUse.objects.create(evidence=evidence, answer=answer, page="3")
    return evidence
