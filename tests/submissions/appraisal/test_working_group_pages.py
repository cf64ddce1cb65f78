"""The pages of the working group open, for each of its people, with a fixed number of queries
whatever the number of units.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from submissions.appraisal.assignment.services import assign_appraiser, spread_evenly
from submissions.enums import Phase
from tests.submissions.appraisal.campaigns import (
    ROOT,
    file_of,
    make_appraisal,
    make_group,
    signed_in,
)

pytestmark = pytest.mark.django_db
PAGES = [
    "",
    "?xep=nhom",
    "bang-theo-doi/",
    "tieu-chi/",
    "tieu-chi/HT/2/",
    "chenh-lech/",
    "tai-lieu-trung/",
]
#: Five of them are for the session, the person, the standing, the campaign and the number of
#: notices.
QUERIES = {
    "": 11,
    "?xep=nhom": 11,
    "bang-theo-doi/": 11,
    "tieu-chi/": 6,
    "tieu-chi/HT/2/": 14,
    "chenh-lech/": 6,
    "tai-lieu-trung/": 6,
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("phase", [Phase.APPRAISE_1, Phase.APPRAISE_2, Phase.COUNCIL_1])
def test_pages_open_in_every_phase_of_appraisal(page, phase):
    campaign = make_appraisal(phase)
    people = make_group(campaign)
    codes = {
        name: signed_in(people[name]).get(f"{ROOT}/{page}").status_code
        for name in ("one", "wg_head", "auditor", "unit_head")
    }
    assert codes == {"one": 200, "wg_head": 200, "auditor": 200, "unit_head": 403}


@pytest.mark.parametrize("units", [4, 14])
def test_pages_take_a_fixed_number_of_queries(units):
    campaign = make_appraisal(units=units)
    people = make_group(campaign)
    assign_appraiser(
        submission=file_of(campaign), person=people["two"], by=people["wg_head"], is_second=True
    )
    spread_evenly(campaign=campaign, people=[people["one"], people["two"]], by=people["wg_head"])
    client = signed_in(people["one"])
    assert {page: queries_for(client, f"{ROOT}/{page}") for page in PAGES} == QUERIES


def test_assigning_takes_a_fixed_number_of_queries():
    campaign = make_appraisal(Phase.SETUP, units=14)
    head = make_group(campaign)["wg_head"]
    assert queries_for(signed_in(head), f"{ROOT}/phan-cong/") == 13


def queries_for(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
