"""What the files of a published campaign say, as frozen values.

Reading and checking is done elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from criteria.annexes import AnnexChoice
from scoring.core.reconstruction import PrintedUnit
from scoring.core.results import SELF
from scoring.core.types import UnitSpec

#: The kind of a fact that says which share of a criterion's maximum was reached.
PERCENT = "percent"
#: A group's printed score of one unit and year, by unit code, group code and year.
CellKey = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class PublishedDecision:
    """The decision that published the report."""

    number: str
    day: date | None
    signer: str
    authority: str


@dataclass(frozen=True, slots=True)
class Override:
    """A unit answers another annex, in one group or (no group) in all of them.

    `place` is where the file says so.
    """

    unit: str
    group: str
    annex: str
    place: str


@dataclass(frozen=True, slots=True)
class ZeroBlank:
    """A score printed as a dash which the report counts as zero.

    `place` is where the file says so.
    """

    unit: str
    group: str
    year: int
    place: str


@dataclass(frozen=True, slots=True)
class CampaignDescription:
    """`campaign.json`: what the campaign is, and its exceptions. `kinds` holds names only where the
    file gives them.

    `lines` says on which line of the file an entry stands.
    """

    code: str
    year: int
    previous_year: int | None
    framework: str
    title: str
    ministry: str
    decision: PublishedDecision
    annexes: Mapping[str, str]
    kinds: Mapping[str, str]
    overrides: tuple[Override, ...]
    may_be_absent: tuple[str, ...]
    zero_blanks: tuple[ZeroBlank, ...]
    late_units: tuple[str, ...]
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have figures, the campaign's first."""
        return (self.year,) if self.previous_year is None else (self.year, self.previous_year)


@dataclass(frozen=True, slots=True)
class PublishedUnit:
    """A unit with its names of that year, the annexes it answers, and all that they ask."""

    code: str
    name: str
    short_name: str
    kind: str
    order: int
    annex: AnnexChoice
    spec: UnitSpec
    is_late: bool


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One printed figure of a unit; without a value a dash is printed.

    `measure` is "total", "self" or a group's code.
    """

    unit: str
    measure: str
    year: int
    value: Decimal | None
    counts_as_zero: bool = False

    @property
    def points(self) -> Decimal | None:
        """What the dash or figure stands for; None: not applicable."""
        return Decimal(0) if self.counts_as_zero else self.value


@dataclass(frozen=True, slots=True)
class PrintedAverage:
    """An average and where it is printed; without a kind it is over all units."""

    place: str
    kind: str
    measure: str
    year: int
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class PublishedMember:
    """A member of the Council or the working group; `unit` is empty for people from elsewhere."""

    body: str
    order: int
    name: str
    position: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class PublishedStep:
    """A step of the procedure."""

    number: int
    day: date | None
    document: str
    what: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that the text gives for one scored criterion of a unit.

    `value` as written, with a decimal point.
    """

    unit: str
    leaf: str
    value: str
    kind: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class PublishedFailing:
    """The text names the unit as not meeting this scored criterion."""

    unit: str
    leaf: str


@dataclass(frozen=True, slots=True)
class PublishedCampaign:
    """All that a folder says, checked.

    `scores` holds groups' figures, `totals` units' totals and self totals.
    """

    description: CampaignDescription
    units: tuple[PublishedUnit, ...]
    scores: Mapping[CellKey, PrintedCell]
    totals: tuple[PrintedCell, ...]
    averages: tuple[PrintedAverage, ...]
    members: tuple[PublishedMember, ...]
    steps: tuple[PublishedStep, ...]
    facts: tuple[Fact, ...]
    failings: tuple[PublishedFailing, ...]

    def printed_unit(self, unit: PublishedUnit) -> PrintedUnit:
        """What the report says about one unit in its own year."""
        year = self.description.year
        self_total = next(
            cell.points for cell in self.totals if (cell.unit, cell.measure) == (unit.code, SELF)
        )
        if self_total is None:
            raise ValueError(f"{unit.code} has no self total")
        return PrintedUnit(
            scores={
                group.code: self.scores[unit.code, group.code, year].points
                for group in unit.spec.groups
            },
            self_total=self_total,
            failing=frozenset(
                failing.leaf for failing in self.failings if failing.unit == unit.code
            ),
            percents={
                fact.leaf: Decimal(fact.value)
                for fact in self.facts
                if (fact.unit, fact.kind) == (unit.code, PERCENT)
            },
        )
