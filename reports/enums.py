"""Closed lists of the reports' floor."""

from django.db import models


class JobState(models.TextChoices):
    """How far a rendering has come."""

    WAITING = "waiting", "Đang chờ"
    RUNNING = "running", "Đang tạo"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không thành công"
