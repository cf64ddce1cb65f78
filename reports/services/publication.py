"""Publishing a frozen edition, answering by name for a check that failed, and corrections as new editions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ictindex.lib.errors import DomainError, StaleState
from ictindex.lib.text import nfc
from reports.editions.checks import Outcome, checks_of, is_whole
from reports.editions.content import places_in
from reports.editions.differences import Difference, differences
from reports.editions.files import contents_of
from reports.editions.members import Correction, Erratum, Source, read_source
from reports.enums import EditionState
from reports.models import Edition, SignOff
from reports.services.editions import CORRECT, GONE, change_state, hold, keep_edition
from submissions.enums import Phase
from submissions.models import Campaign
from submissions.services import phases
from units import audit
from units.access import require
from units.models import User

PUBLISH = "report.sign_and_publish"
SIGN_OFF = "report.sign_off_check"

NO_REASON = "Ghi lý do: vì sao vẫn ban hành khi việc kiểm tra này chưa đạt."
NO_EXPLANATION = "Ghi vì sao đính chính. Câu này được in ở đầu bản đính chính."
NOTHING_CHANGED = "Chưa nêu nội dung nào cần đính chính, và số liệu, lời văn hiện nay giống hệt bản đang ban hành."
NOTHING_PUBLISHED = "Đợt đánh giá chưa có bản ban hành nào để đính chính."
OTHER_STATE = "Kết quả kiểm tra đã thay đổi kể từ khi trang được mở. Xem lại rồi xác nhận."
CANNOT = "Việc kiểm tra này không xác nhận thay được. Phải làm cho đạt rồi mới ban hành."


class ChecksFailed(DomainError):
    """Some checks hold the publication up; `outcomes` are those."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        super().__init__("Chưa ban hành được. " + " ".join(each.sentence for each in outcomes))
        self.outcomes = tuple(outcomes)


@transaction.atomic
def sign_off(*, campaign: Campaign, check: str, state_sha256: str, reason: str, by: User, now: datetime | None = None) -> SignOff:
    """Answer by name for what the check found; it holds as long as the check finds exactly that.

    Raises NotAllowed, DomainError without a reason or where nobody can answer for it, StaleState when it finds something else.
    """
    held = hold(campaign)
    require(by, CORRECT if held.phase == Phase.PUBLISHED else SIGN_OFF, held)
    if not reason.strip():
        raise DomainError(NO_REASON)
    outcome = next((each for each in checks_of(held) if each.code == check), None)
    if outcome is None or outcome.state_sha256 != state_sha256 or outcome.sign_off:
        raise StaleState(OTHER_STATE)
    if not outcome.may_be_signed_off:
        raise DomainError(CANNOT)
    given = SignOff.objects.create(
        campaign=held, check_code=check, state_sha256=state_sha256, reason=nfc(reason.strip()), by=by, at=now or timezone.now()
    )
    facts = {"check": outcome.title, "found": outcome.sentence, "count": outcome.count}
    audit.record(
        act="edition.signed_off", by=by, campaign=held, subject=given, reason=given.reason, facts=facts,
        changes=[audit.inserted(given)],
    )  # fmt: skip
    return given


@transaction.atomic
def publish(*, campaign: Campaign, source: str, number: int, by: User, now: datetime | None = None) -> Campaign:
    """The frozen edition of that number becomes everybody's, and the campaign published.

    `source` and `number` are what the person saw. Raises NotAllowed, ChecksFailed, NotReady or StaleState.
    """
    held, moment = hold(campaign), now or timezone.now()
    if held.phase != source:
        raise StaleState(phases.MOVED_ALREADY)
    require(by, PUBLISH, held)
    _require_checked(held)
    edition = _waiting(held, number)
    change = change_state(edition, EditionState.FROZEN, EditionState.PUBLISHED, published_by=by, published_at=moment)
    audit.record(act="edition.published", by=by, campaign=held, subject=edition, facts=_facts(edition), changes=[change])
    return phases.advance(campaign=held, source=source, by=by, now=moment)


