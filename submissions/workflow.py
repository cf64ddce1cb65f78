"""Questions about the order of the phases and their rounds. The steps out of each phase are in the
entries of the campaigns (`submissions.campaigns.phases`).
"""

from submissions.enums import Phase, Round


def earlier_phases(phase: str) -> list[Phase]:
    """The phases a campaign can be stepped back to."""
    order = list(Phase)
    return order[: order.index(Phase(phase))]


def open_round(phase: str) -> Round | None:
    """The round in which outcomes are given now, if any."""
    return Phase(phase).traits.round


def shown_round(phase: str) -> Round:
    """The round whose progress is shown: the first until the second has begun, and the second
    ever after.
    """
    return Phase(phase).traits.shown_round
