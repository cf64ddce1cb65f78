"""What is filled in for the criteria of a framework: rules and their levels as stored, read
into inputs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from criteria.inputs import Input, input_of
from criteria.models import Criterion, Level
from scoring.core.rule_terms import Terms
from scoring.core.types import LevelSpec

Levels = Mapping[int, Sequence[LevelSpec]]
_RULE = ("pk", "rule_kind", "rule", "maximum")


def levels_in(**where: Any) -> Levels:
    """By criterion and in order, of the criteria that a filter of levels chooses. One query."""
    found: dict[int, list[LevelSpec]] = defaultdict(list)
    stored = Level.objects.filter(**where).order_by("order", "pk")
    for key, code, label, points, bound in stored.values_list(
        "criterion_id", "code", "label", "points", "lower_bound"
    ):
        found[key].append(LevelSpec(code, label, points, bound))
    return found


def input_in(row: Mapping[str, Any], levels: Levels) -> Input:
    """Of a criterion as its columns pk, rule_kind, rule and maximum."""
    return input_of(
        Terms(row["rule_kind"], row["rule"], row["maximum"], tuple(levels.get(row["pk"], ())))
    )


def inputs_of(framework_id: int) -> dict[int, Input]:
    """Of all scored criteria of a framework, by criterion. Two queries."""
    levels = levels_in(criterion__group__annex__framework=framework_id)
    rows = (
        Criterion.objects.leaves()
        .filter(group__annex__framework=framework_id)
        .order_by()
        .values(*_RULE)
    )
    return {row["pk"]: input_in(row, levels) for row in rows}


def terms_of(criterion: Criterion, levels: Iterable[Level] = ()) -> Terms:
    """The rule of a criterion as its terms; the levels are those of the criterion, in order."""
    specs = tuple(
        LevelSpec(level.code, level.label, level.points, level.lower_bound) for level in levels
    )
    return Terms(
        kind=criterion.rule_kind, params=criterion.rule, maximum=criterion.maximum, levels=specs
    )
