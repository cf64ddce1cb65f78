"""Letting held notices go after somebody has read them in the outbox."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ictindex.lib.errors import StaleState
from submissions.models import Campaign
from units import audit
from units.access import require
from units.models import User
from units.notify import held, let_go

RELEASED = audit.name_act("notices.released", "Gửi các thông báo đã đọc lại")

RELEASE = "period.release_notices"
GONE = (
    "Các thông báo này đã được gửi hoặc không còn đúng nữa. Tải lại trang để xem những gì còn chờ."
)


@transaction.atomic
def release_notices(
    *, campaign: Campaign, notices: Sequence[int], by: User, now: datetime | None = None
) -> int:
    """Let go of exactly the held notices that were read; how many of them still waited.

    Raises NotAllowed, or StaleState when none of them waits any more.
    """
    require(by, RELEASE, campaign)
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    waiting = list(held(campaign.code).filter(pk__in=notices).select_related("user"))
    if not waiting:
        raise StaleState(GONE)
    count = let_go(waiting, now=now or timezone.now())
    subjects = sorted({notice.subject for notice in waiting})
    audit.record(
        act=RELEASED,
        by=by,
        campaign=campaign,
        subject=campaign,
        facts={"count": count, "subjects": subjects},
    )
    return count
