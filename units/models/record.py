"""The record: entries, the head of their chain, and verifications that were asked for."""

from typing import Self

from django.db import models
from django.db.models import Q

from units.enums import RunState
from units.models.directory import Unit
from units.models.people import User
from units.row_rules import RowRule


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


#: Waiting or running; at most one.
UNFINISHED = RowRule(state=(RunState.WAITING, RunState.RUNNING))


class VerificationRunQuerySet(models.QuerySet["VerificationRun"]):
    """Verifications that were asked for."""

    def unfinished(self) -> Self:
        return self.filter(UNFINISHED.where())


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

    objects = VerificationRunQuerySet.as_manager()

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

    @property
    def is_unfinished(self) -> bool:
        return UNFINISHED.holds(self)
