"""Who reads an answer, and what is known of it, beside the one reader: `submissions/dossier`.

Works on text, like the other questions.
"""

import ast
import re
from collections.abc import Collection, Iterator

from tests.house.exceptions import DICTIONARIES, READERS
from tests.house.layout import is_migration
from tests.house.sources import Sources, called, calls, nodes

#: An answer and what hangs on it, each with the relations that lead to it.
TABLES = {
    "Answer": ("answer", "answers"),
    "Appraisal": ("appraisals",),
    "EvidenceUse": ("evidence_uses", "uses"),
    "InternalNote": ("internal_notes",),
    "OnSiteCheck": ("on_site_check",),
    "Reply": ("reply",),
    "SecondReading": ("second_readings",),
}
_LEADING_TO = {relation: table for table, relations in TABLES.items() for relation in relations}
#: What a manager is asked, those of the project's own rows included.
_QUESTIONS = frozenset(
    [
        *("aggregate", "all", "annotate", "count", "exclude", "exists", "filter", "first", "get"),
        *("in_bulk", "iterator", "last", "only", "order_by", "prefetch_related", "select_related"),
        *("values", "values_list", "applicable", "asked", "contesting", "decided", "final"),
        *("in_force", "in_official_order", "kept", "never_settled", "not_claimed", "outdated"),
        *("supplementary", "undecided"),
    ]
)
#: Calls that read by the name of a relation.
_BY_NAME = frozenset(
    [
        *("Avg", "Count", "F", "FilteredRelation", "Max", "Min", "Prefetch", "Sum"),
        *("only", "prefetch_related", "select_related", "values", "values_list"),
    ]
)
#: Calls that choose and order rows; what they name is not read.
_CHOOSING = frozenset(["Q", "exclude", "filter", "get", "order_by", "where", "where_may"])
_PATH = re.compile(r"\w+?__\w*")
_APART = frozenset(["dossier", "models", "services", "demo", "management"])
_ROW = re.compile(r"(dict|(Mutable)?Mapping|OrderedDict|defaultdict)\[str, (\w+\.)?(Any|object)\]")


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
    found = (name for name in _dictionaries(sources) if name not in DICTIONARIES)
    return [f"{name} is a dictionary" for name in found]


def idle_dictionaries(sources: Sources) -> list[str]:
    """Those that are excused and are none any more."""
    found = {*_dictionaries(sources)}
    return [f"{name} is excused and no dictionary" for name in DICTIONARIES if name not in found]


def _dictionaries(sources: Sources) -> Iterator[str]:
    for name, source in sources.items():
        for node in nodes(source):
            match node:
                case (
                    ast.Assign(targets=[ast.Name(alias)], value=ast.expr() as value)
                    | ast.AnnAssign(target=ast.Name(alias), value=ast.expr() as value)
                ) if _ROW.fullmatch(_unquoted(value)):
                    yield f"{name}.{alias}"


def _unquoted(value: ast.expr) -> str:
    match value:
        case ast.Constant(str(text)):
            return text
    return ast.unparse(value).removeprefix("typing.").removeprefix("collections.abc.")


def _readers(sources: Sources) -> dict[str, set[str]]:
    asked = {
        name: _asked(source)
        for name, source in sources.items()
        if not _APART.intersection(name.split(".")) and not is_migration(name)
    }
    return {name: tables for name, tables in asked.items() if len(tables) > 1}


def _asked(source: str) -> set[str]:
    return {*_by_model(source), *_by_manager(source), *_by_path(source)}


def _by_model(source: str) -> Iterator[str]:
    """`Answer.objects`."""
    for node in nodes(source):
        match node:
            case ast.Attribute(ast.Name(name), "objects") if name in TABLES:
                yield name


def _by_manager(source: str) -> Iterator[str]:
    """`submission.answers.filter(…)`; `answers.get(key)` and `answers.values()` ask a mapping."""
    for call in calls(source):
        match call.func:
            case ast.Attribute(ast.Attribute(attr=relation), question) if (
                relation in _LEADING_TO
                and question in _QUESTIONS
                and (question != "get" or call.keywords)
                and (question != "values" or call.args)
            ):
                yield _LEADING_TO[relation]


def _by_path(source: str) -> Iterator[str]:
    """«reply__text», and «appraisals» in a call that reads by name."""
    choosing = {id(node) for part in _given_to(_CHOOSING, source) for node in ast.walk(part)}
    named = {id(part) for part in _given_to(_BY_NAME, source)}
    for node in nodes(source):
        match node:
            case ast.Constant(str(text)) if id(node) not in choosing and (
                id(node) in named or _PATH.fullmatch(text)
            ):
                parts = text.split("__")
                yield from (_LEADING_TO[name] for name in parts if name in _LEADING_TO)


def _given_to(names: Collection[str], source: str) -> Iterator[ast.expr]:
    for call in calls(source):
        if called(call) in names:
            yield from [*call.args, *(keyword.value for keyword in call.keywords)]
