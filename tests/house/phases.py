"""Which modules name a phase of a campaign, and why. What a phase is, others ask by its traits, and
what it leads to is in its entry: a new phase then touches its row, its entry and the policy.

Asked of modules as text, as in `questions`. The closed list itself and migrations are left out.
"""

import ast
from collections.abc import Sequence

from tests.house.layout import is_migration
from tests.house.sources import Sources, nodes

#: Where the list of the phases stands, with their traits.
LIST = "submissions.enums"
MOST = 12
#: Modules that name phases, each with its reason.
NAMERS = {
    "submissions.models.campaigns": "a campaign starts in the first one",
    "submissions.campaigns.phases.table": "the entries",
    "reports.editions.services.publication": "publishing is the step to that phase",
    "scoring.published.services.rows": "a campaign that is loaded was published",
}


def naming(sources: Sources) -> list[str]:
    """The modules that name a phase."""
    return [
        name
        for name, source in sources.items()
        if name != LIST and not is_migration(name) and _names_one(source)
    ]


def strangers(sources: Sources) -> list[str]:
    """Those that no reason is known of, and those that are listed and name none."""
    found = set(naming(sources))
    return [
        *(f"{name} names a phase" for name in sorted(found - NAMERS.keys())),
        *(f"{name} is listed and names no phase" for name in sorted(NAMERS.keys() - found)),
    ]


def compared_texts(sources: Sources) -> list[str]:
    """`campaign.phase == "explain"`: a phase that is named as it is stored."""
    return [
        f"{name}:{line} compares a phase with a text"
        for name, source in sources.items()
        if not is_migration(name)
        for node in nodes(source)
        for line in _lines_with_a_text(node)
    ]


def _names_one(source: str) -> bool:
    """The list itself may come in under another name."""
    called = {"Phase"} | {
        each.asname
        for node in nodes(source)
        if isinstance(node, ast.ImportFrom)
        for each in node.names
        if each.name == "Phase" and each.asname
    }
    return any(_is_name(node, called) for node in nodes(source))


def _is_name(node: ast.AST, called: set[str]) -> bool:
    """`Phase.EXPLAIN`, also as `enums.Phase.EXPLAIN`; `Phase("explain")`, `Phase["EXPLAIN"]`."""
    match node:
        case ast.Attribute(value=of, attr=name):
            return name.isupper() and _last(of) in called
        case ast.Call(func=of, args=[said]) | ast.Subscript(value=of, slice=said):
            return _last(of) in called and _has_text([said])
    return False


def _lines_with_a_text(node: ast.AST) -> list[int]:
    match node:
        case ast.Compare(left=left, comparators=others):
            sides = [left, *others]
            return [node.lineno] if any(map(_is_phase, sides)) and _has_text(sides) else []
        case ast.Match(subject=subject, cases=cases):
            said = [each for case in cases for each in ast.walk(case.pattern)]
            return [node.lineno] if _is_phase(subject) and _has_text(said) else []
        case ast.Call(keywords=keywords):
            return [
                each.value.lineno
                for each in keywords
                if _is_column(each.arg or "") and _has_text([each.value])
            ]
    return []


def _is_phase(node: ast.expr) -> bool:
    return _last(node) == "phase"


def _is_column(keyword: str) -> bool:
    """`phase`, also through relations, and `phase__in`."""
    return keyword.removesuffix("__in").split("__")[-1] == "phase"


def _last(node: ast.expr) -> str:
    return ast.unparse(node).split(".")[-1]


def _has_text(sides: Sequence[ast.AST]) -> bool:
    """A text, or some of them in brackets."""
    parts = [part for side in sides for part in [side, *getattr(side, "elts", [])]]
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts)
