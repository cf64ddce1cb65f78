"""What was claimed, proved, appraised and answered: the campaign, its phases, and each unit's submission."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from criteria.models import POINTS, Criterion, Framework
from submissions.enums import Body, Ground, OutcomeKind, Phase, Round, StepBackState
from submissions.standing import CampaignQuerySet, SubmissionQuerySet
from units.enums import GrantState, Role
from units.models import Unit, UnitKind


def outcome_is_whole(*, name: str) -> models.CheckConstraint:
    """Points exist exactly where the outcome is scored, a ground exactly where it is refused."""
    scored = Q(outcome=OutcomeKind.SCORED, points__gte=0, ground="")
    refused = Q(outcome=OutcomeKind.REFUSED, points=None, ground__in=Ground.values)
    neither = Q(outcome__in=[OutcomeKind.NOT_APPLICABLE, OutcomeKind.MISSING], points=None, ground="")
    return models.CheckConstraint(condition=scored | refused | neither, name=name)


class Campaign(models.Model):
    """One year's assessment (đợt đánh giá)."""

    is_recorded = True

    code = models.SlugField("mã", max_length=20, unique=True)
    year = models.PositiveSmallIntegerField("năm đánh giá")
    previous_year = models.PositiveSmallIntegerField("năm so sánh", null=True, blank=True)
    title = models.CharField("tên", max_length=300)
    ministry = models.CharField("cơ quan", max_length=150)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="campaigns", verbose_name="bộ tiêu chí")
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
        constraints = [models.CheckConstraint(condition=Q(phase__in=Phase.values), name="campaign_phase_known")]
        verbose_name = "đợt đánh giá"

    def __str__(self) -> str:
        return self.title


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
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="one_timeline_step_per_number")]
        verbose_name = "bước thực hiện"

    def __str__(self) -> str:
        return f"{self.number}. {self.what}"


class Appointment(models.Model):
    """A person's part in one campaign, or, without a campaign, in all of them (administrators, auditors).

    The account is empty for members who never signed in. A role counts only while the grant is in force.
    """

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="appointments")
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    body = models.CharField("tổ chức", max_length=20, choices=Body.choices)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    person = models.CharField("họ và tên", max_length=150)
    position = models.CharField("chức vụ", max_length=300, blank=True)
    title = models.CharField("nhiệm vụ", max_length=100, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name="đơn vị")
    document = models.CharField("văn bản", max_length=60, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="appointments")
    state = models.CharField("hiệu lực", max_length=10, choices=GrantState.choices, default=GrantState.IN_FORCE)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["body", "order"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="appointment_role_known"),
            models.CheckConstraint(condition=Q(body__in=Body.values), name="appointment_body_known"),
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
            models.CheckConstraint(condition=Q(state__in=GrantState.values), name="appointment_state_known"),
            models.CheckConstraint(
                condition=Q(user=None) | Q(granted_by=None) | ~Q(user=F("granted_by")), name="nobody_appoints_themselves"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(granted_by=None) | ~Q(confirmed_by=F("granted_by")),
                name="second_person_confirms",
            ),
            models.CheckConstraint(
                condition=Q(campaign__isnull=False) | Q(role__in=[Role.ADMINISTRATOR, Role.AUDITOR]),
                name="only_general_roles_without_campaign",
            ),
        ]
        verbose_name = "phân công"

    def __str__(self) -> str:
        return f"{self.person} – {self.title or self.get_role_display()}"


class Submission(models.Model):
    """A unit's file in a campaign (hồ sơ), with the unit's names as they were then."""

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions")
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="submissions")
    order = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=60)
    is_late = models.BooleanField("gửi báo cáo chậm", default=False)
    due_at = models.DateTimeField("hạn nộp được gia hạn", null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="one_submission_per_campaign_and_unit")]
        verbose_name = "hồ sơ"

    def __str__(self) -> str:
        return f"{self.short_name} {self.campaign.code}"


