import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scoring.models import PrintedFailing
from scoring.reconciliation.queries.doubts import (
    BoundaryCase,
    FailingWithPoints,
    boundary_cases,
    contradictions,
)
from scoring.reconciliation.queries.findings import reconcile
from scoring.results.queries import campaign_results
from submissions.models import Campaign
from tests.scoring.factories import (
    criterion_of,
    declare_absent,
    make_campaign,
    make_framework,
    make_points,
    make_printed,
    make_submission,
)

pytestmark = pytest.mark.django_db

ALL_OF_I = {"HT:1.1": "30", "HT:1.2": "10", "HT:2": "30.50", "DV:1": "50"}


def verdicts(campaign: Campaign) -> dict[str, str]:
    return {finding.figure: finding.verdict.value for finding in reconcile(campaign)}


def printed_json(campaign: Campaign) -> list[dict[str, object]]:
    out = StringIO()
    call_command("reconcile", campaign.code, format="json", stdout=out)
    return json.loads(out.getvalue())


def campaign_of_one(**printed: str | None) -> Campaign:
    """Unit A of annex I with 70.50 and 50.00; figures printed as named («total_2020»)."""
    campaign = make_campaign(make_framework())
    submission = make_submission(campaign, "A")
    make_points(submission, "I", ALL_OF_I, claimed="20")
    for name, value in printed.items():
        measure, year = name.split("_")
        make_printed(campaign, submission, measure, int(year), value)
    return campaign


def test_every_printed_figure_of_a_unit_is_judged_in_order() -> None:
    campaign = campaign_of_one(
        HT_2020="70.50",
        DV_2020="50.00",
        total_2019="60.00",
        self_2020="40.00",
        total_2020="60.25",
        HT_2019="70.00",
        DV_2019=None,
    )
    assert verdicts(campaign) == {
        "A.total.2020": "equal",
        "A.total.2019": "not_derivable",
        "A.self.2020": "equal",
        "A.HT.2020": "equal",
        "A.DV.2020": "equal",
    }
    assert list(verdicts(campaign)) == [
        "A.total.2020",
        "A.total.2019",
        "A.self.2020",
        "A.HT.2020",
        "A.DV.2020",
    ]


def test_a_finding_is_told_in_json_with_text_of_two_decimals() -> None:
    (finding,) = printed_json(campaign_of_one(total_2020="62.00"))
    assert finding == {
        "figure": "A.total.2020",
        "printed": "62.00",
        "recomputed": "60.25",
        "difference": "1.75",
        "verdict": "not_derivable",
        "would_explain": {"HT": "74.00", "DV": "53.50"},
        "place": "table 1",
        "remark": (
            "Không tính được số in từ các thành phần, kể cả theo cách làm tròn hay số chia khác."
            " Số in sẽ đúng nếu riêng HT là 74,00; hoặc DV là 53,50."
        ),
    }


def test_a_self_total_is_explained_by_the_groups_that_were_claimed() -> None:
    (finding,) = printed_json(campaign_of_one(self_2020="50.00"))
    assert (finding["recomputed"], finding["would_explain"]) == (
        "40.00",
        {"HT": "80.00", "DV": "40.00"},
    )


def test_a_group_is_explained_by_its_criteria() -> None:
    (finding,) = printed_json(campaign_of_one(HT_2020="79.50"))
    assert (finding["recomputed"], finding["would_explain"]) == (
        "70.50",
        {"HT:1.1": "39.00", "HT:1.2": "19.00", "HT:2": "39.50"},
    )


@pytest.mark.parametrize(("criteria", "more"), [(3, ""), (5, "; và 2 khả năng khác")])
def test_three_explanations_are_told_and_the_others_counted(criteria, more) -> None:
    shape = {"I": {"HT": {str(number): 20 for number in range(1, criteria + 1)}}}
    campaign = make_campaign(make_framework(shape=shape))
    submission = make_submission(campaign, "A")
    make_points(submission, "I", {f"HT:{code}": "10" for code in shape["I"]["HT"]})
    printed = Decimal(10 * criteria) + Decimal("0.50")
    make_printed(campaign, submission, "HT", 2020, str(printed))
    (finding,) = printed_json(campaign)
    assert finding["remark"].endswith(
        f" Số in sẽ đúng nếu riêng HT:1 là 10,50; hoặc HT:2 là 10,50; hoặc HT:3 là 10,50{more}."
    )


