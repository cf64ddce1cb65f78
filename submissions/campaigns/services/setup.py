"""Setting a campaign up and writing down what happened: the next year's campaign, deadlines,
timeline, decision.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from criteria.models import AnnexAssignment
from ictindex.lib.errors import DomainError, StaleState
from ictindex.lib.text import clean_line
from submissions.models import Appointment, Campaign, Submission, TimelineStep
from submissions.models.capacities import forget_standing
from units import audit
from units.access import require
from units.models import User

OPENED = audit.name_act("campaign.opened", "Mở đợt đánh giá mới")
DEADLINE_SET = audit.name_act("campaign.deadline_set", "Đặt hạn nộp hồ sơ")
REPLY_DEADLINE_SET = audit.name_act("campaign.reply_deadline_set", "Đặt hạn giải trình")
DECISION_WRITTEN = audit.name_act("campaign.decision_written", "Ghi quyết định ban hành")
TIMELINE_WRITTEN = audit.name_act("campaign.timeline_written", "Ghi diễn biến của đợt")

_LAST_YEAR = 9999


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A step of the procedure as somebody enters it."""

    number: int
    what: str
    happened_on: date | None = None
    document: str = ""


@transaction.atomic
def open_next(*, source: Campaign, code: str, year: int, title: str, by: User) -> Campaign:
    """A new campaign in setup from last year's: its units, annexes and people in force; dates and
    documents are empty.

    People keep the grants that two administrators gave them. Raises NotAllowed, or DomainError when
    the code is taken or a value is not what it must be.
    """
    require(by, "period.open_next_period_from_this", source)
    if not source.year < year <= _LAST_YEAR:
        raise DomainError(f"Năm của đợt mới phải sau năm {source.year} và gồm bốn chữ số.")
    campaign = _create(
        Campaign(
            code=code,
            year=year,
            previous_year=source.year,
            title=clean_line(title),
            ministry=source.ministry,
            framework=source.framework,
            signer_authority=source.signer_authority,
        )
    )
    rows = [
        campaign,
        *_copy_submissions(source, campaign),
        *_copy_annexes(source, campaign),
        *_copy_people(source, campaign),
    ]
    audit.record(
        act=OPENED,
        by=by,
        campaign=campaign,
        subject=campaign,
        facts={"from": source.code},
        changes=[audit.inserted(row) for row in rows],
    )
    forget_standing(by)
    return campaign


@transaction.atomic
def set_deadlines(
    *,
    campaign: Campaign,
    self_score_due_at: datetime,
    by: User,
    now: datetime | None = None,
    version: str | None = None,
) -> Campaign:
    """The instant until which units hand in.

    Never in the past; while units are filling in, only later.
    """
    campaign = _held(campaign)
    require(by, "period.set_deadlines", campaign)
    _require_same(version, deadline_version(campaign))
    _require_later(
        campaign,
        "self_score_due_at",
        campaign.self_score_due_at,
        self_score_due_at,
        now or timezone.now(),
    )
    return _change(campaign, DEADLINE_SET, by, self_score_due_at=self_score_due_at)


@transaction.atomic
def set_reply_deadline(
    *,
    campaign: Campaign,
    reply_due_at: datetime,
    by: User,
    now: datetime | None = None,
    version: str | None = None,
) -> Campaign:
    """The instant until which units reply to round 1.

    Never in the past; while units reply, only later.
    """
    campaign = _held(campaign)
    require(by, "period.set_reply_deadline", campaign)
    _require_same(version, reply_deadline_version(campaign))
    _require_later(
        campaign, "reply_due_at", campaign.reply_due_at, reply_due_at, now or timezone.now()
    )
    if campaign.self_score_due_at and reply_due_at <= campaign.self_score_due_at:
        raise DomainError("Hạn giải trình phải muộn hơn hạn nộp hồ sơ.")
    return _change(campaign, REPLY_DEADLINE_SET, by, reply_due_at=reply_due_at)


@transaction.atomic
def write_decision(
    *,
    campaign: Campaign,
    number: str,
    decided_on: date,
    signer: str,
    authority: str,
    by: User,
    version: str | None = None,
) -> Campaign:
    """The decision that publishes the report."""
    campaign = _held(campaign)
    require(by, "period.write_decision", campaign)
    _require_same(version, decision_version(campaign))
    if not number.strip() or not signer.strip():
        raise DomainError("Ghi số quyết định và họ tên người ký.")
    return _change(
        campaign,
        DECISION_WRITTEN,
        by,
        decision_number=clean_line(number),
        decided_on=decided_on,
        signer=clean_line(signer),
        signer_authority=clean_line(authority),
    )


@transaction.atomic
def write_timeline(
    *, campaign: Campaign, steps: Sequence[TimelineEntry], by: User, version: str | None = None
) -> list[TimelineStep]:
    """Replace the steps of the procedure by these. Dates need not be in order; numbers must differ.

    What did not change is not written and not recorded. Raises StaleState when the steps are not
    those of the `version`.
    """
    campaign = _held(campaign)
    require(by, "period.edit_timeline", campaign)
    stored = list(campaign.timeline.all())
    _require_same(version, timeline_version(stored))
    if len({step.number for step in steps}) != len(steps):
        raise DomainError("Mỗi bước có một số riêng. Có hai bước trùng số.")
    changes = _write_steps(campaign, steps, {step.number: step for step in stored})
    if changes:
        audit.record(
            act=TIMELINE_WRITTEN, by=by, campaign=campaign, subject=campaign, changes=changes
        )
    return list(campaign.timeline.all())


