"""The frameworks that come with the application: their true structure, read from the loaded
database, and what is a sample.
"""

import csv
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from criteria.annexes import AnnexChoice
from criteria.catalogue import FOLDER, ensure_framework
from criteria.models import Band, Criterion, CriterionGroup, Framework
from criteria.queries import read_framework
from criteria.specs import framework_specs
from criteria.validators import errors_in, warnings_in
from criteria.values import FrameworkProblem
from tests.criteria.factories import dumped

CAMPAIGN = Path(__file__).resolve().parents[2] / "fixtures" / "campaigns" / "2020"
CODES = ["qd375-2020", "qd988-2022", "qd2149-2017"]
SAMPLE = "mẫu – thay bằng phụ lục chính thức"

pytestmark = pytest.mark.django_db


def shape(framework: Framework) -> dict[str, dict[str, tuple[int, int, Decimal]]]:
    """Annex → group → main criteria, sub-criteria, points."""
    found: dict[str, dict[str, tuple[int, int, Decimal]]] = {}
    for group in CriterionGroup.objects.filter(annex__framework=framework):
        mains = group.criteria.filter(parent=None).count()
        found.setdefault(group.annex.code, {})[group.code] = (
            mains,
            group.criteria.exclude(parent=None).count(),
            group.maximum,
        )
    return found


def leaves(framework: Framework, annex: str) -> int:
    return Criterion.objects.filter(
        group__annex__framework=framework, group__annex__code=annex, is_leaf=True
    ).count()


def test_2020_has_the_groups_and_counts_of_the_decision():
    framework = ensure_framework("qd375-2020")
    hundred = Decimal(100)
    assert shape(framework) == {
        "I": {
            "HTKT": (3, 20, hundred),
            "UDCNTT": (5, 20, hundred),
            "DVCTT": (3, 9, hundred),
            "CCCS": (6, 0, hundred),
        },
        "II": {
            "HTKT": (4, 31, hundred),
            "UDCNTT": (5, 23, hundred),
            "TTDT": (5, 51, hundred),
            "DVCTT": (3, 9, hundred),
            "CCCS": (2, 10, hundred),
            "NL": (11, 0, hundred),
        },
    }
    assert (leaves(framework, "I"), leaves(framework, "II")) == (55, 135)


def test_2020_takes_the_mean_of_groups_and_lets_only_online_services_be_absent():
    framework = ensure_framework("qd375-2020")
    optional = CriterionGroup.objects.filter(annex__framework=framework, may_be_absent=True)
    bands = [(band.code, band.lower, band.upper) for band in framework.bands.all()]
    assert (framework.aggregation, framework.document, framework.issued_on) == (
        "mean_of_groups",
        "375/QĐ-BNV",
        None,
    )
    assert [(group.annex.code, group.code) for group in optional] == [
        ("I", "DVCTT"),
        ("II", "DVCTT"),
    ]
    assert bands == [("A", 65, 80), ("B", 50, 65), ("C", 0, 50)]
    assert warnings_in(read_framework(framework)) == (
        FrameworkProblem("bands", "Chưa có nhóm cho điểm từ 80,00 trở lên."),
    )


def test_2022_has_six_pillars_of_450_and_600_points_and_a_portal_block_apart():
    framework = ensure_framework("qd988-2022")
    assert shape(framework) == {
        "I": {
            "NTS": (3, 0, 30),
            "TCS": (3, 0, 30),
            "HTS": (3, 0, 50),
            "NLS": (2, 0, 20),
            "ATTT": (3, 0, 50),
            "HDS": (16, 0, 270),
        },
        "II": {
            "NTS": (3, 0, 30),
            "TCS": (3, 0, 30),
            "HTS": (6, 0, 100),
            "NLS": (4, 0, 40),
            "ATTT": (7, 0, 100),
            "HDS": (18, 0, 300),
        },
        "CTTDT": {"CTTDT": (13, 34, 100)},
    }
    assert [leaves(framework, annex) for annex in ("I", "II", "CTTDT")] == [30, 41, 34]
    assert (framework.aggregation, framework.ranking, framework.issued_on) == (
        "sum_of_points",
        "percent",
        date(2022, 12, 1),
    )
    assert (
        Criterion.objects.filter(
            group__annex__framework=framework, group__annex__code="II", rule_kind="supplied"
        ).count()
        == 7
    )


def test_2022_portal_block_is_asked_only_of_units_that_were_given_it():
    specs = framework_specs(ensure_framework("qd988-2022"))
    plain, with_portal = (
        specs.unit(AnnexChoice("II", {})),
        specs.unit(AnnexChoice("II", {"CTTDT": "CTTDT"})),
    )
    assert sum(group.maximum for group in plain.groups) == 600
    assert with_portal.groups == (*plain.groups, specs.group("CTTDT", "CTTDT"))
    assert [
        len(main.children)
        for main in read_framework(ensure_framework("qd988-2022")).annexes[2].groups[0].criteria
    ] == [9, 5, 4, 2, 4, 1, 1, 1, 1, 1, 1, 3, 1]


