"""The page with the first round's results of one unit and its whole reply: to read, to print,
and for the head to confirm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from ictindex.lib.numbers import show
from submissions.dossier.queries.files import GroupState, groups_of, time_left
from submissions.dossier.queries.reader import Dossier, dossier_of
from submissions.dossier.queries.trails import Sight
from submissions.enums import Round
from submissions.models import Confirmation, Submission
from submissions.reply.queries.content import content_of, digest_of
from submissions.reply.queries.rows import ReplyRow, points_in, row_of
from submissions.reply.queries.window import (
    CONFIRM,
    READ,
    REOPEN,
    SEE_LATER,
    can_reply,
    confirmation_of,
    is_asked,
    why_closed,
    why_past,
)
from units.access import may
from units.clock import moment_in_words

#: So many differing criteria are named above the groups; where there are more, the groups
#: themselves say it.
_FEW = 12


@dataclass(frozen=True, slots=True)
class ReplyWindow:
    """How long the unit can reply, and what this person can do about it. `closed` says why nothing
    can be changed now.

    `is_asked`: the campaign is in the phase of the reply. `ended`: how the reply ended, for who may
    read it.
    """

    is_asked: bool
    can_reply: bool
    may_confirm: bool
    may_reopen: bool
    closed: str
    due: datetime | None
    due_in_words: str
    left: str
    ended: Confirmation | None
    reads_replies: bool
    sees_later: bool

    @property
    def is_silent(self) -> bool:
        return self.ended is not None and self.ended.is_silent


@dataclass(frozen=True, slots=True)
class GroupResult:
    """One group: what the unit claimed, what round 1 gave, and the rest where it may be seen; no
    rows where it does not apply.

    `open`: outcomes without a reply.
    """

    group: GroupState
    url: str
    self_points: str
    first_points: str
    second_points: str
    maximum: str
    rows: tuple[ReplyRow, ...]
    differing: int
    contested: int
    open: int

    @property
    def is_absent(self) -> bool:
        return self.group.is_confirmed


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """Everything the page shows.

    `sha256` is that of the content shown: only this content can then be confirmed.
    """

    window: ReplyWindow
    groups: tuple[GroupResult, ...]
    differing: tuple[tuple[GroupResult, ReplyRow], ...]
    differing_count: int
    total: int
    contested: int
    open: int
    outdated: tuple[str, ...]
    undecided: int
    sha256: str
    has_council: bool

    @property
    def agreed(self) -> int:
        return self.total - self.contested - self.open

    @property
    def can_be_confirmed(self) -> bool:
        return (
            self.window.may_confirm
            and not self.outdated
            and not self.undecided
            and bool(self.total)
        )


def window_of(submission: Submission, user: Any, *, now: datetime) -> ReplyWindow:
    """One query, besides those for the person's standing."""
    reads, asked = bool(may(user, READ, submission)), is_asked(submission)
    ended, due = confirmation_of(submission), submission.campaign.reply_due_at
    is_confirmed = ended is not None and ended.is_confirmed
    in_time = not why_past(submission, now=now)
    return ReplyWindow(
        is_asked=asked,
        can_reply=can_reply(user, submission, ended, now=now),
        may_confirm=ended is None and in_time and bool(may(user, CONFIRM, submission)),
        may_reopen=is_confirmed and in_time and bool(may(user, REOPEN, submission)),
        closed=why_closed(submission, ended, now=now) if asked and reads else "",
        due=due if asked else None,
        due_in_words=moment_in_words(due) if due else "",
        left=time_left(due - now) if due and due > now else "",
        ended=ended if reads else None,
        reads_replies=reads,
        sees_later=bool(may(user, SEE_LATER, submission)),
    )


def sight_in(window: ReplyWindow) -> Sight:
    """What the person sees of the file here: never who appraised."""
    return Sight(
        claims=True,
        rounds=frozenset(Round if window.sees_later else {Round.FIRST}),
        replies=window.reads_replies,
        evidence=True,
    )


def reply_page(submission: Submission, user: Any, *, now: datetime) -> ReplyPage:
    """Eight queries, besides those for the person's standing, whatever the number of criteria
    and groups.
    """
    window, groups = window_of(submission, user, now=now), groups_of(submission)
    results = _results(submission, window, groups)
    rows = [row for result in results for row in result.rows]
    differing = [(result, row) for result in results for row in result.rows if row.differs]
    return ReplyPage(
        window=window,
        groups=results,
        differing=tuple(differing[:_FEW]),
        differing_count=len(differing),
        total=len(rows),
        contested=sum(result.contested for result in results),
        open=sum(result.open for result in results),
        outdated=tuple(
            f"{result.group.code} {row.code}"
            for result in results
            for row in result.rows
            if row.is_outdated
        ),
        undecided=sum(not row.is_decided for row in rows),
        sha256=digest_of(content_of(submission)) if window.reads_replies else "",
        has_council=any(row.council for row in rows),
    )


def _results(
    submission: Submission, window: ReplyWindow, groups: Sequence[GroupState]
) -> tuple[GroupResult, ...]:
    """Four queries."""
    applying = [group for group in groups if not group.is_confirmed]
    dossier = dossier_of(submission, applying, sight_in(window))
    return tuple(
        _result(submission, group, dossier, sees_later=window.sees_later) for group in groups
    )


def _result(
    submission: Submission, group: GroupState, dossier: Dossier, *, sees_later: bool
) -> GroupResult:
    asked = dossier.asked_in(group.pk)
    rows = tuple(row_of(line) for line in asked)
    return GroupResult(
        group=group,
        url=group_url(submission, group.code),
        self_points=points_in(group, asked, None),
        first_points=points_in(group, asked, Round.FIRST),
        second_points=points_in(group, asked, Round.SECOND) if sees_later else "",
        maximum=show(group.maximum),
        rows=rows,
        differing=sum(row.differs for row in rows),
        contested=sum(row.is_contested for row in rows),
        open=sum(not row.reply for row in rows),
    )


def group_url(submission: Submission, group: str) -> str:
    return reverse("reply_group", args=[submission.campaign.code, submission.unit.code, group])
