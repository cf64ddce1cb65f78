"""Whether the kinds of rule are listed once: a question about every module, asked of its text.

The kinds are those that `scoring.core.rule_kinds` describes: a class each, with a `code`.
"""

import ast
from collections.abc import Iterator

from tests.house.layout import is_in, is_migration
from tests.house.sources import Sources, nodes, parse

HOME = ("scoring.core.rule_kinds",)
#: A module may name this many kinds; more are a second list.
MOST_NAMED = 3


def second_lists(sources: Sources) -> list[str]:
    """Modules elsewhere that name many kinds, or tell rules apart by their classes."""
    kinds = described_kinds(sources)
    elsewhere = [name for name in sources if not is_in(name, HOME) and not is_migration(name)]
    return [
        f"{name} names {len(named)} kinds of rule"
        for name in elsewhere
        if len(named := set(_named(sources[name], kinds))) > MOST_NAMED
    ] + [
        f"{name}:{line} tells rules apart by their classes"
        for name in elsewhere
        for line in _told_apart(sources[name], kinds)
    ]


def described_kinds(sources: Sources) -> dict[str, str]:
    """The code of each kind, by the name of its class."""
    return {
        described.name: code
        for name, source in sources.items()
        if is_in(name, HOME)
        for described in parse(source).body
        if isinstance(described, ast.ClassDef) and (code := _code_of(described))
    }


def _code_of(described: ast.ClassDef) -> str:
    for line in described.body:
        match line:
            case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))):
                return code
    return ""


def _named(source: str, kinds: dict[str, str]) -> Iterator[str]:
    """Codes of kinds that stand in a module: as text, as a member in capitals, or by the class."""
    codes = set(kinds.values())
    for node in nodes(source):
        match node:
            case ast.Constant(value=str(text)) if text in codes:
                yield text
            case ast.Attribute(attr=member) if member.isupper() and member.lower() in codes:
                yield member.lower()
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in kinds:
                yield kinds[name]


def _told_apart(source: str, kinds: dict[str, str]) -> Iterator[int]:
    """Lines with `case SomeRule()` or `isinstance(rule, SomeRule)`."""
    for node in nodes(source):
        match node:
            case ast.MatchClass(cls=told):
                names = [told]
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, told]):
                names = list(ast.walk(told))
            case _:
                continue
        if any(getattr(name, "id", getattr(name, "attr", "")) in kinds for name in names):
            yield node.lineno
