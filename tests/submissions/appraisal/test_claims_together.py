"""Appraisers at once, each with a connection of their own: one claim holds, and two readers
never overwrite each other.
"""

from datetime import date

import pytest

from submissions.appraisal.assignment.services import assign_appraiser, claim_file, spread_evenly
from submissions.appraisal.second_reading.services import StaleReading, record_second_reading
from submissions.appraisal.services.on_site import OnSiteCount, StaleCheck, record_on_site_check
from submissions.models import Assignment, OnSiteCheck, SecondReading
from tests.submissions.answers.test_entry_together import together
from tests.submissions.appraisal.campaigns import answer_of, file_of, make_appraisal, make_group
from tests.submissions.appraisal.test_second_reading import scored
from units.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def person(people, name: str) -> User:
    """As a request of the person has it."""
    return User.objects.get(pk=people[name].pk)


def outcomes(results: list) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_of_people_who_claim_a_file_at_once_one_has_it():
    campaign = make_appraisal()
    people = make_group(campaign)
    names = ("one", "two", "appraiser")
    results = together(
        3, lambda each: claim_file(submission=file_of(campaign), by=person(people, names[each]))
    )
    assert outcomes(results) == ["Assignment", "StaleState", "StaleState"]
    assert Assignment.objects.count() == 1


def test_files_that_are_spread_twice_at_once_are_given_once():
    campaign = make_appraisal()
    people = make_group(campaign)

    def act(_each: int):
        chosen = [person(people, "one"), person(people, "two")]
        return spread_evenly(
            campaign=file_of(campaign).campaign, people=chosen, by=person(people, "wg_head")
        )

    assert outcomes(together(2, act)) == ["DomainError", "tuple"]
    assert Assignment.objects.count() == 4


def test_of_two_checks_saved_at_once_one_is_told_the_other():
    campaign = make_appraisal()
    people = make_group(campaign)
    names, answer = ("one", "two"), answer_of(campaign)

    def act(each: int) -> OnSiteCheck:
        counted = OnSiteCount(date(2020, 11, 20), {"points": str(each + 5)})
        return record_on_site_check(
            answer=answer, version=0, counted=counted, by=person(people, names[each])
        )

    results = together(2, act)
    told = next(result for result in results if isinstance(result, StaleCheck))
    assert told.current.declared == OnSiteCheck.objects.get().declared
    assert OnSiteCheck.objects.get().version == 1


def test_of_two_second_readings_saved_at_once_one_is_told_the_other():
    campaign = make_appraisal()
    people = make_group(campaign)
    names, answer = ("one", "two"), answer_of(campaign)
    for name in names:
        assign_appraiser(
            submission=file_of(campaign), person=people[name], is_second=True, by=people["wg_head"]
        )

    def act(each: int) -> SecondReading:
        reader = person(people, names[each])
        return record_second_reading(
            answer=answer, round=1, version=0, decision=scored(each + 5), by=reader
        )

    results = together(2, act)
    told = next(result for result in results if isinstance(result, StaleReading))
    assert told.current.points == SecondReading.objects.get().points
