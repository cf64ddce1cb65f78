"""What is being made of a campaign's report outside the web worker, or was: files of the draft,
and editions to be signed.
"""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reports.enums import FileFormat, JobState
from reports.models.publication import Edition
from submissions.models import Campaign
from units.row_rules import RowRule

DONE = RowRule(state=JobState.DONE)
UNFINISHED = RowRule(state=(JobState.WAITING, JobState.RUNNING))
#: So long nobody took it, or the worker that took it told nothing: there is no such worker any
#: more.
MOST_SILENT = {JobState.WAITING: timedelta(minutes=10), JobState.RUNNING: timedelta(minutes=2)}


class RenderingQuerySet(models.QuerySet["Rendering"]):
    """Renderings, by how far they have come."""

    def waiting(self) -> Self:
        return self.filter(state=JobState.WAITING)

    def running(self) -> Self:
        return self.filter(state=JobState.RUNNING)

    def unfinished(self) -> Self:
        return self.filter(UNFINISHED.where())

    def done(self) -> Self:
        return self.filter(DONE.where())


class Rendering(models.Model):
    """One rendering of a campaign's report as a file, done outside the web worker; it lies in the
    private data folder.

    In the form `content` it is an edition: frozen, and all its files made. `correction` is then
    what was said of it by who asked, and `edition` what came of it.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="renderings")
    format = models.CharField(
        "dạng tệp", max_length=10, choices=FileFormat.choices, default=FileFormat.PDF
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=JobState.choices, default=JobState.WAITING
    )
    step = models.CharField("bước", max_length=100, blank=True)
    percent = models.PositiveSmallIntegerField("tiến độ", default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField("lúc yêu cầu", auto_now_add=True)
    finished_at = models.DateTimeField("lúc xong", null=True, blank=True)
    data_sha256 = models.CharField("SHA-256 của số liệu", max_length=64, blank=True)
    file_sha256 = models.CharField("SHA-256 của tệp", max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField("số trang", default=0)
    problem = models.CharField("lỗi", max_length=500, blank=True)
    heard_at = models.DateTimeField("tin cuối lúc", default=timezone.now)
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="renderings"
    )
    correction = models.JSONField("nội dung đính chính", default=dict, blank=True)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=JobState.values), name="rendering_state_known"
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100), name="rendering_percent_within_100"
            ),
            models.CheckConstraint(
                condition=Q(format__in=FileFormat.values), name="rendering_format_known"
            ),
            models.UniqueConstraint(
                fields=["campaign", "format"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_rendering_of_a_form_at_a_time",
            ),
        ]
        verbose_name = "bản kết xuất"

    def __str__(self) -> str:
        return f"{self.campaign}: {self.get_state_display()}"

    @property
    def is_done(self) -> bool:
        return DONE.holds(self)

    @property
    def is_unfinished(self) -> bool:
        return UNFINISHED.holds(self)

    def is_stuck(self, now: datetime) -> bool:
        """Nobody works on it, and nobody will."""
        silent = MOST_SILENT.get(JobState(self.state))
        return silent is not None and self.heard_at < now - silent
