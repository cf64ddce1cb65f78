"""Who exists, what was done (the record), and who is told: units, people, audit entries,
notifications.
"""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from ictindex.lib.text import fold, nfc
from units.enums import InvitationState, MailState, RunState


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
        self.name, self.short_name = nfc(self.name), nfc(self.short_name)
        self.folded_name = fold(f"{self.name} {self.short_name}")
        super().save(*args, **kwargs)


class User(AbstractUser):
    """A person with an account.

    What they may do comes from appointments in campaigns, never from Django's flags.
    """

    is_recorded = True
    unrecorded_columns = frozenset({"password", "last_login"})

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("họ và tên", max_length=150)
    is_demo = models.BooleanField("tài khoản trình diễn", default=False)
    folded_name = models.CharField(max_length=600, editable=False, default="")

    REQUIRED_FIELDS = ["email", "full_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="one_account_per_email",
                violation_error_message="Đã có tài khoản dùng địa chỉ thư này.",
            )
        ]
        verbose_name = "tài khoản"

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = nfc(self.full_name)
        self.folded_name = fold(f"{self.full_name} {self.username} {self.email}")
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split()[-1]


class Membership(models.Model):
    """A person works in a unit.

    It decides conflicts of interest, whatever roles the person holds.
    """

    is_recorded = True

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit"], name="one_membership_per_user_and_unit"
            )
        ]
        verbose_name = "nơi công tác"

    def __str__(self) -> str:
        return f"{self.user} – {self.unit}"


class Invitation(models.Model):
    """A link by mail with which a person sets the first password, once.

    How its mail fared is not part of the record.
    """

    is_recorded = True
    unrecorded_columns = frozenset({"mail_state", "problem"})

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField("gửi lúc")
    state = models.CharField(
        "trạng thái", max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN
    )
    mail_state = models.CharField(
        "thư", max_length=10, choices=MailState.choices, default=MailState.WAITING
    )
    problem = models.CharField("lỗi gửi", max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values), name="invitation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(mail_state__in=MailState.values), name="invitation_mail_state_known"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="open"), name="one_open_invitation"
            ),
        ]
        verbose_name = "lời mời"

    def __str__(self) -> str:
        return f"{self.user} ({self.get_state_display()})"


class AuditEntry(models.Model):
    """One act in the record: who, when, what, before and after. Append-only by triggers; each entry
    seals the one before it.

    `changes` is canonical JSON text, a list of {"table", "key", "before", "after"} whose rows map
    columns to texts. What the hash columns hold is said in `units.audit`.
    """

    sequence = models.PositiveBigIntegerField("số", primary_key=True)
    at = models.DateTimeField("lúc")
    act = models.CharField("việc", max_length=60, db_index=True)
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    actor_name = models.CharField("người thực hiện", max_length=150, blank=True)
    campaign_code = models.CharField("đợt", max_length=20, blank=True, db_index=True)
    phase = models.CharField("giai đoạn", max_length=20, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    subject = models.CharField("đối tượng", max_length=120, blank=True, db_index=True)
    reason = models.TextField("lý do", blank=True)
    facts = models.TextField("dữ kiện", default="{}")
    changes = models.TextField("thay đổi", default="[]")
    digests = models.TextField(default="{}")
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64, unique=True)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]
        verbose_name = "mục nhật ký"

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"


class ChainHead(models.Model):
    """The last entry of the record: one row, moved by the database when an entry is inserted,
    and locked by who appends.
    """

    sequence = models.PositiveBigIntegerField(default=0)
    entry_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="only_one_chain_head")]

    def __str__(self) -> str:
        return f"{self.sequence}:{self.entry_hash}"


class Notification(models.Model):
    """Something one person is told, in the application and, unless `mail_state` says none, by
    mail.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    campaign_code = models.CharField("đợt", max_length=20, blank=True)
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    url = models.CharField("địa chỉ", max_length=200, blank=True)
    created_at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đã đọc lúc", null=True, blank=True)
    mail_state = models.CharField(
        "thư", max_length=10, choices=MailState.choices, default=MailState.WAITING
    )
    mailed_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    problem = models.CharField("lỗi gửi", max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mail_state__in=MailState.values), name="notification_mail_state_known"
            )
        ]
        indexes = [models.Index(fields=["user", "read_at"], name="notification_unread")]
        verbose_name = "thông báo"

    def __str__(self) -> str:
        return self.subject


class VerificationRun(models.Model):
    """One verification of the record that somebody asked for on screen, and what it found."""

    state = models.CharField(
        "trạng thái", max_length=10, choices=RunState.choices, default=RunState.WAITING
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("lúc yêu cầu")
    finished_at = models.DateTimeField("lúc xong", null=True, blank=True)
    witness = models.CharField("dấu xác nhận đã giữ", max_length=90, blank=True)
    head = models.CharField("dấu xác nhận lúc kiểm tra", max_length=90, blank=True)
    problem_count = models.PositiveIntegerField("số chỗ không khớp", default=0)
    problems = models.JSONField("chỗ không khớp", default=list)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="run_state_known"),
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(state__in=["waiting", "running"]),
                name="one_verification_at_a_time",
            ),
        ]
        verbose_name = "lần kiểm tra nhật ký"

    def __str__(self) -> str:
        return f"{self.asked_at}: {self.get_state_display()}"
