"""Files of evidence as finished rows for pages: what each is, what it proves, and where it is
opened.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from ictindex.lib.file_kinds import KINDS
from ictindex.lib.files import size_in_words
from submissions.models import Evidence, EvidenceUse, Submission
from submissions.models.evidence import IN_FORCE, LATEST
from units.row_rules import RowRule


@dataclass(frozen=True, slots=True)
class ProvenCriterion:
    """A criterion that a file proves, and on which page."""

    answer: int
    group: str
    code: str
    name: str
    page: str
    url: str


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file.

    `version` counts from 1 up along newer versions; `older`: the key of the one before it.
    """

    pk: int
    name: str
    kind: str
    size: str
    sha256: str
    number: str
    issued_on: date | None
    issuer: str
    summary: str
    uploaded_by: str
    uploaded_at: datetime
    is_supplementary: bool
    is_withdrawn: bool
    is_replaced: bool
    is_in_force: bool
    older: int | None
    proofs: tuple[ProvenCriterion, ...]
    url: str
    download_url: str
    preview_url: str

    @property
    def is_picture(self) -> bool:
        return self.kind in ("PNG", "JPEG")

    @property
    def lacks_description(self) -> bool:
        return not (self.number and self.issued_on and self.issuer and self.summary)

    @property
    def lacks_proofs(self) -> bool:
        return not self.proofs


def files_of(submission: Submission, *, only: RowRule | None = None) -> list[EvidenceFile]:
    """All files of a unit, or those of a rule, oldest first.

    `submission` has its campaign and unit. Two queries.
    """
    chosen = Evidence.objects.filter(only.where() if only else Q(), submission=submission)
    rows = chosen.select_related("uploaded_by", "superseded_by").order_by("pk")
    proofs = proofs_of(submission)
    return [_shown(row, submission, proofs.get(row.pk, [])) for row in rows]


def proofs_of(submission: Submission) -> dict[int, list[ProvenCriterion]]:
    """What each file proves, in the order of the framework. One query."""
    uses = EvidenceUse.objects.filter(evidence__submission=submission).order_by(
        "answer__criterion__group__annex__order",
        "answer__criterion__group__order",
        "answer__criterion__order",
    )
    columns = (
        "evidence_id",
        "answer_id",
        "answer__criterion__group__code",
        "answer__criterion__code",
        "answer__criterion__name",
    )
    found: dict[int, list[ProvenCriterion]] = defaultdict(list)
    for evidence, answer, group, code, name, page in uses.values_list(*columns, "page"):
        url = reverse("evidence_of_answer", args=[*_place(submission), answer])
        found[evidence].append(ProvenCriterion(answer, group, code, name, page, url))
    return found


def criteria_proved_by(files: Iterable[Evidence]) -> dict[int, list[tuple[str, str]]]:
    """Group and code of each, by file, whatever the unit. One query."""
    uses = EvidenceUse.objects.filter(evidence__in=list(files)).order_by(
        "answer__criterion__group__order", "answer__criterion__order"
    )
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for key, group, code in uses.values_list(
        "evidence", "answer__criterion__group__code", "answer__criterion__code"
    ):
        found[key].append((group, code))
    return found


def versions_before(file: EvidenceFile, files: Iterable[EvidenceFile]) -> list[EvidenceFile]:
    """The older versions of a file, newest first."""
    own = {each.pk: each for each in files}
    found, key = [], file.older
    while key in own:
        found.append(own[key])
        key = own[key].older
    return found


def _shown(row: Evidence, submission: Submission, proofs: list[ProvenCriterion]) -> EvidenceFile:
    kind = KINDS.get(row.media_type)
    place = [*_place(submission), row.pk]
    return EvidenceFile(
        pk=row.pk,
        name=row.name,
        kind=kind.name if kind else "",
        size=size_in_words(row.size),
        sha256=row.sha256,
        number=row.document_number,
        issued_on=row.issued_on,
        issuer=row.issuer,
        summary=row.summary,
        uploaded_by=str(row.uploaded_by or ""),
        uploaded_at=row.uploaded_at,
        is_supplementary=row.is_supplementary,
        is_withdrawn=row.is_withdrawn,
        is_replaced=not LATEST.holds(row),
        is_in_force=IN_FORCE.holds(row),
        older=row.supersedes_id,
        proofs=tuple(proofs),
        url=reverse("evidence_item", args=place),
        download_url=reverse("evidence_download", args=place),
        preview_url=reverse("evidence_preview", args=place) if kind and kind.is_previewed else "",
    )


def _place(submission: Submission) -> tuple[str, str]:
    return submission.campaign.code, submission.unit.code
