"""The criteria of one group as rows of a form, finished for the template: plain dictionaries, which templates read fastest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import FilteredRelation, Q
from django.utils.safestring import SafeString

from criteria.enums import RuleKind
from criteria.inputs import Field, Input
from criteria.models import Criterion
from criteria.questions import input_in, levels_in
from criteria.wording import declared_in_words
from ictindex.lib.numbers import show
from scoring.core.declared import plain
from submissions.dossier.queries.entries import AS_OF, NOT_APPLICABLE, NOTE, SKIPPED, Entry
from submissions.enums import OutcomeKind, SkipReason
from submissions.frame.deadlines import moment_in_words
from submissions.frame.form_rows import VALUE, Told, day_in_words, mark_of, texts_of
from submissions.frame.markup import Control, Options, asked_html, field_html, form_html, hidden_html, note_html, read_only_html
from submissions.models import Submission

Row = dict[str, Any]
COLUMNS = (
    *("pk", "code", "name", "maximum", "is_leaf", "parent_id", "rule_kind", "rule", "evidence_expected", "is_sample"),
    *("own__pk", "own__version", "own__declared", "own__declared_as_of", "own__self_outcome", "own__self_points"),
    *("own__skipped", "own__note", "own__changed_at"),
)
_KINDS_WITH_LEVELS = frozenset({RuleKind.CHOICE, RuleKind.STEPS})
_NOT_CHOSEN = ("", "–")
_SKIPS: Options = (_NOT_CHOSEN, *((value, str(label)) for value, label in SkipReason.choices))
_MAY_NOT_APPLY: Options = (*_SKIPS, (NOT_APPLICABLE, "Không áp dụng"))


@dataclass(frozen=True, slots=True)
class Section:
    """A main criterion and what is scored below it; a heading of nothing where a main criterion is itself scored."""

    heading: Row | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A scored criterion with its answer as the columns were read, and what is filled in for it."""

    columns: Row
    input: Input


def criteria_of(submission: Submission, group: int) -> tuple[Row, ...]:
    """All criteria of a group in order, each with the answer of this file. One query."""
    own = FilteredRelation("answers", condition=Q(answers__submission=submission.pk))
    rows = Criterion.objects.filter(group=group).annotate(own=own).order_by("order", "pk")
    return tuple(rows.values(*COLUMNS))


def asked_in(criteria: Iterable[Row], groups: Iterable[int]) -> dict[int, Asked]:
    """The scored ones among criteria of these groups, by key. One query."""
    levels = levels_in(criterion__group__in=list(groups))
    return {row["pk"]: Asked(row, input_in(row, levels)) for row in criteria if row["is_leaf"]}


def sections(criteria: tuple[Row, ...], rows: Mapping[int, Row]) -> tuple[Section, ...]:
    """The rows under their main criteria; a heading below a main criterion is a row among its rows."""
    found: list[tuple[Row | None, list[Row]]] = []
    for criterion in criteria:
        is_heading = not criterion["is_leaf"]
        if criterion["parent_id"] is None:
            found.append((_heading(criterion) if is_heading else None, []))
        if criterion["parent_id"] is not None or not is_heading:
            found[-1][1].append(_heading(criterion) if is_heading else rows[criterion["pk"]])
    return tuple(Section(heading, tuple(below)) for heading, below in found)


def _heading(criterion: Row) -> Row:
    return {"is_heading": True, "code": criterion["code"], "name": criterion["name"], "maximum": plain(criterion["maximum"])}


def row_of(asked: Asked, *, told: Told | None = None, can_edit: bool = True) -> Row:
    """One scored criterion for the template."""
    columns, entry = asked.columns, entry_in(asked)
    stored = texts_of(entry)
    texts, problems = (told.texts, told.problems) if told else (stored, {})
    row = {
        "is_heading": False,
        "answer": columns["own__pk"],
        "pk": str(columns["own__pk"]),
        "code": columns["code"],
        "asked": asked_html(columns["name"], asked.input.how, columns["evidence_expected"], is_sample=columns["is_sample"]),
        "maximum": plain(columns["maximum"]),
        "points": points_of(columns),
        "saved": saved_in_words(columns["own__changed_at"]),
    }
    if not can_edit:
        return row | _read_only(asked, entry)
    hidden = hidden_html(row["pk"], str(columns["own__version"]), mark_of(stored))
    return row | _inputs(asked, texts, problems, hidden=hidden, theirs=told.theirs if told else "")


