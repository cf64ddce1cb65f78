"""The files that prove what a unit claims, and which answers they prove.

Bytes lie in the private data folder.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from submissions.models.files import TO_BE_PROVED, WITHOUT_ANSWER, Answer, Submission
from units.row_rules import RowRule

#: The file proves something today: not taken back, and no newer version took its place.
IN_FORCE = RowRule(is_withdrawn=False, superseded_by=None)
#: Not taken back. A newer version may have taken its place.
KEPT = RowRule(is_withdrawn=False)
#: No newer version took its place. The file may have been taken back.
LATEST = RowRule(superseded_by=None)
#: Handed in with the reply to the first round.
SUPPLEMENTARY = RowRule(is_supplementary=True)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Files of evidence."""

    def in_force(self) -> Self:
        return self.filter(IN_FORCE.where())

    def kept(self) -> Self:
        return self.filter(KEPT.where())

    def supplementary(self) -> Self:
        return self.filter(SUPPLEMENTARY.where())


class EvidenceUseQuerySet(models.QuerySet["EvidenceUse"]):
    """Uses of files as proof, by what holds of the file."""

    def in_force(self) -> Self:
        return self.filter(IN_FORCE.where("evidence__"))

    def kept(self) -> Self:
        return self.filter(KEPT.where("evidence__"))

    def supplementary(self) -> Self:
        return self.filter(SUPPLEMENTARY.where("evidence__"))


class Evidence(models.Model):
    """A file that proves what a unit claims (tài liệu kiểm chứng).

    Newer versions never erase older ones.
    """

    is_recorded = True
    recorded_folder = "evidence"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="evidence")
    name = models.CharField("tên tệp", max_length=255)
    stored_as = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("kích thước")
    media_type = models.CharField("loại tệp", max_length=100)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField("lúc tải lên")
    document_number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    summary = models.CharField("trích yếu", max_length=500, blank=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name="thay cho bản",
    )
    is_supplementary = models.BooleanField("bổ sung khi giải trình", default=False)
    is_withdrawn = models.BooleanField("đã rút", default=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = "tài liệu kiểm chứng"

    def __str__(self) -> str:
        return self.name


class EvidenceUse(models.Model):
    """A file proves an answer, on a page of it. One file can prove many answers."""

    is_recorded = True

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="evidence_uses")
    page = models.CharField("trang", max_length=60, blank=True)

    objects = EvidenceUseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "answer"], name="one_use_per_evidence_and_answer"
            )
        ]
        verbose_name = "viện dẫn tài liệu"

    def __str__(self) -> str:
        return f"{self.evidence} → {self.answer}"


def without_evidence() -> Q:
    """Of an answer, given or not: a file should prove it, and none in force does."""
    in_force = EvidenceUse.objects.in_force().filter(answer=OuterRef("pk"))
    return TO_BE_PROVED & ~Q(Exists(in_force))


def answered_without_evidence() -> Q:
    """The same only of what the unit has answered: of the rest there is nothing to prove yet."""
    return ~WITHOUT_ANSWER & without_evidence()
