"""The printed figures: group scores, totals and averages, each within what the framework allows."""

from collections.abc import Iterable, Iterator, Mapping, Set
from decimal import Decimal

from criteria.nodes import quoted
from ictindex.lib.numbers import cut
from scoring.core.reconstruction import largest_score, largest_total
from scoring.core.results import SELF, TOTAL
from scoring.core.types import GroupAggregation, GroupSpec
from scoring.published.description import FILE
from scoring.published.places import line_of
from scoring.published.problems import WrongPlace
from scoring.published.rows import CsvRow
from scoring.published.units import Units
from scoring.published.values import (
    CampaignDescription,
    CellKey,
    PrintedAverage,
    PrintedCell,
    PublishedUnit,
)

SCORES, TOTALS, AVERAGES = (
    "published_group_scores.csv",
    "published_totals.csv",
    "published_averages.csv",
)
Scores = Mapping[CellKey, PrintedCell]


def total_columns(description: CampaignDescription) -> tuple[str, ...]:
    previous = () if description.previous_year is None else (f"total_{description.previous_year}",)
    return ("unit", *previous, f"self_{description.year}", f"appraised_{description.year}")


def check_scores(
    rows: Iterable[CsvRow],
    units: Units,
    description: CampaignDescription,
    problems: list[WrongPlace],
) -> Scores:
    """The groups' scores of both years by unit, group and year."""
    scores: dict[CellKey, PrintedCell] = {}
    lines: dict[CellKey, int] = {}
    zeros = {(blank.unit, blank.group, blank.year) for blank in description.zero_blanks}
    for row in rows:
        unit, year = (
            row.known("unit", units, what="đơn vị"),
            row.year("year", among=description.years),
        )
        group = row.group_of(unit)
        if unit is None or group is None or year is None:
            continue
        key = (unit.code, group.code, year)
        if key in lines:
            row.note(
                "group",
                f"Điểm của đơn vị, nhóm và năm này đã có ở dòng {lines[key]}. Xóa bớt một dòng.",
            )
            continue
        lines[key] = row.line
        value = (
            row.score("score", highest=largest_score(group)) if not row.is_blank("score") else None
        )
        if row.is_blank("score") and not _may_be_blank(group, description, is_zero=key in zeros):
            row.note("score", _unresolved(group))
        elif row.is_blank("score") or value is not None:
            scores[key] = PrintedCell(
                unit.code, group.code, year, value, counts_as_zero=value is None and key in zeros
            )
    problems += _missing_scores(set(lines), units, description)
    problems += _units_without_groups(scores, units, description.year)
    problems += _unused_zeros(scores, units, description)
    return scores


def check_totals(
    rows: Iterable[CsvRow],
    units: Units,
    scores: Scores,
    description: CampaignDescription,
    problems: list[WrongPlace],
) -> tuple[PrintedCell, ...]:
    """Last year's total, the self total and the appraised total of every unit."""
    cells: list[PrintedCell] = []
    lines: dict[str, int] = {}
    for row in rows:
        unit = row.known("unit", units, what="đơn vị")
        if unit is None:
            continue
        if unit.code in lines:
            row.note(
                "unit",
                f"Đơn vị {quoted(unit.code)} đã có ở dòng {lines[unit.code]}. Xóa bớt một dòng.",
            )
            continue
        lines[unit.code] = row.line
        cells += _totals_of(row, unit, scores, description)
    missing = [unit.code for unit in units.values() if unit and unit.code not in lines]
    problems += [
        WrongPlace(TOTALS, f"Thiếu dòng của đơn vị {quoted(code)}. Thêm dòng này.", column="unit")
        for code in missing
    ]
    return tuple(cells)


def check_averages(
    rows: Iterable[CsvRow], units: Units, description: CampaignDescription
) -> tuple[PrintedAverage, ...]:
    """The printed averages; each measure of a kind and year once in each place."""
    averages: list[PrintedAverage] = []
    lines: dict[tuple[str, str, str, int], int] = {}
    for row in rows:
        place, kind = row.text("place", at_most=60), _kind(row, description)
        year = row.year("year", among=description.years)
        measure, highest = _measure(row, kind, units)
        value = None if row.is_blank("printed") else row.score("printed", highest=highest)
        if year is None or kind is None or not measure:
            continue
        key = (place, kind, measure, year)
        if key in lines:
            row.note("measure", f"Số trung bình này đã có ở dòng {lines[key]}. Xóa bớt một dòng.")
            continue
        lines[key] = row.line
        averages.append(PrintedAverage(place, kind, measure, year, value))
    return tuple(averages)


def absent_groups(unit: PublishedUnit, scores: Scores, year: int) -> tuple[str, ...]:
    """The groups that do not apply to the unit in that year."""
    cells = ((group.code, scores.get((unit.code, group.code, year))) for group in unit.spec.groups)
    return tuple(code for code, cell in cells if cell and cell.points is None)


def _may_be_blank(group: GroupSpec, description: CampaignDescription, *, is_zero: bool) -> bool:
    return is_zero or (group.may_be_absent and group.code in description.may_be_absent)


