"""Reads the imports of modules and says where they break the order of the house. Works on text:
nothing is imported.

Each question takes the sources by module name and answers with sentences, one per violation; none
means in order. What each floor, room and piece of furniture is for is told in `docs/kien-truc.md`.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Sources = Mapping[str, str]

FLOORS = {
    "ictindex.lib": 0,
    "scoring.core": 0,
    "units": 1,
    "criteria": 2,
    "submissions": 3,
    "scoring": 4,
    "reports": 5,
    "ictindex": 6,
}
PLAIN = ("ictindex.lib", "scoring.core")
APPS = ("units", "criteria", "submissions", "scoring", "reports")


@dataclass(frozen=True)
class Plan:
    """How an app is laid out: loose modules, lowest first, that belong to no room; the rooms; and
    those that are open.

    An open room is a frame or a library under the others: any module of it may be imported. Of a
    closed one, others use its `services` and `queries` alone.
    """

    loose: tuple[str, ...]
    rooms: frozenset[str]
    open: frozenset[str] = frozenset()


PLANS = {
    "units": Plan(
        loose=(
            *(
                "enums",
                "models",
                "access",
                "audit",
                "clock",
                "context",
                "http",
                "forms",
                "mail",
                "notify",
            ),
            *("apps", "management", "urls"),
        ),
        rooms=frozenset({"people", "sign_in", "inbox", "record"}),
    ),
    "criteria": Plan(
        loose=(
            *(
                "enums",
                "models",
                "values",
                "nodes",
                "notation",
                "specs",
                "validators",
                "inputs",
                "questions",
                "phrases",
            ),
            *("queries", "catalogue", "correspondences", "apps", "management"),
        ),
        rooms=frozenset(),
    ),
    "submissions": Plan(
        loose=(
            "enums",
            "policy",
            "models",
            "workflow",
            "permissions",
            "apps",
            "management",
            "urls",
        ),
        rooms=frozenset(
            {
                *(
                    "frame",
                    "dossier",
                    "campaigns",
                    "answers",
                    "evidence",
                    "handing_in",
                    "appraisal",
                    "reply",
                    "council",
                ),
                *("workbook", "home", "demo"),
            }
        ),
        open=frozenset({"frame"}),
    ),
    "scoring": Plan(
        loose=("models", "apps", "management"),
        rooms=frozenset({"core", "published", "results", "reconciliation"}),
        open=frozenset({"core"}),
    ),
    "reports": Plan(
        # The background worker finds its task under the name that is stored in the queue.
        loose=("enums", "models", "tasks", "apps", "management", "urls"),
        rooms=frozenset(
            {
                *(
                    "frame",
                    "drawing",
                    "layout",
                    "results",
                    "document",
                    "data_book",
                    "jobs",
                    "council",
                    "editions",
                ),
                *("exports", "site"),
            }
        ),
        open=frozenset({"frame", "drawing", "layout"}),
    ),
    "ictindex": Plan(
        loose=(
            "lib",
            "formats",
            "templatetags",
            "apps",
            "checks",
            "env",
            "middleware",
            "routes",
            "settings",
            "sign_in",
            "urls",
            "wsgi",
        ),
        rooms=frozenset(),
    ),
}
#: What a closed room shows to the others.
DOORS = frozenset({"services", "queries"})
#: The furniture of a room, lowest first. A module of another name leads nobody upwards.
FURNITURE = (
    {"permissions", "validators"},
    {"queries"},
    {"notices"},
    {"services"},
    {"forms", "pages"},
    {"views"},
    {"urls"},
)
ONLY_PDF = "reports.layout.pdf"
#: The one door to the scores of a campaign.
SCORES = "scoring.results.queries"
#: A subject whose pages lie on two floors: the room above continues those of the room below.
CONTINUED = frozenset(
    {
        ("reports.council", "submissions.council"),
        ("reports.editions", "submissions.campaigns"),
        ("submissions.campaigns", "units.people"),
        ("submissions.campaigns", "units.record"),
        ("submissions.council", "units.people"),
    }
)
#: Modules that lie beside the room that they belong to, and why is told where they are named loose.
BESIDE = {"reports.tasks": "reports.jobs"}
PARTICIPLE = ("ing", "ed")
IRREGULAR = frozenset(
    {"kept", "said", "shown", "written", "made", "told", "given", "taken", "found", "sent", "asked"}
)
#: Rooms that the field calls so, nouns that only look like participles, and commands that operators
#: have in their timers.
NAMED_SO = frozenset(
    {
        "handing_in",
        "second_reading",
        "printing",
        "published",
        "scoring",
        "freeze_loaded",
        "send_mail_waiting",
        "meeting",
    }
)
#: Class names that two modules share, each with its reason.
SAME_NAME: frozenset[str] = frozenset()
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50


@dataclass(frozen=True)
class ModuleUse:
    """A module uses another. Inline: not a plain statement at the top level of the module."""

    line: int
    target: str
    is_inline: bool


def read_sources(root: Path) -> dict[str, str]:
    """Every module of the project's own packages, by dotted name (a package by its own name)."""
    packages = sorted({name.split(".")[0] for name in FLOORS})
    files = [path for package in packages for path in sorted((root / package).rglob("*.py"))]
    return {
        _module_name(path.relative_to(root)): path.read_text(encoding="utf-8") for path in files
    }


