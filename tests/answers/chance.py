"""Chance and time held still: what is drawn for an answer depends on nothing but which it is."""

import os
import random
from datetime import UTC, datetime
from typing import Final

import time_machine

#: A Monday morning in the year of the trial campaign.
MOMENT: Final = datetime(2021, 3, 1, 2, 0, tzinfo=UTC)
_drawn = random.Random(0)


def hold_still(moment: datetime = MOMENT) -> None:
    """For the rest of the process."""
    os.urandom = _bytes
    random._urandom = _bytes  # type: ignore[attr-defined]
    time_machine.travel(moment, tick=False).start()


def begin(key: str) -> None:
    """From here on the same is drawn for the same key, whatever was asked before."""
    _drawn.seed(key)
    random.seed(key)


def _bytes(size: int) -> bytes:
    return _drawn.randbytes(size)
