"""The real assessment of 2020 as it is in the database: nothing lost, every sum exact, every
exception in its place.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Count

from criteria.models import AnnexAssignment
from scoring.models import PrintedFailing, PrintedFigure
from submissions.models import (
    Answer,
    Appointment,
    Appraisal,
    Campaign,
    GroupDeclaration,
    Submission,
    TimelineStep,
)
from tests.scoring.published.folders import REAL

GROUP = ("answer__submission__unit__code", "answer__criterion__group__code")


def rows_of(file: str) -> Iterator[dict[str, str]]:
    with (REAL / file).open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def test_every_unit_has_an_answer_for_every_criterion_it_is_asked(campaign_2020: Campaign) -> None:
    answers = (
        Submission.objects.filter(campaign=campaign_2020)
        .annotate(n=Count("answers"))
        .values_list("unit__code", "n")
    )
    per_unit = dict(answers)
    assert Counter(per_unit.values()) == {55: 15, 135: 6, 124: 2}
    assert {code for code, n in per_unit.items() if n == 124} == {"VKHTCNN", "TCTCNN"}
    assert Answer.objects.filter(
        submission__campaign=campaign_2020
    ).count() == 15 * 55 + 8 * 135 - 2 * (31 - 20)


def sums_by_group(campaign: Campaign, points: str) -> dict[tuple[str, str], Decimal | None]:
    """Added up here, because SQLite adds decimals as floating-point numbers.

    None: not applicable.
    """
    sums: dict[tuple[str, str], Decimal | None] = {}
    for unit, group, value in Appraisal.objects.filter(
        answer__submission__campaign=campaign
    ).values_list(*GROUP, points):
        sums[unit, group] = (
            None if value is None else (sums.get((unit, group)) or Decimal(0)) + value
        )
    return sums


def test_group_scores_are_the_exact_sums_of_their_criteria(campaign_2020: Campaign) -> None:
    printed = {
        (row["unit"], row["group"]): number(row["score"])
        for row in rows_of("published_group_scores.csv")
        if row["year"] == "2020"
    }
    assert sums_by_group(campaign_2020, "points") == printed | {("DHNVHN", "CCCS"): Decimal("0.00")}


def test_self_totals_are_the_exact_means_of_the_self_scores(campaign_2020: Campaign) -> None:
    by_unit: dict[str, list[Decimal]] = {}
    for (unit, _), total in sums_by_group(campaign_2020, "answer__self_points").items():
        by_unit.setdefault(unit, []).extend([] if total is None else [total])
    assert {unit: sum(totals) / len(totals) for unit, totals in by_unit.items()} == {
        row["unit"]: number(row["self_2020"]) for row in rows_of("published_totals.csv")
    }


def test_no_self_point_is_below_the_appraised_one(campaign_2020: Campaign) -> None:
    rows = Appraisal.objects.filter(answer__submission__campaign=campaign_2020, outcome="scored")
    assert [
        pair for pair in rows.values_list("answer__self_points", "points") if pair[0] < pair[1]
    ] == []


def test_every_printed_figure_is_kept(campaign_2020: Campaign) -> None:
    figures = PrintedFigure.objects.filter(campaign=campaign_2020)
    columns = ("submission__unit__code", "measure", "year", "value")
    rows = figures.filter(submission__isnull=False).values_list(*columns)
    of_units = {(unit, measure, year): value for unit, measure, year, value in rows}
    wanted = {
        (row["unit"], row["group"], int(row["year"])): number(row["score"])
        for row in rows_of("published_group_scores.csv")
    }
    for row in rows_of("published_totals.csv"):
        for column, measure, year in (
            ("total_2019", "total", 2019),
            ("self_2020", "self", 2020),
            ("appraised_2020", "total", 2020),
        ):
            wanted[row["unit"], measure, year] = number(row[column])
    assert (of_units, len(of_units)) == (wanted, 216 + 69)
    averages = figures.filter(submission=None).values_list(
        "place", "kind__code", "measure", "year", "value"
    )
    assert set(averages) == {
        (
            row["place"],
            row["kind"] or None,
            row["measure"],
            int(row["year"]),
            number(row["printed"]),
        )
        for row in rows_of("published_averages.csv")
    }


def test_only_the_named_blank_counts_as_zero(campaign_2020: Campaign) -> None:
    figures = PrintedFigure.objects.filter(campaign=campaign_2020, counts_as_zero=True)
    assert list(figures.values_list("submission__unit__code", "measure", "year")) == [
        ("DHNVHN", "CCCS", 2020)
    ]
    blanks = {
        (row["unit"], row["group"])
        for row in rows_of("published_group_scores.csv")
        if row["year"] == "2020" and not row["score"]
    }
    declared = GroupDeclaration.objects.filter(
        submission__campaign=campaign_2020, is_confirmed=True
    )
    assert set(declared.values_list("submission__unit__code", "group_code")) == blanks - {
        ("DHNVHN", "CCCS")
    }
    assert len(blanks) == declared.count() + 1 == 19


def test_failing_criteria_are_zero_where_the_printed_score_allows(campaign_2020: Campaign) -> None:
    failings = PrintedFailing.objects.filter(submission__campaign=campaign_2020)
    assert failings.count() == len(list(rows_of("failing_2020.csv")))
    failed = set(failings.values_list("submission__unit__code", "criterion_id"))
    scored = Appraisal.objects.filter(answer__submission__campaign=campaign_2020, points__gt=0)
    kept = {
        (unit, criterion)
        for unit, criterion in scored.values_list(
            "answer__submission__unit__code", "answer__criterion_id"
        )
    }
    over = failed & kept
    assert {unit for unit, _ in over} == {"TCTCNN"}
    assert len(over) == 1


def test_percentages_of_the_text_give_that_share_of_the_maximum(campaign_2020: Campaign) -> None:
    answers = Answer.objects.filter(submission__campaign=campaign_2020, declared__kind="percent")
    rows = list(answers.values_list("declared__value", "criterion__maximum", "appraisals__points"))
    assert len(rows) == sum(row["kind"] == "percent" for row in rows_of("facts_2020.csv"))
    assert [
        row for row in rows if abs(Decimal(row[0]) * row[1] / 100 - row[2]) > Decimal("0.005")
    ] == []


def test_two_units_answer_the_infrastructure_group_from_the_other_annex(
    campaign_2020: Campaign,
) -> None:
    overrides = AnnexAssignment.objects.filter(period="2020").exclude(group_code="")
    assert set(overrides.values_list("unit__code", "group_code", "annex__code")) == {
        ("VKHTCNN", "HTKT", "I"),
        ("TCTCNN", "HTKT", "I"),
    }
    assert AnnexAssignment.objects.filter(period="2020", group_code="").count() == 23


def test_people_and_steps_are_those_of_the_files(campaign_2020: Campaign) -> None:
    members = Appointment.objects.filter(
        campaign=campaign_2020, body__in=["council", "working_group"]
    )
    assert Counter(members.values_list("body", "role", "document")) == {
        ("council", "council_member", "950/QĐ-BNV"): 12,
        ("council", "council_secretary", "950/QĐ-BNV"): 1,
        ("working_group", "wg_head", "964/QĐ-BNV"): 1,
        ("working_group", "appraiser", "964/QĐ-BNV"): 4,
    }
    steps = TimelineStep.objects.filter(campaign=campaign_2020).values_list("number", "document")
    assert list(steps) == [
        (int(row["step"]), row["document"]) for row in rows_of("timeline_2020.csv")
    ]
    assert set(
        Submission.objects.filter(campaign=campaign_2020, is_late=True).values_list(
            "unit__code", flat=True
        )
    ) == {"CTTN", "HVHCQG"}
