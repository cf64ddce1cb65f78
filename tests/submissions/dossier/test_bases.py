"""What an outcome is set against, and which answers are looked at again: the same for every page
and every service.
"""

from decimal import Decimal

import pytest

from submissions.appraisal.assignment.services import assign_appraiser
from submissions.appraisal.second_reading.services import record_second_reading
from submissions.appraisal.services.decisions import record_appraisal
from submissions.dossier.queries.decisions import Decision, base_of
from submissions.enums import Phase, Round
from submissions.models import Campaign, SecondReading
from tests.submissions.appraisal.campaigns import (
    ROOT,
    answer_of,
    file_of,
    make_appraisal,
    make_group,
    signed_in,
)
from tests.white_space import squeezed

CLAIM, FIRST, SECOND = (Decision("scored", Decimal(points)) for points in (40, 30, 20))


@pytest.mark.parametrize(
    ("which", "decided", "base"),
    [
        (Round.FIRST, {}, CLAIM),
        (Round.FIRST, {Round.FIRST: FIRST, Round.SECOND: SECOND}, CLAIM),
        (Round.SECOND, {Round.FIRST: FIRST, Round.SECOND: SECOND}, FIRST),
        (Round.SECOND, {Round.SECOND: SECOND}, CLAIM),
        (Round.COUNCIL, {Round.FIRST: FIRST, Round.SECOND: SECOND}, SECOND),
        (Round.COUNCIL, {Round.FIRST: FIRST}, None),
    ],
)
def test_an_outcome_is_set_against_what_was_there_before_its_round(which, decided, base):
    assert base_of(which, decided.get, CLAIM) == base


@pytest.fixture
def stage(db):
    """The second round, with nothing decided in the first: a group came back late."""
    campaign = make_appraisal()
    people = make_group(campaign)
    for person, is_second in (("one", False), ("two", True)):
        assign_appraiser(
            submission=file_of(campaign),
            person=people[person],
            is_second=is_second,
            by=people["wg_head"],
        )
    Campaign.objects.update(phase=Phase.APPRAISE_2)
    return campaign, people


KEEP = 'value="scored|40|"'


def test_the_desk_and_its_service_keep_the_claim_where_there_is_no_first_outcome(stage):
    campaign, people = stage
    page = squeezed(signed_in(people["one"]).get(f"{ROOT}/A/nhom/HT/").content.decode())
    assert KEEP in page
    kept = record_appraisal(
        answer=answer_of(campaign), round=2, version=0, decision=CLAIM, by=people["one"]
    )
    assert kept.points == 40


def test_the_second_reader_keeps_the_claim_where_there_is_no_first_outcome(stage):
    campaign, people = stage
    page = squeezed(signed_in(people["two"]).get(f"{ROOT}/A/doc-lan-hai/HT/").content.decode())
    assert KEEP in page
    record_second_reading(
        answer=answer_of(campaign), round=2, version=0, decision=CLAIM, by=people["two"]
    )
    assert SecondReading.objects.get().reason == ""


def test_the_page_by_criterion_keeps_the_claim_where_there_is_no_first_outcome(stage):
    _, people = stage
    address = f"{ROOT}/tieu-chi/HT/2/"
    page = squeezed(signed_in(people["wg_head"]).get(address).content.decode())
    assert page.count(KEEP) >= 1
