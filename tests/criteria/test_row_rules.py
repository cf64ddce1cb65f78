"""What a named rule about criteria takes and leaves out."""

import pytest

from criteria.models import LEAF, Criterion, CriterionGroup
from tests.scoring.factories import make_framework

pytestmark = pytest.mark.django_db


def test_leaves_are_the_scored_criteria_and_no_main_ones():
    make_framework(shape={"I": {"HT": {"1.1": 40, "1.2": 20, "2": 40}}})
    assert [each.code for each in Criterion.objects.leaves()] == ["1.1", "1.2", "2"]
    assert CriterionGroup.objects.filter(LEAF.where("criteria__")).count() == 3
    assert not LEAF.holds(Criterion.objects.get(code="1"))
