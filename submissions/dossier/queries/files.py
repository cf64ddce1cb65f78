"""A unit's file as one person has it on the desk: what the person may do with it, until when,
and its groups with their state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from criteria.annexes import AnnexChoice
from criteria.models import CriterionGroup
from submissions.frame.deadlines import deadline_of, is_filling_in, why_closed
from submissions.models import GroupDeclaration, GroupDone, Submission
from units.access import may, require
from units.clock import moment_in_words

VIEW = "self.view_self_scores_of_U"
EDIT = "self.edit_self_score_of_U"
_GROUP = (
    *("annex__assignments__group_code", "pk", "code", "name", "maximum", "may_be_absent"),
    "annex__code",
)


@dataclass(frozen=True, slots=True)
class EntryDesk:
    """`closed` says why nothing can be changed by the unit now;

    `can_edit`: this person can change it now.
    """

    submission: Submission
    can_edit: bool
    closed: str
    due: datetime | None
    due_in_words: str
    left: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class GroupState:
    """A group that the unit is asked, and what the unit and the working group have said about
    it.
    """

    pk: int
    code: str
    name: str
    maximum: Any
    may_be_absent: bool
    annex: str
    done_at: datetime | None
    done_by: str
    absence_reason: str | None
    is_confirmed: bool

    @property
    def is_absent(self) -> bool:
        """Declared not to apply, whether or not the working group has confirmed it."""
        return self.absence_reason is not None


def file_or_404(user: Any, code: str, unit: str) -> Submission:
    """The file with its campaign, framework and unit.

    Raises Http404 out of sight, NotAllowed where it may not be read.
    """
    files = Submission.objects.select_related("campaign__framework", "unit", "kind")
    submission = get_object_or_404(files, campaign__code=code, unit__code=unit)
    require(user, VIEW, submission)
    return submission


def desk_of(submission: Submission, user: Any, *, now: datetime) -> EntryDesk:
    """No query beside those for the person's standing."""
    closed = why_closed(submission, now=now)
    due = deadline_of(submission) if is_filling_in(submission) else None
    return EntryDesk(
        submission=submission,
        can_edit=not closed and bool(may(user, EDIT, submission)),
        closed=closed,
        due=due,
        due_in_words=moment_in_words(due) if due else "",
        left=time_left(due - now) if due and due > now and not closed else "",
        is_urgent=bool(due and due - now < timedelta(days=3)),
    )


def time_left(span: timedelta) -> str:
    """«còn 10 ngày 3 giờ», «còn 45 phút»; never more than is left."""
    minutes = int(span.total_seconds() // 60)
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return f"còn {days} ngày {hours} giờ" if hours else f"còn {days} ngày"
    if hours:
        return f"còn {hours} giờ {minutes % 60} phút"
    return f"còn {minutes} phút" if minutes else "còn chưa đến 1 phút"


def groups_of(submission: Submission) -> tuple[GroupState, ...]:
    """In the order of the framework; a group taken from another annex stands where the own one
    has it. One query.
    """
    rows = _assigned_groups(submission)
    annex = AnnexChoice.of((assigned_for, group.annex) for assigned_for, group in rows)
    asked = {group.code: group for _, group in rows if annex.asks(group.annex, group.code)}
    own = [group.code for assigned_for, group in rows if not assigned_for]
    return tuple(asked.pop(code) for code in own if code in asked) + tuple(asked.values())


def _assigned_groups(submission: Submission) -> list[tuple[str, GroupState]]:
    """Of the annexes that the unit was assigned: each group with the one that its annex was
    assigned for, if not for all.
    """
    about_group = {"submission": submission, "group_code": OuterRef("code")}
    done = GroupDone.objects.filter(**about_group)
    declared = GroupDeclaration.objects.filter(**about_group)
    name = Coalesce("done_by__full_name", "done_by__username", output_field=CharField())
    assigned = CriterionGroup.objects.filter(
        annex__assignments__period=submission.campaign.code,
        annex__assignments__unit=submission.unit_id,
    )
    rows = assigned.order_by("annex__order", "order").values_list(
        *_GROUP,
        Subquery(done.values("done_at")),
        Subquery(done.annotate(by_name=name).values("by_name")),
        *(Subquery(declared.values(column)) for column in ("reason", "is_confirmed")),
    )
    return [
        (assigned_for, GroupState(*[*group, done_by or "", reason, bool(is_confirmed)]))
        for assigned_for, *group, done_by, reason, is_confirmed in rows
    ]


def group_or_404(groups: Iterable[GroupState], code: str) -> GroupState:
    for group in groups:
        if group.code == code:
            return group
    raise Http404
