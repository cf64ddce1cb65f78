"""Who exists: units of the ministry, people with an account, and which unit a person belongs to."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from ictindex.lib.text import fold, nfc


class UnitKind(models.Model):
    """A kind of unit that is ranked and reported by itself, such as units under the Ministry's office (thuộc Bộ)."""

    code = models.CharField("mã", max_length=30, unique=True)
    name = models.CharField("tên", max_length=100)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = "loại đơn vị"

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit of the ministry, today. Its names as they were in a campaign are kept with that campaign's submission."""

    code = models.CharField("mã", max_length=20, unique=True)
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=60)
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="units", verbose_name="loại đơn vị")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    folded_name = models.CharField(max_length=260, editable=False)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = "đơn vị"

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.name, self.short_name = nfc(self.name), nfc(self.short_name)
        self.folded_name = fold(f"{self.name} {self.short_name}")
        super().save(*args, **kwargs)


class User(AbstractUser):
    """A person with an account. What they may do comes from appointments in campaigns, never from Django's flags."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("họ và tên", max_length=150)
    is_demo = models.BooleanField("tài khoản trình diễn", default=False)

    REQUIRED_FIELDS = ["email", "full_name"]

    class Meta:
        verbose_name = "tài khoản"

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split()[-1]


class Membership(models.Model):
    """A person works in a unit. It decides conflicts of interest, whatever roles the person holds."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "unit"], name="one_membership_per_user_and_unit")]
        verbose_name = "nơi công tác"

    def __str__(self) -> str:
        return f"{self.user} – {self.unit}"
