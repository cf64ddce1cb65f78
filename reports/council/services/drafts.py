"""The drafts that lay before meetings of the Council: whole files under their own SHA-256, kept
as long as the meetings are.
"""

from typing import BinaryIO

from django.conf import settings

from ictindex.lib.files import blocks_of
from ictindex.lib.private_files import DamageSentences, PrivateStore
from reports.jobs.services.worker import open_rendering
from reports.models import Rendering
from submissions.council.services.meetings import DraftFile
from submissions.models import MeetingDraft

_DAMAGE = DamageSentences(
    gone="Bản dự thảo mà phiên họp đã xem không còn trong kho lưu trữ. Hãy báo người quản trị.",
    changed=(
        "Bản dự thảo đã lưu không còn đúng như khi phiên họp xem nên không được gửi đi. Hãy báo "
        "người quản trị."
    ),
)


def keep_draft(rendering: Rendering, *, data_sha256: str) -> DraftFile:
    """Keep a copy of a finished rendering that nothing made later replaces. `data_sha256`: of the
    present figures.

    The same draft is kept once, however many meetings look at it. Raises StoredFileDamaged,
    OSError.
    """
    with open_rendering(rendering) as file:
        stored = _store().put_by_content(blocks_of(file), ending="pdf")
    return DraftFile(
        sha256=rendering.file_sha256,
        stored_as=stored.name,
        size=stored.size,
        pages=rendering.pages,
        made_at=rendering.finished_at,
        shows_figures=rendering.data_sha256 == data_sha256,
    )


def open_draft(draft: MeetingDraft) -> BinaryIO:
    """The very file that lay before the meeting; what was checked is what is sent.

    Raises StoredFileDamaged.
    """
    return _store().open(f"{draft.sha256}.pdf", sha256=draft.sha256, damage=_DAMAGE)


def _store() -> PrivateStore:
    return PrivateStore(settings.DATA_DIR / MeetingDraft.recorded_folder)
