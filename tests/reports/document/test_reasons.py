"""Why scores changed, from the data alone: groups that moved a unit, and what was not accepted."""

from decimal import Decimal
from fractions import Fraction

import pytest

from criteria.models import Framework
from reports.document.printing.word_tables import rates_grid
from reports.document.prose.facts import CriterionMove, FailingUnits, Refusal
from reports.document.prose.failings import refusals_of
from reports.document.prose.moves import moves_of
from reports.document.prose.reasons import describe_refusals, explain_by_criteria, explain_changes
from scoring.core.results import Figure
from scoring.core.types import GroupAggregation, GroupSpec, LeafSpec
from submissions.enums import OutcomeKind, Phase, Round
from submissions.models import Answer, Appraisal, Campaign, Submission
from tests.reports.document.factories import make_written
from tests.reports.factories import TOTAL, exact, make_group, make_kind, make_results, make_unit

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
        "ĐV A tăng 10,00 điểm (từ 60,00 lên 70,00), chủ yếu do nhóm «Tên G1» tăng 44,00 điểm; "
        "nhóm «Tên G3» tăng 6,00 điểm;"
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
    (told,) = made((60, 70), {"G1": (ABSENT, 10)}, aggregation=GroupAggregation.SUM_OF_POINTS)
    assert told.endswith("chủ yếu do nhóm «Tên G1» năm nay được áp dụng (10,00 điểm).")


@pytest.mark.parametrize(
    "groups", [{}, {"G1": (50, 50)}, {"G1": (80, 40)}], ids=["none", "the same", "only against"]
)
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
    assert [sentence.split()[1] for sentence in explain_changes(results, results.kinds[0])] == [
        "8",
        "7",
        "6",
        "5",
        "4",
    ]


# --- refusals -----------------------------------------------------------------------------


def test_refusals_are_counted_by_ground_and_their_units_named_once():
    kind = make_kind([make_unit("A", order=1), make_unit("B", order=2)])
    refusals = (
        Refusal("trong", "G1", "Không có tài liệu kiểm chứng", ("ĐV B", "ĐV B", "ĐV A")),
        Refusal("trong", "G1", "Gửi báo cáo chậm", ("ĐV B",)),
        Refusal("khác", "G1", "Gửi báo cáo chậm", ("ĐV C",)),
    )
    assert describe_refusals(kind, "G1", refusals) == (
        "Có 4 kết quả tiêu chí không được chấp nhận điểm, của 2 đơn vị (ĐV A và ĐV B): 3 do không "
        "có tài liệu kiểm chứng và 1 do"
        " gửi báo cáo chậm."
    )
    assert describe_refusals(kind, "G2", refusals) is None


@pytest.mark.django_db
def test_refusals_are_those_of_the_round_that_counts(django_assert_num_queries):
    campaign, _ = make_written(Phase.DRAFT_REPORT, is_begun=False)
    first, second, *_ = Appraisal.objects.filter(answer__submission__unit__code="A").order_by(
        "answer"
    )
    refused = {"outcome": OutcomeKind.REFUSED, "points": None, "ground": "no_evidence"}
    Appraisal.objects.filter(pk__in=[first.pk, second.pk]).update(**refused)
    Appraisal.objects.create(
        answer=second.answer, round=Round.COUNCIL, outcome=OutcomeKind.SCORED, points=Decimal(1)
    )
    group = first.answer.criterion.group.code
    with django_assert_num_queries(1):
        assert refusals_of(campaign) == (
            Refusal("thuoc", group, "Không có tài liệu kiểm chứng", ("A",)),
        )
    Appraisal.objects.update(is_reconstructed=True)
    assert refusals_of(campaign) == ()


# --- rates ------------------------------------------------------------------------------------


def leaves(count: int) -> tuple[LeafSpec, ...]:
    return tuple(LeafSpec(f"G1:{place}", f"Tiêu chí {place}", Decimal(1)) for place in range(count))


def test_rates_are_of_the_criteria_asked_of_each_unit_from_high_to_low():
    groups = [
        GroupSpec(code, code, Decimal(100), may_be_absent=True, leaves=leaves(count))
        for code, count in (("G1", 3), ("G2", 5))
    ]
    scored = {("G1", 2020): exact(1)}
    units = [
        make_unit("A", order=1, groups=groups, figures=scored | {("G2", 2020): exact(1)}),
        make_unit("B", order=2, groups=groups, figures=scored | {("G2", 2020): ABSENT}),
        make_unit("C", order=3, groups=groups, figures=scored),
    ]
    failings = (
        FailingUnits("G1", "Nhóm", "Một", ("ĐV A", "ĐV B")),
        FailingUnits("G1", "Nhóm", "Hai", ("ĐV A",)),
    )
    grid = rates_grid(make_results(make_kind(units)), failings)
    assert grid.rows == (("Đơn vị B", "3", "1", "33,33%"), ("Đơn vị A", "8", "2", "25,00%"))
    assert rates_grid(make_results(make_kind(units)), ()) is None


# --- single criteria ------------------------------------------------------------------------


def moved(*moves: CriterionMove, groups: dict[str, tuple] | None = None) -> tuple[str, ...]:
    figures = {(TOTAL, 2019): exact(60), (TOTAL, 2020): exact(70)}
    for code, (before, after) in (groups or {"G1": (40, 50)}).items():
        figures |= {
            (code, 2019): before if isinstance(before, Figure) else exact(before),
            (code, 2020): exact(after),
        }
    unit = make_unit(
        "A", order=1, groups=[make_group(code) for code in groups or ("G1",)], figures=figures
    )
    results = make_results(make_kind([unit]))
    return explain_by_criteria(results, results.kinds[0], moves)


