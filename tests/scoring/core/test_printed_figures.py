"""Figures of which only the print is known."""

from decimal import Decimal
from fractions import Fraction

from scoring.core.figures import PrintedValue, printed_score
from scoring.core.types import GroupAggregation, UnitSpec
from tests.scoring.core.factories import group, leaf

SPEC = UnitSpec(GroupAggregation.MEAN_OF_GROUPS, (group("HT", leaf("a", "60"), leaf("b", "40")),))


def test_a_printed_group_above_the_maximum_of_another_framework_stands_whole() -> None:
    printed = {("HT", 2019): PrintedValue(Decimal(120)), ("HT", 2018): PrintedValue(Decimal(90))}
    assert printed_score(2019, SPEC, printed).total == Fraction(120)
    assert printed_score(2018, SPEC, printed).total == Fraction(90)


def test_a_group_that_was_not_printed_is_missing() -> None:
    assert printed_score(2017, SPEC, {}).missing == ("HT",)


def test_the_print_of_a_table_stands_and_another_is_kept_beside_it() -> None:
    text, table, other = (
        PrintedValue(Decimal(number), place=place)
        for number, place in [(1, "trang 3"), (2, "table 2"), (3, "trang 9")]
    )
    both = text.beside(None), table.beside(text), other.beside(table.beside(text))
    assert [each.place for each in both] == ["trang 3", "table 2", "table 2"]
    assert [each.place for each in both[2].everywhere] == ["table 2", "trang 3", "trang 9"]
