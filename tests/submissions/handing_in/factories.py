"""A unit that has done everything it must before it hands in, for tests of handing in."""

import secrets
from datetime import datetime
from typing import Any

from django.utils import timezone

from submissions.enums import OutcomeKind
from submissions.handing_in.queries.content import content_of, digest_of
from submissions.handing_in.services.submission import hand_in
from submissions.models import (
    Answer,
    Campaign,
    Evidence,
    EvidenceUse,
    GroupDeclaration,
    GroupDone,
    Submission,
)
from units.models import AuditEntry, User


def file_to_hand_in(campaign: Campaign, unit: str = "A") -> Submission:
    return campaign.submissions.select_related("campaign__framework", "unit").get(unit__code=unit)


def finish(submission: Submission, by: User) -> None:
    """Every criterion has its full points, every group is done."""
    for answer in submission.answers.select_related("criterion"):
        Answer.objects.filter(pk=answer.pk).update(
            self_outcome=OutcomeKind.SCORED,
            self_points=answer.criterion.maximum,
            skipped="",
            changed_by=by,
            changed_at=timezone.now(),
        )
    for code in codes_of(submission):
        GroupDone.objects.get_or_create(
            submission=submission,
            group_code=code,
            defaults={"done_by": by, "done_at": timezone.now()},
        )


def codes_of(submission: Submission) -> list[str]:
    return sorted(set(submission.answers.values_list("criterion__group__code", flat=True)))


def prove(
    answer: Answer, name: str = "Quyết định 12.pdf", page: str = "3", **fields: Any
) -> Evidence:
    """A file that proves the answer."""
    evidence = Evidence.objects.create(
        submission_id=answer.submission_id,
        name=name,
        stored_as=secrets.token_hex(16),
        sha256="ab" * 32,
        size=12345,
        media_type="application/pdf",
        uploaded_at=timezone.now(),
        document_number="12/QĐ-VP",
        issuer="Văn phòng",
        summary="Ban hành quy chế",
        **fields,
    )
    EvidenceUse.objects.create(evidence=evidence, answer=answer, page=page)
    return evidence


def declare(submission: Submission, group: str) -> GroupDeclaration:
    return GroupDeclaration.objects.create(
        submission=submission, group_code=group, reason="Đơn vị không có dịch vụ công."
    )


def seen(submission: Submission) -> str:
    """The hash of what the page shows now."""
    return digest_of(content_of(submission))


def submit(submission: Submission, by: User, *, now: datetime | None = None) -> AuditEntry:
    return hand_in(
        submission=submission, seen_sha256=seen(submission), has_no_secrets=True, by=by, now=now
    )
