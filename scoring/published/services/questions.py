"""From a framework's rows to what campaign files are checked against."""

from collections.abc import Iterator, Mapping

from criteria.models import Criterion, CriterionQuerySet, Framework
from criteria.specs import framework_specs, leaf_key
from scoring.published import CriterionName, NamedFramework

#: The annex and the key of a scored criterion.
LeafPlace = tuple[str, str]


def asked_by(framework: Framework) -> NamedFramework:
    """The framework with the names of its criteria, in 5 queries."""
    rows = list(_criteria(framework))
    children: dict[int, list[Criterion]] = {}
    for row in rows:
        if row.parent_id is not None:
            children.setdefault(row.parent_id, []).append(row)
    return NamedFramework(framework_specs(framework), tuple(_name(row, children) for row in rows))


def leaf_ids(framework: Framework) -> Mapping[LeafPlace, int]:
    """The row of every scored criterion."""
    leaves = _criteria(framework).leaves()
    return {(row.group.annex.code, leaf_key(row.group.code, row.code)): row.pk for row in leaves}


def _criteria(framework: Framework) -> CriterionQuerySet:
    return (
        Criterion.objects.filter(group__annex__framework=framework)
        .select_related("group__annex")
        .order_by("order")
    )


def _name(row: Criterion, children: Mapping[int, list[Criterion]]) -> CriterionName:
    return CriterionName(
        annex=row.group.annex.code,
        group=row.group.code,
        code=row.code,
        name=row.name,
        leaves=tuple(leaf_key(leaf.group.code, leaf.code) for leaf in _leaves_under(row, children)),
        is_leaf=row.is_leaf,
    )


def _leaves_under(row: Criterion, children: Mapping[int, list[Criterion]]) -> Iterator[Criterion]:
    if row.is_leaf:
        yield row
    for child in children.get(row.pk, ()):
        yield from _leaves_under(child, children)
