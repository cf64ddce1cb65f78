"""Acts of the record: each is named once, in Vietnamese, by the module that records it.

Asked of modules as text, as in `questions`.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests.house.sources import Sources, called, calls, imports, nodes, parse

MECHANISM = "units.audit"


@dataclass(frozen=True)
class NamedAct:
    """`constant = audit.name_act(code, name)` in a module. Empty: what is not written like that."""

    module: str
    line: int
    constant: str
    code: str
    name: str


def named_acts(sources: Sources) -> list[NamedAct]:
    """Several acts may stand in one constant."""
    return [
        NamedAct(name, call.lineno, constants.get(call, ""), *_words(call))
        for name, source in sources.items()
        if name != MECHANISM
        for constants in [_constants(source)]
        for call in calls(source)
        if called(call) == "name_act"
    ]


def hidden_names(sources: Sources) -> list[str]:
    """An act is a constant at the top of its module, code and name written out."""
    return [
        f"{act.module}:{act.line} names an act that nobody finds"
        for act in named_acts(sources)
        if not (act.constant and act.code and act.name)
    ]


def acts_named_twice(sources: Sources) -> list[str]:
    """No two acts have one code or one name."""
    acts = named_acts(sources)
    found = Counter(act.code for act in acts) + Counter(act.name for act in acts)
    return [f"{words} is named {times} times" for words, times in found.items() if times > 1]


def idle_acts(sources: Sources) -> list[str]:
    """An act that is named, and neither recorded nor looked for."""
    return [
        f"{act.module}:{act.line} names {act.code}, which nothing uses"
        for act in named_acts(sources)
        if not _is_used(act, sources)
    ]


def unnamed_acts(sources: Sources) -> list[str]:
    """`act="…"`: a code is written out where an act is recorded; or made past the mechanism."""
    return [
        f"{name}:{call.lineno} writes an act out"
        for name, source in sources.items()
        if name != MECHANISM
        for call in calls(source)
        if called(call) == "ActCode" or any(map(_is_text_of_act, call.keywords))
    ]


def _is_text_of_act(keyword: ast.keyword) -> bool:
    return keyword.arg == "act" and any(
        isinstance(node, ast.Constant) and isinstance(node.value, str)
        for node in ast.walk(keyword.value)
    )


def _constants(source: str) -> dict[ast.Call, str]:
    """Calls in the constants of a module, by their constant."""
    return {
        node: target
        for statement in parse(source).body
        for target in _targets(statement)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
    }


def _targets(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]):
            yield name


def _words(call: ast.Call) -> tuple[str, str]:
    match call.args:
        case [ast.Constant(value=str(code)), ast.Constant(value=str(name))]:
            return code, name
    return "", ""


def _is_used(act: NamedAct, sources: Sources) -> bool:
    here = any(
        isinstance(node, ast.Name) and node.id == act.constant and isinstance(node.ctx, ast.Load)
        for node in nodes(sources[act.module])
    )
    address = f"{act.module}.{act.constant}"
    return here or any(
        used.target == address for name in sources for used in imports(name, sources[name])
    )
