"""What is said of the draft in the Council, pinned to what it is about, and what is answered to
it.
"""

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import StaleState
from ictindex.lib.text import clean_line
from submissions.council.notices import notice_of_answer
from submissions.council.queries.rights import ANSWER, WRITE
from submissions.council.services.meeting_lock import InvalidCouncilEntry, written
from submissions.enums import Pin
from submissions.models import Answer, Campaign, Comment, Meeting, Submission
from units import audit
from units.access import require
from units.models import User
from units.notify import tell

COMMENTED = audit.name_act("council.commented", "Nêu ý kiến tại Hội đồng")
COMMENT_ANSWERED = audit.name_act(
    "council.comment_answered", "Tiếp thu, giải trình ý kiến Hội đồng"
)


class StaleComment(StaleState):
    """Somebody answered since; `current` is the comment with the answer that is stored."""

    def __init__(self, current: Comment) -> None:
        super().__init__(
            "Ý kiến này đã được người khác trả lời sau khi Ông/Bà mở trang. Nội dung Ông/Bà nhập "
            "chưa được lưu."
        )
        self.current = current


@transaction.atomic
def write_comment(
    *,
    campaign: Campaign,
    pin: str,
    text: str,
    by: User,
    submission: Submission | None = None,
    answer: Answer | None = None,
    place: str = "",
    now: datetime | None = None,
) -> Comment:
    """A comment, with the meeting that is open if one is. `place`: the table, chart or heading that
    it is about.

    Raises NotAllowed or InvalidCouncilEntry.
    """
    held = Campaign.objects.select_for_update(no_key=True).filter(pk=campaign.pk).first()
    if held is None:
        raise Http404
    require(by, WRITE, held)
    comment = Comment(
        campaign=held,
        meeting=Meeting.objects.open().filter(campaign=held).first(),
        text=written(text, field="text", lacking="Hãy ghi ý kiến."),
        by=by,
        at=now or timezone.now(),
    )
    _pin(comment, pin, submission, answer, clean_line(place))
    comment.save(force_insert=True)
    _record(COMMENTED, comment, by, audit.inserted(comment))
    return comment


@transaction.atomic
def answer_comment(
    *, comment: Comment, version: int, response: str, by: User, now: datetime | None = None
) -> Comment:
    """What was done about a comment, or why nothing. Answering again replaces the answer; the
    record keeps both.

    Raises Http404, NotAllowed (also about a file of the own unit), StaleComment or
    InvalidCouncilEntry.
    """
    held = _held_comment(comment)
    require(by, ANSWER, held.submission or held.campaign)
    response = written(response, field="response", lacking="Hãy ghi nội dung tiếp thu, giải trình.")
    if held.version != version:
        raise StaleComment(held)
    before, was_answered = audit.row_of(held), held.is_answered
    values = {
        "response": response,
        "responded_by": by,
        "responded_at": now or timezone.now(),
        "version": version + 1,
    }
    if not Comment.objects.filter(pk=held.pk, version=version).update(**values):
        raise StaleComment(_held_comment(comment))
    for name, value in values.items():
        setattr(held, name, value)
    _record(COMMENT_ANSWERED, held, by, audit.updated(before, held))
    if not was_answered:
        tell(notice_of_answer(held))
    return held


def _held_comment(comment: Comment) -> Comment:
    locked = Comment.objects.select_for_update(of=("self", "campaign"), no_key=True)
    held = (
        locked.select_related("campaign", "submission__campaign", "responded_by", "by")
        .filter(pk=comment.pk)
        .first()
    )
    if held is None:
        raise Http404
    return held


def _pin(
    comment: Comment, pin: str, submission: Submission | None, answer: Answer | None, place: str
) -> None:
    """Puts what the comment is about on it.

    Raises InvalidCouncilEntry where that is lacking or of another campaign.
    """
    comment.pin = pin
    match pin:
        case Pin.WHOLE:
            return
        case Pin.UNIT:
            comment.submission = _of_campaign(
                comment, submission, "Hãy chọn đơn vị.", field="about"
            )
        case Pin.CRITERION:
            comment.answer = answer
            file = answer.submission if answer else None
            comment.submission = _of_campaign(comment, file, "Hãy chọn tiêu chí.", field="about")
        case Pin.TABLE | Pin.TEXT:
            comment.place = _place(place)
        case _:
            raise InvalidCouncilEntry("Hãy chọn ý kiến nói về điều gì.", field="pin")


def _of_campaign(
    comment: Comment, submission: Submission | None, lacking: str, *, field: str
) -> Submission:
    if submission is None or submission.campaign_id != comment.campaign_id:
        raise InvalidCouncilEntry(lacking, field=field)
    return submission


def _place(place: str) -> str:
    if not place:
        raise InvalidCouncilEntry("Hãy cho biết ý kiến nói về chỗ nào của dự thảo.", field="place")
    if len(place) > 200:
        raise InvalidCouncilEntry("Tên của chỗ dài quá 200 ký tự. Viết ngắn lại.", field="place")
    return place


def _record(act: audit.ActCode, comment: Comment, by: User, change: audit.Change) -> None:
    unit = comment.submission.unit if comment.submission else None
    audit.record(
        act=act, by=by, campaign=comment.campaign, unit=unit, subject=comment, changes=[change]
    )
