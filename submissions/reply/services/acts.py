"""What the services of the reply share: refusals, agreement, and the entry in the record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ictindex.lib.errors import DomainError
from submissions.enums import Round, Stance
from submissions.models import Answer, Reply, Submission
from units import audit
from units.models import AuditEntry, User

CONFIRMED = audit.name_act("self.reply_confirmed", "Thủ trưởng xác nhận giải trình")
REOPENED = audit.name_act("self.reply_reopened", "Thủ trưởng mở lại giải trình")
CHANGED = (
    "Kết quả hoặc giải trình đã được sửa sau khi Ông/Bà mở trang, nên chưa xác nhận. Xem lại nội "
    "dung hiện nay rồi xác nhận."
)
NOT_CONFIRMED = "Giải trình chưa được xác nhận, hoặc đã được mở lại."
NOT_APPRAISED = "chưa có kết quả thẩm định lần 1 nên chưa trả lời được."


class OutdatedReplies(DomainError):
    """Outcomes were changed after the unit replied to them; it must look at them again.

    `codes`: «HTKT 1.2».
    """

    def __init__(self, codes: Sequence[str]) -> None:
        listed = ", ".join(codes[:12]) + ("…" if len(codes) > 12 else "")
        super().__init__(
            f"Kết quả của tiêu chí {listed} đã đổi sau khi đơn vị có ý kiến. Xem lại và lưu ý "
            "kiến của các tiêu chí này."
        )
        self.codes = tuple(codes)


def store_agreement(held: Submission, by: User, now: datetime, **where: Any) -> list[Reply]:
    """To every outcome without a reply, among those answers. Two queries."""
    decided = Answer.objects.decided(Round.FIRST)
    open_ones = decided.filter(submission=held, reply=None, **where)
    replies = [
        Reply(answer=answer, stance=Stance.AGREES, changed_by=by, changed_at=now)
        for answer in open_ones.select_related("criterion__group").order_by("pk")
    ]
    return Reply.objects.bulk_create(replies)


def record_reply(
    act: audit.ActCode,
    held: Submission,
    answers: Sequence[Answer],
    changes: Sequence[audit.Change],
    by: User,
    *,
    facts: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """`facts` name the criteria, so that a list of what changed is read without the changes."""
    named = (
        {
            "criteria": [
                f"{answer.criterion.group.code}:{answer.criterion.code}" for answer in answers
            ]
        }
        if answers
        else {}
    )
    return audit.record(
        act=act,
        by=by,
        campaign=held.campaign,
        unit=held.unit,
        subject=answers[0] if len(answers) == 1 else held,
        facts=named | dict(facts or {}),
        changes=changes,
    )
