"""Accounts, where people work, and the invitations that open an account."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from ictindex.lib.text import clean_line, fold
from units.enums import InvitationState, MailState
from units.models.directory import Unit
from units.row_rules import RowRule


class ActiveAccounts(models.Manager["User"]):
    """Accounts that nobody has disabled."""

    def get_queryset(self) -> models.QuerySet["User"]:
        return super().get_queryset().filter(is_active=True)


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

    objects: ClassVar[UserManager[Self]] = UserManager()
    active = ActiveAccounts()

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
        self.full_name = clean_line(self.full_name)
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


#: Its link was neither used nor withdrawn; how old it is, is asked apart.
OPEN = RowRule(state=InvitationState.OPEN)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def open(self) -> Self:
        return self.filter(OPEN.where())


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

    objects = InvitationQuerySet.as_manager()

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

    @property
    def is_open(self) -> bool:
        return OPEN.holds(self)

    def is_too_old(self, *, now: datetime) -> bool:
        """Its link does not work any more, whatever its state."""
        return now >= self.sent_at + settings.INVITATION_LASTS
