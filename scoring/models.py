"""Figures as they were printed, which stay official whatever the rules give today."""

from django.db import models
from django.db.models import Q

from criteria.models import Criterion
from submissions.models import Campaign, Submission
from units.models import UnitKind


class PrintedFigure(models.Model):
    """One figure of a published report, of a unit or an average of a kind of units (or of all).

    `measure` is "total", "self" or a group's code. `value` is null where the report prints a dash.
    """

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="printed_figures")
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="printed_figures"
    )
    kind = models.ForeignKey(UnitKind, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField("nơi in", max_length=60)
    measure = models.CharField("đại lượng", max_length=20)
    year = models.PositiveSmallIntegerField("năm")
    value = models.DecimalField("giá trị in", max_digits=8, decimal_places=2, null=True, blank=True)
    counts_as_zero = models.BooleanField("dấu gạch được tính là 0", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "submission", "measure", "year"],
                condition=Q(submission__isnull=False),
                name="one_printed_figure_per_unit",
            ),
            models.UniqueConstraint(
                fields=["campaign", "kind", "measure", "year", "place"],
                condition=Q(submission=None, kind__isnull=False),
                name="one_printed_average_per_kind",
            ),
            models.UniqueConstraint(
                fields=["campaign", "measure", "year", "place"],
                condition=Q(submission=None, kind=None),
                name="one_printed_average_of_all",
            ),
            models.CheckConstraint(
                condition=Q(counts_as_zero=False) | Q(value=None), name="printed_zero_only_for_dash"
            ),
        ]
        verbose_name = "số liệu đã in"

    def __str__(self) -> str:
        return f"{self.submission or self.kind or 'chung'} {self.measure} {self.year}: {self.value}"


class PrintedFailing(models.Model):
    """The report's text lists this unit as not meeting this criterion."""

    is_recorded = True

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="printed_failings")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "criterion"], name="one_printed_failing")
        ]
        verbose_name = "đơn vị bị nêu chưa đạt"

    def __str__(self) -> str:
        return f"{self.submission}: {self.criterion}"
