"""The files of an edition: kept in the store with a row each, and made by the background worker
from the frozen content.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from reports.editions.pdf import lay_out
from reports.editions.queries import store
from reports.editions.queries.store import contents_of, edition_store
from reports.enums import FileFormat
from reports.layout.pdf import Progress
from reports.models import Edition, EditionFile
from units import audit
from units.models import User

FILE_ADDED = audit.name_act("edition.file_added", "Lưu tệp của bản ban hành")


def make_files(
    edition: Edition, *, progress: Progress | None = None, now: datetime | None = None
) -> tuple[EditionFile, ...]:
    """Each file that is not there yet, from the frozen content.

    Raises PdfUnavailable, PdfRefused, StoredFileDamaged or OSError.
    """
    contents, moment = contents_of(edition), now or timezone.now()
    lacking = [form for form in contents.formats if store.file_of(edition, form) is None]
    made = [
        _keep(edition, FileFormat(form), contents.file(form) or b"", 0, moment) for form in lacking
    ]
    if store.file_of(edition, FileFormat.PDF) is None:
        pdf = lay_out(contents, progress=progress)
        made.append(_keep(edition, FileFormat.PDF, pdf.content, pdf.pages, moment))
    return tuple(made)


def add_file(
    edition: Edition,
    form: FileFormat,
    content: bytes,
    *,
    act: audit.ActCode,
    by: User | None,
    now: datetime,
    pages: int = 0,
    findings: list[dict[str, Any]] | None = None,
) -> EditionFile:
    """Store the file and its row inside the caller's transaction; one of the same form stays
    stored and counts no more.
    """
    stored = edition_store().put([content])
    try:
        changes = [_replace(earlier) for earlier in edition.files.current().filter(format=form)]
        file = EditionFile.objects.create(
            edition=edition,
            format=form,
            stored_as=stored.name,
            sha256=stored.sha256,
            size=stored.size,
            pages=pages,
            findings=findings or [],
            added_by=by,
            added_at=now,
        )
        facts = {"number": edition.number, "format": str(form), "sha256": file.sha256}
        changes.append(audit.inserted(file))
        audit.record(
            act=act, by=by, campaign=edition.campaign, subject=edition, facts=facts, changes=changes
        )
    except BaseException:
        edition_store().discard(stored.name)
        raise
    return file


@transaction.atomic
def _keep(
    edition: Edition, form: FileFormat, content: bytes, pages: int, now: datetime
) -> EditionFile:
    """Unless another worker was faster."""
    Edition.objects.select_for_update().get(pk=edition.pk)
    there = store.file_of(edition, form)
    return there or add_file(edition, form, content, pages=pages, act=FILE_ADDED, by=None, now=now)


def _replace(file: EditionFile) -> audit.Change:
    before = audit.row_of(file)
    EditionFile.objects.filter(pk=file.pk).update(is_replaced=True)
    file.is_replaced = True
    return audit.updated(before, file)
