"""The editable text of a campaign's report and decision: sections, their passages, and the
legal bases.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ictindex.lib.days import is_between
from reports.enums import DocumentPart, PassageForm
from submissions.models import Campaign


class Section(models.Model):
    """A heading of the document and its place. `key` is the generator's name for it; empty: added
    by hand.

    `generated_title` is what the application wrote when that was last agreed to; empty: nothing, or
    not known.
    """

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="sections")
    part = models.CharField(
        "phần", max_length=10, choices=DocumentPart.choices, default=DocumentPart.REPORT
    )
    key = models.CharField("khóa", max_length=60, blank=True)
    level = models.PositiveSmallIntegerField("cấp", default=1)
    title = models.CharField("đề mục", max_length=300)
    generated_title = models.CharField("đề mục do ứng dụng soạn", max_length=300, blank=True)
    order = models.PositiveIntegerField("thứ tự")
    is_left_out = models.BooleanField("không in", default=False)
    left_out_reason = models.CharField("lý do không in", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["part", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "part", "key"], condition=~Q(key=""), name="one_section_per_key"
            ),
            models.CheckConstraint(
                condition=Q(part__in=DocumentPart.values), name="section_part_known"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3), name="section_level_known"
            ),
        ]
        verbose_name = "mục của báo cáo"

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """A paragraph, list or table of words under a section.

    `text` is what is printed: clean HTML of a small set of marks. `generated` is what the
    application wrote when the text was made or last agreed to, and `figures` are the figures in it
    (name → as shown), so that a change of data shows old and new side by side. Empty key: written
    by hand. An edited one is never overwritten.
    """

    is_recorded = True

    section = models.ForeignKey(Section, models.PROTECT, related_name="passages")
    key = models.CharField("khóa", max_length=120, blank=True)
    form = models.CharField(
        "dạng", max_length=10, choices=PassageForm.choices, default=PassageForm.PARAGRAPH
    )
    text = models.TextField("nội dung", blank=True)
    generated = models.TextField("nội dung do ứng dụng soạn", blank=True)
    figures = models.JSONField("số liệu trong đoạn", default=dict, blank=True)
    is_edited = models.BooleanField("đã sửa tay", default=False)
    is_left_out = models.BooleanField("không in", default=False)
    order = models.PositiveIntegerField("thứ tự")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField("sửa lúc", null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "key"], condition=~Q(key=""), name="one_passage_per_key"
            ),
            models.CheckConstraint(
                condition=Q(form__in=PassageForm.values), name="passage_form_known"
            ),
        ]
        verbose_name = "đoạn của báo cáo"

    def __str__(self) -> str:
        return self.text[:60]


class LegalBasis(models.Model):
    """A document that decisions rest on (căn cứ), with the days between which it is in force."""

    is_recorded = True

    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    text = models.CharField("câu căn cứ", max_length=600)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    valid_from = models.DateField("hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("hết hiệu lực", null=True, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="legal_basis_validity_in_order",
            )
        ]
        verbose_name = "căn cứ pháp lý"

    def __str__(self) -> str:
        return self.text

    def is_in_force(self, day: date) -> bool:
        return is_between(day, self.valid_from, self.valid_to)


class ChosenBasis(models.Model):
    """A legal basis that the decision of one campaign rests on, and its place among them."""

    is_recorded = True

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="chosen_bases")
    basis = models.ForeignKey(LegalBasis, models.PROTECT, related_name="uses")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "basis"], name="one_use_per_campaign_and_basis"
            )
        ]
        verbose_name = "căn cứ của quyết định"

    def __str__(self) -> str:
        return f"{self.campaign}: {self.basis}"
