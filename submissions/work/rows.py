"""The criteria of one group as rows of a form, finished for the template: plain dictionaries, which templates read fastest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import FilteredRelation, Q

from criteria.enums import RuleKind
from criteria.models import Criterion, Level
from ictindex.lib.numbers import show
from scoring.core.declared import plain
from scoring.core.rule_terms import Terms
from scoring.core.types import LevelSpec
from submissions.editing import moment_in_words
from submissions.entries import AS_OF, NOT_APPLICABLE, NOTE, SKIPPED, Entry
from submissions.enums import OutcomeKind, SkipReason
from submissions.inputs import Field, Input, input_of
from submissions.models import Submission
from submissions.typed import VALUE, day_in_words, mark_of, texts_of

Row = dict[str, Any]
COLUMNS = (
    *("pk", "code", "name", "maximum", "is_leaf", "parent_id", "rule_kind", "rule", "evidence_expected", "is_sample"),
    *("own__pk", "own__version", "own__declared", "own__declared_as_of", "own__self_outcome", "own__self_points"),
    *("own__skipped", "own__note", "own__changed_at"),
)
_KINDS_WITH_LEVELS = frozenset({RuleKind.CHOICE, RuleKind.STEPS})
_SKIPS = [("", "–"), *SkipReason.choices]
_MAY_NOT_APPLY = [*_SKIPS, (NOT_APPLICABLE, "Không áp dụng")]


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says about one row instead of what is stored: the typed texts, with the refusal or the stored other value."""

    texts: Mapping[str, str]
    problems: Mapping[str, str]
    theirs: str = ""


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


def asked_in(criteria: tuple[Row, ...], group: int) -> dict[int, Asked]:
    """The scored criteria by key. One query."""
    levels: dict[int, list[LevelSpec]] = {}
    stored = Level.objects.filter(criterion__group=group).order_by("order", "pk")
    for key, code, label, points, bound in stored.values_list("criterion_id", "code", "label", "points", "lower_bound"):
        levels.setdefault(key, []).append(LevelSpec(code, label, points, bound))
    return {row["pk"]: Asked(row, _input(row, levels.get(row["pk"], []))) for row in criteria if row["is_leaf"]}


def _input(row: Row, levels: list[LevelSpec]) -> Input:
    return input_of(Terms(kind=row["rule_kind"], params=row["rule"], maximum=row["maximum"], levels=tuple(levels)))


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
        "pk": columns["own__pk"],
        "code": columns["code"],
        "name": columns["name"],
        "is_sample": columns["is_sample"],
        "is_below": columns["parent_id"] is not None,
        "maximum": plain(columns["maximum"]),
        "how": asked.input.how,
        "expected": columns["evidence_expected"],
        "points": points_of(columns),
        "saved": saved_in_words(columns["own__changed_at"]),
    }
    if not can_edit:
        return row | _read_only(asked, entry)
    return (
        row
        | _inputs(asked, texts, problems)
        | {
            "version": columns["own__version"],
            "seen": mark_of(stored),
            "theirs": told.theirs if told else "",
            "problem": " ".join(dict.fromkeys(problems.values())),
        }
    )


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
    shown = asked.in_words(columns["own__declared"] or {})
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
    return {"words": in_words(asked.input, asked.columns), "as_of": day_in_words(entry.as_of), "note": entry.note}


def _inputs(asked: Asked, texts: Mapping[str, str], problems: Mapping[str, str]) -> Row:
    """Identifiers count the fields, since the paths of parts may hold anything; names hold the paths."""
    key = asked.columns["own__pk"]
    may_not_apply = asked.input.terms.params.get("may_not_apply") is True
    return {
        "fields": [_field(key, *each, texts, problems) for each in enumerate(asked.input.fields())],
        "wants_as_of": asked.input.wants_as_of,
        "as_of": texts.get(AS_OF, ""),
        "as_of_problem": problems.get(AS_OF, ""),
        "skips": _chosen(_MAY_NOT_APPLY if may_not_apply else _SKIPS, texts.get(SKIPPED, "")),
        "skip_problem": problems.get(SKIPPED, ""),
        "note": texts.get(NOTE, ""),
        "note_problem": problems.get(NOTE, ""),
    }


def _field(key: int, number: int, field: Field, texts: Mapping[str, str], problems: Mapping[str, str]) -> Row:
    value = texts.get(f"{VALUE}{field.path}", "")
    return {
        "id": f"o-{key}-{number}",
        "name": f"{key}-{VALUE}{field.path}",
        "label": field.label,
        "value": value,
        "options": _chosen([("", "–"), *field.options], value) if field.options else (),
        "problem": problems.get(field.path, ""),
    }


def _chosen(options: list[tuple[str, str]], value: str) -> list[tuple[str, str, bool]]:
    return [(code, label, code == value) for code, label in options]


def leaves(section: tuple[Section, ...]) -> Iterator[Row]:
    """The scored rows of all sections."""
    return (row for each in section for row in each.rows if "is_heading" not in row)
