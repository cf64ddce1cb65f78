"""Second readings that still wait: ordered and not given, or given, different, and not settled.
Reckoned from the rows each time.

An order (`Assignment.is_second`) holds in both rounds until it is withdrawn. Nothing says of a
settled difference that it is open again: it is, once the outcome was decided anew after it was
settled.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.query import QuerySet

from submissions.enums import Round
from submissions.models import (
    Answer,
    Appraisal,
    Assignment,
    Campaign,
    GroupDeclaration,
    SecondReading,
    Submission,
)
from submissions.models.appraisals import DECIDED


@dataclass(frozen=True, slots=True)
class UnreadGroup:
    """A group of a file that somebody ordered to be read again, and how many of its criteria
    nobody has.
    """

    submission: int
    unit: str
    unit_name: str
    group: str
    asked: int
    left: int

    @property
    def in_words(self) -> str:
        """«nhóm HTKT còn 3/20 tiêu chí»."""
        return f"nhóm {self.group} còn {self.left}/{self.asked} tiêu chí"


@dataclass(frozen=True, slots=True)
class DifferingCriterion:
    """A criterion of a file of which two readings say different things."""

    submission: int
    unit_name: str
    group: str
    code: str


def is_unsettled() -> Q:
    """Of a second reading: the outcome beside it is another, and nobody has settled that, or
    not as it is now.
    """
    first = Appraisal.objects.decided().filter(answer=OuterRef("answer"), round=OuterRef("round"))
    same_points = Q(points=OuterRef("points")) | Q(points=None)
    same = first.filter(same_points, outcome=OuterRef("outcome"), ground=OuterRef("ground"))
    decided_anew = first.filter(changed_at__gt=OuterRef("settled_at"))
    absent = GroupDeclaration.objects.confirmed().about_answer("answer__")
    return (
        DECIDED.where()
        & ~Q(Exists(absent))
        & Q(Exists(first))
        & ~Q(Exists(same))
        & (Q(settled_at=None) | Q(Exists(decided_anew)))
    )


def holds(settled_at: datetime | None, decided_at: datetime | None) -> bool:
    """Whether what was settled about two readings is settled still: the first outcome was not
    decided anew since.
    """
    return settled_at is not None and (decided_at is None or decided_at <= settled_at)


def is_ordered() -> Exists:
    """Of an answer: somebody is to read its group again."""
    orders = Assignment.objects.in_force().of_second_readings()
    of_group = orders.sharing(OuterRef("criterion__group__code"))
    return Exists(of_group.filter(submission=OuterRef("submission")))


def unread_in(
    which: Round, submissions: "Iterable[Submission] | QuerySet[Submission]"
) -> tuple[UnreadGroup, ...]:
    """Ordered groups of those files that are not read whole in that round, in official order.

    One query.
    """
    read = SecondReading.objects.decided().filter(answer=OuterRef("pk"), round=which)
    asked = Answer.objects.applicable().filter(is_ordered(), submission__in=submissions)
    places = (
        "submission",
        "submission__unit__code",
        "submission__short_name",
        "criterion__group__code",
    )
    counted = (
        asked.annotate(is_read=Exists(read))
        .values(*places)
        .annotate(asked=Count("pk"), left=Count("pk", filter=Q(is_read=False)))
        .filter(left__gt=0)
        .order_by("submission__order", "criterion__group__order")
    )
    return tuple(UnreadGroup(*row) for row in counted.values_list(*places, "asked", "left"))


def differing_in(
    which: Round, campaign: Campaign, unread: Iterable[UnreadGroup]
) -> list[DifferingCriterion]:
    """What must be settled in a campaign, in official order; nothing of a group that is being
    read again. One query.
    """
    being_read = {(each.submission, each.group) for each in unread}
    rows = SecondReading.objects.filter(
        is_unsettled(), answer__submission__campaign=campaign, round=which
    )
    in_order = rows.order_by(
        "answer__submission__order", "answer__criterion__group__order", "answer__criterion__order"
    )
    found = in_order.values_list(
        *("answer__submission", "answer__submission__short_name"),
        *("answer__criterion__group__code", "answer__criterion__code"),
    )
    return [DifferingCriterion(*row) for row in found if (row[0], row[2]) not in being_read]
