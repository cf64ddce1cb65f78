"""What became of a unit's file, as values to read."""

from dataclasses import dataclass
from datetime import date

from reports.results.queries.source_rows import SourceRow


@dataclass(frozen=True, slots=True)
class UnitFileSection:
    """A group of criteria with what it came to;

    `absence` says why it does not apply, where it does not.
    """

    name: str
    points: str
    absence: str
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class UnitFileDocument:
    """A unit's file. `facts` are sentences on when what was handed in, confirmed and decided."""

    title: str
    unit: str
    day: date | None
    facts: tuple[str, ...]
    groups: tuple[UnitFileSection, ...]
