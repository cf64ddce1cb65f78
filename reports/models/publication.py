"""What makes figures final: the Council's acceptance, sign-offs by name, and the editions that
are signed and published.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.enums import EditionState, FileFormat
from submissions.models import Campaign, Motion
from units.row_rules import RowRule

#: Waits for the signature.
FROZEN = RowRule(state=EditionState.FROZEN)
#: In force.
PUBLISHED = RowRule(state=EditionState.PUBLISHED)
#: Everybody may read it: it is in force, or was.
PUBLIC = RowRule(state=(EditionState.PUBLISHED, EditionState.SUPERSEDED))
#: It waits for the signature or is in force.
IN_HAND = RowRule(state=(EditionState.FROZEN, EditionState.PUBLISHED))
#: Given up before signing.
WITHDRAWN = RowRule(state=EditionState.WITHDRAWN)
#: A later one took its place.
SUPERSEDED = RowRule(state=EditionState.SUPERSEDED)


class Acceptance(models.Model):
    """The Council accepted the figures whose hash this is.

    It holds while the figures still have that hash, and no longer.
    """

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="acceptances")
    motion = models.ForeignKey(Motion, models.PROTECT, related_name="acceptances")
    figures_sha256 = models.CharField("SHA-256 của mọi số liệu", max_length=64)
    data_sha256 = models.CharField("SHA-256 của dữ liệu mở", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        ordering = ["-id"]
        verbose_name = "nghiệm thu"

    def __str__(self) -> str:
        return f"{self.campaign}: {self.figures_sha256[:12]}"


class SignOff(models.Model):
    """Somebody answers by name for a check that failed before publication.

    `state_sha256` is what exactly was failing then.
    """

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="sign_offs")
    check_code = models.CharField("việc kiểm tra", max_length=60)
    state_sha256 = models.CharField("SHA-256 của kết quả kiểm tra", max_length=64)
    reason = models.TextField("lý do")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        ordering = ["-id"]
        verbose_name = "xác nhận chịu trách nhiệm"

    def __str__(self) -> str:
        return f"{self.check_code}: {self.by}"


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions."""

    def frozen(self) -> Self:
        """Those that wait for the signature."""
        return self.filter(FROZEN.where())

    def published(self) -> Self:
        """Those in force."""
        return self.filter(PUBLISHED.where())

    def public(self) -> Self:
        return self.filter(PUBLIC.where())

    def in_hand(self) -> Self:
        return self.filter(IN_HAND.where())


class Edition(models.Model):
    """The whole document frozen (bản ban hành): data, text, template and font identity. It is
    superseded, never edited.

    `content_sha256` is that of the file with the frozen content, from which rendering again gives
    the same bytes.
    """

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("bản số")
    state = models.CharField(
        "trạng thái", max_length=12, choices=EditionState.choices, default=EditionState.FROZEN
    )
    content_sha256 = models.CharField("SHA-256 của nội dung", max_length=64)
    data_sha256 = models.CharField("SHA-256 của dữ liệu mở", max_length=64)
    template_sha256 = models.CharField("SHA-256 của mẫu trình bày", max_length=64)
    fonts_sha256 = models.CharField("SHA-256 của phông chữ", max_length=64)
    record_head = models.CharField("dấu xác nhận nhật ký", max_length=90)
    what_changed = models.TextField("nội dung đính chính", blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    frozen_at = models.DateTimeField("chốt lúc")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("ban hành lúc", null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_edition_per_number"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state="published"), name="one_published_edition"
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state="frozen"),
                name="one_edition_waits_for_signature",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EditionState.values), name="edition_state_known"
            ),
        ]
        verbose_name = "bản ban hành"

    def __str__(self) -> str:
        return f"{self.campaign}: bản {self.number}"

    @property
    def is_published(self) -> bool:
        """It is the one in force."""
        return PUBLISHED.holds(self)

    @property
    def is_superseded(self) -> bool:
        return SUPERSEDED.holds(self)


class EditionFileQuerySet(models.QuerySet["EditionFile"]):
    """Files of editions."""

    def current(self) -> Self:
        """Those that count: no later one of the same form took their place."""
        return self.filter(is_replaced=False)

    def published(self) -> Self:
        """Of the edition in force."""
        return self.filter(PUBLISHED.where("edition__"))

    def of_standing_editions(self) -> Self:
        """Not of one that was given up before signing."""
        return self.exclude(WITHDRAWN.where("edition__"))


class EditionFile(models.Model):
    """A file of an edition, among them the frozen content itself. The signed one has what was found
    in its signatures.

    `findings`: one {"signer", "at", "is_intact", "is_trusted", "sentence"} for each signature.
    """

    is_recorded = True
    recorded_folder = "editions"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    format = models.CharField("dạng tệp", max_length=10, choices=FileFormat.choices)
    stored_as = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("kích thước")
    pages = models.PositiveSmallIntegerField("số trang", default=0)
    findings = models.JSONField("chữ ký số", default=list, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField("lúc")
    is_replaced = models.BooleanField("đã có bản sau", default=False)

    objects = EditionFileQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(format__in=FileFormat.values), name="edition_file_format_known"
            ),
            models.UniqueConstraint(
                fields=["edition", "format"],
                condition=Q(is_replaced=False),
                name="one_file_per_edition_and_format",
            ),
        ]
        verbose_name = "tệp của bản ban hành"

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_format_display()}"
