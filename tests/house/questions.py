"""Reads the imports of modules and says where they break the order of the house. Works on text:
nothing is imported.

Each question takes the sources by module name and answers with sentences, one per violation; none
means in order. What each floor, room and piece of furniture is for is told in `docs/kien-truc.md`.
"""

import ast
from collections import defaultdict

from tests.house.exceptions import EXCUSED, ONE_LIST
from tests.house.layout import (
    ADVERBS,
    APPS,
    CLASSES_NAMED_SO,
    FLOORS,
    IRREGULAR,
    MAX_FUNCTION_LINES,
    MAX_MODULE_LINES,
    NAMED_SO,
    NOUNS,
    ONLY_PDF,
    PARTICIPLE,
    PLAIN,
    SCORES,
    floor_of,
    furniture_of,
    height_of,
    inner_part_of,
    is_beside,
    is_door,
    is_elsewhere,
    is_in,
    is_known,
    is_migration,
    is_wiring,
    room_of,
    standing_of,
)
from tests.house.sources import (
    Sources,
    called,
    calls,
    errors,
    functions,
    furniture_reached,
    imports,
    is_float,
    nodes,
    parse,
    ring,
    type_names,
    used_modules,
    uses,
    words_of,
)


def floor_violations(sources: Sources) -> list[str]:
    """A module imports its own floor or a lower one; foreign keys point down too."""
    found = []
    for name, used in uses(sources):
        here, there = floor_of(name), floor_of(used.target)
        if here is not None and there is not None and there > here:
            found.append(f"{name}:{used.line} (L{here}) imports {used.target} (L{there})")
    return found


def unknown_places(sources: Sources) -> list[str]:
    """Every module is one of the loose ones that its app names, or lies in a room and is furniture
    or listed there by its name; packages of migrations lie in none.
    """
    return [
        f"{name} has no place in the house"
        for name in sources
        if not name.endswith(".migrations") and not is_migration(name) and not is_known(name)
    ]


def room_violations(sources: Sources) -> list[str]:
    """A room uses another only through its `services` or `queries`, or through anything of an open
    one; in another app, too. So does a module that lies in no room. `EXCUSED` lists what passes.
    """
    return [
        f"{name} imports {used}, which is no door of its room"
        for name in sources
        if not is_migration(name)
        for used in dict.fromkeys(used_modules(name, sources))
        if room_of(used) not in (None, room_of(name))
        and (name, used) not in EXCUSED
        and not is_door(used)
    ]


def mutual_rooms(sources: Sources) -> list[str]:
    """Rooms of one app that import each other, directly or in a ring; loose modules count by
    their own names, and so do rooms inside rooms.
    """
    used_by: dict[str, list[str]] = defaultdict(list)
    for name in sources:
        if name.split(".")[0] in APPS and not is_migration(name) and name not in ONE_LIST:
            used_by[inner_part_of(name)] += [
                inner_part_of(used)
                for used in used_modules(name, sources)
                if is_elsewhere(name, used)
            ]
    used_by |= {
        part: [] for parts in list(used_by.values()) for part in parts if part not in used_by
    }
    return [
        f"{part} imports itself by way of {other}"
        for part in sorted(used_by)
        for other in ring(part, used_by)
    ]


def loose_violations(sources: Sources) -> list[str]:
    """Loose modules of an app stand in an order, and import no room: only what wires the app
    together does.
    """
    found = []
    for name in sources:
        if name.split(".")[0] not in APPS or is_migration(name) or room_of(name) or "." not in name:
            continue
        for used in used_modules(name, sources):
            if not is_beside(name, used) or is_wiring(name):
                continue
            if room_of(used) or height_of(used) > height_of(name):
                found.append(f"{name} imports {used}, which stands above it")
    return found


def furniture_violations(sources: Sources) -> list[str]:
    """Inside a room no module reaches, itself or through modules of other names, furniture that
    stands above it. A module of another name reaches no higher than services do.
    """
    found = []
    for name in sources:
        height = standing_of(name)
        if height is None or is_migration(name):
            continue
        reached = furniture_reached(name, sources)
        found += [
            f"{name} reaches {above}" for above in reached if (furniture_of(above) or 0) > height
        ]
    return found


def side_doors(sources: Sources) -> list[str]:
    """The scores of a campaign are read through one module."""
    return [
        f"{name} imports {used}, not {SCORES}"
        for name in sources
        if not is_in(name, ("scoring.results",))
        for used in used_modules(name, sources)
        if is_in(used, ("scoring.results",)) and used != SCORES
    ]


def participles(sources: Sources) -> list[str]:
    """Modules named by what happens to something, or by when or where, not by what lies in them."""
    return [
        f"{name} is named by a participle or an adverb"
        for name in sources
        if not is_migration(name)
        for part in name.split(".")[-1:]
        if part not in NAMED_SO
        and (part in ADVERBS or any(is_participle(word) for word in part.split("_")))
    ]


