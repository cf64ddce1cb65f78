"""The campaign, its procedure as it happened, and proposals to step back."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from criteria.models import Framework
from submissions.enums import Phase, PhaseTraits, StepBackState
from submissions.models.capacities import PUBLIC, Visitor, standing_of


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns."""

    def public(self) -> Self:
        return self.filter(PUBLIC.where())

    def of_year_before(self, campaign: "Campaign") -> Self:
        """Published ones of the year that this campaign compares with; none where it compares
        with no year.
        """
        return self.public().filter(year=campaign.previous_year).exclude(pk=campaign.pk)

    def of_compared_years(self, campaign: "Campaign") -> Self:
        """Of its own year and of the one that it compares with, published or not."""
        years = (campaign.year, campaign.previous_year)
        return self.filter(year__in=[year for year in years if year is not None])

    def visible_to(self, user: Visitor) -> Self:
        """Published ones for everybody; others for those with a role in them, or with a role in
        all.
        """
        standing = standing_of(user)
        if any(grant.campaign_id is None for grant in standing.grants):
            return self
        own = {grant.campaign_id for grant in standing.grants}
        return self.filter(PUBLIC.where() | Q(id__in=own))


class Campaign(models.Model):
    """One year's assessment (đợt đánh giá)."""

    is_recorded = True

    code = models.SlugField("mã", max_length=20, unique=True)
    year = models.PositiveSmallIntegerField("năm đánh giá")
    previous_year = models.PositiveSmallIntegerField("năm so sánh", null=True, blank=True)
    title = models.CharField("tên", max_length=300)
    ministry = models.CharField("cơ quan", max_length=150)
    framework = models.ForeignKey(
        Framework, models.PROTECT, related_name="campaigns", verbose_name="bộ tiêu chí"
    )
    phase = models.CharField("giai đoạn", max_length=20, choices=Phase.choices, default=Phase.SETUP)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    signer = models.CharField("người ký", max_length=150, blank=True)
    signer_authority = models.CharField("thẩm quyền ký", max_length=150, blank=True)
    is_reconstructed = models.BooleanField("điểm tiêu chí dựng lại", default=False)
    self_score_due_at = models.DateTimeField("hạn nộp hồ sơ", null=True, blank=True)
    reply_due_at = models.DateTimeField("hạn giải trình", null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-code"]
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="campaign_phase_known")
        ]
        verbose_name = "đợt đánh giá"

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """The report is published, and everybody may read it."""
        return PUBLIC.holds(self)

    @property
    def stands(self) -> PhaseTraits:
        """What its phase is."""
        return Phase(self.phase).traits

    @property
    def phase_ends_at(self) -> datetime | None:
        """When the time of the units in this phase is over; None where there is none, or it is
        not set.
        """
        column = self.stands.deadline
        ends_at: datetime | None = getattr(self, column) if column else None
        return ends_at


class TimelineStep(models.Model):
    """A step of the procedure as it happened. Dates are data and need not be in order."""

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="timeline")
    number = models.PositiveSmallIntegerField("bước")
    happened_on = models.DateField("ngày", null=True, blank=True)
    document = models.CharField("văn bản", max_length=60, blank=True)
    what = models.CharField("nội dung", max_length=300)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"], name="one_timeline_step_per_number"
            )
        ]
        verbose_name = "bước thực hiện"

    def __str__(self) -> str:
        return f"{self.number}. {self.what}"


class StepBackQuerySet(models.QuerySet["StepBack"]):
    """Proposals to go back."""

    def open(self) -> Self:
        """That wait for a second person; at most one in a campaign."""
        return self.filter(state=StepBackState.PROPOSED)


class StepBack(models.Model):
    """A proposal to return a campaign to an earlier phase; a second person decides."""

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="step_backs")
    from_phase = models.CharField("từ giai đoạn", max_length=20, choices=Phase.choices)
    to_phase = models.CharField("về giai đoạn", max_length=20, choices=Phase.choices)
    reason = models.TextField("lý do")
    state = models.CharField(
        "trạng thái", max_length=10, choices=StepBackState.choices, default=StepBackState.PROPOSED
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("lúc đề nghị")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StepBackQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=StepBackState.values), name="step_back_state_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="step_back_second_person",
            ),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state="proposed"), name="one_open_step_back"
            ),
        ]
        verbose_name = "đề nghị lùi giai đoạn"

    def __str__(self) -> str:
        return f"{self.campaign}: {self.from_phase} → {self.to_phase}"
