"""The page of one group on the desk as finished rows, in a fixed number of queries whatever the
number of criteria.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from submissions.appraisal.pages.markup import DecisionControls
from submissions.appraisal.pages.rows import DecisionMessage, RowContext, row_of
from submissions.appraisal.queries.criteria import (
    criteria_on_desk,
    outcomes_of,
    proofs_of,
    stated_in,
)
from submissions.appraisal.queries.desk import AppraisalDesk, desk_of
from submissions.appraisal.queries.notes import NoteRow, notes_of
from submissions.appraisal.services.notes import WRITE
from submissions.dossier.queries.decisions import claims_in
from submissions.dossier.queries.files import GroupState, group_or_404, groups_of
from submissions.dossier.queries.rows import (
    CriterionAnswer,
    CriterionSection,
    EntryRow,
    asked_in,
    sections,
)
from submissions.dossier.queries.year_before import year_before
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
    sections: tuple[CriterionSection, ...]
    count: AppraisalProgress
    keepable: tuple[EntryRow, ...]
    questioned: tuple[EntryRow, ...]
    notes: tuple[NoteRow, ...]
    may_write_note: bool
    problems: tuple[tuple[str, str], ...]
    year_before: str
    before: GroupState | None
    after: GroupState | None

    @property
    def is_second(self) -> bool:
        return self.desk.round == Round.SECOND


class FormContext(NamedTuple):
    """What the forms of the rows are made with, beside what is stored."""

    address: str
    token: str
    told: Mapping[int, DecisionMessage]


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
    criteria = criteria_on_desk(submission, group.pk)
    asked = asked_in(criteria, [group.pk])
    material = _material(desk, group, asked, user, FormContext(address, token, told or {}))
    rows = {key: row_of(each, material) for key, each in asked.items()}
    listed = [row for row in rows.values() if row["answer"]]
    place = groups.index(group)
    return DeskPage(
        desk=desk,
        group=group,
        sections=sections(criteria, rows),
        count=_count(listed),
        keepable=tuple(
            row
            for row in listed
            if row["deciding"]
            and row["is_open"]
            and row["deciding"].keep
            and not row["is_questioned"]
        ),
        questioned=tuple(row for row in listed if row["is_open"] and row["is_questioned"]),
        notes=material.notes.get(None, ()),
        may_write_note=bool(may(user, WRITE, submission)),
        problems=tuple(
            problem for row in listed if row["deciding"] for problem in _problems(row["deciding"])
        ),
        year_before=str(submission.campaign.previous_year or ""),
        before=groups[place - 1] if place else None,
        after=groups[place + 1] if place + 1 < len(groups) else None,
    )


def _material(
    desk: AppraisalDesk,
    group: GroupState,
    asked: Mapping[int, CriterionAnswer],
    user: Any,
    forms: FormContext,
) -> RowContext:
    submission = desk.submission
    stated = [stated_in(each) for each in asked.values() if each.columns["own__pk"]]
    return RowContext(
        round=desk.round,
        can_decide=desk.can_decide and not group.is_confirmed,
        outcomes=outcomes_of(submission, group.pk),
        claims=claims_in(stated, submission.campaign_id, round=desk.round),
        proofs=proofs_of(submission, group.pk),
        earlier=year_before(submission, group.code) if may(user, COMPARE, submission) else {},
        told=forms.told,
        address=forms.address,
        token=forms.token,
        notes=notes_of(submission, user, group=group.code),
        shows_reply=desk.round == Round.SECOND and bool(may(user, READ_REPLY, submission)),
    )


def _count(rows: list[EntryRow]) -> AppraisalProgress:
    contested = [row for row in rows if row["is_contested"]]
    return AppraisalProgress(
        asked=len(rows),
        left=sum(row["is_open"] for row in rows),
        contested=len(contested),
        contested_left=sum(row["is_open"] for row in contested),
    )


def _problems(row: DecisionControls) -> list[tuple[str, str]]:
    """For the list above the rows: where, and the words that stand beside the field."""
    found = [(f"{field}-{row.pk}", sentence) for field, sentence in row.problems.items()]
    return [*found, (f"tc-{row.pk}", row.theirs)] if row.theirs else found
