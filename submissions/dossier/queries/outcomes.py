"""Stored outcomes, and the criteria of a group that a page has read, as the values of the
arithmetic. Reads no tables.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from criteria.specs import leaf_key
from scoring.core.rule_kinds.kinds import KINDS
from scoring.core.types import (
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
from submissions.enums import OutcomeKind

_NOTHING = Scored(Decimal(0))


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


def group_spec(group: GroupState, rows: Iterable[Mapping[str, Any]]) -> GroupSpec:
    """A group with these criteria, each as its columns code, name, maximum and rule_kind."""
    leaves = (
        LeafSpec(
            leaf_key(group.code, row["code"]),
            row["name"],
            row["maximum"],
            KINDS[row["rule_kind"]].effect,
        )
        for row in rows
    )
    return GroupSpec(group.code, group.name, group.maximum, group.may_be_absent, tuple(leaves))
