"""The drafts that lay before meetings of the Council: whole files under their own SHA-256, kept
as long as the meetings are.
"""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from ictindex.lib.files import write_whole
from reports.jobs.services.worker import RenderedFileDamaged, open_rendering
from reports.models import Rendering
from submissions.council.services.meetings import DraftFile
from submissions.models import MeetingDraft

GONE = "Bản dự thảo mà phiên họp đã xem không còn trong kho lưu trữ. Hãy báo người quản trị."
CHANGED = (
    "Bản dự thảo đã lưu không còn đúng như khi phiên họp xem nên không được gửi đi. Hãy báo người "
    "quản trị."
)


def keep_draft(rendering: Rendering, *, data_sha256: str) -> DraftFile:
    """Keep a copy of a finished rendering that nothing made later replaces. `data_sha256`: of the
    present figures.

    The same draft is kept once, however many meetings look at it. Raises FileDamaged, OSError.
    """
    with open_rendering(rendering) as file:
        content = file.read()
    stored_as = f"{rendering.file_sha256}.pdf"
    _keep(_folder() / stored_as, content)
    return DraftFile(
        sha256=rendering.file_sha256,
        stored_as=stored_as,
        size=len(content),
        pages=rendering.pages,
        made_at=rendering.finished_at,
        shows_figures=rendering.data_sha256 == data_sha256,
    )


def open_draft(draft: MeetingDraft) -> BinaryIO:
    """The very file that lay before the meeting; what was checked is what is sent.

    Raises FileDamaged.
    """
    try:
        content = (_folder() / f"{draft.sha256}.pdf").read_bytes()
    except OSError as problem:
        raise RenderedFileDamaged(GONE) from problem
    if hashlib.sha256(content).hexdigest() != draft.sha256:
        raise RenderedFileDamaged(CHANGED)
    return BytesIO(content)


def _folder() -> Path:
    path: Path = settings.DATA_DIR / MeetingDraft.recorded_folder
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def _keep(path: Path, content: bytes) -> None:
    """One that lies there whole is left alone; a spoilt one is put right."""
    if path.is_file() and path.read_bytes() == content:
        return
    write_whole(path, content)
    path.chmod(0o400)
