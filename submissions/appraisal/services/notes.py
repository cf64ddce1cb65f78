"""Internal notes: what the working group tells itself about a unit's file.

Added, never edited, and never shown to units.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ictindex.lib.errors import DomainError
from ictindex.lib.text import clean_text
from submissions.appraisal.services.locks import hold_file
from submissions.models import Answer, InternalNote, Submission
from units import audit
from units.access import require
from units.models import User

NOTE_WRITTEN = audit.name_act("appraise.note_written", "Ghi chú nội bộ")

WRITE = "appraise.write_internal_note_on_U"
LONGEST = 2000


@transaction.atomic
def write_note(
    *,
    submission: Submission,
    text: str,
    by: User,
    answer: Answer | None = None,
    now: datetime | None = None,
) -> InternalNote:
    """A note about the file, or about one answer of it.

    Raises Http404, NotAllowed, or DomainError for no text or too much.
    """
    held = hold_file(submission.pk)
    require(by, WRITE, held)
    if answer and answer.submission_id != held.pk:
        raise DomainError("Tiêu chí này không thuộc hồ sơ của đơn vị.")
    note = InternalNote.objects.create(
        submission=held, answer=answer, text=_checked(text), by=by, at=now or timezone.now()
    )
    change = audit.inserted(note)
    audit.record(
        act=NOTE_WRITTEN,
        by=by,
        campaign=held.campaign,
        unit=held.unit,
        subject=note,
        changes=[change],
    )
    return note


def _checked(text: str) -> str:
    text = clean_text(text)
    if not text:
        raise DomainError("Ghi chú đang để trống. Nhập nội dung rồi lưu.")
    if len(text) > LONGEST:
        raise DomainError(f"Ghi chú dài {len(text)} ký tự, vượt mức {LONGEST}. Viết ngắn lại.")
    return text
