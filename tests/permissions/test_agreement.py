"""Asking about one submission, filtering many and listing who may are one and the same rule,
for every mix of roles.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from submissions.enums import Phase
from submissions.models import Campaign, Submission
from submissions.models.capacities import Grant, Standing, keep_standing
from submissions.permissions import people_who_may
from tests.permissions import policy_files
from tests.scoring.factories import make_campaign, make_framework, make_submission
from tests.submissions.factories import appoint, make_stage, make_user
from units.access import may
from units.enums import GrantState, Role
from units.models import Membership, User

UNITS = ("A", "B", "C")
GENERAL = (Role.ADMINISTRATOR, Role.AUDITOR)
ACTIONS = sorted(policy_files.methods())
ABOUT_UNITS = [name for name in ACTIONS if name.endswith("_U") or "_U_" in name]


@pytest.fixture
def world(db) -> tuple[list[Campaign], list[Submission]]:
    """A campaign in every phase, the same three units in each."""
    framework = make_framework()
    campaigns = [
        make_campaign(framework, 2000 + number, phase=phase) for number, phase in enumerate(Phase)
    ]
    submissions = [
        make_submission(campaign, code, order=order)
        for campaign in campaigns
        for order, code in enumerate(UNITS, start=1)
    ]
    return campaigns, submissions


@st.composite
def standings(draw, campaigns: list[Campaign], units: list[int]) -> Standing:
    """Up to four roles in a few campaigns or in all, and up to two workplaces."""
    roles = draw(st.lists(st.sampled_from(list(Role)), max_size=4))
    near = draw(st.lists(st.sampled_from(campaigns), min_size=1, max_size=2))
    grants = []
    for role in roles:
        general = role in GENERAL and draw(st.booleans())
        is_of_unit = role in (Role.UNIT_STAFF, Role.UNIT_HEAD)
        unit = (
            draw(st.sampled_from(units))
            if is_of_unit
            else draw(st.sampled_from([None, None, *units]))
        )
        grants.append(Grant(role, None if general else draw(st.sampled_from(near)).pk, unit))
    workplaces = draw(st.sets(st.sampled_from(units), max_size=2))
    own = workplaces | {grant.unit_id for grant in grants if grant.unit_id}
    return Standing(True, tuple(grants), frozenset(own))


def columns(standing: Standing, campaign: Campaign, unit: int | None) -> set[str]:
    """The policy's columns that apply to a person, as product.md has it, in other words than
    the application's.
    """
    if not standing.is_signed_in:
        return {"anonymous"}
    found = set()
    for grant in standing.grants:
        if grant.campaign_id not in (None, campaign.pk):
            continue
        if grant.role in ("unit_staff", "unit_head"):
            found.add(
                f"{grant.role.value}_own" if unit in (None, grant.unit_id) else "unit_staff_other"
            )
        elif grant.role in ("appraiser", "wg_head"):
            found.add("appraiser_conflict" if unit in standing.units else grant.role.value)
        else:
            found.add("minister_publisher" if grant.role == "publisher" else grant.role.value)
    return found or {"unit_staff_other"}


def expected(standing: Standing, action: str, submission: Submission) -> bool:
    campaign = submission.campaign
    return any(
        policy_files.allows(action, column, campaign.phase)
        for column in columns(standing, campaign, submission.unit_id)
    )


def readers(standing: Standing, submission: Submission) -> bool:
    """Sees the submission: public, or something of it can be read."""
    reads = [name for name in ABOUT_UNITS if policy_files.methods()[name] == "GET"]
    return submission.campaign.phase in policy_files.PUBLIC or any(
        expected(standing, name, submission) for name in reads
    )


def sees_campaign(standing: Standing, campaign: Campaign) -> bool:
    return campaign.phase in policy_files.PUBLIC or any(
        grant.campaign_id in (None, campaign.pk) for grant in standing.grants
    )


def person_with(standing: Standing) -> Any:
    person = User(username="x") if standing.is_signed_in else AnonymousUser()
    keep_standing(person, standing)
    return person


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_submission_and_many_get_one_answer(world, data):
    campaigns, submissions = world
    standing = data.draw(
        standings(campaigns, sorted({submission.unit_id for submission in submissions}))
    )
    person = person_with(standing)
    for action in ABOUT_UNITS:
        wanted = {
            submission.pk for submission in submissions if expected(standing, action, submission)
        }
        assert {each.pk for each in submissions if may(person, action, each)} == wanted, action
        assert {each.pk for each in Submission.objects.on_which(person, action)} == wanted, action


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_out_of_sight_is_in_no_list_and_the_other_way_round(world, data):
    campaigns, submissions = world
    standing = data.draw(
        standings(campaigns, sorted({submission.unit_id for submission in submissions}))
    )
    person = person_with(standing)
    seen = {
        each.pk
        for each in submissions
        if sees_campaign(standing, each.campaign) and readers(standing, each)
    }
    assert set(Submission.objects.visible_to(person).values_list("pk", flat=True)) == seen
    asked = {each.pk: may(person, "appraise.bulk_set_scores", each) for each in submissions}
    assert {key for key, verdict in asked.items() if verdict.in_sight or verdict.allowed} == seen
    shown = {each.pk for each in campaigns if sees_campaign(standing, each)}
    assert set(Campaign.objects.visible_to(person).values_list("pk", flat=True)) == shown
    assert {
        each.pk for each in campaigns if may(person, "period.archive_period", each).in_sight
    } == shown


def test_without_an_account_only_what_is_published_is_seen(world):
    campaigns, submissions = world
    nobody = person_with(Standing())
    public = [each.pk for each in campaigns if each.phase in policy_files.PUBLIC]
    assert sorted(Campaign.objects.visible_to(nobody).values_list("pk", flat=True)) == public
    assert set(Submission.objects.visible_to(nobody).values_list("campaign_id", flat=True)) == set(
        public
    )
    for action in ABOUT_UNITS:
        wanted = {each.pk for each in submissions if expected(Standing(), action, each)}
        assert {each.pk for each in Submission.objects.on_which(nobody, action)} == wanted


@pytest.mark.parametrize("action", ACTIONS)
def test_action_of_a_campaign_follows_the_policy_for_every_role(world, action):
    campaigns, _ = world
    for role in Role:
        for campaign in campaigns:
            standing = Standing(True, (Grant(role, campaign.pk, None),))
            wanted = any(
                policy_files.allows(action, column, campaign.phase)
                for column in columns(standing, campaign, None)
            )
            assert bool(may(person_with(standing), action, campaign)) is wanted, (
                role,
                campaign.phase,
            )


def test_role_in_one_campaign_is_no_role_in_another(world):
    campaigns, _ = world
    draft, other = (
        campaigns[list(Phase).index(Phase.DRAFT_REPORT)],
        campaigns[list(Phase).index(Phase.REVISION)],
    )
    person = person_with(Standing(True, (Grant(Role.WG_HEAD, draft.pk, None),)))
    assert may(person, "report.view_draft_report", draft)
    assert not may(person, "report.view_draft_report", other).in_sight


@pytest.mark.django_db
@pytest.mark.parametrize("state", [GrantState.PROPOSED, GrantState.ENDED])
def test_grant_that_is_not_in_force_opens_nothing(state):
    campaign = make_stage(Phase.DRAFT_REPORT)
    person = make_user("person")
    grant = appoint(person, Role.WG_HEAD, campaign)
    assert Campaign.objects.visible_to(User.objects.get(pk=person.pk)).exists()
    grant.state = state
    grant.save()
    assert not Campaign.objects.visible_to(User.objects.get(pk=person.pk)).exists()
    assert person not in people_who_may("report.view_draft_report", campaign)


@pytest.mark.django_db
def test_disabled_account_has_the_rights_of_nobody():
    campaign = make_stage(Phase.DRAFT_REPORT)
    person = make_user("person")
    appoint(person, Role.AUDITOR, None)
    User.objects.update(is_active=False)
    assert not may(User.objects.get(), "report.view_draft_report", campaign).in_sight
    assert people_who_may("report.view_draft_report", campaign) == []


@pytest.mark.django_db
def test_superuser_has_no_right_by_that():
    campaign = make_stage(Phase.DRAFT_REPORT)
    person = make_user("root", is_superuser=True, is_staff=True)
    assert not Campaign.objects.visible_to(person).exists()
    assert not any(
        may(person, action, campaign)
        for action in ACTIONS
        if not policy_files.allows(action, "unit_staff_other", None)
    )


@pytest.mark.django_db
def test_list_of_people_agrees_with_asking_each(django_assert_max_num_queries):
    campaign = make_stage(Phase.APPRAISE_2)
    unit = campaign.submissions.get(order=1).unit
    people = [make_user(f"p{number}") for number in range(12)]
    for person, role in zip(people, [*Role, Role.APPRAISER, Role.WG_HEAD], strict=False):
        appoint(person, role, campaign, unit if role in (Role.UNIT_STAFF, Role.UNIT_HEAD) else None)
    Membership.objects.create(user=people[9], unit=unit)
    for submission in campaign.submissions.select_related("campaign"):
        for action in ABOUT_UNITS:
            with django_assert_max_num_queries(3):
                listed = people_who_may(action, submission)
            asked = [
                person for person in User.objects.order_by("pk") if may(person, action, submission)
            ]
            have_a_part = set(User.objects.filter(appointments__isnull=False))
            assert listed == [person for person in asked if person in have_a_part], action


@pytest.mark.django_db
@pytest.mark.parametrize("units", [1, 23])
def test_rights_cost_no_query_per_row(units, django_assert_num_queries):
    framework = make_framework()
    campaign = make_campaign(framework, 2020, phase=Phase.APPRAISE_2)
    for number in range(units):
        make_submission(campaign, f"U{number}", order=number)
    person = make_user("person")
    appoint(person, Role.APPRAISER, campaign)
    Membership.objects.create(user=person, unit=campaign.submissions.first().unit)
    with django_assert_num_queries(2):
        rows = list(Submission.objects.visible_to(person).select_related("campaign"))
        verdicts = [bool(may(person, action, row)) for row in rows for action in ABOUT_UNITS]
    assert len(rows) == units - 1
    assert len(verdicts) == (units - 1) * len(ABOUT_UNITS)


@pytest.mark.parametrize(("of_unit", "where"), [("A", ["self_score", "late"]), ("B", [])])
def test_more_time_lets_only_the_own_people_work_and_only_while_the_campaign_waits(
    world, of_unit, where
):
    """Whatever is written of the file's own deadline, an appraised score stays out of the
    unit's hands.
    """
    campaigns, submissions = world
    Submission.objects.filter(unit__code="A").update(due_at=timezone.now() + timedelta(days=9))
    unit = next(each.unit_id for each in submissions if each.unit.code == of_unit)
    person = make_user("can-bo")
    grants = tuple(Grant(Role.UNIT_STAFF, campaign.pk, unit) for campaign in campaigns)
    keep_standing(person, Standing(True, grants, frozenset({unit})))
    files = (
        Submission.objects.filter(unit__code="A")
        .select_related("campaign", "unit")
        .order_by("campaign__year")
    )
    edit = "self.edit_self_score_of_U"
    assert [file.campaign.phase for file in files if may(person, edit, file)] == where
    assert [file.campaign.phase for file in files.on_which(person, edit)] == where
