"""Rules about rows that have a name among the models, and where somebody compares the same columns
in place of asking for it.

Asked of modules as text, as in `questions`. Models and migrations are left out: there the rules and
the constraints stand.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tests.house.layout import APPS, is_migration
from tests.house.sources import Sources, called, calls, nodes, parse

_ASKING = {
    *("filter", "exclude", "get", "aget", "Q", "When", "get_object_or_404", "get_list_or_404"),
    "get_or_create",
}
#: What can look at a row: comparing, gathering, or taking for true.
_ASKS_OF_ROWS = (
    *(ast.Match, ast.Compare, ast.SetComp, ast.If, ast.IfExp, ast.While, ast.UnaryOp, ast.BoolOp),
    *(ast.comprehension, ast.Call),
)
_LOOKUPS = "exact|in|isnull|has_keys|has_key|contains"
_FLAG = "True False"
_EMPTY = "None True False"
_NOTHING = f"{_EMPTY} ''"


#: The values that a module gives to each name.
Names = dict[str, list[ast.expr]]


@dataclass(frozen=True)
class NamedRule:
    """How to ask for it, the column that it compares, and words of the source that are in what it
    is compared with: one of them, or of a set of values all. No words: whatever it is.
    """

    name: str
    column: str
    words: str = ""
    is_set: bool = False

    def is_asked_by(self, key: str, value: ast.expr) -> bool:
        """A keyword of a query compares the column, be it through relations."""
        compared = re.search(rf"(^|__|\?){self.column}(__({_LOOKUPS}))?$", key)
        return bool(compared) and self._means(value)

    def is_asked_of_row(self, comparison: ast.Compare) -> bool:
        """`row.phase in (PUBLISHED, ARCHIVED)`."""
        read = comparison.left
        return (
            self.is_set
            and isinstance(read, ast.Attribute)
            and read.attr == self.column
            and self._means(comparison.comparators[0])
        )

    def _means(self, value: ast.expr) -> bool:
        wanted, said = set(self.words.split()), set(re.findall(r"\w+|''", ast.unparse(value)))
        return wanted <= said if self.is_set or not wanted else bool(wanted & said)


@dataclass(frozen=True)
class RowQuestion:
    """The name of what is asked of a row that was read, the column that it looks at, and words of
    the source that are in what that is compared with. No words: whatever it is. Without words, and
    where nothing at all is among them, be it only whether there is anything.

    `home`: the module where the name stands, if that is not among the models. `is_gathered`: it is
    only asked by gathering the column of all rows, to look a row up among them.
    """

    name: str
    column: str
    words: str = ""
    home: str = ""
    is_gathered: bool = False

    def is_asked_by(self, node: ast.AST, named: "Names") -> bool:
        if isinstance(node, ast.Match):
            return self._reads(node.subject) and self._means([each.pattern for each in node.cases])
        if self.is_gathered:
            return isinstance(node, ast.SetComp) and self._reads(node.elt)
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            others = [_value_of(side, named) for side in sides if not self._reads(side)]
            return len(others) < len(sides) and self._means(others)
        return self._is_of_truth and (
            self._is_looked_for(node) or any(self._reads(each) for each in _taken_as_true(node))
        )

    def _is_looked_for(self, node: ast.AST) -> bool:
        """`hasattr(row, "superseded_by")`."""
        match node:
            case ast.Call(func=ast.Name(id="hasattr"), args=[_, ast.Constant(value=name)]):
                return name == self.column
        return False

    @property
    def _is_of_truth(self) -> bool:
        return not self.words or bool(set(self.words.split()) & set(_NOTHING.split()))

    def _reads(self, node: ast.expr) -> bool:
        """`row.settled_at`, or what was handed over by the name of the column; of a related row
        also its key.
        """
        match node:
            case (
                ast.Attribute(attr=name)
                | ast.Name(id=name)
                | ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_])
            ):
                return name in {self.column, f"{self.column}_id"}
        return False

    def _means(self, compared: Sequence[ast.AST]) -> bool:
        said = {word for each in compared for word in re.findall(r"\w+|''", ast.unparse(each))}
        return not self.words or bool(set(self.words.split()) & said)


RULES = (
    NamedRule("ActiveAccounts.get_queryset", "is_active", _FLAG),
    NamedRule("InvitationQuerySet.open", "state", "InvitationState", is_set=True),
    NamedRule("NotificationQuerySet.held", "mail_state", "HELD", is_set=True),
    NamedRule("NotificationQuerySet.unread", "read_at", _EMPTY),
    NamedRule(
        "VerificationRunQuerySet.unfinished", "state", "RunState WAITING RUNNING", is_set=True
    ),
    NamedRule("AppointmentQuerySet.in_force", "state", "GrantState", is_set=True),
    NamedRule("AppointmentQuerySet.of_role", "role", "Role"),
    NamedRule("AppointmentQuerySet.of_body", "body", "Body BODIES bodies"),
    NamedRule("AppointmentQuerySet.of_real_people", "user__is_demo", "False"),
    NamedRule("CriterionQuerySet.leaves", "is_leaf", _FLAG),
    NamedRule("AnnexAssignmentQuerySet.by_group", "annexe?s?__?assignments__group_code"),
    NamedRule("AnnexAssignmentQuerySet.for_all_groups", "group_code", "''"),
    NamedRule("PUBLIC", "phase", "PUBLISHED ARCHIVED", is_set=True),
    NamedRule("CampaignQuerySet.of_year_before", "year", "previous_year"),
    NamedRule("StepBackQuerySet.open", "state", "StepBackState"),
    NamedRule("SubmissionQuerySet.not_handed_in", "submitted_at", _EMPTY),
    NamedRule("SubmissionQuerySet.with_reply_open", "confirmation", _EMPTY),
    NamedRule("GroupDeclarationQuerySet.confirmed", "is_confirmed", _FLAG),
    NamedRule("AnswerQuerySet.not_claimed", "self_outcome", "MISSING"),
    NamedRule("ANSWERED", "declared", "numerator denominator"),
    NamedRule("SUPPLIED", "rule_kind", "SUPPLIED"),
    NamedRule("TO_BE_ANSWERED", "skipped", "NO_FIGURES LATER"),
    NamedRule("PUT_OFF", "skipped", "values ''"),
    NamedRule("TO_BE_PROVED", "evidence_expected"),
    NamedRule("AppraisalQuerySet.decided", "outcome", "MISSING"),
    NamedRule("AppraisalQuerySet.decided", "outcome", "SCORED NOT_APPLICABLE REFUSED", is_set=True),
    NamedRule("AppraisalQuerySet.final", "round", "FINAL_ROUNDS"),
    NamedRule("AppraisalQuerySet.final", "round", "SECOND COUNCIL", is_set=True),
    NamedRule("SecondReadingQuerySet.never_settled", "settled_at", _EMPTY),
    NamedRule("AssignmentQuerySet.in_force", "ended_at", _EMPTY),
    NamedRule("AssignmentQuerySet.of_second_readings", "is_second", _FLAG),
    NamedRule("AssignmentQuerySet.sharing", "group_code", "WHOLE_FILE"),
    NamedRule("EvidenceQuerySet.kept", "is_withdrawn", _FLAG),
    NamedRule("EvidenceQuerySet.in_force", "superseded_by"),
    NamedRule("EvidenceQuerySet.in_force", "supersedes"),
    NamedRule("EvidenceQuerySet.supplementary", "is_supplementary", _FLAG),
    NamedRule("ReplyQuerySet.contesting", "stance", "Stance"),
    NamedRule("ConfirmationQuerySet.silent", "state", "ReplyState"),
    NamedRule("WorkbookImportQuerySet.waiting", "applied_at", _EMPTY),
    NamedRule("MeetingQuerySet.closed", "state", "MeetingState"),
    NamedRule("AttendanceQuerySet.present", "is_present", _FLAG),
    NamedRule("CommentQuerySet.unanswered", "response", "''"),
    NamedRule("CommentQuerySet.unanswered", "responded_at", _EMPTY),
    NamedRule("MotionQuerySet.counted", "closed_at", _EMPTY),
    NamedRule("MotionQuerySet.of_acceptance", "is_acceptance", _FLAG),
    NamedRule("EditionQuerySet.frozen", "state", "EditionState"),
    NamedRule("EditionQuerySet.public", "state", "PUBLISHED SUPERSEDED", is_set=True),
    NamedRule("EditionQuerySet.in_hand", "state", "FROZEN PUBLISHED", is_set=True),
    NamedRule("EditionFileQuerySet.current", "is_replaced", _FLAG),
    NamedRule("RenderingQuerySet.done", "state", "JobState"),
    NamedRule("RenderingQuerySet.unfinished", "state", "WAITING RUNNING", is_set=True),
)
OF_ROWS = (
    RowQuestion("NOT_CLAIMED", "self_outcome", "MISSING"),
    RowQuestion("TwoReadings", "settled_at", home="submissions.dossier.queries.backlog"),
    RowQuestion("NOT_HANDED_IN", "submitted_at", _EMPTY),
    RowQuestion("NOT_COUNTED", "closed_at", _EMPTY),
    RowQuestion("UNANSWERED", "response", _NOTHING),
    RowQuestion("KEPT", "is_withdrawn", _FLAG),
    RowQuestion("LATEST", "superseded_by", _EMPTY),
    RowQuestion("LATEST", "supersedes", is_gathered=True),
)
#: Flags that together make one rule: read side by side, they are it again.
TOGETHER = (("EvidenceQuerySet.in_force", {"is_withdrawn", "is_replaced"}),)
#: Named rules, or one and the table that it looks into, that together make another.
COMBINED = (
    ("answered_without_evidence", {"WITHOUT_ANSWER", "without_evidence"}),
    ("without_evidence", {"TO_BE_PROVED", "EvidenceUse"}),
    ("without_evidence", {"TO_BE_PROVED", "evidence_uses"}),
)


def copies(sources: Sources) -> list[str]:
    """Whoever asks for rows that a rule names asks for it by that name."""
    return [
        f"{name}:{line} compares {what}, which {rule} says"
        for name, source in sources.items()
        if _may_not_repeat(name)
        for line, what, rule in sorted({*_found(source), *_asked_of_rows(name, source)})
    ]


def names() -> set[str]:
    """How to ask for each rule; some compare more than one column."""
    return {rule.name for rule in (*RULES, *OF_ROWS)} | {name for name, _ in (*TOGETHER, *COMBINED)}


def missing_rules(sources: Sources) -> list[str]:
    """Every rule of the list is there, among the models or at its home."""
    homes = {question.home for question in OF_ROWS}
    there = {
        defined
        for name, source in sources.items()
        if "models" in name.split(".") or name in homes
        for defined in _defined(parse(source))
    }
    return sorted(names() - there)


def models_without_rules(sources: Sources) -> list[str]:
    """Concrete models whose rows nobody can ask for by the name of a rule."""
    return [
        f"{name}.{model.name}"
        for name, source in sources.items()
        if "models" in name.split(".")
        for model in parse(source).body
        if isinstance(model, ast.ClassDef) and _is_table(model) and not _has_queryset(model)
    ]


def tables(sources: Sources) -> int:
    return sum(
        isinstance(model, ast.ClassDef) and _is_table(model)
        for name, source in sources.items()
        if "models" in name.split(".")
        for model in parse(source).body
    )


def _may_not_repeat(name: str) -> bool:
    parts = name.split(".")
    return parts[0] in APPS and "models" not in parts and not is_migration(name)


def _found(source: str) -> Iterator[tuple[int, str, str]]:
    for key, value in _compared(source):
        yield from (
            (value.lineno, key, rule.name) for rule in RULES if rule.is_asked_by(key, value)
        )
    for node in nodes(source):
        if isinstance(node, ast.Compare):
            yield from (
                (node.lineno, rule.column, rule.name)
                for rule in RULES
                if rule.is_asked_of_row(node)
            )
        elif isinstance(node, ast.BoolOp):
            yield from (
                (node.lineno, " and ".join(sorted(flags)), name)
                for name, flags in TOGETHER
                if _reads(node) == flags
            )
    yield from _combined(source)


def _combined(source: str) -> Iterator[tuple[int, str, str]]:
    """Rules put together by `&`, or side by side in a query."""
    named = _named(source)
    for node in nodes(source):
        is_query = isinstance(node, ast.Call) and called(node) in _ASKING
        if is_query or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd)):
            said = set(re.findall(r"\w+", _spelled_out(node, named)))
            yield from (
                (_line(node), " and ".join(sorted(parts)), name)
                for name, parts in COMBINED
                if parts <= said
            )


def _spelled_out(node: ast.AST, named: Names) -> str:
    """With what stands under the names that are given once."""
    inside = [each for each in ast.walk(node) if isinstance(each, ast.Name)]
    return " ".join(ast.unparse(each) for each in (node, *(_value_of(n, named) for n in inside)))


def _asked_of_rows(name: str, source: str) -> Iterator[tuple[int, str, str]]:
    asked = [each for each in OF_ROWS if each.home != name and each.column in source]
    named = _named(source) if asked else {}
    for node in nodes(source) if asked else ():
        if isinstance(node, _ASKS_OF_ROWS):
            yield from (
                (_line(node), question.column, question.name)
                for question in asked
                if question.is_asked_by(node, named)
            )


def _line(node: ast.AST) -> int:
    return next(each.lineno for each in ast.walk(node) if isinstance(each, ast.expr))


def _taken_as_true(node: ast.AST) -> list[ast.expr]:
    """What is asked only whether it is there: `if row.settled_at`, `not row.settled_at`."""
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            return [test]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return [operand]
        case ast.BoolOp(values=values):
            return values
        case ast.comprehension(ifs=ifs):
            return ifs
        case ast.Call(func=ast.Name(id="bool"), args=args):
            return args
    return []


def _compared(source: str) -> Iterator[tuple[str, ast.expr]]:
    """The keywords of queries, those of a dict among them; keywords and values are written in place
    or under a name.
    """
    named = _named(source)
    for call in calls(source):
        if called(call) in _ASKING:
            for key, value in _keywords(call, named):
                yield key, _value_of(value, named)


@cache
def _named(source: str) -> Names:
    """What is assigned to each name: whole, or item by item."""
    found: Names = defaultdict(list)
    for node in nodes(source):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found[name].append(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found[name].append(value)
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=name), slice=key)], value=value
            ):
                found[name].append(ast.copy_location(ast.Dict([key], [value]), value))
    return found


def _keywords(call: ast.Call, named: Names) -> Iterator[tuple[str, ast.expr]]:
    """Also those that are written as pairs: `filter(("is_confirmed", True))`."""
    for arg in call.args:
        match arg:
            case ast.Tuple(elts=[ast.Constant(value=str(key)), value]):
                yield key, value
    for keyword in call.keywords:
        if keyword.arg is not None:
            yield keyword.arg, keyword.value
        else:
            yield from _items(keyword.value, named)


def _items(value: ast.expr, named: Names) -> Iterator[tuple[str, ast.expr]]:
    """Of a dict, or of a call of `dict`."""
    wholes = named.get(value.id, [value]) if isinstance(value, ast.Name) else [value]
    for node in (node for whole in wholes for node in ast.walk(whole)):
        if isinstance(node, ast.Dict):
            for key, item in zip(node.keys, node.values, strict=True):
                yield _text(key), item
        elif isinstance(node, ast.Call) and called(node) == "dict":
            yield from _keywords(node, named)


def _value_of(value: ast.expr, named: Names) -> ast.expr:
    """What stands under a name that is given once."""
    given = named.get(value.id, []) if isinstance(value, ast.Name) else []
    return ast.copy_location(given[0], value) if len(given) == 1 else value


def _text(key: ast.expr | None) -> str:
    """A key; of an f-string, with ? for what is put in."""
    parts = key.values if isinstance(key, ast.JoinedStr) else [key]
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "?" for part in parts if part
    )


def _reads(node: ast.BoolOp) -> set[str]:
    """Flags of `a.x or a.y`, or of `not a.x and not a.y`, which is the same turned round."""
    turned = isinstance(node.op, ast.And)
    return {
        read.attr
        for value in node.values
        if isinstance(value, ast.UnaryOp) == turned
        for read in [value.operand if isinstance(value, ast.UnaryOp) else value]
        if isinstance(read, ast.Attribute)
    }


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name, body=body):
                yield name
                yield from (f"{name}.{each.name}" for each in body if hasattr(each, "name"))
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.FunctionDef(name=name):
                yield name


def _is_table(model: ast.ClassDef) -> bool:
    """It has columns of its own and is not abstract."""
    assigned = ast.unparse(model)
    return "models." in assigned and "def __str__" in assigned and "abstract = True" not in assigned


def _has_queryset(model: ast.ClassDef) -> bool:
    return "QuerySet.as_manager()" in ast.unparse(model)
