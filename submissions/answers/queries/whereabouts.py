"""Where a unit's file stands on its way to the report, without anything that the reader may not
see yet.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from submissions.campaigns.queries.steps import unit_note
from submissions.enums import Leg
from submissions.frame.deadlines import is_filling_in
from submissions.models import Campaign, Confirmation, Submission
from submissions.reply.queries.window import READ, SEE_FIRST, confirmation_of
from units.access import may
from units.clock import moment_in_words

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
    return (
        Waypoint(Leg.SELF_SCORING.label, "past", _handed_in(submission)),
        _first_round(submission.campaign),
        _reply(submission, user),
        _second_round(submission.campaign),
        _drafting(submission.campaign),
        _published(submission),
    )


def _handed_in(submission: Submission) -> str:
    """A campaign that was loaded from a published report does not know when units handed in."""
    if not submission.is_handed_in and submission.campaign.is_reconstructed:
        return ""
    if not submission.is_handed_in:
        return "Đơn vị không nộp hồ sơ trong hạn."
    late = ", gửi báo cáo chậm" if submission.is_late else ""
    return f"Đã nộp lúc {moment_in_words(submission.submitted_at)}{late}."


def _first_round(campaign: Campaign) -> Waypoint:
    state = _state(campaign, Leg.ROUND_1)
    note = unit_note(campaign.phase) if state == "now" else "Lần 1 đã khóa."
    return Waypoint(Leg.ROUND_1.label, state, note)


def _reply(submission: Submission, user: Any) -> Waypoint:
    label, state = Leg.REPLY.label, _state(submission.campaign, Leg.REPLY)
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


def _second_round(campaign: Campaign) -> Waypoint:
    state = _state(campaign, Leg.ROUND_2)
    note = _with_the_report(campaign, state) if state != "next" else ""
    return Waypoint(Leg.ROUND_2.label, state, note)


def _drafting(campaign: Campaign) -> Waypoint:
    state = _state(campaign, Leg.REPORT)
    note = _with_the_report(campaign, state) if state == "now" else ""
    return Waypoint(Leg.REPORT.label, state, note)


def _with_the_report(campaign: Campaign, state: str) -> str:
    note = unit_note(campaign.phase) if state == "now" else ""
    return f"{note} {_WITH_THE_REPORT}".lstrip()


def _published(submission: Submission) -> Waypoint:
    campaign, label = submission.campaign, Leg.PUBLICATION.label
    if not campaign.is_public:
        return Waypoint(label, _state(campaign, Leg.PUBLICATION))
    url = reverse("unit_result", args=[campaign.code, submission.unit.code])
    return Waypoint(label, "past", "Báo cáo đã ban hành.", url, "Xem kết quả của đơn vị")


def _state(campaign: Campaign, leg: Leg) -> str:
    present = campaign.stands.leg
    if present < leg:
        return "next"
    return "now" if present == leg else "past"
