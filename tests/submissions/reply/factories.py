"""A campaign that explains: round 1 decided for both units, the deadline ahead, and people in
every role.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from submissions.enums import OutcomeKind, Phase, Round
from submissions.models import Answer, Appraisal, Campaign, Reply, Submission
from submissions.reply.queries.content import content_of, digest_of
from submissions.reply.services.confirmation import confirm_reply
from submissions.reply.services.replies import save_reply
from submissions.reply.statements import ReplyStatement
from tests.submissions.workplace import make_work, make_workers, submission_of
from units.models import User

CONTESTS = ReplyStatement("contests", "Đã có văn bản số 12 kèm theo.", "8,5")
AGREES = ReplyStatement("agrees")


def make_explaining(year: int = 2021, **fields: Any) -> tuple[Campaign, dict[str, User]]:
    """Every unit claimed 2 points for each criterion, and round 1 gave 1 point, by the
    appraiser, with a reason.
    """
    due = timezone.now() + timedelta(days=5)
    campaign = make_work(year, **{"phase": Phase.EXPLAIN, "reply_due_at": due} | fields)
    people = make_workers(campaign)
    Answer.objects.filter(submission__campaign=campaign).update(
        self_outcome=OutcomeKind.SCORED, self_points=Decimal(2)
    )
    Appraisal.objects.bulk_create(
        Appraisal(
            answer=answer,
            round=Round.FIRST,
            outcome=OutcomeKind.SCORED,
            points=1,
            reason="Thiếu minh chứng.",
            by=people["appraiser"],
            changed_at=timezone.now() - timedelta(days=1),
        )
        for answer in Answer.objects.filter(submission__campaign=campaign)
    )
    return campaign, people


def reply_to(
    answer: Answer, by: User, said: ReplyStatement = CONTESTS, *, version: int = 0
) -> Reply:
    return save_reply(answer=answer, version=version, said=said, by=by)


def seen(submission: Submission) -> str:
    """The hash of what the page shows now."""
    return digest_of(content_of(submission))


def confirm(campaign: Campaign, by: User, unit: str = "A") -> Any:
    submission = submission_of(campaign, unit)
    return confirm_reply(submission=submission, seen_sha256=seen(submission), by=by)
