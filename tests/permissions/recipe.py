"""The shape of a recipe: what to send to one address.

The recipes of each area stand in modules of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.permissions.stage import Stage
from units.models import User

Arguments = Callable[[Stage, User | None], list[Any]]
Data = Callable[[Stage], dict[str, Any]]


@dataclass(frozen=True)
class Recipe:
    """One address.

    `level` says towards what the right is asked: a unit, a campaign, or everywhere.
    """

    level: str
    arguments: Arguments
    posts: Data | None = None
    gets: bool = True
    #: Served without an account to whoever may; other addresses send strangers to the sign-in.
    is_public: bool = False
    #: A document is made on request, also of who may only read it.
    is_asked_by_readers: bool = False
    #: What whoever may can be told beside being served: something else is lacking, or it is too
    #: late.
    told: tuple[int, ...] = ()
