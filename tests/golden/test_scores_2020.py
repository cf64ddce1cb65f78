"""The real campaign of 2020, from criteria points up to averages, against every printed cell."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.core.results import SELF, TOTAL, CampaignResults, Figure
from scoring.results.queries import campaign_results, unit_working
from submissions.models import Campaign

FOLDER = Path(__file__).parents[2] / "fixtures" / "campaigns" / "2020"
NOT_BY_THE_RULE = {"VKHTCNN", "TCTCNN"}


def printed_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def results(campaign_2020: Campaign) -> CampaignResults:
    return campaign_results(campaign_2020)


def figures(results: CampaignResults) -> dict[tuple[str, str, int], Figure]:
    return {
        (unit.code, *measure): figure
        for unit in results.units
        for measure, figure in unit.figures.items()
    }


def printed_totals() -> Iterator[tuple[tuple[str, str, int], Decimal]]:
    for row in printed_rows("published_totals.csv"):
        yield (row["unit"], TOTAL, 2019), Decimal(row["total_2019"])
        yield (row["unit"], SELF, 2020), Decimal(row["self_2020"])
        yield (row["unit"], TOTAL, 2020), Decimal(row["appraised_2020"])


def test_every_one_of_the_69_printed_totals_is_official(results: CampaignResults) -> None:
    printed = dict(printed_totals())
    found = figures(results)
    assert len(printed) == 69
    assert {key: found[key].official for key in printed} == printed


def test_every_total_but_five_follows_from_the_criteria_and_the_rule(
    results: CampaignResults,
) -> None:
    found = figures(results)
    differing = {
        key: str(found[key].recomputed) for key, _ in printed_totals() if found[key].differs
    }
    assert differing == {
        ("VKHTCNN", TOTAL, 2019): "40.70",
        ("VKHTCNN", TOTAL, 2020): "56.88",
        ("BTDKTTW", TOTAL, 2019): "84.08",
        ("TCTCNN", TOTAL, 2019): "43.80",
        ("TCTCNN", TOTAL, 2020): "38.76",
    }


def test_every_one_of_the_216_group_cells_is_official(results: CampaignResults) -> None:
    cells = {
        (row["unit"], row["group"], int(row["year"])): row["score"]
        for row in printed_rows("published_group_scores.csv")
    }
    found = figures(results)
    printed = {key: Decimal(score) if score else None for key, score in cells.items()}
    assert len(printed) == 216
    assert {key: found[key].official for key in printed} == printed | {
        ("DHNVHN", "CCCS", 2020): Decimal("0.00")
    }


def test_every_group_score_of_2020_is_the_sum_of_its_criteria(results: CampaignResults) -> None:
    cells = {
        (row["unit"], row["group"]): row["score"]
        for row in printed_rows("published_group_scores.csv")
        if row["year"] == "2020"
    }
    found = figures(results)
    sums = {(unit, group): found[unit, group, 2020].exact for unit, group in cells}
    printed = {key: Decimal(score) if score else None for key, score in cells.items()}
    assert sums == printed | {("DHNVHN", "CCCS"): 0}


def test_a_dash_of_a_group_that_may_be_absent_does_not_apply(results: CampaignResults) -> None:
    dashes = {
        (row["unit"], row["group"], int(row["year"]))
        for row in printed_rows("published_group_scores.csv")
        if not row["score"]
    }
    absent = {key for key, figure in figures(results).items() if not figure.applies}
    assert absent == dashes - {("DHNVHN", "CCCS", 2020)}


def test_every_printed_average_is_official_and_knows_its_base(results: CampaignResults) -> None:
    kinds = {kind.code: kind.averages for kind in results.kinds} | {"": results.averages}
    found = {
        (row["kind"], row["measure"], int(row["year"])): kinds[row["kind"]][
            row["measure"], int(row["year"])
        ]
        for row in printed_rows("published_averages.csv")
    }
    assert [str(average.figure.official) for average in found.values()] == [
        row["printed"] for row in printed_rows("published_averages.csv")
    ]
    assert [average.place for average in found.values()] == [
        row["place"] for row in printed_rows("published_averages.csv")
    ]
    differing = {
        key: str(average.figure.recomputed)
        for key, average in found.items()
        if average.figure.differs
    }
    assert differing == {
        ("thuoc_bo", TOTAL, 2020): "61.72",
        ("truc_thuoc_bo", TOTAL, 2019): "62.91",
        ("truc_thuoc_bo", "DVCTT", 2020): "75.00",
    }
    bases = {
        key: (average.n, average.n_recomputed)
        for key, average in found.items()
        if key[1] == "DVCTT"
    }
    assert bases == {("thuoc_bo", "DVCTT", 2020): (2, 2), ("truc_thuoc_bo", "DVCTT", 2020): (8, 3)}


def test_two_units_answer_infrastructure_from_the_other_annex(campaign_2020: Campaign) -> None:
    answered = {
        submission.unit.code: unit_working(submission).groups[0].annex
        for submission in campaign_2020.submissions.filter(
            kind__code="truc_thuoc_bo"
        ).select_related("unit", "campaign")
    }
    assert {code for code, annex in answered.items() if annex == "I"} == NOT_BY_THE_RULE


def test_the_working_of_every_unit_ends_in_its_recomputed_total(
    campaign_2020: Campaign, results: CampaignResults
) -> None:
    units = {unit.code: unit for unit in results.units}
    for submission in campaign_2020.submissions.select_related("unit", "campaign__framework"):
        working = unit_working(submission)
        assert working.unit == units[submission.unit.code]
        assert working.lines[-1].value == working.total.exact
        assert all(
            each.is_reconstructed
            for group in working.groups
            for each in group.criteria
            if each.is_leaf and each.final_points is not None
        )
