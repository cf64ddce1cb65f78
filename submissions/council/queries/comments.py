"""The comments of the Council with their answers, as far as the reader may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.query import QuerySet

from submissions.council.queries.rights import ANSWER
from submissions.enums import Pin
from submissions.models import Campaign, Comment
from submissions.models.capacities import where_may
from submissions.models.council import UNANSWERED
from units.access import may
from units.models import User

READ = "report.read_council_comments"


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment. `number` counts from 1 in the campaign; `may_answer`: the reader takes it up."""

    pk: int
    number: int
    about: str
    text: str
    by: str
    at: datetime
    meeting: int | None
    response: str
    responded_by: str
    responded_at: datetime | None
    may_answer: bool


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """The comments in order, and how many wait for an answer."""

    rows: tuple[CommentRow, ...]
    open_count: int


def may_read(reader: User) -> Q:
    """The comments but for those on a unit that the reader, being of the working group, must keep
    away from.
    """
    return Q(submission=None) | where_may(reader, READ, prefix="submission__")


def comments_seen(campaign: Campaign, reader: User) -> "QuerySet[Comment]":
    return Comment.objects.filter(may_read(reader), campaign=campaign).select_related(
        "submission", "answer__criterion__group", "by", "responded_by", "meeting"
    )


def comments_page(campaign: Campaign, reader: User, *, only_open: bool = False) -> CommentsPage:
    """Two queries, whatever the number of comments."""
    numbers = {pk: number for number, pk in enumerate(_keys(campaign), start=1)}
    may_answer = bool(may(reader, ANSWER, campaign))
    rows = [
        _shown(comment, numbers[comment.pk], may_answer=may_answer)
        for comment in comments_seen(campaign, reader)
    ]
    open_ones = [row for row in rows if UNANSWERED.holds(row)]
    return CommentsPage(tuple(open_ones if only_open else rows), len(open_ones))


def _keys(campaign: Campaign) -> Iterable[int]:
    return Comment.objects.filter(campaign=campaign).order_by("pk").values_list("pk", flat=True)


def about(comment: Comment) -> str:
    """«Vụ CCHC, nhóm HTKT, tiêu chí 1.2. …»."""
    match comment.pin:
        case Pin.UNIT if comment.submission:
            return f"Đơn vị {comment.submission.short_name}"
        case Pin.CRITERION if comment.submission and comment.answer:
            criterion = comment.answer.criterion
            return (
                f"{comment.submission.short_name}, nhóm {criterion.group.code}, tiêu chí "
                f"{criterion.code}. {criterion.name}"
            )
        case Pin.TABLE:
            return place_in_words(comment.place)
        case Pin.TEXT:
            return f"Lời văn: {comment.place}"
    return str(Pin.WHOLE.label)


def place_in_words(place: str) -> str:
    """«bang-1» → «Bảng 1», «bieu-do-7» → «Biểu đồ 7»."""
    kind, _, number = place.rpartition("-")
    names = {"bang": "Bảng", "bieu-do": "Biểu đồ"}
    return f"{names[kind]} {number}" if kind in names else place


def _shown(comment: Comment, number: int, *, may_answer: bool) -> CommentRow:
    return CommentRow(
        pk=comment.pk,
        number=number,
        about=about(comment),
        text=comment.text,
        by=str(comment.by),
        at=comment.at,
        meeting=comment.meeting.number if comment.meeting else None,
        response=comment.response,
        responded_by=str(comment.responded_by or ""),
        responded_at=comment.responded_at,
        may_answer=may_answer,
    )
