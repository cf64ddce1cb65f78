"""What the rooms hold besides imports: who writes, templates, static files, tests, and the
measures; and each question asked of a small house that is out of order.
"""

import pytest

from tests.house import annexes, private_names, readers, surroundings, texts, writing
from tests.house.capabilities import CAPABILITIES, OTHER_MEANING, OUTSIDE, outside, speaking_of
from tests.house.exceptions import DICTIONARIES, READERS
from tests.house.measures import Measure, measures
from tests.house.sources import read_sources
from tests.places import ROOT

SOURCES = read_sources(ROOT)
TEMPLATES = surroundings.read_files(ROOT / "templates", "*.html", "*.txt", "*.css", "*.docx")
STATIC = surroundings.read_files(ROOT / "static", "*.css", "*.js")
TESTS = surroundings.read_files(ROOT / "tests", "*.py")
MEASURES = list(measures(SOURCES, ROOT))

ASKED = [
    (writing.writers, (SOURCES,)),
    (writing.queries_by_services, (SOURCES,)),
    (writing.printing_of_screens, (SOURCES,)),
    (writing.idle_exceptions, (SOURCES,)),
    (texts.character_classes, (SOURCES,)),
    (texts.typed_numbers, (SOURCES,)),
    (surroundings.strange_template_folders, (TEMPLATES,)),
    (surroundings.borrowed_templates, (TEMPLATES, SOURCES)),
    (surroundings.strange_static_files, (STATIC,)),
    (surroundings.strange_test_folders, (TESTS,)),
    (surroundings.untested_rooms, (TESTS,)),
    (surroundings.idle_lists, (TEMPLATES, STATIC, TESTS)),
    (surroundings.long_lines, (SOURCES,)),
    (private_names.borrowed_names, (TESTS, SOURCES)),
    (annexes.unruled_readers, (SOURCES,)),
    (annexes.idle_writers, (SOURCES,)),
    (readers.other_readers, (SOURCES,)),
    (readers.idle_readers, (SOURCES,)),
    (readers.dictionary_rows, (SOURCES,)),
    (readers.idle_dictionaries, (SOURCES,)),
]


@pytest.mark.parametrize(
    ("question", "read"), ASKED, ids=[question.__name__ for question, _read in ASKED]
)
def test_the_rooms_are_in_order(question, read):
    assert question(*read) == []


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.what.strip())
def test_a_measure_is_kept(measure):
    assert measure.is_kept, measure.line


def test_every_file_around_the_rooms_was_read():
    assert [len(TEMPLATES) > 200, len(STATIC) > 25, len(TESTS) > 250] == [True, True, True]


def test_what_is_told_of_capabilities_is_there():
    told = {
        name
        for capability in CAPABILITIES
        for app in capability.apps
        for names in speaking_of(capability, app, SOURCES).values()
        for name in names
    }
    assert OUTSIDE.keys() <= told
    assert OTHER_MEANING.keys() <= SOURCES.keys() - told


def test_a_measure_that_is_not_kept_is_told_apart():
    assert [
        Measure("folders", 1, 1).is_kept,
        Measure("folders", 2, 1).is_kept,
        Measure("folders", 2, 1, ("why",)).is_kept,
    ] == [True, False, True]


def test_folders_that_speak_of_a_capability_are_counted():
    sources = dict.fromkeys(
        [
            "submissions",
            "submissions.council",
            "submissions.council.seats",
            "submissions.council_notices",
            "submissions.models.council",
            "submissions.campaigns.views.meetings",
            "submissions.campaigns.views.round_end",
            "reports.council.minutes",
        ],
        "",
    )
    council = next(each for each in CAPABILITIES if each.what == "the Council")
    appraisal = next(each for each in CAPABILITIES if each.what == "appraisal")
    assert speaking_of(council, "submissions", sources) == {
        "submissions.council": ["submissions.council.seats"],
        "submissions": ["submissions.council_notices"],
        "submissions.campaigns": ["submissions.campaigns.views.meetings"],
    }
    assert outside(speaking_of(council, "submissions", sources)) == []
    assert outside(speaking_of(appraisal, "submissions", sources)) == ["submissions.campaigns"]


