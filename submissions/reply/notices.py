"""Who is told when a unit's head confirms or reopens the reply, and when silence was recorded."""

from collections.abc import Sequence
from datetime import datetime

from submissions.frame.notices import campaign_notice, people_by_unit, people_of_unit
from submissions.models import Campaign, Confirmation, Submission
from units.clock import moment_in_words
from units.models import AuditEntry, User
from units.notify import Notice
from units.record.queries.receipts import mark_of


def notice_of_confirmation(
    submission: Submission, confirmation: Confirmation, entry: AuditEntry
) -> Notice:
    """The unit's people, with the hashes that prove what was confirmed, outside the server."""
    body = (
        f"{confirmation.by} đã xác nhận giải trình của {submission.name} lúc "
        f"{moment_in_words(confirmation.at)}.\n\n"
        f"SHA-256 của nội dung: {confirmation.content_sha256}\n"
        f"Mục trong nhật ký: {mark_of(entry)}\n\n"
        "Giữ thư này: hai mã trên chứng minh nội dung đơn vị đã xác nhận. Thủ trưởng mở lại được "
        "trước hạn giải trình."
    )
    return _to_unit(submission, people_of_unit(submission), "đã xác nhận giải trình", body)


def notice_of_reopening(submission: Submission, *, by: User, at: datetime) -> Notice:
    """The unit's people: what they have confirmed is open again."""
    body = (
        f"{by} đã mở lại giải trình của {submission.name} lúc {moment_in_words(at)} để sửa. "
        "Thủ trưởng phải xác nhận lại trước hạn giải trình, nếu không đơn vị được ghi nhận là "
        "không trả lời."
    )
    return _to_unit(submission, people_of_unit(submission), "đã mở lại giải trình", body)


def notices_of_silence(campaign: Campaign, submissions: Sequence[Submission]) -> list[Notice]:
    """The people of each unit that is recorded as silent.

    It waits in the outbox. Units with the same people are told apart.
    """
    people = people_by_unit(campaign)
    return [_of_silence(submission, people[submission.unit_id]) for submission in submissions]


def _of_silence(submission: Submission, people: Sequence[User]) -> Notice:
    body = (
        f"Đã hết hạn giải trình mà thủ trưởng {submission.name} chưa xác nhận. "
        "Đơn vị được ghi nhận là không trả lời; Tổ giúp việc thẩm định lần 2 theo hồ sơ hiện "
        "có."
    )
    return _to_unit(submission, people, "ghi nhận không trả lời", body, is_held=True)


def _to_unit(
    submission: Submission, people: Sequence[User], about: str, body: str, *, is_held: bool = False
) -> Notice:
    return campaign_notice(
        submission.campaign,
        people,
        about=f"{submission.short_name} {about}",
        body=body,
        page="reply",
        place=(submission.unit.code,),
        is_held=is_held,
    )
