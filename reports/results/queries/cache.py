"""Published figures, and what was made of them, kept in memory until the record holds an act that
could have changed them.

Only what every reader of a published campaign may see belongs in here; nothing about the reader. Of
a campaign that is not published, hashes alone are kept: they tell that figures changed, and not
what they are.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from scoring.core.results import CampaignResults
from scoring.results.queries import campaign_results
from submissions.models import Campaign
from units.models import AuditEntry

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FiguresDigest:
    """The hash over every figure of a campaign, and the hash of each unit's share of them, by
    its code, in official order.
    """

    sha256: str
    by_unit: Mapping[str, str]


#: An entry of the record: its number and its hash.
RecordMark = tuple[int, str]

#: So many things are kept; the one that was not asked for the longest makes room.
MOST = 64
#: Acts that change figures of campaigns that are still worked on, and of no published one.
_AT_WORK = ("appraise.", "self.")
#: Acts that change no figure at all. What is named neither here nor above is taken to change
#: everything.
_HARMLESS = (
    *("account.", "evidence.", "membership.", "notices.", "record.", "role."),
    *(
        "council.accepted",
        "council.attendance_",
        "council.comment_",
        "council.commented",
        "council.concluded",
    ),
    *(
        "council.hands_",
        "council.meeting_",
        "council.motion_",
        "council.proceedings_",
        "council.voted",
    ),
)


class Shelf:
    """What is kept, and how far the record was read when it was made."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.things: OrderedDict[Any, Any] = OrderedDict()
        self.seen: RecordMark | None = None

    def clear(self) -> None:
        with self.lock:
            self.things.clear()
            self.seen = None

    def drop_hashes(self) -> None:
        with self.lock:
            for key in [
                key for key, thing in self.things.items() if isinstance(thing, FiguresDigest)
            ]:
                del self.things[key]

    def look(self) -> RecordMark | None:
        """Read on in the record, and throw everything away when what was read could matter. One
        query.

        None: there is no record by which a change could be noticed, or it is another record than
        before.
        """
        if self.seen is None:
            self.seen = (
                AuditEntry.objects.order_by("-sequence")
                .values_list("sequence", "entry_hash")
                .first()
            )
            return self.seen
        since = AuditEntry.objects.filter(sequence__gte=self.seen[0]).order_by("sequence")
        entries = list(since.values_list("sequence", "entry_hash", "act"))
        if not entries or entries[0][:2] != self.seen:
            self.clear()
            return None
        acts = [act for _, _, act in entries[1:] if not act.startswith(_HARMLESS)]
        if any(not act.startswith(_AT_WORK) for act in acts):
            self.clear()
        elif acts:
            self.drop_hashes()
        self.seen = entries[-1][:2]
        return self.seen

    def find(self, key: Any) -> tuple[bool, Any]:
        with self.lock:
            if key not in self.things:
                return False, None
            self.things.move_to_end(key)
            return True, self.things[key]

    def put(self, key: Any, thing: Any, mark: RecordMark) -> None:
        """Nothing is put that was made while another request read on in the record."""
        with self.lock:
            if mark != self.seen:
                return
            self.things[key] = thing
            while len(self.things) > MOST:
                self.things.popitem(last=False)


#: Of this process.
SHELF = Shelf()


def kept(campaign: Campaign, name: str, make: Callable[[], T]) -> T:
    """What `make` makes of a published campaign, made once; of any other campaign it is made
    each time. One query.
    """
    return _kept(campaign, name, make) if campaign.is_public else make()


def digest_kept(campaign: Campaign, make: Callable[[], FiguresDigest]) -> FiguresDigest:
    """The hash over every figure of a campaign in whatever phase. One query where it is kept."""
    return _kept(campaign, "digest", make)


def _kept(campaign: Campaign, name: str, make: Callable[[], T]) -> T:
    mark = SHELF.look()
    if mark is None:
        return make()
    key = (campaign.pk, campaign.code, name)
    is_there, thing = SHELF.find(key)
    if not is_there:
        thing = make()
        SHELF.put(key, thing, mark)
    return thing


def results_kept(campaign: Campaign) -> CampaignResults:
    """All figures of a campaign, computed once while it is published."""
    return kept(campaign, "results", lambda: campaign_results(campaign))