@transaction.atomic
def prepare_correction(
    *, campaign: Campaign, explanation: str, errata: Sequence[Erratum], by: User, now: datetime | None = None
) -> Edition:
    """Freeze a correction: the report as it is now, with what is put right at its head. The old edition stays published until
    the new one is.

    What differs from the published edition is named by itself; `errata` are read besides it. Raises NotAllowed, DomainError where
    nothing would change, or StaleState where a correction waits already.
    """
    held = hold(campaign)
    require(by, CORRECT, held)
    if not explanation.strip():
        raise DomainError(NO_EXPLANATION)
    before = published_edition(held)
    if before is None:
        raise DomainError(NOTHING_PUBLISHED)
    present = read_source(held)
    named = (*errata, *(_erratum(each) for each in changes_since(before, present)))
    if not named:
        raise DomainError(NOTHING_CHANGED)
    correction = Correction(before.number, nfc(explanation.strip()), tuple(named))
    return keep_edition(held, replace(present, correction=correction), by=by, now=now or timezone.now())


@transaction.atomic
def publish_correction(*, campaign: Campaign, number: int, by: User, now: datetime | None = None) -> Edition:
    """The frozen correction takes the place of the published edition, which stays readable.

    Raises NotAllowed, ChecksFailed or StaleState.
    """
    held, moment = hold(campaign), now or timezone.now()
    require(by, CORRECT, held)
    _require_checked(held)
    edition, before = _waiting(held, number), published_edition(held)
    changes = [change_state(before, EditionState.PUBLISHED, EditionState.SUPERSEDED)] if before else []
    changes.append(change_state(edition, EditionState.FROZEN, EditionState.PUBLISHED, published_by=by, published_at=moment))
    facts = _facts(edition) | {"supersedes": before.number if before else None}
    audit.record(
        act="edition.correction_published", by=by, campaign=held, subject=edition, reason=edition.what_changed, facts=facts,
        changes=changes,
    )  # fmt: skip
    return edition


@transaction.atomic
def publish_loaded(*, campaign: Campaign, now: datetime | None = None) -> Edition:
    """The edition of a campaign that was published before it was loaded, by the operator; the one there is, if there is one.

    Raises DomainError for a campaign that is not published.
    """
    held, moment = hold(campaign), now or timezone.now()
    there = published_edition(held)
    if there:
        return there
    if held.phase not in (Phase.PUBLISHED, Phase.ARCHIVED):
        raise DomainError("Đợt đánh giá này chưa ban hành. Bản ban hành được chốt và ban hành trên trang «Ban hành».")
    edition = keep_edition(held, read_source(held), by=None, now=moment)
    change = change_state(edition, EditionState.FROZEN, EditionState.PUBLISHED, published_at=moment)
    audit.record(act="edition.published", by=None, campaign=held, subject=edition, facts=_facts(edition), changes=[change])
    return edition


def published_edition(campaign: Campaign) -> Edition | None:
    """The edition that is in force; there is at most one."""
    return campaign.editions.filter(state=EditionState.PUBLISHED).first()


def changes_since(edition: Edition, present: Source) -> tuple[Difference, ...]:
    """Everything in the report as it is now that is not as in the edition."""
    return differences(contents_of(edition).places, places_in(present))


def _erratum(difference: Difference) -> Erratum:
    return Erratum(difference.place, difference.before, difference.after)


def _require_checked(campaign: Campaign) -> None:
    """With every file of evidence read: what was looked at in passing on the page is looked at in full here."""
    holding = [each for each in checks_of(campaign, looks=is_whole) if each.holds_up]
    if holding:
        raise ChecksFailed(holding)


def _waiting(campaign: Campaign, number: int) -> Edition:
    edition = campaign.editions.filter(state=EditionState.FROZEN, number=number).first()
    if edition is None:
        raise StaleState(GONE)
    return edition


def _facts(edition: Edition) -> dict[str, object]:
    return {"number": edition.number, "content_sha256": edition.content_sha256, "data_sha256": edition.data_sha256}
