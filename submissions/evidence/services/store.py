"""The private folder of evidence: files under random names, whole on disk before any row speaks
of them.
"""

import hashlib
import logging
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from ictindex.lib.errors import DomainError
from submissions.models import Evidence

_log = logging.getLogger(__name__)

#: A file without a row this old belongs to no upload that is under way.
UNDER_WAY = timedelta(hours=24)
_NAME = re.compile(r"[0-9a-f]{48}\Z")
_BLOCK = 1 << 18


class EvidenceDamaged(DomainError):
    """The stored file is not the one that was handed in, or is gone."""


def folder() -> Path:
    path: Path = settings.DATA_DIR / Evidence.recorded_folder
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def keep(arrived: Path) -> str:
    """Put a file that arrived into the folder, safe from a power cut, and return the name it
    has there. Raises OSError.
    """
    stored_as = secrets.token_hex(24)
    target = folder() / stored_as
    try:
        _take_over(arrived, target)
        _reach_disk(target)
        _reach_disk(target.parent)
    except OSError:
        target.unlink(missing_ok=True)
        raise
    return stored_as


def discard(stored_as: str) -> None:
    """Of a file that no row ever spoke of."""
    path_of(stored_as).unlink(missing_ok=True)


def path_of(stored_as: str) -> Path:
    """Raises Damaged for a name that this module never gave: somebody changed the row, and it
    must lead nowhere else.
    """
    if not _NAME.match(stored_as):
        raise EvidenceDamaged("Tên lưu trữ của tệp không hợp lệ.")
    return folder() / stored_as


def open_checked(evidence: Evidence) -> BinaryIO:
    """The file at its beginning, once all of it was read and found to be the one that was handed
    in.

    What is sent is read from the same open file, so that it cannot be another one. Raises Damaged.
    """
    try:
        file = path_of(evidence.stored_as).open("rb")
    except (OSError, EvidenceDamaged) as problem:
        raise _damaged(evidence, "không còn trong kho lưu trữ") from problem
    try:
        if _sha256(file) != evidence.sha256:
            raise _damaged(evidence, "không còn đúng như lúc đơn vị tải lên (mã SHA-256 khác)")
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def strangers(*, before: datetime) -> Iterator[Path]:
    """Files that nothing was done to since that moment: in the folder, and left over in the
    place of arrival.
    """
    for place in (folder(), Path(settings.FILE_UPLOAD_TEMP_DIR)):
        for path in sorted(place.iterdir()):
            if path.is_file() and path.stat().st_mtime < before.timestamp():
                yield path


def _take_over(arrived: Path, target: Path) -> None:
    """A second name for the same octets where the disk has that, else a copy; the first name
    goes with the upload.
    """
    try:
        os.link(arrived, target)
    except OSError:
        with target.open("xb") as copy, arrived.open("rb") as file:
            shutil.copyfileobj(file, copy, _BLOCK)
    target.chmod(0o600)


def _reach_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _damaged(evidence: Evidence, what: str) -> EvidenceDamaged:
    _log.error("evidence %s (%s): %s", evidence.pk, evidence.stored_as, what)
    return EvidenceDamaged(
        f"Tệp «{evidence.name}» {what}. Tệp không được gửi đi. Báo quản trị hệ thống kiểm tra "
        "nhật ký."
    )
