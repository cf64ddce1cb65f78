"""The page of one group on the desk as finished rows, in a fixed number of queries whatever the
number of criteria.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from submissions.appraisal.pages.markup import DecisionControls
from submissions.appraisal.pages.rows import DecisionMessage, DeskRow, RowContext, row_of
from submissions.appraisal.queries.desk import AppraisalDesk, desk_of
from submissions.appraisal.queries.notes import READ
from submissions.appraisal.services.notes import WRITE
from submissions.dossier.queries.decisions import claims_in
from submissions.dossier.queries.files import GroupState, group_or_404, groups_of
from submissions.dossier.queries.reader import CriterionSection, dossier_of, sections
from submissions.dossier.queries.trails import NoteRow, Sight
from submissions.enums import Round
from submissions.models import Submission
from units.access import may

COMPARE = "self.compare_with_last_year_of_U"
READ_REPLY = "appraise.read_explanation_of_U"


@dataclass(frozen=True, slots=True)
class AppraisalProgress:
    """How far the group has come in the round."""

    asked: int
    left: int
    contested: int
    contested_left: int

    @property
    def decided(self) -> int:
        return self.asked - self.left


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Everything the page of a group shows. `keepable`: the rows that can be kept together, once
    they were looked at.

    `questioned`: those that the unit contests or has proved anew, and that are open. `notes`: about
    the file as a whole.
    """

    desk: AppraisalDesk
    group: GroupState
    sections: tuple[CriterionSection[DeskRow], ...]
    count: AppraisalProgress
    keepable: tuple[DeskRow, ...]
    questioned: tuple[DeskRow, ...]
    notes: tuple[NoteRow, ...]
    may_write_note: bool
    problems: tuple[tuple[str, str], ...]
    year_before: str
    before: GroupState | None
    after: GroupState | None

    @property
    def is_second(self) -> bool:
        return self.desk.round == Round.SECOND


def desk_page(
    submission: Submission,
    code: str,
    user: Any,
    *,
    address: str = "",
    token: str = "",
    told: Mapping[int, DecisionMessage] | None = None,
) -> DeskPage:
    """Nine queries, or eight where no criterion compares units. `told`: what to say about rows, by
    answer. Raises Http404.

    `address` and `token`: where the forms of the rows go, and what they carry against forgery.
    """
    desk, groups = desk_of(submission, user), groups_of(submission)
    group = group_or_404(groups, code)
    can_decide = desk.can_decide and not group.is_confirmed
    dossier = dossier_of(submission, [group], _sight(desk, user, can_decide=can_decide))
    asked = dossier.asked_in(group.pk)
    context = RowContext(
        round=desk.round,
        can_decide=can_decide,
        claims=claims_in(
            [line.entered for line in asked], submission.campaign_id, round=desk.round
        ),
        told=told or {},
        address=address,
        token=token,
    )
    rows = {line.pk: row_of(line, context) for line in dossier.lines}
    listed = [row for row in rows.values() if row.answer]
    place = groups.index(group)
    return DeskPage(
        desk=desk,
        group=group,
        sections=sections(dossier, rows),
        count=_count(listed),
        keepable=tuple(row for row in listed if _can_be_kept(row)),
        questioned=tuple(row for row in listed if row.is_open and row.is_questioned),
        notes=dossier.notes,
        may_write_note=bool(may(user, WRITE, submission)),
        problems=tuple(
            problem for row in listed if row.deciding for problem in _problems(row.deciding)
        ),
        year_before=str(submission.campaign.previous_year or ""),
        before=groups[place - 1] if place else None,
        after=groups[place + 1] if place + 1 < len(groups) else None,
    )


def _sight(desk: AppraisalDesk, user: Any, *, can_decide: bool) -> Sight:
    """Rounds that have begun: after a step back the later ones wait unseen. The Council's comes
    after round 2.
    """
    submission, is_second = desk.submission, desk.round == Round.SECOND
    last = Round.COUNCIL if is_second and not can_decide else desk.round
    return Sight(
        claims=True,
        rounds=frozenset(which for which in Round if which <= last),
        replies=is_second and bool(may(user, READ_REPLY, submission)),
        names=True,
        evidence=True,
        on_site=True,
        notes=bool(may(user, READ, submission)),
        earlier=bool(may(user, COMPARE, submission)),
    )


def _can_be_kept(row: DeskRow) -> bool:
    return bool(row.deciding and row.deciding.keep and row.is_open and not row.is_questioned)


def _count(rows: list[DeskRow]) -> AppraisalProgress:
    contested = [row for row in rows if row.is_contested]
    return AppraisalProgress(
        asked=len(rows),
        left=sum(row.is_open for row in rows),
        contested=len(contested),
        contested_left=sum(row.is_open for row in contested),
    )


def _problems(row: DecisionControls) -> list[tuple[str, str]]:
    """For the list above the rows: where, and the words that stand beside the field."""
    found = [(f"{field}-{row.pk}", sentence) for field, sentence in row.problems.items()]
    return [*found, (f"tc-{row.pk}", row.theirs)] if row.theirs else found
