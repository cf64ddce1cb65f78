"""Private names of one file that a test uses in another: a leading underscore says that nobody
else rests on the name, so that it may go tomorrow.

Works on text, like the other questions. A name counts as private to us where a file of the project
gives it to something; what libraries call so is not asked.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tests.house.layout import APPS
from tests.house.sources import Sources, called, nodes, texts
from tests.house.surroundings import Files

_OWN = ("ictindex", "tests", *APPS)
_PRIVATE = re.compile(r"_(?!_)\w*[A-Za-z0-9]\w*")
_WORD = re.compile(r"\w+")
_PATH = re.compile(rf"(?:{'|'.join(_OWN)})(?:\.\w+)+")
_THEMSELVES = frozenset({"self", "cls"})
#: Calls that take the name of an attribute in quotes, after what has it; and one that takes it as a
#: keyword.
_BY_NAME = frozenset({"setattr", "getattr", "delattr", "hasattr", "object"})
_BY_KEYWORD = "multiple"
#: What everybody may call on a named tuple.
_OF_TUPLES = frozenset({"_asdict", "_fields", "_make", "_replace"})


def borrowed_names(tests: Files, sources: Sources) -> list[str]:
    """Imports, attributes, and names in quotes or as keywords, by which `monkeypatch` and `mock`
    are told what to replace.
    """
    homes = _homes({f"tests/{path}": text for path, text in tests.items()} | dict(sources))
    return [
        f"tests/{path}:{line} uses {name}"
        for path, text in tests.items()
        for line, name in sorted(set(_borrowed(f"tests/{path}", text, homes)))
    ]


def _borrowed(file: str, text: str, homes: dict[str, set[str]]) -> Iterator[tuple[int, str]]:
    imported = _imported(text)
    for node in nodes(text):
        if not isinstance(node, ast.stmt | ast.expr):
            continue
        for name, is_ours in _mentions(node, imported):
            where = homes.get(name, set())
            is_known = is_ours or not (file in where or name in _OF_TUPLES)
            if is_known and where - {file}:
                yield node.lineno, name


def _mentions(node: ast.AST, imported: set[str]) -> Iterator[tuple[str, bool]]:
    """Private names that are used there, and whether it is sure that they are of another file."""
    match node:
        case ast.ImportFrom(module=str(module), names=names) if _is_own(module):
            words = [module, *(alias.name for alias in names)]
            yield from ((name, True) for word in words for name in _private(word))
        case ast.Import(names=names):
            words = [alias.name for alias in names if _is_own(alias.name)]
            yield from ((name, True) for word in words for name in _private(word))
        case ast.Attribute(value=value, attr=name) if not _is_itself(value):
            yield from ((each, _root(value) in imported) for each in _private(name))
        case ast.Constant(value=str(text)) if _PATH.fullmatch(text):
            yield from ((name, True) for name in _private(text))
        case ast.Call(args=[of, *_]) if called(node) in {*_BY_NAME, _BY_KEYWORD}:
            yield from ((name, _root(of) in imported) for name in _named_by(node))


def _named_by(call: ast.Call) -> list[str]:
    words = (
        [keyword.arg or "" for keyword in call.keywords]
        if called(call) == _BY_KEYWORD
        else [text for text in texts(call) if "." not in text]
    )
    return [name for word in words for name in _private(word)]


def _homes(files: Sources) -> dict[str, set[str]]:
    """The files that give each private name to something, or have it themselves."""
    found: dict[str, set[str]] = defaultdict(set)
    for file, text in files.items():
        for name in (*_named(text), *filter(_PRIVATE.fullmatch, _WORD.findall(file))):
            found[name].add(file)
    return found


def _named(text: str) -> Iterator[str]:
    for node in nodes(text):
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.Name(id=name, ctx=ast.Store())
                | ast.Attribute(attr=name, ctx=ast.Store())
                | ast.alias(asname=str(name))
            ):
                yield from _private(name)


def _imported(text: str) -> set[str]:
    """What a file calls the things that it imports from other files of ours."""
    found: set[str] = set()
    for node in nodes(text):
        match node:
            case ast.ImportFrom(module=str(module), names=names) if _is_own(module):
                found |= {alias.asname or alias.name for alias in names}
            case ast.Import(names=names):
                found |= _first_words(alias.asname or alias.name for alias in names)
    return found


def _first_words(names: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def _root(node: ast.expr) -> str:
    """«units» of `units.mail.send(...)`."""
    return next(iter(_WORD.findall(ast.unparse(node))), "")


def _private(name: str) -> list[str]:
    return [word for word in name.split(".") if _PRIVATE.fullmatch(word)]


def _is_own(module: str) -> bool:
    return module.partition(".")[0] in _OWN


def _is_itself(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in _THEMSELVES
