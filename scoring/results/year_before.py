"""What another campaign holds of the year before, in the measures of this year. No queries.

Within one framework every measure is its own counterpart; across two only what a row names, and
equal codes prove nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from criteria.correspondences import NO_PARTNER, NO_ROW, WHOLE, GroupLink
from scoring.core.aggregate import aggregate
from scoring.core.figures import scored_figures
from scoring.core.results import TOTAL, Counterpart, Figure, Measure
from scoring.results.rows import CampaignRows, PreviousRows
from scoring.results.scores import ScoredUnit, percent_of, scored_units

SEVERAL = (
    "Có nhiều nội dung của năm trước tương ứng với nội dung này, nên không có một số để đặt cạnh."
)


@dataclass(frozen=True, slots=True)
class PreviousUnit:
    """One unit in the year before, in the codes of that year: its figures, and the most that it
    was asked for.
    """

    figures: Mapping[Measure, Figure]
    maxima: Mapping[str, Fraction]
    percent: Fraction | None


@dataclass(frozen=True, slots=True)
class PreviousYear:
    """The units of the year before by their codes;

    `counterparts` by this year's measures, none within one framework.
    """

    units: Mapping[str, PreviousUnit] = field(default_factory=dict)
    counterparts: Mapping[str, Counterpart] = field(default_factory=dict)

    def code_of(self, measure: str) -> str | None:
        """What this year's measure was called in the year before;

        None: nothing there corresponds.
        """
        counterpart = self.counterparts.get(measure)
        return counterpart.code if counterpart else measure


def year_before(own: CampaignRows, before: PreviousRows | None) -> PreviousYear:
    """Of the units of `own`, as the other campaign has them in its own year."""
    if before is None:
        return PreviousYear()
    units = {
        scored.rows.code: _unit_before(scored, before.rows.campaign.year)
        for scored in scored_units(before.rows)
    }
    if before.links is None:
        return PreviousYear(units)
    return PreviousYear(units, counterparts(before.links, _codes(own), _codes(before.rows)))


def counterparts(
    links: Sequence[GroupLink], codes: Iterable[str], codes_before: Iterable[str]
) -> dict[str, Counterpart]:
    """Of the total and of each group.

    A group that no row names keeps the figure that bore its code, not to be compared.
    """
    known = frozenset(codes_before)
    total = next(
        (link for link in links if (link.older, link.newer) == (WHOLE, WHOLE)),
        GroupLink(WHOLE, WHOLE, False, NO_ROW),
    )
    made = {TOTAL: Counterpart(TOTAL, total.is_comparable, total.reason)}
    for code in codes:
        made[code] = _counterpart(code, [link for link in links if link.newer == code], known)
    return made


def _counterpart(code: str, links: Sequence[GroupLink], known: frozenset[str]) -> Counterpart:
    comparable = [link for link in links if link.is_comparable]
    if len(comparable) > 1:
        return Counterpart(None, is_comparable=False, reason=SEVERAL)
    if not links:
        return Counterpart(code if code in known else None, is_comparable=False, reason=NO_PARTNER)
    link = (comparable or links)[0]
    return Counterpart(link.older, link.is_comparable, link.reason)


def _codes(rows: CampaignRows) -> tuple[str, ...]:
    return tuple(dict.fromkeys(group.code for unit in rows.units for group in unit.spec.groups))


def _unit_before(scored: ScoredUnit, year: int) -> PreviousUnit:
    figures = scored_figures(year, scored.final, scored.claimed, scored.rows.printed)
    maxima = {group.code: Fraction(group.maximum) for group in scored.rows.spec.groups}
    if maxima:
        maxima[TOTAL] = aggregate(scored.rows.spec.aggregation, list(maxima.values()))
    return PreviousUnit(figures, maxima, percent_of(figures[TOTAL, year], scored.final.maximum))
