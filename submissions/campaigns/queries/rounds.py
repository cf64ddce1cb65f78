"""Which round of appraisal a phase is about. Knows no people and no rows."""

from submissions.enums import Phase, Round

_ORDER = list(Phase)
#: The phase in which outcomes of each round are given.
_OPEN_IN = {Phase.APPRAISE_1: Round.FIRST, Phase.APPRAISE_2: Round.SECOND}


def open_round(phase: str) -> Round | None:
    """The round in which outcomes are given now, if any."""
    return _OPEN_IN.get(Phase(phase))


def shown_round(phase: str) -> Round:
    """The round whose progress is shown: the first until the second has begun, and the second ever after."""
    return Round.SECOND if _ORDER.index(Phase(phase)) >= _ORDER.index(Phase.APPRAISE_2) else Round.FIRST
