"""The criteria of one group as rows of a form, finished for the template: plain dictionaries,
which templates read fastest.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import FilteredRelation, Q

from criteria.models import Criterion
from criteria.phrases import declared_in_words
from criteria.questions import levels_in, rule_in
from ictindex.lib.numbers import show
from scoring.core.amounts import plain
from scoring.core.rule_kinds.rule import Rule
from submissions.dossier.queries.entries import Entry
from submissions.enums import OutcomeKind, SkipReason
from submissions.models import Submission

EntryRow = dict[str, Any]
COLUMNS = (
    *(
        "pk",
        "code",
        "name",
        "maximum",
        "is_leaf",
        "parent_id",
        "rule_kind",
        "rule",
        "evidence_expected",
        "is_sample",
    ),
    *(
        "own__pk",
        "own__version",
        "own__declared",
        "own__declared_as_of",
        "own__self_outcome",
        "own__self_points",
    ),
    *("own__skipped", "own__note", "own__changed_at"),
)


@dataclass(frozen=True, slots=True)
class CriterionSection:
    """A main criterion and what is scored below it; a heading of nothing where a main criterion
    is itself scored.
    """

    heading: EntryRow | None
    rows: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class CriterionAnswer:
    """A scored criterion with its answer as the columns were read, and its rule."""

    columns: EntryRow
    rule: Rule


def criteria_of(submission: Submission, group: int) -> tuple[EntryRow, ...]:
    """All criteria of a group in order, each with the answer of this file. One query."""
    own = FilteredRelation("answers", condition=Q(answers__submission=submission.pk))
    rows = Criterion.objects.filter(group=group).annotate(own=own).order_by("order", "pk")
    return tuple(rows.values(*COLUMNS))


def asked_in(criteria: Iterable[EntryRow], groups: Iterable[int]) -> dict[int, CriterionAnswer]:
    """The scored ones among criteria of these groups, by key. One query."""
    levels = levels_in(criterion__group__in=list(groups))
    return {
        row["pk"]: CriterionAnswer(row, rule_in(row, levels)) for row in criteria if row["is_leaf"]
    }


def sections(
    criteria: tuple[EntryRow, ...], rows: Mapping[int, EntryRow]
) -> tuple[CriterionSection, ...]:
    """The rows under their main criteria; a heading below a main criterion is a row among its
    rows.
    """
    found: list[tuple[EntryRow | None, list[EntryRow]]] = []
    for criterion in criteria:
        is_heading = not criterion["is_leaf"]
        if criterion["parent_id"] is None:
            found.append((_heading(criterion) if is_heading else None, []))
        if criterion["parent_id"] is not None or not is_heading:
            found[-1][1].append(_heading(criterion) if is_heading else rows[criterion["pk"]])
    return tuple(CriterionSection(heading, tuple(below)) for heading, below in found)


def _heading(criterion: EntryRow) -> EntryRow:
    return {
        "is_heading": True,
        "code": criterion["code"],
        "name": criterion["name"],
        "maximum": plain(criterion["maximum"]),
    }


def entry_in(asked: CriterionAnswer) -> Entry:
    """What is stored, as somebody would have entered it."""
    columns = asked.columns
    is_not_applicable = columns["own__self_outcome"] == OutcomeKind.NOT_APPLICABLE
    return Entry(
        declared={} if is_not_applicable else asked.rule.typed(columns["own__declared"] or {}),
        as_of=columns["own__declared_as_of"],
        skipped=columns["own__skipped"] or "",
        is_not_applicable=is_not_applicable,
        note=columns["own__note"] or "",
    )


def answer_in_words(rule: Rule, columns: EntryRow) -> str:
    """What is stored, in one line to read: figures, or why there are none."""
    if columns["own__self_outcome"] == OutcomeKind.NOT_APPLICABLE:
        return "Không áp dụng"
    shown = declared_in_words(columns["own__declared"] or {}, rule)
    if columns["own__skipped"]:
        return "; ".join(filter(None, [shown, str(SkipReason(columns["own__skipped"]).label)]))
    return shown or "Chưa trả lời"


def points_of(columns: EntryRow) -> str:
    """«7,50», or in words why there are none."""
    if columns["own__self_outcome"] == OutcomeKind.NOT_APPLICABLE:
        return "không áp dụng"
    points: Decimal | None = columns["own__self_points"]
    return show(points, missing="")


def leaves(section: tuple[CriterionSection, ...]) -> Iterator[EntryRow]:
    """The scored rows of all sections."""
    return (row for each in section for row in each.rows if not row["is_heading"])
