"""The order of the house, read from every module; and each question asked of a small house that
is out of order.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import questions
from tests.house.layout import APPS, CLASSES_NAMED_SO, NAMED_SO, NOUNS, is_migration
from tests.house.sources import imports, read_sources, type_names, words_of
from tests.places import ROOT

SOURCES = read_sources(ROOT)
# Written so that this file does not contain what it looks for.
OUTSIDE = re.compile(r"shar" + r"ed/|(?<!\w)/(?:wor" + r"k|hom" + r"e)/")
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
MAX_TEMPLATE_LINE, MAX_STYLESHEET_LINES = 200, 400
NOT_OURS = {".venv", ".git", "var", "vendor", "node_modules"}

QUESTIONS = [
    questions.floor_violations,
    questions.unknown_places,
    questions.room_violations,
    questions.mutual_rooms,
    questions.loose_violations,
    questions.furniture_violations,
    questions.side_doors,
    questions.participles,
    questions.participle_classes,
    questions.ambiguous_classes,
    questions.cycles,
    questions.inline_imports,
    questions.relative_imports,
    questions.signal_users,
    questions.django_in_plain_modules,
    questions.weasyprint_users,
    questions.inexact_numbers,
    questions.oversized,
    questions.without_docstring,
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_the_house_is_in_order(question):
    assert question(SOURCES) == []


def test_every_package_of_the_project_was_read():
    there = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert {name.split(".")[0] for name in SOURCES} == there == {"ictindex", *APPS}
    assert {"scoring.core", "ictindex.lib", "units.models", "ictindex.settings"} <= set(SOURCES)


def test_migrations_use_no_module_that_may_move():
    assert [
        f"{name} uses {used.target}"
        for name, source in SOURCES.items()
        if is_migration(name)
        for used in imports(name, source)
        if used.target.split(".")[0] in {"ictindex", *APPS}
        and not used.target.startswith("ictindex.lib.")
    ] == []


def test_every_excuse_for_a_name_is_still_needed():
    modules = {name.split(".")[-1] for name in SOURCES}
    classes = {named for source in SOURCES.values() for named in type_names(source)}
    assert NAMED_SO - modules == CLASSES_NAMED_SO - classes == frozenset()
    assert NOUNS - {words_of(name)[-1] for name in classes} == frozenset()


def test_no_file_refers_to_a_place_outside_the_project():
    own = [path for path in _own_files() if any(path.match(pattern) for pattern in OWN_TEXT)]
    assert len(own) > 50
    assert [str(path.relative_to(ROOT)) for path in own if _refers_outside(path)] == []


def test_no_line_of_a_template_is_too_long_to_be_read():
    pages = list((ROOT / "templates").rglob("*.html"))
    assert len(pages) > 200
    assert [
        str(page.relative_to(ROOT))
        for page in pages
        if max(map(len, page.read_text(encoding="utf-8").splitlines())) > MAX_TEMPLATE_LINE
    ] == []


def test_no_stylesheet_is_too_long_to_be_read():
    sheets = [path for path in _own_files() if path.suffix == ".css"]
    assert len(sheets) > 20
    assert [
        str(path.relative_to(ROOT))
        for path in sheets
        if len(path.read_text(encoding="utf-8").splitlines()) > MAX_STYLESHEET_LINES
    ] == []


def _own_files() -> Iterator[Path]:
    """Folders that are not ours are not even entered: they hold many times as much."""
    for folder, inside, files in os.walk(ROOT):
        inside[:] = [name for name in inside if name not in NOT_OURS]
        yield from (Path(folder, name) for name in files)


def _refers_outside(path: Path) -> bool:
    text = path.read_text(encoding="utf-8", errors="replace")
    return OUTSIDE.search(text) is not None


BROKEN = [
    (
        questions.floor_violations,
        {"units.models": "from reports.models import Report"},
        ["units.models:1 (L1) imports reports.models.Report (L5)"],
    ),
    (
        questions.floor_violations,
        {"units.models": "unit = models.ForeignKey('submissions.Campaign', models.PROTECT)"},
        ["units.models:1 (L1) imports submissions.models.Campaign (L3)"],
    ),
    (
        questions.floor_violations,
        {"reports.views": "import ictindex.settings", "ictindex.urls": "import reports.urls"},
        ["reports.views:1 (L5) imports ictindex.settings (L6)"],
    ),
    (
        questions.floor_violations,
        {
            "scoring.core.types": "from criteria import enums",
            "criteria.specs": "from scoring.core import types",
        },
        ["scoring.core.types:1 (L0) imports criteria.enums (L2)"],
    ),
    (
        questions.unknown_places,
        {
            "units.helpers": "",
            "units.people.queries": "",
            "reports": "",
            "reports.screens.page": "",
            "submissions.answers.helpers": "",
            "submissions.answers.texts": "",
            "submissions.answers.words": "",
            "submissions.reply.queries.utils": "",
            "submissions.reply.queries.rows": "",
            "reports.editions.manager": "class Data: ...",
            "reports.document.printing.letter": "",
            "reports.document.printing.form": "",
            "submissions.appraisal.assignment.forms": "",
            "submissions.appraisal.assignment.shares": "",
        },
        [
            "units.helpers has no place in the house",
            "reports.screens.page has no place in the house",
            "submissions.answers.helpers has no place in the house",
            "submissions.answers.words has no place in the house",
            "submissions.reply.queries.utils has no place in the house",
            "reports.editions.manager has no place in the house",
            "reports.document.printing.form has no place in the house",
            "submissions.appraisal.assignment.shares has no place in the house",
        ],
    ),
    (
        questions.room_violations,
        {
            "submissions.reply.views": "from submissions.answers.pages.group import page",
            "submissions.reply.services": "from submissions.answers.services.cells import save",
            "submissions.reply.pages": "from submissions.frame.menu import campaign_menu",
            "reports.results.pages": "from submissions.reply import forms",
            "submissions.answers.pages.group": "",
            "submissions.answers.services.cells": "",
            "submissions.frame.menu": "",
            "submissions.reply.forms": "from submissions.reply.pages import shown",
            "units.apps": "from units.sign_in import events, adapters",
            "units.sign_in.events": "",
            "units.sign_in.adapters": "",
        },
        [
            (
                "submissions.reply.views imports submissions.answers.pages.group, which is no "
                "door of its room"
            ),
            "reports.results.pages imports submissions.reply.forms, which is no door of its room",
            "units.apps imports units.sign_in.adapters, which is no door of its room",
        ],
    ),
    (
        questions.mutual_rooms,
        {
            "submissions.reply.services": "from submissions.answers.queries import x",
            "submissions.answers.queries": "from submissions.evidence.queries import x",
            "submissions.evidence.queries": "from submissions.reply.queries import x",
            "submissions.reply.queries": "",
        },
        [
            "submissions.answers imports itself by way of submissions.evidence",
            "submissions.evidence imports itself by way of submissions.answers",
            "submissions.reply imports itself by way of submissions.answers",
        ],
    ),
    (
        questions.mutual_rooms,
        {
            "submissions.appraisal.pages": (
                "from submissions.appraisal.assignment.services import CLAIM"
            ),
            "submissions.appraisal.urls": "from submissions.appraisal.assignment import views",
            "submissions.appraisal.assignment.services": (
                "from submissions.appraisal.queries import shares"
            ),
            "submissions.appraisal.assignment.views": "",
            "submissions.appraisal.queries": "",
        },
        [
            "submissions.appraisal imports itself by way of submissions.appraisal.assignment",
            "submissions.appraisal.assignment imports itself by way of submissions.appraisal",
        ],
    ),
    (
        questions.loose_violations,
        {
            "submissions.models": "from submissions.permissions import judge",
            "submissions.permissions": "from submissions.reply.queries import x",
            "submissions.reply.queries": "from submissions.models import Reply",
            "submissions.apps": "from submissions.reply import queries",
        },
        [
            "submissions.models imports submissions.permissions, which stands above it",
            "submissions.permissions imports submissions.reply.queries, which stands above it",
        ],
    ),
    (
        questions.furniture_violations,
        {
            "units.people.services": "from units.people.shapes import Row",
            "units.people.shapes": "from units.people.pages.people import show",
            "units.people.pages.people": "from units.people import services",
            "units.people.views": "from units.people import forms",
            "units.people.forms": "",
        },
        [
            "units.people.services reaches units.people.pages.people",
            "units.people.shapes reaches units.people.pages.people",
        ],
    ),
    (
        questions.side_doors,
        {
            "reports.results.queries": "from scoring.results.rows import gather",
            "scoring.results.rows": "",
            "scoring.results.queries": "from scoring.results.rows import gather",
            "reports.site.views": "from scoring.results.queries import gather",
        },
        ["reports.results.queries imports scoring.results.rows, not scoring.results.queries"],
    ),
    (
        questions.participles,
        {
            "units.people.waiting": "",
            "units.people.work_shown": "",
            "units.people.before": "",
            "submissions.handing_in": "",
            "submissions.year_before": "",
        },
        [
            "units.people.waiting is named by a participle or an adverb",
            "units.people.work_shown is named by a participle or an adverb",
            "units.people.before is named by a participle or an adverb",
        ],
    ),
    (
        questions.participle_classes,
        {
            "units.forms": "class EntryShown: ...\nclass SecondReading: ...\nclass Deciding: ...",
            "units.mail": "class AgainstAverage: ...\nclass _Beside: ...\nclass OnSiteForm: ...",
            "units.http": "Told = Mapping[str, str]\nHistoryOf: TypeAlias = str\nTOLD = said = 1",
            "units.models": "class RoundFinished(models.Model):\n    class Moved: ...",
        },
        [
            "units.forms.EntryShown is named by a participle or an adverb",
            "units.forms.Deciding is named by a participle or an adverb",
            "units.mail.AgainstAverage is named by a participle or an adverb",
            "units.mail._Beside is named by a participle or an adverb",
            "units.http.Told is named by a participle or an adverb",
            "units.http.HistoryOf is named by a participle or an adverb",
        ],
    ),
    (
        questions.participle_classes,
        {
            "ictindex.lib.errors": "class DomainError(Exception): ...\nclass Old(DomainError): ...",
            "units.mail": "class Infected(errors.Old): ...\nclass MailRefused(Old): ...",
            "units.forms": "class FormRefused(forms.Form): ...",
        },
        [
            "units.mail.Infected is named by a participle or an adverb",
            "units.forms.FormRefused is named by a participle or an adverb",
        ],
    ),
    (
        questions.ambiguous_classes,
        {"units.forms": "class Row: ...", "units.mail": "class Row: ...\nclass Only: ..."},
        ["Row is defined in units.forms and units.mail"],
    ),
    (
        questions.ambiguous_classes,
        {
            "units.forms": "class _Row: ...\nJson = dict[str, Any]\nMOST = 1",
            "units.mail": "class Row: ...\nMOST = 2\nclass Command: ...",
            "units.http": "Json = Mapping\nclass Command: ...\nfrom units.mail import Row",
            "units.migrations.0001": "class Row: ...",
        },
        [
            "Json is defined in units.forms and units.http",
            "Row is defined in units.forms and units.mail",
        ],
    ),
    (
        questions.cycles,
        {"units.a": "from units.b import x", "units.b": "from units import a"},
        ["units.a imports itself by way of units.b", "units.b imports itself by way of units.a"],
    ),
    (
        questions.inline_imports,
        {"units.models": "def show():\n    from criteria.models import Framework\n    import os"},
        ["units.models:2 imports criteria.models.Framework inline"],
    ),
    (
        questions.inline_imports,
        {
            "units.models": "if TYPE_CHECKING:\n    import reports.models",
            "units.apps": "def ready():\n    import units.access",
        },
        ["units.models:2 imports reports.models inline"],
    ),
    (
        questions.inline_imports,
        {
            "units.models": "import_module('reports.models')",
            "ictindex.settings": "import_string('x.y')",
        },
        ["units.models:1 imports by name"],
    ),
    (
        questions.relative_imports,
        {"units.models": "from . import enums"},
        ["units.models:1 imports by dots"],
    ),
    (
        questions.signal_users,
        {
            "units.apps": "from django.db.models.signals import post_save",
            "units.audit": "from django.dispatch import Signal",
        },
        [
            "units.apps:1 uses django.db.models.signals.post_save",
            "units.audit:1 uses django.dispatch.Signal",
        ],
    ),
    (
        questions.django_in_plain_modules,
        {
            "ictindex.lib.text": "from django.utils import timezone",
            "scoring.core.types": "",
            "ictindex.urls": "import django",
        },
        ["ictindex.lib.text:1 imports django.utils.timezone"],
    ),
    (
        questions.weasyprint_users,
        {
            "reports.views": "from weasyprint import HTML",
            "reports.layout.pdf": "def render():\n    import weasyprint",
        },
        ["reports.views:1 imports weasyprint"],
    ),
    (
        questions.weasyprint_users,
        {"reports.layout.pdf": "import weasyprint"},
        ["reports.layout.pdf:1 imports weasyprint"],
    ),
    (
        questions.inexact_numbers,
        {
            "scoring.core.aggregate": "half = 0.5\nwhole = float('1')",
            "reports.drawing.geometry": "x = 0.5",
        },
        [
            "scoring.core.aggregate:1 uses floating point",
            "scoring.core.aggregate:2 uses floating point",
        ],
    ),
    (
        questions.inexact_numbers,
        {"submissions.campaigns.pages.overview": "from django.db.models import Avg, Sum"},
        ["submissions.campaigns.pages.overview:1 uses django.db.models.Avg"],
    ),
    (
        questions.oversized,
        {
            "units.models": "def long():\n" + "    pass\n" * 50,
            "units.migrations.0001": "\n" * 500,
            "units.views": "\n" * 401,
        },
        ["units.models.long has 51 lines", "units.views has 401 lines"],
    ),
    (
        questions.without_docstring,
        {
            "units.models": "x = 1",
            "units.enums": '"""Lists."""',
            "units": "",
            "units.apps": "x = 1",
        },
        ["units.models has no docstring"],
    ),
]


@pytest.mark.parametrize(
    ("question", "sources", "expected"), BROKEN, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_house_out_of_order_is_told_apart(question, sources, expected):
    assert question(sources) == expected
