"""Handing files of evidence out: who may, one by one or all of a unit; each time it is entered
in the record. And the sweep.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO, NamedTuple

from django.db import transaction
from django.http import Http404

from ictindex.lib.private_files import StoredFileDamaged
from submissions.evidence.services.store import arrival_store, evidence_store, open_checked
from submissions.evidence.services.upload import EVIDENCE_UPLOADED
from submissions.models import Evidence, Submission
from submissions.models.capacities import standing_of
from submissions.models.evidence import KEPT
from units import audit
from units.access import may, require
from units.enums import UNIT_ROLES
from units.models import AuditEntry, User

LIST = "self.list_evidence_of_U"
DOWNLOAD = "self.download_evidence_of_U"
DOWNLOAD_ALL = "self.download_evidence_zip_of_U"
#: A file without a row this old belongs to no upload that is under way.
UNDER_WAY = timedelta(hours=24)
SEE_HISTORY = "self.view_edit_history_of_U"


class FileAct(NamedTuple):
    """One act under two codes. A unit reads of its own people's downloads on its page, and of
    nobody else's: who appraises it stays unnamed.
    """

    by_unit: audit.ActCode
    by_others: audit.ActCode


DOWNLOADED = FileAct(
    audit.name_act("self.evidence_downloaded", "Đơn vị tải về tài liệu của mình"),
    audit.name_act("evidence.downloaded", "Tải về tài liệu kiểm chứng"),
)
PACKAGE_DOWNLOADED = FileAct(
    audit.name_act("self.evidence_package_downloaded", "Đơn vị tải về trọn bộ tài liệu của mình"),
    audit.name_act("evidence.package_downloaded", "Tải về trọn bộ tài liệu kiểm chứng"),
)
DAMAGED = FileAct(
    audit.name_act("self.evidence_damaged", "Đơn vị phát hiện tệp tài liệu bị hỏng khi tải về"),
    audit.name_act("evidence.damaged", "Phát hiện tệp tài liệu bị hỏng khi tải về"),
)


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What a sweep found, each by its place: files that no row ever spoke of, and files that the
    record knows though their row is gone.
    """

    removed: Sequence[str]
    kept: Sequence[str]


def hand_out(*, evidence: Evidence, is_preview: bool, by: User) -> BinaryIO:
    """The file, open at its beginning and checked against its SHA-256; that it was handed out is in
    the record.

    Raises Http404, NotAllowed, or StoredFileDamaged, which is recorded too.
    """
    require(by, DOWNLOAD, evidence)
    if not KEPT.holds(evidence) and not may(by, SEE_HISTORY, evidence):
        raise Http404
    try:
        file = open_checked(evidence)
    except StoredFileDamaged:
        _record(DAMAGED, evidence.submission, evidence, by, {"sha256": evidence.sha256})
        raise
    try:
        _record(
            DOWNLOADED,
            evidence.submission,
            evidence,
            by,
            {"preview": is_preview, "sha256": evidence.sha256},
        )
    except BaseException:
        file.close()
        raise
    return file


def hand_out_all(*, submission: Submission, by: User) -> list[Evidence]:
    """The documents of a unit with their older versions, without withdrawn ones, for a package;
    recorded as one act.

    Each file is opened with `open_checked` when its turn comes. Raises Http404 or NotAllowed.
    """
    require(by, DOWNLOAD_ALL, submission)
    files = list(
        Evidence.objects.kept()
        .filter(submission=submission)
        .select_related("uploaded_by", "superseded_by")
        .order_by("pk")
    )
    _record(PACKAGE_DOWNLOADED, submission, submission, by, {"files": [file.pk for file in files]})
    return files


def sweep(*, now: datetime, removes: bool = True) -> SweepResult:
    """Remove files that an upload left behind: no row has them, and nothing was done to them for a
    day.

    A file that the record knows is proof that its row was removed behind the application's back,
    and is kept.
    """
    files, arriving, before = evidence_store(), arrival_store(), now - UNDER_WAY
    names = list(files.untouched(before=before))
    stored = set(Evidence.objects.filter(stored_as__in=names).values_list("stored_as", flat=True))
    orphans = [name for name in names if name not in stored]
    known = [name for name in orphans if _is_in_record(name)]
    removed = [(files, name) for name in orphans if name not in known]
    removed += [(arriving, name) for name in arriving.untouched(before=before)]
    for store, name in removed if removes else ():
        store.discard(name)
    return SweepResult(
        removed=[store.place_of(name) for store, name in removed],
        kept=[files.place_of(name) for name in known],
    )


def _is_in_record(stored_as: str) -> bool:
    return AuditEntry.objects.filter(act=EVIDENCE_UPLOADED, changes__contains=stored_as).exists()


@transaction.atomic
def _record(
    act: FileAct,
    submission: Submission,
    subject: Evidence | Submission,
    by: User,
    facts: dict[str, object],
) -> None:
    audit.record(
        act=act.by_unit if _is_of_unit(by, submission) else act.by_others,
        by=by,
        campaign=submission.campaign,
        unit=submission.unit,
        subject=subject,
        facts=facts,
    )


def _is_of_unit(by: User, submission: Submission) -> bool:
    grants = standing_of(by).grants_in(submission.campaign_id)
    return any(grant.role in UNIT_ROLES and grant.unit_id == submission.unit_id for grant in grants)
