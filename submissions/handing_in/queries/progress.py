"""How far each unit has come, for those who chase: counts only, never a score, in a fixed
number of queries.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q

from submissions.frame.deadlines import deadline_of, is_past_due
from submissions.models import Answer, Campaign, GroupDeclaration, GroupDone, Submission
from submissions.models.evidence import without_evidence
from submissions.models.files import NOT_HANDED_IN, TO_BE_ANSWERED, TO_BE_PROVED
from units.models import AuditEntry
from units.record.queries.acts import OF_UNIT


class _AnswerCounts(NamedTuple):
    """Over the answers that are asked of one unit; `unproved`: a file should prove them."""

    asked: int = 0
    finished: int = 0
    to_prove: int = 0
    unproved: int = 0
    groups: int = 0


_NONE_ASKED = _AnswerCounts()


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One unit. `finished` criteria have an answer or «chưa có số liệu»; of `to_prove` so many are
    `proved` by a file.

    `groups` are those that apply. `last_at`: when somebody of the unit last did something; None:
    nobody has.
    """

    unit: str
    name: str
    short_name: str
    order: int
    kind: str
    asked: int
    finished: int
    to_prove: int
    proved: int
    groups: int
    groups_done: int
    submitted_at: datetime | None
    due_at: datetime | None
    has_more_time: bool
    is_overdue: bool
    last_at: datetime | None

    @property
    def is_handed_in(self) -> bool:
        return not NOT_HANDED_IN.holds(self)

    @property
    def state(self) -> str:
        if self.is_handed_in:
            return "đã nộp"
        if self.is_overdue:
            return "quá hạn, chưa nộp"
        return "đang làm" if self.last_at else "chưa bắt đầu"


@dataclass(frozen=True, slots=True)
class HandingInBoard:
    """All units of a campaign, and how many of them have handed in."""

    rows: tuple[UnitProgress, ...]
    submitted: int
    overdue: int
    untouched: int


def board_of(campaign: Campaign, *, order: str, now: datetime) -> HandingInBoard:
    """Five queries, whatever the number of units. An unknown order is the official one."""
    rows = [*_rows(campaign, now)]
    rows.sort(key=ORDERS.get(order, ORDERS[OFFICIAL]).key)
    return HandingInBoard(
        rows=tuple(rows),
        submitted=sum(row.is_handed_in for row in rows),
        overdue=sum(row.is_overdue for row in rows),
        untouched=sum(not row.is_handed_in and row.last_at is None for row in rows),
    )


def _rows(campaign: Campaign, now: datetime) -> list[UnitProgress]:
    submissions = (
        Submission.objects.filter(campaign=campaign)
        .select_related("unit", "kind")
        .order_by("kind__order", "order")
    )
    answers, done, absent, last = (
        _answers(campaign),
        _done(campaign),
        _absent(campaign),
        _last(campaign),
    )
    rows = []
    for submission in submissions:
        submission.campaign = campaign
        counts = answers.get(submission.pk, _NONE_ASKED)
        rows.append(
            UnitProgress(
                unit=submission.unit.code,
                name=submission.name,
                short_name=submission.short_name,
                order=submission.order,
                kind=submission.kind.name,
                asked=counts.asked,
                finished=counts.finished,
                to_prove=counts.to_prove,
                proved=counts.to_prove - counts.unproved,
                groups=counts.groups,
                groups_done=len(
                    done.get(submission.pk, frozenset()) - absent.get(submission.pk, frozenset())
                ),
                submitted_at=submission.submitted_at,
                due_at=deadline_of(submission),
                has_more_time=submission.due_at is not None,
                is_overdue=not submission.is_handed_in and is_past_due(submission, now=now),
                last_at=last.get(submission.unit_id),
            )
        )
    return rows


def _answers(campaign: Campaign) -> dict[int, _AnswerCounts]:
    """By submission. One query. What another body supplies is neither asked nor counted."""
    rows = (
        Answer.objects.asked()
        .filter(submission__campaign=campaign)
        .alias(lacks_file=without_evidence())
        .values("submission")
        .annotate(
            asked=Count("pk"),
            finished=Count("pk", filter=~TO_BE_ANSWERED),
            to_prove=Count("pk", filter=TO_BE_PROVED),
            unproved=Count("pk", filter=Q(lacks_file=True)),
            groups=Count("criterion__group__code", distinct=True),
        )
        .order_by()
        .values_list("submission", *_AnswerCounts._fields)
    )
    return {submission: _AnswerCounts(*counts) for submission, *counts in rows}


def _done(campaign: Campaign) -> dict[int, frozenset[str]]:
    return _codes(GroupDone.objects.filter(submission__campaign=campaign))


def _absent(campaign: Campaign) -> dict[int, frozenset[str]]:
    return _codes(GroupDeclaration.objects.filter(submission__campaign=campaign))


def _codes(rows: Any) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for submission, code in rows.values_list("submission_id", "group_code"):
        found[submission] = found.get(submission, frozenset()) | {code}
    return found


def _last(campaign: Campaign) -> dict[int, datetime]:
    """By unit, from the record: whatever the unit did on its submission."""
    acts = AuditEntry.objects.filter(
        campaign_code=campaign.code, act__startswith=OF_UNIT, unit__isnull=False
    )
    return dict(acts.order_by().values_list("unit_id").annotate(Max("at")))


@dataclass(frozen=True, slots=True)
class HandingInOrder:
    """A way to sort the board; those who are furthest behind come first."""

    label: str
    key: Callable[[UnitProgress], Any]


OFFICIAL = "thu-tu"
_NEVER = datetime.min.replace(tzinfo=UTC)


def _share(part: int, whole: int) -> Fraction:
    """What there is nothing to do of is done."""
    return Fraction(part, whole) if whole else Fraction(1)


ORDERS: Mapping[str, HandingInOrder] = {
    OFFICIAL: HandingInOrder("Thứ tự chính thức", lambda row: row.order),
    "nop": HandingInOrder(
        "Chưa nộp trước", lambda row: (row.is_handed_in, row.submitted_at, row.order)
    ),
    "tra-loi": HandingInOrder(
        "Ít câu trả lời trước", lambda row: (_share(row.finished, row.asked), row.order)
    ),
    "tai-lieu": HandingInOrder(
        "Ít tài liệu trước", lambda row: (_share(row.proved, row.to_prove), row.order)
    ),
    "nhom": HandingInOrder(
        "Ít nhóm xong trước", lambda row: (_share(row.groups_done, row.groups), row.order)
    ),
    "hoat-dong": HandingInOrder(
        "Lâu không hoạt động trước", lambda row: (row.last_at or _NEVER, row.order)
    ),
}
