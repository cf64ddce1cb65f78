"""The page that sets two years beside each other, one measure at a time: who moved, by how
much, and what cannot be compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from criteria.correspondences import WHOLE, GroupLink
from ictindex.lib.numbers import half_up, parse_whole, show
from ictindex.lib.text import fold
from reports.frame.addresses import source_url, unit_url
from reports.results.pages.order import COLUMN, DIRECTION, DOWN, UP, WORDS, in_order
from reports.results.queries.cells import PageFigure, cell_of, trimmed
from reports.results.queries.year_choices import YearChoice
from reports.results.queries.years import (
    UnitComparison,
    UnitInYear,
    Year,
    change_in_words,
    compared,
    links_to_show,
    mean_change,
)

WITH, MEASURE = "voi", "so"
#: More groups than any framework has.
_MOST_MEASURES = 999
_UNIT, _OLDER, _NEWER, _CHANGE = "don-vi", "truoc", "sau", "thay-doi"


@dataclass(frozen=True, slots=True)
class CompareChoice:
    """A choice of the page: another year, or another measure."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class SortedColumn:
    """A heading that sorts.

    `first` is the direction of the first press; `sort` the present one, as `aria-sort` says.
    """

    text: str
    url: str
    sort: str
    first: str


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A unit.

    `older` and `newer` are None where it was not assessed; `reason` says why there is no change to
    show.
    """

    name: str
    url: str
    older: PageFigure | None
    newer: PageFigure | None
    older_of: str
    newer_of: str
    change: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotComparable:
    """What stands in one year and has nothing to stand beside in the other."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything the page shows.

    `basis` says on what ground the two are compared, or why they are not.
    """

    years: tuple[CompareChoice, ...]
    measures: tuple[CompareChoice, ...]
    title: str
    basis: str
    is_comparable: bool
    columns: tuple[SortedColumn, ...]
    rows: tuple[CompareRow, ...]
    mean: str
    others: tuple[NotComparable, ...]


@dataclass(frozen=True, slots=True)
class CompareQuery:
    """What the address asks for: the other year's key, the place of the measure, and the order
    of the rows.
    """

    other: str
    measure: int
    column: str
    direction: str


def asked(query: Any) -> CompareQuery:
    """Whatever is no choice is none, so that there are no more questions than answers to keep."""
    measure, column, direction = (
        query.get(MEASURE, ""),
        query.get(COLUMN, ""),
        query.get(DIRECTION, ""),
    )
    number = parse_whole(measure, most=_MOST_MEASURES) or 0
    is_order = column in (_UNIT, _OLDER, _NEWER, _CHANGE) and direction in WORDS
    return CompareQuery(
        query.get(WITH, ""), number, column if is_order else "", direction if is_order else ""
    )


def compare_page(
    older: Year,
    newer: Year,
    links: Sequence[GroupLink],
    *,
    choices: Sequence[YearChoice],
    choice: YearChoice,
    wanted: CompareQuery,
    codes: tuple[str, str],
) -> ComparePage:
    """`codes` are those of the campaigns whose pages the units' names and figures lead to.

    No queries.
    """
    shown = links_to_show(older, newer, links)
    pairs = [link for link in shown if link.older is not None and link.newer is not None]
    place = wanted.measure if wanted.measure < len(pairs) else 0
    link = pairs[place]
    units = compared(older, newer, link)
    return ComparePage(
        years=tuple(
            CompareChoice(each.label, f"?{urlencode({WITH: each.key})}", each == choice)
            for each in choices
        ),
        measures=tuple(
            CompareChoice(_name(pair, older, newer), _address(choice, number), number == place)
            for number, pair in enumerate(pairs)
        ),
        title=f"{_name(link, older, newer)}: {older.label.lower()} và {newer.label.lower()}",
        basis=link.reason,
        is_comparable=link.is_comparable,
        columns=tuple(
            _column(key, text, wanted, _address(choice, place))
            for key, text in _columns(older, newer)
        ),
        rows=tuple(_unit_row(unit, codes) for unit in _ordered(units, wanted)),
        mean=_mean(units),
        others=tuple(
            _other(each, older, newer) for each in shown if each.older is None or each.newer is None
        ),
    )


def _columns(older: Year, newer: Year) -> tuple[tuple[str, str], ...]:
    return (_UNIT, "Đơn vị"), (_OLDER, older.label), (_NEWER, newer.label), (_CHANGE, "Thay đổi")


def _column(key: str, text: str, wanted: CompareQuery, address: str) -> SortedColumn:
    first, second = (UP, DOWN) if key == _UNIT else (DOWN, UP)
    is_now = wanted.column == key
    direction = second if is_now and wanted.direction == first else first
    url = f"{address}&{urlencode({COLUMN: key, DIRECTION: direction})}"
    return SortedColumn(
        text, url, WORDS[wanted.direction] if is_now and wanted.direction else "", WORDS[first]
    )


def _address(choice: YearChoice, place: int) -> str:
    return f"?{urlencode({WITH: choice.key, MEASURE: place})}"


def _name(link: GroupLink, older: Year, newer: Year) -> str:
    """Both names where they differ."""
    before, after = (
        older.names().get(link.older or WHOLE, link.older),
        newer.names().get(link.newer or WHOLE, link.newer),
    )
    return str(after) if before == after else f"{before} → {after}"


def _other(link: GroupLink, older: Year, newer: Year) -> NotComparable:
    year, code = (older, link.older) if link.newer is None else (newer, link.newer)
    return NotComparable(
        f"{year.names().get(code or WHOLE, code)} ({year.label.lower()})", link.reason
    )


def _ordered(units: Sequence[UnitComparison], wanted: CompareQuery) -> Sequence[UnitComparison]:
    values = {
        _UNIT: lambda unit: fold(unit.name),
        _OLDER: lambda unit: unit.older.figure.official if unit.older else None,
        _NEWER: lambda unit: unit.newer.figure.official if unit.newer else None,
        _CHANGE: lambda unit: unit.change,
    }
    value = values.get(wanted.column)
    return (
        in_order(tuple(units), value, direction=wanted.direction)
        if value and wanted.direction
        else units
    )


def _unit_row(unit: UnitComparison, codes: tuple[str, str]) -> CompareRow:
    return CompareRow(
        name=unit.name,
        url=unit_url(codes[1] if unit.newer else codes[0], unit.code),
        older=_cell(unit, unit.older, codes[0]),
        newer=_cell(unit, unit.newer, codes[1]),
        older_of=_of(unit.older, in_percent=unit.in_percent),
        newer_of=_of(unit.newer, in_percent=unit.in_percent),
        change=change_in_words(unit),
        value="" if unit.change is None else str(half_up(unit.change)),
        reason=unit.reason,
    )


def _cell(unit: UnitComparison, side: UnitInYear | None, code: str) -> PageFigure | None:
    return cell_of(side.figure, url=source_url(code, unit.code, side.measure)) if side else None


def _of(side: UnitInYear | None, *, in_percent: bool) -> str:
    """«trên 150, đạt 72,40 %» where shares are compared."""
    if not in_percent or side is None or side.maximum is None or side.share is None:
        return ""
    return f"trên {trimmed(half_up(side.maximum))}, đạt {show(side.share)} %"


def _mean(units: Sequence[UnitComparison]) -> str:
    change, count = mean_change(units)
    if change is None:
        return ""
    moved = UnitComparison(
        "",
        "",
        None,
        None,
        change,
        next(unit.in_percent for unit in units if unit.change is not None),
        "",
    )
    return f"Thay đổi trung bình của {count} đơn vị so sánh được: {change_in_words(moved)}."