def entry_in(asked: Asked) -> Entry:
    """What is stored, as somebody would have entered it."""
    columns = asked.columns
    is_not_applicable = columns["own__self_outcome"] == OutcomeKind.NOT_APPLICABLE
    return Entry(
        declared={} if is_not_applicable else asked.input.typed(columns["own__declared"] or {}),
        as_of=columns["own__declared_as_of"],
        skipped=columns["own__skipped"] or "",
        is_not_applicable=is_not_applicable,
        note=columns["own__note"] or "",
    )


def in_words(asked: Input, columns: Row) -> str:
    """What is stored, in one line to read: figures, or why there are none."""
    if columns["own__self_outcome"] == OutcomeKind.NOT_APPLICABLE:
        return "Không áp dụng"
    shown = declared_in_words(columns["own__declared"] or {}, asked)
    if columns["own__skipped"]:
        return "; ".join(filter(None, [shown, str(SkipReason(columns["own__skipped"]).label)]))
    return shown or "Chưa trả lời"


def points_of(columns: Row) -> str:
    """«7,50», or in words why there are none."""
    if columns["own__self_outcome"] == OutcomeKind.NOT_APPLICABLE:
        return "không áp dụng"
    points: Decimal | None = columns["own__self_points"]
    return show(points, missing="")


def saved_in_words(moment: Any) -> str:
    return f"đã lưu lúc {moment_in_words(moment)}" if moment else ""


def _read_only(asked: Asked, entry: Entry) -> Row:
    words, day = in_words(asked.input, asked.columns), day_in_words(entry.as_of)
    return {"entry": read_only_html(words, day, entry.note), "controls": (), "theirs": ""}


def _inputs(asked: Asked, texts: Mapping[str, str], problems: Mapping[str, str], *, hidden: SafeString, theirs: str) -> Row:
    """The controls of the row, and their HTML."""
    key = str(asked.columns["own__pk"])
    fields = [_figure(key, *each, texts, problems) for each in enumerate(asked.input.fields())]
    if asked.input.wants_as_of:
        fields.append(_own(key, AS_OF, "Tính đến ngày", texts, problems))
    may_not_apply = asked.input.terms.params.get("may_not_apply") is True
    skip = _own(key, SKIPPED, "Để trống vì", texts, problems, options=_MAY_NOT_APPLY if may_not_apply else _SKIPS)
    note = _own(key, NOTE, f"tiêu chí {asked.columns['code']}", texts, problems)
    shown = [field_html(each, f"h-{key}") for each in fields]
    entry = form_html(hidden, shown, field_html(skip, f"h-{key}"), note_html(note), theirs)
    return {"controls": (*fields, skip, note), "entry": entry, "theirs": theirs}


def _figure(key: str, number: int, field: Field, texts: Mapping[str, str], problems: Mapping[str, str]) -> Control:
    """Identifiers count the fields, since the paths of parts may hold anything; names hold the paths."""
    return Control(
        id=f"o-{key}-{number}",
        name=f"{key}-{VALUE}{field.path}",
        label=field.label,
        value=texts.get(f"{VALUE}{field.path}", ""),
        problem=problems.get(field.path, ""),
        options=(_NOT_CHOSEN, *field.options) if field.options else (),
    )


def _own(
    key: str, name: str, label: str, texts: Mapping[str, str], problems: Mapping[str, str], *, options: Options = ()
) -> Control:
    """A control that every kind of rule has."""
    return Control(f"o-{key}-{name}", f"{key}-{name}", label, texts.get(name, ""), problems.get(name, ""), options)


def leaves(section: tuple[Section, ...]) -> Iterator[Row]:
    """The scored rows of all sections."""
    return (row for each in section for row in each.rows if not row["is_heading"])
