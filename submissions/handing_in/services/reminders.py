"""Sending the reminders that are due. Again, or twice at once, sends nothing twice."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from submissions.handing_in.notices import notice_of_deadlines
from submissions.handing_in.queries.reminders import ReminderDigest, digests_due
from submissions.models import Reminder
from units.notify import tell


@dataclass(frozen=True, slots=True)
class ReminderTally:
    """How many people were reminded of how many things."""

    people: int
    matters: int


def send_reminders(*, now: datetime | None = None) -> ReminderTally:
    """One notification and mail a person, each in a transaction of its own: one that fails is
    not in the way of the others.
    """
    now = now or timezone.now()
    sent = [digest for digest in digests_due(now=now) if _send(digest, now)]
    return ReminderTally(len(sent), sum(len(digest.matters) for digest in sent))


def _send(digest: ReminderDigest, now: datetime) -> bool:
    """False where another run was faster."""
    rows = [
        Reminder(
            campaign_id=campaign, user=digest.person, due_at=due_at, days_before=days, sent_at=now
        )
        for campaign, due_at, days in dict.fromkeys(matter.key for matter in digest.matters)
    ]
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(rows)
            tell(notice_of_deadlines(digest))
    except IntegrityError:
        return False
    return True
