"""One rule as a condition of queries, through a relation, and as a question to a row."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.db.models import F, Q

from units.row_rules import RowRule

OPEN = RowRule(is_gone=False, place=("a", "b"), later=None)


@dataclass
class Row:
    """A row that no database has."""

    is_gone: bool
    place: str
    later: object = None


def test_rule_is_a_condition_of_all_its_columns():
    assert OPEN.where() == Q(is_gone=False, place__in=("a", "b"), later=None)


def test_rule_reaches_through_a_relation():
    assert OPEN.where("file__") == Q(
        file__is_gone=False, file__place__in=("a", "b"), file__later=None
    )


def test_rule_holds_of_a_row_with_all_of_it():
    rows = [Row(False, "a"), Row(False, "b"), Row(False, "c"), Row(True, "a")]
    assert [OPEN.holds(row) for row in rows] == [True, True, False, False]


def test_row_without_the_column_is_no_row_of_the_rule():
    with pytest.raises(AttributeError, match="later"):
        OPEN.holds(SimpleNamespace(is_gone=False, place="a"))


@pytest.mark.parametrize("column", [{"place__in": ("a",)}, {"later": F("place")}])
def test_what_a_rule_cannot_ask_of_a_row_is_refused(column):
    with pytest.raises(ValueError, match="A rule takes a column"):
        RowRule(**column)


def test_row_that_is_related_breaks_a_rule_that_wants_none():
    row = Row(False, "a")
    row.later = Row(False, "b")
    assert not OPEN.holds(row)
