"""What an auditor asks of the record: by unit, person, act, campaign, time, or one row; and the
page of entries that answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import Case, F, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Cast, Length, Replace
from django.db.models.query import QuerySet
from django.utils import timezone
from django_filters import ChoiceFilter, Filter, FilterSet

from ictindex.lib.json_values import Json
from units.forms import DayField
from units.models import AuditEntry
from units.record.queries.acts import name_of
from units.record.queries.rows import OPERATOR, RecordEntry, entries_shown, read_changes

PAGE = 50
#: Rows of one entry that the list shows; the rest is on the entry's own page.
ROWS_IN_LIST = 3
ROWS_ON_PAGE = 50
#: Changes longer than this are not read for the list.
_MOST_TEXT = 20_000
_TABLE = '"table":"'
_NOBODY = "0"

Entries = QuerySet[AuditEntry]
#: Which of an entry's changes may be shown here.
ChangeFilter = Callable[[Json], bool]


@dataclass(frozen=True, slots=True)
class RecordSlice:
    """One page of entries, newest first, with the sequence numbers that lead to the pages
    around it (0: none).
    """

    entries: list[RecordEntry]
    older: int
    newer: int


def touching(entries: Entries, keys: list[tuple[str, str]]) -> Entries:
    """Entries that changed one of the rows (table, key).

    The text is canonical, so the comparison is exact.
    """
    whole = Q(pk__in=[])
    for table, key in keys:
        whole |= Q(changes__contains=f'"key":"{key}","table":"{table}"}}')
    return entries.filter(whole)


class RowFilter(Filter):
    """A table and a key: «submissions_answer:12»."""

    field_class = forms.RegexField


class NamedDayField(DayField):
    """The sentence about what was typed stands above all fields, so it names its own."""

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except forms.ValidationError as problem:
            raise forms.ValidationError(f"«{self.label}»: {problem.message}") from problem


class DayFilter(Filter):
    """A day as people write it."""

    field_class = NamedDayField


class RecordFilter(FilterSet):
    """The choices are those that occur in the entries in question. Four queries."""

    don_vi = ChoiceFilter("unit__code", label="Đơn vị")
    nguoi = ChoiceFilter("actor", label="Người thực hiện", null_value=_NOBODY)
    viec = ChoiceFilter("act", label="Việc")
    dot = ChoiceFilter("campaign_code", label="Đợt đánh giá")
    tu_ngay = DayFilter(
        label="Từ ngày", method=lambda entries, _, day: entries.filter(at__gte=_start_of(day))
    )
    den_ngay = DayFilter(
        label="Đến hết ngày", method=lambda entries, _, day: entries.filter(at__lte=_end_of(day))
    )
    dong = RowFilter(
        method=lambda entries, _, row: touching(entries, [tuple(row.split(":"))]),
        regex=r"^[a-z]+_[a-z]+:[0-9]+$",
        widget=forms.HiddenInput,
    )

    def __init__(self, data: Any, entries: Entries) -> None:
        super().__init__(data, entries)
        for name, choices in _choices(entries).items():
            self.filters[name].extra |= {"choices": choices, "empty_label": "Tất cả"}
        for name, field in self.form.fields.items():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs |= {
                "class": "form-select" if is_choice else "form-control",
                "id": f"loc-{name}",
            }
            if isinstance(field, forms.DateField):
                field.widget.attrs |= {"placeholder": "ngày/tháng/năm", "autocomplete": "off"}

    def chosen(self) -> Entries:
        """The entries that were asked for; none where a question cannot be read."""
        return self.qs if self.is_valid() else self.queryset.none()


def page_of(
    entries: Entries,
    *,
    before: int,
    after: int,
    phases: dict[str, str],
    shows: ChangeFilter | None = None,
) -> RecordSlice:
    """The entries before a sequence number, or those just after one, else the newest.

    One query, and those for names.
    """
    newest_first = entries.filter(sequence__lt=before) if before else entries
    if after:
        found = list(reversed(_loaded(entries.filter(sequence__gt=after).order_by("sequence"))))
    else:
        found = _loaded(newest_first.order_by("-sequence"))
    more = len(found) > PAGE
    found = found[-PAGE:] if after else found[:PAGE]
    shown = entries_shown([_part(entry, shows) for entry in found], phases)
    has_newer, has_older = (more, True) if after else (bool(before), more)
    first, last = (found[0].sequence, found[-1].sequence) if found else (0, 0)
    return RecordSlice(shown, last if has_older else 0, first if has_newer else 0)


def _loaded(entries: Entries) -> list[AuditEntry]:
    """One more than a page; the changes only where they are short, and their number for all."""
    rows = (Length("changes") - Length(Replace("changes", Value(_TABLE), Value("")))) / Value(
        len(_TABLE)
    )
    short = Case(
        When(text_length__lte=_MOST_TEXT, then=F("changes")),
        default=Value(""),
        output_field=TextField(),
    )
    counted = entries.defer("changes", "digests").select_related("unit")
    counted = counted.annotate(
        text_length=Length("changes"), row_count=Cast(rows, IntegerField()), short_changes=short
    )
    return list(counted[: PAGE + 1])


def _part(entry: Any, shows: ChangeFilter | None) -> tuple[AuditEntry, list[Json], int]:
    changes = read_changes(entry.short_changes) if entry.short_changes else []
    if shows is None:
        return entry, changes[:ROWS_IN_LIST], entry.row_count
    seen = [change for change in changes if shows(change)]
    return entry, seen[:ROWS_IN_LIST], len(seen)


def _choices(entries: Entries) -> dict[str, list[tuple[str, str]]]:
    plain = entries.order_by()
    units = (
        plain.filter(unit__isnull=False)
        .values_list("unit__code", "unit__short_name", "unit__order")
        .distinct()
    )
    people = plain.values_list("actor_id", "actor_name").distinct()
    acts = plain.values_list("act", flat=True).distinct()
    campaigns = plain.exclude(campaign_code="").values_list("campaign_code", flat=True).distinct()
    return {
        "don_vi": [
            (code, name) for code, name, _ in sorted(units, key=lambda unit: (unit[2], unit[0]))
        ],
        "nguoi": sorted(
            {(str(key or _NOBODY), name or OPERATOR) for key, name in people}, key=_by_given_name
        ),
        "viec": sorted(((act, name_of(act)) for act in acts), key=lambda act: act[1]),
        "dot": [(code, code) for code in sorted(campaigns, reverse=True)],
    }


def _by_given_name(person: tuple[str, str]) -> tuple[str, str]:
    return person[1].split()[-1], person[1]


def _start_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _end_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
