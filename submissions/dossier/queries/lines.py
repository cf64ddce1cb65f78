"""A criterion with a unit's answer to it and all that is known of that answer: the lines that every
room's pages are made of. Reads no tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from criteria.phrases import declared_in_words
from scoring.core.amounts import plain
from scoring.core.rule_kinds.rule import Rule
from scoring.core.types import Effect, Outcome
from submissions.dossier.queries.decisions import EnteredAnswer
from submissions.dossier.queries.entries import Entry, entry_of, points_in_words
from submissions.dossier.queries.outcomes import outcome_value
from submissions.dossier.queries.trails import NO_TRAIL, NoteRow, Trail
from submissions.dossier.queries.year_before import EarlierAnswer
from submissions.enums import OutcomeKind, SkipReason


@dataclass(frozen=True, slots=True)
class AskedCriterion:
    """A scored criterion with its rule. `group` is the key of its group;
    `is_main`: nothing stands above it.
    """

    code: str
    name: str
    maximum: Decimal
    is_main: bool
    pk: int
    annex: str
    group: int
    group_code: str
    evidence_expected: str
    is_sample: bool
    rule: Rule

    @property
    def effect(self) -> Effect:
        return self.rule.effect

    @property
    def may_not_apply(self) -> bool:
        """The criterion can be left out for a unit."""
        return self.rule.may_not_apply


class StoredAnswer(NamedTuple):
    """What the unit entered, under the names of its columns."""

    pk: int
    submission: int
    version: int
    declared: Mapping[str, Any]
    declared_as_of: date | None
    self_outcome: str
    self_points: Decimal | None
    skipped: str
    note: str
    changed_at: datetime | None
    is_reconstructed: bool

    @property
    def value(self) -> Outcome:
        """The claim, for the arithmetic."""
        return outcome_value(self.self_outcome, self.self_points)


#: Stands where the criterion is not asked of the unit.
NO_ANSWER = StoredAnswer(0, 0, 0, {}, None, OutcomeKind.MISSING, None, "", "", None, False)


@dataclass(frozen=True, slots=True)
class DossierLine:
    """One scored criterion of one unit, as far as its reader may see it.

    `earlier`: what it was the year before.
    """

    criterion: AskedCriterion
    answer: StoredAnswer = NO_ANSWER
    trail: Trail = NO_TRAIL
    notes: tuple[NoteRow, ...] = ()
    earlier: EarlierAnswer | None = None

    @property
    def pk(self) -> int:
        """That of the criterion."""
        return self.criterion.pk

    @property
    def is_main(self) -> bool:
        return self.criterion.is_main

    @property
    def is_asked(self) -> bool:
        """The unit has an answer to it, be it still blank."""
        return bool(self.answer.pk)

    @property
    def entry(self) -> Entry:
        """What is stored, as somebody would have entered it."""
        return entry_of(self.answer, self.criterion.rule)

    @property
    def points_in_words(self) -> str:
        """«7,50», «không áp dụng», or nothing."""
        return points_in_words(self.answer)

    @property
    def entered(self) -> EnteredAnswer:
        """What outcomes are set against, with the rule that it is reckoned by."""
        criterion, answer = self.criterion, self.answer
        return EnteredAnswer(
            answer=answer.pk,
            criterion=criterion.pk,
            rule=criterion.rule,
            declared=answer.declared,
            self_outcome=answer.self_outcome,
            self_points=answer.self_points,
        )

    @property
    def declared_in_words(self) -> str:
        """In one line to read: figures, or why there are none."""
        answer = self.answer
        if answer.self_outcome == OutcomeKind.NOT_APPLICABLE:
            return "Không áp dụng"
        shown = declared_in_words(answer.declared, self.criterion.rule)
        if answer.skipped:
            return "; ".join(filter(None, [shown, str(SkipReason(answer.skipped).label)]))
        return shown or "Chưa trả lời"


@dataclass(frozen=True, slots=True)
class CriterionHeading:
    """A criterion that is not scored itself. `is_main`: nothing stands above it."""

    is_heading: ClassVar[bool] = True
    code: str
    name: str
    worth: Decimal
    is_main: bool

    @property
    def maximum(self) -> str:
        return plain(self.worth)
