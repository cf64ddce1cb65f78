"""The units of a ministry and their kinds."""

from typing import Any

from django.db import models

from ictindex.lib.text import clean_line, fold


class UnitKind(models.Model):
    """A kind of unit that is ranked and reported by itself, such as units under the Ministry's
    office (thuộc Bộ).
    """

    is_recorded = True
    record_label = ("name",)

    code = models.CharField("mã", max_length=30, unique=True)
    name = models.CharField("tên", max_length=100)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = "loại đơn vị"

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit of the ministry, today.

    Its names as they were in a campaign are kept with that campaign's submission.
    """

    is_recorded = True

    code = models.CharField("mã", max_length=20, unique=True)
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=60)
    kind = models.ForeignKey(
        UnitKind, models.PROTECT, related_name="units", verbose_name="loại đơn vị"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    folded_name = models.CharField(max_length=260, editable=False)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = "đơn vị"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name, self.short_name = clean_line(self.name), clean_line(self.short_name)
        self.folded_name = fold(f"{self.name} {self.short_name}")
        super().save(*args, **kwargs)
