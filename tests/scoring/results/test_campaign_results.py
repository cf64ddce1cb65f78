from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scoring.core.results import NO_FIGURE, Average, Figure, UnitResults
from scoring.core.types import Missing, Refused, Scored
from scoring.results.queries import campaign_results, unit_working
from submissions.enums import Ground, OutcomeKind, Phase, Round
from submissions.models import Appraisal, Campaign
from tests.scoring.factories import (
    criterion_of,
    declare_absent,
    make_answer,
    make_campaign,
    make_framework,
    make_points,
    make_printed,
    make_submission,
)

pytestmark = pytest.mark.django_db

ALL_OF_I = {"HT:1.1": "30", "HT:1.2": "10", "HT:2": "30.50", "DV:1": "50"}


def exact(value: str) -> Figure:
    return Figure(exact=Fraction(value))


def only_unit(campaign: Campaign) -> UnitResults:
    (unit,) = campaign_results(campaign).units
    return unit


def count_queries(campaign: Campaign) -> int:
    with CaptureQueriesContext(connection) as queries:
        campaign_results(campaign)
    return len(queries)


def test_points_of_round_2_make_groups_and_the_total() -> None:
    campaign = make_campaign(make_framework())
    make_points(make_submission(campaign, "A"), "I", ALL_OF_I, claimed="20")
    unit = only_unit(campaign)
    assert unit.figures == {
        ("total", 2020): exact("60.25"),
        ("self", 2020): exact("40"),
        ("HT", 2020): exact("70.5"),
        ("DV", 2020): exact("50"),
    }
    assert unit.percent == Fraction("60.25")


def test_the_council_stands_over_round_2_and_round_1_counts_for_nothing() -> None:
    campaign = make_campaign(make_framework(shape={"I": {"HT": {"1": 40, "2": 60}}}))
    submission = make_submission(campaign, "A")
    make_answer(
        submission,
        criterion_of(submission, "I", "HT", "1"),
        claimed="40",
        rounds={3: "12", 1: "30", 2: "20"},
    )
    other = make_answer(
        submission, criterion_of(submission, "I", "HT", "2"), claimed="60", rounds={1: "50"}
    )
    assert only_unit(campaign).figure("HT", 2020) == NO_FIGURE
    Appraisal.objects.create(
        answer=other, round=Round.SECOND, outcome=OutcomeKind.REFUSED, ground=Ground.NO_EVIDENCE
    )
    assert only_unit(campaign).figure("HT", 2020) == exact("12")


def test_a_self_score_never_becomes_a_final_score_by_silence() -> None:
    campaign = make_campaign(make_framework(shape={"I": {"HT": {"1": 100}}}))
    submission = make_submission(campaign, "A")
    make_answer(submission, criterion_of(submission, "I", "HT", "1"), claimed="90", rounds={})
    unit = only_unit(campaign)
    assert (unit.figure("total", 2020), unit.figure("self", 2020)) == (NO_FIGURE, exact("90"))


def test_a_confirmed_group_is_left_out_and_an_unconfirmed_one_is_missing() -> None:
    campaign = make_campaign(make_framework())
    first, second = make_submission(campaign, "A"), make_submission(campaign, "B", order=2)
    for submission in (first, second):
        make_points(
            submission,
            "I",
            {key: value for key, value in ALL_OF_I.items() if not key.startswith("DV")},
        )
    declare_absent(first, "DV")
    declare_absent(second, "DV", is_confirmed=False)
    units = {unit.code: unit for unit in campaign_results(campaign).units}
    assert units["A"].figure("DV", 2020) == Figure(applies=False)
    assert units["A"].figure("total", 2020) == exact("70.5")
    assert (units["B"].figure("DV", 2020), units["B"].figure("total", 2020)) == (
        NO_FIGURE,
        NO_FIGURE,
    )


