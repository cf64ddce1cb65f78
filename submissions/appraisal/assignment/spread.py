"""Spreading files over people so that all have about as much to do.

Pure: knows no rows, asks no rights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileLoad:
    """A file to be given to somebody: how many criteria it has, and who can never have it."""

    key: int
    criteria: int
    barred: frozenset[int] = frozenset()


class NobodyLeft(ValueError):
    """All the people are barred from a file; `key` is its."""

    def __init__(self, key: int) -> None:
        super().__init__(str(key))
        self.key = key


def spread(
    files: Sequence[FileLoad], people: Sequence[int], *, carried: Mapping[int, int]
) -> dict[int, int]:
    """File → person, the same for the same input. `carried`: criteria that a person has to do
    already.

    Whatever few can have goes first, then the largest, always to who has least so far; ties by the
    given orders. Afterwards files are moved as long as that brings the most and the least loaded
    nearer. Raises NobodyLeft.
    """
    loads = {person: carried.get(person, 0) for person in people}
    given: dict[int, int] = {}
    for file in sorted(files, key=lambda each: (len(set(people) - each.barred), -each.criteria)):
        able = [person for person in people if person not in file.barred]
        if not able:
            raise NobodyLeft(file.key)
        given[file.key] = min(able, key=loads.__getitem__)
        loads[given[file.key]] += file.criteria
    while _move_one(files, given, loads):
        pass
    return given


def _move_one(files: Sequence[FileLoad], given: dict[int, int], loads: dict[int, int]) -> bool:
    """Take one file from who has more to who has less where that evens them out.

    Each move lowers the sum of squares.
    """
    for file in files:
        has = given[file.key]
        for other, load in loads.items():
            if file.criteria and other not in file.barred and load + file.criteria < loads[has]:
                given[file.key] = other
                loads[has] -= file.criteria
                loads[other] += file.criteria
                return True
    return False
