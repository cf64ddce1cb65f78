"""What is said about a file of evidence, which criteria it proves, and taking it out.

The file itself never changes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from ictindex.lib.chain import canonical
from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.text import clean_line
from submissions.evidence.queries import ONLY_NEW, hold, hold_for_withdrawal, is_changeable
from submissions.evidence.services.upload import REPLACED
from submissions.models import Answer, Evidence, EvidenceUse, Submission
from submissions.models.evidence import IN_FORCE
from units import audit
from units.models import User

EVIDENCE_DESCRIBED = audit.name_act("self.evidence_described", "Ghi thông tin tài liệu kiểm chứng")
EVIDENCE_CITED = audit.name_act("self.evidence_cited", "Viện dẫn tài liệu cho tiêu chí")
EVIDENCE_UNCITED = audit.name_act("self.evidence_uncited", "Bỏ viện dẫn tài liệu cho tiêu chí")
EVIDENCE_WITHDRAWN = audit.name_act("self.evidence_withdrawn", "Rút tài liệu kiểm chứng")

SAID_OTHERWISE = (
    "Thông tin của tài liệu này đã được người khác sửa sau khi Ông/Bà mở trang. Thông tin vừa "
    "nhập chưa được lưu: "
    "đối chiếu với thông tin hiện nay ở dưới rồi lưu lại."
)
_SAID = ("document_number", "issued_on", "issuer", "summary")


@dataclass(frozen=True, slots=True)
class DocumentDescription:
    """What a document says of itself: số, ký hiệu · ngày ban hành · cơ quan ban hành · trích
    yếu.
    """

    document_number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    summary: str = ""


#: Which answers a file proves, and on which page: answer → page.
Pages = Mapping[int, str]


@transaction.atomic
def describe_evidence(
    *,
    evidence: Evidence,
    description: DocumentDescription,
    pages: Pages,
    version: str,
    by: User,
    now: datetime | None = None,
) -> Evidence:
    """Say what the document is and exactly which criteria it proves. What did not change is not
    written and not recorded.

    `version` is that of `description_version` when the person began. Raises Http404, NotAllowed,
    SubmissionClosed, StaleState, or DomainError for a text that is too long.
    """
    held = hold(evidence.submission_id, by=by, now=now or timezone.now())
    stored = _held(evidence, held)
    if description_version(stored) != version:
        raise StaleState(SAID_OTHERWISE)
    changes = [*_say(stored, description), *_prove(stored, held, pages)]
    _record(EVIDENCE_DESCRIBED, stored, held, changes, by)
    return stored


@transaction.atomic
def cite_evidence(
    *, evidence: Evidence, answer: Answer, page: str, by: User, now: datetime | None = None
) -> EvidenceUse:
    """A file proves a criterion, on that page.

    Again with another page: the page is corrected. Raises as `describe_evidence`.
    """
    held = hold(evidence.submission_id, by=by, now=now or timezone.now())
    stored = _held(evidence, held)
    pages = dict(_pages(stored)) | {answer.pk: page}
    _record(EVIDENCE_CITED, stored, held, _prove(stored, held, pages), by)
    return EvidenceUse.objects.get(evidence=stored, answer=answer)


@transaction.atomic
def uncite_evidence(
    *, evidence: Evidence, answer: Answer, by: User, now: datetime | None = None
) -> None:
    """The file does not prove that criterion any more; it stays for the others.

    Raises as `describe_evidence`.
    """
    held = hold(evidence.submission_id, by=by, now=now or timezone.now())
    stored = _held(evidence, held)
    pages = {key: page for key, page in _pages(stored).items() if key != answer.pk}
    _record(EVIDENCE_UNCITED, stored, held, _prove(stored, held, pages), by)


@transaction.atomic
def withdraw_evidence(
    *, evidence: Evidence, by: User, reason: str = "", now: datetime | None = None
) -> None:
    """Take a document out, with its older versions. The files stay where they are, for those who
    may see the history.

    Raises Http404, NotAllowed, SubmissionClosed, or StaleState when it was withdrawn or replaced
    before.
    """
    held = hold_for_withdrawal(evidence.submission_id, by=by, now=now or timezone.now())
    versions = versions_of(_held(evidence, held))
    changes = [_withdraw(version) for version in versions]
    _record(EVIDENCE_WITHDRAWN, versions[0], held, changes, by, reason=_line(reason))


def versions_of(evidence: Evidence) -> list[Evidence]:
    """The document itself and the versions before it, newest first. One query."""
    own = {each.pk: each for each in Evidence.objects.filter(submission=evidence.submission_id)}
    found: list[Evidence] = []
    key: int | None = evidence.pk
    while key is not None:
        found.append(own[key])
        key = own[key].supersedes_id
    return found


def description_version(evidence: Evidence) -> str:
    """Changes whenever what is said about the document, or which criteria it proves, is changed.

    One query.
    """
    said = [str(getattr(evidence, name) or "") for name in _SAID]
    uses = sorted((key, page) for key, page in _pages(evidence).items())
    return hashlib.sha256(canonical([said, uses, evidence.is_withdrawn]).encode()).hexdigest()[:24]


def _held(evidence: Evidence, held: Submission) -> Evidence:
    """The row as it is now; writes to it wait for the lock of the unit's file."""
    rows = Evidence.objects.select_related("superseded_by")
    stored = rows.filter(pk=evidence.pk, submission=held).first()
    if stored is None:
        raise Http404
    if not is_changeable(stored, held):
        raise NotAllowed(ONLY_NEW)
    if not IN_FORCE.holds(stored):
        raise StaleState(REPLACED)
    return stored