def test_a_group_from_another_annex_is_answered_there_and_stray_answers_do_not_count() -> None:
    campaign = make_campaign(make_framework())
    submission = make_submission(campaign, "A", annex="II", HT="I")
    declare_absent(submission, "DV")
    make_points(submission, "I", {"HT:1.1": "30", "HT:1.2": "10", "HT:2": "30"})
    make_points(submission, "II", {"HT:1": "60", "HT:2": "1", "TT:1": "50"})
    unit = only_unit(campaign)
    assert [group.code for group in unit.groups] == ["HT", "TT", "DV"]
    assert (unit.figure("HT", 2020), unit.figure("total", 2020)) == (exact("70"), exact("60"))


def test_a_printed_figure_stays_beside_the_recomputed_one() -> None:
    campaign = make_campaign(make_framework())
    submission = make_submission(campaign, "A")
    make_points(submission, "I", ALL_OF_I)
    make_printed(campaign, submission, "total", 2020, "61.00")
    unit = only_unit(campaign)
    figure = unit.figure("total", 2020)
    assert figure == Figure(exact=Fraction("60.25"), printed=Decimal("61.00"))
    assert (figure.official, figure.recomputed, figure.differs, unit.percent) == (
        Decimal("61.00"),
        Decimal("60.25"),
        True,
        Fraction(61),
    )


def test_the_year_before_is_recomputed_from_printed_groups() -> None:
    campaign = make_campaign(make_framework())
    submission = make_submission(campaign, "A", annex="II")
    make_printed(campaign, submission, "total", 2019, "40.00")
    make_printed(campaign, submission, "HT", 2019, "80.50")
    make_printed(campaign, submission, "TT", 2019, None, counts_as_zero=True)
    make_printed(campaign, submission, "DV", 2019, None)
    unit = only_unit(campaign)
    assert unit.figure("total", 2019) == Figure(exact=Fraction("40.25"), printed=Decimal("40.00"))
    assert unit.figure("HT", 2019) == Figure(exact=Fraction("80.50"), printed=Decimal("80.50"))
    assert unit.figure("TT", 2019) == Figure(exact=Fraction(0))
    assert unit.figure("TT", 2019).official == Decimal("0.00")
    assert unit.figure("DV", 2019) == Figure(applies=False)


def test_a_total_of_the_year_before_without_all_its_groups_is_not_recomputed() -> None:
    campaign = make_campaign(make_framework())
    submission = make_submission(campaign, "A")
    make_printed(campaign, submission, "total", 2019, "40.00")
    make_printed(campaign, submission, "HT", 2019, "80.50")
    assert only_unit(campaign).figure("total", 2019) == Figure(printed=Decimal("40.00"))


def test_the_year_before_comes_from_its_own_campaign_when_none_is_printed() -> None:
    framework = make_framework()
    before = make_campaign(framework, 2019)
    draft = make_campaign(framework, 2019, code="2019-nhap", phase=Phase.COUNCIL_1)
    campaign = make_campaign(framework, 2020, phase=Phase.SELF_SCORE)
    old, _, _ = (make_submission(each, "A") for each in (before, draft, campaign))
    make_submission(campaign, "B", order=2)
    make_points(old, "I", ALL_OF_I)
    make_printed(before, old, "total", 2019, "66.00")
    units = {unit.code: unit for unit in campaign_results(campaign).units}
    assert units["A"].figures == {
        ("total", 2020): NO_FIGURE,
        ("self", 2020): NO_FIGURE,
        ("HT", 2020): NO_FIGURE,
        ("DV", 2020): NO_FIGURE,
        ("total", 2019): Figure(exact=Fraction("60.25"), printed=Decimal("66.00")),
        ("HT", 2019): exact("70.5"),
        ("DV", 2019): exact("50"),
    }
    assert units["B"].figure("total", 2019) == NO_FIGURE


def test_figures_of_an_unpublished_year_before_are_not_shown() -> None:
    framework = make_framework()
    before = make_campaign(framework, 2019, phase=Phase.SIGNING)
    campaign = make_campaign(framework, 2020, phase=Phase.SELF_SCORE)
    make_points(make_submission(before, "A"), "I", ALL_OF_I)
    make_submission(campaign, "A")
    assert only_unit(campaign).figure("total", 2019) == NO_FIGURE


