"""A unit's file in a campaign: what it declares and claims, group by group and criterion by
criterion.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from criteria.models import POINTS, Criterion
from submissions.enums import OutcomeKind, SkipReason
from submissions.models.campaigns import Campaign
from submissions.models.capacities import SubmissionQuerySet
from units.models import Unit, UnitKind


class Submission(models.Model):
    """A unit's file in a campaign (hồ sơ), with the unit's names as they were then."""

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions")
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="submissions")
    order = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=60)
    is_late = models.BooleanField("gửi báo cáo chậm", default=False)
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    content_sha256 = models.CharField("SHA-256 của nội dung đã nộp", max_length=64, blank=True)
    due_at = models.DateTimeField("hạn nộp được gia hạn", null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit"], name="one_submission_per_campaign_and_unit"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None, content_sha256="")
                | Q(submitted_at__isnull=False, submitted_by__isnull=False) & ~Q(content_sha256=""),
                name="submission_handed_in_whole",
            ),
        ]
        verbose_name = "hồ sơ"

    def __str__(self) -> str:
        return f"{self.short_name} {self.campaign.code}"


class GroupDeclaration(models.Model):
    """A group of criteria does not apply to a unit in this campaign. Not the same as zero."""

    is_recorded = True

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="group_declarations")
    group_code = models.CharField("nhóm", max_length=20)
    reason = models.CharField("lý do", max_length=500)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_confirmed = models.BooleanField("Tổ giúp việc xác nhận", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "group_code"], name="one_declaration_per_group"
            )
        ]
        verbose_name = "nhóm không áp dụng"

    def __str__(self) -> str:
        return f"{self.submission}: {self.group_code}"


class GroupDone(models.Model):
    """The unit says that it has finished a group. Only the unit says so; a percentage does not."""

    is_recorded = True

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="groups_done")
    group_code = models.CharField("nhóm", max_length=20)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    done_at = models.DateTimeField("xác nhận lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "group_code"], name="one_done_per_group")
        ]
        verbose_name = "nhóm đã làm xong"

    def __str__(self) -> str:
        return f"{self.submission}: {self.group_code}"


class Answer(models.Model):
    """What a unit declares and claims for one scored criterion (kê khai, tự chấm)."""

    is_recorded = True

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="answers")
    self_outcome = models.CharField(
        "tự chấm", max_length=20, choices=OutcomeKind.choices, default=OutcomeKind.MISSING
    )
    self_points = models.DecimalField("điểm tự chấm", null=True, blank=True, **POINTS)
    declared = models.JSONField("số liệu kê khai", default=dict, blank=True)
    declared_as_of = models.DateField("tính đến ngày", null=True, blank=True)
    skipped = models.CharField(
        "lý do để trống", max_length=20, choices=SkipReason.choices, blank=True, default=""
    )
    note = models.TextField("ghi chú", blank=True)
    is_reconstructed = models.BooleanField("dựng lại", default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField("sửa lúc", null=True, blank=True)

    class Meta:
        ordering = ["criterion__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "criterion"], name="one_answer_per_criterion"
            ),
            models.CheckConstraint(
                condition=Q(self_outcome=OutcomeKind.SCORED, self_points__gte=0)
                | Q(
                    self_outcome__in=[OutcomeKind.NOT_APPLICABLE, OutcomeKind.MISSING],
                    self_points=None,
                ),
                name="answer_points_where_scored",
            ),
            models.CheckConstraint(
                condition=Q(skipped="")
                | Q(skipped__in=SkipReason.values, self_outcome=OutcomeKind.MISSING),
                name="answer_skipped_has_no_outcome",
            ),
        ]
        verbose_name = "kê khai"

    def __str__(self) -> str:
        return f"{self.submission}: {self.criterion}"
