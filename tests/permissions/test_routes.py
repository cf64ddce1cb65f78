"""The map of actions to addresses holds everything: each action of the policy, each address of
the resolver, and nothing else.
"""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from ictindex.routes import FOR_EVERY_ACCOUNT, FOR_EVERYBODY, ROUTES, WHOEVER_SEES_THE_CAMPAIGN
from tests.permissions import policy_files

BESIDE_THE_POLICY = {*WHOEVER_SEES_THE_CAMPAIGN, *FOR_EVERY_ACCOUNT, *FOR_EVERYBODY}


def _names(resolver: URLResolver, space: str = "") -> Iterator[str | None]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name and f"{space}{pattern.name}"
        else:
            yield from _names(
                pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )


def test_every_address_has_a_name_of_its_own():
    names = list(_names(get_resolver()))
    assert None not in names
    assert sorted(names) == sorted(set(names))


def test_every_address_is_in_the_map_and_nothing_else():
    mapped = {name for routes in ROUTES.values() for name in routes}
    assert mapped | BESIDE_THE_POLICY == set(_names(get_resolver()))


def test_every_action_of_the_policy_is_in_the_map_and_nothing_else():
    assert ROUTES.keys() == policy_files.methods().keys()


def test_what_is_open_to_all_serves_no_action():
    mapped = {name for routes in ROUTES.values() for name in routes}
    assert not mapped & BESIDE_THE_POLICY


def test_what_the_policy_allows_to_nobody_has_no_address():
    allowed = {action for (action, _), cell in policy_files.cells().items() if cell != "-"}
    assert {
        action: routes for action, routes in ROUTES.items() if routes and action not in allowed
    } == {}
