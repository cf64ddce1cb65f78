"""Does outside the web worker what was asked for of a report, and tells how far it is: a file of
the draft, or an edition.

Who asks for it is in `requests`; how each form of a draft is made in `drafts`. What floors above
make of a report registers itself: see `register_maker`. A file of a draft is kept under its own
SHA-256.
"""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone

from ictindex.lib.errors import DomainError
from ictindex.lib.private_files import DamageSentences, PrivateStore, StoredFileDamaged
from reports.enums import FileFormat, JobState
from reports.jobs.services.drafts import make_file
from reports.layout.pdf import PdfRefused, PdfUnavailable, Progress
from reports.models import Rendering
from reports.models.renderings import RenderingQuerySet

logger = logging.getLogger(__name__)

#: As much as the column holds.
_LONGEST = Rendering._meta.get_field("problem").max_length
#: One report takes some seconds; whoever needs this long is stuck.
TIME_LIMIT_SECONDS = 300

UNEXPECTED = (
    "Không tạo được tệp báo cáo do lỗi ngoài dự kiến. Báo người quản trị xem nhật ký của máy chủ "
    "rồi thử lại."
)
TOO_SLOW = (
    f"Việc tạo tệp báo cáo kéo dài quá {TIME_LIMIT_SECONDS // 60} phút nên đã dừng. Thử lại khi "
    "máy chủ bớt tải."
)
NO_ROOM = (
    "Không ghi được tệp báo cáo vào thư mục dữ liệu. Người quản trị kiểm tra dung lượng đĩa và "
    "quyền ghi."
)
_DAMAGE = DamageSentences(
    gone="Không tìm thấy tệp đã tạo. Hãy tạo lại.",
    changed=(
        "Tệp đã lưu không còn nguyên vẹn nên không được gửi đi. Hãy tạo lại và báo người quản trị."
    ),
)

#: Makes what a rendering asks for, and answers with what its row says of it.
Maker = Callable[[Rendering, Progress], Mapping[str, object]]
_makers: dict[FileFormat, Maker] = {}


def register_maker(form: FileFormat, maker: Maker) -> None:
    """Who makes that form, said by a room above this one.

    Raises ValueError for a form that has its maker already.
    """
    if form in _makers:
        raise ValueError(f"{form} has its maker already")
    _makers[form] = maker


class _RenderingStopped(Exception):
    """The rendering is no longer wanted: it was given up for stuck, or takes too long."""


def run_rendering(pk: int) -> None:
    """Do a waiting rendering and record how it ended. Does nothing when another worker took it, or
    it was given up.

    Never raises: a problem becomes a Vietnamese sentence in the row, its traceback goes to the log.
    """
    if (
        not Rendering.objects.waiting()
        .filter(pk=pk)
        .update(
            state=JobState.RUNNING, step="Đang tổng hợp số liệu", percent=1, heard_at=timezone.now()
        )
    ):
        return
    rendering = Rendering.objects.select_related(
        "campaign__framework", "edition", "requested_by"
    ).get(pk=pk)
    make = _makers.get(FileFormat(rendering.format), _render)
    try:
        made = make(
            rendering, _ProgressReporter(rendering.pk, time.monotonic() + TIME_LIMIT_SECONDS).tell
        )
        _finish(rendering, **made)
    except (_RenderingStopped, PdfUnavailable, PdfRefused, DomainError) as problem:
        _fail(pk, str(problem))
    except OSError:
        logger.exception("rendering %s could not be stored", pk)
        _fail(pk, NO_ROOM)
    except Exception:
        logger.exception("rendering %s failed", pk)
        _fail(pk, UNEXPECTED)


def open_rendering(rendering: Rendering) -> BinaryIO:
    """The file of a finished rendering, open at its start and checked against its SHA-256. The
    caller closes it.

    Raises StoredFileDamaged.
    """
    if not rendering.is_done:
        raise StoredFileDamaged("Tệp này chưa tạo xong.")
    name = f"{rendering.file_sha256}.{rendering.format}"
    return _store_of(rendering).open(name, sha256=rendering.file_sha256, damage=_DAMAGE)


def _store_of(rendering: Rendering) -> PrivateStore:
    return PrivateStore(settings.DATA_DIR / "reports" / rendering.campaign.code)


def _render(rendering: Rendering, progress: Progress) -> Mapping[str, object]:
    """The file first, then the row: a row never names a file that is not there."""
    made = make_file(rendering.format, rendering.campaign, progress)
    stored = _store_of(rendering).put_by_content([made.content], ending=rendering.format)
    return {"data_sha256": made.data_sha256, "file_sha256": stored.sha256, "pages": made.pages}


def _finish(rendering: Rendering, **values: object) -> None:
    Rendering.objects.running().filter(pk=rendering.pk).update(
        state=JobState.DONE, step="Đã xong", percent=100, finished_at=timezone.now(), **values
    )


class _ProgressReporter:
    """Writes each new percentage into the row by an UPDATE of its own, and stops a rendering
    that is given up or too slow.
    """

    def __init__(self, pk: int, deadline: float) -> None:
        self._pk = pk
        self._deadline = deadline
        self._percent = 0

    def tell(self, step: str, percent: int) -> None:
        if time.monotonic() > self._deadline:
            raise _RenderingStopped(TOO_SLOW)
        if percent == self._percent:
            return
        self._percent = percent
        running = Rendering.objects.running().filter(pk=self._pk)
        if not running.update(step=step, percent=percent, heard_at=timezone.now()):
            raise _RenderingStopped(TOO_SLOW)


def _fail(pk: int, sentence: str) -> None:
    fail_renderings(Rendering.objects.filter(pk=pk), sentence, at=timezone.now())


def fail_renderings(renderings: RenderingQuerySet, sentence: str, *, at: datetime) -> None:
    """Mark those that are not finished as failed, with the sentence that people read."""
    unfinished = renderings.unfinished()
    unfinished.update(state=JobState.FAILED, step="", problem=sentence[:_LONGEST], finished_at=at)