def _pages(evidence: Evidence) -> Pages:
    return dict(EvidenceUse.objects.filter(evidence=evidence).values_list("answer_id", "page"))


def _say(stored: Evidence, description: DocumentDescription) -> list[audit.Change]:
    before = audit.row_of(stored)
    for name in _SAID:
        value = getattr(description, name)
        setattr(stored, name, _line(value) if isinstance(value, str) else value)
    if audit.row_of(stored) == before:
        return []
    _require_fitting(stored, _SAID)
    stored.save(update_fields=_SAID)
    return [audit.updated(before, stored)]


def _prove(stored: Evidence, held: Submission, pages: Pages) -> list[audit.Change]:
    """Make the uses of the file those of `pages`.

    Raises Http404 for a criterion of another unit.
    """
    wanted = {key: _line(page) for key, page in pages.items()}
    uses = {
        use.answer_id: use for use in EvidenceUse.objects.filter(evidence=stored).order_by("pk")
    }
    added = wanted.keys() - uses.keys()
    if Answer.objects.filter(submission=held, pk__in=added).count() != len(added):
        raise Http404
    changes = [_drop(use) for key, use in uses.items() if key not in wanted]
    changes += [
        _turn_to(use, wanted[key])
        for key, use in uses.items()
        if key in wanted and use.page != wanted[key]
    ]
    return changes + [
        _add(EvidenceUse(evidence=stored, answer_id=key, page=wanted[key])) for key in sorted(added)
    ]


def _drop(use: EvidenceUse) -> audit.Change:
    before, key = audit.row_of(use), use.pk
    use.delete()
    return audit.deleted(before, EvidenceUse, key)


def _turn_to(use: EvidenceUse, page: str) -> audit.Change:
    before = audit.row_of(use)
    use.page = page
    _require_fitting(use, ["page"])
    use.save(update_fields=["page"])
    return audit.updated(before, use)


def _add(use: EvidenceUse) -> audit.Change:
    _require_fitting(use, ["page"])
    use.save(force_insert=True)
    return audit.inserted(use)


def _withdraw(evidence: Evidence) -> audit.Change:
    before = audit.row_of(evidence)
    evidence.is_withdrawn = True
    if not Evidence.objects.kept().filter(pk=evidence.pk).update(is_withdrawn=True):
        raise StaleState(REPLACED)
    return audit.updated(before, evidence)


def _require_fitting(row: Evidence | EvidenceUse, names: Iterable[str]) -> None:
    others = [field.name for field in row._meta.fields if field.name not in names]
    try:
        row.clean_fields(exclude=others)
    except ValidationError as problem:
        name = next(iter(problem.message_dict))
        label = getattr(row._meta.get_field(name), "verbose_name", name)
        raise DomainError(f"Mục «{label}» không hợp lệ hoặc dài quá mức cho phép.") from problem


def _line(text: str) -> str:
    return clean_line(text)


def _record(
    act: audit.ActCode,
    evidence: Evidence,
    held: Submission,
    changes: list[audit.Change],
    by: User,
    *,
    reason: str = "",
) -> None:
    if changes:
        audit.record(
            act=act,
            by=by,
            campaign=held.campaign,
            unit=held.unit,
            subject=evidence,
            reason=reason,
            changes=changes,
        )
