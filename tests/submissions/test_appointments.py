"""Who holds a role: each rule about grants, with the odd cases among the rows."""

import pytest

from submissions.enums import Body
from submissions.frame.notices import people_by_unit, people_in, people_of_unit
from submissions.models import Appointment
from submissions.models.appointments import standings_of
from submissions.models.capacities import load_standing
from submissions.permissions import people_who_may
from tests.scoring.factories import make_campaign, make_framework, make_submission
from tests.submissions.factories import appoint, make_user
from units.enums import APPRAISING, COUNCIL_ROLES, UNIT_ROLES, GrantState, Role
from units.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return make_campaign(make_framework(), 2020)


@pytest.fixture
def other():
    return make_campaign(make_framework("khung khác"), 2019)


@pytest.fixture
def heads(campaign, other) -> dict[str, Appointment]:
    """Heads of a working group, each grant odd in one way but the first."""
    grants = {
        name: appoint(make_user(name, **fields), Role.WG_HEAD, where)
        for name, where, fields in (
            ("in force", campaign, {}),
            ("proposed", campaign, {}),
            ("ended", campaign, {}),
            ("disabled", campaign, {"is_active": False}),
            ("trial", campaign, {"is_demo": True}),
            ("elsewhere", other, {}),
        )
    }
    for name, state in (("proposed", GrantState.PROPOSED), ("ended", GrantState.ENDED)):
        Appointment.objects.filter(pk=grants[name].pk).update(state=state)
    return grants


def names(held) -> list[str]:
    return list(held.order_by("pk").values_list("user__username", flat=True))


@pytest.mark.usefixtures("heads")
def test_only_grants_that_are_neither_proposed_nor_ended_are_in_force():
    in_force = ["in force", "disabled", "trial", "elsewhere"]
    assert names(Appointment.objects.in_force()) == in_force
    assert names(Appointment.objects.proposed()) == ["proposed"]
    assert set(names(Appointment.objects.not_over())) == {*in_force, "proposed"}


@pytest.mark.parametrize("name", ["in force", "proposed", "ended"])
def test_row_says_of_itself_what_the_rules_say(heads, name):
    row = Appointment.objects.get(pk=heads[name].pk)
    assert [row.is_in_force, row.is_proposed, row.is_over] == [
        name == "in force",
        name == "proposed",
        name == "ended",
    ]


@pytest.mark.usefixtures("heads")
def test_grant_of_another_campaign_is_not_of_this_one(campaign):
    assert "elsewhere" not in names(Appointment.objects.in_campaign(campaign))


def test_grant_in_all_campaigns_reaches_each_and_is_of_none(campaign, other):
    auditor = appoint(make_user("auditor"), Role.AUDITOR, None)
    head = appoint(make_user("head"), Role.WG_HEAD, campaign)
    appoint(make_user("elsewhere"), Role.WG_HEAD, other)
    assert list(Appointment.objects.reaching(campaign).order_by("pk")) == [auditor, head]
    assert list(Appointment.objects.in_campaign(campaign)) == [head]
    assert list(Appointment.objects.in_campaign(None)) == [auditor]


def test_holders_are_active_and_named_once(campaign):
    both, disabled = make_user("both"), make_user("disabled", is_active=False)
    for person in (both, disabled):
        for role in APPRAISING:
            appoint(person, role, campaign)
    nameless = {"campaign": campaign, "role": Role.WG_HEAD, "person": "Không có tài khoản"}
    Appointment.objects.create(**nameless, body=Body.WORKING_GROUP)
    assert list(Appointment.objects.of_role(*APPRAISING).holders()) == [both]


@pytest.mark.usefixtures("heads")
def test_people_in_a_campaign_hold_the_role_there_today(campaign):
    assert [person.username for person in people_in(campaign, (Role.WG_HEAD,))] == [
        "in force",
        "trial",
    ]
    assert people_in(campaign, COUNCIL_ROLES) == []


def test_grant_of_an_active_person_has_an_account_that_works(heads, campaign):
    Appointment.objects.create(
        campaign=campaign, role=Role.WG_HEAD, body=Body.WORKING_GROUP, person="Không có tài khoản"
    )
    found = names(Appointment.objects.of_active_people())
    assert found == [name for name in heads if name != "disabled"]


