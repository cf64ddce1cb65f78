"""Which annex a unit answers in which group: one rule, and the same answer from everybody who goes
by it.
"""

import pytest

from criteria.models import FOR_ALL_GROUPS, AnnexAssignment
from scoring.results.queries import campaign_results
from submissions.appraisal.queries.sizes import sizes_of
from submissions.campaigns.services.blank_answers import open_answers
from submissions.dossier.queries.files import groups_of
from submissions.models import Answer
from tests.scoring.factories import make_campaign, make_framework, make_submission

pytestmark = pytest.mark.django_db

#: Annex II calls its groups in another order than annex I, and has one more.
SHAPE = {
    "I": {"HT": {"1.1": 40, "1.2": 20, "2": 40}, "DV": {"1": 100}},
    "II": {"DV": {"1": 50, "2": 50}, "TT": {"1": 100}, "HT": {"1": 100}},
}
#: What is assigned (annex by group; "": all groups), and what is answered, in the official order.
ODD_CASES = {
    "one annex": ({"": "II"}, ["II DV", "II TT", "II HT"]),
    "a group from another": ({"": "I", "HT": "II"}, ["II HT", "I DV"]),
    "a group beside the own": ({"": "I", "TT": "II"}, ["I HT", "I DV", "II TT"]),
    "two groups from another": ({"": "II", "HT": "I", "DV": "I"}, ["I DV", "II TT", "I HT"]),
    "the same annex named twice": ({"": "I", "HT": "I"}, ["I HT", "I DV"]),
    "nothing": ({}, []),
}


@pytest.fixture(params=ODD_CASES.values(), ids=ODD_CASES)
def unit_and_groups(request):
    """A file whose unit was assigned annexes, beside one that answers annex I, and what the first
    is asked.
    """
    assigned, expected = request.param
    framework = make_framework(shape=SHAPE)
    campaign, other_year = make_campaign(framework), make_campaign(framework, 2021)
    submission = make_submission(campaign, "A")
    make_submission(campaign, "B", order=2)
    annexes = {annex.code: annex for annex in framework.annexes.all()}
    AnnexAssignment.objects.filter(unit=submission.unit).delete()
    for group, annex in assigned.items():
        _assign(campaign, submission, group, annexes[annex])
    _assign(other_year, submission, "DV", annexes["II"])
    return submission, expected


def _assign(campaign, submission, group, annex):
    AnnexAssignment.objects.create(
        period=campaign.code, unit=submission.unit, group_code=group, annex=annex
    )


def test_desk_shows_the_groups_that_are_asked(unit_and_groups):
    submission, expected = unit_and_groups
    assert [f"{group.annex} {group.code}" for group in groups_of(submission)] == expected


def test_opening_makes_the_answers_that_are_asked(unit_and_groups):
    submission, expected = unit_and_groups
    open_answers(submission.campaign)
    places = submission.answers.order_by("pk").values_list(
        "criterion__group__annex__code", "criterion__group__code"
    )
    assert list(dict.fromkeys(f"{annex} {group}" for annex, group in places)) == expected
    assert set(Answer.objects.asked()) == set(Answer.objects.all())


def test_appraisers_are_told_the_number_of_criteria_that_are_asked(unit_and_groups):
    submission, expected = unit_and_groups
    sizes = sizes_of(submission.campaign)[submission.pk]
    counts = {"I HT": 3, "I DV": 1, "II DV": 2, "II TT": 1, "II HT": 1}
    assert [(code, size.criteria) for code, size in sizes.items()] == [
        (each.split()[1], counts[each]) for each in expected
    ]


def test_results_have_the_groups_that_are_asked(unit_and_groups):
    submission, expected = unit_and_groups
    results = campaign_results(submission.campaign)
    unit = next(unit for unit in results.units if unit.code == "A")
    assert [group.code for group in unit.groups] == [each.split()[1] for each in expected]


def test_assignment_for_all_groups_and_for_one(django_assert_num_queries):
    framework = make_framework(shape=SHAPE)
    campaign = make_campaign(framework)
    submission = make_submission(campaign, "A")
    base = AnnexAssignment.objects.get(unit=submission.unit)
    _assign(campaign, submission, "HT", framework.annexes.get(code="II"))
    single = AnnexAssignment.objects.get(group_code="HT")
    assert list(AnnexAssignment.objects.for_all_groups()) == [base]
    assert list(AnnexAssignment.objects.for_one_group()) == [single]
    assert FOR_ALL_GROUPS.holds(base)
    assert not FOR_ALL_GROUPS.holds(single)
    with django_assert_num_queries(6):
        open_answers(campaign)


@pytest.mark.parametrize(("group", "annex"), [("KHONG", "II"), ("TT", "I")])
def test_no_answers_are_opened_where_an_assignment_asks_nothing(group, annex):
    framework = make_framework(shape=SHAPE)
    campaign = make_campaign(framework)
    submission = make_submission(campaign, "A")
    _assign(campaign, submission, group, framework.annexes.get(code=annex))
    with pytest.raises(LookupError, match=group):
        open_answers(campaign)
    assert not submission.answers.exists()
