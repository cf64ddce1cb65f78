"""From rows to the arithmetic's own values: the only translator between criteria's models and
`scoring.core`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from criteria.annexes import AnnexChoice
from criteria.models import Annex, Band, Criterion, Framework
from scoring.core.rule_kinds.kinds import KINDS
from scoring.core.types import (
    BandSpec,
    GroupAggregation,
    GroupSpec,
    LeafSpec,
    RankingScale,
    UnitSpec,
)


class UnknownAnnex(LookupError):
    """The framework has no such annex, or the annex has no such group."""


@dataclass(frozen=True, slots=True)
class FrameworkSpecs:
    """A framework as the arithmetic needs it: `annexes` and their groups in order, by code."""

    aggregation: GroupAggregation
    ranking: RankingScale
    bands: tuple[BandSpec, ...]
    annexes: Mapping[str, Mapping[str, GroupSpec]]

    def group(self, annex_code: str, group_code: str) -> GroupSpec:
        """One group of one annex. Raises UnknownAnnex."""
        groups = self._groups(annex_code)
        if group_code not in groups:
            raise UnknownAnnex(f"Phụ lục «{annex_code}» không có nhóm «{group_code}».")
        return groups[group_code]

    def unit(self, annex: AnnexChoice) -> UnitSpec:
        """What a unit is asked that answers these annexes.

        A group of an override stands where the annex has it, or after the annex's own groups where
        it has none. Raises UnknownAnnex.
        """
        groups = dict(self._groups(annex.code))
        for group_code, other_annex in sorted(annex.overrides.items(), key=self._place):
            groups[group_code] = self.group(other_annex, group_code)
        return UnitSpec(self.aggregation, tuple(groups.values()))

    def _place(self, override: tuple[str, str]) -> tuple[int, int]:
        """Where the framework has this group, so that the order in which overrides are given
        does not matter.
        """
        group_code, annex_code = override
        self.group(annex_code, group_code)
        return list(self.annexes).index(annex_code), list(self.annexes[annex_code]).index(
            group_code
        )

    def _groups(self, annex_code: str) -> Mapping[str, GroupSpec]:
        if annex_code not in self.annexes:
            raise UnknownAnnex(f"Bộ tiêu chí không có phụ lục «{annex_code}».")
        return self.annexes[annex_code]


def framework_specs(framework: Framework) -> FrameworkSpecs:
    """All that scoring needs of a framework, in 3 queries whatever its size."""
    return FrameworkSpecs(
        aggregation=GroupAggregation(framework.aggregation),
        ranking=RankingScale(framework.ranking),
        bands=tuple(map(_band_spec, framework.bands.all())),
        annexes=_annexes(framework, _leaves_by_group(framework)),
    )


def leaf_key(group_code: str, criterion_code: str) -> str:
    """The key of a scored criterion, «HTKT:1.2»: unique in what one unit is asked, whatever
    annex the group comes from.
    """
    return f"{group_code}:{criterion_code}"


def _annexes(
    framework: Framework, leaves: Mapping[int, Iterable[LeafSpec]]
) -> dict[str, dict[str, GroupSpec]]:
    """Annexes and groups in their orders; an annex without groups is there, and empty."""
    found: dict[str, dict[str, GroupSpec]] = {}
    rows = Annex.objects.filter(framework=framework).order_by("order", "code", "groups__order")
    columns = (
        "code",
        "groups__pk",
        "groups__code",
        "groups__name",
        "groups__maximum",
        "groups__may_be_absent",
    )
    for annex_code, pk, code, name, maximum, may_be_absent in rows.values_list(*columns):
        groups = found.setdefault(annex_code, {})
        if pk is not None:
            groups[code] = GroupSpec(code, name, maximum, may_be_absent, tuple(leaves.get(pk, ())))
    return found


def _leaves_by_group(framework: Framework) -> dict[int, list[LeafSpec]]:
    rows = Criterion.objects.leaves().filter(group__annex__framework=framework).order_by("order")
    found: dict[int, list[LeafSpec]] = {}
    columns = ("group_id", "group__code", "code", "name", "maximum", "rule_kind")
    for group_id, group_code, code, name, maximum, rule_kind in rows.values_list(*columns):
        leaf = LeafSpec(leaf_key(group_code, code), name, maximum, KINDS[rule_kind].effect)
        found.setdefault(group_id, []).append(leaf)
    return found


def _band_spec(band: Band) -> BandSpec:
    return BandSpec(band.code, band.label, band.lower, band.upper)
