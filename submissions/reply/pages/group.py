"""The page on which a unit replies to the outcomes of one group, as finished rows, in a fixed
number of queries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from scoring.core.amounts import plain
from submissions.dossier.queries.files import GroupState, group_or_404, groups_of
from submissions.dossier.queries.lines import DossierLine
from submissions.dossier.queries.reader import CriterionSection, dossier_of, sections
from submissions.enums import Round
from submissions.frame.form_rows import RowMessage
from submissions.models import Submission
from submissions.reply.pages.markup import form_html
from submissions.reply.queries.reply import ReplyWindow, sight_in, window_of
from submissions.reply.queries.rows import ReplyRow, points_in, row_of
from submissions.reply.statements import STANCE, texts_of
from units.access import may

UPLOAD = "self.upload_supplementary_evidence_of_U"


@dataclass(frozen=True, slots=True)
class ReplySummary:
    """How far the unit has come in replying to the group."""

    total: int
    contested: int
    open: int

    @property
    def replied(self) -> str:
        return f"{self.total - self.open} / {self.total}"

    @property
    def in_words(self) -> str:
        contested = f"Không nhất trí {self.contested} tiêu chí. " if self.contested else ""
        if not self.open:
            return f"{contested}Mọi tiêu chí đã có ý kiến."
        return f"{contested}Còn {self.open} tiêu chí chưa có ý kiến."


@dataclass(frozen=True, slots=True)
class ReplyGroupPage:
    """Everything the page shows."""

    window: ReplyWindow
    group: GroupState
    sections: tuple[CriterionSection[ReplyRow], ...]
    summary: ReplySummary
    self_points: str
    first_points: str
    second_points: str
    maximum: str
    problems: tuple[tuple[str, str], ...]
    may_add: bool
    before: GroupState | None
    after: GroupState | None


def group_page(
    submission: Submission,
    code: str,
    user: Any,
    *,
    now: datetime,
    told: Mapping[int, RowMessage] | None = None,
    keep_inputs: bool = False,
) -> ReplyGroupPage:
    """Six queries.

    `told`: what to say about rows, by answer; `keep_inputs`: show inputs though nothing can be
    saved.
    """
    told, window, groups = told or {}, window_of(submission, user, now=now), groups_of(submission)
    group = group_or_404(groups, code)
    applying = () if group.is_confirmed else (group,)
    dossier = dossier_of(submission, applying, sight_in(window))
    asked = dossier.asked_in(group.pk)
    shows_inputs = window.can_reply or keep_inputs
    rows = {
        line.pk: _reply_row(line, told.get(line.answer.pk), shows_inputs=shows_inputs)
        for line in asked
    }
    place = groups.index(group)
    return ReplyGroupPage(
        window=window,
        group=group,
        sections=sections(dossier, rows),
        summary=_summary(rows.values()),
        self_points=points_in(group, asked, None),
        first_points=points_in(group, asked, Round.FIRST),
        second_points=points_in(group, asked, Round.SECOND) if window.sees_later else "",
        maximum=plain(group.maximum),
        problems=tuple(problem for row in rows.values() for problem in row.problems),
        may_add=window.can_reply and bool(may(user, UPLOAD, submission)),
        before=groups[place - 1] if place else None,
        after=groups[place + 1] if place + 1 < len(groups) else None,
    )


def group_summary(submission: Submission, code: str, user: Any, *, now: datetime) -> ReplySummary:
    """How far the reply to the group has come now."""
    return group_page(submission, code, user, now=now).summary


def _reply_row(line: DossierLine, told: RowMessage | None, *, shows_inputs: bool) -> ReplyRow:
    row, reply = row_of(line), line.trail.reply
    if not shows_inputs or not row.is_decided:
        return row
    texts = texts_of(reply)
    shown = told or RowMessage(texts, {})
    form = form_html(row.pk, reply.version if reply else 0, texts, shown)
    return replace(row, form=form, problems=tuple(_problems(row.pk, shown)))


def _problems(key: str, shown: RowMessage) -> Iterable[tuple[str, str]]:
    """For the list above the form: where, and the words that stand beside the field."""
    for name, sentence in shown.problems.items():
        yield f"o-{key}-{name or STANCE}", sentence
    if shown.theirs:
        yield f"o-{key}-{STANCE}", shown.theirs


def _summary(rows: Iterable[ReplyRow]) -> ReplySummary:
    listed = list(rows)
    return ReplySummary(
        total=len(listed),
        contested=sum(row.is_contested for row in listed),
        open=sum(not row.reply for row in listed),
    )