def _unresolved(group: GroupSpec) -> str:
    absent = (
        ", hoặc thêm nhóm vào mục «groups_that_may_be_absent» nếu đơn vị không có nhóm này"
        if group.may_be_absent
        else ""
    )
    return (
        f"Ô này để trống nhưng nhóm {group.code} được áp dụng. Nhập điểm, hoặc khai đơn vị, nhóm "
        "và năm này ở mục "
        f"«blanks_counted_as_zero» của campaign.json nếu báo cáo tính dấu gạch là 0{absent}."
    )


def _missing_scores(
    given: Set[CellKey], units: Units, description: CampaignDescription
) -> Iterator[WrongPlace]:
    """Last year's rows may be missing for a unit or a group that did not exist then, and only
    altogether.
    """
    unit_years = {(unit, year) for unit, _, year in given}
    group_years = {(group, year) for _, group, year in given}
    for unit in filter(None, units.values()):
        for year in description.years:
            for group in unit.spec.groups:
                existed = (unit.code, year) in unit_years and (group.code, year) in group_years
                if (unit.code, group.code, year) not in given and (
                    existed or year == description.year
                ):
                    message = (
                        f"Thiếu dòng của đơn vị {quoted(unit.code)}, nhóm {group.code}, năm "
                        f"{year}. Thêm dòng này."
                    )
                    yield WrongPlace(SCORES, message, column="unit")


def _units_without_groups(scores: Scores, units: Units, year: int) -> Iterator[WrongPlace]:
    for unit in filter(None, units.values()):
        if len(absent_groups(unit, scores, year)) == len(unit.spec.groups):
            message = (
                f"Đơn vị {quoted(unit.code)} không còn nhóm nào được áp dụng trong năm {year}. "
                "Nhập ít nhất một điểm."
            )
            yield WrongPlace(SCORES, message, column="score")


def _unused_zeros(
    scores: Scores, units: Units, description: CampaignDescription
) -> Iterator[WrongPlace]:
    for blank in description.zero_blanks:
        cell = scores.get((blank.unit, blank.group, blank.year))
        is_wrong_unit = blank.unit in units and units[blank.unit] is None
        if not is_wrong_unit and (cell is None or not cell.counts_as_zero):
            message = (
                f"Không có ô trống nào của đơn vị {quoted(blank.unit)}, nhóm "
                f"{quoted(blank.group)}, năm {blank.year}. "
                "Xóa mục này hoặc để trống ô điểm."
            )
            yield WrongPlace(FILE, message, line_of(blank.place, description.lines), blank.place)


def _totals_of(
    row: CsvRow, unit: PublishedUnit, scores: Scores, description: CampaignDescription
) -> Iterator[PrintedCell]:
    highest = cut(largest_total(unit.spec, absent_groups(unit, scores, description.year)))
    if description.previous_year is not None and (
        past := _past_total(row, unit, scores, description.previous_year)
    ):
        yield past
    for column, measure in (
        (f"self_{description.year}", SELF),
        (f"appraised_{description.year}", TOTAL),
    ):
        yield PrintedCell(unit.code, measure, description.year, row.score(column, highest=highest))


def _past_total(row: CsvRow, unit: PublishedUnit, scores: Scores, year: int) -> PrintedCell | None:
    """Last year's total. It may be blank only where the unit has no score of that year either."""
    column = f"total_{year}"
    had_scores = any(
        scores[key].points is not None for key in scores if key[0] == unit.code and key[2] == year
    )
    if row.is_blank(column) and not had_scores:
        return None
    return PrintedCell(
        unit.code, TOTAL, year, row.score(column, highest=_highest_of_any_year(unit))
    )


def _highest_of_any_year(unit: PublishedUnit) -> Decimal:
    """Other groups may have been left out in another year: the best group of a mean, all groups
    of a sum.
    """
    scores = [largest_score(group) for group in unit.spec.groups]
    return (
        max(scores)
        if unit.spec.aggregation is GroupAggregation.MEAN_OF_GROUPS
        else sum(scores, Decimal(0))
    )


def _kind(row: CsvRow, description: CampaignDescription) -> str | None:
    """The kind's code; empty for all units; None when there is no such kind."""
    if row.is_blank("kind"):
        return ""
    return row.known("kind", {kind: kind for kind in description.annexes}, what="loại đơn vị")


def _measure(row: CsvRow, kind: str | None, units: Units) -> tuple[str, Decimal]:
    """What is averaged, empty when that is unknown, and the highest that the average can be."""
    asked = [unit for unit in units.values() if unit and (not kind or unit.kind == kind)]
    highest = max(map(_highest_of_any_year, asked), default=Decimal(0))
    measures = {TOTAL: highest, SELF: highest}
    for unit in asked:
        for group in unit.spec.groups:
            measures[group.code] = max(largest_score(group), measures.get(group.code, Decimal(0)))
    found = row.known("measure", measures, what="đại lượng") if kind is not None else None
    measure = row.text("measure", at_most=20)
    return (measure, found) if found is not None else ("", Decimal(9999))
