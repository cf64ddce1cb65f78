"""What waits for a person before publication, told to the floor that lists tasks: words to decide
about, checks, the edition.

What the reading costs is paid once after each change of the campaign, not with every page that
lists tasks.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeVar, cast

from django.core.cache import cache
from django.urls import reverse

from reports.document.queries.draft import drafts_of
from reports.document.queries.rights import right_to_edit
from reports.editions.permissions import freezing_act
from reports.editions.queries.check_results import waiting_edition
from reports.editions.queries.checks import checks_of
from reports.editions.queries.moments import changes_of
from reports.editions.queries.store import file_of
from reports.enums import DocumentPart, FileFormat, JobState
from reports.jobs.queries import current_rendering
from reports.models import Edition
from submissions.home.queries import register_tasks
from submissions.models import Campaign
from units.access import may

CachedValue = TypeVar("CachedValue")
#: Label and address.
TaskLinks = Iterator[tuple[str, str]]

#: Files may be lost without the record knowing.
_KEPT_FOR_SECONDS = 600
#: These checks are tasks of their own, or what a task comes to.
_TASKS_THEMSELVES = frozenset({"text_decided", "edition_frozen", "files_whole", "signed"})


def register_waiting() -> None:
    """Once, when the applications are ready."""
    register_tasks(tasks_before_publication)


def tasks_before_publication(user: Any, campaign: Campaign, now: datetime) -> TaskLinks:
    """In the order in which they are done. No query for who has no part in it."""
    yield from _words(user, campaign)
    is_frozen_now = campaign.stands.is_signing or campaign.stands.takes_corrections
    if is_frozen_now and may(user, freezing_act(campaign), campaign):
        yield from _edition(campaign, now)


def _words(user: Any, campaign: Campaign) -> TaskLinks:
    parts = [part for part in DocumentPart if may(user, right_to_edit(part), campaign)]
    if not parts:
        return
    undecided = _kept(campaign, "undecided", lambda: _undecided(campaign))
    count = sum(undecided.get(str(part), 0) for part in parts)
    if count:
        yield (
            f"quyết định {count} đoạn của báo cáo mà số liệu đã đổi",
            reverse("report_changes", args=[campaign.code]),
        )


def _edition(campaign: Campaign, now: datetime) -> TaskLinks:
    """For who freezes; the step to publication itself is a task of the phase."""
    url, edition = reverse("publication", args=[campaign.code]), waiting_edition(campaign)
    if edition is None:
        yield from ((label, url) for label in _freezing(campaign, now))
        if campaign.stands.takes_corrections:
            return
    failing = _kept(campaign, "failing", lambda: _failing(campaign))
    if failing:
        yield f"xem {failing} việc kiểm tra trước khi ban hành chưa đạt", url
    if edition:
        yield from ((label, url) for label in _signing(campaign, edition, is_held_up=bool(failing)))


def _freezing(campaign: Campaign, now: datetime) -> Iterator[str]:
    """A correction is asked for only by who finds something to put right, so only its failure
    waits.
    """
    last = current_rendering(campaign, FileFormat.CONTENT)
    if last and last.edition is None and (last.state == JobState.FAILED or last.is_stuck(now)):
        yield "chốt lại bản báo cáo, vì lần trước không xong"
    elif (last is None or last.edition) and campaign.stands.is_signing:
        yield "chốt bản báo cáo để ký"


def _signing(campaign: Campaign, edition: Edition, *, is_held_up: bool) -> Iterator[str]:
    """A correction has no phase of its own, and no step to take."""
    if file_of(edition, FileFormat.PDF) is None:
        yield f"xem vì sao bản số {edition.number} chưa có tệp PDF"
    elif file_of(edition, FileFormat.SIGNED) is None:
        yield f"nộp bản số {edition.number} đã ký"
    elif campaign.stands.takes_corrections and not is_held_up:
        yield f"ban hành bản đính chính số {edition.number}"


def _undecided(campaign: Campaign) -> dict[str, int]:
    """By part of the document. Nothing where the words are the application's own."""
    if not campaign.sections.exists():
        return {}
    places = (change.section or change.of for change in drafts_of(campaign).changes)
    return dict(Counter(str(place.part) for place in places if place))


def _failing(campaign: Campaign) -> int:
    return sum(each.holds_up and each.code not in _TASKS_THEMSELVES for each in checks_of(campaign))


def _kept(campaign: Campaign, name: str, make: Callable[[], CachedValue]) -> CachedValue:
    """What was read, until the record holds a change that it may rest on. Two queries."""
    last = changes_of(campaign).order_by("-sequence").values_list("entry_hash", flat=True).first()
    if last is None:
        return make()
    return cast(
        CachedValue, cache.get_or_set(f"waits-{name}-{campaign.pk}-{last}", make, _KEPT_FOR_SECONDS)
    )
