"""One unit over the years: its total, place and groups in every published campaign, and how the
total moved from year to year.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from criteria.correspondences import WHOLE, GroupLink
from ictindex.lib.numbers import half_up, show
from reports.frame.addresses import source_url, unit_url
from reports.results.pages.unit import places_of
from reports.results.queries.cells import PageFigure, cell_of, trimmed
from reports.results.queries.years import (
    UnitComparison,
    Year,
    change_in_words,
    compared,
    links_to_show,
)
from scoring.core.results import TOTAL, CampaignResults, UnitResults


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A year in which the unit was assessed: the campaign's code, its framework, and its
    results.
    """

    year: Year
    campaign: str
    framework: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year.

    `change` is against the year before it in the list; `not_comparable` says why there is none.
    """

    label: str
    url: str
    framework: str
    total: PageFigure
    share: str
    meter: str
    places: str
    change: str
    not_comparable: str


@dataclass(frozen=True, slots=True)
class GroupOverYears:
    """A group of one framework: its figure in each of that framework's years."""

    name: str
    maximum: str
    cells: tuple[PageFigure, ...]


@dataclass(frozen=True, slots=True)
class FrameworkYears:
    """The groups of one framework over its years; groups of two frameworks never share a row."""

    title: str
    years: tuple[str, ...]
    groups: tuple[GroupOverYears, ...]


@dataclass(frozen=True, slots=True)
class UnitYearsPage:
    """Everything the page shows, latest year first."""

    name: str
    rows: tuple[YearRow, ...]
    frameworks: tuple[FrameworkYears, ...]


#: The rows of correspondence between two years.
LinkFinder = Callable[[Year, Year], Sequence[GroupLink]]


def unit_years_page(
    code: str, name: str, years: Sequence[UnitYear], links_of: LinkFinder
) -> UnitYearsPage:
    """`years` from the earliest on, each with the unit in it."""
    rows = [
        _year_row(code, own, years[place - 1] if place else None, links_of)
        for place, own in enumerate(years)
    ]
    return UnitYearsPage(
        name=name, rows=tuple(reversed(rows)), frameworks=tuple(_frameworks(code, years))
    )


def _year_row(code: str, own: UnitYear, before: UnitYear | None, links_of: LinkFinder) -> YearRow:
    unit = unit_in(own.year.results, code)
    moved = _moved(code, before.year, own.year, links_of) if before else None
    side = _itself(code, own.year)
    share = side.newer.share if side and side.newer else None
    return YearRow(
        label=own.year.label,
        url=unit_url(own.campaign, code) if not own.year.is_printed else "",
        framework="" if own.year.is_printed else own.framework,
        total=cell_of(
            unit.figure(TOTAL, own.year.year),
            url=source_url(own.campaign, code, (TOTAL, own.year.year)),
        ),
        share="" if share is None else f"{show(share)} %",
        meter="" if share is None else str(half_up(share)),
        places=_places(unit, own),
        change=change_in_words(moved) if moved else "",
        not_comparable=moved.reason if moved else "",
    )


def unit_in(results: CampaignResults, code: str) -> UnitResults:
    return next(unit for unit in results.units if unit.code == code)


def _places(unit: UnitResults, own: UnitYear) -> str:
    """Ranks of a year that is known only from a later report are not known."""
    if own.year.is_printed:
        return f"theo số in trong báo cáo năm {own.year.results.year}"
    return " · ".join(places_of(unit, own.year.results))


def _moved(code: str, before: Year, after: Year, links_of: LinkFinder) -> UnitComparison | None:
    """The totals of two years."""
    links = links_to_show(before, after, links_of(before, after))
    link = next(link for link in links if (link.older, link.newer) == (WHOLE, WHOLE))
    return next((one for one in compared(before, after, link) if one.code == code), None)


def _itself(code: str, year: Year) -> UnitComparison | None:
    return next(
        (
            one
            for one in compared(year, year, GroupLink(WHOLE, WHOLE, True, ""))
            if one.code == code
        ),
        None,
    )


def _frameworks(code: str, years: Sequence[UnitYear]) -> Iterator[FrameworkYears]:
    """The latest framework first."""
    by_framework: dict[int, list[UnitYear]] = {}
    for own in reversed(years):
        by_framework.setdefault(own.year.framework_id, []).insert(0, own)
    for same in by_framework.values():
        yield FrameworkYears(
            same[-1].framework, tuple(own.year.label for own in same), tuple(_groups(code, same))
        )


def _groups(code: str, same: Sequence[UnitYear]) -> Iterator[GroupOverYears]:
    units = [(own, unit_in(own.year.results, code)) for own in same]
    names: Mapping[str, tuple[str, str]] = {
        group.code: (group.name, trimmed(group.maximum))
        for _, unit in units
        for group in unit.groups
    }
    for group, (name, maximum) in names.items():
        cells = tuple(
            cell_of(
                unit.figure(group, own.year.year),
                url=source_url(own.campaign, code, (group, own.year.year)),
            )
            for own, unit in units
        )
        yield GroupOverYears(name, maximum, cells)
