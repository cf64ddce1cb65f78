"""Whether the mutants are made, put in, and seen: on a small module of this folder."""

import sys
from types import ModuleType

import pytest

from tests.mutants.sources import MutantModule
from tests.mutants.swap import CannotSwap, put_in

TEXT = '''
from functools import cache, wraps

LIMIT = 3
FAR = LIMIT * 2
Lengths = dict[str, int]
Shown = int | str


def loud(function):
    @wraps(function)
    def wrapped(*args):
        return function(*args)
    return wrapped


@loud
def is_far(number: int) -> bool:
    """Not a sentence that runs: 3 < 4."""
    return number > FAR


class Line:
    width = 4

    @property
    def is_wide(self) -> bool:
        return self.width >= LIMIT

    @staticmethod
    @cache
    def name():
        return "line"


def refuse():
    raise ValueError("Quá dài.")
'''


@pytest.fixture
def module(tmp_path):
    path = tmp_path / "small_module.py"
    path.write_text(TEXT)
    made = ModuleType("small_module")
    made.__file__ = str(path)
    sys.modules["small_module"] = made
    exec(compile(TEXT, str(path), "exec"), vars(made))  # noqa: S102 - the text above
    yield made
    del sys.modules["small_module"]


@pytest.fixture
def mutants(module, tmp_path) -> MutantModule:
    return MutantModule("small_module", tmp_path / "small_module.py")


def changes(mutants, function: str) -> set[tuple[str, str]]:
    return {(each.before, each.after) for each in mutants.mutants() if each.function == function}


def exchange(module, mutants, function: str, after: str) -> None:
    (found,) = [
        each for each in mutants.mutants() if (each.function, each.after) == (function, after)
    ]
    put_in(module, function, mutants.source(found.number))


def test_decorated_functions_and_properties_are_changed_too(mutants):
    assert changes(mutants, "is_far") == {("> FAR", ">= FAR")}
    assert changes(mutants, "Line.is_wide") == {(">= LIMIT", "> LIMIT")}


def test_what_only_people_read_and_the_columns_of_classes_are_left_alone(mutants):
    changed = {each.before for each in mutants.mutants()}
    assert not {before for before in changed if "Quá dài" in before and "ValueError" not in before}
    assert not {before for before in changed if "sentence" in before or before == "4"}


def test_names_of_types_are_left_alone_and_other_constants_are_not(mutants):
    constants = {each.before for each in mutants.mutants() if not each.function}
    assert {"3", "LIMIT = 3", "FAR = LIMIT * 2"} <= constants
    assert not {each for each in constants if "int" in each or "str" in each}


def test_decorated_function_is_exchanged_where_it_lives(module, mutants):
    is_far = module.is_far
    assert not is_far(6)
    exchange(module, mutants, "is_far", ">= FAR")
    assert is_far(6)


def test_property_is_exchanged_for_lines_that_there_are(module, mutants):
    line = module.Line()
    line.width = 3
    assert line.is_wide
    exchange(module, mutants, "Line.is_wide", "> LIMIT")
    assert not line.is_wide


def test_what_was_kept_of_a_function_is_forgotten(module, mutants):
    assert module.Line.name() == "line"
    exchange(module, mutants, "Line.name", '"LINE"')
    assert module.Line.name() == "LINE"


def other_module(path, text: str) -> ModuleType:
    path.write_text(text)
    made = ModuleType(path.stem)
    made.__file__ = str(path)
    exec(text, vars(made))  # noqa: S102 - the text of a test
    return made


def test_constant_is_exchanged_with_what_is_made_of_it_and_for_who_imported_it(
    module, mutants, tmp_path, monkeypatch
):
    importing = other_module(tmp_path / "importing.py", "from small_module import FAR, LIMIT")
    alike = other_module(tmp_path / "alike.py", "LIMIT = 3")
    for each in (importing, alike):
        monkeypatch.setitem(sys.modules, each.__name__, each)
    exchange(module, mutants, "", "4")
    assert [(each.LIMIT, getattr(each, "FAR", None)) for each in (module, importing, alike)] == [
        (4, 8),
        (4, 8),
        (3, None),
    ]


def test_function_that_is_nowhere_is_said_to_be_impossible(module):
    with pytest.raises(CannotSwap):
        put_in(module, "gone", TEXT)
