"""Reading a whole framework: as values, and as rows for the record. Writes nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from criteria.models import Annex, Band, Criterion, CriterionGroup, Framework, Level
from criteria.values import AnnexValue, CriterionValue, FrameworkValue, GroupValue
from scoring.core.types import BandSpec, LevelSpec

#: Rows by table and key.
StoredRows = Mapping[tuple[str, Any], Model]


def read_framework(framework: Framework) -> FrameworkValue:
    """The whole framework as values, in 5 queries."""
    levels = _by(Level.objects.filter(criterion__group__annex__framework=framework), "criterion_id")
    criteria = Criterion.objects.filter(group__annex__framework=framework).order_by("order")
    children = _by(criteria, "parent_id")
    groups = _by(
        CriterionGroup.objects.filter(annex__framework=framework).order_by("order"), "annex_id"
    )
    tops = _by(children.get(None, ()), "group_id")

    def criterion_value(row: Criterion) -> CriterionValue:
        below = tuple(criterion_value(child) for child in children.get(row.pk, ()))
        return _criterion_value(row, levels=levels.get(row.pk, ()), children=below)

    def group_value(row: CriterionGroup) -> GroupValue:
        return _group_value(
            row, tuple(criterion_value(criterion) for criterion in tops.get(row.pk, ()))
        )

    return FrameworkValue(
        code=framework.code,
        title=framework.title,
        document=framework.document,
        issued_on=framework.issued_on,
        aggregation=framework.aggregation,
        ranking=framework.ranking,
        is_published=framework.is_published,
        sample_notice=framework.sample_notice,
        bands=tuple(
            BandSpec(band.code, band.label, band.lower, band.upper)
            for band in framework.bands.all()
        ),
        annexes=tuple(
            AnnexValue(
                annex.code,
                annex.title,
                tuple(group_value(group) for group in groups.get(annex.pk, ())),
            )
            for annex in framework.annexes.all()
        ),
    )


def _criterion_value(
    row: Criterion, *, levels: Iterable[Level], children: tuple[CriterionValue, ...]
) -> CriterionValue:
    return CriterionValue(
        code=row.code,
        name=row.name,
        maximum=row.maximum,
        rule_kind=row.rule_kind,
        rule=row.rule,
        evidence_expected=row.evidence_expected,
        is_sample=row.is_sample,
        levels=tuple(
            LevelSpec(level.code, level.label, level.points, level.lower_bound) for level in levels
        ),
        children=children,
    )


def _group_value(row: CriterionGroup, criteria: tuple[CriterionValue, ...]) -> GroupValue:
    return GroupValue(row.code, row.name, row.maximum, row.may_be_absent, criteria)


def _by(rows: Iterable[Any], column: str) -> dict[Any, list[Any]]:
    """Rows in their order, by the value of one column."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(row)
    return found


def stored_rows(framework: Framework) -> StoredRows:
    """Every row of the framework as it is stored now, from the framework down to its levels, in
    6 queries.
    """
    rows: list[Model] = [Framework.objects.get(pk=framework.pk)]
    rows += Band.objects.filter(framework=framework)
    rows += Annex.objects.filter(framework=framework)
    rows += CriterionGroup.objects.filter(annex__framework=framework)
    rows += Criterion.objects.filter(group__annex__framework=framework)
    rows += Level.objects.filter(criterion__group__annex__framework=framework)
    return {(row._meta.db_table, row.pk): row for row in rows}
