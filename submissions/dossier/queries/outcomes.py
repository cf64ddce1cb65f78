"""Stored outcomes, and the criteria of a group, as values of the arithmetic: for sums and counts,
without figures, reasons and files.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from criteria.specs import leaf_key
from scoring.core.aggregate import group_score
from scoring.core.rule_kinds.kinds import KINDS
from scoring.core.types import (
    Effect,
    GroupScore,
    GroupSpec,
    LeafSpec,
    Missing,
    NotApplicable,
    Outcome,
    RefusalGround,
    Refused,
    Scored,
)
from submissions.dossier.queries.files import GroupState
from submissions.enums import OutcomeKind, Round
from submissions.models import Answer, Reply, Submission

_NOTHING = Scored(Decimal(0))


class ScoredCriterion(Protocol):
    """What the arithmetic needs of a criterion."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def maximum(self) -> Decimal: ...
    @property
    def effect(self) -> Effect: ...


@dataclass(frozen=True, slots=True)
class CriterionStanding:
    """One scored criterion; `is_contested`: by the unit, after the first round."""

    code: str
    name: str
    maximum: Decimal
    effect: Effect
    claimed: Outcome
    decided: Outcome
    is_contested: bool

    @property
    def is_open(self) -> bool:
        """Nobody has decided yet."""
        return isinstance(self.decided, Missing)


def outcome_value(kind: str | None, points: Decimal | None, ground: str = "") -> Outcome:
    """A stored outcome as a value; where nothing is stored it is missing."""
    match kind:
        case OutcomeKind.SCORED if points is not None:
            return Scored(points)
        case OutcomeKind.NOT_APPLICABLE:
            return NotApplicable()
        case OutcomeKind.REFUSED:
            return Refused(RefusalGround(ground))
    return Missing()


def so_far(came_to: Outcome) -> Outcome:
    """For running totals only: what has no points yet adds none."""
    return _NOTHING if isinstance(came_to, Missing) else came_to


def score_of(group: GroupState, outcomes: Iterable[tuple[ScoredCriterion, Outcome]]) -> GroupScore:
    """What a group comes to. One of which no criterion counts in its maximum does not apply."""
    reckoned = [(_leaf(group, criterion), came_to) for criterion, came_to in outcomes]
    leaves = tuple(leaf for leaf, _ in reckoned)
    if all(leaf.effect is not Effect.POINTS for leaf in leaves):
        return GroupScore(group.code, points=None, maximum=Fraction(0), applies=False)
    spec = GroupSpec(group.code, group.name, group.maximum, group.may_be_absent, leaves)
    return group_score(spec, {leaf.key: came_to for leaf, came_to in reckoned})


def standings_of(
    submission: Submission, which: Round
) -> Mapping[str, tuple[CriterionStanding, ...]]:
    """By group, in order. One query."""
    contested = Reply.objects.contesting().filter(answer=OuterRef("pk"))
    given = FilteredRelation("appraisals", condition=Q(appraisals__round=which))
    answers = Answer.objects.filter(submission=submission).annotate(given=given)
    columns = (
        *("criterion__group__code", "criterion__code", "criterion__name", "criterion__maximum"),
        *("criterion__rule_kind", "self_outcome", "self_points"),
        *("given__outcome", "given__points", "given__ground"),
    )
    found: dict[str, tuple[CriterionStanding, ...]] = defaultdict(tuple)
    rows = answers.order_by("criterion__order", "pk").values_list(*columns, Exists(contested))
    for group, code, name, maximum, kind, claim, claimed, *given, is_contested in rows:
        found[group] += (
            CriterionStanding(
                *(code, name, maximum, KINDS[kind].effect),
                claimed=outcome_value(claim, claimed),
                decided=outcome_value(*given),
                is_contested=is_contested,
            ),
        )
    return found


def _leaf(group: GroupState, criterion: ScoredCriterion) -> LeafSpec:
    return LeafSpec(
        leaf_key(group.code, criterion.code), criterion.name, criterion.maximum, criterion.effect
    )
