"""A unit's letter about the first round, as finished lines in the form of Decree 30/2020: what it
confirms, and what it contests.

The number and the signature stay free on paper. The wording is the application's own.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from reports.document.printing.decision import initials
from reports.frame.phrases import listed, long_date, lowered
from submissions.models import Confirmation, Submission
from submissions.reply.queries.reply import GroupResult, ReplyPage
from submissions.reply.queries.rows import ReplyRow

_FREE = "\N{NO-BREAK SPACE}"
_PLACE = "Hà Nội"


@dataclass(frozen=True, slots=True)
class ContestedOutcome:
    """One outcome that the unit does not agree to. `added`: the files that it added, in words."""

    group: str
    code: str
    name: str
    self: str
    first: str
    asked: str
    text: str
    added: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The lines of the letter, from top to bottom.

    `standing` says how far the reply has come, where it is not confirmed.
    """

    ministry: str
    unit: str
    number: str
    place_and_day: str
    created: str
    subject: str
    to: str
    opening: str
    groups: tuple[GroupResult, ...]
    agreement: str
    contested: tuple[ContestedOutcome, ...]
    standing: str
    recipients: tuple[str, ...]
    signer: str
    sha256: str
    notice: str


def letter_of(submission: Submission, page: ReplyPage) -> Letter:
    """Draw up the letter. No queries: the page as its reader sees it holds everything."""
    ended = page.window.ended
    confirmed = ended if ended and not page.window.is_silent else None
    day = timezone.localtime(confirmed.at).date() if confirmed else None
    return Letter(
        ministry=submission.campaign.ministry.upper(),
        unit=submission.name.upper(),
        number=f"Số:{_FREE * 8}/{initials(submission.name)}",
        place_and_day=f"{_PLACE}, {_day_or_space(day)}",
        created=day.isoformat() if day else "",
        subject=f"Về kết quả thẩm định lần 1, {lowered(submission.campaign.title)}",
        to="Kính gửi: Tổ giúp việc Hội đồng đánh giá",
        opening=(
            f"{submission.name} đã xem kết quả thẩm định lần 1 của {page.total} tiêu chí do Tổ "
            "giúp việc gửi. "
            "Điểm từng nhóm như sau:"
        ),
        groups=page.groups,
        agreement=_agreement(page),
        contested=tuple(
            _contested(group, row)
            for group in page.groups
            for row in group.rows
            if row.is_contested
        ),
        standing=_standing(page),
        recipients=("- Như trên;", "- Lưu: VT."),
        signer=str(confirmed.by) if confirmed else "",
        sha256=confirmed.content_sha256 if confirmed else page.sha256,
        notice=_notice(confirmed),
    )


def _agreement(page: ReplyPage) -> str:
    left = f" Còn {page.open} tiêu chí chưa có ý kiến." if page.open else ""
    contested = (
        f" Đơn vị không nhất trí với kết quả của {page.contested} tiêu chí sau đây:"
        if page.contested
        else ""
    )
    return f"Đơn vị nhất trí với kết quả của {page.agreed} tiêu chí.{left}{contested}"


def _contested(group: GroupResult, row: ReplyRow) -> ContestedOutcome:
    added = [file.in_words for file in row.files if file.is_supplementary]
    return ContestedOutcome(
        group=group.group.name,
        code=row.code,
        name=row.name,
        self=row.claimed,
        first=row.first,
        asked=row.asked,
        text=row.text,
        added=listed(added),
    )


def _standing(page: ReplyPage) -> str:
    if page.window.is_silent:
        return "Thủ trưởng đơn vị không xác nhận trong hạn; đơn vị được ghi nhận là không trả lời."
    return "" if page.window.ended else "Dự thảo: thủ trưởng đơn vị chưa xác nhận trong hệ thống."


def _notice(confirmed: Confirmation | None) -> str:
    if confirmed is None:
        return ""
    at = timezone.localtime(confirmed.at)
    return f"Thủ trưởng xác nhận trong hệ thống lúc {at:%H:%M} ngày {at:%d/%m/%Y}"


def _day_or_space(day: date | None) -> str:
    gap = _FREE * 6
    return long_date(day) if day else f"ngày{gap}tháng{gap}năm{gap}"
