"""How far one group of a file has come, in figures and in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from ictindex.lib.numbers import show
from scoring.core.types import Missing
from submissions.dossier.queries.files import GroupState
from submissions.dossier.queries.lines import DossierLine
from submissions.dossier.queries.outcomes import score_of, so_far
from submissions.models.files import NOT_CLAIMED, SKIPPED


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


def summary_of(group: GroupState, asked: Iterable[DossierLine]) -> EntrySummary:
    """Of the criteria that the unit has an answer to."""
    listed = list(asked)
    open_ones = [line for line in listed if is_without_answer(line)]
    score = score_of(group, [(line.criterion, so_far(line.answer.value)) for line in listed])
    return EntrySummary(
        points=show(score.points, missing="0,00"),
        maximum=show(score.maximum),
        asked=len(listed),
        without_points=sum(isinstance(line.answer.value, Missing) for line in listed),
        without_answer=len(open_ones),
        put_off=sum(is_put_off(line) for line in open_ones),
    )


def is_without_answer(line: DossierLine) -> bool:
    """As `WITHOUT_ANSWER` of the model says in queries."""
    rule = line.criterion.rule
    if not NOT_CLAIMED.holds(line.answer) or rule.is_supplied:
        return False
    return not (rule.waits_with and rule.is_complete(line.answer.declared))


def is_put_off(line: DossierLine) -> bool:
    """As `PUT_OFF` of the model says in queries."""
    return is_without_answer(line) and SKIPPED.holds(line.answer)
