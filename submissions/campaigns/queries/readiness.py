"""Whether a step can be taken: what its entry needs, and what modules above add to that."""

from collections.abc import Callable
from datetime import datetime

from submissions.campaigns.phases.values import Check, Step
from submissions.campaigns.queries.needs import Need, nobody_asks_to_go_back
from submissions.enums import PhaseTraits
from submissions.models import Campaign

#: Says of a phase whether something is asked there.
Where = Callable[[PhaseTraits], bool]
_registered: list[tuple[Where, Check]] = []


def register_need(check: Check, where: Where) -> None:
    """What else is needed to go on from the phases that are so, said by a module above this one;
    asked after the needs of the entry. A step that leads back needs only what its entry says.

    Raises ValueError for a check that is registered already.
    """
    if any(check is registered for _, registered in _registered):
        raise ValueError(f"{check.__qualname__} is asked already")
    _registered.append((where, check))


def needs_of(campaign: Campaign, step: Step, *, now: datetime) -> list[Need]:
    """What must be done before the campaign can take the step; empty: nothing."""
    checks = (nobody_asks_to_go_back, *step.needs, *_further(step))
    return [need for check in checks for need in check(campaign, now)]


def _further(step: Step) -> list[Check]:
    if not step.is_onward:
        return []
    return [check for where, check in _registered if where(step.source.traits)]
