"""Whether templates, static files and tests follow the rooms; and lines too long to be read.

A template is asked for by its name in quotes; a name that is put together at run time is not seen.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.house.exceptions import CONTINUED
from tests.house.layout import APPS, PLANS, inner_room_of, is_migration, room_of
from tests.house.sources import Sources

#: The text of files by their path from a folder, with `/`.
Files = Mapping[str, str]

MAX_COLUMNS = 100
#: Folders of templates that no room owns, lowest first: what they hold is shown by any room.
COMMON_TEMPLATES = {
    "components": "what more than one room shows",
    "errors": "the frame of pages that refuse",
    "ictindex": "fields and forms as crispy-forms asks for them",
    "mail": "mails",
    "print": "the pieces of what is printed",
}
#: Frames of all pages, and the pages of refusal under the names that Django asks for.
TOP_TEMPLATES = {"base", "campaign_base", "plain_base", "403_csrf"} | {
    str(status) for status in (400, 403, 404, 405, 409, 422, 429, 500)
}
#: Folders whose names a library asks for, and the room whose pages they are.
OWNED_TEMPLATES = {
    "account": "units.sign_in",
    "mfa": "units.sign_in",
    "socialaccount": "units.sign_in",
}
#: Static files of no single room, or whose name is not that of their room.
COMMON_STATIC = {
    "css/base.css": "every page",
    "css/print.css": "every page, printed",
    "css/working_group.css": "the appraisal: boards, shares and yardsticks, without the desk",
    "js/autosave.js": "self-scoring and the reply: saving what is typed",
    "js/autosave-row.js": "self-scoring and the reply: one row of it",
    "js/contents.js": "results: the list of contents that follows",
    "js/drafts.js": "self-scoring and the reply: what is kept while there is no connection",
    "js/groups.js": "results, handing in and the reply: opening and closing groups",
    "js/once.js": "every form that is sent once",
    "js/preview.js": "every page that shows evidence",
    "js/sort-table.js": "results: sorting a table",
    "js/upload.js": "evidence: sending files",
}
#: Folders of tests beside those of the apps.
COMMON_TESTS = {
    "answers": "every answer of the application, recorded and compared",
    "bench": "measuring, by hand",
    "browser": "whole walks in a real browser",
    "golden": "the published year, figure by figure",
    "house": "this order",
    "ictindex": "the wiring, and what knows no app",
    "mutants": "whether the tests notice a change, by hand",
    "permissions": "every address and service against every role",
}
#: Rooms without a folder of tests: where they are tested, and why there.
TESTED_ELSEWHERE = {
    "reports.frame": (
        "reports/results",
        "its values and phrases are what tables, charts and sources are made of",
    ),
    "reports.layout": (
        "reports/document",
        "its pieces are seen only in a document that is laid out",
    ),
}
_QUOTED = re.compile(r"""["']([\w./-]+\.(?:html|txt|css|docx))["']""")
_PRAGMA = re.compile(r"\s*# (?:noqa|type: ignore)\b.*")
_ADDRESS = re.compile(r"https?://\S+")


def read_files(folder: Path, *patterns: str) -> dict[str, str]:
    """Files that hold no text are there with none."""
    return {
        path.relative_to(folder).as_posix(): (
            "" if path.suffix == ".docx" else path.read_text(encoding="utf-8")
        )
        for pattern in patterns
        for path in sorted(folder.rglob(pattern))
        if "vendor" not in path.parts and "__pycache__" not in path.parts
    }


def strange_template_folders(templates: Files) -> list[str]:
    """Templates lie in the folder of a room, or in one that is common."""
    return [f"{path} lies in the folder of no room" for path in templates if not _is_placed(path)]


def _is_placed(path: str) -> bool:
    top, _, rest = path.partition("/")
    if not rest:
        return top.partition(".")[0] in TOP_TEMPLATES
    if top not in APPS:
        return top in COMMON_TEMPLATES or top in OWNED_TEMPLATES
    folder = path.rpartition("/")[0].replace("/", ".")
    return folder in (room_of(folder), inner_room_of(folder))


def borrowed_templates(templates: Files, sources: Sources) -> list[str]:
    """A template is shown by its own room, or by one above that continues it, or lies in an open
    room; what else a second room shows is a component. Components show no template of a room.
    """
    return [
        f"{user} shows {path} of {owner}"
        for user, room, text in _users(templates, sources)
        for path in dict.fromkeys(_QUOTED.findall(text))
        if path in templates
        for owner in [owner_of(path)]
        if owner and owner not in (room, *open_rooms()) and (room, owner) not in CONTINUED
    ]


def open_rooms() -> list[str]:
    return [f"{app}.{room}" for app, plan in PLANS.items() for room in plan.open_names]


def _users(templates: Files, sources: Sources) -> Iterator[tuple[str, str | None, str]]:
    yield from ((path, owner_of(path), text) for path, text in templates.items())
    yield from ((name, room_of(name), text) for name, text in sources.items())


def owner_of(template: str) -> str | None:
    """The room whose template it is; None: a common one."""
    return OWNED_TEMPLATES.get(template.partition("/")[0]) or room_of(template.replace("/", "."))


def strange_static_files(files: Files) -> list[str]:
    """A style or script has the name of a room, with more words after it, or is listed."""
    rooms = {room for plan in PLANS.values() for room in plan.room_names}
    return [
        f"{path} belongs to no room"
        for path in files
        if not path.startswith("css/components/")
        and path not in COMMON_STATIC
        and path.rpartition("/")[2].partition(".")[0].partition("-")[0] not in rooms
    ]


def strange_test_folders(tests: Files) -> list[str]:
    """A folder of tests is that of an app, of a room, or a listed one."""
    folders = {path.rpartition("/")[0] for path in tests}
    return [
        f"tests/{folder} is of no room" for folder in sorted(folders) if not _is_of_room(folder)
    ]


def _is_of_room(folder: str) -> bool:
    top, _, rest = folder.partition("/")
    if not rest or top not in APPS:
        return top in {"", *APPS, *COMMON_TESTS}
    place = folder.replace("/", ".")
    return place in (room_of(place), inner_room_of(place))


def untested_rooms(tests: Files) -> list[str]:
    """Every room has tests of its own, or it is listed where else it is tested: by tests that name
    it.
    """
    rooms = [f"{app}.{room}" for app, plan in PLANS.items() for room in plan.room_names]
    return [f"{room} has no tests" for room in rooms if not _is_tested(room, tests)]


def _is_tested(room: str, tests: Files) -> bool:
    folder, _reason = TESTED_ELSEWHERE.get(room, (room.replace(".", "/"), ""))
    return any(
        room not in TESTED_ELSEWHERE or f"{room}." in text
        for path, text in tests.items()
        if path.rpartition("/")[0] == folder and path.rpartition("/")[2].startswith("test_")
    )


def idle_lists(templates: Files, static: Files, tests: Files) -> list[str]:
    """What is listed here, and is not there any more."""
    tops = {path.partition("/")[0] for path in templates}
    found = [
        f"templates/{name}" for name in [*COMMON_TEMPLATES, *OWNED_TEMPLATES] if name not in tops
    ]
    found += [f"static/{path}" for path in COMMON_STATIC if path not in static]
    folders = {path.partition("/")[0] for path in tests}
    found += [f"tests/{name}" for name in COMMON_TESTS if name not in folders]
    own = {path.rpartition("/")[0].replace("/", ".") for path in tests}
    return found + [f"{room} has tests of its own" for room in TESTED_ELSEWHERE if room in own]


def long_lines(sources: Sources) -> list[str]:
    """Lines of modules over 100 columns, without the mark that a tool reads at their end; a line
    with an address is not asked.
    """
    return [
        f"{name}:{number} has {len(line)} columns"
        for name, source in sources.items()
        if not is_migration(name)
        for number, whole in enumerate(source.splitlines(), 1)
        for line in [_PRAGMA.sub("", whole)]
        if len(line) > MAX_COLUMNS and not _ADDRESS.search(line)
    ]
