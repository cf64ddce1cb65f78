"""Who reads which annex a unit answers in which group, and does not go by the rule.

Works on text, like the other questions.
"""

import ast

from tests.house.layout import APPS, is_migration
from tests.house.sources import Sources, nodes

#: The rule, in queries and of rows that were read.
RULE = frozenset(
    ["AnnexChoice", "by_group", "for_all_groups", "for_one_group", "FOR_ALL_GROUPS", "sharing"]
)
_TABLES = ("AnnexAssignment", "annex_assignments", "annex__assignments")
_GROUP = "group_code"
#: Where rows are written as they are told, or copied whole.
WRITERS = {
    "submissions.campaigns.services.setup": "copies last year's rows whole",
    "scoring.published.services.rows": "writes the rows of a prepared folder",
}


def unruled_readers(sources: Sources) -> list[str]:
    """Modules that ask of assignments which group they are for, and know of no rule."""
    return [
        f"{name} reads the annexes of units by itself"
        for name in _readers(sources)
        if name not in WRITERS
    ]


def idle_writers(sources: Sources) -> list[str]:
    """Those that are excused and need it no more."""
    found = set(_readers(sources))
    return [f"{name} is excused and does not need it" for name in WRITERS if name not in found]


def _readers(sources: Sources) -> list[str]:
    return [
        name
        for name, source in sources.items()
        if name.split(".")[0] in APPS and "models" not in name.split(".")
        if not is_migration(name)
        for said in [_said(source)]
        if any(table in word for table in _TABLES for word in said)
        if any(_GROUP in word for word in said)
        if not RULE & said
    ]


def _said(source: str) -> set[str]:
    """Names, attributes, keywords and texts."""
    found: set[str] = set()
    for node in nodes(source):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                found.add(name)
            case ast.Constant(value=str(text)):
                found.add(text)
    return found
