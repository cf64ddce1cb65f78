"""The home of a unit in a campaign: its groups as a list of tasks, in a fixed number of queries
whatever their number.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q

from submissions.answers.queries.changes import HISTORY, RecentActs, changes_since
from submissions.answers.queries.whereabouts import Waypoint, whereabouts
from submissions.dossier.queries.files import EntryDesk, GroupState, desk_of, groups_of
from submissions.models import Answer, Submission
from submissions.models.evidence import without_evidence
from submissions.models.files import PUT_OFF, WITHOUT_ANSWER
from units.access import may
from units.clock import moment_in_words

EXPORT = "self.export_own_xlsx_of_U"


@dataclass(frozen=True, slots=True)
class GroupTask:
    """One group to be done. `without_evidence` counts what is not answered yet, too.

    `state` in words; `kind`: done, begun, untouched or absent, for the look of it.
    """

    group: GroupState
    kind: str
    state: str
    note: str
    asked: int
    without_answer: int
    put_off: int
    without_evidence: int


class _GroupCounts(NamedTuple):
    """Over the unit's answers in one group; `begun`: somebody has touched them."""

    asked: int = 0
    without_answer: int = 0
    put_off: int = 0
    without_evidence: int = 0
    begun: int = 0
    changed_at: datetime | None = None


_NOTHING = _GroupCounts()


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything the home of a unit shows. `done`: how many groups the unit says are finished, of
    those that apply.

    `may_export`: the person may fetch the unit's workbook. `stops`: where the file stands, once it
    is not filled in any more.
    """

    desk: EntryDesk
    tasks: tuple[GroupTask, ...]
    done: int
    to_do: int
    changes: RecentActs | None
    may_export: bool
    stops: tuple[Waypoint, ...]


def home_page(submission: Submission, user: Any, *, since: datetime, now: datetime) -> HomePage:
    """Three queries, one more after filling in, besides those for the person's standing."""
    groups = groups_of(submission)
    counts = _counts(submission)
    tasks = tuple(_task(group, counts.get(group.pk, _NOTHING)) for group in groups)
    applying = [task for task in tasks if task.kind != "absent"]
    return HomePage(
        desk=desk_of(submission, user, now=now),
        tasks=tasks,
        done=sum(task.kind == "done" for task in applying),
        to_do=len(applying),
        changes=changes_since(submission, user, since) if may(user, HISTORY, submission) else None,
        may_export=bool(may(user, EXPORT, submission)),
        stops=whereabouts(submission, user),
    )


def _counts(submission: Submission) -> dict[int, _GroupCounts]:
    """By group, over the answers of the file. One query."""
    begun = Q(changed_at__isnull=False)
    rows = (
        Answer.objects.filter(submission=submission)
        .alias(is_unproved=without_evidence())
        .values("criterion__group")
        .annotate(
            asked=Count("pk"),
            without_answer=Count("pk", filter=WITHOUT_ANSWER),
            put_off=Count("pk", filter=PUT_OFF),
            without_evidence=Count("pk", filter=Q(is_unproved=True)),
            begun=Count("pk", filter=begun),
            changed_at=Max("changed_at"),
        )
        .order_by()
        .values_list("criterion__group", *_GroupCounts._fields)
    )
    return {group: _GroupCounts(*counts) for group, *counts in rows}


def _task(group: GroupState, counts: _GroupCounts) -> GroupTask:
    kind, state, note = _state(group, counts)
    owed = _NOTHING if kind == "absent" else counts
    return GroupTask(
        group=group,
        kind=kind,
        state=state,
        note=note,
        asked=counts.asked,
        without_answer=owed.without_answer,
        put_off=owed.put_off,
        without_evidence=owed.without_evidence,
    )


def _state(group: GroupState, counts: _GroupCounts) -> tuple[str, str, str]:
    if group.is_absent:
        confirmed = (
            "Tổ giúp việc đã xác nhận" if group.is_confirmed else "chờ Tổ giúp việc xác nhận"
        )
        return "absent", f"khai không áp dụng, {confirmed}", group.absence_reason or ""
    if group.done_at:
        said = f"{group.done_by} xác nhận lúc {moment_in_words(group.done_at)}."
        changed = counts.changed_at
        later = " Sau đó có tiêu chí được sửa." if changed and changed > group.done_at else ""
        return "done", "đơn vị xác nhận đã xong", said + later
    return ("begun", "đang làm", "") if counts.begun else ("untouched", "chưa làm", "")
