"""Who is told when a unit hands in or takes back, and when one unit gets more time."""

import json
from datetime import datetime

from django.urls import reverse

from submissions.frame.people import people_in, people_of_unit
from submissions.models import Submission
from units.clock import moment_in_words
from units.enums import UNIT_ROLES, Role
from units.models import AuditEntry, User
from units.notify import tell
from units.record.queries.receipts import mark_of


def tell_of_hand_in(submission: Submission, entry: AuditEntry) -> None:
    """The unit's people, with the hashes that prove what was handed in, outside the server."""
    facts = json.loads(entry.facts)
    counts, at = facts["counts"], datetime.fromisoformat(facts["submitted_at"])
    body = (
        f"Hồ sơ của {submission.name} đã được {entry.actor_name} nộp lúc {moment_in_words(at)}.\n"
        f"{counts['scored']} tiêu chí có điểm, {counts['not_applicable']} không áp dụng, "
        f"{counts['no_figures']} chưa có số liệu; {counts['files']} tài liệu kiểm chứng.\n\n"
        f"SHA-256 của nội dung: {facts['content_sha256']}\n"
        f"Mục trong nhật ký: {mark_of(entry)}\n\n"
        "Giữ thư này: hai mã trên chứng minh nội dung đơn vị đã nộp."
    )
    _tell(
        submission,
        people_of_unit(submission),
        f"Biên nhận: đã nộp hồ sơ {submission.short_name}",
        body,
        page="receipt",
    )


def tell_of_taking_back(submission: Submission, *, by: User, at: datetime) -> None:
    """The unit's people: the receipt that they keep is not the last word any more."""
    body = (
        f"{by} đã rút lại hồ sơ của {submission.name} lúc {moment_in_words(at)} để sửa. "
        "Hồ sơ hiện chưa nộp. Đơn vị phải nộp lại trước hạn."
    )
    _tell(
        submission,
        people_of_unit(submission),
        f"Đã rút lại hồ sơ {submission.short_name}",
        body,
        page="check_answers",
    )


def tell_of_extension(submission: Submission, *, reason: str) -> None:
    """All units of the campaign, so that nobody is favoured unseen, and the working group's
    heads.
    """
    campaign = submission.campaign
    due = submission.due_at
    body = (
        f"{submission.name} được gia hạn nộp hồ sơ đến {moment_in_words(due) if due else ''}. Lý "
        f"do: {reason}"
    )
    tell(
        people_in(campaign, (*UNIT_ROLES, Role.WG_HEAD)),
        subject=f"{campaign.title}: gia hạn cho {submission.short_name}",
        body=body,
        url=reverse("extensions", args=[campaign.code]),
        campaign_code=campaign.code,
    )


def _tell(
    submission: Submission, people: list[User], subject: str, body: str, *, page: str
) -> None:
    campaign = submission.campaign
    url = reverse(page, args=[campaign.code, submission.unit.code])
    tell(
        people,
        subject=f"{campaign.title}: {subject}",
        body=body,
        url=url,
        campaign_code=campaign.code,
    )
