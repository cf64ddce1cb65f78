"""Nobody appraises the unit they belong to, whatever other role they hold: the rules say no,
and the database refuses.
"""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from submissions.enums import OutcomeKind, Phase
from submissions.models import Answer, Appointment, Appraisal, Campaign, Submission
from submissions.permissions import CONFLICT, people_who_may
from tests.permissions import policy_files
from tests.scoring.factories import criterion_of
from tests.submissions.factories import appoint, make_stage, make_user
from units.access import may
from units.enums import GrantState, Role
from units.models import Membership, Unit, User

APPRAISING = [
    name
    for name in policy_files.methods()
    if name.startswith("appraise.") and policy_files.methods()[name] == "POST"
]
OF_WORKING_GROUP = [
    name
    for name in APPRAISING
    if name.endswith("_U")
    and any(policy_files.cells()[name, column] != "-" for column in ("appraiser", "wg_head"))
]
OTHER_ROLES = [role for role in Role if role not in (Role.APPRAISER, Role.WG_HEAD)]


@pytest.fixture
def campaign(db) -> Campaign:
    return make_stage(Phase.APPRAISE_1)


@pytest.fixture
def own(campaign) -> Submission:
    return campaign.submissions.select_related("campaign", "unit").get(order=1)


def by_membership(user: User, unit: Unit, _campaign: Campaign) -> None:
    Membership.objects.create(user=user, unit=unit)


def by_role_in_the_unit(user: User, unit: Unit, campaign: Campaign) -> None:
    appoint(user, Role.UNIT_STAFF, campaign, unit)


def by_the_unit_of_the_appointment(user: User, unit: Unit, campaign: Campaign) -> None:
    appoint(user, Role.COUNCIL_MEMBER, campaign, unit)


def by_last_years_role(user: User, unit: Unit, _campaign: Campaign) -> None:
    appoint(user, Role.UNIT_HEAD, make_stage(Phase.ARCHIVED, 2019), unit)


BELONGING = [by_membership, by_role_in_the_unit, by_the_unit_of_the_appointment, by_last_years_role]


def appraiser_of(own: Submission, belongs, role: Role = Role.APPRAISER) -> User:
    person = make_user("person")
    appoint(person, role, own.campaign)
    belongs(person, own.unit, own.campaign)
    return User.objects.get(pk=person.pk)


def answer_of(submission: Submission) -> Answer:
    annex = "I" if submission.order == 1 else "II"
    return Answer.objects.get_or_create(
        submission=submission, criterion=criterion_of(submission, annex, "DV", "1")
    )[0]


def mark(answer: Answer, by: User | None, number: int = 1) -> Appraisal:
    return Appraisal.objects.create(
        answer=answer, round=number, outcome=OutcomeKind.SCORED, points=1, by=by
    )


@pytest.mark.parametrize("belongs", BELONGING)
@pytest.mark.parametrize("role", [Role.APPRAISER, Role.WG_HEAD])
def test_rules_refuse_every_act_of_appraising_the_own_unit(own, belongs, role):
    person = appraiser_of(own, belongs, role)
    for phase in Phase:
        own.campaign.phase = phase
        assert [name for name in OF_WORKING_GROUP if may(person, name, own)] == []


def test_the_same_person_appraises_another_unit(own, campaign):
    """What is refused is the unit, not the person."""
    person = appraiser_of(own, by_membership)
    other = campaign.submissions.select_related("campaign", "unit").get(order=2)
    assert may(person, "appraise.edit_round1_score_of_U", other)
    assert mark(answer_of(other), person).pk


@pytest.mark.parametrize("other", OTHER_ROLES)
def test_no_other_role_heals_the_conflict(own, other):
    person = appraiser_of(own, by_membership)
    unit = own.unit if other in (Role.UNIT_STAFF, Role.UNIT_HEAD) else None
    appoint(person, other, None if other == Role.ADMINISTRATOR else own.campaign, unit)
    again = User.objects.get(pk=person.pk)
    assert [name for name in OF_WORKING_GROUP if may(again, name, own)] == []
    assert again not in people_who_may("appraise.edit_round1_score_of_U", own)
    assert (
        not Submission.objects.on_which(again, "appraise.edit_round1_score_of_U")
        .filter(pk=own.pk)
        .exists()
    )


def test_refusal_says_why_to_who_sees_the_submission(own):
    person = appraiser_of(own, by_role_in_the_unit)
    verdict = may(person, "appraise.edit_round1_score_of_U", own)
    assert (bool(verdict), verdict.in_sight, verdict.reason) == (False, True, CONFLICT)


@pytest.mark.parametrize("belongs", BELONGING)
def test_database_refuses_to_insert_an_appraisal_of_the_own_unit(own, belongs):
    person = appraiser_of(own, belongs)
    with pytest.raises(DatabaseError, match="own unit"), transaction.atomic():
        mark(answer_of(own), person)
    assert not Appraisal.objects.exists()


@pytest.mark.parametrize("belongs", BELONGING)
def test_database_refuses_to_bulk_insert_it(own, belongs):
    person, answer = appraiser_of(own, belongs), answer_of(own)
    rows = [
        Appraisal(answer=answer, round=number, outcome=OutcomeKind.MISSING, by=person)
        for number in (1, 2)
    ]
    with pytest.raises(DatabaseError, match="own unit"), transaction.atomic():
        Appraisal.objects.bulk_create(rows)


@pytest.mark.parametrize("belongs", BELONGING)
def test_database_refuses_to_make_it_theirs_by_an_update(own, campaign, belongs):
    person = appraiser_of(own, belongs)
    stored = mark(answer_of(own), make_user("neutral"))
    with pytest.raises(DatabaseError, match="own unit"), transaction.atomic():
        Appraisal.objects.filter(pk=stored.pk).update(by=person)
    other = campaign.submissions.get(order=2)
    theirs = mark(answer_of(other), person)
    with pytest.raises(DatabaseError, match="own unit"), transaction.atomic():
        Appraisal.objects.filter(pk=theirs.pk).update(answer=answer_of(own), round=2)


def test_role_in_the_unit_that_has_ended_is_no_belonging(own):
    person = appraiser_of(own, by_role_in_the_unit)
    Appointment.objects.filter(role=Role.UNIT_STAFF).update(state=GrantState.ENDED)
    again = User.objects.get(pk=person.pk)
    assert may(again, "appraise.edit_round1_score_of_U", own)
    assert mark(answer_of(own), again).pk


def test_figures_that_nobody_gave_are_let_through(own):
    """A published campaign is loaded without names."""
    assert mark(answer_of(own), None).pk


@pytest.mark.parametrize("belongs", BELONGING)
def test_head_of_the_group_does_not_open_the_page_of_the_own_unit_before_publication(
    own, campaign, belongs, client, settings
):
    """The page has the figures of single criteria; those of the own unit are the other
    appraisers' matter.
    """
    settings.REQUIRE_TOTP = False
    client.force_login(appraiser_of(own, belongs, Role.WG_HEAD))
    Campaign.objects.filter(pk=campaign.pk).update(phase=Phase.APPRAISE_2)
    found = {
        code: client.get(reverse("unit_result", args=[campaign.code, code])).status_code
        for code in ("A", "B")
    }
    assert found["A"] in (403, 404)
    assert found["B"] == 200
