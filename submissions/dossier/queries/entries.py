"""One answer as a person enters it, and as it is stored: reading the one into the other.

Asks nobody's rights, writes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, Self

from criteria.fields import Problems, read_figures
from criteria.models import Criterion
from criteria.phrases import sentence_about
from ictindex.lib.days import FIRST_YEAR
from ictindex.lib.errors import DomainError
from ictindex.lib.numbers import show
from ictindex.lib.text import clean_text
from scoring.core.amounts import ImpossibleInput
from scoring.core.criterion import outcome
from scoring.core.rule_kinds.rule import Rule
from scoring.core.types import Missing, NotApplicable, Outcome, Scored
from submissions.enums import OutcomeKind, SkipReason
from submissions.models import Answer

LONGEST_NOTE = 2000
#: Where a problem belongs that is not about one field of figures.
AS_OF, SKIPPED, NOTE = "as_of", "skipped", "note"
#: In a list of reasons why there is no figure; it is kept as an outcome, not as a reason.
NOT_APPLICABLE = "not_applicable"
_SKIPS = frozenset(SkipReason.values)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person enters for one criterion.

    `declared`: texts as typed («9,5») by the path of the field, see `scoring.core.fields`.
    """

    declared: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    skipped: str = ""
    is_not_applicable: bool = False
    note: str = ""


class InvalidEntry(DomainError):
    """An entry that cannot be;

    `problems` are full sentences by the path of the field («numerator», «as_of», «note»).
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(problems.values())))
        self.problems = dict(problems)

    def about(self, code: str) -> Self:
        """The same refusal with the criterion named in each sentence."""
        return type(self)(
            {path: sentence_about(code, text) for path, text in self.problems.items()}
        )


class EnteredColumns(Protocol):
    """What is stored of an entry, as a row or as it was read for a page."""

    @property
    def declared(self) -> Any: ...
    @property
    def declared_as_of(self) -> date | None: ...
    @property
    def self_outcome(self) -> str: ...
    @property
    def self_points(self) -> Decimal | None: ...
    @property
    def skipped(self) -> str: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True, slots=True)
class EntryColumns:
    """An entry as an answer stores it, column by column."""

    declared: Mapping[str, object]
    declared_as_of: date | None
    self_outcome: str
    self_points: object
    skipped: str
    note: str

    def put(self, answer: Answer) -> None:
        for name in COLUMNS:
            setattr(answer, name, getattr(self, name))

    def are_those_of(self, answer: Answer) -> bool:
        return all(getattr(self, name) == getattr(answer, name) for name in COLUMNS)


COLUMNS = ("declared", "declared_as_of", "self_outcome", "self_points", "skipped", "note")


def entry_of(answer: EnteredColumns, rule: Rule) -> Entry:
    """What is stored, as somebody would have entered it: read again it gives the same columns."""
    is_not_applicable = answer.self_outcome == OutcomeKind.NOT_APPLICABLE
    return Entry(
        declared={} if is_not_applicable else rule.typed(answer.declared),
        as_of=answer.declared_as_of,
        skipped=answer.skipped,
        is_not_applicable=is_not_applicable,
        note=answer.note,
    )


def columns_of(criterion: Criterion, rule: Rule, entry: Entry, *, today: date) -> EntryColumns:
    """The entry as it is stored.

    Figures filled in by half are kept and have no points yet. Raises InvalidEntry.
    """
    problems: dict[str, str] = {}
    declared = _declared_of(entry, rule, problems)
    came_to = _outcome_of(entry, rule, declared, problems)
    note = _note_of(entry, problems)
    _check_as_of(entry, today, problems)
    _check_skip(entry, rule, declared, problems)
    if problems:
        raise InvalidEntry(problems).about(criterion.code)
    kind, points = _stored(came_to)
    return EntryColumns(declared, entry.as_of, kind, points, entry.skipped, note)


def points_in_words(answer: EnteredColumns) -> str:
    """The points of an answer for the page: «7,50», «không áp dụng», or nothing."""
    if answer.self_outcome == OutcomeKind.NOT_APPLICABLE:
        return "không áp dụng"
    return show(answer.self_points, missing="")


def _declared_of(entry: Entry, rule: Rule, problems: Problems) -> dict[str, object]:
    known = {each.path for each in rule.fields()}
    for path in sorted(entry.declared.keys() - known):
        problems[path] = f"Không có ô «{path[:40]}» trong tiêu chí này."
    declared = read_figures(rule, entry.declared, problems)
    return declared | {"not_applicable": True} if entry.is_not_applicable else declared


def _outcome_of(
    entry: Entry, rule: Rule, declared: Mapping[str, object], problems: Problems
) -> Outcome:
    """Missing where nothing, or not everything, is filled in yet."""
    if problems or not (entry.is_not_applicable or rule.is_complete(declared)):
        return Missing()
    try:
        return outcome(rule, declared)
    except ImpossibleInput as problem:
        problems[rule.fields()[0].path] = str(problem)
        return Missing()


def _note_of(entry: Entry, problems: Problems) -> str:
    note = clean_text(entry.note)
    if len(note) > LONGEST_NOTE:
        problems[NOTE] = f"Ghi chú dài {len(note)} ký tự, vượt mức {LONGEST_NOTE}. Viết ngắn lại."
    return note


def _check_as_of(entry: Entry, today: date, problems: Problems) -> None:
    if entry.as_of and entry.as_of.year < FIRST_YEAR:
        problems[AS_OF] = f"Ngày số liệu {entry.as_of:%d/%m/%Y} quá xa trong quá khứ."
    if entry.as_of and entry.as_of > today:
        problems[AS_OF] = (
            f"Ngày số liệu {entry.as_of:%d/%m/%Y} ở sau hôm nay. Nhập ngày mà số liệu được thống "
            "kê."
        )


def _check_skip(
    entry: Entry, rule: Rule, declared: Mapping[str, object], problems: Problems
) -> None:
    if not entry.skipped:
        return
    if entry.skipped not in _SKIPS:
        problems[SKIPPED] = "Chọn lý do để trống trong danh sách."
    elif entry.is_not_applicable:
        problems[SKIPPED] = "Đã chọn «Không áp dụng» thì không nêu lý do để trống nữa."
    elif declared and rule.is_complete(declared):
        problems[SKIPPED] = (
            "Đã có số liệu nên không còn để trống. Bỏ lý do để trống, hoặc xóa số liệu."
        )


def _stored(came_to: Outcome) -> tuple[str, object]:
    match came_to:
        case Scored(points):
            return OutcomeKind.SCORED.value, points
        case NotApplicable():
            return OutcomeKind.NOT_APPLICABLE.value, None
        case _:
            return OutcomeKind.MISSING.value, None
