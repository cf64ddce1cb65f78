"""Mutants tried one after another: a plugin of pytest that, instead of running the tests, runs for
each mutant those that reach it, in a process forked from this one, until the first fails.
"""

import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from types import ModuleType

import pytest
from _pytest.runner import runtestprotocol
from django.db import connections

from tests.mutants.reach import FOLDER, Notes
from tests.mutants.sources import Mutant, MutantModule
from tests.mutants.swap import CannotSwap, imports_from, put_in
from tests.places import ROOT

#: A file with the mutants to try, one JSON object a line, and where to write what became of them.
WANTED, RESULTS = "ICTINDEX_MUTANTS_WANTED", "ICTINDEX_MUTANTS_RESULTS"
#: A mutant may make tests run for ever: it has this many times the seconds that they took, and some
#: seconds for beginning.
PATIENCE, BEGINNING = 5, 60
_SURVIVED, _NOTICED, _IMPOSSIBLE = 0, 1, 3
#: Every line of a file.
_WHOLE = (1, 10_000)


class Fate(StrEnum):
    NOTICED = "noticed"
    SURVIVED = "survived"
    TIMED_OUT = "timed out"
    #: No test reaches it at all.
    NOT_REACHED = "not reached"
    #: It cannot be put into a running process.
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a mutant: how many tests reach it, and the seconds that it took."""

    mutant: Mutant
    fate: Fate
    tests: int
    seconds: float


def pytest_runtestloop(session: pytest.Session) -> bool:
    notes = Notes.read(Path(os.environ[FOLDER]))
    trials = _Trials(session.items, notes)
    wanted = [
        Mutant(**json.loads(line)) for line in Path(os.environ[WANTED]).read_text().splitlines()
    ]
    trials.set_up()
    trials.leave_out_failing(wanted)
    modules: dict[str, MutantModule] = {}
    with Path(os.environ[RESULTS]).open("w") as results:
        for mutant in wanted:
            if mutant.module not in modules:
                modules[mutant.module] = MutantModule(mutant.module, path_of(mutant.module))
            trial = trials.of(mutant, modules[mutant.module].source(mutant.number))
            results.write(json.dumps(asdict(trial)) + "\n")
            results.flush()
    return True


def path_of(module: str) -> Path:
    plain = ROOT / Path(*module.split("."))
    package = plain / "__init__.py"
    return package if package.exists() else plain.with_suffix(".py")


class _Trials:
    def __init__(self, items: list[pytest.Item], notes: Notes) -> None:
        self.items = {item.nodeid: item for item in items}
        self.notes = notes

    def set_up(self) -> None:
        """The database is made once; each child puts its state back before its first test."""
        first = next(iter(self.items.values()))
        with_rows = [item for item in self.items.values() if "campaign_2020" in item.fixturenames]
        for item in (first, *with_rows[:1]):
            if _has_failed(item, self._elsewhere(item)):
                raise RuntimeError(f"{item.nodeid} fails without any change")
        _forget_database()

    def _elsewhere(self, item: pytest.Item) -> pytest.Item:
        """With it as the following test all is torn down but what every test shares."""
        folder = _folder_of(item)
        return next(other for other in self.items.values() if _folder_of(other) != folder)

    def leave_out_failing(self, mutants: Iterable[Mutant]) -> None:
        """A test that fails in a child without any change would notice every mutant."""
        tests = {item.nodeid: item for mutant in mutants for item in self._reaching(mutant)}
        failing = Path(f"{os.environ[RESULTS]}.failing")
        failing.write_text("")
        child = os.fork()
        if not child:
            _be_quiet()
            _note_failing(list(tests.values()), failing)
        os.waitpid(child, 0)
        self.notes.failed |= set(failing.read_text().splitlines())

    def of(self, mutant: Mutant, source: str) -> Trial:
        tests = self._reaching(mutant)
        begun = time.perf_counter()
        patience = BEGINNING + PATIENCE * sum(
            self.notes.seconds.get(item.nodeid, 1) for item in tests
        )
        fate = (
            _fate_in_child(mutant, source, tests, patience=patience) if tests else Fate.NOT_REACHED
        )
        return Trial(mutant, fate, len(tests), round(time.perf_counter() - begun, 2))

    def _reaching(self, mutant: Mutant) -> list[pytest.Item]:
        """Quick ones first."""
        file = str(path_of(mutant.module).relative_to(ROOT))
        if mutant.function:
            names = self.notes.reaching(file, *mutant.body)
        else:
            names = self._reaching_constants(sys.modules[mutant.module], file)
        known = [name for name in names if name in self.items]
        known.sort(key=lambda name: self.notes.seconds.get(name, 0))
        return [self.items[name] for name in known]

    def _reaching_constants(self, owner: ModuleType, file: str) -> set[str]:
        """The tests of every module that imports from theirs, and those that do so themselves."""
        users = {file} | {
            str(Path(str(other.__file__)).relative_to(ROOT))
            for other in list(sys.modules.values())
            if str(getattr(other, "__file__", "")).startswith(f"{ROOT}{os.sep}")
            and imports_from(other, owner)
        }
        names = set().union(*(self.notes.reaching(user, *_WHOLE) for user in users))
        return names | {
            name
            for name, item in self.items.items()
            if str(item.path.relative_to(ROOT)) in users and name not in self.notes.failed
        }


def _folder_of(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT / "tests").parts[0]


def _fate_in_child(
    mutant: Mutant, source: str, tests: list[pytest.Item], *, patience: float
) -> Fate:
    child = os.fork()
    if not child:
        _try(mutant, source, tests)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return _fate_of(os.waitstatus_to_exitcode(status))
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return Fate.TIMED_OUT


def _fate_of(status: int) -> Fate:
    if status == _SURVIVED:
        return Fate.SURVIVED
    return Fate.IMPOSSIBLE if status == _IMPOSSIBLE else Fate.NOTICED


def _try(mutant: Mutant, source: str, tests: list[pytest.Item]) -> None:
    """Ends the process."""
    _be_quiet()
    try:
        put_in(importlib.import_module(mutant.module), mutant.function, source)
    except (CannotSwap, SyntaxError, ValueError):
        os._exit(_IMPOSSIBLE)
    except BaseException:  # a constant that cannot even be made
        os._exit(_NOTICED)
    os._exit(_NOTICED if any(_has_failed(*each) for each in _with_following(tests)) else _SURVIVED)


def _note_failing(tests: list[pytest.Item], file: Path) -> None:
    """Ends the process."""
    with file.open("a") as failing:
        for item, following in _with_following(tests):
            if _has_failed(item, following):
                failing.write(f"{item.nodeid}\n")
                failing.flush()
    os._exit(0)


def _with_following(tests: list[pytest.Item]) -> Iterable[tuple[pytest.Item, pytest.Item | None]]:
    return zip_longest(tests, tests[1:])


def _has_failed(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Whatever ends a test is a failure."""
    try:
        return any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))
    except BaseException:
        return True


def _be_quiet() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


def _forget_database() -> None:
    """Close it, so that each child opens it anew and puts back what its first test needs."""
    from tests.conftest import states  # noqa: PLC0415 - settles the environment when it is imported

    connections.close_all()
    states.forget()
