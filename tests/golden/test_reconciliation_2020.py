"""What the printed report of 2020 is known to contain, found by computing: nothing more and
nothing less.
"""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scoring.core.reconciliation import Finding, Verdict
from scoring.models import PrintedFigure
from scoring.reconciliation.queries.doubts import boundary_cases, contradictions
from scoring.reconciliation.queries.findings import reconcile
from scoring.results.queries import campaign_results
from submissions.models import Campaign

KNOWN = {
    "VKHTCNN.total.2020": ("68.53", "56.88", "11.65", "not_derivable"),
    "VKHTCNN.total.2019": ("46.63", "40.70", "5.93", "not_derivable"),
    "TCTCNN.total.2020": ("44.77", "38.76", "6.01", "not_derivable"),
    "TCTCNN.total.2019": ("47.68", "43.80", "3.88", "not_derivable"),
    "BTDKTTW.total.2019": ("84.07", "84.08", "-0.01", "truncated"),
    "DHNVHN.CCCS.2020": ("-", "0.00", None, "zero_or_na"),
    "thuoc_bo.total.2020": ("59.77", "61.72", "-1.95", "not_derivable"),
    "truc_thuoc_bo.total.2019": ("63.74", "62.91", "0.83", "not_derivable"),
    "truc_thuoc_bo.DVCTT.2020": ("28.13", "75.00", "-46.87", "average_base"),
}


def findings_as_json(campaign: Campaign) -> dict[str, dict[str, object]]:
    out = StringIO()
    call_command("reconcile", campaign.code, format="json", stdout=out)
    return {str(finding["figure"]): finding for finding in json.loads(out.getvalue())}


def differing(campaign: Campaign) -> dict[str, Finding]:
    return {finding.figure: finding for finding in reconcile(campaign) if not finding.is_equal}


def test_exactly_the_known_figures_differ(campaign_2020: Campaign) -> None:
    found = findings_as_json(campaign_2020)
    shown = {
        name: (finding["printed"], finding["recomputed"], finding["difference"], finding["verdict"])
        for name, finding in found.items()
        if finding["verdict"] != "equal"
    }
    assert shown == KNOWN


def test_69_totals_108_group_scores_and_15_averages_are_judged_once_each(
    campaign_2020: Campaign,
) -> None:
    findings = reconcile(campaign_2020)
    assert len(findings) == len({finding.figure for finding in findings}) == 69 + 108 + 15


def test_one_input_alone_would_explain_the_total_of_2020(campaign_2020: Campaign) -> None:
    found = findings_as_json(campaign_2020)
    assert found["VKHTCNN.total.2020"]["would_explain"] == {"UDCNTT": "77.65"}
    assert found["BTDKTTW.total.2019"]["exact"] == "84.075"
    assert found["TCTCNN.total.2020"]["would_explain"] == {
        "UDCNTT": "43.55",
        "TTDT": "63.05",
        "DVCTT": "74.82",
        "CCCS": "50.05",
        "NL": "86.85",
    }
    explaining = found["thuoc_bo.total.2020"]["would_explain"]
    assert isinstance(explaining, dict)
    assert (len(explaining), explaining["CCHC"]) == (15, "43.27")


@pytest.mark.parametrize(
    ("figure", "wrong", "verdict", "explained"),
    [
        ("HTQT.total.2020", "75.67", Verdict.NOT_DERIVABLE, {"DVCTT": "90.68", "CCCS": "45.01"}),
        ("HTQT.total.2020", "70.66", Verdict.TRUNCATED, {}),
        ("HTQT.total.2019", "60.92", Verdict.ROUNDING, {}),
        ("CCHC.total.2020", "54.43", Verdict.ZERO_OR_NA, {}),
        ("DHNVHN.total.2020", "65.62", Verdict.ZERO_OR_NA, {}),
    ],
)
def test_a_figure_misprinted_on_purpose_is_found(
    campaign_2020: Campaign, figure: str, wrong: str, verdict: Verdict, explained: dict[str, str]
) -> None:
    unit, measure, year = figure.split(".")
    PrintedFigure.objects.filter(submission__unit__code=unit, measure=measure, year=year).update(
        value=wrong
    )
    finding = differing(campaign_2020)[figure]
    found = {key: str(value) for key, value in finding.would_explain.items()}
    assert (str(finding.printed), finding.verdict, found) == (wrong, verdict, explained)


def test_one_list_contradicts_the_points(campaign_2020: Campaign) -> None:
    found = [(each.unit, each.group, str(each.points)) for each in contradictions(campaign_2020)]
    assert found == [("TCTCNN", "CCCS", "10.00")]


def test_no_unit_stands_on_a_border_so_both_wordings_give_the_same_letters(
    campaign_2020: Campaign,
) -> None:
    assert boundary_cases(campaign_results(campaign_2020)) == ()


def test_results_and_reconciliation_of_the_real_campaign_cost_7_queries(
    campaign_2020: Campaign,
) -> None:
    for ask in (campaign_results, reconcile):
        with CaptureQueriesContext(connection) as queries:
            ask(campaign_2020)
        assert len(queries) == 7