def test_accounts_for_trying_out_are_no_real_people(heads, campaign):
    nameless = Appointment.objects.create(
        campaign=campaign, role=Role.WG_HEAD, body=Body.WORKING_GROUP, person="Không có tài khoản"
    )
    real = Appointment.objects.of_real_people()
    assert nameless in real
    assert set(real) == {nameless, *(heads[name] for name in heads if name != "trial")}
    assert {each for each in Appointment.objects.all() if each.is_of_real_person} == set(real)


def test_row_tells_its_holder_as_the_query_does(heads, campaign):
    Appointment.objects.create(
        campaign=campaign, role=Role.WG_HEAD, body=Body.WORKING_GROUP, person="Không có tài khoản"
    )
    told = {each.active_holder for each in Appointment.objects.all()}
    assert told - {None} == set(Appointment.objects.holders())
    assert None in told


def test_proposal_is_open_to_who_neither_made_it_nor_gets_the_role(heads):
    proposed = heads["proposed"]
    first, second = make_user("first"), make_user("second")
    Appointment.objects.filter(pk=proposed.pk).update(granted_by=first)
    opened = {
        person.username: list(Appointment.objects.open_to(person))
        for person in (first, second, proposed.user)
    }
    assert opened == {"first": [], "second": [proposed], "proposed": []}


def test_people_of_a_unit_are_those_of_its_roles_in_the_campaign(campaign, other):
    first, second = (make_submission(campaign, code, annex="I") for code in "AB")
    head, staff = make_user("head"), make_user("staff")
    for role in UNIT_ROLES:
        appoint(head, role, campaign, first.unit)
    appoint(staff, Role.UNIT_STAFF, campaign, second.unit)
    appoint(staff, Role.UNIT_STAFF, other, first.unit)
    appoint(make_user("member"), Role.COUNCIL_MEMBER, campaign, first.unit)
    gone = appoint(make_user("gone"), Role.UNIT_HEAD, campaign, first.unit)
    Appointment.objects.filter(pk=gone.pk).update(state=GrantState.ENDED)
    appoint(make_user("off", is_active=False), Role.UNIT_HEAD, campaign, first.unit)
    assert [people_of_unit(each) for each in (first, second)] == [[head], [staff]]
    by_unit = people_by_unit(campaign)
    assert {unit: set(people) for unit, people in by_unit.items()} == {
        first.unit_id: {head},
        second.unit_id: {staff},
    }


def test_who_may_act_holds_the_role_here_or_in_all_campaigns(campaign, other, heads):
    auditor = appoint(make_user("auditor"), Role.AUDITOR, None)
    assert people_who_may("period.view_outbox", campaign) == [
        heads["in force"].user,
        heads["trial"].user,
        auditor.user,
    ]
    assert people_who_may("period.view_outbox", other) == [heads["elsewhere"].user, auditor.user]


def test_who_belongs_to_a_unit_works_there_or_holds_a_role_for_it(campaign):
    units = [make_submission(campaign, code, annex="I").unit for code in "ABCD"]
    person, stranger = make_user("person"), make_user("stranger")
    Membership.objects.create(user=person, unit=units[0])
    Membership.objects.create(user=stranger, unit=units[3])
    appoint(person, Role.COUNCIL_MEMBER, campaign, units[1])
    ended = appoint(person, Role.UNIT_HEAD, campaign, units[2])
    Appointment.objects.filter(pk=ended.pk).update(state=GrantState.ENDED)
    proposed = appoint(person, Role.APPRAISER, campaign, units[3])
    Appointment.objects.filter(pk=proposed.pk).update(state=GrantState.PROPOSED)
    standing = standings_of([person, stranger])[person.pk]
    assert [standing.has_conflict(unit.pk) for unit in units] == [True, True, False, False]
    assert standing == load_standing(person)


def test_next_member_is_listed_after_those_who_are_there(campaign):
    of_body = Appointment.objects.in_campaign(campaign).of_body(Body.COUNCIL)
    assert of_body.next_order() == 1
    seat = appoint(make_user("member"), Role.COUNCIL_MEMBER, campaign)
    Appointment.objects.filter(pk=seat.pk).update(order=4)
    assert of_body.next_order() == 5
