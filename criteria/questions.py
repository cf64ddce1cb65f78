"""The rules of stored criteria: a row and its levels, read as what they mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from criteria.models import Criterion, Level
from scoring.core.rule_kinds.kinds import rule_of
from scoring.core.rule_kinds.rule import Rule
from scoring.core.rule_terms import Terms
from scoring.core.types import LevelSpec

Levels = Mapping[int, Sequence[LevelSpec]]


def levels_in(**where: Any) -> Levels:
    """By criterion and in order, of the criteria that a filter of levels chooses. One query."""
    found: dict[int, list[LevelSpec]] = defaultdict(list)
    stored = Level.objects.filter(**where).order_by("order", "pk")
    for key, code, label, points, bound in stored.values_list(
        "criterion_id", "code", "label", "points", "lower_bound"
    ):
        found[key].append(LevelSpec(code, label, points, bound))
    return found


def stored_rule(criterion: Criterion, levels: Iterable[Level | LevelSpec]) -> Rule:
    """The levels are those of the criterion, in order."""
    specs = tuple(
        LevelSpec(level.code, level.label, level.points, level.lower_bound) for level in levels
    )
    return rule_of(Terms(criterion.rule_kind, criterion.rule, criterion.maximum, specs))