def move(name: str, before: int, after: int, group: str = "G1", **more: str) -> CriterionMove:
    return CriterionMove("A", group, name, Decimal(before), Decimal(after), **more)


def test_the_three_criteria_that_changed_most_are_told_with_the_ground_of_a_refusal():
    told = moved(
        move("Một", 5, 4),
        move("Hai", 8, 0, ground="Không có tài liệu kiểm chứng"),
        move("Ba", 0, 6),
        move("Bốn", 3, 5),
    )
    (sentence,) = told
    assert sentence == (
        "ĐV A: «Hai» giảm 8,00 điểm (từ 8,00 xuống 0,00; không chấp nhận điểm do không có tài "
        "liệu kiểm chứng);"
        " «Ba» tăng 6,00 điểm (từ 0,00 lên 6,00); «Bốn» tăng 2,00 điểm (từ 3,00 lên 5,00)."
    )


def test_a_criterion_of_a_group_that_did_not_count_in_both_years_is_not_told():
    assert moved(move("Một", 5, 4, group="G2"), groups={"G1": (40, 50), "G2": (ABSENT, 30)}) == ()
    assert moved() == ()


def test_a_printed_total_that_its_groups_do_not_give_is_not_explained_by_them():
    printed = Figure(exact=Fraction(60), printed=Decimal("46.63"))
    (told,) = made_with_total(printed)
    assert told == (
        "ĐV A tăng 23,37 điểm (từ 46,63* lên 70,00); tổng điểm đã công bố không khớp số tính lại "
        "theo quy tắc nên không phân tích"
        " được theo nhóm tiêu chí."
    )


def made_with_total(before: Figure) -> tuple[str, ...]:
    figures = {
        (TOTAL, 2019): before,
        (TOTAL, 2020): exact(70),
        ("G1", 2019): exact(60),
        ("G1", 2020): exact(70),
    }
    results = make_results(make_kind([make_unit("A", order=1, figures=figures)]))
    return explain_changes(results, results.kinds[0])


def test_a_group_that_hardly_moved_is_not_named_as_moving_the_unit():
    (told,) = made((60, 70), {"G1": (40, 84), "G2": (60, Decimal("60.5"))})
    assert told.endswith("chủ yếu do nhóm «Tên G1» tăng 44,00 điểm.")


@pytest.fixture
def two_years(db) -> tuple[Campaign, Campaign]:
    """The year before is published; both have the same framework, and every criterion got one
    point in both.
    """
    before, _ = make_written(is_begun=False)
    Campaign.objects.filter(pk=before.pk).update(phase=Phase.PUBLISHED)
    now = Campaign.objects.create(
        code="2021",
        year=2021,
        previous_year=2020,
        title="Đợt 2021",
        ministry="Bộ",
        framework=before.framework,
    )
    for submission in Submission.objects.filter(campaign=before).order_by("pk"):
        again = Submission.objects.create(
            campaign=now,
            unit=submission.unit,
            kind=submission.kind,
            name=submission.name,
            short_name=submission.short_name,
            order=submission.order,
        )
        for answer in Answer.objects.filter(submission=submission).order_by("pk"):
            own = Answer.objects.create(submission=again, criterion=answer.criterion)
            Appraisal.objects.create(
                answer=own, round=Round.SECOND, outcome=OutcomeKind.SCORED, points=1
            )
    return before, now


def last_outcome(campaign: Campaign) -> Appraisal:
    return (
        Appraisal.objects.filter(answer__submission__campaign=campaign, round=Round.SECOND)
        .order_by("pk")
        .first()
    )


def change_outcome(campaign: Campaign, **values: object) -> Appraisal:
    outcome = last_outcome(campaign)
    Appraisal.objects.filter(pk=outcome.pk).update(**values)
    return outcome


def test_awarded_points_of_two_years_are_set_beside_each_other(
    two_years, django_assert_num_queries
):
    _, now = two_years
    assert moves_of(now) == ()
    outcome = change_outcome(
        now, outcome=OutcomeKind.REFUSED, points=None, ground="no_evidence", reason="Chưa có tệp"
    )
    with django_assert_num_queries(2):
        found = moves_of(now)
    criterion = outcome.answer.criterion
    assert found == (
        CriterionMove(
            outcome.answer.submission.unit.code,
            criterion.group.code,
            f"{criterion.name} (mẫu)" if criterion.is_sample else criterion.name,
            Decimal(1),
            Decimal(0),
            "Không có tài liệu kiểm chứng",
        ),
    )


@pytest.mark.parametrize("year", [0, 1], ids=["last year's", "this year's"])
@pytest.mark.parametrize(
    "values",
    [
        {"points": 2, "is_reconstructed": True},
        {"points": None, "outcome": OutcomeKind.NOT_APPLICABLE},
    ],
    ids=["reconstructed", "not applicable"],
)
def test_what_nobody_awarded_is_no_reason(two_years, year, values):
    change_outcome(two_years[year], **values)
    assert moves_of(two_years[1]) == ()


def test_there_is_nothing_to_compare_with_another_framework_or_an_unpublished_year(two_years):
    before, now = two_years
    change_outcome(now, points=3)
    assert len(moves_of(now)) == 1
    Campaign.objects.filter(pk=before.pk).update(phase=Phase.SIGNING)
    assert moves_of(now) == ()
    other = Framework.objects.create(
        code="khac", title="Bộ khác", aggregation=before.framework.aggregation
    )
    Campaign.objects.filter(pk=before.pk).update(phase=Phase.PUBLISHED, framework=other)
    assert moves_of(now) == ()


def test_the_real_year_2020_tells_of_no_criterion_because_its_points_are_reconstructed(
    campaign_2020,
):
    assert moves_of(campaign_2020) == ()
