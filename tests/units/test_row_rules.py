"""One rule as a condition of queries, through a relation, and as a question to a row."""

from dataclasses import dataclass

from django.db.models import Q

from units.row_rules import RowRule

OPEN = RowRule(is_gone=False, place=("a", "b"), later=None)


@dataclass
class Row:
    """A row that no database has."""

    is_gone: bool
    place: str


def test_rule_is_a_condition_of_all_its_columns():
    assert OPEN.where() == Q(is_gone=False, place__in=("a", "b"), later=None)


def test_rule_reaches_through_a_relation():
    assert OPEN.where("file__") == Q(
        file__is_gone=False, file__place__in=("a", "b"), file__later=None
    )


def test_rule_holds_of_a_row_with_all_of_it():
    rows = [Row(False, "a"), Row(False, "b"), Row(False, "c"), Row(True, "a")]
    assert [OPEN.holds(row) for row in rows] == [True, True, False, False]


def test_row_that_is_related_breaks_a_rule_that_wants_none():
    row = Row(False, "a")
    row.later = Row(False, "b")
    assert not OPEN.holds(row)
