"""A unit's file in a campaign: what it declares and claims, group by group and criterion by
criterion.
"""

from functools import reduce
from operator import or_
from typing import Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from criteria.models import POINTS, AnnexAssignment, Criterion
from scoring.core.rule_kinds.kinds import KINDS
from submissions.enums import OutcomeKind, Round, SkipReason
from submissions.models.campaigns import Campaign
from submissions.models.capacities import PUBLIC, Visitor, reading_actions, where_may
from units.models import Unit, UnitKind
from units.row_rules import RowRule

#: The unit still has its file in hand.
NOT_HANDED_IN = RowRule(submitted_at=None)
#: Neither has the head confirmed the first round's outcomes nor the deadline passed in silence.
REPLY_OPEN = RowRule(confirmation=None)
#: The group does not apply, as the working group has confirmed: nothing of it is appraised or
#: replied to.
CONFIRMED = RowRule(is_confirmed=True)
#: The unit gave a reason why there is no answer: there are no figures, or it comes later.
SKIPPED = RowRule(skipped=tuple(SkipReason.values))
#: The unit claims neither points nor «không áp dụng». Its figures may claim for it: see ANSWERED.
NOT_CLAIMED = RowRule(self_outcome=OutcomeKind.MISSING)

# What holds of an answer that comes with its criterion.
#: Points, «không áp dụng», or a whole ratio that waits for those of the other units.
ANSWERED = reduce(
    or_,
    (
        Q(criterion__rule_kind=code, declared__has_keys=list(kind.waits_with))
        for code, kind in KINDS.items()
        if kind.waits_with
    ),
    ~NOT_CLAIMED.where(),
)
#: Figures that another body supplies are not asked of the unit.
SUPPLIED = Q(criterion__rule_kind__in=[code for code, kind in KINDS.items() if kind.is_supplied])
WITHOUT_ANSWER = ~ANSWERED & ~SUPPLIED
#: The unit still owes it: there is no answer, and not because there are no figures.
TO_BE_ANSWERED = WITHOUT_ANSWER & ~Q(skipped=SkipReason.NO_FIGURES)
#: There is no answer, and the unit said why.
PUT_OFF = WITHOUT_ANSWER & SKIPPED.where()
#: A file should prove it: not where it does not apply, and not where another body answers for it.
TO_BE_PROVED = (
    ~Q(criterion__evidence_expected="") & ~Q(self_outcome=OutcomeKind.NOT_APPLICABLE) & ~SUPPLIED
)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions of units."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of published campaigns, and those of which the person may read anything in the
        present phase.
        """
        return self.filter(PUBLIC.where("campaign__") | where_may(user, *reading_actions()))

    def on_which(self, user: Visitor, action: str) -> Self:
        """Those on which the person may do that."""
        return self.filter(where_may(user, action))

    def not_handed_in(self) -> Self:
        return self.filter(NOT_HANDED_IN.where())

    def with_reply_open(self) -> Self:
        return self.filter(REPLY_OPEN.where())


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

    @property
    def is_handed_in(self) -> bool:
        return not NOT_HANDED_IN.holds(self)


class GroupDeclarationQuerySet(models.QuerySet["GroupDeclaration"]):
    """Declarations that a group does not apply."""

    def confirmed(self) -> Self:
        return self.filter(CONFIRMED.where())

    def about_answer(self, prefix: str = "") -> Self:
        """Inside a query of answers: the declaration about the group of each. `prefix` leads to
        the answer from the model that is asked, such as "answer__".
        """
        return self.filter(
            submission=OuterRef(f"{prefix}submission"),
            group_code=OuterRef(f"{prefix}criterion__group__code"),
        )


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

    objects = GroupDeclarationQuerySet.as_manager()

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


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers, by what is asked of the unit and what is decided about them."""

    def asked(self) -> Self:
        """The criterion is of the annex that the unit answers in that group, and the group was not
        declared absent, be it confirmed or not.
        """
        answered = AnnexAssignment.objects.by_group(
            period=OuterRef("submission__campaign__code"),
            unit=OuterRef("submission__unit"),
            annex__groups=OuterRef("criterion__group"),
        )
        absent = GroupDeclaration.objects.about_answer()
        return self.filter(Exists(answered), ~Exists(absent))

    def applicable(self) -> Self:
        """Those that are appraised and replied to: not of a group confirmed not to apply."""
        return self.filter(~Exists(GroupDeclaration.objects.confirmed().about_answer()))

    def not_claimed(self) -> Self:
        return self.filter(NOT_CLAIMED.where())

    def undecided(self, which: Round) -> Self:
        """Applicable ones that nobody has given an outcome in that round."""
        return self.applicable().filter(~_is_decided(which))

    def decided(self, which: Round) -> Self:
        """Applicable ones that somebody has given an outcome in that round."""
        return self.applicable().filter(_is_decided(which))

    def in_official_order(self) -> Self:
        return self.order_by("submission__order", "criterion__group__order", "criterion__order")


def _is_decided(which: Round) -> Exists:
    appraisals = apps.get_model("submissions", "Appraisal").objects
    return Exists(appraisals.decided().filter(answer=OuterRef("pk"), round=which))


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

    objects = AnswerQuerySet.as_manager()

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
