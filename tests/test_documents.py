"""The documents name only what exists: paths, links, commands, options, settings and words; and of
commands, options and settings they leave none out.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from criteria import enums as criteria_enums
from ictindex import settings as project
from reports import enums as reports_enums
from scoring.core import reconciliation, types
from scoring.core.rule_kinds import kinds
from submissions import enums as submissions_enums
from tests.house.layout import APPS
from tests.places import ROOT
from units import audit
from units import enums as units_enums

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
OPERATION = [ROOT / "docs" / "van-hanh.md", ROOT / "docs" / "operations.md"]
GLOSSARY = ROOT / "docs" / "glossary.md"
MOST_LINES, MOST_COLUMNS = 250, 100

#: Not of the source: what is installed or made, and folders inside the data folder.
_MADE = ("var/", ".venv/")
_OF_DATA = {"evidence/", "editions/", "drafts/", "arriving/"}
_NOT_OURS = {".venv", ".git", "var", "node_modules", "__pycache__"}
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")
_ENDINGS = (
    *(".py", ".sh", ".js", ".css", ".html", ".md", ".docx"),
    *(".csv", ".json", ".toml", ".txt", ".in", ".po"),
)
_SETTING = re.compile(r"\b(?:ICTINDEX_[A-Z0-9_]*[A-Z0-9]|DATABASE_URL)\b")
_MANAGE = re.compile(r"(?:manage\.py|ictindex ictindex|local/bin/ictindex) ([a-z_]+)")
_OPTION = re.compile(r"--[a-z][a-z-]*")


def prose(text: str) -> str:
    """The text without its blocks of code, whose paths are those of an installation."""
    return _FENCE.sub("", text)


def named_paths(text: str) -> Iterator[str]:
    """Whatever in backticks reads as a path of this project: below one of its folders, or a file of
    a kind that it has; «path.py:name» names something inside.
    """
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()}
    for said in _CODE.findall(prose(text)):
        whole = said.split(" ")[0]
        path = whole.split(":")[0]
        if not _PATH.fullmatch(path) or path.startswith(_MADE) or path in _OF_DATA:
            continue
        if path.endswith(_ENDINGS) or ("/" in path and path.split("/")[0] in folders):
            yield whole


def missing_paths(text: str) -> list[str]:
    return [path for path in named_paths(text) if not is_there(*path.split(":", 1))]


def is_there(path: str, inside: str = "") -> bool:
    """A bare name of a file may lie anywhere in the project."""
    if "/" not in path and not (ROOT / path).exists():
        return path in file_names() and not inside
    if not (ROOT / path).exists():
        return False
    defined = rf"^ *(?:def|class) {inside}\b|^ *{inside}\b.* = "
    return not inside or bool(re.search(defined, _text(ROOT / path), re.MULTILINE))


@cache
def file_names() -> frozenset[str]:
    found: set[str] = set()
    for _, inside, files in os.walk(ROOT):
        inside[:] = [name for name in inside if name not in _NOT_OURS]
        found.update(files)
    return frozenset(found)


def broken_links(text: str, folder: Path) -> list[str]:
    """Links to files that are not there, or to headings that their page does not have."""
    local = [target for target in _LINK.findall(text) if not re.match(r"[a-z]+:", target)]
    return [target for target in local if not _leads_somewhere(target, text, folder)]


def _leads_somewhere(target: str, text: str, folder: Path) -> bool:
    path, _, heading = target.partition("#")
    if path and not (folder / path).exists():
        return False
    return not heading or heading in anchors(_text(folder / path) if path else text)


def anchors(text: str) -> set[str]:
    """Of the headings of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def named_commands(text: str) -> set[str]:
    return set(_MANAGE.findall(text))


def first_cells(text: str) -> list[str]:
    """Of every row of every table."""
    cells = re.findall(r"^\| *(.*?) *(?<!\\)\|", text, re.MULTILINE)
    return [cell for cell in cells if cell.startswith("`")]


def commands_in_tables(text: str) -> dict[str, set[str]]:
    """Each of our commands that a table lists, with the options named in its row's first cell."""
    own = own_commands()
    found: dict[str, set[str]] = {}
    for cell in first_cells(text):
        name = cell.strip("`").split(" ")[0]
        if name in own:
            found.setdefault(name, set()).update(_OPTION.findall(cell))
    return found


def own_commands() -> set[str]:
    commands = get_commands().items()
    return {name for name, app in commands if str(app).split(".")[0] in APPS}


def options_of(name: str) -> set[str]:
    """What the command adds to what every command has."""
    ours = load_command_class(str(get_commands()[name]), name)
    return _long_options(ours) - _long_options(BaseCommand())


def _long_options(command: BaseCommand) -> set[str]:
    actions = command.create_parser("manage.py", "")._actions
    options = {option for action in actions for option in action.option_strings}
    return {option for option in options if option.startswith("--")}


def settings_read() -> set[str]:
    """Every variable that the settings take from the environment; secrets have no prefix there."""
    sources = [Path(project.__file__), Path(project.env.__file__)]
    text = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    secrets = {f"ICTINDEX_{name.upper()}" for name in re.findall(r'env\.secret\("(\w+)"', text)}
    return secrets | set(re.findall(r'"(ICTINDEX_[A-Z0-9_]*[A-Z0-9]|DATABASE_URL)"', text))


def variables_of_scripts() -> set[str]:
    folders = [".ci/run", "scripts/*", "tests/bench/*.py"]
    scripts = [path for folder in folders for path in ROOT.glob(folder) if path.is_file()]
    return {name for script in scripts for name in _SETTING.findall(_text(script))}


def settings_in_tables(text: str) -> set[str]:
    return {name for cell in first_cells(text) for name in _SETTING.findall(cell)}