def test_a_dash_of_last_year_that_counts_as_zero_is_told() -> None:
    campaign = campaign_of_one(HT_2019="70.00", total_2019="35.00")
    make_printed(
        campaign, campaign.submissions.get(), "DV", 2019, None, counts_as_zero=True, place="table 3"
    )
    assert verdicts(campaign) == {"A.total.2019": "equal", "A.DV.2019": "zero_or_na"}
    (finding,) = [each for each in printed_json(campaign) if each["figure"] == "A.DV.2019"]
    assert (finding["printed"], finding["recomputed"], finding["difference"]) == ("-", "0.00", None)


def test_a_dash_of_a_group_that_does_not_apply_is_equal() -> None:
    campaign = make_campaign(make_framework())
    submission = make_submission(campaign, "A")
    make_points(
        submission, "I", {key: value for key, value in ALL_OF_I.items() if key.startswith("HT")}
    )
    declare_absent(submission, "DV")
    make_printed(campaign, submission, "DV", 2020, None)
    make_printed(campaign, submission, "total", 2020, "35.25")
    total, services = printed_json(campaign)
    assert (
        services["printed"],
        services["recomputed"],
        services["difference"],
        services["verdict"],
    ) == ("-", None, None, "equal")
    assert (total["recomputed"], total["verdict"]) == ("70.50", "zero_or_na")


def test_averages_are_judged_over_their_own_units() -> None:
    campaign = make_campaign(make_framework())
    for order, (code, kind, points) in enumerate(
        [("A", "thuoc", "80"), ("B", "thuoc", "60"), ("C", "truc_thuoc", "40")]
    ):
        submission = make_submission(campaign, code, kind=kind, order=order)
        make_points(submission, "I", {"HT:1.1": "0", "HT:1.2": "0", "HT:2": "0", "DV:1": points})
        last = submission.kind
    make_printed(campaign, None, "DV", 2020, "60.00")
    make_printed(campaign, None, "total", 2020, "29.00")
    make_printed(campaign, None, "DV", 2020, "60.00", kind=last)
    make_printed(campaign, None, "self", 2020, "20.00", kind=last)
    shown = [
        (each["figure"], each["verdict"], each["would_explain"]) for each in printed_json(campaign)
    ]
    assert shown == [
        ("all.DV.2020", "equal", {}),
        ("all.total.2020", "not_derivable", {"A": "37.00", "B": "27.00", "C": "17.00"}),
        ("truc_thuoc.DV.2020", "average_base", {}),
        ("truc_thuoc.self.2020", "equal", {}),
    ]


def campaign_with_a_dash(*, claimed: str, **printed: str) -> Campaign:
    """Unit A with 70.00 for HT, a dash that counts as zero for X, and figures printed as named."""
    campaign = make_campaign(make_framework(shape={"I": {"HT": {"1": 100}, "X": {"1": 100}}}))
    submission = make_submission(campaign, "A")
    make_points(submission, "I", {"HT:1": "70", "X:1": "0"}, claimed=claimed)
    make_printed(campaign, submission, "X", 2020, None, counts_as_zero=True)
    for name, value in printed.items():
        measure, year = name.split("_")
        make_printed(campaign, submission, measure, int(year), value)
    return campaign


def test_a_total_that_leaves_out_a_dash_is_told_by_its_name() -> None:
    (finding,) = [
        each
        for each in reconcile(campaign_with_a_dash(claimed="50", total_2020="70.00"))
        if "total" in each.figure
    ]
    assert (finding.verdict.value, finding.remark) == (
        "zero_or_na",
        "Số in có được khi coi nhóm in dấu gạch (X) là không áp dụng, không phải 0 điểm.",
    )


