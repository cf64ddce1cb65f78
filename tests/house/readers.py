"""Who reads an answer, and what is known of it, beside the one reader: `submissions/dossier`.

Works on text, like the other questions.
"""

import ast

from tests.house.exceptions import READERS
from tests.house.layout import is_migration
from tests.house.sources import Sources, nodes

#: An answer and what hangs on it.
TABLES = frozenset(["Answer", "Appraisal", "EvidenceUse", "InternalNote", "OnSiteCheck", "Reply"])
_APART = frozenset(["dossier", "models", "services", "demo", "management"])
_ROWS = ("dict[str, Any]", "dict[str, object]")


def other_readers(sources: Sources) -> list[str]:
    """Modules that put an answer together themselves: they ask two or more of its tables."""
    return [
        f"{name} reads {', '.join(sorted(tables))} by itself"
        for name, tables in _readers(sources).items()
        if name not in READERS
    ]


def idle_readers(sources: Sources) -> list[str]:
    """Those that are excused and do so no more."""
    found = _readers(sources)
    return [f"{name} is excused and does not read" for name in READERS if name not in found]


def dictionary_rows(sources: Sources) -> list[str]:
    """Names of a row that is a plain dictionary, in which nobody sees what there is."""
    return [
        f"{name}.{ast.unparse(node.targets[0])} is a dictionary"
        for name, source in sources.items()
        if name.startswith("submissions.")
        for node in nodes(source)
        if isinstance(node, ast.Assign) and ast.unparse(node.value) in _ROWS
    ]


def _readers(sources: Sources) -> dict[str, set[str]]:
    asked = {
        name: _asked(source)
        for name, source in sources.items()
        if not _APART.intersection(name.split(".")) and not is_migration(name)
    }
    return {name: tables for name, tables in asked.items() if len(tables) > 1}


def _asked(source: str) -> set[str]:
    return {
        node.value.id
        for node in nodes(source)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
        if isinstance(node.value, ast.Name) and node.value.id in TABLES
    }
