"""A mutant put into the running process: the code of one function, or the value of a constant,
is exchanged where it lives. Whoever imported the function or the constant gets the mutant too.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any


class CannotSwap(Exception):
    """The function or constant is not found in the process."""


def put_in(module: ModuleType, function: str, source: str) -> None:
    """Exchange that function of the module for the one of `source`; with no function, its changed
    constants. Raises CannotSwap.
    """
    if function:
        _swap_function(module, function, source)
    else:
        _swap_constants(module, source)


def _swap_function(module: ModuleType, function: str, source: str) -> None:
    codes = [
        code
        for code in _codes(compile(source, str(module.__file__), "exec"))
        if code.co_qualname == function
    ]
    living = [each for each in functions_of(module) if each.__code__.co_qualname == function]
    if not living or not codes:
        raise CannotSwap(f"{module.__name__}.{function}")
    by_line = {code.co_firstlineno: code for code in codes}
    for each in living:
        each.__code__ = by_line.get(each.__code__.co_firstlineno, codes[0])


def functions_of(module: ModuleType) -> Iterator[FunctionType]:
    """Every function and method that was written in the module, without what is wrapped around
    it.
    """
    for value in list(vars(module).values()):
        if isinstance(value, type) and value.__module__ == module.__name__:
            yield from _methods_of(value)
        else:
            yield from _written_in(module, value)


def _methods_of(owner: type) -> Iterator[FunctionType]:
    for value in vars(owner).values():
        if isinstance(value, type) and value.__module__ == owner.__module__:
            yield from _methods_of(value)
        else:
            yield from _written_in(sys.modules[owner.__module__], value)


def _written_in(module: ModuleType, value: Any) -> Iterator[FunctionType]:
    for each in _inside(value):
        if each.__module__ == module.__name__:
            yield each


def _inside(value: Any) -> Iterator[FunctionType]:
    """The functions below decorators, properties and caches."""
    if hasattr(value, "cache_clear"):
        value.cache_clear()
    if isinstance(value, FunctionType):
        yield value
    inner = [
        value.fget if isinstance(value, property) else None,
        value.func if isinstance(value, cached_property) else None,
        getattr(value, "__func__", None),
        getattr(value, "__wrapped__", None),
    ]
    for each in inner:
        if each is not None and each is not value:
            yield from _inside(each)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _swap_constants(module: ModuleType, source: str) -> None:
    """Give the constants new values, from the changed one on those that are made of it."""
    before = _assignments(ast.parse(Path(str(module.__file__)).read_text()))
    after = _assignments(ast.parse(source))
    world = dict(vars(module))
    new: set[str] = set()
    for name, statement in after.items():
        is_changed = name in before and ast.dump(before[name]) != ast.dump(statement)
        if is_changed or new & _names_in(statement):
            exec(compile(ast.Module([statement], []), "<mutant>", "exec"), world)  # noqa: S102 - the project's own text
            new.add(name)
    if not new:
        raise CannotSwap(f"{module.__name__}: no constant has changed")
    for name in new:
        if not _become(vars(module)[name], world[name]):
            _bind_everywhere(module, name, world[name])


def _become(old: Any, new: Any) -> bool:
    """Where the old value is an object of its own, such as a condition, it turns into the new one,
    for whoever holds it.
    """
    if type(old) is not type(new) or type(old).__module__ == "builtins":
        return False
    names = [*getattr(old, "__dict__", ()), *getattr(type(old), "__slots__", ())]
    for name in names:
        object.__setattr__(old, name, getattr(new, name))
    return bool(names)


def _bind_everywhere(owner: ModuleType, name: str, new: Any) -> None:
    """In its own module and in those that import it by its name. Not wherever the old value is
    found: 3 is the same object in every module.
    """
    old = vars(owner)[name]
    for module in list(sys.modules.values()):
        if vars(module).get(name) is old and (module is owner or imports_from(module, owner)):
            setattr(module, name, new)


def imports_from(module: ModuleType, owner: ModuleType) -> bool:
    file = getattr(module, "__file__", None) or ""
    return file.endswith(".py") and f"from {owner.__name__} import" in Path(file).read_text()


def _assignments(tree: ast.Module) -> dict[str, ast.stmt]:
    found: dict[str, ast.stmt] = {}
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = statement
    return found


def _names_in(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
