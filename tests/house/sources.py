"""Reads modules as text: their names, imports, calls and functions. Nothing is imported."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.house.layout import FLOORS, furniture_of

Sources = Mapping[str, str]

_CAPITALISED = re.compile(r"_?[A-Z]\w*[a-z]")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")


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
    return {module_name(path.relative_to(root)): path.read_text(encoding="utf-8") for path in files}


def module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def uses(sources: Sources) -> Iterator[tuple[str, ModuleUse]]:
    for name, source in sources.items():
        for used in [*imports(name, source), *foreign_keys(source)]:
            yield name, used


@cache
def imports(name: str, source: str) -> tuple[ModuleUse, ...]:
    """What a module imports. `from a import b` is `a.b`, be it a module or a name inside one."""
    tree = parse(source)
    top = {id(node) for node in tree.body}
    found = []
    for node in nodes(source):
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
def foreign_keys(source: str) -> tuple[ModuleUse, ...]:
    """Relations named by text, such as `ForeignKey("units.Unit")`."""
    relations = {"ForeignKey", "OneToOneField", "ManyToManyField"}
    return tuple(
        ModuleUse(
            call.lineno, f"{target.split('.')[0]}.models.{target.split('.')[1]}", is_inline=False
        )
        for call in calls(source)
        if called(call) in relations
        for target in texts(call)
        if target.count(".") == 1
    )


def texts(call: ast.Call) -> list[str]:
    values = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "to")]
    return [
        value.value
        for value in values
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    ]


def calls(source: str) -> Iterator[ast.Call]:
    return (node for node in nodes(source) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def used_modules(name: str, sources: Sources) -> list[str]:
    """The project's modules that a module imports, whether it names them or something in them."""
    found = []
    for used in imports(name, sources[name]):
        target = used.target
        while target and target not in sources:
            target = target.rpartition(".")[0]
        if target and target != name:
            found.append(target)
    return found


def furniture_reached(name: str, sources: Sources) -> list[str]:
    """Furniture of the same app, reached directly or through modules of other names."""
    app, seen, found = name.split(".")[0], {name}, []
    ahead = used_modules(name, sources)
    while ahead:
        other = ahead.pop()
        if other in seen or other.split(".")[0] != app:
            continue
        seen.add(other)
        if furniture_of(other) is None:
            ahead += used_modules(other, sources)
        else:
            found.append(other)
    return sorted(found)


def ring(name: str, used_by: Mapping[str, list[str]]) -> list[str]:
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


def functions(source: str) -> Iterator[tuple[str, int]]:
    for node in nodes(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def type_names(source: str) -> Iterator[str]:
    """Classes at the top of a module, and types that are given a name there: what is bound to one
    capitalised word, constants apart.
    """
    for node in parse(source).body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case (
                ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name))
            ) if _CAPITALISED.match(name):
                yield name


def errors(sources: Sources) -> set[str]:
    """Classes that are raised, each by the name of what it stands below, whatever module has it."""
    found: set[str] = set()
    while True:
        more = {
            node.name
            for source in sources.values()
            for node in parse(source).body
            if isinstance(node, ast.ClassDef) and _is_error(node, found)
        }
        if more == found:
            return found
        found = more


def _is_error(node: ast.ClassDef, known: set[str]) -> bool:
    bases = [ast.unparse(base).split(".")[-1] for base in node.bases]
    return any(base in known or base.endswith(("Error", "Exception")) for base in bases)


def words_of(name: str) -> list[str]:
    """«_SecondReading» as second, reading."""
    return [word.lower() for word in _WORD.findall(name)]


def is_float(node: ast.AST) -> bool:
    return (isinstance(node, ast.Name) and node.id == "float") or (
        isinstance(node, ast.Constant) and isinstance(node.value, float)
    )


@cache
def nodes(source: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(parse(source)))


@cache
def parse(source: str) -> ast.Module:
    return ast.parse(source)
