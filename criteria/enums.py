"""Closed lists of the criteria's floor."""

from django.db import models

from scoring.core.types import Effect


class Aggregation(models.TextChoices):
    """How a unit's groups make its score."""

    MEAN_OF_GROUPS = "mean_of_groups", "Trung bình cộng các nhóm được áp dụng"
    SUM_OF_POINTS = "sum_of_points", "Tổng điểm"


class Ranking(models.TextChoices):
    """What units of different kinds are ranked on together."""

    POINTS = "points", "Điểm"
    PERCENT = "percent", "Tỷ lệ phần trăm của điểm tối đa"


class RuleKind(models.TextChoices):
    """How the points of one criterion come about; the parameters are in `Criterion.rule`."""

    MANUAL = "manual", "Chấm theo đánh giá"
    YES_NO = "yes_no", "Có / không"
    CHOICE = "choice", "Chọn một mức"
    STEPS = "steps", "Bậc theo số lượng"
    RATIO = "ratio", "Tỷ lệ a/b"
    RATIO_TO_BEST = "ratio_to_best", "Tỷ lệ so với đơn vị cao nhất"
    COUNT = "count", "Số lượng × điểm, có trần"
    BEST_OF = "best_of", "Lấy mức cao nhất"
    SUM_OF_PARTS = "sum_of_parts", "Cộng các phần"
    DEDUCTION = "deduction", "Trừ điểm"
    BONUS = "bonus", "Điểm thưởng, có trần"
    SUPPLIED = "supplied", "Số liệu do cơ quan khác cung cấp"

    @property
    def effect(self) -> Effect:
        """What points of this kind do in their group."""
        return {"bonus": Effect.BONUS, "deduction": Effect.DEDUCTION}.get(self.value, Effect.POINTS)
