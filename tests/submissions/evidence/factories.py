"""A unit at work with files in its hands, for tests of evidence."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from submissions.enums import Phase
from submissions.evidence.services.arrival import ArrivedFile
from submissions.evidence.services.upload import receive_evidence
from submissions.models import Answer, Campaign, Evidence, Submission
from tests import sample_files
from tests.scoring.factories import criterion_of, make_answer
from tests.stored_files import evidence_path
from tests.submissions.factories import NOW, cast, make_stage
from units.models import User


@dataclass
class EvidenceDesk:
    """Unit A with three blank answers, and everybody in the campaign."""

    campaign: Campaign
    submission: Submission
    other: Submission
    people: dict[str, User]
    answers: list[Answer]

    @property
    def staff(self) -> User:
        return self.people["unit_staff"]

    def receive(
        self, content: bytes | None = None, name: str = "Báo cáo.pdf", **options: Any
    ) -> Evidence:
        values = {
            "submission": self.submission,
            "is_no_secret": True,
            "by": self.staff,
            "now": NOW,
        } | options
        file = arrive(content, name)
        try:
            return receive_evidence(arrived=file, **values).evidence
        finally:
            file.path.unlink()

    def move(self, phase: str, **fields: Any) -> None:
        """To another phase, with fields of the submission."""
        Campaign.objects.filter(pk=self.campaign.pk).update(phase=phase)
        Submission.objects.filter(pk=self.submission.pk).update(**fields)
        self.submission = Submission.objects.select_related("campaign", "unit").get(
            pk=self.submission.pk
        )


def make_desk(phase: Phase = Phase.SELF_SCORE) -> EvidenceDesk:
    campaign = make_stage(phase)
    first, second = campaign.submissions.select_related("campaign", "unit").order_by("order")
    answers = [
        make_answer(first, criterion_of(first, "I", group, code), claimed=None, rounds={})
        for group, code in (("HT", "1.1"), ("HT", "1.2"), ("DV", "1"))
    ]
    make_answer(second, criterion_of(second, "II", "HT", "1"), claimed=None, rounds={})
    return EvidenceDesk(campaign, first, second, cast(campaign), answers)


def arrive(content: bytes | None = None, name: str = "Báo cáo.pdf") -> ArrivedFile:
    """A file as the upload handler leaves it. Nothing given: a PDF like no other."""
    content = sample_files.make_pdf(text=secrets.token_hex(8)) if content is None else content
    path = Path(settings.FILE_UPLOAD_TEMP_DIR) / f"{secrets.token_hex(8)}.upload"
    path.write_bytes(content)
    return ArrivedFile(path, name, len(content), hashlib.sha256(content).hexdigest())


def stored(evidence: Evidence) -> Path:
    return evidence_path(evidence.stored_as)


def files_kept() -> set[str]:
    folder = evidence_path("")
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
