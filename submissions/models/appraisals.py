"""What the working group and the Council made of an answer, round by round."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from criteria.models import POINTS
from submissions.enums import Ground, OutcomeKind, Round
from submissions.models.files import Answer


def outcome_is_whole(*, name: str) -> models.CheckConstraint:
    """Points exist exactly where the outcome is scored, a ground exactly where it is refused."""
    scored = Q(outcome=OutcomeKind.SCORED, points__gte=0, ground="")
    refused = Q(outcome=OutcomeKind.REFUSED, points=None, ground__in=Ground.values)
    neither = Q(outcome__in=[OutcomeKind.NOT_APPLICABLE, OutcomeKind.MISSING], points=None, ground="")
    return models.CheckConstraint(condition=scored | refused | neither, name=name)


class Appraisal(models.Model):
    """The outcome of one criterion in one round. Rounds stay side by side and are never overwritten."""

    is_recorded = True

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="appraisals")
    round = models.PositiveSmallIntegerField("lần", choices=Round.choices)
    outcome = models.CharField("kết quả", max_length=20, choices=OutcomeKind.choices, default=OutcomeKind.MISSING)
    points = models.DecimalField("điểm", null=True, blank=True, **POINTS)
    ground = models.CharField("căn cứ không chấp nhận", max_length=20, choices=Ground.choices, blank=True, default="")
    reason = models.TextField("lý do", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="appraisals")
    is_reconstructed = models.BooleanField("dựng lại", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "round"], name="one_appraisal_per_round"),
            models.CheckConstraint(condition=Q(round__in=Round.values), name="appraisal_round_known"),
            outcome_is_whole(name="appraisal_outcome_whole"),
        ]
        verbose_name = "thẩm định"

    def __str__(self) -> str:
        return f"{self.answer} ({self.get_round_display()})"
