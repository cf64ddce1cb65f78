"""The page of one unit on the desk: its groups with how far each has come and what it comes to,
in a fixed number of queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ictindex.lib.numbers import show
from submissions.appraisal.queries.desk import AppraisalDesk, desk_of
from submissions.dossier.queries.files import GroupState, groups_of
from submissions.dossier.queries.outcomes import CriterionStanding, score_of, so_far, standings_of
from submissions.enums import Round
from submissions.models import Submission


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
    standings = standings_of(submission, desk.round)
    lines = tuple(_line(group, standings.get(group.code, ())) for group in groups)
    return AppraisalUnitPage(
        desk=desk,
        lines=lines,
        left=sum(line.left for line in lines),
        contested_left=sum(line.contested_left for line in lines),
        next_group=next((line.group.code for line in lines if line.left), ""),
    )


def _line(group: GroupState, criteria: Iterable[CriterionStanding]) -> GroupLine:
    listed = [] if group.is_confirmed else list(criteria)
    open_ones = [each for each in listed if each.is_open]
    claimed = score_of(group, [(each, so_far(each.claimed)) for each in listed])
    decided = score_of(group, [(each, so_far(each.decided)) for each in listed])
    return GroupLine(
        group=group,
        asked=len(listed),
        left=len(open_ones),
        contested_left=sum(each.is_contested for each in open_ones),
        self_points=show(claimed.points),
        points=show(decided.points),
        maximum=show(decided.maximum),
    )
