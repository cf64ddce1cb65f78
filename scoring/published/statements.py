"""What the report's text says about single criteria: figures, and units named as not meeting
one.
"""

from collections.abc import Iterable
from decimal import Decimal

from criteria.nodes import quoted
from scoring.published.questions import CriterionName, NamedFramework
from scoring.published.rows import CsvRow
from scoring.published.units import Units
from scoring.published.values import PERCENT, Fact, PublishedFailing, PublishedUnit


def check_facts(rows: Iterable[CsvRow], units: Units, asked: NamedFramework) -> tuple[Fact, ...]:
    """The figures; one for each unit and scored criterion."""
    facts: list[Fact] = []
    lines: dict[tuple[str, str], int] = {}
    for row in rows:
        value, kind, as_of = row.amount("value"), row.text("kind", at_most=30), row.day("as_of")
        if kind == PERCENT and value and Decimal(value) > 100:
            row.note("value", f"Tỷ lệ {quoted(value)} vượt 100 %. Nhập số từ 0 đến 100.")
        for unit, leaf in _leaves(row, units, asked, only_scored=True):
            if _is_first(row, (unit, leaf), lines):
                facts.append(Fact(unit, leaf, value, kind, as_of))
    return tuple(facts)


def check_failings(
    rows: Iterable[CsvRow], units: Units, asked: NamedFramework
) -> tuple[PublishedFailing, ...]:
    """The named units; a main criterion stands for all that is scored in it."""
    failings: list[PublishedFailing] = []
    lines: dict[tuple[str, str], int] = {}
    for row in rows:
        leaves = list(_leaves(row, units, asked, only_scored=False))
        if all(_is_first(row, leaf, lines) for leaf in leaves):
            failings += [PublishedFailing(unit, leaf) for unit, leaf in leaves]
    return tuple(failings)


def _is_first(row: CsvRow, key: tuple[str, str], lines: dict[tuple[str, str], int]) -> bool:
    if lines.setdefault(key, row.line) == row.line:
        return True
    row.note("criterion", f"Đơn vị và tiêu chí này đã có ở dòng {lines[key]}. Xóa bớt một dòng.")
    return False


def _leaves(
    row: CsvRow, units: Units, asked: NamedFramework, *, only_scored: bool
) -> Iterable[tuple[str, str]]:
    """The unit's code with the key of each scored criterion that the row speaks of; none where
    the row is wrong.
    """
    unit = row.known("unit", units, what="đơn vị")
    group = row.group_of(unit)
    criterion = _criterion(row, unit, group.code, asked) if unit and group else None
    if unit is None or criterion is None:
        return []
    if only_scored and not criterion.is_leaf:
        row.note(
            "criterion",
            f"Tiêu chí {quoted(criterion.name)} có tiêu chí thành phần. Ghi tên tiêu chí thành "
            "phần.",
        )
        return []
    return [(unit.code, leaf) for leaf in criterion.leaves]


def _criterion(
    row: CsvRow, unit: PublishedUnit, group: str, asked: NamedFramework
) -> CriterionName | None:
    text = row.text("criterion", at_most=500)
    found = (
        asked.criteria_called(text, annex=unit.annex.annex_of(group), group=group) if text else ()
    )
    if len(found) == 1:
        return found[0]
    if found:
        codes = ", ".join(criterion.code for criterion in found)
        row.note(
            "criterion",
            f"Nhóm {group} có nhiều tiêu chí tên {quoted(text)}. Ghi số thứ tự của tiêu chí thay "
            f"cho tên: {codes}.",
        )
    elif text:
        annex = unit.annex.annex_of(group)
        row.note(
            "criterion",
            f"Nhóm {group} (Phụ lục {annex}) không có tiêu chí {quoted(text)}. Ghi đúng tên "
            "trong bộ tiêu chí.",
        )
    return None