def floor_violations(sources: Sources) -> list[str]:
    """A module imports its own floor or a lower one; foreign keys point down too."""
    found = []
    for name, used in _uses(sources):
        here, there = _floor(name), _floor(used.target)
        if here is not None and there is not None and there > here:
            found.append(f"{name}:{used.line} (L{here}) imports {used.target} (L{there})")
    return found


def unknown_places(sources: Sources) -> list[str]:
    """Every module lies in a room or is one of the loose ones that its app names; packages of
    migrations lie in none.
    """
    return [
        f"{name} has no place in the house"
        for name in sources
        if not _is_migration(name) and not _is_known(name)
    ]


def room_violations(sources: Sources) -> list[str]:
    """A room uses another only through its `services` or `queries`, or through anything of an open
    one; in another app, too.

    The pages of a subject that lies on two floors are one: see `CONTINUED`.
    """
    return [
        f"{name} imports {used}, which is no door of its room"
        for name in sources
        if _room(name) and not _is_migration(name)
        for used in _used_modules(name, sources)
        if _room(used) not in (None, _room(name))
        and (_room(name), _room(used)) not in CONTINUED
        and not _is_door(used)
    ]


def mutual_rooms(sources: Sources) -> list[str]:
    """Rooms of one app that import each other, directly or in a ring; loose modules count by
    their own names.
    """
    used_by: dict[str, list[str]] = defaultdict(list)
    for name in sources:
        if name.split(".")[0] in APPS and not _is_migration(name):
            used_by[_part(name)] += [
                _part(used) for used in _used_modules(name, sources) if _is_beside(name, used)
            ]
    used_by |= {
        part: [] for parts in list(used_by.values()) for part in parts if part not in used_by
    }
    return [
        f"{part} imports itself by way of {other}"
        for part in sorted(used_by)
        for other in _ring(part, used_by)
    ]


def loose_violations(sources: Sources) -> list[str]:
    """Loose modules of an app stand in an order, and import no room: only what wires the app
    together does.
    """
    found = []
    for name in sources:
        if name.split(".")[0] not in APPS or _is_migration(name) or _room(name) or "." not in name:
            continue
        for used in _used_modules(name, sources):
            if not _is_beside(name, used) or _is_wiring(name):
                continue
            if _room(used) or _height(used) > _height(name):
                found.append(f"{name} imports {used}, which stands above it")
    return found


def furniture_violations(sources: Sources) -> list[str]:
    """Inside a room no module reaches, itself or through modules of other names, furniture that
    stands above it.
    """
    found = []
    for name in sources:
        height = _furniture(name)
        if height is None or _is_migration(name):
            continue
        reached = _furniture_reached(name, sources)
        found += [
            f"{name} reaches {above}" for above in reached if (_furniture(above) or 0) > height
        ]
    return found


def side_doors(sources: Sources) -> list[str]:
    """The scores of a campaign are read through one module."""
    return [
        f"{name} imports {used}, not {SCORES}"
        for name in sources
        if not _is_in(name, ("scoring.results",))
        for used in _used_modules(name, sources)
        if _is_in(used, ("scoring.results",)) and used != SCORES
    ]


def participles(sources: Sources) -> list[str]:
    """Modules named by what happens to something, not by what lies in them."""
    return [
        f"{name} is named by a participle"
        for name in sources
        if not _is_migration(name)
        for part in name.split(".")[1:]
        if part not in NAMED_SO
        and any(word.endswith(PARTICIPLE) or word in IRREGULAR for word in part.split("_"))
    ]


