"""Which annex a unit answers in which group, of assignments that were read; queries ask
`AnnexAssignment.by_group`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class AnnexChoice:
    """The code of the annex that a unit answers, and the groups that come from another one
    (group → annex).
    """

    code: str
    overrides: Mapping[str, str]

    @classmethod
    def of(cls, assigned: Iterable[tuple[str, str]], *, otherwise: str = "") -> Self:
        """From the groups and annexes of assignments; an empty group means all of them.

        `otherwise`: the annex where none was assigned for all groups.
        """
        annexes = dict(assigned)
        return cls(annexes.pop("", otherwise), annexes)

    def annex_of(self, group: str) -> str:
        return self.overrides.get(group, self.code)

    def asks(self, annex: str, group: str) -> bool:
        """That group of that annex is among those that the unit answers."""
        return self.annex_of(group) == annex
