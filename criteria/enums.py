"""Closed lists of the criteria's floor."""

from django.db import models


class Aggregation(models.TextChoices):
    """How a unit's groups make its score."""

    MEAN_OF_GROUPS = "mean_of_groups", "Trung bình cộng các nhóm được áp dụng"
    SUM_OF_POINTS = "sum_of_points", "Tổng điểm"


class Ranking(models.TextChoices):
    """What units of different kinds are ranked on together."""

    POINTS = "points", "Điểm"
    PERCENT = "percent", "Tỷ lệ phần trăm của điểm tối đa"
