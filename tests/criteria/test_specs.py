"""Rows as the arithmetic's values: what is in them, what overrides do, and what they cost."""

from decimal import Decimal

import pytest

from criteria.annexes import AnnexChoice
from criteria.catalogue import ensure_framework, load_framework
from criteria.specs import UnknownAnnex, framework_specs
from scoring.core.types import (
    BandSpec,
    Effect,
    GroupAggregation,
    GroupSpec,
    LeafSpec,
    RankingScale,
    UnitSpec,
)
from tests.criteria.factories import small_framework

pytestmark = pytest.mark.django_db

POLICIES = GroupSpec(
    "CS", "Chính sách", Decimal(100), False, (LeafSpec("CS:1", "Kế hoạch", Decimal(100)),)
)
SERVICES = GroupSpec(
    "DV",
    "Dịch vụ",
    Decimal(100),
    True,
    (
        LeafSpec("DV:1", "Số dịch vụ", Decimal(100)),
        LeafSpec("DV:2", "Điểm thưởng", Decimal(5), Effect.BONUS),
    ),
)


def infrastructure(name: str) -> GroupSpec:
    leaves = (
        LeafSpec("HT:1.1", "Tỷ lệ máy tính", Decimal(30)),
        LeafSpec("HT:1.2", "Máy in", Decimal(40)),
        LeafSpec("HT:2", "Mạng", Decimal(30)),
    )
    return GroupSpec("HT", name, Decimal(100), False, leaves)


OF_I, OF_II = infrastructure("Hạ tầng"), infrastructure("Hạ tầng của đơn vị trực thuộc")


@pytest.fixture
def specs():
    return framework_specs(load_framework(small_framework()))


def test_specs_hold_what_the_rows_say(specs):
    assert (specs.aggregation, specs.ranking) == (
        GroupAggregation.MEAN_OF_GROUPS,
        RankingScale.POINTS,
    )
    assert specs.bands == (
        BandSpec("A", "Nhóm A", Decimal(50), None),
        BandSpec("B", "Nhóm B", Decimal(0), Decimal(50)),
    )
    assert specs.unit(AnnexChoice("I", {})) == UnitSpec(
        GroupAggregation.MEAN_OF_GROUPS, (OF_I, SERVICES)
    )
    assert specs.unit(AnnexChoice("II", {})) == UnitSpec(
        GroupAggregation.MEAN_OF_GROUPS, (POLICIES, OF_II)
    )


def test_an_override_takes_the_group_of_the_other_annex_in_its_place(specs):
    assert specs.unit(AnnexChoice("II", {"HT": "I"})).groups == (POLICIES, OF_I)
    assert specs.unit(AnnexChoice("II", {"HT": "II"})) == specs.unit(AnnexChoice("II", {}))


def test_an_override_adds_a_group_that_the_annex_does_not_have(specs):
    assert specs.unit(AnnexChoice("II", {"DV": "I", "HT": "I"})).groups == (
        POLICIES,
        OF_I,
        SERVICES,
    )
    assert specs.unit(AnnexChoice("I", {"CS": "II"})).groups == (OF_I, SERVICES, POLICIES)
    assert specs.unit(AnnexChoice("I", {})).groups == (OF_I, SERVICES)


def test_the_order_in_which_overrides_are_given_changes_nothing():
    specs = framework_specs(ensure_framework("qd375-2020"))
    there, back = {"NL": "II", "TTDT": "II"}, {"TTDT": "II", "NL": "II"}
    assert [group.code for group in specs.unit(AnnexChoice("I", there)).groups] == [
        "HTKT",
        "UDCNTT",
        "DVCTT",
        "CCCS",
        "TTDT",
        "NL",
    ]
    assert specs.unit(AnnexChoice("I", there)) == specs.unit(AnnexChoice("I", back))


@pytest.mark.parametrize(
    ("annex", "overrides", "message"),
    [
        ("III", {}, "Bộ tiêu chí không có phụ lục «III»."),
        ("I", {"HT": "III"}, "Bộ tiêu chí không có phụ lục «III»."),
        ("I", {"CS": "I"}, "Phụ lục «I» không có nhóm «CS»."),
    ],
)
def test_an_unknown_annex_or_group_is_named(specs, annex, overrides, message):
    with pytest.raises(UnknownAnnex, match=message):
        specs.unit(AnnexChoice(annex, overrides))


def test_two_units_of_2020_answer_the_infrastructure_of_the_other_annex():
    specs = framework_specs(ensure_framework("qd375-2020"))
    unit = specs.unit(AnnexChoice("II", {"HTKT": "I"}))
    assert [len(group.leaves) for group in unit.groups] == [20, 23, 51, 9, 10, 11]
    assert [group.maximum for group in unit.groups] == [100] * 6
    assert len({leaf.key for group in unit.groups for leaf in group.leaves}) == 124


def test_specs_cost_three_queries_whatever_the_size(django_assert_num_queries):
    frameworks = [load_framework(small_framework()), ensure_framework("qd375-2020")]
    for framework in frameworks:
        with django_assert_num_queries(3):
            framework_specs(framework).unit(AnnexChoice("I", {}))


def test_specs_of_one_framework_hold_nothing_of_another():
    load_framework(small_framework() | {"code": "khac"})
    assert len(framework_specs(load_framework(small_framework())).annexes["I"]) == 2
    assert list(framework_specs(ensure_framework("qd2149-2017")).annexes) == ["I"]