def test_a_dash_in_the_final_scores_says_nothing_about_what_was_claimed() -> None:
    campaign = campaign_with_a_dash(claimed="50", self_2020="49.00")
    campaign.submissions.get().answers.filter(criterion__group__code="HT").update(
        self_points="49.00"
    )
    assert verdicts(campaign) == {"A.X.2020": "zero_or_na", "A.self.2020": "not_derivable"}


def test_a_self_total_of_another_year_has_nothing_behind_it() -> None:
    campaign = campaign_with_a_dash(claimed="50", self_2019="35.00", HT_2019="70.00", X_2019="0.00")
    (finding,) = [each for each in reconcile(campaign) if each.figure == "A.self.2019"]
    assert (finding.verdict.value, finding.recomputed) == ("not_derivable", None)
    assert finding.remark == "Chưa tính lại được vì còn thiếu: HT, X."


def test_a_total_without_a_group_that_may_be_absent_has_another_base() -> None:
    assert verdicts(campaign_of_one(total_2020="70.50")) == {"A.total.2020": "average_base"}


def test_an_average_of_kinds_and_an_average_of_recomputed_totals_have_other_bases() -> None:
    campaign = make_campaign(make_framework(shape={"I": {"HT": {"1": 100}}}))
    for order, (code, kind, points) in enumerate(
        [("A", "thuoc", "80"), ("B", "thuoc", "60"), ("C", "truc_thuoc", "41")]
    ):
        submission = make_submission(campaign, code, kind=kind, order=order)
        make_points(submission, "I", {"HT:1": points})
        if code == "A":
            first = submission.kind
            make_printed(campaign, submission, "total", 2020, "90.00")
    make_printed(campaign, None, "HT", 2020, "55.50")
    make_printed(campaign, None, "total", 2020, "70.00", kind=first)
    assert verdicts(campaign) == {
        "A.total.2020": "not_derivable",
        "all.HT.2020": "average_base",
        "thuoc.total.2020": "average_base",
    }


def test_in_a_framework_of_sums_a_total_is_explained_by_single_groups() -> None:
    shape = {"I": {"HT": {"1": 300}, "DV": {"1": 150}}}
    campaign = make_campaign(
        make_framework(shape=shape, aggregation="sum_of_points", ranking="percent")
    )
    submission = make_submission(campaign, "A")
    make_points(submission, "I", {"HT:1": "200", "DV:1": "100"})
    make_printed(campaign, submission, "total", 2020, "380.00")
    (finding,) = printed_json(campaign)
    assert (finding["recomputed"], finding["would_explain"]) == ("300.00", {"HT": "280.00"})


def test_a_campaign_without_printed_figures_has_nothing_to_reconcile() -> None:
    campaign = campaign_of_one()
    out = StringIO()
    call_command("reconcile", campaign.code, stdout=out)
    assert reconcile(campaign) == ()
    assert "Đợt đánh giá chưa có số liệu đã in để đối soát." in out.getvalue()


def test_the_text_shows_differences_first_and_counts_what_is_equal() -> None:
    out = StringIO()
    call_command("reconcile", campaign_of_one(total_2020="62.00", DV_2020="50.00").code, stdout=out)
    assert out.getvalue().splitlines() == [
        "ĐỐI SOÁT – Đợt 2020",
        "",
        "Số liệu       Nơi in  Số in  Tính lại  Chênh lệch  Kết luận",
        "────────────  ──────  ─────  ────────  ──────────  ──────────────────",
        "A.total.2020  Bảng 1  62,00     60,25        1,75  Không tính ra được",
        (
            "    Không tính được số in từ các thành phần, kể cả theo cách làm tròn hay số chia "
            "khác."
            " Số in sẽ đúng nếu riêng HT là 74,00; hoặc DV là 53,50."
        ),
        "",
        "Đã đối soát 2 số liệu: 1 số khớp, 1 số không khớp.",
        "  Khớp: 1.",
        "  Không tính ra được: 1.",
    ]