def ambiguous_classes(sources: Sources) -> list[str]:
    """Class names that are defined in more than one module; private ones and those that Django
    wants are not asked.
    """
    homes: dict[str, list[str]] = defaultdict(list)
    for name, source in sources.items():
        if _is_migration(name):
            continue
        for node in _parse(source).body:
            if isinstance(node, ast.ClassDef) and node.name not in {"Command", *SAME_NAME}:
                homes[node.name].append(name)
    return [
        f"{name} is defined in {' and '.join(where)}"
        for name, where in sorted(homes.items())
        if len(where) > 1
    ]


def cycles(sources: Sources) -> list[str]:
    """Modules that import one another in a ring."""
    used_by = {name: _used_modules(name, sources) for name in sources}
    return [
        f"{name} imports itself by way of {used}"
        for name in sources
        for used in _ring(name, used_by)
    ]


def inline_imports(sources: Sources) -> list[str]:
    """Imports of our own modules inside functions, conditions or by name at run time.

    `apps` modules may: Django reads them before models can be imported, and calls their `ready`
    afterwards.
    """
    found = [
        f"{name}:{used.line} imports {used.target} inline"
        for name, used in _uses(sources)
        if used.is_inline and _floor(used.target) is not None and not name.endswith(".apps")
    ]
    return found + [
        f"{name}:{call.lineno} imports by name"
        for name in sources
        if _floor(name) != FLOORS["ictindex"]
        for call in _calls(sources[name])
        if _called(call) in {"import_module", "import_string", "__import__"}
    ]


def relative_imports(sources: Sources) -> list[str]:
    """Imports by dots, which hide the floor that they go to."""
    return [
        f"{name}:{node.lineno} imports by dots"
        for name, source in sources.items()
        for node in _nodes(source)
        if isinstance(node, ast.ImportFrom) and node.level
    ]


def signal_users(sources: Sources) -> list[str]:
    """Modules that define a signal, or listen to models being saved: a way up that no import
    shows.
    """
    forbidden = ("django.dispatch.Signal", "django.db.models.signals")
    return [
        f"{name}:{used.line} uses {used.target}"
        for name, used in _uses(sources)
        if used.target.startswith(forbidden)
    ]


def django_in_plain_modules(sources: Sources) -> list[str]:
    plain = [name for name in sources if _is_in(name, PLAIN)]
    return [
        f"{name}:{used.line} imports {used.target}"
        for name in plain
        for used in _imports(name, sources[name])
        if used.target.split(".")[0].startswith(("django", "environ"))
    ]


def weasyprint_users(sources: Sources) -> list[str]:
    """Modules that import WeasyPrint, except the one that may, and only once it is called: its
    libraries may be missing.
    """
    return [
        f"{name}:{used.line} imports weasyprint"
        for name, used in _uses(sources)
        if _is_in(used.target, ("weasyprint",)) and not (name == ONLY_PDF and used.is_inline)
    ]


def inexact_numbers(sources: Sources) -> list[str]:
    """Floating point where scores are made, or averages left to the database."""
    found = [
        f"{name}:{node.lineno} uses floating point"
        for name, source in sources.items()
        if _is_in(name, ("scoring",))
        for node in _nodes(source)
        if _is_float(node)
    ]
    averages = ("django.db.models.Avg", "django.db.models.StdDev", "django.db.models.Variance")
    return found + [
        f"{name}:{used.line} uses {used.target}"
        for name, used in _uses(sources)
        if used.target in averages
    ]


def oversized(sources: Sources) -> list[str]:
    """Modules and functions too long to be read in one sitting; migrations are written by the
    machine.
    """
    found = []
    for name, source in sources.items():
        if _is_migration(name):
            continue
        lines = len(source.splitlines())
        if lines > MAX_MODULE_LINES:
            found.append(f"{name} has {lines} lines")
        found += [
            f"{name}.{function} has {length} lines"
            for function, length in _functions(source)
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
        and ast.get_docstring(_parse(source)) is None
        and not _is_migration(name)
        and name.split(".")[-1] not in exempt
    ]


