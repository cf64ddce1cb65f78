"""What is asked and what it is worth: a versioned framework as data.

Every year's exception is a row here.
"""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from criteria.enums import Aggregation, Ranking
from scoring.core.rule_kinds.kinds import DEFAULT_KIND, KINDS
from units.models import Unit
from units.row_rules import RowRule

POINTS: dict[str, Any] = {"max_digits": 6, "decimal_places": 2}
#: The criterion is scored; one with others below it is their sum.
LEAF = RowRule(is_leaf=True)
#: The annex holds for every group that the unit does not answer from another one.
FOR_ALL_GROUPS = RowRule(group_code="")


class Framework(models.Model):
    """A set of criteria (bộ tiêu chí) as one decision laid it down. Frozen once published."""

    is_recorded = True

    code = models.SlugField("mã", max_length=40, unique=True)
    title = models.CharField("tên", max_length=300)
    document = models.CharField("văn bản ban hành", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    aggregation = models.CharField("cách tổng hợp", max_length=20, choices=Aggregation.choices)
    ranking = models.CharField(
        "căn cứ xếp hạng chung", max_length=10, choices=Ranking.choices, default=Ranking.POINTS
    )
    is_published = models.BooleanField("đã ban hành", default=False)
    sample_notice = models.CharField("ghi chú dữ liệu mẫu", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(aggregation__in=Aggregation.values), name="framework_aggregation_known"
            ),
            models.CheckConstraint(
                condition=Q(ranking__in=Ranking.values), name="framework_ranking_known"
            ),
        ]
        verbose_name = "bộ tiêu chí"

    def __str__(self) -> str:
        return self.title


class Annex(models.Model):
    """The criteria of one kind of unit (phụ lục)."""

    is_recorded = True

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="annexes")
    code = models.CharField("số", max_length=10)
    title = models.CharField("tên", max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_annex_per_code")
        ]
        verbose_name = "phụ lục"

    def __str__(self) -> str:
        return f"Phụ lục {self.code}"


class CriterionGroup(models.Model):
    """A group of criteria (nhóm, or pillar).

    Groups of two annexes with one code are compared with each other.
    """

    is_recorded = True
    record_label = ("annex__code", "code")

    annex = models.ForeignKey(Annex, models.PROTECT, related_name="groups")
    code = models.CharField("mã", max_length=20)
    name = models.CharField("tên", max_length=200)
    maximum = models.DecimalField("điểm tối đa", **POINTS)
    may_be_absent = models.BooleanField("có thể không áp dụng", default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["annex__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["annex", "code"], name="one_group_per_annex_and_code"),
            models.CheckConstraint(condition=Q(maximum__gt=0), name="group_maximum_positive"),
        ]
        verbose_name = "nhóm tiêu chí"

    def __str__(self) -> str:
        return self.name


class CriterionQuerySet(models.QuerySet["Criterion"]):
    """Criteria."""

    def leaves(self) -> Self:
        return self.filter(LEAF.where())


class Criterion(models.Model):
    """A main criterion, or a sub-criterion under it. Those without children are scored (leaves)."""

    is_recorded = True
    record_label = ("group__code", "code")

    group = models.ForeignKey(CriterionGroup, models.PROTECT, related_name="criteria")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    code = models.CharField("số thứ tự", max_length=20)
    name = models.CharField("tên", max_length=500)
    maximum = models.DecimalField("điểm tối đa", **POINTS)
    is_leaf = models.BooleanField("được chấm điểm", default=True)
    rule_kind = models.CharField(
        "cách chấm",
        max_length=20,
        choices=[(code, kind.label) for code, kind in KINDS.items()],
        default=DEFAULT_KIND,
    )
    rule = models.JSONField("tham số", default=dict, blank=True)
    evidence_expected = models.CharField("tài liệu kiểm chứng", max_length=500, blank=True)
    is_sample = models.BooleanField("dữ liệu mẫu", default=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["group__annex__order", "group__order", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "code"], name="one_criterion_per_group_and_code"
            ),
            models.CheckConstraint(
                condition=Q(maximum__gte=0), name="criterion_maximum_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(rule_kind__in=list(KINDS)), name="criterion_rule_known"
            ),
        ]
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Level(models.Model):
    """A choice, or a step from `lower_bound` upwards, and what it is worth."""

    is_recorded = True

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="levels")
    code = models.CharField("mã", max_length=20)
    label = models.CharField("mức", max_length=300)
    points = models.DecimalField("điểm", **POINTS)
    lower_bound = models.DecimalField("từ", max_digits=12, decimal_places=2, null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "code"], name="one_level_per_code"),
            models.CheckConstraint(condition=Q(points__gte=0), name="level_points_not_negative"),
        ]
        verbose_name = "mức điểm"

    def __str__(self) -> str:
        return self.label


