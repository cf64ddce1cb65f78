"""Which tests reach which line: a plugin of pytest that notes it while the tests run, and the notes
read back. Each process of xdist writes notes of its own.
"""

import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from coverage import Coverage

from tests.house.layout import APPS
from tests.places import ROOT

FOLDER = "ICTINDEX_MUTANTS_FOLDER"


class Notes:
    """For each test its seconds; for each file and line the tests that ran it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.tests: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.failed: set[str] = set()

    @classmethod
    def read(cls, folder: Path) -> "Notes":
        notes = cls()
        for path in sorted(folder.glob("reach-*.json")):
            stored = json.loads(path.read_text())
            notes.seconds |= stored["seconds"]
            notes.failed |= set(stored["failed"])
            tests = list(stored["seconds"])
            for file, lines in stored["reached"].items():
                for line, numbers in lines.items():
                    notes.tests[file][int(line)] |= {tests[number] for number in numbers}
        return notes

    def write(self, path: Path) -> None:
        number = {test: place for place, test in enumerate(self.seconds)}
        reached = {
            file: {line: sorted(number[test] for test in tests) for line, tests in lines.items()}
            for file, lines in self.tests.items()
        }
        stored = {"seconds": self.seconds, "failed": sorted(self.failed), "reached": reached}
        path.write_text(json.dumps(stored))

    def reaching(self, file: str, first: int, last: int) -> set[str]:
        """The tests that ran one of these lines, but for those that fail without any change."""
        lines = self.tests[file]
        found = (lines[line] for line in range(first, last + 1) if line in lines)
        return set().union(*found) - self.failed


_notes = Notes()
_coverage = Coverage(
    data_file=None, config_file=False, source=[str(ROOT / app) for app in (*APPS, "ictindex")]
)


def pytest_sessionstart() -> None:
    _coverage.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _coverage.switch_context(item.nodeid)
    begun = time.perf_counter()
    try:
        return (yield)
    finally:
        _notes.seconds[item.nodeid] = time.perf_counter() - begun
        _coverage.switch_context("")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _notes.failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    _coverage.stop()
    if not _notes.seconds:
        return
    lines = _coverage.get_data()
    for file in lines.measured_files():
        own = _notes.tests[str(Path(file).relative_to(ROOT))]
        for line, tests in lines.contexts_by_lineno(file).items():
            own[line] = {test for test in tests if test}
    _notes.write(Path(os.environ[FOLDER]) / f"reach-{os.getpid()}.json")
