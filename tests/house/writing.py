"""Who writes, who only reads, and who never sees a screen; and whether what is excused still
exists. Asked of modules as text, as in `questions`.
"""

import ast

from tests.house.exceptions import (
    BESIDE,
    CONTINUED,
    EXCUSED,
    ONE_LIST,
    QUERIES_BY_SERVICES,
    WRITERS,
)
from tests.house.furnishings import AS_VIEWS
from tests.house.layout import (
    APPS,
    FURNITURE,
    PLANS,
    PRINTING,
    SCREENS,
    furniture_of,
    is_in,
    is_migration,
    room_of,
    standing_of,
)
from tests.house.sources import Sources, called, calls, used_modules

_ALWAYS = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
#: Rows are changed by keywords; a dict, a digest and a workbook are given something.
_BY_KEYWORDS = {"save", "update", "delete"}
_MAY_WRITE = {"services", "models", "management"}
_PAGES = next(height for height, names in enumerate(FURNITURE) if "pages" in names)


def writers(sources: Sources) -> list[str]:
    """Only services write, and models and commands; `WRITERS` lists the others."""
    return [
        f"{name}:{call.lineno} writes by {called(call)}"
        for name, source in sources.items()
        if name.split(".")[0] in APPS and not is_migration(name) and name not in WRITERS
        if not _MAY_WRITE & set(name.split(".")[1:])
        for call in calls(source)
        if is_write(call)
    ]


def is_write(call: ast.Call) -> bool:
    """`rows.update(x=1)`, `row.save()`, `rows.create(…)`, `audit.record(…)`."""
    if not isinstance(call.func, ast.Attribute):
        return False
    if ast.unparse(call.func) == "audit.record":
        return True
    return call.func.attr in _ALWAYS or (call.func.attr in _BY_KEYWORDS and not call.args)


def queries_by_services(sources: Sources) -> list[str]:
    """Queries use no service, directly or by way of modules of other names: who reads does not
    need what writes. `QUERIES_BY_SERVICES` lists those that do.
    """
    return [
        f"{name} uses {used}"
        for name, used in _queries_with_services(sources)
        if (name, used) not in QUERIES_BY_SERVICES
    ]


def _queries_with_services(sources: Sources) -> list[tuple[str, str]]:
    return [
        (name, used)
        for name in sources
        if "queries" in name.split(".")[2:3] and not is_migration(name)
        for used in sorted(_reached(name, sources))
        if "services" in used.split(".")[2:3]
    ]


def printing_of_screens(sources: Sources) -> list[str]:
    """What is printed or taken away is made without a screen, by whatever way."""
    return [
        f"{name} reaches {used}, which belongs to a screen"
        for name in sources
        if is_in(name, PRINTING)
        for used in sorted(_reached(name, sources, through_furniture=True))
        if is_screen(used)
    ]


def is_screen(name: str) -> bool:
    return name in SCREENS or (standing_of(name) or 0) >= _PAGES


def idle_exceptions(sources: Sources) -> list[str]:
    """What is excused or listed, and is not there any more."""
    listed = [*WRITERS, *AS_VIEWS, *ONE_LIST, *BESIDE, *BESIDE.values()]
    listed += [
        f"{app}.{room}.{extra}"
        for app, plan in PLANS.items()
        for room, extras in plan.extras.items()
        for extra in extras
    ]
    found = [f"{name} is listed and does not exist" for name in listed if name not in sources]
    found += [
        f"{name} is excused and does not import {used}"
        for name, used in EXCUSED
        if name not in sources or used not in used_modules(name, sources)
    ]
    passing = {(room_of(name), room_of(used)) for name, used in EXCUSED}
    found += [
        f"{above} continues {below}, and uses nothing of it past a door"
        for above, below in sorted(CONTINUED - passing)
    ]
    found += [
        f"{name} is excused and does not write"
        for name in WRITERS
        if name in sources and not any(map(is_write, calls(sources[name])))
    ]
    reading = set(_queries_with_services(sources))
    return found + [
        f"{name} is excused and does not use {used}"
        for name, used in QUERIES_BY_SERVICES
        if (name, used) not in reading
    ]


def _reached(name: str, sources: Sources, *, through_furniture: bool = False) -> set[str]:
    """The project's modules that a module uses: directly, and through those that are no furniture,
    or through any.
    """
    seen: set[str] = set()
    ahead = used_modules(name, sources)
    while ahead:
        other = ahead.pop()
        if other in seen:
            continue
        seen.add(other)
        if through_furniture or (room_of(other) and furniture_of(other) is None):
            ahead += used_modules(other, sources)
    return seen