class Band(models.Model):
    """A class of results: from `lower` (inside) up to `upper` (outside; none: no limit).

    Gaps are allowed and shown.
    """

    is_recorded = True

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="bands")
    code = models.CharField("nhóm", max_length=10)
    label = models.CharField("tên", max_length=100)
    lower = models.DecimalField("từ", **POINTS)
    upper = models.DecimalField("đến dưới", null=True, blank=True, **POINTS)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_band_per_code"),
            models.CheckConstraint(
                condition=Q(upper=None) | Q(upper__gt=F("lower")), name="band_not_empty"
            ),
        ]
        verbose_name = "nhóm xếp loại"

    def __str__(self) -> str:
        return self.label


class AnnexAssignmentQuerySet(models.QuerySet["AnnexAssignment"]):
    """Assignments, and the groups that units answer by them."""

    def for_all_groups(self) -> Self:
        return self.filter(FOR_ALL_GROUPS.where())

    def for_one_group(self) -> Self:
        return self.exclude(FOR_ALL_GROUPS.where())

    def by_group(self, *conditions: Q, **columns: object) -> Self:
        """Once for each group that the unit answers from that annex, as `annex__groups`: a group
        that it answers from another annex comes from there only. What else is asked of the group
        is said here, since a later filter would join the groups anew.
        """
        group = "annex__groups__code"
        from_elsewhere = AnnexAssignment.objects.filter(
            period=OuterRef("period"), unit=OuterRef("unit"), group_code=OuterRef(group)
        )
        is_answered = Q(group_code=F(group)) | FOR_ALL_GROUPS.where() & ~Exists(from_elsewhere)
        return self.filter(is_answered, *conditions, annex__groups__isnull=False, **columns)

    def with_places(self) -> Self:
        """Of `by_group`: `place` is where the unit's own annex has the group; None where that has
        none, and such a group comes after the others.
        """
        own = AnnexAssignment.objects.for_all_groups().filter(
            period=OuterRef("period"),
            unit=OuterRef("unit"),
            annex__groups__code=OuterRef("annex__groups__code"),
        )
        return self.annotate(place=Subquery(own.values("annex__groups__order")))


#: After `with_places`: as units read their groups.
BY_PLACE = (F("place").asc(nulls_last=True), "annex__order", "annex__groups__order")


class AnnexAssignment(models.Model):
    """Which annex a unit answers in one period; with a group code, only for that group."""

    is_recorded = True

    period = models.CharField("đợt", max_length=20, help_text="mã của đợt đánh giá")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="annex_assignments")
    annex = models.ForeignKey(Annex, models.PROTECT, related_name="assignments")
    group_code = models.CharField("riêng nhóm", max_length=20, blank=True)

    objects = AnnexAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit", "group_code"], name="one_annex_per_period_unit_group"
            )
        ]
        verbose_name = "phụ lục áp dụng"

    def __str__(self) -> str:
        return f"{self.unit} {self.period}: {self.annex}"


class Correspondence(models.Model):
    """A group of one framework that can be compared with a group of a later one. What no row names
    is not comparable.

    An empty group code on both sides: the total. Shares of the maximum are compared where the
    maxima differ.
    """

    is_recorded = True

    older = models.ForeignKey(Framework, models.PROTECT, related_name="correspondences_to_newer")
    newer = models.ForeignKey(Framework, models.PROTECT, related_name="correspondences_to_older")
    older_group = models.CharField("nhóm của bộ cũ", max_length=20, blank=True)
    newer_group = models.CharField("nhóm của bộ mới", max_length=20, blank=True)
    is_comparable = models.BooleanField("so sánh được", default=True)
    reason = models.CharField("căn cứ, lý do", max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["older", "newer", "older_group", "newer_group"],
                name="one_correspondence_per_pair_of_groups",
            ),
            models.CheckConstraint(
                condition=~Q(older=F("newer")), name="correspondence_between_two_frameworks"
            ),
        ]
        verbose_name = "tương ứng giữa hai bộ tiêu chí"

    def __str__(self) -> str:
        return f"{self.older_group or 'tổng'} → {self.newer_group or 'tổng'}"
