"""The addresses say which actions they serve, and that holds everything: each address of the
resolver, each action that the policy allows to somebody, and nothing else.
"""

from collections import Counter

from ictindex.routes import (
    FOR_EVERY_ACCOUNT,
    FOR_EVERYBODY,
    WHOEVER_SEES_THE_CAMPAIGN,
    WITHOUT_ADDRESS,
    addresses_by_action,
    named_addresses,
)
from tests.permissions import policy_files

ROUTES = addresses_by_action()
BESIDE_THE_POLICY = {*WHOEVER_SEES_THE_CAMPAIGN, *FOR_EVERY_ACCOUNT, *FOR_EVERYBODY}


def test_every_address_has_a_name_of_its_own():
    names = Counter(name for name, _ in named_addresses())
    assert "" not in names
    assert set(names.values()) == {1}


def test_every_address_serves_an_action_or_says_why_not():
    mapped = {name for routes in ROUTES.values() for name in routes}
    assert mapped | BESIDE_THE_POLICY == {name for name, _ in named_addresses()}


def test_addresses_serve_actions_of_the_policy_only():
    assert ROUTES.keys() <= policy_files.methods().keys()


def test_every_action_that_somebody_may_do_has_an_address_or_says_why_not():
    allowed = {action for (action, _), cell in policy_files.cells().items() if cell != "-"}
    assert allowed == ROUTES.keys() | WITHOUT_ADDRESS.keys()
    assert not ROUTES.keys() & WITHOUT_ADDRESS.keys()


def test_what_is_open_to_all_serves_no_action():
    mapped = {name for routes in ROUTES.values() for name in routes}
    assert not mapped & BESIDE_THE_POLICY
