"""One step of a state machine as a value; each machine is a table of them with one mover."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Transition:
    """From one state to another: who may (an action's name), what it is called, and what it
    will do, as a sentence.
    """

    source: str
    target: str
    action: str
    label: str
    effect: str
