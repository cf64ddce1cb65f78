"""Which tests reach which function: a plugin of pytest that notes it while the tests run, and the
notes read back. Each process of xdist writes notes of its own.
"""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType

import pytest

from tests.places import ROOT

FOLDER = "ICTINDEX_MUTANTS_FOLDER"
Place = tuple[str, str]


class Notes:
    """For each test its seconds, and the functions that it called as (file, dotted name)."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.tests: dict[Place, set[str]] = defaultdict(set)
        self.failed: set[str] = set()

    @classmethod
    def read(cls, folder: Path) -> "Notes":
        notes = cls()
        for path in sorted(folder.glob("reach-*.json")):
            stored = json.loads(path.read_text())
            notes.seconds |= stored["seconds"]
            notes.failed |= set(stored["failed"])
            tests = list(stored["seconds"])
            for file, name, numbers in stored["reached"]:
                notes.tests[file, name] |= {tests[number] for number in numbers}
        return notes

    def write(self, path: Path) -> None:
        number = {test: place for place, test in enumerate(self.seconds)}
        reached = [
            (file, name, sorted(number[test] for test in tests))
            for (file, name), tests in self.tests.items()
        ]
        path.write_text(
            json.dumps({"seconds": self.seconds, "failed": sorted(self.failed), "reached": reached})
        )


_notes = Notes()
_root = f"{ROOT}{os.sep}"
_outside = (f"{_root}tests{os.sep}", f"{_root}.venv{os.sep}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    called: set[CodeType] = set()

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        called.add(frame.f_code)

    begun = time.perf_counter()
    sys.settrace(note)
    try:
        return (yield)
    finally:
        sys.settrace(None)
        _notes.seconds[item.nodeid] = time.perf_counter() - begun
        for code in called:
            file = code.co_filename
            if file.startswith(_root) and not file.startswith(_outside):
                _notes.tests[file.removeprefix(_root), code.co_qualname].add(item.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _notes.failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    if _notes.seconds:
        _notes.write(Path(os.environ[FOLDER]) / f"reach-{os.getpid()}.json")
