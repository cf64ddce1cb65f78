"""The record in pieces, each written by a process of its own, two at a time."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

PARTS = ("pages", "acts", "commands", "trial")
_TOGETHER = 2
Words = tuple[str, ...]


def record(folder: Path, parts: Words, phases: Words, tell: Callable[[str], None]) -> bool:
    """Whether every piece could be written."""
    folder = folder.resolve()
    with TemporaryDirectory(prefix="ictindex-answers-") as place:
        base = Path(place) / "base"
        if _run("base", "-", base):
            return False
        names = [name for name in _names_in(base) if is_wanted(name, parts, phases)]

        def write(name: str) -> bool:
            begun = time.monotonic()
            data = Path(place) / name
            copytree(base, data)
            is_written = not _run(name, str(folder), data)
            ended = "written" if is_written else "FAILED"
            tell(f"{name}: {ended} in {time.monotonic() - begun:.0f} s")
            return is_written

        with ThreadPoolExecutor(_TOGETHER) as pool:
            return all(list(pool.map(write, names)))


def is_wanted(name: str, parts: Words, phases: Words) -> bool:
    """Whether a piece is of these parts and phases; none named are all."""
    part, _, phase = name.partition("-")
    return (not parts or part in parts) and (not phases or not phase or phase in phases)


def _run(name: str, folder: str, data: Path) -> int:
    command = [sys.executable, "-m", "tests.answers", "piece", name, folder, str(data)]
    return subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": "0"}, check=False).returncode


def _names_in(base: Path) -> list[str]:
    """The long ones first, so that the two processes end together."""
    return (base / "pieces").read_text(encoding="utf-8").split()