class GroupDeclaration(models.Model):
    """A group of criteria does not apply to a unit in this campaign. Not the same as zero."""

    is_recorded = True

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="group_declarations")
    group_code = models.CharField("nhóm", max_length=20)
    reason = models.CharField("lý do", max_length=500)
    is_confirmed = models.BooleanField("Tổ giúp việc xác nhận", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "group_code"], name="one_declaration_per_group")]
        verbose_name = "nhóm không áp dụng"

    def __str__(self) -> str:
        return f"{self.submission}: {self.group_code}"


class Answer(models.Model):
    """What a unit declares and claims for one scored criterion (kê khai, tự chấm)."""

    is_recorded = True

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="answers")
    self_outcome = models.CharField("tự chấm", max_length=20, choices=OutcomeKind.choices, default=OutcomeKind.MISSING)
    self_points = models.DecimalField("điểm tự chấm", null=True, blank=True, **POINTS)
    declared = models.JSONField("số liệu kê khai", default=dict, blank=True)
    declared_as_of = models.DateField("tính đến ngày", null=True, blank=True)
    note = models.TextField("ghi chú", blank=True)
    is_reconstructed = models.BooleanField("dựng lại", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["criterion__order"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "criterion"], name="one_answer_per_criterion"),
            models.CheckConstraint(
                condition=Q(self_outcome=OutcomeKind.SCORED, self_points__gte=0)
                | Q(self_outcome__in=[OutcomeKind.NOT_APPLICABLE, OutcomeKind.MISSING], self_points=None),
                name="answer_points_where_scored",
            ),
        ]
        verbose_name = "kê khai"

    def __str__(self) -> str:
        return f"{self.submission}: {self.criterion}"


class Appraisal(models.Model):
    """The outcome of one criterion in one round. Rounds stay side by side and are never overwritten."""

    is_recorded = True

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="appraisals")
    round = models.PositiveSmallIntegerField("lần", choices=Round.choices)
    outcome = models.CharField("kết quả", max_length=20, choices=OutcomeKind.choices, default=OutcomeKind.MISSING)
    points = models.DecimalField("điểm", null=True, blank=True, **POINTS)
    ground = models.CharField("căn cứ không chấp nhận", max_length=20, choices=Ground.choices, blank=True, default="")
    reason = models.TextField("lý do", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="appraisals")
    is_reconstructed = models.BooleanField("dựng lại", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "round"], name="one_appraisal_per_round"),
            models.CheckConstraint(condition=Q(round__in=Round.values), name="appraisal_round_known"),
            outcome_is_whole(name="appraisal_outcome_whole"),
        ]
        verbose_name = "thẩm định"

    def __str__(self) -> str:
        return f"{self.answer} ({self.get_round_display()})"


class Evidence(models.Model):
    """A file that proves what a unit claims (tài liệu kiểm chứng). Newer versions never erase older ones."""

    is_recorded = True
    recorded_folder = "evidence"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="evidence")
    name = models.CharField("tên tệp", max_length=255)
    stored_as = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("kích thước")
    media_type = models.CharField("loại tệp", max_length=100)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField("lúc tải lên")
    is_withdrawn = models.BooleanField("đã rút", default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = "tài liệu kiểm chứng"

    def __str__(self) -> str:
        return self.name


class StepBack(models.Model):
    """A proposal to return a campaign to an earlier phase; a second person decides."""

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="step_backs")
    from_phase = models.CharField("từ giai đoạn", max_length=20, choices=Phase.choices)
    to_phase = models.CharField("về giai đoạn", max_length=20, choices=Phase.choices)
    reason = models.TextField("lý do")
    state = models.CharField("trạng thái", max_length=10, choices=StepBackState.choices, default=StepBackState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("lúc đề nghị")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=StepBackState.values), name="step_back_state_known"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="step_back_second_person"
            ),
            models.UniqueConstraint(fields=["campaign"], condition=Q(state="proposed"), name="one_open_step_back"),
        ]
        verbose_name = "đề nghị lùi giai đoạn"

    def __str__(self) -> str:
        return f"{self.campaign}: {self.from_phase} → {self.to_phase}"