def deadline_version(campaign: Campaign) -> str:
    """What a form about the deadline carries, so that nobody overwrites what another wrote in
    the meantime.
    """
    return _version(campaign.self_score_due_at)


def reply_deadline_version(campaign: Campaign) -> str:
    return _version(campaign.reply_due_at)


def decision_version(campaign: Campaign) -> str:
    return _version(
        campaign.decision_number, campaign.decided_on, campaign.signer, campaign.signer_authority
    )


def timeline_version(steps: Iterable[TimelineStep]) -> str:
    return _version(
        *((step.number, str(step.happened_on), step.document, step.what) for step in steps)
    )


def _version(*values: object) -> str:
    return hashlib.sha256(repr([str(value) for value in values]).encode()).hexdigest()[:16]


def _require_same(version: str | None, stored: str) -> None:
    """No version: the caller did not start from stored values."""
    if version is not None and version != stored:
        raise StaleState("Người khác vừa sửa phần này. Nội dung Ông/Bà nhập chưa được lưu.")


def _create(campaign: Campaign) -> Campaign:
    _require_clean(campaign, "code", "title")
    try:
        with transaction.atomic():
            campaign.save(force_insert=True)
    except IntegrityError as problem:
        raise DomainError(
            f"Đã có đợt đánh giá mang mã «{campaign.code}». Chọn mã khác."
        ) from problem
    return campaign


def _copy_submissions(source: Campaign, campaign: Campaign) -> list[Submission]:
    """The same units, under the names they have today."""
    return Submission.objects.bulk_create(
        Submission(
            campaign=campaign,
            unit=old.unit,
            kind=old.unit.kind,
            order=old.order,
            name=old.unit.name,
            short_name=old.unit.short_name,
        )
        for old in source.submissions.select_related("unit__kind")
    )


def _copy_annexes(source: Campaign, campaign: Campaign) -> list[AnnexAssignment]:
    return AnnexAssignment.objects.bulk_create(
        AnnexAssignment(
            period=campaign.code,
            unit_id=old.unit_id,
            annex_id=old.annex_id,
            group_code=old.group_code,
        )
        for old in AnnexAssignment.objects.filter(period=source.code).order_by("id")
    )


def _copy_people(source: Campaign, campaign: Campaign) -> list[Appointment]:
    copies = list(source.appointments.in_force().order_by("id"))
    for copy in copies:
        copy.pk, copy.campaign, copy.document = None, campaign, ""
        copy._state.adding = True
    return Appointment.objects.bulk_create(copies)


def _held(campaign: Campaign) -> Campaign:
    """The campaign as it is now, locked until the transaction ends, so that its phase cannot
    move under the act.
    """
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


def _require_later(
    campaign: Campaign, column: str, old: datetime | None, new: datetime, now: datetime
) -> None:
    if new <= now:
        raise DomainError("Hạn phải muộn hơn thời điểm hiện tại.")
    if campaign.stands.deadline == column and old and new < old:
        raise DomainError(
            "Khi các đơn vị đang thực hiện, hạn chỉ được lùi muộn hơn, không được sớm hơn."
        )


def _change(campaign: Campaign, act: audit.ActCode, by: User, **values: object) -> Campaign:
    before = audit.row_of(campaign)
    for name, value in values.items():
        setattr(campaign, name, value)
    _require_clean(campaign, *values)
    campaign.save(update_fields=list(values))
    audit.record(
        act=act,
        by=by,
        campaign=campaign,
        subject=campaign,
        changes=[audit.updated(before, campaign)],
    )
    return campaign


def _require_clean(row: Model, *fields: str) -> None:
    """Lengths and shapes as the columns say, in words. Raises DomainError."""
    try:
        row.clean_fields(
            exclude=[field.name for field in row._meta.concrete_fields if field.name not in fields]
        )
    except ValidationError as problem:
        named = [
            (row._meta.get_field(name), messages) for name, messages in problem.message_dict.items()
        ]
        raise DomainError(
            " ".join(f"{_capitalized(field)}: {' '.join(messages)}" for field, messages in named)
        ) from problem


def _capitalized(field: Any) -> str:
    name = str(field.verbose_name)
    return name[:1].upper() + name[1:]


def _write_steps(
    campaign: Campaign, steps: Sequence[TimelineEntry], stored: dict[int, TimelineStep]
) -> list[audit.Change]:
    gone = sorted(stored.keys() - {step.number for step in steps})
    changes = [_remove_step(stored[number]) for number in gone]
    for step in steps:
        change = _write_step(campaign, step, stored.get(step.number))
        changes += [change] if change else []
    return changes


def _write_step(
    campaign: Campaign, step: TimelineEntry, stored: TimelineStep | None
) -> audit.Change | None:
    """None where nothing changed."""
    row = stored or TimelineStep(campaign=campaign, number=step.number)
    before = audit.row_of(row)
    row.happened_on, row.document, row.what = (
        step.happened_on,
        clean_line(step.document),
        clean_line(step.what),
    )
    if stored and audit.row_of(row) == before:
        return None
    _require_clean(row, "number", "document", "what")
    row.save()
    return audit.updated(before, row) if stored else audit.inserted(row)


def _remove_step(row: TimelineStep) -> audit.Change:
    before, key = audit.row_of(row), row.pk
    row.delete()
    return audit.deleted(before, TimelineStep, key)
