"""Which modules name a phase of a campaign, and why. What a phase is, others ask by its traits, and
what it leads to is in its entry: a new phase then touches its row, its entry and the policy.

Asked of modules as text, as in `questions`. The closed list itself and migrations are left out.
"""

import ast

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
        if name != LIST and not is_migration(name) and any(map(_is_name, nodes(source)))
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
        f"{name}:{node.lineno} compares a phase with a text"
        for name, source in sources.items()
        if not is_migration(name)
        for node in nodes(source)
        if isinstance(node, ast.Compare) and _is_phase(node.left) and _has_text(node)
    ]


def _is_name(node: ast.AST) -> bool:
    """`Phase.EXPLAIN`, also as `enums.Phase.EXPLAIN`."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr.isupper()
        and ast.unparse(node.value).split(".")[-1] == "Phase"
    )


def _is_phase(node: ast.expr) -> bool:
    return ast.unparse(node).split(".")[-1] == "phase"


def _has_text(node: ast.Compare) -> bool:
    """A text, or some of them in brackets."""
    sides = [part for side in node.comparators for part in [side, *getattr(side, "elts", [])]]
    return any(isinstance(side, ast.Constant) and isinstance(side.value, str) for side in sides)
