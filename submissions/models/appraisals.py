"""What the working group and the Council made of an answer, round by round, and a second
reading beside it.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q

from criteria.models import POINTS
from submissions.enums import Ground, OutcomeKind, Round
from submissions.models.council import Conclusion
from submissions.models.files import Answer, Submission
from units.row_rules import RowRule

#: Somebody gave an outcome; a row without one holds the place of a decision that was taken back.
DECIDED = RowRule(outcome=(OutcomeKind.SCORED, OutcomeKind.NOT_APPLICABLE, OutcomeKind.REFUSED))
#: The latest of them is the result.
FINAL_ROUNDS = (Round.SECOND, Round.COUNCIL)
FINAL = RowRule(round=FINAL_ROUNDS)

#: Nobody has ever settled it. What was settled may have come open again: see the backlog.
NEVER_SETTLED = RowRule(settled_at=None)


def outcome_is_whole(*, name: str) -> models.CheckConstraint:
    """Points exist exactly where the outcome is scored, a ground exactly where it is refused."""
    scored = Q(outcome=OutcomeKind.SCORED, points__gte=0, ground="")
    refused = Q(outcome=OutcomeKind.REFUSED, points=None, ground__in=Ground.values)
    neither = Q(
        outcome__in=[OutcomeKind.NOT_APPLICABLE, OutcomeKind.MISSING], points=None, ground=""
    )
    return models.CheckConstraint(condition=scored | refused | neither, name=name)


class Decided(models.Model):
    """An outcome that somebody gave to an answer in a round, with its reason."""

    round = models.PositiveSmallIntegerField("lần", choices=Round.choices)
    outcome = models.CharField(
        "kết quả", max_length=20, choices=OutcomeKind.choices, default=OutcomeKind.MISSING
    )
    points = models.DecimalField("điểm", null=True, blank=True, **POINTS)
    ground = models.CharField(
        "căn cứ không chấp nhận", max_length=20, choices=Ground.choices, blank=True, default=""
    )
    reason = models.TextField("lý do", blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField("sửa lúc", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_decided(self) -> bool:
        return DECIDED.holds(self)


class AppraisalQuerySet(models.QuerySet["Appraisal"]):
    """Outcomes by round."""

    def decided(self) -> Self:
        return self.filter(DECIDED.where())

    def final(self) -> Self:
        return self.filter(FINAL.where())


class Appraisal(Decided):
    """The outcome of one criterion in one round. Rounds stay side by side and are never
    overwritten.

    In the Council's round it names the conclusion that it follows from.
    """

    is_recorded = True

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="appraisals")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="appraisals"
    )
    is_reconstructed = models.BooleanField("dựng lại", default=False)
    conclusion = models.ForeignKey(
        Conclusion, models.PROTECT, null=True, blank=True, related_name="appraisals"
    )

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "round"], name="one_appraisal_per_round"),
            models.CheckConstraint(
                condition=Q(round__in=Round.values), name="appraisal_round_known"
            ),
            outcome_is_whole(name="appraisal_outcome_whole"),
            models.CheckConstraint(
                condition=Q(round=Round.COUNCIL) | Q(conclusion=None),
                name="only_the_council_follows_a_conclusion",
            ),
        ]
        verbose_name = "thẩm định"

    def __str__(self) -> str:
        return f"{self.answer} ({self.get_round_display()})"


class SecondReadingQuerySet(models.QuerySet["SecondReading"]):
    """Second readings."""

    def decided(self) -> Self:
        return self.filter(DECIDED.where())

    def never_settled(self) -> Self:
        return self.filter(NEVER_SETTLED.where())


class SecondReading(Decided):
    """A second, independent outcome of one criterion in one round; differences to the appraisal are
    settled there.

    `settled_by` looked at both and left or changed the appraisal.
    """

    is_recorded = True

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="second_readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="second_readings")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField("thống nhất lúc", null=True, blank=True)

    objects = SecondReadingQuerySet.as_manager()

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "round"], name="one_second_reading_per_round"
            ),
            models.CheckConstraint(
                condition=Q(round__in=[Round.FIRST, Round.SECOND]),
                name="second_reading_round_known",
            ),
            outcome_is_whole(name="second_reading_outcome_whole"),
        ]
        verbose_name = "lượt đọc thứ hai"

    def __str__(self) -> str:
        return f"{self.answer} ({self.get_round_display()})"


#: In place of the code of a group: an assignment has every group.
WHOLE_FILE = ""


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments of files and groups."""

    def in_force(self) -> Self:
        return self.filter(ended_at=None)

    def of_second_readings(self) -> Self:
        return self.filter(is_second=True)

    def of_first_readings(self) -> Self:
        return self.exclude(is_second=True)

    def sharing(self, group: str | OuterRef) -> Self:
        """Those that have the group too, or a group of the whole file where that is meant."""
        if group == WHOLE_FILE:
            return self
        return self.filter(Q(group_code=WHOLE_FILE) | Q(group_code=group))


class Assignment(models.Model):
    """Who appraises a unit's file, or one group of it; never somebody of the unit. Ended ones are
    kept.

    `is_second`: for the independent second reading.
    """

    is_recorded = True

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="assignments")
    group_code = models.CharField("riêng nhóm", max_length=20, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    is_second = models.BooleanField("đọc lần hai", default=False)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField("phân công lúc")
    ended_at = models.DateTimeField("thôi lúc", null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "group_code", "user", "is_second"],
                condition=Q(ended_at=None),
                name="one_assignment_per_file_group_and_user",
            )
        ]
        verbose_name = "phân công thẩm định"

    def __str__(self) -> str:
        return f"{self.user}: {self.submission} {self.group_code}"


class RoundFinished(models.Model):
    """The working group says that it has finished a unit's file in a round."""

    is_recorded = True

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="rounds_finished")
    round = models.PositiveSmallIntegerField("lần", choices=Round.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("xong lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "round"], name="one_finish_per_file_and_round"
            )
        ]
        verbose_name = "hồ sơ thẩm định xong"

    def __str__(self) -> str:
        return f"{self.submission} ({self.get_round_display()})"


class OnSiteCheck(models.Model):
    """What was counted on the spot for an answer (số liệu kiểm tra thực tế), in the terms of
    the criterion's rule.
    """

    is_recorded = True

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="on_site_check")
    declared = models.JSONField("số liệu thực tế", default=dict, blank=True)
    checked_on = models.DateField("ngày kiểm tra")
    note = models.TextField("ghi chú", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "kiểm tra thực tế"

    def __str__(self) -> str:
        return f"{self.answer}: {self.checked_on}"


class InternalNote(models.Model):
    """What appraisers tell each other about a unit's file or one answer of it.

    Units never read it. It is not edited.
    """

    is_recorded = True

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="internal_notes")
    answer = models.ForeignKey(
        Answer, models.PROTECT, null=True, blank=True, related_name="internal_notes"
    )
    text = models.TextField("nội dung")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        ordering = ["id"]
        verbose_name = "ghi chú nội bộ"

    def __str__(self) -> str:
        return f"{self.submission}: {self.text[:40]}"
