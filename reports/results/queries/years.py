"""Two years beside each other: what can be compared, and by how much it moved. Pure values; nothing
is rounded here.

Within one framework everything is comparable; across two only what a row of their correspondence
says. What cannot be compared says why, and is never 0.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from criteria.correspondences import NO_PARTNER, NO_ROW, WHOLE, GroupLink
from ictindex.lib.numbers import show
from scoring.core.results import NO_FIGURE, TOTAL, CampaignResults, Figure, Measure, UnitResults
from scoring.core.types import GroupAggregation

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Year:
    """One year of results.

    `is_printed`: known only from what the campaign of a later year printed of it.
    """

    year: int
    results: CampaignResults
    framework_id: int
    is_printed: bool = False

    @property
    def label(self) -> str:
        return f"Năm {self.year}"

    def names(self) -> dict[str, str]:
        """Code and name of everything that can be compared."""
        return {WHOLE: "Tổng điểm"} | {
            code: name for kind in self.results.kinds for code, name in kind.groups
        }


@dataclass(frozen=True, slots=True)
class UnitInYear:
    """A unit in one year: its figure, the most it could reach, and the share that it reached (0
    to 100).
    """

    measure: Measure
    figure: Figure
    maximum: Fraction | None
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class UnitComparison:
    """A unit in both years.

    `change` is in points, or `in_percent` in points of percentage; None where `reason` says why
    not.
    """

    code: str
    name: str
    older: UnitInYear | None
    newer: UnitInYear | None
    change: Fraction | None
    in_percent: bool
    reason: str


def links_to_show(older: Year, newer: Year, links: Sequence[GroupLink]) -> tuple[GroupLink, ...]:
    """Everything of both years once: what is comparable, and what is not with its reason."""
    if older.framework_id == newer.framework_id:
        return tuple(_same_codes(older, newer))
    named_older, named_newer = {link.older for link in links}, {link.newer for link in links}
    missing = (
        [GroupLink(WHOLE, WHOLE, False, NO_ROW)] if WHOLE not in named_older & named_newer else []
    )
    missing += [
        GroupLink(None, code, False, NO_PARTNER)
        for code in newer.names()
        if code and code not in named_newer
    ]
    missing += [
        GroupLink(code, None, False, NO_PARTNER)
        for code in older.names()
        if code and code not in named_older
    ]
    return (*links, *missing)


def compared(older: Year, newer: Year, link: GroupLink) -> tuple[UnitComparison, ...]:
    """Every unit of either year, those of the newer first, in official order."""
    return tuple(_compared(unit, older, newer, link) for unit in _units(older, newer))


def _same_codes(older: Year, newer: Year) -> Iterator[GroupLink]:
    printed = f"Báo cáo năm {older.results.year} đặt hai năm cạnh nhau."
    reason = printed if older.is_printed else "Cùng một bộ tiêu chí."
    after, before = newer.names(), older.names()
    yield from (GroupLink(code, code, True, reason) for code in after if code in before)
    yield from (GroupLink(None, code, False, NO_PARTNER) for code in after if code not in before)
    yield from (GroupLink(code, None, False, NO_PARTNER) for code in before if code not in after)


def _units(older: Year, newer: Year) -> Iterator[UnitResults]:
    seen = {unit.code for unit in newer.results.units}
    yield from newer.results.units
    yield from (unit for unit in older.results.units if unit.code not in seen)


def _compared(unit: UnitResults, older: Year, newer: Year, link: GroupLink) -> UnitComparison:
    sides = _side(unit.code, older, link.older), _side(unit.code, newer, link.newer)
    reason = _why_not((older, newer), sides, link)
    before, after = sides
    change, in_percent = (
        (None, False) if reason or before is None or after is None else _change(before, after)
    )
    if change is None and not reason:
        reason = "Không rõ điểm tối đa của một trong hai năm."
    return UnitComparison(unit.code, unit.short_name, before, after, change, in_percent, reason)


def _side(code: str, year: Year, group: str | None) -> UnitInYear | None:
    """None: the unit was not assessed in that year, or nothing corresponds there."""
    if group is None:
        return None
    unit = next((unit for unit in year.results.units if unit.code == code), None)
    if unit is None:
        return None
    measure = (group or TOTAL, year.year)
    figure = unit.figure(*measure)
    maximum = _maximum(unit, year, group)
    return UnitInYear(measure, figure, maximum, _share(unit, year, group, figure, maximum))


def _maximum(unit: UnitResults, year: Year, group: str) -> Fraction | None:
    """Of a group as the annex has it; of the total as the groups that apply make it, or all
    where no group's figure is known.
    """
    if group:
        return next((Fraction(each.maximum) for each in unit.groups if each.code == group), None)
    applying = [
        Fraction(each.maximum)
        for each in unit.groups
        if _applies(unit.figure(each.code, year.year))
    ]
    applying = applying or [Fraction(each.maximum) for each in unit.groups]
    if not applying:
        return None
    whole = sum(applying, Fraction())
    return (
        whole
        if year.results.aggregation is GroupAggregation.SUM_OF_POINTS
        else whole / len(applying)
    )


def _applies(figure: Figure) -> bool:
    return figure.applies and figure != NO_FIGURE


def _share(
    unit: UnitResults, year: Year, group: str, figure: Figure, maximum: Fraction | None
) -> Fraction | None:
    if not group and year.year == year.results.year and unit.percent is not None:
        return unit.percent
    return (
        Fraction(figure.official) * _HUNDRED / maximum
        if figure.official is not None and maximum
        else None
    )


def _why_not(
    years: tuple[Year, Year], sides: tuple[UnitInYear | None, UnitInYear | None], link: GroupLink
) -> str:
    """The first reason why the two sides cannot be compared, empty where they can."""
    if not link.is_comparable:
        return link.reason
    return next(
        (reason for year, side in zip(years, sides, strict=True) if (reason := _lack(year, side))),
        "",
    )


def _lack(year: Year, side: UnitInYear | None) -> str:
    when = year.label.lower()
    if side is None:
        return f"Đơn vị không được đánh giá {when}."
    if not side.figure.applies:
        return f"Không áp dụng đối với đơn vị {when}."
    return f"Không có số liệu {when}." if side.figure.official is None else ""


def _change(before: UnitInYear, after: UnitInYear) -> tuple[Fraction | None, bool]:
    """In points where both years could reach the same, else in points of percentage."""
    then, now = before.figure.official, after.figure.official
    if before.maximum == after.maximum and then is not None and now is not None:
        return Fraction(now) - Fraction(then), False
    if before.share is None or after.share is None:
        return None, True
    return after.share - before.share, True


def change_in_words(one: UnitComparison) -> str:
    """«+2,35 điểm», «−0,40 điểm phần trăm», «không đổi»."""
    if one.change is None:
        return ""
    unit = "điểm phần trăm" if one.in_percent else "điểm"
    sign = "+" if one.change > 0 else "−" if one.change < 0 else ""
    return f"{sign}{show(abs(one.change))} {unit}"


def mean_change(units: Iterable[UnitComparison]) -> tuple[Fraction | None, int]:
    """The mean of the changes that exist, and of how many; none where some are in points and
    others in percentage.
    """
    known = [one for one in units if one.change is not None]
    if not known or len({one.in_percent for one in known}) > 1:
        return None, len(known)
    return sum((one.change for one in known if one.change is not None), Fraction()) / len(
        known
    ), len(known)
