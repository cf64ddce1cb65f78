"""The page of one unit on the desk: its groups with how far each has come and what it comes to,
in a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from criteria.specs import leaf_key
from ictindex.lib.numbers import show
from scoring.core.aggregate import group_score
from scoring.core.types import Effect, GroupScore, Outcome
from submissions.appraisal.queries.desk import AppraisalDesk, desk_of
from submissions.dossier.queries.files import GroupState, groups_of
from submissions.dossier.queries.outcomes import group_spec, outcome_value, so_far
from submissions.enums import OutcomeKind, Round
from submissions.models import Answer, Reply, Submission

DeskRow = dict[str, Any]
_COLUMNS = (
    *("code", "name", "maximum", "rule_kind"),
    *("self_outcome", "self_points", "outcome", "points", "ground", "is_contested"),
)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group.

    Points are those of what has points by now, in the arithmetic of the final score.
    """

    group: GroupState
    asked: int
    left: int
    contested_left: int
    self_points: str
    points: str
    maximum: str

    @property
    def state(self) -> str:
        if self.group.is_confirmed:
            return "không áp dụng"
        if not self.left:
            return "đã chấm đủ"
        return "đang chấm" if self.left < self.asked else "chưa chấm"


@dataclass(frozen=True, slots=True)
class AppraisalUnitPage:
    """Everything the page shows."""

    desk: AppraisalDesk
    lines: tuple[GroupLine, ...]
    left: int
    contested_left: int
    next_group: str

    @property
    def asked(self) -> int:
        return sum(line.asked for line in self.lines)

    @property
    def may_be_finished(self) -> bool:
        return self.desk.can_finish and not self.desk.is_finished and not self.left

    @property
    def is_second(self) -> bool:
        return self.desk.round == Round.SECOND


def unit_page(submission: Submission, user: Any) -> AppraisalUnitPage:
    """Three queries."""
    desk, groups = desk_of(submission, user), groups_of(submission)
    answers = _answers(submission, desk.round)
    lines = tuple(_line(group, answers.get(group.code, ())) for group in groups)
    return AppraisalUnitPage(
        desk=desk,
        lines=lines,
        left=sum(line.left for line in lines),
        contested_left=sum(line.contested_left for line in lines),
        next_group=next((line.group.code for line in lines if line.left), ""),
    )


def _answers(submission: Submission, which: Round) -> Mapping[str, list[DeskRow]]:
    """By group, each with its self-score and the outcome of the round."""
    contested = Reply.objects.contesting().filter(answer=OuterRef("pk"))
    rows = (
        Answer.objects.filter(submission=submission)
        .annotate(
            decided=FilteredRelation("appraisals", condition=Q(appraisals__round=which)),
            is_contested=Exists(contested),
            outcome=F("decided__outcome"),
            points=F("decided__points"),
            ground=F("decided__ground"),
            **{name: F(f"criterion__{name}") for name in ("code", "name", "maximum", "rule_kind")},
        )
        .order_by("criterion__order", "pk")
    )
    found: dict[str, list[DeskRow]] = defaultdict(list)
    for row in rows.values("criterion__group__code", *_COLUMNS):
        found[row["criterion__group__code"]].append(row)
    return found


def _line(group: GroupState, rows: Iterable[DeskRow]) -> GroupLine:
    listed = [] if group.is_confirmed else list(rows)
    open_ones = [row for row in listed if row["outcome"] in (None, OutcomeKind.MISSING)]
    claimed = _score(group, listed, map(_claimed, listed))
    decided = _score(group, listed, map(_decided, listed))
    return GroupLine(
        group=group,
        asked=len(listed),
        left=len(open_ones),
        contested_left=sum(row["is_contested"] for row in open_ones),
        self_points=show(claimed.points),
        points=show(decided.points),
        maximum=show(decided.maximum),
    )


def _score(group: GroupState, rows: list[DeskRow], outcomes: Iterable[Outcome]) -> GroupScore:
    """A group of which no criterion counts in its maximum does not apply."""
    spec = group_spec(group, rows)
    if all(leaf.effect is not Effect.POINTS for leaf in spec.leaves):
        return GroupScore(group.code, points=None, maximum=Fraction(0), applies=False)
    keys = [leaf_key(group.code, row["code"]) for row in rows]
    return group_score(spec, dict(zip(keys, outcomes, strict=True)))


def _claimed(row: DeskRow) -> Outcome:
    return so_far(outcome_value(row["self_outcome"], row["self_points"]))


def _decided(row: DeskRow) -> Outcome:
    return so_far(outcome_value(row["outcome"], row["points"], row["ground"]))
