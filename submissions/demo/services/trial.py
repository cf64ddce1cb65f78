"""A campaign to try filling in: the year after a published one, opened on request through the
services, by a demo account.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from submissions.campaigns.services.phases import advance
from submissions.campaigns.services.setup import open_next, set_deadlines
from submissions.demo.services.accounts import load_unit_accounts
from submissions.enums import Phase
from submissions.models import Campaign
from units.enums import Role
from units.models import User

DAYS = 14
_CLOSING = time(17, 0)


@transaction.atomic
def open_trial(
    source: Campaign, *, password: str, now: datetime | None = None
) -> tuple[Campaign, list[User]]:
    """The campaign of the next year, in self-scoring for two weeks, and the accounts that fill in
    for a unit of each kind.

    The demo accounts of `source` must be there. Where that year has a campaign already, it is left
    as it is, and no account is made. Raises DomainError.
    """
    code = str(source.year + 1)
    present = Campaign.objects.filter(code=code).first()
    if present:
        return present, list(
            User.objects.filter(is_demo=True, appointments__campaign=present)
            .distinct()
            .order_by("pk")
        )
    by = User.objects.get(username=f"demo_{Role.WG_HEAD}", is_demo=True)
    title = f"Đợt trình diễn năm {code} (dùng thử, không phải đợt đánh giá chính thức)"
    campaign = open_next(source=source, code=code, year=source.year + 1, title=title, by=by)
    users = load_unit_accounts(campaign, password=password)
    now = now or timezone.now()
    set_deadlines(campaign=campaign, self_score_due_at=_due(now), by=by, now=now)
    return advance(campaign=campaign, source=Phase.SETUP, by=by, now=now), users


def _due(now: datetime) -> datetime:
    day = timezone.localdate(now) + timedelta(days=DAYS)
    return timezone.make_aware(datetime.combine(day, _CLOSING))
