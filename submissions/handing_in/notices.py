"""Who is told when a unit hands in or takes back, when one unit gets more time, and when a deadline
comes near.
"""

import json
from datetime import datetime

from submissions.frame.notices import campaign_notice, people_in, people_of_unit
from submissions.handing_in.queries.reminders import ReminderDigest
from submissions.models import Submission
from units.clock import moment_in_words
from units.enums import UNIT_ROLES, Role
from units.models import AuditEntry, User
from units.notify import Notice
from units.record.queries.receipts import mark_of


def notice_of_hand_in(submission: Submission, entry: AuditEntry) -> Notice:
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
    return _to_unit(
        submission, f"Biên nhận: đã nộp hồ sơ {submission.short_name}", body, page="receipt"
    )


def notice_of_taking_back(submission: Submission, *, by: User, at: datetime) -> Notice:
    """The unit's people: the receipt that they keep is not the last word any more."""
    body = (
        f"{by} đã rút lại hồ sơ của {submission.name} lúc {moment_in_words(at)} để sửa. "
        "Hồ sơ hiện chưa nộp. Đơn vị phải nộp lại trước hạn."
    )
    return _to_unit(
        submission, f"Đã rút lại hồ sơ {submission.short_name}", body, page="check_answers"
    )


def notice_of_extension(submission: Submission, *, reason: str) -> Notice:
    """All units of the campaign, so that nobody is favoured unseen, and the working group's
    heads.
    """
    campaign = submission.campaign
    due = submission.due_at
    body = (
        f"{submission.name} được gia hạn nộp hồ sơ đến {moment_in_words(due) if due else ''}. Lý "
        f"do: {reason}"
    )
    return campaign_notice(
        campaign,
        people_in(campaign, (*UNIT_ROLES, Role.WG_HEAD)),
        about=f"gia hạn cho {submission.short_name}",
        body=body,
        page="extensions",
    )


def notice_of_deadlines(digest: ReminderDigest) -> Notice:
    """Of one campaign or of several: each says its own title."""
    return Notice(
        [digest.person],
        subject=digest.subject,
        body=digest.body,
        url=digest.url,
        campaign_code=digest.campaign_code,
    )


def _to_unit(submission: Submission, about: str, body: str, *, page: str) -> Notice:
    return campaign_notice(
        submission.campaign,
        people_of_unit(submission),
        about=about,
        body=body,
        page=page,
        place=(submission.unit.code,),
    )