def test_kinds_stand_in_order_with_the_groups_of_their_annexes() -> None:
    campaign = make_campaign(make_framework())
    make_submission(campaign, "B", annex="II", kind="truc_thuoc", order=1)
    make_submission(campaign, "A", order=2)
    results = campaign_results(campaign)
    assert [
        (kind.code, kind.groups, [unit.code for unit in kind.units]) for kind in results.kinds
    ] == [
        ("thuoc", (("HT", "Nhóm HT"), ("DV", "Nhóm DV")), ["A"]),
        ("truc_thuoc", (("HT", "Nhóm HT"), ("TT", "Nhóm TT"), ("DV", "Nhóm DV")), ["B"]),
    ]
    assert [unit.code for unit in results.units] == ["B", "A"]


def test_an_average_is_over_the_official_values_of_the_units_that_have_one() -> None:
    campaign = make_campaign(make_framework(shape={"I": {"HT": {"1": 100}, "DV": {"1": 100}}}))
    first, second, third = (
        make_submission(campaign, code, order=order) for order, code in enumerate("ABC")
    )
    make_points(first, "I", {"HT:1": "70", "DV:1": "50"})
    make_points(second, "I", {"HT:1": "60"})
    declare_absent(second, "DV")
    make_printed(campaign, first, "total", 2020, "64.00")
    kind = campaign_results(campaign).kinds[0]
    assert kind.averages == {
        ("total", 2020): Average(figure=exact("62"), n=2, n_recomputed=2),
        ("self", 2020): Average(figure=exact("60"), n=2, n_recomputed=2),
        ("HT", 2020): Average(figure=exact("65"), n=2, n_recomputed=2),
        ("DV", 2020): Average(figure=exact("50"), n=1, n_recomputed=1),
    }
    assert third.order == 2


def test_a_printed_average_over_all_units_says_its_wider_base() -> None:
    campaign = make_campaign(make_framework(shape={"I": {"DV": {"1": 100}}}))
    first, second = (
        make_submission(campaign, code, order=order) for order, code in enumerate("AB")
    )
    make_points(first, "I", {"DV:1": "50"})
    declare_absent(second, "DV")
    make_printed(campaign, None, "DV", 2020, "25.00", kind=first.kind, place="table 3")
    average = campaign_results(campaign).kinds[0].averages["DV", 2020]
    assert average == Average(
        Figure(Fraction(50), Decimal("25.00")), n=2, n_recomputed=1, place="table 3"
    )


def test_a_group_no_unit_has_averages_to_a_dash() -> None:
    campaign = make_campaign(make_framework(shape={"I": {"HT": {"1": 100}, "DV": {"1": 100}}}))
    submission = make_submission(campaign, "A")
    make_points(submission, "I", {"HT:1": "70"})
    declare_absent(submission, "DV")
    average = campaign_results(campaign).averages["DV", 2020]
    assert average == Average(Figure(applies=False), n=0, n_recomputed=0)


def test_a_framework_of_sums_adds_points_and_ranks_on_percent() -> None:
    shape = {"I": {"HT": {"1": 300}, "DV": {"1": 150}}}
    campaign = make_campaign(
        make_framework(shape=shape, aggregation="sum_of_points", ranking="percent")
    )
    submission = make_submission(campaign, "A")
    make_points(submission, "I", {"HT:1": "100"})
    declare_absent(submission, "DV")
    unit = only_unit(campaign)
    assert (unit.figure("total", 2020), unit.percent) == (exact("100"), Fraction(100, 3))


def test_a_unit_without_an_annex_is_asked_nothing() -> None:
    campaign = make_campaign(make_framework())
    submission = make_submission(campaign, "A")
    submission.unit.annex_assignments.all().delete()
    unit = only_unit(campaign)
    assert (unit.groups, unit.figure("total", 2020), unit.percent) == ((), NO_FIGURE, None)


