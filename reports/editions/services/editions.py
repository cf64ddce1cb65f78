"""Asking for an edition, giving it up before it is signed, and taking the signed file back in.

It is frozen in the background.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ictindex.lib.errors import DomainError, StaleState
from ictindex.lib.text import clean_text
from reports.editions.members import Erratum, read_source
from reports.editions.permissions import CORRECT, FREEZE, freezing_act
from reports.editions.queries.moments import as_stored, hold
from reports.editions.queries.store import file_of, read_checked
from reports.editions.services.files import add_file
from reports.editions.services.freeze import (
    GONE,
    NOTHING_CHANGED,
    WAITS,
    CorrectionRequest,
    change_state,
    changes_since,
    published_edition,
)
from reports.editions.signature.signatures import check_signed
from reports.enums import EditionState, FileFormat
from reports.jobs.services.requests import begin, give_up_stuck, queue
from reports.jobs.services.worker import fail_renderings
from reports.models import Edition, EditionFile, Rendering
from submissions.models import Campaign
from units import audit
from units.access import require
from units.models import User

WITHDRAWN = audit.name_act("edition.withdrawn", "Hủy bản báo cáo đã chốt")
SIGNED_TAKEN_IN = audit.name_act("edition.signed_taken_in", "Nhận bản PDF đã ký số")
FILES_ASKED_FOR = audit.name_act("edition.files_asked_for", "Yêu cầu tạo lại tệp của bản chốt")
FREEZING_ASKED_FOR = audit.name_act("edition.freezing_asked_for", "Yêu cầu chốt bản báo cáo")

TAKE_IN = "report.upload_signed_pdf"

BEING_FROZEN = "Một bản khác đang được chốt. Chờ bản ấy xong rồi xem lại trang «Ban hành»."
MADE_ALREADY = "Bản này đã chốt xong và đủ các tệp. Tải lại trang để xem tình trạng hiện tại."
NO_REASON = "Ghi lý do hủy bản đã chốt."
NO_EXPLANATION = "Ghi vì sao đính chính. Câu này được in ở đầu bản đính chính."
NOTHING_PUBLISHED = "Đợt đánh giá chưa có bản ban hành nào để đính chính."
NO_PDF = "Bản PDF của bản này chưa tạo xong nên chưa nhận được bản đã ký."
SIGNED_MEANWHILE = (
    "Người khác vừa nộp một bản đã ký. Xem bản ấy trước; nếu vẫn cần thay thì nộp lại."
)
ENDED_BY_WITHDRAWAL = "Bản này đã được hủy trong lúc các tệp đang được tạo."
#: Signatures, certificates and their proofs; nothing that large is only a signature.
MOST_ADDED = 20 << 20


@transaction.atomic
def ask_to_freeze(*, campaign: Campaign, by: User, now: datetime | None = None) -> Rendering:
    """Have the report frozen as it will be when the worker comes to it; what is signed is that and
    nothing later.

    Answers with what is being frozen already, whoever asked for it. Raises Http404, NotAllowed, or
    StaleState where an edition waits for the signature.
    """
    held = hold(campaign)
    require(by, FREEZE, held)
    _require_none_waits(held)
    rendering, is_new = begin(held, FileFormat.CONTENT, by, now or timezone.now())
    if is_new:
        _record_and_queue(rendering, by)
    return rendering


def prepare_correction(
    *,
    campaign: Campaign,
    explanation: str,
    errata: Sequence[Erratum],
    by: User,
    now: datetime | None = None,
) -> Rendering:
    """Have a correction frozen: the report as it is, with what is put right at its head. The old
    edition stays published until the new one is.

    What differs from the published edition is named by itself; `errata` are read besides it. Raises
    NotAllowed, DomainError where nothing would change, or StaleState where a correction waits or is
    being frozen.
    """
    present = as_stored(campaign)
    require(by, CORRECT, present)
    if not explanation.strip():
        raise DomainError(NO_EXPLANATION)
    before = published_edition(present)
    if before is None:
        raise DomainError(NOTHING_PUBLISHED)
    # Read before the transaction that writes: it takes a while. The worker looks again.
    if not errata and not changes_since(before, read_source(present)):
        raise DomainError(NOTHING_CHANGED)
    return _ask_for_correction(
        campaign, CorrectionRequest(before.number, clean_text(explanation), tuple(errata)), by, now
    )


@transaction.atomic
def ask_again(*, campaign: Campaign, by: User, now: datetime | None = None) -> Rendering:
    """Have done what a worker did not get to do: freezing as it was asked for, or the files of the
    edition that waits.

    Raises NotAllowed, or StaleState where there is nothing to be done again.
    """
    held, moment = hold(campaign), now or timezone.now()
    require(by, freezing_act(held), held)
    edition = held.editions.frozen().first()
    if edition and file_of(edition, FileFormat.PDF):
        raise StaleState(MADE_ALREADY)
    give_up_stuck(held, FileFormat.CONTENT, moment)
    last = held.renderings.filter(format=FileFormat.CONTENT).first()
    if edition is None and (last is None or last.edition):
        raise StaleState(GONE)
    correction = last.correction if last else {}
    rendering, is_new = begin(
        held, FileFormat.CONTENT, by, moment, edition=edition, correction=correction
    )
    if is_new:
        _record_and_queue(rendering, by)
    return rendering


@transaction.atomic
def withdraw_edition(*, edition: Edition, reason: str, by: User) -> Edition:
    """Give up an edition before it is published; it stays in the record.

    Raises NotAllowed, DomainError or StaleState.
    """
    held = hold(edition.campaign)
    require(by, freezing_act(held), held)
    if not reason.strip():
        raise DomainError(NO_REASON)
    change = change_state(edition, EditionState.FROZEN, EditionState.WITHDRAWN)
    fail_renderings(edition.renderings.all(), ENDED_BY_WITHDRAWAL, at=timezone.now())
    audit.record(
        act=WITHDRAWN,
        by=by,
        campaign=held,
        subject=edition,
        reason=reason.strip(),
        changes=[change],
    )
    return edition


def take_in_signed(
    *, edition: Edition, content: bytes, seen_sha256: str, by: User, now: datetime | None = None
) -> EditionFile:
    """Keep the signed PDF beside the approved one, with what was found in its signatures. An
    earlier one stays stored.

    `seen_sha256`: of the signed file that the person saw there; empty: none. Raises NotAllowed,
    StaleState, DomainError while there is no PDF, or SignatureRefused with what is wrong with the
    file.
    """
    require(by, TAKE_IN, as_stored(edition.campaign))
    approved = file_of(edition, FileFormat.PDF)
    if approved is None:
        raise DomainError(NO_PDF)
    # Read before the transaction that writes: it takes a while, and what was approved does not
    # change.
    found = check_signed(content, approved=read_checked(approved))
    with transaction.atomic():
        _require_as_seen(edition, seen_sha256, by)
        return add_file(
            edition,
            FileFormat.SIGNED,
            content,
            pages=approved.pages,
            findings=[each.as_plain() for each in found],
            act=SIGNED_TAKEN_IN,
            by=by,
            now=now or timezone.now(),
        )


def _require_as_seen(edition: Edition, seen_sha256: str, by: User) -> None:
    """That the edition still takes a signed file, and has the one that the person saw; asked
    under the lock.
    """
    held = hold(edition.campaign)
    require(by, TAKE_IN, held)
    if not Edition.objects.in_hand().filter(pk=edition.pk).exists():
        raise StaleState(GONE)
    there = file_of(edition, FileFormat.SIGNED)
    if seen_sha256 != (there.sha256 if there else ""):
        raise StaleState(SIGNED_MEANWHILE)


@transaction.atomic
def _ask_for_correction(
    campaign: Campaign, asked: CorrectionRequest, by: User, now: datetime | None
) -> Rendering:
    held = hold(campaign)
    require(by, CORRECT, held)
    _require_none_waits(held)
    rendering, is_new = begin(
        held, FileFormat.CONTENT, by, now or timezone.now(), correction=asked.as_plain()
    )
    if not is_new:
        # Theirs may say something else; what this person typed must not vanish.
        raise StaleState(BEING_FROZEN)
    _record_and_queue(rendering, by)
    return rendering


def _require_none_waits(campaign: Campaign) -> None:
    if campaign.editions.frozen().exists():
        raise StaleState(WAITS)


def _record_and_queue(rendering: Rendering, by: User) -> None:
    campaign, edition = rendering.campaign, rendering.edition
    act = FILES_ASKED_FOR if edition else FREEZING_ASKED_FOR
    audit.record(
        act=act, by=by, campaign=campaign, subject=edition or rendering, facts=rendering.correction
    )
    queue(rendering)
