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

from submissions.dossier.queries.decisions import Decision
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
from submissions.models.appraisals import DECIDED, NEVER_SETTLED


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
        & (NEVER_SETTLED.where() | Q(Exists(decided_anew)))
    )


@dataclass(frozen=True, slots=True)
class TwoReadings:
    """A second reading and the outcome beside it, as they were read: the question that
    `is_unsettled` asks of rows, but for groups that were confirmed not to apply.

    `decided_at`: when the first was given; None where nobody knows.
    """

    first: Decision | None
    decided_at: datetime | None
    second: Decision | None
    settled_at: datetime | None

    @property
    def differ(self) -> bool:
        return bool(self.first and self.second and not self.second.keeps(self.first))

    @property
    def was_settled(self) -> bool:
        """At some time, be it open again or not."""
        return not NEVER_SETTLED.holds(self)

    @property
    def is_as_settled(self) -> bool:
        """Somebody settled it, and the first outcome was not decided anew since."""
        if self.settled_at is None:
            return False
        return self.decided_at is None or self.decided_at <= self.settled_at

    @property
    def is_unsettled(self) -> bool:
        return self.differ and not self.is_as_settled

    @property
    def is_settled(self) -> bool:
        """Not any more where the first was decided anew since, and differs."""
        return self.was_settled and not self.is_unsettled

    @property
    def open_again(self) -> tuple[datetime, datetime] | None:
        """When it was settled, and when the first was decided anew and came to differ."""
        if self.settled_at is None or self.decided_at is None or not self.is_unsettled:
            return None
        return self.settled_at, self.decided_at


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