def unknown_words(cells: Iterable[str]) -> list[str]:
    """Names of classes, and of their fields or members, that no module of ours has."""
    classes = {model.__name__: model for model in apps.get_models()} | _plain_classes()
    words = [word for cell in cells for word in _CODE.findall(cell)]
    return [word for word in words if not _is_known(word, classes)]


def _is_known(word: str, classes: Mapping[str, type]) -> bool:
    name, _, member = word.partition(".")
    return name in classes and (not member or _has(classes[name], member))


def _plain_classes() -> dict[str, type]:
    """Lists of choices, and values and rules of the arithmetic where no list has the name."""
    modules = (
        kinds,
        reconciliation,
        types,
        reports_enums,
        criteria_enums,
        submissions_enums,
        units_enums,
    )
    names = {name: found for module in modules for name, found in vars(module).items()}
    return {name: found for name, found in names.items() if isinstance(found, type)}


def _has(found: type, member: str) -> bool:
    return hasattr(found, member) or member in getattr(found, "__annotations__", {})


def identifiers(text: str) -> list[str]:
    """The third column of the glossary."""
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ")]
    return [row[3] for row in rows if row[3].strip().startswith("`")]


def wide_lines(text: str) -> list[str]:
    """Lines of prose beyond the measure; tables, pictures and single words may be longer."""
    lines = [line for line in text.splitlines() if len(line) > MOST_COLUMNS]
    return [line for line in lines if " " in line and not line.startswith(("|", "!"))]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
of_operation = pytest.mark.parametrize("document", OPERATION, ids=_name)


@every_document
def test_every_path_that_a_document_names_exists(document):
    assert missing_paths(_text(document)) == []


@every_document
def test_every_link_of_a_document_leads_somewhere(document):
    assert broken_links(_text(document), document.parent) == []


@every_document
def test_every_command_that_a_document_names_exists(document):
    assert named_commands(_text(document)) - set(get_commands()) == set()


@every_document
def test_every_setting_that_a_document_names_is_read(document):
    named = set(_SETTING.findall(_text(document)))
    assert named - settings_read() - variables_of_scripts() == set()


@every_document
def test_lines_of_a_document_keep_within_the_measure(document):
    assert wide_lines(_text(document)) == []


@of_operation
def test_every_setting_that_is_read_is_in_the_table(document):
    assert settings_in_tables(_text(document)) == settings_read()


@of_operation
def test_every_command_is_in_the_table_with_all_its_options(document):
    listed = commands_in_tables(_text(document))
    assert listed == {name: options_of(name) for name in own_commands()}


def test_readme_names_only_options_that_its_commands_have():
    listed = commands_in_tables(_text(ROOT / "README.md"))
    assert listed
    assert [name for name, options in listed.items() if options - options_of(name)] == []


def test_readme_is_short():
    assert len(_text(ROOT / "README.md").splitlines()) <= MOST_LINES


def test_every_decision_is_in_the_index():
    folder = ROOT / "docs" / "decisions"
    pages = sorted(path.name for path in folder.glob("0*.md"))
    assert pages
    assert re.findall(r"\]\((0[^)]+)\)", _text(folder / "README.md")) == pages


def test_every_identifier_of_the_glossary_exists():
    listed = identifiers(_text(GLOSSARY))
    assert len(listed) > 50
    assert unknown_words(listed) == []


def test_every_recorded_model_has_a_word_in_the_glossary():
    words = _CODE.findall("\n".join(identifiers(_text(GLOSSARY))))
    said = {word.split(".")[0] for word in words}
    assert {model.__name__ for model in audit.recorded_models()} - said == set()


def test_a_path_that_does_not_exist_is_found():
    text = "`scoring/core/nowhere.py`, `tests/nowhere/`, `reports/nowhere/`, `nowhere.py`"
    assert missing_paths(text) == [said.strip("`") for said in text.split(", ")]
    assert missing_paths("`manage.py`, `scripts/start --no-serve`, `var/x.pdf`, `/etc/x.env`") == []
    assert missing_paths("`ictindex/env.py:flag`, `ictindex/env.py:BASE_DIR`") == []
    assert missing_paths("`ictindex/env.py:nobody`") == ["ictindex/env.py:nobody"]
    assert missing_paths("`a/b`, `send_reminders`\n```\n`docs/nowhere.md`\n```\n") == []


def test_a_link_that_leads_nowhere_is_found():
    text = "# One title\n[a](README.md) [b](nowhere.md) [c](#none) [d](https://a.example/)"
    text += " ![e](static/none.png) [f](#one-title) [g](README.md#none)"
    assert broken_links(text, ROOT) == ["nowhere.md", "#none", "static/none.png", "README.md#none"]


def test_a_command_an_option_a_setting_and_a_word_that_do_not_exist_are_found():
    assert named_commands("`manage.py fly_away` and manage.py check") == {"fly_away", "check"}
    listed = commands_in_tables("| `send_reminders [--loudly]` | x |\n| `fly` | y |")
    assert listed == {"send_reminders": {"--loudly"}}
    assert options_of("send_reminders") == set()
    assert _SETTING.findall("`ICTINDEX_NOTHING`, `ICTINDEX_EMAIL_…`") == ["ICTINDEX_NOTHING"]
    assert "ICTINDEX_NOTHING" not in settings_read() | variables_of_scripts()
    assert unknown_words(["`Unit.name`, `Unit.wings`", "`Nobody`"]) == ["Unit.wings", "Nobody"]


def test_a_line_beyond_the_measure_is_found():
    assert wide_lines("a " * 60) == ["a " * 60]
    assert wide_lines(f"| {'a ' * 60} |") == []
