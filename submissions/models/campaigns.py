"""The campaign, its procedure as it happened, who has a part in it, and proposals to step back."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from criteria.models import Framework
from submissions.enums import Body, Phase, PhaseTraits, StepBackState
from submissions.models.capacities import PUBLIC, Visitor, standing_of
from units.enums import GrantState, Role
from units.models import Unit


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns."""

    def public(self) -> Self:
        return self.filter(PUBLIC.where())

    def of_year_before(self, campaign: "Campaign") -> Self:
        """Published ones of the year that this campaign compares with; none where it compares
        with no year.
        """
        return self.public().filter(year=campaign.previous_year).exclude(pk=campaign.pk)

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


class Appointment(models.Model):
    """A person's part in one campaign, or, without a campaign, in all of them (administrators,
    auditors).

    The account is empty for members who never signed in. A role counts only while the grant is in
    force.
    """

    is_recorded = True

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    body = models.CharField("tổ chức", max_length=20, choices=Body.choices)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    person = models.CharField("họ và tên", max_length=150)
    position = models.CharField("chức vụ", max_length=300, blank=True)
    title = models.CharField("nhiệm vụ", max_length=100, blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name="đơn vị",
    )
    document = models.CharField("văn bản", max_length=60, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    state = models.CharField(
        "hiệu lực", max_length=10, choices=GrantState.choices, default=GrantState.IN_FORCE
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["body", "order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="appointment_role_known"
            ),
            models.CheckConstraint(
                condition=Q(body__in=Body.values), name="appointment_body_known"
            ),
            models.UniqueConstraint(
                fields=["campaign", "user", "role"],
                condition=Q(user__isnull=False) & ~Q(state=GrantState.ENDED),
                name="one_appointment_per_user_and_role",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(campaign=None, user__isnull=False) & ~Q(state=GrantState.ENDED),
                name="one_general_appointment_per_user_and_role",
            ),
            models.CheckConstraint(
                condition=Q(state__in=GrantState.values), name="appointment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(user=None) | Q(granted_by=None) | ~Q(user=F("granted_by")),
                name="nobody_appoints_themselves",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | Q(granted_by=None)
                | ~Q(confirmed_by=F("granted_by")),
                name="second_person_confirms",
            ),
            models.CheckConstraint(
                condition=Q(campaign__isnull=False)
                | Q(role__in=[Role.ADMINISTRATOR, Role.AUDITOR]),
                name="only_general_roles_without_campaign",
            ),
        ]
        verbose_name = "phân công"

    def __str__(self) -> str:
        return f"{self.person} – {self.title or self.get_role_display()}"


class StepBackQuerySet(models.QuerySet["StepBack"]):
    """Proposals to go back."""

    def open(self) -> Self:
        """Nobody has decided on it yet."""
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
