"""What the background worker does for an edition: its files, or the sentence that says why there are none."""

import logging

from django.core.cache import cache
from django.db import transaction

from ictindex.lib.errors import DomainError
from reports.editions.files import make_files
from reports.models import Edition
from reports.printing.pdf import PdfRefused, PdfUnavailable
from units import audit

_log = logging.getLogger(__name__)

FAILED = "edition.files_failed"
NO_ROOM = "Không ghi được tệp vào thư mục dữ liệu. Người quản trị kiểm tra dung lượng đĩa và quyền ghi."
UNEXPECTED = "Không tạo được tệp do lỗi ngoài dự kiến. Báo người quản trị xem nhật ký của máy chủ rồi thử lại."
#: A worker that told nothing for so long is gone.
_TOLD_FOR_SECONDS = 120


def make_edition_files(pk: int) -> None:
    """Never raises: a problem becomes a Vietnamese sentence in the record, its traceback goes to the log."""
    edition = Edition.objects.select_related("campaign").get(pk=pk)
    tell(edition, "Đang soạn các tệp", 2)
    try:
        make_files(edition, progress=lambda step, percent: tell(edition, step, percent))
    except (PdfUnavailable, PdfRefused, DomainError) as problem:
        _fail(edition, str(problem))
    except OSError:
        _log.exception("the files of edition %s could not be stored", pk)
        _fail(edition, NO_ROOM)
    except Exception:
        _log.exception("the files of edition %s could not be made", pk)
        _fail(edition, UNEXPECTED)
    finally:
        cache.delete(_key(edition))


def tell(edition: Edition, step: str, percent: int) -> None:
    """How far it is, for who looks at the page meanwhile. It is kept nowhere else."""
    cache.set(_key(edition), (step, percent), _TOLD_FOR_SECONDS)


def told(edition: Edition) -> tuple[str, int] | None:
    """Step and percentage of a worker that is at it."""
    found: tuple[str, int] | None = cache.get(_key(edition))
    return found


def _fail(edition: Edition, sentence: str) -> None:
    with transaction.atomic():
        audit.record(act=FAILED, by=None, campaign=edition.campaign, subject=edition, reason=sentence)


def _key(edition: Edition) -> str:
    return f"edition-files-{edition.pk}"
