"""The table of the policy is read as it is written."""

import pytest

from submissions import policy
from submissions.enums import Phase
from tests.permissions import policy_files


def test_every_cell_is_read_as_a_second_reader_reads_it():
    read = {
        (action.name, capacity, phase): action.allows(capacity, phase)
        for action in policy.actions().values()
        for capacity in policy.capacities()
        for phase in [*policy_files.PHASES, None]
    }
    expected = {
        (action, capacity, phase): policy_files.allows(action, capacity, phase)
        for action, capacity in policy_files.cells()
        for phase in [*policy_files.PHASES, None]
    }
    assert read == expected


def test_methods_are_read_as_written():
    assert {
        action.name: action.method for action in policy.actions().values()
    } == policy_files.methods()


def test_phases_of_the_policy_are_those_of_the_campaign():
    assert [str(phase) for phase in Phase] == policy_files.PHASES


def test_no_action_is_added_twice():
    assert len(policy_files.methods()) == sum(
        len((policy_files.FOLDER / name).read_text(encoding="utf-8").splitlines()) - 1
        for name in ("permission_policy.csv", "permission_additions.csv")
    )


@pytest.mark.parametrize(
    "text", ["late..self_score", "later", "setup..", "..late", "setup,late", "all"]
)
def test_cell_that_means_nothing_is_a_mistake(text):
    with pytest.raises(ValueError, match=r".+"):
        policy.parse_phases(text)


def test_empty_cell_allows_nothing():
    assert policy.parse_phases("") == frozenset()


@pytest.mark.parametrize(
    ("name", "is_about_unit"),
    [
        ("self.view_self_scores_of_U", True),
        ("appraise.claim_U_for_appraisal", True),
        ("report.view_total_of_U_before_publication", True),
        ("self.view_submission_progress_of_all_units", False),
        ("report.export_all_units_xlsx", False),
    ],
)
def test_action_about_one_unit_is_told_by_its_name(name, is_about_unit):
    assert policy.action(name).is_about_unit is is_about_unit


def test_action_that_the_policy_does_not_hold_is_a_mistake():
    with pytest.raises(KeyError):
        policy.action("report.no_such_thing")
