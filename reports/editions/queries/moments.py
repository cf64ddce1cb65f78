"""Reading at one moment without holding up writers: what was read counts only if the record shows
that nothing changed meanwhile.

Reading a whole campaign takes seconds, and whoever reads inside a transaction that writes makes
everybody else wait.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from ictindex.lib.errors import StaleState
from submissions.models import Campaign
from units.models import AuditEntry, ChainHead

Snapshot = TypeVar("Snapshot")
Result = TypeVar("Result")

#: Whoever finds the data changed so often tells the person instead of going on for ever.
ATTEMPTS: Final = 4
RESTLESS = (
    "Số liệu hoặc lời văn của đợt đánh giá thay đổi liên tục trong lúc được đọc, nên chưa làm "
    "được gì. "
    "Thử lại khi không còn ai đang sửa."
)
_NOTHING = "[]"


class RecordMoved(StaleState):
    """Something was written while it was being read."""


@dataclass(frozen=True, slots=True)
class RecordMoment:
    """How far the record was when reading began, and what the clock said."""

    sequence: int
    head: str
    at: datetime

    @classmethod
    def begin(cls, now: datetime | None = None) -> Self:
        """One query, to be made before anything is read."""
        head = ChainHead.objects.get(pk=1)
        return cls(head.sequence, str(head), now or timezone.now())

    def require_unchanged(self, campaign: Campaign) -> None:
        """To be asked in the transaction that writes, which holds the record: nothing comes
        after the answer. Raises RecordMoved.
        """
        ChainHead.objects.select_for_update().get(pk=1)
        self.require_so_far_unchanged(campaign)

    def require_so_far_unchanged(self, campaign: Campaign) -> None:
        """While reading: what was found may be half of the old and half of the new.

        Raises RecordMoved.
        """
        if changes_of(campaign).filter(sequence__gt=self.sequence).exists():
            raise RecordMoved(RESTLESS)


def changes_of(campaign: Campaign) -> QuerySet[AuditEntry]:
    """The entries of acts that changed a row which the campaign's report may rest on: its own,
    those of the year before, and those that belong to no campaign.
    """
    codes = Campaign.objects.of_compared_years(campaign).values("code")
    own_or_common = AuditEntry.objects.filter(campaign_code__in=codes) | AuditEntry.objects.filter(
        campaign_code=""
    )
    return own_or_common.exclude(changes=_NOTHING)


def at_one_moment(
    read: Callable[[RecordMoment], Snapshot],
    write: Callable[[Snapshot, RecordMoment], Result],
    *,
    now: datetime | None = None,
) -> Result:
    """Read outside, then write in a transaction of `write`, which asks the moment; again from the
    start where one raised RecordMoved.

    Raises StaleState where somebody changes things all the time.
    """
    for _ in range(ATTEMPTS):
        moment = RecordMoment.begin(now)
        try:
            return write(read(moment), moment)
        except RecordMoved:
            continue
    raise StaleState(RESTLESS)


def as_stored(campaign: Campaign) -> Campaign:
    """The campaign as it is now, with its framework; one query."""
    return Campaign.objects.select_related("framework").get(pk=campaign.pk)


def hold(campaign: Campaign) -> Campaign:
    """The campaign as it is stored, locked until the transaction ends."""
    locked = Campaign.objects.select_for_update(of=("self",), no_key=True).select_related(
        "framework"
    )
    return locked.get(pk=campaign.pk)
