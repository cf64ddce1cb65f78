"""The shape of a service's entry: what is asked of it, with right values.

Each area's entries stand in a module of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.permissions.stage import Stage
from units.models import User

Call = Callable[[Stage, User], Any]


@dataclass(frozen=True)
class Service:
    """`level` says towards what the right is asked; one of the actions is enough."""

    level: str
    actions: tuple[str, ...]
    call: Call
    #: What has to be there before.
    prepare: Call | None = None
