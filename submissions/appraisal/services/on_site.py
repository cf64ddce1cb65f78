"""Figures counted on the spot (số liệu kiểm tra thực tế), kept beside what the unit declared
and never instead of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from criteria.phrases import sentence_about
from criteria.questions import stored_rule
from ictindex.lib.errors import StaleState
from ictindex.lib.text import clean_text
from submissions.appraisal.services.acts import held_answer
from submissions.dossier.queries.entries import Entry, InvalidEntry, columns_of
from submissions.models import Answer, OnSiteCheck
from units import audit
from units.access import require
from units.models import User

CHECKED_ON_SITE = audit.name_act("appraise.checked_on_site", "Ghi số liệu kiểm tra thực tế")

CHECK = "appraise.record_on_site_check_of_U"
CHECKED_ON, NOTE = "checked_on", "note"
LONGEST_NOTE = 2000
_WRITTEN = ("declared", "checked_on", "note", "by", "at", "version")


class StaleCheck(StaleState):
    """Somebody stored other figures since; `current` are those, None where there are none."""

    def __init__(self, answer: Answer, current: OnSiteCheck | None) -> None:
        said = (
            "số liệu kiểm tra thực tế đã được người khác sửa sau khi Ông/Bà mở trang. Số liệu "
            "Ông/Bà nhập chưa được lưu."
        )
        super().__init__(sentence_about(answer.criterion.code, said))
        self.current = current


@dataclass(frozen=True, slots=True)
class OnSiteCount:
    """What was counted.

    `figures`: texts as typed by the path of the field, in the terms of the criterion's rule.
    """

    checked_on: date | None
    figures: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@transaction.atomic
def record_on_site_check(
    *, answer: Answer, version: int, counted: OnSiteCount, by: User, now: datetime | None = None
) -> OnSiteCheck:
    """Store figures that were made from that version (0: nothing was stored). The same again
    changes nothing.

    Raises Http404, NotAllowed, StaleCheck, or InvalidEntry by field: a path, «checked_on» or
    «note».
    """
    now = now or timezone.now()
    held = held_answer(pk=answer.pk)
    require(by, CHECK, held.submission)
    values = _checked(held, counted, today=timezone.localdate(now))
    stored = OnSiteCheck.objects.filter(answer=held).first()
    if stored and all(getattr(stored, name) == value for name, value in values.items()):
        return stored
    if (stored.version if stored else 0) != version:
        raise StaleCheck(held, stored)
    check, change = _write(held, stored, values | {"by": by, "at": now})
    facts = {"criterion": f"{held.criterion.group.code}:{held.criterion.code}"}
    place = {"campaign": held.submission.campaign, "unit": held.submission.unit, "subject": check}
    audit.record(act=CHECKED_ON_SITE, by=by, facts=facts, changes=[change], **place)  # type: ignore[arg-type]
    return check


def _checked(held: Answer, counted: OnSiteCount, *, today: date) -> dict[str, object]:
    """The columns that are stored. Raises InvalidEntry with every problem at once."""
    problems: dict[str, str] = {}
    note = clean_text(counted.note)
    if len(note) > LONGEST_NOTE:
        problems[NOTE] = f"Ghi chú dài {len(note)} ký tự, vượt mức {LONGEST_NOTE}. Viết ngắn lại."
    _check_day(counted.checked_on, today, problems)
    declared = _figures(held, counted, today, problems)
    if not problems and not declared and not note:
        problems[NOTE] = "Nhập số liệu đã kiểm tra, hoặc ghi chú đã thấy gì."
    if problems:
        raise InvalidEntry(problems).about(held.criterion.code)
    return {"declared": declared, "checked_on": counted.checked_on, "note": note}


def _figures(
    held: Answer, counted: OnSiteCount, today: date, problems: dict[str, str]
) -> Mapping[str, object]:
    """Read by the same rule as what the unit declares: what cannot be declared cannot be
    counted either.
    """
    criterion = held.criterion
    try:
        entry = Entry(
            declared={path: text for path, text in counted.figures.items() if text.strip()}
        )
        return columns_of(
            criterion, stored_rule(criterion, criterion.levels.all()), entry, today=today
        ).declared
    except InvalidEntry as refusal:
        problems |= refusal.problems
        return {}


def _check_day(day: date | None, today: date, problems: dict[str, str]) -> None:
    if day is None:
        problems[CHECKED_ON] = "Nhập ngày kiểm tra, ví dụ 20/11/2020."
    elif day > today:
        problems[CHECKED_ON] = f"Ngày kiểm tra {day:%d/%m/%Y} ở sau hôm nay."
    elif day.year < 1990:
        problems[CHECKED_ON] = f"Ngày kiểm tra {day:%d/%m/%Y} quá xa trong quá khứ."


def _write(
    held: Answer, stored: OnSiteCheck | None, values: dict[str, object]
) -> tuple[OnSiteCheck, audit.Change]:
    if stored is None:
        check = OnSiteCheck.objects.create(answer=held, **values)
        return check, audit.inserted(check)
    before, stored.answer = audit.row_of(stored), held
    for name, value in values.items():
        setattr(stored, name, value)
    stored.version += 1
    changed = {name: getattr(stored, name) for name in _WRITTEN}
    if not OnSiteCheck.objects.filter(pk=stored.pk, version=stored.version - 1).update(**changed):
        raise StaleCheck(held, OnSiteCheck.objects.get(pk=stored.pk))
    return stored, audit.updated(before, stored)