def _module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _is_in(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _is_migration(name: str) -> bool:
    return ".migrations." in name


def _floor(name: str) -> int | None:
    for package, floor in FLOORS.items():
        if _is_in(name, (package,)):
            return floor
    return None


def _plan(name: str) -> Plan | None:
    return PLANS.get(name.split(".")[0])


def _room(name: str) -> str | None:
    """`app.room` of a module; None for a loose one, or the app itself."""
    parts, plan = name.split("."), _plan(name)
    return f"{parts[0]}.{parts[1]}" if plan and len(parts) > 1 and parts[1] in plan.rooms else None


def _part(name: str) -> str:
    """The room of a module, or its own loose name; what belongs to a room though it lies beside
    it counts there.
    """
    return BESIDE.get(name) or _room(name) or ".".join(name.split(".")[:2])


def _is_known(name: str) -> bool:
    parts, plan = name.split("."), _plan(name)
    return bool(plan) and (len(parts) == 1 or parts[1] in plan.rooms or parts[1] in plan.loose)


def _is_door(name: str) -> bool:
    """`app.room.services…`, `app.room.queries…`, or anything of an open room."""
    parts, plan = name.split("."), _plan(name)
    return bool(plan) and (parts[1] in plan.open or (len(parts) > 2 and parts[2] in DOORS))


def _is_beside(name: str, used: str) -> bool:
    """Another part of the same app."""
    return name.split(".")[0] == used.split(".")[0] and "." in used and _part(name) != _part(used)


def _is_wiring(name: str) -> bool:
    return name.split(".")[1] in ("apps", "management", "urls", "tasks")


def _height(name: str) -> int:
    plan = _plan(name)
    return plan.loose.index(name.split(".")[1]) if plan else 0


def _furniture(name: str) -> int | None:
    """The height of a piece of furniture in its room; None for a module of another name."""
    if not _room(name):
        return None
    parts = name.split(".")[2:]
    return next(
        (height for part in parts for height, names in enumerate(FURNITURE) if part in names), None
    )


def _uses(sources: Sources) -> Iterator[tuple[str, ModuleUse]]:
    for name, source in sources.items():
        for used in [*_imports(name, source), *_foreign_keys(source)]:
            yield name, used


@cache
def _imports(name: str, source: str) -> tuple[ModuleUse, ...]:
    """What a module imports. `from a import b` is `a.b`, be it a module or a name inside one."""
    tree = _parse(source)
    top = {id(node) for node in tree.body}
    found = []
    for node in _nodes(source):
        if isinstance(node, ast.Import):
            found += [
                ModuleUse(node.lineno, alias.name, id(node) not in top) for alias in node.names
            ]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found += [
                ModuleUse(node.lineno, f"{node.module}.{alias.name}", id(node) not in top)
                for alias in node.names
            ]
    return tuple(found)


@cache
def _foreign_keys(source: str) -> tuple[ModuleUse, ...]:
    """Relations named by text, such as `ForeignKey("units.Unit")`."""
    relations = {"ForeignKey", "OneToOneField", "ManyToManyField"}
    return tuple(
        ModuleUse(
            call.lineno, f"{target.split('.')[0]}.models.{target.split('.')[1]}", is_inline=False
        )
        for call in _calls(source)
        if _called(call) in relations
        for target in _texts(call)
        if target.count(".") == 1
    )


def _texts(call: ast.Call) -> list[str]:
    values = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "to")]
    return [
        value.value
        for value in values
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    ]


def _calls(source: str) -> Iterator[ast.Call]:
    return (node for node in _nodes(source) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _used_modules(name: str, sources: Sources) -> list[str]:
    """The project's modules that a module imports, whether it names them or something in them."""
    found = []
    for used in _imports(name, sources[name]):
        target = used.target
        while target and target not in sources:
            target = target.rpartition(".")[0]
        if target and target != name:
            found.append(target)
    return found


def _furniture_reached(name: str, sources: Sources) -> list[str]:
    """Furniture of the same app, reached directly or through modules of other names."""
    app, seen, found = name.split(".")[0], {name}, []
    ahead = _used_modules(name, sources)
    while ahead:
        other = ahead.pop()
        if other in seen or other.split(".")[0] != app:
            continue
        seen.add(other)
        if _furniture(other) is None:
            ahead += _used_modules(other, sources)
        else:
            found.append(other)
    return sorted(found)


def _ring(name: str, used_by: Mapping[str, list[str]]) -> list[str]:
    seen: set[str] = set()
    ahead = list(used_by[name])
    while ahead:
        other = ahead.pop()
        if other == name:
            return sorted(seen)[:1] or [name]
        if other not in seen:
            seen.add(other)
            ahead += used_by[other]
    return []


def _functions(source: str) -> Iterator[tuple[str, int]]:
    for node in _nodes(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def _is_float(node: ast.AST) -> bool:
    return (isinstance(node, ast.Name) and node.id == "float") or (
        isinstance(node, ast.Constant) and isinstance(node.value, float)
    )


@cache
def _nodes(source: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(_parse(source)))


@cache
def _parse(source: str) -> ast.Module:
    return ast.parse(source)
