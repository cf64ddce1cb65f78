"""Whether a step can be taken: what its entry needs, and what modules above add to that."""

from collections import defaultdict
from datetime import datetime

from submissions.campaigns.phases.values import Check, Step
from submissions.campaigns.queries.needs import Need, nobody_asks_to_go_back
from submissions.enums import Phase
from submissions.models import Campaign

_registered: dict[Phase, list[Check]] = defaultdict(list)


def register_need(phase: Phase, check: Check) -> None:
    """What else is needed to go on from that phase, said by a module above this one; asked after
    the needs of the entry. A step that leads back needs only what its entry says.

    Raises ValueError for a check that is registered already.
    """
    if check in _registered[phase]:
        raise ValueError(f"{check.__qualname__} is asked in {phase} already")
    _registered[phase].append(check)


def needs_of(campaign: Campaign, step: Step, *, now: datetime) -> list[Need]:
    """What must be done before the campaign can take the step; empty: nothing."""
    further = _registered[step.source] if step.is_onward else ()
    checks = (nobody_asks_to_go_back, *step.needs, *further)
    return [need for check in checks for need in check(campaign, now)]