def test_2017_has_seven_criteria_for_all_units_and_four_classes():
    framework = ensure_framework("qd2149-2017")
    groups = shape(framework)["I"]
    assert (list(shape(framework)), len(groups), leaves(framework, "I")) == (["I"], 7, 7)
    assert sum(points for _, _, points in groups.values()) == 100
    assert list(Band.objects.filter(framework=framework).values_list("label", flat=True)) == [
        "Tốt",
        "Khá",
        "Trung bình",
        "Yếu",
    ]


@pytest.mark.parametrize("code", CODES)
def test_what_is_loaded_is_dumped_again_as_it_was(code):
    path = FOLDER / f"{code}.json"
    again = dumped(ensure_framework(code))
    assert again == json.loads(path.read_text(encoding="utf-8"))
    assert json.dumps(again, ensure_ascii=False, indent=2) + "\n" == path.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("code", CODES)
def test_every_shipped_framework_is_sound_published_and_says_what_is_a_sample(code):
    framework = ensure_framework(code)
    scored = Criterion.objects.filter(group__annex__framework=framework, is_leaf=True)
    assert errors_in(read_framework(framework)) == ()
    assert framework.is_published
    assert framework.sample_notice.startswith(SAMPLE)
    assert scored.filter(evidence_expected="").count() == 0


def test_no_group_asks_the_same_thing_twice():
    for code in CODES:
        for place, group in read_framework(ensure_framework(code)).all_groups():
            names = [
                criterion.name for _, criterion in group.all_criteria(place) if criterion.is_leaf
            ]
            assert len(names) == len(set(names)), place


def test_only_names_that_the_2020_report_lets_one_know_are_not_samples():
    specs = ensure_framework("qd375-2020")
    real = Criterion.objects.filter(group__annex__framework=specs, is_sample=False)
    named = {
        (_annex(row), row["group"], row["criterion"])
        for row in _rows("facts_2020.csv") + _rows("failing_2020.csv")
    }
    assert {
        (one.group.annex.code, one.group.code, one.name)
        for one in real.select_related("group__annex")
    } == named
    assert real.filter(is_leaf=False).count() == 0


def test_figures_in_percent_belong_to_ratios():
    framework = ensure_framework("qd375-2020")
    names = {row["criterion"] for row in _rows("facts_2020.csv") if row["kind"] == "percent"}
    kinds = Criterion.objects.filter(
        group__annex__framework=framework, name__in=names, is_sample=False
    )
    assert set(kinds.values_list("rule_kind", flat=True)) == {"ratio"}
    assert len(names) == 4


def test_printed_scores_of_2020_can_be_made_from_the_criteria_save_the_one_known_contradiction():
    value = read_framework(ensure_framework("qd375-2020"))
    maxima = {
        (annex.code, group.code): {
            one.name: Fraction(one.maximum) for _, one in group.all_criteria("") if one.is_leaf
        }
        for annex in value.annexes
        for group in annex.groups
    }
    assert [row["unit"] + row["group"] for row in _scores() if not _is_possible(row, maxima)] == [
        "TCTCNNCCCS"
    ]


def _is_possible(row: dict[str, str], maxima: dict[tuple[str, str], dict[str, Fraction]]) -> bool:
    """Failed criteria at 0, those with a percentage at that share, the others anywhere up to
    their maximum.
    """
    free = dict(maxima[_annex(row), row["group"]])
    for failing in _rows("failing_2020.csv"):
        if (failing["unit"], failing["group"]) == (row["unit"], row["group"]):
            free[failing["criterion"]] = Fraction(0)
    fixed = Fraction(0)
    for fact in _rows("facts_2020.csv"):
        if (fact["unit"], fact["group"], fact["kind"]) == (row["unit"], row["group"], "percent"):
            fixed += free.pop(fact["criterion"]) * Fraction(fact["value"]) / 100
    return fixed <= Fraction(row["score"]) <= fixed + sum(free.values())


def _scores() -> list[dict[str, str]]:
    return [
        row for row in _rows("published_group_scores.csv") if row["year"] == "2020" and row["score"]
    ]


def _annex(row: dict[str, str]) -> str:
    if row["group"] == "HTKT" and row["unit"] in {"VKHTCNN", "TCTCNN"}:
        return "I"
    kinds = {unit["code"]: unit["kind"] for unit in _rows("units.csv")}
    return {"thuoc_bo": "I", "truc_thuoc_bo": "II"}[kinds[row["unit"]]]


def _rows(name: str) -> list[dict[str, str]]:
    with (CAMPAIGN / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
