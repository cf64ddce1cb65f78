"""What holds of the entries and traits of all phases, whatever they say of each."""

from dataclasses import replace

import pytest
from django.urls import NoReverseMatch, reverse

from ictindex.routes import named_addresses
from submissions.campaigns.phases.table import ADVANCE, ENTRIES, PUBLISH
from submissions.campaigns.phases.values import StepAddress
from submissions.campaigns.queries.steps import step_actions
from submissions.enums import Leg, Phase
from submissions.models import Campaign
from submissions.policy import action
from tests.questions import address, client_of
from tests.submissions.factories import MOVERS, STEPS, cast, make_stage
from units.addresses import Address

#: One step for each address where steps are taken.
PLACES = list({step.address: step for step in STEPS}.values())


def test_every_phase_has_one_entry_in_the_order_of_the_phases():
    assert list(ENTRIES) == list(Phase)


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_traits(phase):
    assert Campaign(phase=str(phase)).stands == phase.traits


def test_legs_of_the_way_follow_one_another():
    legs = [phase.traits.leg for phase in Phase]
    assert legs == sorted(legs)
    assert set(legs) == set(Leg)


@pytest.mark.parametrize("phase", Phase)
def test_steps_of_an_entry_start_in_its_phase_and_the_usual_one_leads_on(phase):
    steps = ENTRIES[phase].steps
    assert {step.source for step in steps} <= {phase}
    assert len({step.target for step in steps}) == len(steps)
    assert all(step.is_onward for step in steps[:1])


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.source)
def test_policy_lets_somebody_take_each_step(step):
    assert any(step.source in phases for phases in action(step.action).phases.values())


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.source)
def test_each_step_is_taken_at_an_address_that_serves_its_action(step):
    assert serves_its_action(step.address)
    assert step.action in step_actions()


@pytest.mark.parametrize(
    "odd",
    [
        replace(ADVANCE, name="nowhere"),
        replace(ADVANCE, name="archive_campaign"),
        replace(ADVANCE, action="report.sign_and_publish"),
        StepAddress("period.confirm_step_back", "agree_to_step_back"),
    ],
    ids=["unknown", "of another action", "for another action", "not of the campaign alone"],
)
def test_an_address_where_no_step_can_be_taken_is_told_apart(odd):
    assert not serves_its_action(odd)


def serves_its_action(where: StepAddress) -> bool:
    """An address of a campaign, and of nothing inside it."""
    try:
        reverse(where.name, args=["2020"])
    except NoReverseMatch:
        return False
    return any(
        name == where.name and where.action in pattern.actions
        for name, pattern in named_addresses()
        if isinstance(pattern, Address)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("step", PLACES, ids=lambda step: step.address.name)
def test_an_address_asks_for_a_fresh_proof_if_its_entry_says_so(step):
    campaign = make_stage(step.source)
    mover = client_of(cast(campaign)[MOVERS[step.source]])
    answer = mover.post(address(step.address.name, campaign), {"phase": step.source})
    asked = answer.headers.get("Location", "").startswith(reverse("account_reauthenticate"))
    assert (asked, answer.status_code) == ((True, 302) if step.address.asks_proof else (False, 422))


def test_publishing_asks_for_a_fresh_proof():
    assert [step.target for step in STEPS if step.address.asks_proof] == [Phase.PUBLISHED]
    assert PUBLISH.asks_proof


def test_only_the_last_phase_leads_nowhere():
    assert [phase for phase in Phase if not ENTRIES[phase].steps] == [list(Phase)[-1]]


@pytest.mark.parametrize("column", ["self_score_due_at", "reply_due_at"])
def test_each_deadline_is_of_one_phase(column):
    assert [phase.traits.deadline for phase in Phase].count(column) == 1
