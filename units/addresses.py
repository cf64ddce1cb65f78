"""An address says which actions of the permission policy it serves, where it is named."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path


class Address(URLPattern):
    """A page or an act, and the actions that it serves: reading it takes one of them."""

    actions: tuple[str, ...] = ()


def address(route: str, view: Callable[..., HttpResponseBase], *actions: str, name: str) -> Address:
    """Like Django's `path`, which remains for what no action of the policy is about."""
    pattern = path(route, view, name=name)
    made = Address(pattern.pattern, view, name=name)
    made.actions = actions
    return made