def test_results_of_23_units_cost_as_many_queries_as_those_of_3() -> None:
    framework = make_framework()
    small, large = make_campaign(framework), make_campaign(framework, code="lon")
    for campaign, count in ((small, 3), (large, 23)):
        for number in range(count):
            submission = make_submission(campaign, f"U{number}", order=number)
            make_points(submission, "I", ALL_OF_I)
            make_printed(campaign, submission, "total", 2019, "50.00")
    assert count_queries(small) == count_queries(large) == 7


def test_the_campaign_of_the_year_before_costs_no_query_more() -> None:
    framework = make_framework()
    before, campaign = make_campaign(framework, 2019), make_campaign(framework, 2020)
    for each in (before, campaign):
        make_points(make_submission(each, "A"), "I", ALL_OF_I)
    assert only_unit(campaign).figure("total", 2019) == exact("60.25")
    assert count_queries(campaign) == 7


def test_the_working_shows_every_criterion_with_what_was_claimed_and_decided() -> None:
    campaign = make_campaign(make_framework())
    submission = make_submission(campaign, "A")
    declare_absent(submission, "DV")
    make_answer(
        submission,
        criterion_of(submission, "I", "HT", "1.1"),
        claimed="40",
        rounds={1: "40", 2: "35", 3: "30"},
    )
    answer = make_answer(
        submission, criterion_of(submission, "I", "HT", "1.2"), claimed="20", rounds={}
    )
    Appraisal.objects.create(
        answer=answer,
        round=Round.SECOND,
        outcome=OutcomeKind.REFUSED,
        ground=Ground.LATE,
        is_reconstructed=True,
    )
    working = unit_working(submission)
    infrastructure, services = working.groups
    shown = [
        (
            each.code,
            each.depth,
            each.is_leaf,
            each.self_points,
            each.final_outcome,
            each.final_points,
            each.round,
            each.reason,
        )
        for each in infrastructure.criteria
    ]
    assert shown == [
        ("1", 0, False, Fraction(60), None, Fraction(30), None, ""),
        (
            "1.1",
            1,
            True,
            Fraction(40),
            Scored(Decimal("30.00")),
            Fraction(30),
            Round.COUNCIL,
            "lần 3",
        ),
        ("1.2", 1, True, Fraction(20), Refused(Ground.LATE), Fraction(0), Round.SECOND, ""),
        ("2", 0, True, None, Missing(), None, None, ""),
    ]
    assert [each.is_reconstructed for each in infrastructure.criteria] == [
        False,
        False,
        True,
        False,
    ]
    assert (infrastructure.annex, infrastructure.figure, working.is_reconstructed) == (
        "I",
        NO_FIGURE,
        True,
    )
    assert (services.absence_reason, services.figure) == (
        "Không có dịch vụ công.",
        Figure(applies=False),
    )
    assert working.total == NO_FIGURE


def test_the_working_and_the_results_show_the_same_unit() -> None:
    campaign = make_campaign(make_framework())
    submission = make_submission(campaign, "A")
    make_points(submission, "I", ALL_OF_I)
    make_printed(campaign, submission, "total", 2020, "61.00")
    make_printed(campaign, submission, "total", 2019, "40.00")
    working = unit_working(submission)
    assert working.unit == only_unit(campaign)
    assert (working.total.official, working.total.recomputed) == (
        Decimal("61.00"),
        Decimal("60.25"),
    )
    assert working.lines[-1].value == Fraction("60.25")


def test_the_working_costs_the_same_queries_however_much_was_answered() -> None:
    campaign = make_campaign(make_framework())
    empty, full = make_submission(campaign, "A"), make_submission(campaign, "B", order=2)
    make_points(full, "I", ALL_OF_I)
    counts = []
    for submission in (empty, full):
        with CaptureQueriesContext(connection) as queries:
            unit_working(submission)
        counts.append(len(queries))
    assert max(counts) <= 12
    assert counts[1] - counts[0] <= 1
