"""What a unit answers to the first round (giải trình): criterion by criterion, and as a whole
by its head.
"""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from criteria.models import POINTS
from submissions.enums import ReplyState, Round, Stance
from submissions.models.evidence import EvidenceUse
from submissions.models.files import Answer, Submission
from units.row_rules import RowRule

#: The unit does not agree to the outcome.
CONTESTING = RowRule(stance=Stance.CONTESTS)
#: The head of the unit ended the reply.
CONFIRMED = RowRule(state=ReplyState.CONFIRMED)
#: The deadline ended it.
SILENT = RowRule(state=ReplyState.SILENT)


def is_outdated(*, replied_at: datetime, decided_at: datetime | None) -> bool:
    """The outcome of the first round was changed after the reply to it: the campaign had gone back
    meanwhile.
    """
    return decided_at is not None and decided_at > replied_at


def is_questioned() -> Q:
    """Of an answer: the unit contests its first outcome, or has proved it anew by a file that is in
    force.
    """
    contested = Reply.objects.contesting().filter(answer=OuterRef("pk"))
    proved = EvidenceUse.objects.in_force().supplementary().filter(answer=OuterRef("pk"))
    return Q(Exists(contested)) | Q(Exists(proved))


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Replies to outcomes."""

    def contesting(self) -> Self:
        return self.filter(CONTESTING.where())

    def outdated(self) -> Self:
        """As `is_outdated` says of one."""
        first = {"answer__appraisals__round": Round.FIRST}
        return self.filter(**first, answer__appraisals__changed_at__gt=F("changed_at"))


class Reply(models.Model):
    """What the unit says to one criterion's outcome of the first round.

    Supplementary evidence hangs on the answer itself.
    """

    is_recorded = True

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="reply")
    stance = models.CharField("ý kiến", max_length=10, choices=Stance.choices)
    text = models.TextField("giải trình", blank=True)
    asked_points = models.DecimalField("điểm đề nghị", null=True, blank=True, **POINTS)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("sửa lúc")

    objects = ReplyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values), name="reply_stance_known"
            ),
            models.CheckConstraint(
                condition=~Q(stance=Stance.CONTESTS, text=""), name="contesting_gives_reasons"
            ),
            models.CheckConstraint(
                condition=Q(asked_points=None) | Q(asked_points__gte=0),
                name="reply_asked_points_not_negative",
            ),
        ]
        verbose_name = "giải trình"

    def __str__(self) -> str:
        return f"{self.answer}: {self.get_stance_display()}"

    @property
    def is_contesting(self) -> bool:
        return CONTESTING.holds(self)


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    """Ends of replies."""

    def silent(self) -> Self:
        return self.filter(SILENT.where())


class Confirmation(models.Model):
    """How a unit's reply as a whole ended. Silence until the deadline is recorded as such, by
    whoever closed the phase.

    `content_sha256` is that of the first round's outcomes and the replies as they were confirmed.
    """

    is_recorded = True

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="confirmation")
    state = models.CharField("trả lời", max_length=10, choices=ReplyState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    content_sha256 = models.CharField("SHA-256 của nội dung", max_length=64)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReplyState.values), name="confirmation_state_known"
            )
        ]
        verbose_name = "xác nhận kết quả lần 1"

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_state_display()}"

    @property
    def is_confirmed(self) -> bool:
        return CONFIRMED.holds(self)

    @property
    def is_silent(self) -> bool:
        return SILENT.holds(self)
