"""Why scores changed, from the data alone: groups that moved a unit, and what was not accepted."""

from decimal import Decimal

import pytest

from reports.printing.word_tables import rates_grid
from reports.prose.facts import Failing, Refusal
from reports.prose.failings import refusals_of
from reports.prose.reasons import describe_refusals, explain_changes
from scoring.core.results import Figure
from scoring.core.types import Aggregation, GroupSpec, LeafSpec
from submissions.enums import OutcomeKind, Phase, Round
from submissions.models import Appraisal
from tests.reports.made_up import TOTAL, exact, make_group, make_kind, make_results, make_unit
from tests.reports.writing import make_written

ABSENT = Figure(applies=False)


def made(total: tuple[int, int], groups: dict[str, tuple], **options):
    """One unit with its total and its groups, last year and this."""
    figures = {(TOTAL, 2019): exact(total[0]), (TOTAL, 2020): exact(total[1])}
    for code, years in groups.items():
        figures |= {
            (code, year): value if isinstance(value, Figure) else exact(value)
            for year, value in zip((2019, 2020), years, strict=True)
        }
    unit = make_unit("A", order=1, groups=[make_group(code) for code in groups], figures=figures)
    results = make_results(make_kind([unit], groups=list(groups)), **options)
    return explain_changes(results, results.kinds[0])


def test_groups_that_went_the_same_way_come_before_those_that_held_against_it():
    (told,) = made((60, 70), {"G1": (40, 84), "G2": (80, 60), "G3": (60, 66)})
    assert told == (
        "ĐV A tăng 10,00 điểm (từ 60,00 lên 70,00), chủ yếu do nhóm «Tên G1» tăng 44,00 điểm; nhóm «Tên G3» tăng 6,00 điểm;"
        " trong khi nhóm «Tên G2» giảm 20,00 điểm."
    )


@pytest.mark.parametrize(
    ("total", "before", "word"),
    [((60, 70), 20, "tăng"), ((60, 50), 80, "giảm")],
    ids=["a weak group left the mean", "a strong group left the mean"],
)
def test_a_group_that_no_longer_counts_moves_the_mean_by_its_distance_from_it(total, before, word):
    (told,) = made(total, {"G1": (before, ABSENT)})
    assert told.startswith(f"ĐV A {word} 10,00 điểm")
    assert f"chủ yếu do nhóm «Tên G1» năm nay không áp dụng (năm 2019: {before},00 điểm)." in told


def test_a_sum_grows_by_a_group_that_counts_now():
    (told,) = made((60, 70), {"G1": (ABSENT, 10)}, aggregation=Aggregation.SUM_OF_POINTS)
    assert told.endswith("chủ yếu do nhóm «Tên G1» năm nay được áp dụng (10,00 điểm).")


@pytest.mark.parametrize("groups", [{}, {"G1": (50, 50)}, {"G1": (80, 40)}], ids=["none", "the same", "only against"])
def test_no_reason_is_given_that_the_data_do_not_have(groups):
    assert made((60, 70), groups) == ()


def test_without_a_change_or_a_year_before_there_is_nothing_to_explain():
    assert made((60, 60), {"G1": (40, 50)}) == ()
    assert made((60, 70), {"G1": (40, 50)}, previous_year=None) == ()


def test_only_the_greatest_changes_are_explained():
    units = [
        make_unit(
            str(place),
            order=place,
            figures={
                (TOTAL, 2019): exact(50),
                (TOTAL, 2020): exact(50 + place),
                ("G1", 2019): exact(50),
                ("G1", 2020): exact(50 + place),
            },
        )
        for place in range(1, 9)
    ]
    results = make_results(make_kind(units))
    assert [sentence.split()[1] for sentence in explain_changes(results, results.kinds[0])] == ["8", "7", "6", "5", "4"]


# --- refusals -----------------------------------------------------------------------------


def test_refusals_are_counted_by_ground_and_their_units_named_once():
    kind = make_kind([make_unit("A", order=1), make_unit("B", order=2)])
    refusals = (
        Refusal("trong", "G1", "Không có tài liệu kiểm chứng", ("ĐV B", "ĐV B", "ĐV A")),
        Refusal("trong", "G1", "Gửi báo cáo chậm", ("ĐV B",)),
        Refusal("khác", "G1", "Gửi báo cáo chậm", ("ĐV C",)),
    )
    assert describe_refusals(kind, "G1", refusals) == (
        "Có 4 kết quả tiêu chí không được chấp nhận điểm, của 2 đơn vị (ĐV A và ĐV B): 3 do không có tài liệu kiểm chứng và 1 do"
        " gửi báo cáo chậm."
    )
    assert describe_refusals(kind, "G2", refusals) is None


@pytest.mark.django_db
def test_refusals_are_those_of_the_round_that_counts(django_assert_num_queries):
    campaign, _ = make_written(Phase.DRAFT_REPORT, is_begun=False)
    first, second, *_ = Appraisal.objects.filter(answer__submission__unit__code="A").order_by("answer")
    refused = {"outcome": OutcomeKind.REFUSED, "points": None, "ground": "no_evidence"}
    Appraisal.objects.filter(pk__in=[first.pk, second.pk]).update(**refused)
    Appraisal.objects.create(answer=second.answer, round=Round.COUNCIL, outcome=OutcomeKind.SCORED, points=Decimal(1))
    group = first.answer.criterion.group.code
    with django_assert_num_queries(1):
        assert refusals_of(campaign) == (Refusal("thuoc", group, "Không có tài liệu kiểm chứng", ("A",)),)
    Appraisal.objects.update(is_reconstructed=True)
    assert refusals_of(campaign) == ()


# --- rates ------------------------------------------------------------------------------------


def leaves(count: int) -> tuple[LeafSpec, ...]:
    return tuple(LeafSpec(f"G1:{place}", f"Tiêu chí {place}", Decimal(1)) for place in range(count))


def test_rates_are_of_the_criteria_asked_of_each_unit_from_high_to_low():
    groups = [
        GroupSpec(code, code, Decimal(100), may_be_absent=True, leaves=leaves(count)) for code, count in (("G1", 3), ("G2", 5))
    ]
    scored = {("G1", 2020): exact(1)}
    units = [
        make_unit("A", order=1, groups=groups, figures=scored | {("G2", 2020): exact(1)}),
        make_unit("B", order=2, groups=groups, figures=scored | {("G2", 2020): ABSENT}),
        make_unit("C", order=3, groups=groups, figures=scored),
    ]
    failings = (Failing("G1", "Nhóm", "Một", ("ĐV A", "ĐV B")), Failing("G1", "Nhóm", "Hai", ("ĐV A",)))
    grid = rates_grid(make_results(make_kind(units)), failings)
    assert grid.rows == (("Đơn vị B", "3", "1", "33,33%"), ("Đơn vị A", "8", "2", "25,00%"))
    assert rates_grid(make_results(make_kind(units)), ()) is None
