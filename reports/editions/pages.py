"""The page before publication: what was checked, the edition that waits for the signature, and
what may be done with it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from reports.editions.permissions import CORRECT, FREEZE
from reports.editions.queries.check_results import CheckResult, waiting_edition
from reports.editions.queries.checks import checks_of
from reports.editions.queries.editions import EditionRow, edition_shown
from reports.editions.services.editions import TAKE_IN
from reports.editions.services.publication import PUBLISH, SIGN_OFF
from reports.enums import FileFormat
from reports.jobs.queries import JobStatus, current_rendering, job_shown
from reports.models import Edition
from reports.models.publication import FROZEN
from submissions.models import Campaign
from units.access import may

_FREEZING, _FAILED = "Đang chốt bản để ký", "Chưa chốt xong"


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """Everything the page shows."""

    checks: tuple[CheckResult, ...]
    waiting: EditionRow | None
    making: JobStatus | None
    editions: tuple[EditionRow, ...]
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
    """A fixed number of queries, whatever the number of units and criteria; three more for each
    edition there is.
    """
    waiting = waiting_edition(campaign)
    is_correction = campaign.stands.takes_corrections
    may_correct, may_freeze = bool(may(user, CORRECT, campaign)), bool(may(user, FREEZE, campaign))
    past = campaign.editions.exclude(FROZEN.where())
    is_public = campaign.is_public
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


def making_of(campaign: Campaign, waiting: Edition | None, *, now: datetime) -> JobStatus | None:
    """How far freezing and laying out are, or why they failed;

    None where nothing is being made, or all is there.
    """
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


def _never_asked() -> JobStatus:
    """An edition whose files nobody is making: it can be asked for."""
    return JobStatus(
        _FAILED, "", 0, is_unfinished=False, problem="Bản này đã chốt nhưng chưa có bản PDF."
    )
