"""How far one group of a file has come, in figures and in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from criteria.specs import leaf_key
from ictindex.lib.numbers import show
from scoring.core.aggregate import group_score
from scoring.core.types import Missing, Outcome
from submissions.dossier.queries.files import GroupState
from submissions.dossier.queries.outcomes import group_spec, outcome_value, so_far
from submissions.dossier.queries.rows import CriterionAnswer, EntryRow
from submissions.enums import OutcomeKind


@dataclass(frozen=True, slots=True)
class EntrySummary:
    """How far a group has come.

    `points`: of what has points by now, in the arithmetic of the final score.
    """

    points: str
    maximum: str
    asked: int
    without_points: int
    without_answer: int
    put_off: int

    @property
    def is_whole(self) -> bool:
        return not self.without_points

    @property
    def in_words(self) -> str:
        """A sentence on what is missing."""
        if not self.without_answer and not self.without_points:
            return "Mọi tiêu chí đã có điểm."
        if not self.without_answer:
            return f"Mọi tiêu chí đã trả lời; {self.without_points} tiêu chí chưa tính được điểm."
        put_off = f", trong đó {self.put_off} tiêu chí đã nêu lý do" if self.put_off else ""
        return f"Còn {self.without_answer} trên {self.asked} tiêu chí chưa trả lời{put_off}."


def summary_of(group: GroupState, asked: Iterable[CriterionAnswer]) -> EntrySummary:
    listed = [each for each in asked if each.columns["own__pk"] is not None]
    outcomes = {
        leaf_key(group.code, row["code"]): _claimed(row)
        for row in (each.columns for each in listed)
    }
    open_ones = [each for each in listed if is_without_answer(each)]
    spec = group_spec(group, (each.columns for each in listed))
    score = group_score(spec, {key: so_far(came_to) for key, came_to in outcomes.items()})
    return EntrySummary(
        points=show(score.points, missing="0,00"),
        maximum=show(score.maximum),
        asked=len(listed),
        without_points=sum(isinstance(came_to, Missing) for came_to in outcomes.values()),
        without_answer=len(open_ones),
        put_off=sum(bool(each.columns["own__skipped"]) for each in open_ones),
    )


def _claimed(columns: EntryRow) -> Outcome:
    return outcome_value(columns["own__self_outcome"], columns["own__self_points"])


def is_without_answer(asked: CriterionAnswer) -> bool:
    """As `WITHOUT_ANSWER` of the model says in queries."""
    columns = asked.columns
    if columns["own__self_outcome"] != OutcomeKind.MISSING or asked.rule.is_supplied:
        return False
    return not (asked.rule.waits_with and asked.rule.is_complete(columns["own__declared"]))
