"""What a criterion allows to decide, read without its levels."""

from decimal import Decimal

import pytest

from criteria.models import Criterion
from criteria.questions import stored_rule
from scoring.core.types import LevelSpec
from submissions.dossier.queries.decisions import may_not_apply
from tests.submissions.workplace import KINDS


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("said", [{}, {"may_not_apply": True}, {"may_not_apply": False}])
def test_criterion_may_not_apply_where_its_rule_says_so_whatever_the_kind(code, said):
    kind, maximum, terms, stated = KINDS[code]
    bare = {key: value for key, value in terms.items() if key != "may_not_apply"}
    criterion = Criterion(rule_kind=kind, rule=bare | said, maximum=maximum)
    levels = [
        LevelSpec(code, label, Decimal(points), Decimal(bound) if bound else None)
        for code, label, points, bound in stated
    ]
    rule = stored_rule(criterion, levels)
    assert may_not_apply(criterion) is rule.may_not_apply is said.get("may_not_apply", False)


def test_criterion_whose_terms_are_wrong_is_asked_of_every_unit():
    assert not may_not_apply(
        Criterion(rule_kind="manual", rule={"may_not_apply": "yes"}, maximum=1)
    )
