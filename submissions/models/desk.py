"""What the application remembers for the people at work, and no part of the result: imports,
visits, reminders.
"""

from typing import Self

from django.conf import settings
from django.db import models

from submissions.models.campaigns import Campaign
from submissions.models.files import Submission


class WorkbookImportQuerySet(models.QuerySet["WorkbookImport"]):
    """Uploaded workbooks."""

    def waiting(self) -> Self:
        """The person has not confirmed it yet."""
        return self.filter(applied_at=None)


class WorkbookImport(models.Model):
    """An uploaded workbook as it was read, waiting for the person to look at it and to confirm.

    `cells` are plain values.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="workbook_imports")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("tải lên lúc")
    file_sha256 = models.CharField("SHA-256 của tệp", max_length=64)
    cells = models.JSONField(default=list)
    applied_at = models.DateTimeField("ghi lúc", null=True, blank=True)

    objects = WorkbookImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "tệp Excel đã tải lên"

    def __str__(self) -> str:
        return f"{self.submission} {self.uploaded_at}"


class Visit(models.Model):
    """When a person last looked at a submission, to say what has changed since."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="visits")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "submission"], name="one_visit_per_user_and_submission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.submission}"


class Reminder(models.Model):
    """A reminder of a deadline that a person was sent, so that the timer never sends it twice.
    0 days: at the end.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    days_before = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "user", "due_at", "days_before"],
                name="one_reminder_per_person_and_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.days_before}"
