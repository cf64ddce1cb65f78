"""What becomes of one criterion that was downloaded, perhaps changed on the server, and perhaps
changed in the file. Pure values.

Cells that make one statement (the figures, their day and the reason why there are none) are taken
from one side as long as only that side has changed the statement; where both have, the person
chooses cell by cell. A note is a statement of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from submissions.dossier.queries.entries import NOTE
from submissions.workbook.cells import Cells


class MergeSide(StrEnum):
    """Whose value is taken for a cell in conflict."""

    SERVER = "now"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Merge:
    """`result`: the cells to be stored.

    `changes`: what storing them changes; `conflicts`: what must be, or was, chosen.
    """

    result: Cells
    changes: tuple[str, ...]
    conflicts: tuple[str, ...]
    unchosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sides:
    """The cells when downloaded, on the server now, and in the file."""

    base: Cells
    now: Cells
    file: Cells

    @property
    def paths(self) -> list[str]:
        return sorted({*self.base, *self.now, *self.file})

    def conflicts(self) -> list[str]:
        figures = [path for path in self.paths if path != NOTE]
        return [*self._conflicts(figures), *self._conflicts([NOTE])]

    def taken(self, path: str, choice: MergeSide | None) -> str:
        """The value of a cell; without a choice that of the side that has changed it."""
        if choice is None:
            choice = MergeSide.SERVER if _same(self.file, self.base, path) else MergeSide.FILE
        return (self.now if choice is MergeSide.SERVER else self.file).get(path, "")

    def _conflicts(self, statement: Iterable[str]) -> list[str]:
        """The cells that differ where both sides have changed the statement."""
        paths = list(statement)
        is_changed_here = any(not _same(self.base, self.file, path) for path in paths)
        is_changed_there = any(not _same(self.base, self.now, path) for path in paths)
        return [
            path
            for path in paths
            if is_changed_here and is_changed_there and not _same(self.now, self.file, path)
        ]


def merge(
    base: Cells, now: Cells, file: Cells, choices: Mapping[str, MergeSide] | None = None
) -> Merge:
    """The three sides of one criterion as one; an unchosen conflict keeps what is on the server."""
    sides, chosen = _Sides(base, now, file), choices or {}
    conflicts = sides.conflicts()
    choice = {path: chosen.get(path, MergeSide.SERVER) for path in conflicts}
    result = {path: sides.taken(path, choice.get(path)) for path in sides.paths}
    return Merge(
        result={path: text for path, text in result.items() if text},
        changes=tuple(path for path in sides.paths if not _same(result, now, path)),
        conflicts=tuple(conflicts),
        unchosen=tuple(path for path in conflicts if path not in chosen),
    )


def _same(one: Cells, other: Cells, path: str) -> bool:
    return one.get(path, "") == other.get(path, "")
