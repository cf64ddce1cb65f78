"""The private folder of editions, read: whole files under random names, never changed, and sent
only while they are what was stored.
"""

import hashlib
import logging
import re
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from ictindex.lib.errors import DomainError
from reports.editions.content import EditionContent, unpack
from reports.enums import FileFormat
from reports.models import Edition, EditionFile
from submissions.models import Campaign

_log = logging.getLogger(__name__)
_NAME = re.compile(r"[0-9a-f]{48}\Z")


class EditionFileDamaged(DomainError):
    """The stored file is gone, or is not what was approved."""


def folder() -> Path:
    path: Path = settings.DATA_DIR / EditionFile.recorded_folder
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def path_of(stored_as: str) -> Path:
    """Raises FileDamaged for a name that this module never gave: somebody changed the row, and
    it must lead nowhere else.
    """
    if not _NAME.match(stored_as):
        raise EditionFileDamaged("Tên lưu trữ của tệp không hợp lệ.")
    return folder() / stored_as


def file_of(edition: Edition, form: str) -> EditionFile | None:
    """The file of that form that counts; for a signed one, the last that was taken in."""
    return edition.files.current().filter(format=form).first()


def official_file(campaign: Campaign) -> EditionFile | None:
    """What was published: the signed PDF of the edition in force, else its PDF.

    At most two queries.
    """
    forms = (FileFormat.SIGNED, FileFormat.PDF)
    published = EditionFile.objects.current().published().filter(edition__campaign=campaign)
    files = {
        file.format: file
        for file in published.filter(format__in=forms).select_related("edition__campaign")
    }
    return next((files[form] for form in forms if form in files), None)


def contents_of(edition: Edition) -> EditionContent:
    """The frozen content, checked. Raises FileDamaged or ContentDamaged."""
    file = file_of(edition, FileFormat.CONTENT)
    if file is None or file.sha256 != edition.content_sha256:
        raise EditionFileDamaged(
            "Bản ban hành này không còn nội dung đã chốt. Báo quản trị hệ thống kiểm tra nhật ký."
        )
    return unpack(read_checked(file))


def is_whole(file: EditionFile) -> bool:
    """Whether the stored file is the one that the row speaks of."""
    try:
        read_checked(file)
    except EditionFileDamaged:
        return False
    return True


def read_checked(file: EditionFile) -> bytes:
    """All of the file, once it was found to be what was stored. Raises FileDamaged."""
    try:
        content = path_of(file.stored_as).read_bytes()
    except (OSError, EditionFileDamaged) as problem:
        raise _damaged(file, "không còn trong kho lưu trữ") from problem
    if sha256_of(content) != file.sha256:
        raise _damaged(file, "không còn đúng như khi được lưu (mã SHA-256 khác)")
    return content


def open_checked(file: EditionFile) -> BinaryIO:
    """The same, to be sent: what was checked is what is sent. Raises FileDamaged."""
    return BytesIO(read_checked(file))


def _damaged(file: EditionFile, what: str) -> EditionFileDamaged:
    _log.error("edition file %s (%s): %s", file.pk, file.stored_as, what)
    return EditionFileDamaged(
        f"Tệp {file.get_format_display()} {what}. Tệp không được gửi đi. Báo quản trị hệ thống."
    )
