"""The one reader of answers: the criteria of some groups of a file, or some criteria in many files,
each with the answer and all that its reader may see of it.

The number of queries is fixed, whatever the number of criteria and units. Who may see what is asked
by the caller.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import FilteredRelation, Q

from criteria.models import Criterion
from criteria.questions import Levels, levels_in
from scoring.core.rule_kinds.kinds import rule_of
from scoring.core.rule_terms import Terms
from submissions.dossier.queries.files import GroupState
from submissions.dossier.queries.lines import (
    NO_ANSWER,
    AskedCriterion,
    CriterionHeading,
    DossierLine,
    StoredAnswer,
)
from submissions.dossier.queries.trails import (
    NO_TRAIL,
    NoteRow,
    Notes,
    Sight,
    Trails,
    notes_of,
    trails_of,
)
from submissions.dossier.queries.year_before import EarlierAnswers, year_before
from submissions.models import Answer, Submission

_CRITERION = (
    *("code", "name", "maximum", "parent_id", "is_leaf", "pk", "group__annex__code", "group_id"),
    *("group__code", "evidence_expected", "is_sample", "rule_kind", "rule"),
)
_ANSWER = (
    *("pk", "submission_id", "version", "declared", "declared_as_of", "self_outcome"),
    *("self_points", "skipped", "note", "changed_at", "is_reconstructed"),
)
_OFFICIAL_ORDER = ("submission__kind__order", "submission__order", "criterion__order", "pk")
_OWN = tuple(f"own__{name}" for name in _ANSWER)


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class CriterionSection(Generic[Row]):
    """A main criterion and what is scored below it; a heading of nothing where a main criterion
    is itself scored.
    """

    heading: CriterionHeading | None
    rows: tuple[Row | CriterionHeading, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """The criteria of some groups of one file in order. `notes`: about the file as a whole."""

    entries: tuple[CriterionHeading | DossierLine, ...] = ()
    notes: tuple[NoteRow, ...] = ()

    @property
    def lines(self) -> tuple[DossierLine, ...]:
        """The scored ones."""
        return tuple(entry for entry in self.entries if isinstance(entry, DossierLine))

    def asked_in(self, group: int) -> tuple[DossierLine, ...]:
        """Those of a group that the unit has an answer to."""
        return tuple(line for line in self.lines if line.is_asked and line.criterion.group == group)


@dataclass(frozen=True, slots=True)
class _LineContext:
    """What is known beside the answers of some groups of one file."""

    trails: Trails
    notes: Notes
    earlier: EarlierAnswers

    def line(self, criterion: AskedCriterion, answer: StoredAnswer) -> DossierLine:
        return DossierLine(
            criterion,
            answer,
            self.trails.get(answer.pk, NO_TRAIL),
            self.notes.get(answer.pk, ()),
            self.earlier.get((criterion.group_code, criterion.code, criterion.name)),
        )


def dossier_of(submission: Submission, groups: Iterable[GroupState], sight: Sight) -> Dossier:
    """All criteria of these groups in order, also those that the unit has no answer to.

    Six queries, fewer for who sees less; nothing at all for who may not see what was declared.
    """
    if not sight.claims:
        return Dossier()
    codes = {group.pk: group.code for group in groups}
    beside = _LineContext(
        trails_of({"submission": submission, "criterion__group__in": list(codes)}, sight),
        notes_of(submission, groups=codes.values()) if sight.notes else {},
        year_before(submission, codes.values()) if sight.earlier else {},
    )
    entries = tuple(_entries(submission, list(codes), beside))
    return Dossier(entries, beside.notes.get(None, ()))


def criteria_asked(**where: Any) -> dict[int, AskedCriterion]:
    """The scored criteria that a filter of criteria chooses, by key. Two queries."""
    chosen = Criterion.objects.leaves().filter(**where).order_by("order", "pk")
    levels = levels_in(**{f"criterion__{name}": value for name, value in where.items()})
    found = (_asked(row, levels) for row in chosen.values_list(*_CRITERION))
    return {criterion.pk: criterion for criterion in found}


def lines_across(
    asked: Mapping[int, AskedCriterion], sight: Sight, **where: Any
) -> tuple[DossierLine, ...]:
    """Of the answers that a filter of answers chooses, which are all to these criteria, in the
    official order of units. Three queries, fewer for who sees less; nothing for who may not see
    what was declared.
    """
    if not sight.claims:
        return ()
    trails = trails_of(where, sight)
    answers = Answer.objects.filter(**where).order_by(*_OFFICIAL_ORDER)
    return tuple(
        DossierLine(asked[criterion], StoredAnswer(*row), trails.get(row[0], NO_TRAIL))
        for criterion, *row in answers.values_list("criterion_id", *_ANSWER)
    )


def sections(dossier: Dossier, rows: Mapping[int, Row]) -> tuple[CriterionSection[Row], ...]:
    """Rows by criterion under their main criteria; a heading below a main criterion is a row among
    its rows. A scored criterion without a row is left out.
    """
    found: list[tuple[CriterionHeading | None, list[Row | CriterionHeading]]] = []
    for entry in dossier.entries:
        row = entry if isinstance(entry, CriterionHeading) else rows.get(entry.pk)
        if isinstance(entry, CriterionHeading) and entry.is_main:
            found.append((entry, []))
        elif row is not None:
            if entry.is_main:
                found.append((None, []))
            found[-1][1].append(row)
    return tuple(CriterionSection(heading, tuple(below)) for heading, below in found)


def _entries(
    submission: Submission, groups: Sequence[int], beside: _LineContext
) -> Iterator[CriterionHeading | DossierLine]:
    """Two queries."""
    own = FilteredRelation("answers", condition=Q(answers__submission=submission.pk))
    rows = Criterion.objects.filter(group__in=groups).annotate(own=own).order_by("order", "pk")
    levels = levels_in(criterion__group__in=groups)
    for row in rows.values_list(*_CRITERION, *_OWN):
        criterion, answer = row[: len(_CRITERION)], row[len(_CRITERION) :]
        code, name, worth, parent, is_leaf, *_ = criterion
        if is_leaf:
            stored = StoredAnswer(*answer) if answer[0] else NO_ANSWER
            yield beside.line(_asked(criterion, levels), stored)
        else:
            yield CriterionHeading(code, name, worth, is_main=parent is None)


def _asked(row: Sequence[Any], levels: Levels) -> AskedCriterion:
    code, name, maximum, parent, _, pk, *about, kind, rule = row
    read = rule_of(Terms(kind, rule, maximum, tuple(levels.get(pk, ()))))
    return AskedCriterion(*[code, name, maximum, parent is None, pk, *about, read])
