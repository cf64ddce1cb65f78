"""The arithmetic runs where there is no Django at all."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import scoring.core

ROOT = Path(__file__).resolve().parents[3]
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(scoring.core.__path__, "scoring.core.")
)

BLOCKED = """
import importlib, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "units", "criteria", "submissions", "reports"}:
            raise ImportError(f"{name} is not for the arithmetic")

sys.meta_path.insert(0, Refuse())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def run(*modules: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BLOCKED, *modules],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_arithmetic_imports_no_django_and_no_application() -> None:
    assert {"scoring.core.aggregate", "scoring.core.criterion", "scoring.core.explanation"} <= set(
        MODULES
    )

    result = run(*MODULES)

    assert (result.returncode, result.stderr) == (0, "")


def test_the_block_would_stop_a_module_that_needs_django() -> None:
    assert "criteria is not for the arithmetic" in run("criteria.enums").stderr
