"""What holds of the entries and traits of all phases, whatever they say of each."""

import pytest

from submissions.campaigns.phases.table import ENTRIES
from submissions.enums import Leg, Phase
from submissions.models import Campaign
from submissions.policy import action
from tests.submissions.factories import STEPS


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


def test_only_the_last_phase_leads_nowhere():
    assert [phase for phase in Phase if not ENTRIES[phase].steps] == [list(Phase)[-1]]


@pytest.mark.parametrize("column", ["self_score_due_at", "reply_due_at"])
def test_each_deadline_is_of_one_phase(column):
    assert [phase.traits.deadline for phase in Phase].count(column) == 1
