"""The mutants of a module: its text with one thing changed, as mutmut's operators change it.

mutmut's own runner leaves decorated functions out (every service and every property is one), and
would migrate a database for each mutant. So its operators are used here, and not its runner.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

#: What has no behaviour of its own, and what is settled when a function is made: decorators, and
#: the values that parameters have by themselves.
_LEFT_ALONE = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.Param)
_NOT_REALLY_RUN = frozenset({"__str__", "__repr__"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change. `function`: the dotted name of the function or method that it is in, empty
    outside all of them, and `body` its first and last line; `number` counts the changes of the
    module.
    """

    module: str
    number: int
    line: int
    function: str
    body: tuple[int, int]
    before: str
    after: str

    def __str__(self) -> str:
        place = f"{self.module}:{self.line} {self.function or 'constant'}"
        return f"{place}\n- {self.before}\n+ {self.after}"


class MutantModule:
    """A module's text, and what can be changed in it."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.tree = MetadataWrapper(cst.parse_module(path.read_text()), unsafe_skip_copy=False)
        visitor = _Changes()
        self.tree.visit(visitor)
        self._changes = visitor.found
        self._empty = cst.Module([])

    def mutants(self) -> list[Mutant]:
        return [
            Mutant(
                self.name,
                number,
                change.line,
                change.function,
                change.body,
                self._text(change.node),
                self._text(change.changed),
            )
            for number, change in enumerate(self._changes)
        ]

    def source(self, number: int) -> str:
        """The whole text of the module with that change."""
        change = self._changes[number]
        return self.tree.module.deep_replace(change.node, change.changed).code

    def _text(self, node: cst.CSTNode) -> str:
        return " ".join(self._empty.code_for_node(node).split())[:200]


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    line: int
    function: str
    body: tuple[int, int]
    node: cst.CSTNode
    changed: cst.CSTNode


class _Changes(cst.CSTVisitor):
    """All changes to functions, methods and the constants of a module. The bodies of classes are
    left alone: they declare fields and columns.
    """

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.found: list[_Change] = []
        self._names: list[str] = []
        self._functions = 0
        self._body = (0, 0)

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, _LEFT_ALONE) or _is_prose(node) or _is_for_types(node):
            return False
        if isinstance(node, cst.ClassDef | cst.FunctionDef):
            self._enter(node)
        elif self._is_behaviour(node):
            self.found += self._changes_of(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef):
            self._functions -= 1
        if isinstance(original_node, cst.ClassDef | cst.FunctionDef) and not self._functions:
            self._names.pop()

    def _enter(self, node: cst.ClassDef | cst.FunctionDef) -> None:
        if not self._functions:
            self._names.append(node.name.value)
        if isinstance(node, cst.FunctionDef):
            if not self._functions:
                self._body = self._lines_of(node.body)
            self._functions += 1

    def _lines_of(self, node: cst.CSTNode) -> tuple[int, int]:
        place = self.get_metadata(PositionProvider, node)
        return place.start.line, place.end.line

    def _is_behaviour(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Name) and node.value not in ("True", "False"):
            return False
        return bool(self._functions) or not self._names

    def _changes_of(self, node: cst.CSTNode) -> Iterator[_Change]:
        line = self.get_metadata(PositionProvider, node).start.line
        function = ".".join(self._names) if self._functions else ""
        if function.rpartition(".")[2] in _NOT_REALLY_RUN:
            return
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                for changed in operator(node):
                    yield _Change(line, function, self._body, node, changed)


def _is_prose(node: cst.CSTNode) -> bool:
    """A sentence to people, or a docstring: its letters are not what the code does."""
    if not isinstance(node, cst.SimpleString | cst.ConcatenatedString):
        return isinstance(node, cst.FormattedString)
    value = node.evaluated_value
    text = value if isinstance(value, str) else ""
    return not text or " " in text or not text.isascii()


def _is_for_types(node: cst.CSTNode) -> bool:
    """`if TYPE_CHECKING:`, and what is told to the type checker alone."""
    if isinstance(node, cst.If):
        return isinstance(node.test, cst.Name) and node.test.value == "TYPE_CHECKING"
    if isinstance(node, cst.Assign) and (_is_list_of_names(node) or _is_alias(node)):
        return True
    value = node.value if isinstance(node, cst.Assign) else node
    called = value.func if isinstance(value, cst.Call) else None
    return isinstance(called, cst.Name) and called.value in ("cast", "TypeVar")


def _is_alias(node: cst.Assign) -> bool:
    """`Visitor = User | AnonymousUser`, `Options = tuple[str, ...]`: a name for annotations."""
    target = node.targets[0].target
    name = target.value if isinstance(target, cst.Name) else ""
    is_union = isinstance(node.value, cst.BinaryOperation) and isinstance(
        node.value.operator, cst.BitOr
    )
    of_types = is_union or isinstance(node.value, cst.Subscript)
    return of_types and name.lstrip("_")[:1].isupper() and not name.isupper()


def _is_list_of_names(node: cst.Assign) -> bool:
    """`__all__`."""
    target = node.targets[0].target
    return isinstance(target, cst.Name) and target.value == "__all__"
