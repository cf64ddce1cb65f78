"""The values of the arithmetic: what one criterion came to, and what a framework asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class RefusalGround(StrEnum):
    """Why a score was refused."""

    NO_FIGURES = "no_figures"
    NOT_FACTUAL = "not_factual"
    NO_EVIDENCE = "no_evidence"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Scored:
    """Points were given; zero is a score."""

    points: Decimal


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The criterion is not asked of this unit; it is neither in the points nor in the maximum."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The claim was not accepted: worth 0, and still in the maximum."""

    ground: RefusalGround


@dataclass(frozen=True, slots=True)
class Missing:
    """Nobody has decided yet; whatever contains it is not complete."""


Outcome = Scored | NotApplicable | Refused | Missing


class GroupAggregation(StrEnum):
    """How the groups of a unit make its score."""

    MEAN_OF_GROUPS = "mean_of_groups"
    SUM_OF_POINTS = "sum_of_points"


class RankingScale(StrEnum):
    """What units of different annexes are ranked on together."""

    POINTS = "points"
    PERCENT = "percent"


class Effect(StrEnum):
    """What the points of a criterion do in its group."""

    POINTS = "points"
    BONUS = "bonus"
    DEDUCTION = "deduction"

    @property
    def sign(self) -> int:
        """1 where points are added to the group, -1 where they are taken away."""
        return -1 if self is Effect.DEDUCTION else 1


@dataclass(frozen=True, slots=True)
class LeafSpec:
    """A scored criterion. `key` is unique within the unit's framework («HTKT:1.2»).

    A bonus adds its points and a deduction takes them away; neither is in the maximum of the group,
    and `maximum` is their cap.
    """

    key: str
    name: str
    maximum: Decimal
    effect: Effect = Effect.POINTS


@dataclass(frozen=True, slots=True)
class LevelSpec:
    """A choice, or a step from `lower_bound` upwards, and what it is worth."""

    code: str
    label: str
    points: Decimal
    lower_bound: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """A group of scored criteria, as one unit must answer it."""

    code: str
    name: str
    maximum: Decimal
    may_be_absent: bool
    leaves: tuple[LeafSpec, ...]


@dataclass(frozen=True, slots=True)
class BandSpec:
    """A class from `lower` (inside) to `upper` (outside; None: no limit)."""

    code: str
    label: str
    lower: Decimal
    upper: Decimal | None


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """All that is asked of one unit: its annex with the overrides applied."""

    aggregation: GroupAggregation
    groups: tuple[GroupSpec, ...]


@dataclass(frozen=True, slots=True)
class GroupScore:
    """What a group came to. `points` is None when the group does not apply, or is not complete."""

    code: str
    points: Fraction | None
    maximum: Fraction
    applies: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitScore:
    """What a unit came to. `total` is None while anything is missing, or no group applies."""

    groups: tuple[GroupScore, ...]
    total: Fraction | None
    maximum: Fraction
    missing: tuple[str, ...] = field(default=())

    @property
    def percent(self) -> Fraction | None:
        """Percent of the maximum that applies to the unit, 0 to 100."""
        return None if self.total is None or not self.maximum else self.total * 100 / self.maximum


Outcomes = Mapping[str, Outcome]
