"""Mechanisms of which there is one each: who writes and removes files, who makes Word files, and
where HTML is spelled out. Asked of modules as text, as in `questions`.
"""

import ast
import re

from tests.house.exceptions import FILE_WRITERS, TAGS
from tests.house.layout import is_migration
from tests.house.sources import Sources, called, calls, nodes, uses

#: The store of private files, and the bricks that it stands on.
FILES = ("ictindex.lib.files", "ictindex.lib.private_files")
#: The writer of Word files.
WORD = "reports.layout.docx_writer"
_WORD_LIBRARIES = {"docx", "docxtpl"}
_MODE = re.compile(r"[rwxabt+]*[wxa+][rwxabt+]*")
_TAG = re.compile(r"</?[a-z][a-z0-9]*[ >/]")
#: Of `os` and `shutil`, and of a path; nothing else in the project has methods of these names.
_ALWAYS = {
    *("fsync", "fdatasync", "link", "hardlink_to", "symlink_to", "rename", "renames", "touch"),
    *("unlink", "rmdir", "rmtree", "write_bytes", "write_text", "copyfile", "copyfileobj"),
    *("copytree", "mkstemp", "mkdtemp", "NamedTemporaryFile"),
}


def file_writers(sources: Sources) -> list[str]:
    """Files are written, moved and removed by one mechanism; `FILE_WRITERS` lists the others."""
    return [
        f"{name}:{call.lineno} handles files by {called(call)}"
        for name, source in sources.items()
        if name not in FILES and name not in FILE_WRITERS and not is_migration(name)
        for call in calls(source)
        if handles_files(call)
    ]


def handles_files(call: ast.Call) -> bool:
    """`os.fsync(…)`, `path.unlink()`, `os.open(…)`, `path.open("wb")`, `open(path, "x")`,
    `path.replace(target)`; a text is replaced by two arguments, a moment by names.
    """
    name, function = called(call), ast.unparse(call.func)
    if name in _ALWAYS or function in {"os.open", "os.replace", "shutil.move", "shutil.copy"}:
        return True
    if name == "replace":
        return isinstance(call.func, ast.Attribute) and len(call.args) == 1 and not call.keywords
    return name == "open" and _opens_for_writing(call)


def _opens_for_writing(call: ast.Call) -> bool:
    """The mode comes first where a path is opened, second where it is given; a member of a ZIP is
    opened by its name.
    """
    place = 0 if isinstance(call.func, ast.Attribute) else 1
    modes = [*call.args[place : place + 1]]
    modes += [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    return any(
        isinstance(mode, ast.Constant) and _MODE.fullmatch(str(mode.value)) for mode in modes
    )


def word_users(sources: Sources) -> list[str]:
    """Word files are made by one writer."""
    return [
        f"{name}:{used.line} imports {used.target}"
        for name, used in uses(sources)
        if used.target.split(".")[0] in _WORD_LIBRARIES and name != WORD
    ]


def idle_file_writers(sources: Sources) -> list[str]:
    """What is listed in `FILE_WRITERS`, and handles no file any more."""
    return [
        f"{name} is listed and handles no file"
        for name in FILE_WRITERS
        if not any(map(handles_files, calls(sources.get(name, ""))))
    ]


def tags_in_python(sources: Sources) -> list[str]:
    """HTML is written in templates; `TAGS` lists what else spells tags out."""
    return [
        f"{name}:{line} spells HTML out"
        for name, source in sources.items()
        if name not in TAGS and not is_migration(name)
        for line in tag_lines(source)
    ]


def idle_tags(sources: Sources) -> list[str]:
    """Those that are excused and do so no more."""
    return [
        f"{name} is excused and spells no tag"
        for name in TAGS
        if not tag_lines(sources.get(name, ""))
    ]


def tag_lines(source: str) -> list[int]:
    """Where a text of the module holds a tag; docstrings apart."""
    told = {
        id(node.body[0].value)
        for node in nodes(source)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.lineno
        for node in nodes(source)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in told and _TAG.search(node.value)
    ]
