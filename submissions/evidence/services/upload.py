"""Taking in a file of evidence: looked into, kept on disk, and only then entered as a row.

What is said of it comes later.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.file_kinds import FileKind, recognise
from ictindex.lib.file_names import clean_name, shown_name
from submissions.evidence.queries import ONLY_NEW, hold, require_addable
from submissions.evidence.services.arrival import NO_ROOM, NO_SPACE, ArrivedFile, too_large
from submissions.evidence.services.scanner import InfectedFile, Scan, scan
from submissions.evidence.services.store import evidence_store
from submissions.models import Answer, Evidence, EvidenceUse, Submission
from submissions.models.evidence import IN_FORCE
from units import audit
from units.clock import moment_in_words
from units.models import User

EVIDENCE_UPLOADED = audit.name_act("self.evidence_uploaded", "Tải lên tài liệu kiểm chứng")
EVIDENCE_INFECTED = audit.name_act("self.evidence_infected", "Từ chối tệp có mã độc")

NOT_CONFIRMED = (
    "Chưa xác nhận tài liệu không chứa bí mật nhà nước nên tệp chưa được nhận. Đánh dấu vào ô xác "
    "nhận rồi tải lên."
)
REPLACED = "Tài liệu này đã được rút hoặc đã có bản mới hơn. Tải lại trang để xem bản hiện nay."

#: What a new version says like the version before it until somebody says otherwise.
_TAKEN_OVER = ("document_number", "issued_on", "issuer", "summary")


class EvidenceExists(DomainError):
    """The unit has that very file; `evidence` is it."""

    def __init__(self, evidence: Evidence) -> None:
        when = moment_in_words(evidence.uploaded_at)
        super().__init__(
            f"Đơn vị đã tải lên chính tệp này lúc {when} với tên «{evidence.name}». Không cần tải "
            "lại."
        )
        self.evidence = evidence


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that was taken, and whether it was scanned."""

    evidence: Evidence
    scan: Scan


def receive_evidence(
    *,
    submission: Submission,
    arrived: ArrivedFile,
    is_no_secret: bool,
    by: User,
    answer: Answer | None = None,
    supersedes: Evidence | None = None,
    now: datetime | None = None,
) -> ReceivedFile:
    """Take a file for the unit, for a criterion when `answer` is given, as the next version of
    `supersedes` when that is given.

    `is_no_secret`: the person confirms that it holds no state secret; it goes into the record.
    Nothing is taken into memory whole. Not a transaction as a whole: the file is safe on disk
    before its row exists; a file without a row is swept later. Raises Http404, NotAllowed,
    SubmissionClosed, StaleState, UnacceptableFile, InfectedFile, EvidenceExists or another
    DomainError.
    """
    now = now or timezone.now()
    require_addable(submission, by=by, now=now)
    if not is_no_secret:
        raise DomainError(NOT_CONFIRMED)
    kind, scanned = _look_into(submission, arrived, by)
    stored_as = _keep(arrived)
    entered = Evidence(
        name=clean_name(arrived.name, kind.suffixes),
        stored_as=stored_as,
        sha256=arrived.sha256,
        size=arrived.size,
        media_type=kind.media_type,
        uploaded_by=by,
        uploaded_at=now,
    )
    try:
        _enter(entered, submission, answer, supersedes, scanned=scanned, by=by, now=now)
    except (DomainError, Http404):
        evidence_store().discard(stored_as)
        raise
    return ReceivedFile(entered, scanned)


def room_of(submission: Submission) -> int:
    """How many octets the unit may still send in this campaign. One query."""
    return max(0, allowed_to_unit() - used_by(submission))


def allowed_to_unit() -> int:
    """In octets, of one campaign."""
    return settings.EVIDENCE_UNIT_MB << 20


def used_by(submission: Submission) -> int:
    """Octets of all its files, old versions and withdrawn ones included: they are kept."""
    return Evidence.objects.filter(submission=submission).aggregate(used=Sum("size"))["used"] or 0


def largest_file() -> int:
    """In octets."""
    return settings.EVIDENCE_FILE_MB << 20


def _look_into(submission: Submission, arrived: ArrivedFile, by: User) -> tuple[FileKind, Scan]:
    """Scanned first: whoever sends a virus is told so, whatever it pretends to be."""
    if arrived.size > largest_file():
        raise DomainError(too_large(largest_file()))
    with arrived.path.open("rb") as file:
        try:
            scanned = scan(file)
        except InfectedFile as found:
            _record_infected(submission, arrived, found, by)
            raise
        return recognise(file), scanned


def _keep(arrived: ArrivedFile) -> str:
    try:
        return evidence_store().take_over(arrived.path)
    except OSError as problem:
        raise DomainError(NO_SPACE) from problem


@transaction.atomic
def _enter(
    entered: Evidence,
    submission: Submission,
    answer: Answer | None,
    supersedes: Evidence | None,
    *,
    scanned: Scan,
    by: User,
    now: datetime,
) -> None:
    """Under the lock of the unit's file: two uploads at once cannot both take the last of the
    room.
    """
    held = hold(submission.pk, by=by, now=now)
    _require_new(held, entered)
    if entered.size > room_of(held):
        raise DomainError(NO_ROOM)
    entered.submission = held
    entered.is_supplementary = held.campaign.stands.takes_replies
    pages = _take_over(entered, supersedes, held) if supersedes else {}
    if answer:
        pages.setdefault(_own(answer, held).pk, "")
    entered.save(force_insert=True)
    uses = [
        EvidenceUse.objects.create(evidence=entered, answer_id=key, page=page)
        for key, page in pages.items()
    ]
    audit.record(
        act=EVIDENCE_UPLOADED,
        by=by,
        campaign=held.campaign,
        unit=held.unit,
        subject=entered,
        facts={"no_state_secret": True, "scan": scanned.value},
        changes=[audit.inserted(entered), *map(audit.inserted, uses)],
    )


def _require_new(held: Submission, entered: Evidence) -> None:
    same = Evidence.objects.in_force().filter(submission=held, sha256=entered.sha256).first()
    if same:
        raise EvidenceExists(same)


def _take_over(entered: Evidence, supersedes: Evidence, held: Submission) -> dict[int, str]:
    """The older version stays as it is; the new one starts with what was said of it, and proves
    the same criteria.
    """
    stored = Evidence.objects.select_related("superseded_by")
    older = stored.filter(submission=held, pk=supersedes.pk).first()
    if older is None:
        raise Http404
    if held.campaign.stands.takes_replies:
        raise NotAllowed(ONLY_NEW)
    if not IN_FORCE.holds(older):
        raise StaleState(REPLACED)
    entered.supersedes = older
    for name in _TAKEN_OVER:
        setattr(entered, name, getattr(older, name))
    return dict(older.uses.order_by("pk").values_list("answer_id", "page"))


def _own(answer: Answer, held: Submission) -> Answer:
    if answer.submission_id != held.pk:
        raise Http404
    return answer


@transaction.atomic
def _record_infected(
    submission: Submission, arrived: ArrivedFile, found: InfectedFile, by: User
) -> None:
    audit.record(
        act=EVIDENCE_INFECTED,
        by=by,
        campaign=submission.campaign,
        unit=submission.unit,
        subject=submission,
        facts={"file": shown_name(arrived.name), "sha256": arrived.sha256, "virus": found.virus},
    )
