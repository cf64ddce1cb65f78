"""What one workbook asks: the unit's groups and, in order, their headings and criteria with
what is stored. Only reading.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from criteria.models import Criterion
from criteria.questions import Levels, levels_in, stored_rule
from criteria.specs import leaf_key
from scoring.core.fields import InputField
from scoring.core.rule_kinds.rule import Rule
from submissions.dossier.queries.files import GroupState, groups_of
from submissions.models import Answer, Submission


@dataclass(frozen=True, slots=True)
class SheetHeading:
    """A main criterion, which is not scored itself."""

    code: str
    name: str
    maximum: Decimal


@dataclass(frozen=True, slots=True)
class SheetCriterion:
    """A scored criterion and the unit's answer to it."""

    answer: Answer
    rule: Rule

    @property
    def code(self) -> str:
        return self.answer.criterion.code

    @property
    def key(self) -> str:
        """«HTKT:1.2», unique in what one unit is asked."""
        return leaf_key(self.answer.criterion.group.code, self.code)

    @property
    def fields(self) -> tuple[InputField, ...]:
        return self.rule.fields()

    @property
    def may_not_apply(self) -> bool:
        return self.rule.may_not_apply


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """One group, which is one sheet.

    `width`: how many figures its widest criterion asks for, at least one.
    """

    state: GroupState
    rows: tuple[SheetHeading | SheetCriterion, ...]

    @property
    def code(self) -> str:
        return self.state.code

    @property
    def criteria(self) -> tuple[SheetCriterion, ...]:
        return tuple(row for row in self.rows if isinstance(row, SheetCriterion))

    @property
    def width(self) -> int:
        return max((len(each.fields) for each in self.criteria), default=1)


def asked_of(submission: Submission) -> tuple[SheetGroup, ...]:
    """The groups in the order of the framework, in four queries whatever their number."""
    groups = groups_of(submission)
    answers = list(
        submission.answers.select_related("criterion__group").order_by("criterion__order", "pk")
    )
    levels = levels_in(criterion__in=[answer.criterion_id for answer in answers])
    asked = {answer.criterion_id: _asked(submission, answer, levels) for answer in answers}
    rows = _rows_by_group(groups, asked)
    return tuple(SheetGroup(group, tuple(rows[group.pk])) for group in groups)


def all_asked(groups: Iterable[SheetGroup]) -> Iterator[SheetCriterion]:
    """The criteria of all groups."""
    return (each for group in groups for each in group.criteria)


def _asked(submission: Submission, answer: Answer, levels: Levels) -> SheetCriterion:
    answer.submission = submission
    rule = stored_rule(answer.criterion, levels.get(answer.criterion_id, ()))
    return SheetCriterion(answer, rule)


def _rows_by_group(
    groups: Iterable[GroupState], asked: Mapping[int, SheetCriterion]
) -> dict[int, list[SheetHeading | SheetCriterion]]:
    rows: dict[int, list[SheetHeading | SheetCriterion]] = {group.pk: [] for group in groups}
    columns = ("pk", "group_id", "is_leaf", "code", "name", "maximum")
    for pk, group, is_leaf, *shown in (
        Criterion.objects.filter(group__in=rows).order_by("order", "pk").values_list(*columns)
    ):
        if pk in asked:
            rows[group].append(asked[pk])
        elif not is_leaf:
            rows[group].append(SheetHeading(*shown))
    return rows
