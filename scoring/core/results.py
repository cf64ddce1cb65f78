"""The results of a campaign as values: what the tables, charts, reconciliation and open data
are made from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from ictindex.lib.numbers import half_up
from scoring.core.types import BandSpec, GroupAggregation, GroupSpec, RankingScale

TOTAL = "total"
SELF = "self"

#: What a figure measures (`TOTAL`, `SELF` or a group's code) and in which year.
Measure = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what the rule gives, and what was printed where a report exists.

    Neither: there is no such figure (no data for that year). `applies` False: not applicable, shown
    as a dash, never 0.
    """

    exact: Fraction | None = None
    printed: Decimal | None = None
    applies: bool = True

    @property
    def official(self) -> Decimal | None:
        """What stands: the printed value, else the computed one, rounded half up to two places."""
        return self.printed if self.printed is not None else self.recomputed

    @property
    def recomputed(self) -> Decimal | None:
        return None if self.exact is None else half_up(self.exact)

    @property
    def differs(self) -> bool:
        """The rule does not give the printed value."""
        return (
            self.printed is not None and self.exact is not None and self.printed != self.recomputed
        )

    @property
    def ranked_on(self) -> Fraction | None:
        """The unrounded value, unless what was printed is another."""
        return (
            Fraction(self.printed)
            if self.printed is not None and (self.exact is None or self.differs)
            else self.exact
        )


NO_FIGURE = Figure()


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What of another framework stood in the year before where one of this year's measures stands.

    `code`: its code there, None where nothing stood there. `reason`: the ground on which both are
    compared, or why they are not.
    """

    code: str | None
    is_comparable: bool
    reason: str


@dataclass(frozen=True, slots=True)
class UnitResults:
    """All figures of one unit. `percent` is the share of its maximum, for rankings across annexes.

    `maxima_before` and `percent_before`: the most it was asked for in the year before, and its
    share of what then applied, where another campaign holds that year.
    """

    code: str
    name: str
    short_name: str
    kind: str
    order: int
    groups: tuple[GroupSpec, ...]
    figures: Mapping[Measure, Figure]
    percent: Fraction | None = None
    is_late: bool = False
    maxima_before: Mapping[str, Fraction] = field(default_factory=dict)
    percent_before: Fraction | None = None

    def figure(self, measure: str, year: int) -> Figure:
        return self.figures.get((measure, year), NO_FIGURE)


@dataclass(frozen=True, slots=True)
class Average:
    """A mean over units with its base: `n` of the official value, `n_recomputed` of the recomputed
    one.

    `place` is where the report printed it («table 2», «text»), empty when it was not printed.
    """

    figure: Figure
    n: int
    n_recomputed: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class KindResults:
    """One kind of units: its groups in order (code, name) and its units in official order."""

    code: str
    name: str
    groups: tuple[tuple[str, str], ...]
    units: tuple[UnitResults, ...]
    averages: Mapping[Measure, Average]


@dataclass(frozen=True, slots=True)
class CampaignResults:
    """A whole campaign: kinds in order, and the averages over all units.

    `previous_year` is None where nothing is known of it. `counterparts`: of this year's measures,
    where the year before had another framework; empty: it had the same, and every measure is its
    own counterpart.
    """

    code: str
    title: str
    framework: str
    year: int
    previous_year: int | None
    ranking: RankingScale
    bands: tuple[BandSpec, ...]
    kinds: tuple[KindResults, ...]
    averages: Mapping[Measure, Average]
    aggregation: GroupAggregation = GroupAggregation.MEAN_OF_GROUPS
    counterparts: Mapping[str, Counterpart] = field(default_factory=dict)

    @property
    def units(self) -> tuple[UnitResults, ...]:
        """Every unit, in official order."""
        return tuple(
            sorted(
                (unit for kind in self.kinds for unit in kind.units), key=lambda unit: unit.order
            )
        )
