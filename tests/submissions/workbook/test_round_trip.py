"""What is downloaded and uploaded again unchanged says nothing new, whatever stands in it and
whichever program saved it.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from criteria.catalogue import ensure_framework
from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import Phase
from submissions.models import Answer
from tests.scoring.factories import make_campaign, make_submission
from tests.submissions.workbook.books import (
    FIRST,
    NOTE,
    changed,
    differences,
    opened,
    saved,
    stored,
    workbook_of,
)
from tests.submissions.workbook.random_answers import store_random
from tests.submissions.workplace import make_work, submission_of

pytestmark = pytest.mark.django_db

OFFICE = shutil.which("soffice")


@pytest.mark.parametrize("seed", range(6))
def test_every_kind_comes_back_unchanged(seed) -> None:
    submission = submission_of(make_work())
    assert store_random(submission, seed) > 5
    assert differences(submission, workbook_of(submission)) == {}


@pytest.mark.parametrize("seed", range(3))
def test_all_that_is_entered_can_be_entered_by_the_workbook(seed) -> None:
    """A file filled in from nothing says the same as the file of a unit that has entered it on
    the server.
    """
    campaign, other = make_work(), make_work(2022)
    submission, blank = submission_of(campaign), submission_of(other)
    store_random(submission, seed)
    full, empty = opened(workbook_of(submission)), opened(workbook_of(blank))
    for sheet in full.worksheets[1:-1]:
        for row in sheet.iter_rows():
            for cell in row:
                target = empty[sheet.title][cell.coordinate]
                if not target.protection.locked:
                    target.value, target.data_type = cell.value, cell.data_type
                    target.number_format = cell.number_format
    assert differences(blank, saved(empty)) == stored(submission) != {}


@pytest.mark.slow
@pytest.mark.representative
def test_all_23_units_with_random_answers_come_back_unchanged(campaign_2020) -> None:
    found = {}
    for number, submission in enumerate(campaign_2020.submissions.all()):
        assert store_random(submission, number) > 50
        found[submission.unit.code] = differences(submission, workbook_of(submission))
    assert found == {submission.unit.code: {} for submission in campaign_2020.submissions.all()}
    assert len(found) == 23


@pytest.mark.parametrize("code", ["qd988-2022", "qd2149-2017", "qd375-2020"])
def test_every_annex_of_every_shipped_framework_comes_back_unchanged(code) -> None:
    framework = ensure_framework(code)
    campaign = make_campaign(framework, 2023, phase=Phase.SELF_SCORE)
    for order, annex in enumerate(framework.annexes.all(), start=1):
        make_submission(campaign, f"U{order}", annex=annex.code, order=order)
    open_answers(campaign)
    for submission in campaign.submissions.all():
        assert store_random(submission, submission.order) > 0
        assert differences(submission, workbook_of(submission)) == {}


def test_the_real_units_as_loaded_come_back_unchanged(campaign_2020) -> None:
    """Points without figures, and «không áp dụng» where the rule does not allow it: that is how
    a published year was loaded.
    """
    assert Answer.objects.filter(
        submission__campaign=campaign_2020, self_outcome="not_applicable"
    ).exists()
    assert [differences(each, workbook_of(each)) for each in campaign_2020.submissions.all()] == [
        {}
    ] * 23


def test_a_unit_that_takes_a_group_from_another_annex_gets_that_group(campaign_2020) -> None:
    submission = campaign_2020.submissions.get(unit__code="VKHTCNN")
    open_answers(campaign_2020)
    codes = [
        row[0].value
        for row in opened(workbook_of(submission))["HTKT"].iter_rows(min_row=6, max_col=1)
    ]
    leaves = Answer.objects.filter(
        submission=submission, criterion__group__code="HTKT"
    ).values_list("criterion__code", flat=True)
    assert len([code for code in codes if code in set(leaves)]) == leaves.count() == 20


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice chưa được cài")
def test_workbook_that_libreoffice_has_saved_comes_back_unchanged(tmp_path) -> None:
    submission = submission_of(make_work())
    store_random(submission, 1)
    assert differences(submission, saved_by_office(workbook_of(submission), tmp_path)) == {}


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice chưa được cài")
def test_what_is_typed_in_is_read_after_libreoffice_has_saved_it(tmp_path) -> None:
    submission = submission_of(make_work())
    typed = changed(
        workbook_of(submission),
        {("TC", "1.1", FIRST): 7.25, ("TC", "1.2", FIRST): "Có", ("TC", "5", NOTE): "=1+1"},
    )
    expected = {"TC:1.1": {"points": "7,25"}, "TC:1.2": {"answer": "yes"}, "TC:5": {"note": "=1+1"}}
    assert differences(submission, saved_by_office(typed, tmp_path)) == expected


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice chưa được cài")
def test_real_units_come_back_from_libreoffice_unchanged(campaign_2020, tmp_path) -> None:
    for code in ("TL", "BTGCP"):
        submission = campaign_2020.submissions.get(unit__code=code)
        store_random(submission, 7)
        assert differences(submission, saved_by_office(workbook_of(submission), tmp_path)) == {}


def saved_by_office(content: bytes, folder: Path) -> bytes:
    """Opened and saved again by LibreOffice, with a profile of its own."""
    source, target = folder / "tep.xlsx", folder / "ra"
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(target),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (target / "tep.xlsx").read_bytes()
