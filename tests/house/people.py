"""People: groups of roles that have a name, and the one way in which people are told.

Asked of modules as text, as in `questions`.
"""

import ast
from collections.abc import Iterator

from tests.house.layout import APPS, is_migration
from tests.house.sources import Sources, called, calls, nodes

#: By the roles of which they consist.
GROUPS = {
    frozenset({"UNIT_STAFF", "UNIT_HEAD"}): "UNIT_ROLES",
    frozenset({"APPRAISER", "WG_HEAD"}): "APPRAISING",
    frozenset({"COUNCIL_MEMBER", "COUNCIL_SECRETARY"}): "COUNCIL_ROLES",
}
_ROLES, _MECHANISM = "units.enums", "units.notify"


def repeated_groups(sources: Sources) -> list[str]:
    """A group of roles is spelled out beside the roles only."""
    return [
        f"{name}:{line} spells out {group}"
        for name, source in _asked(sources)
        if name != _ROLES
        for line, group in _spelled_out(source)
    ]


def ways_to_tell(sources: Sources) -> list[str]:
    """A `Notice` is made in a module of notices and told by a service; nobody writes a
    `Notification` past that.
    """
    return [
        f"{name}:{call.lineno} {act}"
        for name, source in _asked(sources)
        if name != _MECHANISM
        for call in calls(source)
        for act in _past_the_mechanism(name, call)
    ]


def _past_the_mechanism(name: str, call: ast.Call) -> Iterator[str]:
    parts, function = set(name.split(".")), ast.unparse(call.func)
    if function == "Notification" or _inserts_notifications(call):
        yield "writes a notification"
    if function == "Notice" and "notices" not in parts:
        yield "makes a notice"
    if function == "tell" and "services" not in parts and not _reports_progress(call):
        yield "tells people"


def _reports_progress(call: ast.Call) -> bool:
    """Long work says how far it has come: a step in words, and per cent."""
    return len(call.args) == 2


def _inserts_notifications(call: ast.Call) -> bool:
    return "create" in called(call) and ast.unparse(call.func).startswith("Notification.objects.")


def _spelled_out(source: str) -> Iterator[tuple[int, str]]:
    for node in nodes(source):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            roles = frozenset(map(_role, node.elts))
            if roles in GROUPS:
                yield node.lineno, GROUPS[roles]


def _role(element: ast.expr) -> str:
    text = ast.unparse(element)
    return text.removeprefix("Role.") if text.startswith("Role.") else ""


def _asked(sources: Sources) -> Iterator[tuple[str, str]]:
    for name, source in sources.items():
        if name.split(".")[0] in APPS and not is_migration(name):
            yield name, source