def participle_classes(sources: Sources) -> list[str]:
    """Classes and type aliases whose name is no noun: it ends in a participle, or it starts or ends
    with an adverb or a preposition. «On site» is a term of the field and may start one.

    An error may say what happened, as Django's `PermissionDenied` does, if it says to what.
    """
    raised = errors(sources)
    return [
        f"{name}.{named} is named by a participle or an adverb"
        for name, source in sources.items()
        if not is_migration(name)
        for named in type_names(source)
        if named not in CLASSES_NAMED_SO and not _is_noun(words_of(named), named in raised)
    ]


def _is_noun(words: list[str], is_error: bool) -> bool:
    first, last = words[0], words[-1]
    if is_error and len(words) > 1:
        return True
    return (
        last not in ADVERBS
        and (first not in ADVERBS or words[:2] == ["on", "site"])
        and (last in NOUNS or not is_participle(last))
    )


def is_participle(word: str) -> bool:
    return word.endswith(PARTICIPLE) or word in IRREGULAR


def ambiguous_classes(sources: Sources) -> list[str]:
    """Names of classes and type aliases that more than one module defines; a leading underscore
    makes no other name. Classes inside others are not asked (Django wants `Meta` in each model),
    nor is `Command`, which Django wants in each command.
    """
    homes: dict[str, list[str]] = defaultdict(list)
    for name, source in sources.items():
        if is_migration(name):
            continue
        for named in type_names(source):
            homes[named.removeprefix("_")].append(name)
    homes.pop("Command", None)
    return [
        f"{name} is defined in {' and '.join(where)}"
        for name, where in sorted(homes.items())
        if len(where) > 1
    ]


def cycles(sources: Sources) -> list[str]:
    """Modules that import one another in a ring."""
    used_by = {name: used_modules(name, sources) for name in sources}
    return [
        f"{name} imports itself by way of {used}"
        for name in sources
        for used in ring(name, used_by)
    ]


def inline_imports(sources: Sources) -> list[str]:
    """Imports of our own modules inside functions, conditions or by name at run time.

    `apps` modules may: Django reads them before models can be imported, and calls their `ready`
    afterwards.
    """
    found = [
        f"{name}:{used.line} imports {used.target} inline"
        for name, used in uses(sources)
        if used.is_inline and floor_of(used.target) is not None and not name.endswith(".apps")
    ]
    return found + [
        f"{name}:{call.lineno} imports by name"
        for name in sources
        if floor_of(name) != FLOORS["ictindex"]
        for call in calls(sources[name])
        if called(call) in {"import_module", "import_string", "__import__"}
    ]


def relative_imports(sources: Sources) -> list[str]:
    """Imports by dots, which hide the floor that they go to."""
    return [
        f"{name}:{node.lineno} imports by dots"
        for name, source in sources.items()
        for node in nodes(source)
        if isinstance(node, ast.ImportFrom) and node.level
    ]


def signal_users(sources: Sources) -> list[str]:
    """Modules that define a signal, or listen to models being saved: a way up that no import
    shows.
    """
    forbidden = ("django.dispatch.Signal", "django.db.models.signals")
    return [
        f"{name}:{used.line} uses {used.target}"
        for name, used in uses(sources)
        if used.target.startswith(forbidden)
    ]


def django_in_plain_modules(sources: Sources) -> list[str]:
    plain = [name for name in sources if is_in(name, PLAIN)]
    return [
        f"{name}:{used.line} imports {used.target}"
        for name in plain
        for used in imports(name, sources[name])
        if used.target.split(".")[0].startswith(("django", "environ"))
    ]


def weasyprint_users(sources: Sources) -> list[str]:
    """Modules that import WeasyPrint, except the one that may, and only once it is called: its
    libraries may be missing.
    """
    return [
        f"{name}:{used.line} imports weasyprint"
        for name, used in uses(sources)
        if is_in(used.target, ("weasyprint",)) and not (name == ONLY_PDF and used.is_inline)
    ]


def inexact_numbers(sources: Sources) -> list[str]:
    """Floating point where scores are made, or averages left to the database."""
    found = [
        f"{name}:{node.lineno} uses floating point"
        for name, source in sources.items()
        if is_in(name, ("scoring",))
        for node in nodes(source)
        if is_float(node)
    ]
    averages = ("django.db.models.Avg", "django.db.models.StdDev", "django.db.models.Variance")
    return found + [
        f"{name}:{used.line} uses {used.target}"
        for name, used in uses(sources)
        if used.target in averages
    ]


def oversized(sources: Sources) -> list[str]:
    """Modules and functions too long to be read in one sitting; migrations are written by the
    machine.
    """
    found = []
    for name, source in sources.items():
        if is_migration(name):
            continue
        lines = len(source.splitlines())
        if lines > MAX_MODULE_LINES:
            found.append(f"{name} has {lines} lines")
        found += [
            f"{name}.{function} has {length} lines"
            for function, length in functions(source)
            if length > MAX_FUNCTION_LINES
        ]
    return found


def without_docstring(sources: Sources) -> list[str]:
    """Modules that do not say what belongs in them."""
    exempt = ("apps", "__main__")
    return [
        f"{name} has no docstring"
        for name, source in sources.items()
        if source.strip()
        and ast.get_docstring(parse(source)) is None
        and not is_migration(name)
        and name.split(".")[-1] not in exempt
    ]
