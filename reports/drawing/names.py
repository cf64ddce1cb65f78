"""What a drawing calls a unit."""

from reports.drawing.letters import wrap
from scoring.core.results import UnitResults

#: More letters of a name fit nowhere.
_LONGEST = 200


def name_of(unit: UnitResults) -> str:
    """The short name, as pages have it."""
    return _cut(unit.short_name or unit.code)


def full_name(unit: UnitResults, *, width: int, size: int) -> str:
    """The full name where two lines hold it.

    Names that are cut look alike, so a longer one makes way for the short one.
    """
    known = [name for name in (unit.name, unit.short_name) if name]
    fitting = (name for name in known if len(wrap(name, width=width, size=size, lines=3)) < 3)
    return next(fitting, _cut(" – ".join([unit.code, *known[-1:]])))


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
