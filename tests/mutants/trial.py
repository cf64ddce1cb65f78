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
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from django.db import connections

from tests.mutants.reach import Notes, Place
from tests.mutants.sources import Mutant, MutantModule
from tests.mutants.swap import CannotSwap, put_in
from tests.places import ROOT

#: A file with the mutants to try, one JSON object a line, and where to write what became of them.
WANTED, RESULTS = "ICTINDEX_MUTANTS_WANTED", "ICTINDEX_MUTANTS_RESULTS"
#: Seconds after which a mutant counts as noticed: it made the tests run for ever.
PATIENCE = 300
_NOTICED, _SURVIVED, _IMPOSSIBLE = 1, 0, 3


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
    notes = Notes.read(Path(os.environ["ICTINDEX_MUTANTS_FOLDER"]))
    trials = _Trials(session.items, notes)
    trials.set_up()
    modules: dict[str, MutantModule] = {}
    with Path(os.environ[RESULTS]).open("a") as results:
        for line in Path(os.environ[WANTED]).read_text().splitlines():
            mutant = Mutant(**json.loads(line))
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
            runtestprotocol(item, log=False, nextitem=first)
        _forget_database()

    def of(self, mutant: Mutant, source: str) -> Trial:
        tests = self._reaching(mutant)
        begun = time.perf_counter()
        fate = _fate_in_child(mutant, source, tests) if tests else Fate.NOT_REACHED
        return Trial(mutant, fate, len(tests), round(time.perf_counter() - begun, 2))

    def _reaching(self, mutant: Mutant) -> list[pytest.Item]:
        """Quick ones first."""
        file = str(path_of(mutant.module).relative_to(ROOT))
        places: Iterable[Place] = (
            [place for place in self.notes.tests if _is_within(place, file, mutant.function)]
            if mutant.function
            else [place for place in self.notes.tests if place[0] in _users_of(mutant, file)]
        )
        names = set().union(*(self.notes.tests[place] for place in places)) - self.notes.failed
        known = [name for name in names if name in self.items]
        known.sort(key=self.notes.seconds.__getitem__)
        return [self.items[name] for name in known]


def _is_within(place: Place, file: str, function: str) -> bool:
    return place[0] == file and (
        place[1] == function or place[1].startswith(f"{function}.<locals>")
    )


def _users_of(mutant: Mutant, file: str) -> set[str]:
    """The files of all modules that name what the constant's module binds at its top."""
    module = sys.modules[mutant.module]
    constants = {
        id(value)
        for name, value in vars(module).items()
        if not name.startswith("__") and not callable(value) and not hasattr(value, "__path__")
    }
    return {file} | {
        str(Path(path).relative_to(ROOT))
        for other in list(sys.modules.values())
        if (path := getattr(other, "__file__", None))
        and path.startswith(f"{ROOT}{os.sep}")
        and constants & {id(value) for value in vars(other).values()}
    }


def _fate_in_child(mutant: Mutant, source: str, tests: list[pytest.Item]) -> Fate:
    child = os.fork()
    if not child:
        _try(mutant, source, tests)
    deadline = time.monotonic() + PATIENCE
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
    for place, item in enumerate(tests):
        following = tests[place + 1] if place + 1 < len(tests) else None
        try:
            reports = runtestprotocol(item, log=False, nextitem=following)
        except BaseException:  # whatever ends a test is a failure
            os._exit(_NOTICED)
        if any(report.failed for report in reports):
            os._exit(_NOTICED)
        if following is None:
            break
    os._exit(_SURVIVED)


def _be_quiet() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


def _forget_database() -> None:
    """Close it, so that each child opens it anew and puts back what its first test needs."""
    from tests import conftest  # noqa: PLC0415 - settles the environment when it is imported

    connections.close_all()
    conftest._states.now = None
