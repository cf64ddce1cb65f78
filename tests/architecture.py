"""Reads the imports of modules and says where they break the order of the house. Works on text: nothing is imported.

Each question takes the sources by module name and answers with sentences, one per violation; none means in order.
"""

import ast
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
# Inside an app, lowest first. A module that is not named here may be used anywhere, but leads nobody upwards.
PLACES = (
    {"enums"},
    {"models"},
    {"permissions", "validators", "workflow"},
    {"queries"},
    {"notices"},
    {"services"},
    {"workbook", "forms"},
    {"views", "api", "admin", "management"},
    {"urls"},
)
ONLY_PDF = "reports.layout.pdf"
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50


@dataclass(frozen=True)
class Import:
    """A module uses another. Inline: not a plain statement at the top level of the module."""

    line: int
    target: str
    is_inline: bool


def read_sources(root: Path) -> dict[str, str]:
    """Every module of the project's own packages, by dotted name (a package by its own name)."""
    packages = sorted({name.split(".")[0] for name in FLOORS})
    files = [path for package in packages for path in sorted((root / package).rglob("*.py"))]
    return {_module_name(path.relative_to(root)): path.read_text(encoding="utf-8") for path in files}


def floor_violations(sources: Sources) -> list[str]:
    """A module imports its own floor or a lower one; foreign keys point down too."""
    found = []
    for name, used in _uses(sources):
        here, there = _floor(name), _floor(used.target)
        if here is not None and there is not None and there > here:
            found.append(f"{name}:{used.line} (L{here}) imports {used.target} (L{there})")
    return found


def place_violations(sources: Sources) -> list[str]:
    """Inside an app no module reaches, itself or through unnamed modules, one that stands above it."""
    found = []
    for name in sources:
        place = _place(name)
        if place is None or _is_migration(name):
            continue
        reached = _named_modules_reached(name, sources)
        found += [f"{name} reaches {above}" for above in reached if (_place(above) or 0) > place]
    return found


def cycles(sources: Sources) -> list[str]:
    """Modules that import one another in a ring."""
    used_by = {name: _used_modules(name, sources) for name in sources}
    return [f"{name} imports itself by way of {used}" for name in sources for used in _ring(name, used_by)]


def inline_imports(sources: Sources) -> list[str]:
    """Imports of our own modules inside functions, conditions or by name at run time.

    `apps` modules may: Django reads them before models can be imported, and calls their `ready` afterwards.
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
    """Modules that define a signal, or listen to models being saved: a way up that no import shows."""
    forbidden = ("django.dispatch.Signal", "django.db.models.signals")
    return [f"{name}:{used.line} uses {used.target}" for name, used in _uses(sources) if used.target.startswith(forbidden)]


def django_in_plain_modules(sources: Sources) -> list[str]:
    plain = [name for name in sources if _is_in(name, PLAIN)]
    return [
        f"{name}:{used.line} imports {used.target}"
        for name in plain
        for used in _imports(name, sources[name])
        if used.target.split(".")[0].startswith(("django", "environ"))
    ]


def weasyprint_users(sources: Sources) -> list[str]:
    """Modules that import WeasyPrint, except the one that may, and only once it is called: its libraries may be missing."""
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
    return found + [f"{name}:{used.line} uses {used.target}" for name, used in _uses(sources) if used.target in averages]


def oversized(sources: Sources) -> list[str]:
    """Modules and functions too long to be read in one sitting; migrations are written by the machine."""
    found = []
    for name, source in sources.items():
        if _is_migration(name):
            continue
        lines = len(source.splitlines())
        if lines > MAX_MODULE_LINES:
            found.append(f"{name} has {lines} lines")
        found += [
            f"{name}.{function} has {length} lines" for function, length in _functions(source) if length > MAX_FUNCTION_LINES
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


def _place(name: str) -> int | None:
    """The place inside its app, None for a module that has none."""
    parts = name.split(".")
    if parts[0] not in APPS or len(parts) == 1 or _is_in(name, PLAIN):
        return None
    return next((place for place, names in enumerate(PLACES) if parts[1] in names), None)


def _uses(sources: Sources) -> Iterator[tuple[str, Import]]:
    for name, source in sources.items():
        for used in [*_imports(name, source), *_foreign_keys(source)]:
            yield name, used


@cache
def _imports(name: str, source: str) -> tuple[Import, ...]:
    """What a module imports. `from a import b` is `a.b`, be it a module or a name inside one."""
    tree = _parse(source)
    top = {id(node) for node in tree.body}
    found = []
    for node in _nodes(source):
        if isinstance(node, ast.Import):
            found += [Import(node.lineno, alias.name, id(node) not in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found += [Import(node.lineno, f"{node.module}.{alias.name}", id(node) not in top) for alias in node.names]
    return tuple(found)


@cache
def _foreign_keys(source: str) -> tuple[Import, ...]:
    """Relations named by text, such as `ForeignKey("units.Unit")`."""
    relations = {"ForeignKey", "OneToOneField", "ManyToManyField"}
    return tuple(
        Import(call.lineno, f"{target.split('.')[0]}.models.{target.split('.')[1]}", is_inline=False)
        for call in _calls(source)
        if _called(call) in relations
        for target in _texts(call)
        if target.count(".") == 1
    )


def _texts(call: ast.Call) -> list[str]:
    values = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "to")]
    return [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]


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


def _named_modules_reached(name: str, sources: Sources) -> list[str]:
    """Modules of the same app that have a place, reached directly or through modules that have none."""
    app, seen, found = name.split(".")[0], {name}, []
    ahead = _used_modules(name, sources)
    while ahead:
        other = ahead.pop()
        if other in seen or other.split(".")[0] != app:
            continue
        seen.add(other)
        if _place(other) is None:
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
