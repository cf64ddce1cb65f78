"""Freezing a report as an edition, giving it up before it is signed, its files, and taking the signed file back in."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ictindex.lib.errors import DomainError, StaleState
from reports.editions import store
from reports.editions.content import compose, pack
from reports.editions.files import add_file
from reports.editions.members import Correction, Source, read_source
from reports.editions.signatures import check_signed
from reports.editions.store import file_of, read_checked
from reports.enums import EditionState, FileFormat
from reports.models import Edition, EditionFile
from reports.tasks import make_edition_files_task
from submissions.enums import Phase
from submissions.models import Campaign
from units import audit
from units.access import require
from units.models import ChainHead, User

FREEZE = "report.freeze_edition"
CORRECT = "report.publish_correction_as_new_version"
TAKE_IN = "report.upload_signed_pdf"

WAITS = "Đã có một bản đang chờ ký. Hủy bản đó trước nếu muốn chốt bản khác."
GONE = "Bản này không còn chờ ký. Tải lại trang để xem tình trạng hiện tại."
NO_REASON = "Ghi lý do hủy bản đã chốt."
NO_PDF = "Bản PDF của bản này chưa tạo xong nên chưa nhận được bản đã ký."
#: Signatures, certificates and their proofs; nothing that large is only a signature.
MOST_ADDED = 20 << 20


def freezing_act(campaign: Campaign) -> str:
    """A first edition is frozen by the secretary before the signature, a correction by who publishes it."""
    return CORRECT if campaign.phase == Phase.PUBLISHED else FREEZE


@transaction.atomic
def freeze_edition(*, campaign: Campaign, by: User, now: datetime | None = None) -> Edition:
    """Freeze the report as it is now; what is signed is this and nothing later. Its PDF is made by the background worker.

    Raises Http404, NotAllowed, or StaleState where an edition waits for the signature already.
    """
    held = hold(campaign)
    require(by, FREEZE, held)
    return keep_edition(held, read_source(held), by=by, now=now or timezone.now())


@transaction.atomic
def withdraw_edition(*, edition: Edition, reason: str, by: User) -> Edition:
    """Give up an edition before it is published; it stays in the record. Raises NotAllowed, DomainError or StaleState."""
    held = hold(edition.campaign)
    require(by, freezing_act(held), held)
    if not reason.strip():
        raise DomainError(NO_REASON)
    change = change_state(edition, EditionState.FROZEN, EditionState.WITHDRAWN)
    audit.record(act="edition.withdrawn", by=by, campaign=held, subject=edition, reason=reason.strip(), changes=[change])
    return edition


@transaction.atomic
def ask_for_files(*, edition: Edition, by: User) -> None:
    """Have the files made again that a worker did not get to make. Raises NotAllowed or StaleState."""
    held = hold(edition.campaign)
    require(by, freezing_act(held), held)
    if not Edition.objects.filter(pk=edition.pk, state=EditionState.FROZEN).exists():
        raise StaleState(GONE)
    audit.record(act="edition.files_asked_for", by=by, campaign=held, subject=edition)
    make_edition_files_task.enqueue(edition.pk)


@transaction.atomic
def take_in_signed(*, edition: Edition, content: bytes, by: User, now: datetime | None = None) -> EditionFile:
    """Keep the signed PDF beside the approved one, with what was found in its signatures. An earlier one stays stored.

    Raises NotAllowed, StaleState, DomainError while there is no PDF, or SignatureRefused with what is wrong with the file.
    """
    held = hold(edition.campaign)
    require(by, TAKE_IN, held)
    if not Edition.objects.filter(pk=edition.pk, state__in=[EditionState.FROZEN, EditionState.PUBLISHED]).exists():
        raise StaleState(GONE)
    approved = file_of(edition, FileFormat.PDF)
    if approved is None:
        raise DomainError(NO_PDF)
    found = check_signed(content, approved=read_checked(approved))
    findings = [signature.as_plain() for signature in found]
    return add_file(
        edition, FileFormat.SIGNED, content, pages=approved.pages, findings=findings, act="edition.signed_taken_in", by=by,
        now=now or timezone.now(),
    )  # fmt: skip


def keep_edition(
    campaign: Campaign, source: Source, *, by: User | None, now: datetime, state: EditionState = EditionState.FROZEN
) -> Edition:
    """Store the content and its row, inside the caller's transaction, and ask for the files. Raises StaleState."""
    if campaign.editions.filter(state=EditionState.FROZEN).exists():
        raise StaleState(WAITS)
    number = 1 + (campaign.editions.aggregate(last=Max("number"))["last"] or 0)
    contents = compose(source, number=number, now=now)
    edition = Edition(
        campaign=campaign,
        number=number,
        state=state,
        what_changed=_in_words(source.correction),
        record_head=str(ChainHead.objects.get(pk=1)),
        frozen_by=by,
        frozen_at=now,
        **{name: contents.about[name] for name in ("data_sha256", "template_sha256", "fonts_sha256")},
    )
    packed = pack(contents)
    edition.content_sha256 = store.sha256_of(packed)
    edition.save(force_insert=True)
    facts = {"number": number, "document_sha256": contents.about["document_sha256"], "content_sha256": edition.content_sha256}
    audit.record(act="edition.frozen", by=by, campaign=campaign, subject=edition, facts=facts, changes=[audit.inserted(edition)])
    add_file(edition, FileFormat.CONTENT, packed, act="edition.file_added", by=by, now=now)
    # In the same transaction: no edition waits for a task that was never queued.
    make_edition_files_task.enqueue(edition.pk)
    return edition


def change_state(edition: Edition, source: EditionState, target: EditionState, **values: object) -> audit.Change:
    """The conditional update that makes two presses one. Raises StaleState."""
    edition.refresh_from_db()
    before = audit.row_of(edition)
    if not Edition.objects.filter(pk=edition.pk, state=source).update(state=target, **values):
        raise StaleState(GONE)
    edition.refresh_from_db()
    return audit.updated(before, edition)


def hold(campaign: Campaign) -> Campaign:
    """The campaign as it is stored, locked until the transaction ends."""
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("framework")
    return locked.get(pk=campaign.pk)


def _in_words(correction: Correction | None) -> str:
    """What a reader of the list of editions sees of a correction."""
    if correction is None:
        return ""
    lines = [f"{each.place}: «{each.wrong}» → «{each.right}»" for each in correction.errata]
    return "\n".join([correction.explanation, *lines])
