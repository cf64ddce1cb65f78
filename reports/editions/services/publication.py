"""Publishing a frozen edition or a correction, and answering by name for a check that failed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from ictindex.lib.errors import DomainError, StaleState
from ictindex.lib.text import clean_text
from reports.editions.permissions import CORRECT
from reports.editions.queries.check_results import CheckResult
from reports.editions.queries.checks import checks_of, is_whole
from reports.editions.queries.moments import RecordMoment, as_stored, at_one_moment, hold
from reports.editions.services.freeze import (
    GONE,
    PUBLISHED,
    change_state,
    facts_of,
    freeze_at_once,
    published_edition,
)
from reports.enums import EditionState
from reports.models import Edition, SignOff
from submissions.campaigns.services import phases
from submissions.enums import Phase
from submissions.models import Campaign
from units import audit
from units.access import require
from units.models import User

CORRECTION_PUBLISHED = audit.name_act("edition.correction_published", "Ban hành bản đính chính")
SIGNED_OFF = audit.name_act("edition.signed_off", "Xác nhận chịu trách nhiệm trước khi ban hành")

Publication = TypeVar("Publication")

PUBLISH = "report.sign_and_publish"
SIGN_OFF = "report.sign_off_check"

NO_REASON = "Ghi lý do: vì sao vẫn ban hành khi việc kiểm tra này chưa đạt."
OTHER_STATE = "Kết quả kiểm tra đã thay đổi kể từ khi trang được mở. Xem lại rồi xác nhận."
CANNOT = "Việc kiểm tra này không xác nhận thay được. Phải làm cho đạt rồi mới ban hành."


class ChecksFailed(DomainError):
    """Some checks hold the publication up; `outcomes` are those."""

    def __init__(self, outcomes: Sequence[CheckResult]) -> None:
        super().__init__("Chưa ban hành được. " + " ".join(each.sentence for each in outcomes))
        self.outcomes = tuple(outcomes)


def sign_off(
    *,
    campaign: Campaign,
    check: str,
    state_sha256: str,
    reason: str,
    by: User,
    now: datetime | None = None,
) -> SignOff:
    """Answer by name for what the check found; it holds as long as the check finds exactly that.

    Raises NotAllowed, DomainError without a reason or where nobody can answer for it, StaleState
    when it finds something else.
    """
    present = as_stored(campaign)
    require(by, signing_off_act(present), present)
    if not reason.strip():
        raise DomainError(NO_REASON)

    @transaction.atomic
    def keep(outcome: CheckResult, moment: RecordMoment) -> SignOff:
        held = hold(campaign)
        require(by, signing_off_act(held), held)
        moment.require_unchanged(held)
        return _keep_sign_off(held, outcome, clean_text(reason), by, moment)

    return at_one_moment(lambda _: _answerable(campaign, check, state_sha256), keep, now=now)


def signing_off_act(campaign: Campaign) -> str:
    """For a correction answers who publishes it."""
    return CORRECT if campaign.stands.takes_corrections else SIGN_OFF


def publish(
    *, campaign: Campaign, source: str, number: int, by: User, now: datetime | None = None
) -> Campaign:
    """The frozen edition of that number becomes everybody's, and the campaign published.

    `source` and `number` are what the person saw. Raises NotAllowed, ChecksFailed, NotReady or
    StaleState.
    """

    def require_may(present: Campaign) -> None:
        if present.phase != source:
            raise StaleState(phases.MOVED_ALREADY)
        require(by, PUBLISH, present)
        _waiting(present, number)

    def do(held: Campaign, moment: RecordMoment) -> Campaign:
        edition = _waiting(held, number)
        change = change_state(
            edition,
            EditionState.FROZEN,
            EditionState.PUBLISHED,
            published_by=by,
            published_at=moment.at,
        )
        audit.record(
            act=PUBLISHED,
            by=by,
            campaign=held,
            subject=edition,
            facts=facts_of(edition),
            changes=[change],
        )
        return phases.advance(
            campaign=held, source=source, target=Phase.PUBLISHED, by=by, now=moment.at
        )

    return _checked(campaign, require_may, do, now)


def publish_correction(
    *, campaign: Campaign, number: int, by: User, now: datetime | None = None
) -> Edition:
    """The frozen correction takes the place of the published edition, which stays readable.

    Raises NotAllowed, ChecksFailed or StaleState.
    """

    def require_may(present: Campaign) -> None:
        require(by, CORRECT, present)
        _waiting(present, number)

    def do(held: Campaign, moment: RecordMoment) -> Edition:
        edition, before = _waiting(held, number), published_edition(held)
        changes = (
            [change_state(before, EditionState.PUBLISHED, EditionState.SUPERSEDED)]
            if before
            else []
        )
        changes.append(
            change_state(
                edition,
                EditionState.FROZEN,
                EditionState.PUBLISHED,
                published_by=by,
                published_at=moment.at,
            )
        )
        facts = facts_of(edition) | {"supersedes": before.number if before else None}
        audit.record(
            act=CORRECTION_PUBLISHED,
            by=by,
            campaign=held,
            subject=edition,
            reason=edition.what_changed,
            facts=facts,
            changes=changes,
        )
        return edition

    return _checked(campaign, require_may, do, now)


def publish_loaded(*, campaign: Campaign, now: datetime | None = None) -> Edition:
    """The edition of a campaign that was published before it was loaded, by the operator; the one
    there is, if there is one.

    Raises DomainError for a campaign that is not published.
    """
    there = published_edition(campaign)
    if there:
        return there
    if not as_stored(campaign).is_public:
        raise DomainError(
            "Đợt đánh giá này chưa ban hành. Bản ban hành được chốt và ban hành trên trang «Ban "
            "hành»."
        )
    return freeze_at_once(campaign, now=now)


def _checked(
    campaign: Campaign,
    require_may: Callable[[Campaign], None],
    do: Callable[[Campaign, RecordMoment], Publication],
    now: datetime | None,
) -> Publication:
    """Do it in one transaction, once every check was made before it and nothing has changed since:
    checking reads every file of evidence, which may take long.
    """

    def look(moment: RecordMoment) -> None:
        present = as_stored(campaign)
        require_may(present)
        _require_checked(present, moment)

    @transaction.atomic
    def write(_nothing: None, moment: RecordMoment) -> Publication:
        held = hold(campaign)
        require_may(held)
        moment.require_unchanged(held)
        return do(held, moment)

    return at_one_moment(look, write, now=now)


def _require_checked(campaign: Campaign, moment: RecordMoment) -> None:
    """With every file of evidence read: what was looked at in passing on the page is looked at
    in full here.
    """
    holding = [each for each in checks_of(campaign, looks=is_whole) if each.holds_up]
    if holding:
        moment.require_so_far_unchanged(campaign)
        raise ChecksFailed(holding)


def _answerable(campaign: Campaign, check: str, state_sha256: str) -> CheckResult:
    """What the check finds now. Raises StaleState where that is not what was seen, or CANNOT."""
    present = as_stored(campaign)
    outcome = next((each for each in checks_of(present) if each.code == check), None)
    if outcome is None or outcome.state_sha256 != state_sha256 or outcome.sign_off:
        raise StaleState(OTHER_STATE)
    if not outcome.may_be_signed_off:
        raise DomainError(CANNOT)
    return outcome


def _keep_sign_off(
    campaign: Campaign, outcome: CheckResult, reason: str, by: User, moment: RecordMoment
) -> SignOff:
    given = SignOff.objects.create(
        campaign=campaign,
        check_code=outcome.code,
        state_sha256=outcome.state_sha256,
        reason=reason,
        by=by,
        at=moment.at,
    )
    facts = {"check": outcome.title, "found": outcome.sentence, "count": outcome.count}
    audit.record(
        act=SIGNED_OFF,
        by=by,
        campaign=campaign,
        subject=given,
        reason=reason,
        facts=facts,
        changes=[audit.inserted(given)],
    )
    return given


def _waiting(campaign: Campaign, number: int) -> Edition:
    edition = campaign.editions.frozen().filter(number=number).first()
    if edition is None:
        raise StaleState(GONE)
    return edition
