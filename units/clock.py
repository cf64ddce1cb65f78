"""Moments and days in words, by the clock of the ministry."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def moment_in_words(moment: datetime | None) -> str:
    """«10:32 ngày 21/12/2020», by the clock of the ministry; nothing where there is none."""
    return date_format(timezone.localtime(moment), "H:i \\n\\g\\à\\y d/m/Y") if moment else ""


def day_in_words(day: date | datetime | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
