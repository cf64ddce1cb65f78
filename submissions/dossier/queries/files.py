"""A unit's file as one person has it on the desk: what the person may do with it, until when,
and its groups with their state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from criteria.models import AnnexAssignment
from submissions.frame.deadlines import deadline_of, is_filling_in, why_closed
from submissions.models import GroupDeclaration, GroupDone, Submission
from units.access import may, require
from units.clock import moment_in_words

VIEW = "self.view_self_scores_of_U"
EDIT = "self.edit_self_score_of_U"
_GROUP = (
    *("annex__groups__pk", "annex__groups__code", "annex__groups__name"),
    *("annex__groups__maximum", "annex__groups__may_be_absent", "annex__code"),
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
    about_group = {"submission": submission, "group_code": OuterRef("annex__groups__code")}
    done = GroupDone.objects.filter(**about_group)
    declared = GroupDeclaration.objects.filter(**about_group)
    name = Coalesce("done_by__full_name", "done_by__username", output_field=CharField())
    rows = _assigned_groups(submission).values_list(
        *_GROUP,
        Subquery(done.values("done_at")),
        Subquery(done.annotate(by_name=name).values("by_name")),
        *(Subquery(declared.values(column)) for column in ("reason", "is_confirmed")),
    )
    return tuple(
        GroupState(*[*group, done_by or "", reason, bool(is_confirmed)])
        for *group, done_by, reason, is_confirmed in rows
    )


def _assigned_groups(submission: Submission) -> QuerySet[AnnexAssignment]:
    of_unit = AnnexAssignment.objects.filter(
        period=submission.campaign.code, unit=submission.unit_id
    )
    own_annex = of_unit.for_all_groups().filter(annex__groups__code=OuterRef("annex__groups__code"))
    own_place = Subquery(own_annex.values("annex__groups__order"))
    return of_unit.by_group().order_by(
        own_place.asc(nulls_last=True), "annex__order", "annex__groups__order"
    )


def group_or_404(groups: Iterable[GroupState], code: str) -> GroupState:
    for group in groups:
        if group.code == code:
            return group
    raise Http404
