"""Python's search for garbage, held back where a great many objects are made that are all in
use.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: More would take more memory and save little more time.
_OBJECTS_BETWEEN_COLLECTIONS: Final = 20_000


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """What there is already is not looked at again, and what is made is looked at seldom.

    A tenth of the time of a document. A process that froze what it began with keeps that frozen.
    """
    usual, is_frozen = gc.get_threshold(), gc.get_freeze_count() > 0
    if not is_frozen:
        gc.collect()
        gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        if not is_frozen:
            gc.unfreeze()
