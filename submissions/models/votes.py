"""What the Council votes on, and how each member voted."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from submissions.enums import VoteChoice
from submissions.models.appointments import Appointment
from submissions.models.council import OPEN, Meeting
from units.row_rules import RowRule

#: The votes are not counted yet.
NOT_COUNTED = RowRule(closed_at=None)


class MotionQuerySet(models.QuerySet["Motion"]):
    """Questions put to the vote."""

    def open(self) -> Self:
        return self.filter(NOT_COUNTED.where())

    def counted(self) -> Self:
        return self.exclude(NOT_COUNTED.where())

    def of_acceptance(self) -> Self:
        return self.filter(is_acceptance=True)

    def in_open_meetings(self) -> Self:
        return self.filter(OPEN.where("meeting__"))


class Motion(models.Model):
    """A question put to the vote in a meeting.

    `entitled` and `present` are counted at closing; then the votes are fixed.
    """

    is_recorded = True

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="motions")
    number = models.PositiveSmallIntegerField("số")
    question = models.CharField("nội dung biểu quyết", max_length=500)
    is_acceptance = models.BooleanField("nghiệm thu báo cáo", default=False)
    entitled = models.PositiveSmallIntegerField("số thành viên", null=True, blank=True)
    present = models.PositiveSmallIntegerField("số có mặt", null=True, blank=True)
    closed_at = models.DateTimeField("chốt lúc", null=True, blank=True)

    objects = MotionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="one_motion_per_meeting_and_number"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | Q(entitled__isnull=False, present__isnull=False, present__lte=F("entitled")),
                name="closed_motion_counted",
            ),
        ]
        verbose_name = "biểu quyết"

    def __str__(self) -> str:
        return self.question

    @property
    def is_counted(self) -> bool:
        return not NOT_COUNTED.holds(self)


class Vote(models.Model):
    """A member's vote on a motion;

    `entered_by` is the secretary for who voted by raising a hand.
    """

    is_recorded = True

    motion = models.ForeignKey(Motion, models.PROTECT, related_name="votes")
    member = models.ForeignKey(Appointment, models.PROTECT, related_name="votes")
    choice = models.CharField("ý kiến", max_length=10, choices=VoteChoice.choices)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["motion", "member"], name="one_vote_per_motion_and_member"
            ),
            models.CheckConstraint(
                condition=Q(choice__in=VoteChoice.values), name="vote_choice_known"
            ),
        ]
        verbose_name = "phiếu biểu quyết"

    def __str__(self) -> str:
        return f"{self.member}: {self.get_choice_display()}"
