"""The page before publication: what was checked, the edition that waits for the signature, and what may be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse

from ictindex.lib.files import size_in_words
from reports.editions.permissions import WORKING, may_see_working_files
from reports.editions.queries.checks import Outcome, checks_of, waiting_edition
from reports.editions.services.editions import TAKE_IN
from reports.editions.services.freeze import CORRECT, FREEZE
from reports.editions.services.publication import PUBLISH, SIGN_OFF
from reports.enums import EditionState, FileFormat
from reports.jobs.queries import JobShown, current_rendering, job_shown
from reports.models import Edition, EditionFile
from submissions.enums import Phase
from submissions.models import Campaign
from submissions.models.capacities import PUBLIC_PHASES
from units.access import may

#: What is put right in more places is opened by who wants to read it.
_MOST_AT_ONCE = 6
_FREEZING, _FAILED = "Đang chốt bản để ký", "Chưa chốt xong"
_ORDER = (*(form for form in FileFormat if form != FileFormat.CONTENT), FileFormat.CONTENT)


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of an edition: its name, where it is, its SHA-256, and the sentences on its signatures."""

    label: str
    url: str
    size: str
    pages: int
    sha256: str
    signatures: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class EditionShown:
    """An edition with the files that the reader may have."""

    edition: Edition
    number: int
    state: str
    url: str
    files: tuple[FileShown, ...]
    what_changed: tuple[str, ...]
    is_current: bool

    @property
    def why(self) -> str:
        """Why it corrects the one before it; empty: it is the first."""
        return self.what_changed[0] if self.what_changed else ""

    @property
    def changes(self) -> tuple[str, ...]:
        """Each place that is put right."""
        return self.what_changed[1:]

    @property
    def is_long(self) -> bool:
        return len(self.changes) > _MOST_AT_ONCE

    @property
    def is_superseded(self) -> bool:
        return self.edition.state == EditionState.SUPERSEDED

    @property
    def official(self) -> FileShown | None:
        """What is read first: the signed PDF, else the PDF."""
        return self.signed or next((file for file in self.files if file.pages), None)

    @property
    def signed(self) -> FileShown | None:
        """What the official signed, if it was taken in."""
        return next((file for file in self.files if file.signatures), None)


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """Everything the page shows."""

    checks: tuple[Outcome, ...]
    waiting: EditionShown | None
    making: JobShown | None
    editions: tuple[EditionShown, ...]
    is_correction: bool
    is_public: bool
    may_freeze: bool
    may_ask_again: bool
    may_give_up: bool
    may_sign_off: bool
    may_take_in: bool
    may_publish: bool
    may_correct: bool

    @property
    def shows_checks(self) -> bool:
        """Of a published campaign only a correction that waits is checked."""
        return self.waiting is not None or not self.is_public

    @property
    def is_made(self) -> bool:
        """The edition that waits has its PDF."""
        return self.waiting is not None and self.making is None

    @property
    def is_ready(self) -> bool:
        return not any(each.holds_up for each in self.checks)

    @property
    def holding(self) -> int:
        return sum(each.holds_up for each in self.checks)


def publication_page(campaign: Campaign, user: Any, *, now: datetime) -> PublicationPage:
    """A fixed number of queries, whatever the number of units and criteria; three more for each edition there is."""
    waiting = waiting_edition(campaign)
    is_correction = campaign.phase == Phase.PUBLISHED
    may_correct, may_freeze = bool(may(user, CORRECT, campaign)), bool(may(user, FREEZE, campaign))
    past = campaign.editions.exclude(state=EditionState.FROZEN)
    is_public = campaign.phase in PUBLIC_PHASES
    making = making_of(campaign, waiting, now=now)
    is_at_work = making is not None and making.is_unfinished
    return PublicationPage(
        checks=checks_of(campaign) if waiting or not is_public else (),
        waiting=edition_shown(waiting, user) if waiting else None,
        making=making,
        editions=tuple(edition_shown(each, user) for each in past),
        is_correction=is_correction,
        is_public=is_public,
        may_freeze=may_freeze and waiting is None and not is_at_work,
        may_ask_again=making is not None and not is_at_work and (may_freeze or may_correct),
        may_give_up=may_freeze or may_correct,
        may_sign_off=may_correct if is_correction else bool(may(user, SIGN_OFF, campaign)),
        may_take_in=bool(may(user, TAKE_IN, campaign)),
        may_publish=may_correct if is_correction else bool(may(user, PUBLISH, campaign)),
        may_correct=may_correct and waiting is None and not is_at_work,
    )


def making_of(campaign: Campaign, waiting: Edition | None, *, now: datetime) -> JobShown | None:
    """How far freezing and laying out are, or why they failed; None where nothing is being made, or all is there."""
    if waiting and waiting.files.filter(format=FileFormat.PDF).exists():
        return None
    newest = current_rendering(campaign, FileFormat.CONTENT)
    if waiting is None and newest and newest.edition_id:
        # It failed after all for an edition that was given up.
        return None
    shown = job_shown(newest, now=now)
    if shown is None:
        return _never_asked() if waiting else None
    return replace(shown, label=_FREEZING if shown.is_unfinished else _FAILED)


def _never_asked() -> JobShown:
    """An edition whose files nobody is making: it can be asked for."""
    return JobShown(_FAILED, "", 0, is_unfinished=False, problem="Bản này đã chốt nhưng chưa có bản PDF.")


def public_editions(campaign: Campaign, user: Any) -> tuple[EditionShown, ...]:
    """Those that everybody may read, the one in force first. One query for all, and one for the files of each."""
    shown = campaign.editions.filter(state__in=[EditionState.PUBLISHED, EditionState.SUPERSEDED])
    return tuple(edition_shown(each, user) for each in shown)


def edition_shown(edition: Edition, user: Any) -> EditionShown:
    """With the files that count and that the reader may have, in a fixed order."""
    campaign = edition.campaign
    sees_working = may_see_working_files(user, campaign)
    files = [file for file in edition.files.filter(is_replaced=False) if sees_working or file.format not in WORKING]
    return EditionShown(
        edition=edition,
        number=edition.number,
        state=str(edition.get_state_display()),
        url=reverse("edition", args=[campaign.code, edition.number]),
        files=tuple(_file_shown(edition, file) for file in _in_order(files)),
        what_changed=tuple(line for line in edition.what_changed.splitlines() if line),
        is_current=edition.state == EditionState.PUBLISHED,
    )


def _in_order(files: Iterable[EditionFile]) -> list[EditionFile]:
    return sorted(files, key=lambda file: _ORDER.index(FileFormat(file.format)))


def _file_shown(edition: Edition, file: EditionFile) -> FileShown:
    name = "edition_working_file" if file.format in WORKING else "edition_file"
    return FileShown(
        label=str(file.get_format_display()),
        url=reverse(name, args=[edition.campaign.code, edition.number, file.format]),
        size=size_in_words(file.size),
        pages=file.pages,
        sha256=file.sha256,
        signatures=tuple(file.findings),
    )