BROKEN = [
    (
        annexes.unruled_readers,
        (
            {
                "scoring.a": "unit.annex_assignments.values_list('group_code')",
                "submissions.b": "filter(annex__assignments__group_code='')",
                "submissions.c": "AnnexAssignment.objects.by_group(group_code='HT')",
                "submissions.d": "AnnexAssignment.objects.values('unit')",
                "submissions.e": "GroupDone.objects.filter(group_code='')",
            },
        ),
        [f"{name} reads the annexes of units by itself" for name in ("scoring.a", "submissions.b")],
    ),
    (
        annexes.idle_writers,
        (dict.fromkeys([*annexes.WRITERS][1:], "AnnexAssignment(group_code='')"),),
        [f"{next(iter(annexes.WRITERS))} is excused and does not need it"],
    ),
    (
        readers.other_readers,
        (
            {
                "submissions.reply.queries.rows": "Answer.objects.all()\nReply.objects.all()",
                "submissions.reply.services": "Answer.objects.all()\nReply.objects.all()",
                "submissions.dossier.queries.trails": "Answer.objects.all()\nReply.objects.all()",
                "submissions.reply.views": "Answer.objects.get(pk=pk)",
                "scoring.results.breakdown": "Answer.objects.all()\nAppraisal.objects.all()",
            },
        ),
        ["submissions.reply.queries.rows reads Answer, Reply by itself"],
    ),
    (
        readers.other_readers,
        (
            {
                "reports.a": "held.answers.filter(pk=pk)\nanswer.appraisals.all()",
                "reports.b": "Answer.objects.prefetch_related('evidence_uses', 'reply')",
                "reports.c": "Answer.objects.all()\nPrefetch(lookup='second_readings')",
                "scoring.d": "Appraisal.objects.values_list(*_SHOWN)\n_SHOWN = 'answer__note'",
                "scoring.e": "Answer.objects.annotate(own=FilteredRelation('appraisals'))",
                "scoring.f": "submission.internal_notes.order_by('answer__on_site_check__by')",
                "submissions.g": "held.answers.get(pk=pk)\nuse.evidence.uses.values('pk')",
                "submissions.h": "Answer.objects\nnames = f'reply__{name}'",
                "submissions.of_mappings": (
                    "read.answers.get(pk)\nread.answers.values()\nread.appraisals.items()"
                ),
                "submissions.of_conditions": (
                    "Answer.objects.filter(Q(reply__text=''), CONTESTING.where('reply__'))"
                    "\nnames = ['reply', 'reply_group']"
                ),
                "submissions.of_lines": "line.trail.reply.text\nline.answer.note",
            },
        ),
        [
            "reports.a reads Answer, Appraisal by itself",
            "reports.b reads Answer, EvidenceUse, Reply by itself",
            "reports.c reads Answer, SecondReading by itself",
            "scoring.d reads Answer, Appraisal by itself",
            "scoring.e reads Answer, Appraisal by itself",
            "submissions.g reads Answer, EvidenceUse by itself",
            "submissions.h reads Answer, Reply by itself",
        ],
    ),
    (
        readers.idle_readers,
        (dict.fromkeys([*READERS][1:], "Answer.objects\nAppraisal.objects"),),
        [f"{next(iter(READERS))} is excused and does not read"],
    ),
    (
        readers.dictionary_rows,
        (
            {
                "submissions.reply.queries.rows": "Row = dict[str, Any]\nNames = dict[int, str]",
                "scoring.results.rows": "_Row = Mapping[str, Any]\n_Codes = Mapping[str, str]",
                "reports.a": "Row: TypeAlias = Mapping[str, object]\nrow: Mapping[str, Any]",
                "reports.b": "Row: TypeAlias = 'dict[str, object]'\nRows = list[dict[str, Any]]",
                "units.c": "Row = typing.Mapping[str, typing.Any]\nrow: dict[str, Any] = {}",
                "ictindex.lib.json_values": "Json = dict[str, Any]",
            },
        ),
        [
            "submissions.reply.queries.rows.Row is a dictionary",
            "scoring.results.rows._Row is a dictionary",
            "reports.a.Row is a dictionary",
            "reports.b.Row is a dictionary",
            "units.c.Row is a dictionary",
        ],
    ),
    (
        readers.idle_dictionaries,
        (
            {
                module: f"{alias} = Mapping[str, Any]"
                for module, _, alias in (name.rpartition(".") for name in [*DICTIONARIES][1:])
            },
        ),
        [f"{next(iter(DICTIONARIES))} is excused and no dictionary"],
    ),
    (
        writing.writers,
        (
            {
                "units.people.queries": (
                    "rows.update(read_at=now)\nfound.update(other)\nUser.objects.create(x=1)"
                ),
                "units.people.pages": "row.save(update_fields=['x'])\nbook.save(buffer)",
                "units.people.views": "audit.record(act='x', by=by)",
                "units.people.services": "row.save()",
                "units.models.people": "super().save()",
                "units.audit": "entry.save()",
            },
        ),
        [
            "units.people.queries:1 writes by update",
            "units.people.queries:3 writes by create",
            "units.people.pages:1 writes by save",
            "units.people.views:1 writes by record",
        ],
    ),
    (
        writing.queries_by_services,
        (
            {
                "submissions.reply.queries.rows": "from submissions.reply.statements import said",
                "submissions.reply.statements": "from submissions.reply.services import acts",
                "submissions.reply.services": "",
                "submissions.campaigns.queries.ties": (
                    "from units.people.services.memberships import register_tie"
                ),
                "units.people.services.memberships": "",
            },
        ),
        ["submissions.reply.queries.rows uses submissions.reply.services"],
    ),
    (
        writing.printing_of_screens,
        (
            {
                "reports.layout.blocks": "from reports.frame.surroundings import around",
                "reports.data_book.tables": "from reports.results.queries.tables import tables",
                "reports.results.queries.tables": "from reports.results.pages.order import order",
                "reports.results.pages.order": "",
                "reports.frame.surroundings": "",
            },
        ),
        [
            "reports.layout.blocks reaches reports.frame.surroundings, which belongs to a screen",
            (
                "reports.data_book.tables reaches reports.results.pages.order, which belongs to a "
                "screen"
            ),
        ],
    ),
    (
        texts.character_classes,
        (
            {
                "units.people.queries": (
                    "kind = unicodedata.category(letter)\ntext.isprintable()\n"
                    "unicodedata.normalize('NFC', text)\nunicodedata.normalize('NFD', text)"
                ),
                "reports.drawing.shapes": (
                    "HIDDEN = re.compile(r'[\\x00-\\x1f]')\nEND = 'a\\uffff'\nLINE = 'a\\r\\n'"
                ),
                "ictindex.lib.text": "kind = unicodedata.category(letter)",
            },
        ),
        [
            "units.people.queries:1 asks for category",
            "units.people.queries:2 asks for isprintable",
            "units.people.queries:3 composes letters",
            "reports.drawing.shapes:1 names characters: '[\\\\x00-\\\\x1f]'",
            "reports.drawing.shapes:2 names characters: 'a\\uffff'",
        ],
    ),
    (
        texts.typed_numbers,
        (
            {
                "units.people.forms": "day = forms.DateField()\nnumber = Decimal(text)",
                "units.people.views": "int(request.GET['so'])\ntext.isdigit()\nDecimal(0)",
                "units.people.queries": "int(row.number)\nforms.IntegerField()",
                "units.models.people": "models.DateField()",
                "units.forms": "forms.DateField()",
                "ictindex.lib.numbers": "Decimal(text)",
            },
        ),
        [
            "units.people.forms:1 reads by forms.DateField",
            "units.people.forms:2 reads by Decimal",
            "units.people.views:1 reads by int",
            "units.people.views:2 reads by text.isdigit",
            "units.people.queries:2 reads by forms.IntegerField",
        ],
    ),
    (
        surroundings.strange_template_folders,
        (
            dict.fromkeys(
                [
                    "reports/results/unit.html",
                    "reports/screens/unit.html",
                    "reports/unit.html",
                    "submissions/appraisal/assignment/rows.html",
                    "submissions/appraisal/parts/rows.html",
                    "components/trail.html",
                    "pieces/trail.html",
                    "base.html",
                    "odd.html",
                ],
                "",
            ),
        ),
        [
            "reports/screens/unit.html lies in the folder of no room",
            "reports/unit.html lies in the folder of no room",
            "submissions/appraisal/parts/rows.html lies in the folder of no room",
            "pieces/trail.html lies in the folder of no room",
            "odd.html lies in the folder of no room",
        ],
    ),
    (
        surroundings.borrowed_templates,
        (
            {
                "units/record/rows.html": '{% include "units/record/pager.html" %}',
                "units/record/pager.html": "",
                "units/inbox/inbox.html": "{% include 'units/record/pager.html' %}",
                "components/list.html": '{% include "units/record/pager.html" %}',
                "mfa/index.html": '{% extends "units/sign_in/form_page.html" %}',
                "units/sign_in/form_page.html": "",
                "reports/frame/no_report.html": "",
            },
            {
                "submissions.campaigns.views": 'render(request, "units/record/rows.html")',
                "submissions.reply.views": 'render(request, "units/record/rows.html")',
                "reports.editions.views": 'render(request, "reports/frame/no_report.html")',
            },
        ),
        [
            "units/inbox/inbox.html shows units/record/pager.html of units.record",
            "components/list.html shows units/record/pager.html of units.record",
            "submissions.reply.views shows units/record/rows.html of units.record",
        ],
    ),
    (
        surroundings.strange_static_files,
        (
            dict.fromkeys(
                [
                    "css/components/tables.css",
                    "css/appraisal.css",
                    "css/board.css",
                    "js/appraisal-keys.js",
                    "js/once.js",
                    "js/twice.js",
                ],
                "",
            ),
        ),
        ["css/board.css belongs to no room", "js/twice.js belongs to no room"],
    ),
    (
        surroundings.strange_test_folders,
        (
            dict.fromkeys(
                [
                    "places.py",
                    "units/factories.py",
                    "units/people/test_people.py",
                    "units/screens/test_people.py",
                    "golden/test_scores.py",
                    "silver/test_scores.py",
                ],
                "",
            ),
        ),
        ["tests/silver is of no room", "tests/units/screens is of no room"],
    ),
    (
        surroundings.untested_rooms,
        (
            {path: text for path, text in TESTS.items() if not path.startswith("units/inbox/")}
            | {
                path: "" for path in TESTS if path.startswith(("reports/results/", "units/record/"))
            },
        ),
        ["units.inbox has no tests", "reports.frame has no tests"],
    ),
    (
        surroundings.long_lines,
        (
            {
                "units.mail": f"{'x' * 100}\n{'x' * 101}",
                "units.clock": f"x = 1  # noqa: E501 - {'because ' * 20}\n# https://{'x' * 101}",
            },
        ),
        ["units.mail:2 has 101 columns"],
    ),
    (
        private_names.borrowed_names,
        (
            {
                "units/test_mail.py": (
                    "from units.mail import BATCH, _BATCH\n"
                    "import units.mail as mail, tests.units._kept\n"
                    "mail._send(mail.line._open, mail._replace)\n"
                    "monkeypatch.setattr('units.mail._BATCH', 2)\n"
                    "monkeypatch.setattr(mail, '_send', print)\n"
                    "mocker.patch.multiple(mail, _BATCH=2)\n"
                    "make_line()._open()\n"
                    "_send = mail.send"
                ),
                "units/test_own.py": (
                    "import os\n"
                    "from django.forms import _send\n"
                    "_send = os._exit, 'units.mail'\n"
                    "class Line:\n"
                    "    def __eq__(self, other):\n"
                    "        self._open = other._open = model._meta\n"
                    "        return {'_BATCH': row._replace(key=1)}, getattr(self, '_open')\n"
                    "other._send()"
                ),
                "units/_kept.py": "",
            },
            {
                "units.mail": (
                    "_BATCH: int = 2\ndef _send(): ...\ndef _replace(): ...\n"
                    "class Line:\n    def open(self):\n        self._open = 1"
                )
            },
        ),
        [
            "tests/units/test_mail.py:1 uses _BATCH",
            "tests/units/test_mail.py:2 uses _kept",
            "tests/units/test_mail.py:3 uses _open",
            "tests/units/test_mail.py:3 uses _replace",
            "tests/units/test_mail.py:3 uses _send",
            "tests/units/test_mail.py:4 uses _BATCH",
            "tests/units/test_mail.py:5 uses _send",
            "tests/units/test_mail.py:6 uses _BATCH",
            "tests/units/test_mail.py:7 uses _open",
        ],
    ),
]


@pytest.mark.parametrize(
    ("question", "read", "expected"), BROKEN, ids=[each[0].__name__ for each in BROKEN]
)
def test_rooms_out_of_order_are_told_apart(question, read, expected):
    assert question(*read) == expected


def test_what_is_excused_and_gone_is_told():
    idle = writing.idle_exceptions({"units.audit": "", "units.apps": ""})
    assert {
        "units.audit is excused and does not write",
        "units.mail is listed and does not exist",
        "units.apps is excused and does not import units.sign_in.events",
        "submissions.reply.statements is listed and does not exist",
        (
            "submissions.campaigns.queries.ties is excused and does not use "
            "units.people.services.memberships"
        ),
    } <= set(idle)
    assert surroundings.idle_lists({}, {}, {"reports/frame/test_values.py": ""})[-1] == (
        "reports.frame has tests of its own"
    )
