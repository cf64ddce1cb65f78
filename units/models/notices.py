"""What people are told, and how its mail fares."""

from typing import Self

from django.db import models
from django.db.models import OuterRef, Q

from units.enums import MailState
from units.models.people import User
from units.row_rules import RowRule

#: Its person has not looked at it.
UNREAD = RowRule(read_at=None)


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications."""

    def held(self) -> Self:
        """That wait to be read in the outbox before they go, and reach nobody until then."""
        return self.filter(mail_state=MailState.HELD)

    def told(self) -> Self:
        """That have reached their people, whatever became of the mail."""
        return self.exclude(mail_state=MailState.HELD)

    def of_campaign(self, code: str | OuterRef) -> Self:
        return self.filter(campaign_code=code)

    def unread(self) -> Self:
        return self.filter(UNREAD.where())


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

    objects = NotificationQuerySet.as_manager()

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
