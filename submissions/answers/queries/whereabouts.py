"""Where a unit's file stands on its way to the report, without anything that the reader may not
see yet.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from submissions.enums import Phase
from submissions.frame.deadlines import is_filling_in
from submissions.models import Confirmation, Submission
from submissions.reply.queries.window import READ, SEE_FIRST, confirmation_of
from units.access import may
from units.clock import moment_in_words

_ORDER = list(Phase)
_AT_WORK = (
    "Tổ giúp việc đang thẩm định. Đơn vị thấy kết quả khi Tổ trưởng khóa lần 1 và gửi cho mọi đơn "
    "vị."
)
_WITH_THE_REPORT = "Kết quả được công bố cùng báo cáo."


@dataclass(frozen=True, slots=True)
class Waypoint:
    """One part of the way: `state` is past, now or next;

    `note` says what happened or goes on; an address, if there is one.
    """

    label: str
    state: str
    note: str = ""
    url: str = ""
    link: str = ""

    @property
    def state_in_words(self) -> str:
        return {"past": "đã qua", "now": "hiện nay"}.get(self.state, "chưa đến")


def whereabouts(submission: Submission, user: Any) -> tuple[Waypoint, ...]:
    """From handing in to the report.

    At most one query, besides those for the person's standing; none while filling in.
    """
    if is_filling_in(submission):
        return ()
    phase = Phase(submission.campaign.phase)
    return (
        Waypoint("Kê khai, tự chấm", "past", _handed_in(submission)),
        _first_round(phase),
        _reply(submission, user, phase),
        Waypoint("Thẩm định lần 2", _state(phase, Phase.APPRAISE_2), _second_round(phase)),
        _drafting(phase),
        _published(submission, phase),
    )


def _handed_in(submission: Submission) -> str:
    """A campaign that was loaded from a published report does not know when units handed in."""
    if submission.submitted_at is None and submission.campaign.is_reconstructed:
        return ""
    if submission.submitted_at is None:
        return "Đơn vị không nộp hồ sơ trong hạn."
    late = ", gửi báo cáo chậm" if submission.is_late else ""
    return f"Đã nộp lúc {moment_in_words(submission.submitted_at)}{late}."


def _first_round(phase: Phase) -> Waypoint:
    is_now = phase == Phase.APPRAISE_1
    return Waypoint(
        "Thẩm định lần 1", _state(phase, Phase.APPRAISE_1), _AT_WORK if is_now else "Lần 1 đã khóa."
    )


def _reply(submission: Submission, user: Any, phase: Phase) -> Waypoint:
    label, state = "Kết quả lần 1 và giải trình", _state(phase, Phase.EXPLAIN)
    if (
        state == "next"
        or submission.campaign.is_reconstructed
        or not may(user, SEE_FIRST, submission)
    ):
        return Waypoint(label, state)
    note = (
        _reply_note(submission, confirmation_of(submission), state)
        if may(user, READ, submission)
        else ""
    )
    url = reverse("reply", args=[submission.campaign.code, submission.unit.code])
    return Waypoint(label, state, note, url, "Xem kết quả lần 1 và giải trình")


def _reply_note(submission: Submission, ended: Confirmation | None, state: str) -> str:
    if ended and ended.is_confirmed:
        return f"Thủ trưởng đã xác nhận lúc {moment_in_words(ended.at)}."
    if ended:
        return "Đơn vị không trả lời trong hạn."
    due = submission.campaign.reply_due_at
    if state == "now" and due:
        return f"Chờ đơn vị xem, trả lời và thủ trưởng xác nhận trước {moment_in_words(due)}."
    return ""


def _second_round(phase: Phase) -> str:
    if phase == Phase.APPRAISE_2:
        return f"Tổ giúp việc đang thẩm định lần 2, có xem giải trình. {_WITH_THE_REPORT}"
    return _WITH_THE_REPORT if _state(phase, Phase.APPRAISE_2) == "past" else ""


def _drafting(phase: Phase) -> Waypoint:
    state = _state(phase, Phase.DRAFT_REPORT, Phase.COUNCIL_2)
    return Waypoint(
        "Dự thảo báo cáo và họp Hội đồng", state, _WITH_THE_REPORT if state == "now" else ""
    )


def _published(submission: Submission, phase: Phase) -> Waypoint:
    label = "Trình ký và ban hành"
    if not submission.campaign.is_public:
        return Waypoint(label, _state(phase, Phase.SIGNING))
    url = reverse("unit_result", args=[submission.campaign.code, submission.unit.code])
    return Waypoint(label, "past", "Báo cáo đã ban hành.", url, "Xem kết quả của đơn vị")


def _state(phase: Phase, first: Phase, last: Phase | None = None) -> str:
    """Of the part of the way from the first phase to the last."""
    place = _ORDER.index(phase)
    if place < _ORDER.index(first):
        return "next"
    return "now" if place <= _ORDER.index(last or first) else "past"
