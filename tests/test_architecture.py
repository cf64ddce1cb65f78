"""The order of the house, read from every module; and each question asked of a small house that is out of order."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import architecture

ROOT = Path(__file__).resolve().parent.parent
SOURCES = architecture.read_sources(ROOT)
# Written so that this file does not contain what it looks for.
OUTSIDE = ["share" + "d/", "/wor" + "k/", "/hom" + "e/"]
OWN_TEXT = [
    "*.py",
    "*.html",
    "*.css",
    "*.js",
    "*.md",
    "*.toml",
    "*.csv",
    "*.json",
    "*.txt",
    "*.in",
    "scripts/*",
    ".ci/*",
    "*.svg",
]
# Characters; lines.
MAX_TEMPLATE_LINE = 200
MAX_STYLESHEET_LINES = architecture.MAX_MODULE_LINES
NOT_OURS = {".venv", ".git", "var", "vendor", "node_modules"}

QUESTIONS = [
    architecture.floor_violations,
    architecture.place_violations,
    architecture.cycles,
    architecture.inline_imports,
    architecture.relative_imports,
    architecture.signal_users,
    architecture.django_in_plain_modules,
    architecture.weasyprint_users,
    architecture.inexact_numbers,
    architecture.oversized,
    architecture.without_docstring,
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_the_house_is_in_order(question):
    assert question(SOURCES) == []


def test_every_package_of_the_project_was_read():
    assert {name.split(".")[0] for name in SOURCES} == {"ictindex", *architecture.APPS}
    assert {"scoring.core", "ictindex.lib", "units.models", "ictindex.settings"} <= set(SOURCES)


def test_no_file_refers_to_a_place_outside_the_project():
    own = [path for path in _own_files() if any(path.match(pattern) for pattern in OWN_TEXT)]
    assert len(own) > 50
    assert [str(path.relative_to(ROOT)) for path in own if _refers_outside(path)] == []


def test_no_line_of_a_template_is_too_long_to_be_read():
    pages = list((ROOT / "templates").rglob("*.html"))
    lines = [(page, line) for page in pages for line in page.read_text(encoding="utf-8").splitlines()]
    assert len(pages) > 200
    assert {str(page.relative_to(ROOT)) for page, line in lines if len(line) > MAX_TEMPLATE_LINE} == set()


def test_no_stylesheet_is_too_long_to_be_read():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in _own_files() if path.suffix == ".css"}
    assert len(lengths) > 20
    assert [str(path.relative_to(ROOT)) for path, length in lengths.items() if length > MAX_STYLESHEET_LINES] == []


def _own_files() -> Iterator[Path]:
    """Folders that are not ours are not even entered: they hold many times as much."""
    for folder, inside, files in os.walk(ROOT):
        inside[:] = [name for name in inside if name not in NOT_OURS]
        yield from (Path(folder, name) for name in files)


def _refers_outside(path: Path) -> bool:
    text = path.read_text(encoding="utf-8", errors="replace")
    return any(place in text for place in OUTSIDE)


BROKEN = [
    (
        architecture.floor_violations,
        {"units.models": "from reports.models import Report"},
        ["units.models:1 (L1) imports reports.models.Report (L5)"],
    ),
    (
        architecture.floor_violations,
        {"units.models": "unit = models.ForeignKey('submissions.Campaign', models.PROTECT)"},
        ["units.models:1 (L1) imports submissions.models.Campaign (L3)"],
    ),
    (
        architecture.floor_violations,
        {"reports.views": "import ictindex.settings", "ictindex.urls": "import reports.urls"},
        ["reports.views:1 (L5) imports ictindex.settings (L6)"],
    ),
    (
        architecture.floor_violations,
        {"scoring.core.types": "from criteria import enums", "criteria.specs": "from scoring.core import types"},
        ["scoring.core.types:1 (L0) imports criteria.enums (L2)"],
    ),
    (
        architecture.place_violations,
        {"units.models": "from units import forms", "units.forms": "from units.models import Unit"},
        ["units.models reaches units.forms"],
    ),
    (
        architecture.place_violations,
        {"units.queries": "import units.shapes", "units.shapes": "from units.views.pages import show", "units.views.pages": ""},
        ["units.queries reaches units.views.pages"],
    ),
    (
        architecture.cycles,
        {"units.a": "from units.b import x", "units.b": "from units import a"},
        ["units.a imports itself by way of units.b", "units.b imports itself by way of units.a"],
    ),
    (
        architecture.inline_imports,
        {"units.models": "def show():\n    from criteria.models import Framework\n    import os"},
        ["units.models:2 imports criteria.models.Framework inline"],
    ),
    (
        architecture.inline_imports,
        {"units.models": "if TYPE_CHECKING:\n    import reports.models", "units.apps": "def ready():\n    import units.access"},
        ["units.models:2 imports reports.models inline"],
    ),
    (
        architecture.inline_imports,
        {"units.models": "import_module('reports.models')", "ictindex.settings": "import_string('x.y')"},
        ["units.models:1 imports by name"],
    ),
    (architecture.relative_imports, {"units.models": "from . import enums"}, ["units.models:1 imports by dots"]),
    (
        architecture.signal_users,
        {"units.apps": "from django.db.models.signals import post_save", "units.audit": "from django.dispatch import Signal"},
        ["units.apps:1 uses django.db.models.signals.post_save", "units.audit:1 uses django.dispatch.Signal"],
    ),
    (
        architecture.django_in_plain_modules,
        {"ictindex.lib.text": "from django.utils import timezone", "scoring.core.types": "", "ictindex.urls": "import django"},
        ["ictindex.lib.text:1 imports django.utils.timezone"],
    ),
    (
        architecture.weasyprint_users,
        {"reports.views": "from weasyprint import HTML", "reports.printing.pdf": "def render():\n    import weasyprint"},
        ["reports.views:1 imports weasyprint"],
    ),
    (architecture.weasyprint_users, {"reports.printing.pdf": "import weasyprint"}, ["reports.printing.pdf:1 imports weasyprint"]),
    (
        architecture.inexact_numbers,
        {"scoring.core.aggregate": "half = 0.5\nwhole = float('1')", "reports.drawing.geometry": "x = 0.5"},
        ["scoring.core.aggregate:1 uses floating point", "scoring.core.aggregate:2 uses floating point"],
    ),
    (
        architecture.inexact_numbers,
        {"submissions.queries": "from django.db.models import Avg, Sum"},
        ["submissions.queries:1 uses django.db.models.Avg"],
    ),
    (
        architecture.oversized,
        {"units.models": "def long():\n" + "    pass\n" * 50, "units.migrations.0001": "\n" * 500, "units.views": "\n" * 401},
        ["units.models.long has 51 lines", "units.views has 401 lines"],
    ),
    (
        architecture.without_docstring,
        {"units.models": "x = 1", "units.enums": '"""Lists."""', "units": "", "units.apps": "x = 1"},
        ["units.models has no docstring"],
    ),
]


@pytest.mark.parametrize(("question", "sources", "expected"), BROKEN, ids=lambda value: getattr(value, "__name__", ""))
def test_a_house_out_of_order_is_told_apart(question, sources, expected):
    assert question(sources) == expected