def test_findings_are_written_to_a_file(tmp_path: Path) -> None:
    campaign = campaign_of_one(total_2020="60.25")
    call_command("reconcile", campaign.code, format="json", output=tmp_path / "doi-soat.json")
    assert [
        each["verdict"] for each in json.loads((tmp_path / "doi-soat.json").read_text("utf-8"))
    ] == ["equal"]


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    campaign = campaign_of_one(total_2020="60.25")
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        call_command("reconcile", campaign.code, output=tmp_path / "khong-co" / "doi-soat.txt")


def test_an_unknown_campaign_is_refused_in_vietnamese() -> None:
    with pytest.raises(CommandError, match="Không có đợt đánh giá nào mang mã «2031»"):
        call_command("reconcile", "2031")


def test_reconciling_23_units_costs_as_many_queries_as_3() -> None:
    framework = make_framework()
    counts = []
    for code, count in (("nho", 3), ("lon", 23)):
        campaign = make_campaign(framework, code=code)
        for number in range(count):
            submission = make_submission(campaign, f"U{number}", order=number)
            make_points(submission, "I", ALL_OF_I)
            make_printed(campaign, submission, "total", 2020, "60.25")
        with CaptureQueriesContext(connection) as queries:
            findings = reconcile(campaign)
        counts.append((len(findings), len(queries)))
    assert [len_ for len_, _ in counts] == [3, 23]
    assert counts[0][1] == counts[1][1]


def test_a_listed_unit_that_has_points_contradicts_the_list() -> None:
    campaign = campaign_of_one()
    submission = campaign.submissions.get()
    for code in ("1", "2"):
        PrintedFailing.objects.create(
            submission=submission, criterion=criterion_of(submission, "I", "HT", code)
        )
    found = contradictions(campaign)
    assert [(each.unit, each.group, each.criterion, str(each.points)) for each in found] == [
        ("A", "HT", "1 Tiêu chí 1", "40.00"),
        ("A", "HT", "2 Tiêu chí 2", "30.50"),
    ]
    assert isinstance(found[0], FailingWithPoints)


def test_a_listed_unit_without_points_contradicts_nothing() -> None:
    campaign = make_campaign(make_framework())
    submission = make_submission(campaign, "A")
    make_points(submission, "I", ALL_OF_I | {"HT:2": "0"})
    PrintedFailing.objects.create(
        submission=submission, criterion=criterion_of(submission, "I", "HT", "2")
    )
    assert contradictions(campaign) == ()


def test_a_unit_on_a_border_is_told_with_both_readings() -> None:
    campaign = make_campaign(make_framework(shape={"I": {"HT": {"1": 100}}}))
    for order, (code, points) in enumerate({"A": "80", "B": "65", "C": "64.99", "D": "50"}.items()):
        make_points(make_submission(campaign, code, order=order), "I", {"HT:1": points})
    shown = [
        (each.unit, each.band, each.if_outside, each.if_inside)
        for each in boundary_cases(campaign_results(campaign))
    ]
    assert shown == [("A", None, None, "A"), ("B", "A", "A", "B"), ("D", "B", "B", "C")]


def test_a_unit_whose_score_only_looks_like_a_border_keeps_its_unrounded_class() -> None:
    campaign = make_campaign(
        make_framework(shape={"I": {"HT": {"1": 100}, "X": {"1": 100}, "Y": {"1": 100}}})
    )
    make_points(make_submission(campaign, "A"), "I", {"HT:1": "64.99", "X:1": "65", "Y:1": "65"})
    (case,) = boundary_cases(campaign_results(campaign))
    assert isinstance(case, BoundaryCase)
    assert (str(case.shown), case.band, case.if_outside, case.if_inside) == ("65.00", "B", "A", "B")


def test_an_average_printed_in_two_places_is_judged_in_both_and_the_tables_stands() -> None:
    campaign = campaign_of_one()
    for place, value in (("text", "61.00"), ("table 1", "60.25")):
        make_printed(campaign, None, "total", 2020, value, place=place)
    found = [(each.place, str(each.printed), each.verdict.value) for each in reconcile(campaign)]
    assert found == [("table 1", "60.25", "equal"), ("text", "61.00", "not_derivable")]
    assert campaign_results(campaign).averages["total", 2020].figure.printed == Decimal("60.25")
